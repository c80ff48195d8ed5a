"""What is taken back, and what is pressed without a key: it says the same when it is pressed twice."""

from __future__ import annotations

from datetime import date
from typing import Any

from rules.answers import Sentence
from rules.answers.digests import VerbFilled
from rules.digest import ChannelSeen
from services.capture import lead_forms, lead_taps, notes
from services.clock import dismissing, verb_owner, verb_undo, verbs
from services.clock.said import Pressed
from services.deals import files, opening, stage_undo, stages, task_undo
from services.deals.files import Evidence
from services.deals.stages import Sent
from services.exchange import arriving
from services.lists import found, home
from services.sending import telling
from services.setup import first_hours
from storage.tables import Nudge, PersonRole, Undo
from tests.crash.acts import KEY, does
from tests.crash.acts.capture import LINE, MET
from tests.crash.acts.deals import WHOLE, answer_task
from tests.crash.dying import Act, Prepare
from tests.services.desk import Desk, book, rows
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import CHANNEL, Post, stuck

PDF = Evidence("pain_list", "F1", "pains.pdf", 14, "")


def lead(machine: Machine) -> Act:
    return does("liam", lead_taps.undo, Hand(machine, "liam").lead(LINE).undo_id)


def note(machine: Machine) -> Act:
    saved = Hand(machine, "liam").note("they like it // call by Friday", deal_id=machine.deal())
    return does("liam", notes.undo, saved.undo_id)


def move(machine: Machine) -> Act:
    machine.join("chen", "delivery")
    told = Hand(machine, "liam").do(stages.move, Sent(machine.deal(stage="discovery"), "proposal", WHOLE))
    return does("liam", stage_undo.undo, told.undo_id)


def done(machine: Machine) -> Act:
    answer_task(machine)(machine)
    (undo,) = machine.rows(Undo)
    return does("dana", task_undo.undo, undo.id)


def owner(machine: Machine) -> Act:
    filled = VerbFilled(choice=str(machine.ids["dana"]))
    told = Hand(machine, "maya").do(verbs.act, "reassign", Pressed(0, machine.deal()), filled)
    return does("maya", verb_owner.undo, told.done.undo_id, Pressed(0, 0))


def _red(machine: Machine) -> Pressed:
    """The message that says a deal went quiet."""
    deal = stuck(machine, Post(machine))
    return Pressed(next(n.id for n in machine.rows(Nudge) if n.rule == "quiet"), deal, "D1", "1.0")


def turn(machine: Machine) -> Act:
    """The second page of a list that stands in the DM."""
    for _ in range(11):
        machine.deal()
    hand, post = Hand(machine, "maya"), Post(machine)
    telling.reply(hand.ask("list"), found.listed(hand.ask(), "@liam"))
    post.run()
    sent = next(x for x in machine.deliveries if x.kind == "deals.found")
    where = Pressed(0, 0, sent.channel or "", sent.ts or "")
    return does("maya", found.turned, "@liam", 1, where, is_list=True)


def dismiss(machine: Machine) -> Act:
    return does("liam", verbs.act, "dismiss", _red(machine), VerbFilled(choice="their_pace"))


def dismissed(machine: Machine) -> Act:
    pressed = _red(machine)
    told = Hand(machine, "liam").do(verbs.act, "dismiss", pressed, VerbFilled(choice="their_pace"))
    return does("liam", dismissing.undo, told.done.undo_id, pressed)


def _said(verb: str, **filled: Any) -> Prepare:
    """What a verb said under a reminder is taken back there; the manager was asked for help."""

    def prepare(machine: Machine) -> Act:
        pressed = _red(machine)
        who = "maya" if verb == "decide" else "liam"
        Hand(machine, "liam").do(
            verbs.act, "ask_help", Pressed(0, pressed.deal_id), VerbFilled(text="5% more off")
        )
        told = Hand(machine, who).do(verbs.act, verb, pressed, VerbFilled(**filled))
        return does(who, verb_undo.undo, told.done.undo_id, pressed)

    return prepare


# -- beside a form --------------------------------------------------------------------------------------


def keep_filled(machine: Machine) -> Act:
    sent = Sent(machine.deal(stage="discovery"), "proposal", {"interview": "on site"})
    return does("liam", stages.keep_filled, sent, ())


