"""What is said to Baton in the DM, and files that are sent to it."""

from __future__ import annotations

from typing import Any

from rules.answers.digests import VerbFilled
from rules.answers.tasks import TaskAsked
from services.deals import colleagues
from services.talk import changing, hearing, papers, taps
from services.talk.papers import Paper, Wanted
from services.talk.places import Said
from storage.tables import Delivery
from tests.crash.acts import KEY, does
from tests.crash.dying import Act, Prepare
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import Post
from tests.services.test_at_once import Dm

TS, LATER = "1764000000.000100", "1764000009.000100"
CONTRACT = Paper("F1", "Globex contract.pdf", 9, "https://files.slack.com/a", "application/pdf")


def _leads(machine: Machine) -> None:
    for line in ("Globex, Tom Reed 13900139000, pumps, expo", "Initech, Ann Lee 13900139001, pumps, expo"):
        Hand(machine, "liam").lead(line)


def _said(machine: Machine, words: str, ts: str = TS) -> Any:
    return hearing.hear(hearing.by_place(Hand(machine, "liam").ask(), ts), Said(words, ts))


def forget(machine: Machine) -> Act:
    _leads(machine)
    return does("liam", taps.drop, _said(machine, "Globex likes the pilot; call Tom on Friday").draft_id)


def as_lead(machine: Machine) -> Act:
    return does("liam", taps.as_lead, _said(machine, "Kowalski").draft_id)


def as_note(machine: Machine) -> Act:
    _leads(machine)
    return does("liam", taps.as_note, _said(machine, "how does Globex like the pilot?").draft_id)


def _files(machine: Machine, text: str = "Globex") -> Any:
    ask = hearing.by_place(Hand(machine, "liam").ask(), TS, "files")
    return papers.came(ask, Said(text, TS), [CONTRACT])


def files_came(machine: Machine) -> Act:
    _leads(machine)
    return lambda m: _files(m)


def files_of(machine: Machine) -> Act:
    _leads(machine)
    offer = _files(machine, "")
    return does("liam", papers.of_deal, offer.draft_id, 1)


def files_dropped(machine: Machine) -> Act:
    _leads(machine)
    return does("liam", papers.drop, _files(machine).draft_id)


def _kept(machine: Machine, offer: Any) -> Any:
    """The files are fetched and kept with the deal."""
    ask = Hand(machine, "liam").ask(KEY)
    want = papers.wanted(ask, offer.draft_id, offer.head.deal_id, "contract")
    return papers.store_all(ask, want, [b"%PDF-1.7 x"]) if isinstance(want, Wanted) else want


def files_kept(machine: Machine) -> Act:
    _leads(machine)
    offer = _files(machine)
    return lambda m: _kept(m, offer)


def files_undone(machine: Machine) -> Act:
    _leads(machine)
    return does("liam", papers.undo, _kept(machine, _files(machine)).undo_id)


def files_asked(machine: Machine) -> Act:
    _leads(machine)
    return does("liam", papers.offered, _files(machine).draft_id)


# -- words ----------------------------------------------------------------------------------------------


def says(words: str, ts: str = TS, **where: Any) -> Act:
    return lambda m: hearing.hear(hearing.by_place(Hand(m, "liam").ask(), ts), Said(words, ts, **where))


def offer(machine: Machine) -> Act:
    _leads(machine)
    return says("Globex likes the pilot; call Tom on Friday")


def new_lead(_: Machine) -> Act:
    return says("Contoso, Ms. Chen 212-555-0190, ERP")


def question(machine: Machine) -> Act:
    _leads(machine)
    return says("how is Globex doing?")


def thanks(_: Machine) -> Act:
    """In another language than before."""
    return says("谢谢！")


def without_slash(machine: Machine) -> Act:
    """A command that lost its slash."""
    _leads(machine)
    return says("followup Globex likes the pilot // call Tom on Friday")


def _dm(machine: Machine) -> Dm:
    dm = Dm(machine)
    dm.shown()
    return dm


def yes(machine: Machine) -> Act:
    _dm(machine)
    return says("yes", LATER, thread_ts=TS)


def no(machine: Machine) -> Act:
    _dm(machine)
    return says("no", LATER, thread_ts=TS)


def more(machine: Machine) -> Act:
    _dm(machine)
    return says("and the price is fine", LATER, thread_ts=TS)


def more_of_a_note(machine: Machine) -> Act:
    _dm(machine).save()
    return says("and the price is fine", LATER, thread_ts=TS)


def to_task(machine: Machine) -> Act:
    """Dana asked Liam something about a deal of hers; he answers in the message's thread."""
    asked = VerbFilled(choice=str(machine.ids["liam"]), text="who ran their pilot?")
    Hand(machine, "dana").do(colleagues.ask_colleague, machine.deal("dana"), asked)
    Post(machine).run()
    sent = next(d for d in machine.rows(Delivery) if d.kind == TaskAsked.kind and d.op == "post")
    return says("Tom did", LATER, thread_ts=sent.ts)


def deal_of_files(machine: Machine) -> Act:
    _leads(machine)
    asked = _files(machine, "")
    papers.of_deal(Hand(machine, "liam").ask("another"), asked.draft_id, 0)
    return says("Globex", LATER)


def _changes(how: Any, words: str) -> Act:
    return lambda m: how(hearing.by_place(Hand(m, "liam").ask(), TS, "change"), Said(words, TS))


def edit_offer(machine: Machine) -> Act:
    _dm(machine)
    return _changes(changing.edited, "EXPO-2026-001 they love the pilot")


def edit_note(machine: Machine) -> Act:
    _dm(machine).save()
    return _changes(changing.edited, "EXPO-2026-001 they love the pilot")


def edit_unheard(machine: Machine) -> Act:
    machine.deal()
    return _changes(changing.edited, "EXPO-2026-001 they love the pilot")


def delete_offer(machine: Machine) -> Act:
    _dm(machine)
    return _changes(changing.deleted, "")


def delete_note(machine: Machine) -> Act:
    _dm(machine).save()
    return _changes(changing.deleted, "")


ACTS: dict[str, Prepare] = {
    "taps.drop": forget,
    "taps.as_lead": as_lead,
    "taps.as_note": as_note,
    "papers.came": files_came,
    "papers.of_deal": files_of,
    "papers.drop": files_dropped,
    "files.keep + papers.wanted + papers._settled": files_kept,
    "papers.undo": files_undone,
    "papers.offered": files_asked,
    "hearing._keep": offer,
    "hearing.answered": new_lead,
    "hearing.answered, question": question,
    "hearing.answered, thanks": thanks,
    "slips._logged": without_slash,
    "hearing._settled": yes,
    "taps.typed": no,
    "hearing.answered, in a thread": more,
    "hearing.answered, of a note": more_of_a_note,
    "hearing._to_task": to_task,
    "hearing._of_files": deal_of_files,
    "changing.edited": edit_offer,
    "changing.edited, a note": edit_note,
    "changing.edited, unheard": edit_unheard,
    "changing.deleted": delete_offer,
    "changing.deleted, a note": delete_note,
}