def open_file(machine: Machine) -> Act:
    """Told once: pressed again it is as if nobody had pressed, so what is compared is what is on record."""
    deal = machine.deal(stage="discovery")
    kept = files.keep(Hand(machine, "liam").ask(), deal, PDF, b"%PDF-1.7 pains")

    def act(m: Machine) -> None:
        opening.press(Hand(m, "liam").ask(KEY), kept or 0)

    return act


def permalink(machine: Machine) -> Act:
    Hand(machine, "dana").lead("Bluebird Bakery, Bob Hill, 13800138000, ovens, expo")
    kept = Hand(machine, "liam").lead(MET).draft_id
    return does("liam", lead_forms.keep_permalink, kept, "https://slack.example/p1")


def ask_source(machine: Machine) -> Act:
    return does("liam", lead_taps.ask_source, Hand(machine, "liam").lead(LINE).head.deal_id)


def unstick(machine: Machine) -> Act:
    asked = Hand(machine, "liam").lead("Acme Corp, Ms. Chen 212-555-0143, ERP")
    Hand(machine, "liam").do(lead_taps.choose_source, asked.head.deal_id, "expo")
    return does("liam", home.unstick)


def open_home(_: Machine) -> Act:
    return does("liam", home.remember)


def reply(_: Machine) -> Act:
    return does("liam", telling.reply, Sentence(key="talk.taken_in"))


def rewrite(_: Machine) -> Act:
    return does("liam", telling.rewrite, "D1", "1.0", Sentence(key="talk.taken_in"))


# -- setting up -----------------------------------------------------------------------------------------


def set_team(machine: Machine) -> Act:
    machine.join("ada", "admin")
    return does("ada", first_hours.set_team, "U0DANA", ["U0LIAM"])


def suggest(machine: Machine) -> Act:
    with machine.db.write() as tx:
        tx.add(PersonRole(person_id=machine.ids["zoe"], role="admin"))
    return does("zoe", first_hours.suggest_channel, CHANNEL, ChannelSeen())


def go_back(machine: Machine) -> Act:
    machine.join("ada", "admin")
    variant = first_hours.templates(machine.deps, "en")[1].key
    used = first_hours.apply_template(Hand(machine, "ada").ask(), variant)
    return does("ada", first_hours.go_back, used.before, used.version)


# -- a table that was sent ------------------------------------------------------------------------------


def _previewed(machine: Machine) -> tuple[Desk, int]:
    desk = Desk(machine)
    return desk, desk.send(book(rows(3)))


def start(machine: Machine) -> Act:
    return does("liam", arriving.start, _previewed(machine)[1], "D1", "1.0")


def drop(machine: Machine) -> Act:
    return does("liam", arriving.drop, _previewed(machine)[1])


def placed(machine: Machine) -> Act:
    return does("liam", arriving.place, _previewed(machine)[1], "D1", "1.0")


def remap(machine: Machine) -> Act:
    desk, run_id = _previewed(machine)
    with machine.db.read() as tx:
        (part,) = arriving.mine(tx, desk.hand.ask(), run_id).plan["parts"]
    changed: dict[str, Any] = {"kind": part["kind"], "columns": part["columns"], "currency": "USD"}
    return does("liam", arriving.remap, run_id, 0, changed)


ACTS: dict[str, Prepare] = {
    "lead_taps.undo": lead,
    "notes.undo": note,
    "stage_undo.undo": move,
    "verb_owner.undo": owner,
    "verb_undo.undo, wait": _said("wait", on=date(2026, 12, 8)),
    "verb_undo.undo, later": _said("later", choice="tomorrow"),
    "verb_undo.undo, push": _said("decide", choice="push"),
    "found.turned": turn,
    "verbs.act, dismiss": dismiss,
    "dismissing.undo": dismissed,
    "stages.keep_filled": keep_filled,
    "task_undo.undo": done,
    "opening.press": open_file,
    "lead_forms.keep_permalink": permalink,
    "lead_taps.ask_source": ask_source,
    "home.unstick": unstick,
    "home.remember": open_home,
    "telling.reply": reply,
    "telling.rewrite": rewrite,
    "first_hours.set_team": set_team,
    "first_hours.suggest_channel": suggest,
    "first_hours.go_back": go_back,
    "arriving._press": start,
    "arriving.drop": drop,
    "arriving.place": placed,
    "arriving.remap": remap,
}
