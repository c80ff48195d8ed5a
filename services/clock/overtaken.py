"""Messages that people have are brought up to date: a line about a deal that was closed, given away, moved, noted or
parked since says what happened, and asks for nothing any more; undone, it asks again as it did."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from itertools import groupby

from rules.answers import Answer, deals_in, dump, load
from rules.answers.found import DealsFound
from rules.answers.nudges import Done, NudgeLine
from services import gate_facts
from services.clock.said import FINAL, over, with_line
from services.config.versions import ActiveConfig
from services.deals import gate_store, hands, help_requests, waits
from services.deps import Deps
from services.sending import promises, telling
from services.sending.composing import Sending
from services.team import access
from services.team.people import actor_of, can_hear, language, local
from storage import books
from storage import deals as deal_rows
from storage import deliveries as delivery_rows
from storage import people as people_rows
from storage import pushes as push_rows
from storage import steps as step_rows
from storage import told as rows
from storage import undos as undo_rows
from storage.db import Session
from storage.tables import Deal, Delivery, Person, Step, ToldDeal

KIND = promises.EDIT
FOR = timedelta(days=4)  # older messages are left as they are: over a weekend, they are not looked for
MOST = 100  # lines in one look: the rest waits for the next
OVER = ("gone", *(verb for verb in FINAL if verb != "reassigned"))  # answers that say that the deal is over
ELSEWHERE = ("reassigned", "elsewhere")  # answers that say no more than that it is not the reader's
CALLS = ("quiet", "slipping", "untouched", "over")  # rules that anybody's word with the customer answers


@dataclass(frozen=True)
class Told:
    """Who reads a line, about which deal, since when they have it."""

    reader: Person
    deal: Deal
    at: datetime
    locale: str


def refresh(deps: Deps, *, now: datetime) -> int:
    """Promises the edits of messages that something has overtaken; returns how many. Many changes since the last look
    are one edit of a message, and who is about to hear something new hears that first."""
    config = deps.config.active()
    with deps.db.read() as tx:
        found = rows.outdated(tx, now - FOR, now, MOST)
    made = 0
    for delivery_id, some in groupby(found, key=lambda one: one.delivery_id):
        with deps.write("overtaken.refresh") as tx:
            made += _bring(tx, config, delivery_id, list(some), now)
    return made


def forget_old(deps: Deps, *, now: datetime) -> int:
    """Forgets what older messages tell of; returns of how many deals."""
    with deps.db.write() as tx:
        return rows.forget(tx, now - FOR)


def compose(tx: Session, sending: Sending) -> Answer | None:
    """What the message says by now: of two changes at once the later edit says both. Its reader is asked for their
    rights once more: the deal may have left their sight since it was promised."""
    edit, reader_id = sending.delivery, sending.delivery.person_id or 0
    sent = delivery_rows.said_at(tx, reader_id, edit.target_ts or "")
    reader = people_rows.by_id(tx, reader_id)
    said = promises.kept(sent.payload) if sent is not None else None
    if reader is None or said is None:
        return None
    answer = load(said)
    for deal in deal_rows.by_ids(tx, deals_in(answer)):
        if not access.sees(tx, reader, deal):
            answer = with_line(answer, deal.id, partial(_elsewhere, tx, deal, reader))
    return answer


def _bring(
    tx: Session, config: ActiveConfig, delivery_id: int, told: Sequence[ToldDeal], now: datetime
) -> bool:
    sent = delivery_rows.held(tx, delivery_id)
    reader = people_rows.by_id(tx, sent.person_id or 0) if sent is not None else None
    deals = deal_rows.by_ids(tx, {one.deal_id for one in told})
    rows.seen(tx, delivery_id, {deal.id: deal.version for deal in deals})
    said = promises.kept(sent.payload) if sent is not None else None
    if sent is None or reader is None or not sent.ts or not sent.channel:
        return False
    if sent.payload.get("kind") == DealsFound.kind:
        return _bring_rows(tx, sent, reader, deals, now)
    if said is None:
        return False
    before = after = load(said)
    at = {one.deal_id: one.told_at for one in told}
    for deal in deals:
        one = Told(reader, deal, at[deal.id], language(reader))
        after = with_line(after, deal.id, partial(_as_now, tx, config, one, now))
    if after == before:
        return False
    delivery_rows.keep_payload(tx, delivery_id, {**sent.payload, "said": dump(after)})
    promises.promise(tx, None, KIND, sent.recipient, {}, now, now=now, target=(sent.channel, sent.ts))
    return True


def _bring_rows(tx: Session, sent: Delivery, reader: Person, deals: Sequence[Deal], now: datetime) -> bool:
    """Who has a leaver's deal by now, in its row of a list of deals; back with who left, it is to be given again."""
    found = telling.says(sent)
    if not isinstance(found, DealsFound) or not sent.slot:
        return False
    given = dict(found.given)
    for deal in deals:
        owner = people_rows.by_id(tx, deal.owner_id or 0)
        if deal.id not in found.left or not access.sees(tx, reader, deal):
            continue
        if can_hear(owner):
            has = _name(tx, deal.owner_id)
            if deal.id not in given or given[deal.id].who != has:
                given[deal.id] = Done(verb=hands.GIVEN, who=has, noticed=True)
        else:
            given.pop(deal.id, None)
    if given == found.given:
        return False
    changed = found.model_copy(update={"given": given})
    telling.retell(tx, [sent.slot], lambda *_: (changed, True), now)
    return True


def _as_now(tx: Session, config: ActiveConfig, told: Told, now: datetime, line: NudgeLine) -> NudgeLine:
    """The line with what has happened; one that its reader answered stands, until that is taken back or the deal is none
    of theirs. Of what they may not see any more they hear that, and nothing of what becomes of it."""
    if not access.sees(tx, told.reader, told.deal):
        return _elsewhere(tx, told.deal, told.reader, line)
    fate = _fate(tx, config, line, told)
    if line.done is not None and not line.done.noticed and not _is_taken_back(tx, line.done, told):
        is_told = line.done.verb in FINAL or fate is None
        return line if is_told else line.model_copy(update={"done": _noticed(fate)})
    today = local(told.reader, now).date()
    owed = gate_facts.owed(tx, config.pipeline, [told.deal], today).get(told.deal.id, ())
    still = gate_store.owed_shown(config.pipeline, owed, told.locale)
    left = tuple(item for item in line.owed if item in still)
    done = fate or _happened(tx, config, line, told, is_settled=bool(line.owed) and not left)
    now_said = {} if done else {"owed": left, "sign_on": _same_day(line.sign_on, told.deal)}
    return line.model_copy(update={"done": _noticed(done), **now_said})


def _is_taken_back(tx: Session, done: Done, told: Told) -> bool:
    """Was what its reader answered here undone since? Then the line says what else has happened, or asks again."""
    deal = told.deal
    if done.undo_id is not None and undo_rows.is_taken(tx, done.undo_id):
        return True
    if done.verb in OVER:
        return deal.state == "open"
    if done.verb in ("wait", "waits", "park"):
        return done.until is not None and rows.is_ended_before(tx, deal.id, done.until)
    return done.verb == "note" and rows.last_note(tx, deal.id, told.at) is None


def _same_day(sign_on: date | None, deal: Deal) -> date | None:
    return sign_on if deal.expected_sign_on == sign_on else None


def _elsewhere(tx: Session, deal: Deal, reader: Person, line: NudgeLine) -> NudgeLine:
    """Whose it was hears who got it; anybody else, that it is not theirs any more. One that says so stands."""
    if line.done is not None and (
        line.done.verb in ELSEWHERE or (line.done.verb in FINAL and not line.done.noticed)
    ):
        return line
    taker = books.handed_to(tx, f"deal:{deal.id}", reader.id) if not line.owner else None
    verb = "reassigned" if taker is not None and taker == deal.owner_id else "elsewhere"
    done = Done(verb=verb, who=_name(tx, taker) if verb == "reassigned" else "")
    return line.model_copy(update={"done": _noticed(done), "owed": ()})


def _noticed(done: Done | None) -> Done | None:
    return done.model_copy(update={"noticed": True}) if done is not None else None


def _fate(tx: Session, config: ActiveConfig, line: NudgeLine, told: Told) -> Done | None:
    """It is over, or somebody else's by now."""
    deal = told.deal
    if deal.state != "open":
        return over(tx, config.pipeline, deal, actor_of(tx, told.reader), told.locale)
    was_theirs = not line.owner and deal.owner_id != told.reader.id
    is_given = deal.owner_since is not None and deal.owner_since >= told.at
    return _given(tx, deal) if was_theirs or (line.owner and is_given) else None


def _given(tx: Session, deal: Deal) -> Done:
    return Done(verb="reassigned" if deal.owner_id else "gone", who=_name(tx, deal.owner_id))


def _happened(
    tx: Session, config: ActiveConfig, line: NudgeLine, told: Told, *, is_settled: bool
) -> Done | None:
    """What somebody did about it since: moved it, parked it, filled in what is owed, logged a note, planned what is next."""
    deal, me = told.deal, told.reader.id
    is_own = deal.owner_id == me
    if deal.stage != line.head.stage and (stay := rows.entered_since(tx, deal.id, told.at)):
        verb = "moved" if is_own or stay.entered_by == me else "they_moved"
        text = config.pipeline.stage_name(deal.stage, told.locale)
        return Done(verb=verb, who=_name(tx, stay.entered_by), text=text)
    if wait := rows.wait_since(tx, deal.id, told.at):
        is_by_me = wait.by_id == me or (is_own and wait.by_id is None)
        verb = waits.told_as(is_park=wait.is_park, is_by_reader=is_by_me, is_own=is_own)
        return Done(verb=verb, until=wait.until, who=_name(tx, wait.by_id))
    if line.rule == "date" and deal.expected_sign_on not in (None, line.sign_on):
        return Done(verb="sign_on", on=deal.expected_sign_on)
    if line.rule == "owed" and is_settled:
        return Done(verb="owed")
    note = rows.last_note(tx, deal.id, told.at)
    if note is not None and (note.author_id in (deal.owner_id, me) or line.rule in CALLS):
        is_mine = note.author_id == me
        return Done(verb="note" if is_mine else "they_noted", who=_name(tx, note.author_id))
    step = step_rows.open_of(tx, deal.id)
    planned = _planned(line, step, told) if step is not None and step.on_date else None
    return planned or _said_to_it(tx, told)


def _said_to_it(tx: Session, told: Told) -> Done | None:
    """Its reader, who manages it, promised to help or said to push on: from Home, or in another list."""
    deal, me = told.deal, told.reader
    helped = (task.closed_at for task in help_requests.promises(tx, deal) if task.answered_by == me.id)
    pushed = (push.at for push in push_rows.last_words(tx, [deal.id]).get(deal.id, ()) if push.by_id == me.id)
    said = [(at, Done(verb="helping_you", who=me.name)) for at in helped if at is not None]
    said += [(at, Done(verb="push")) for at in pushed]
    at, last = max(said, key=lambda one: one[0], default=(None, None))
    return last if at is not None and at >= told.at else None


def _planned(line: NudgeLine, step: Step, told: Told) -> Done | None:
    """Another next step was decided, in a stand-up or by a button; or a promised one that was asked about is set for
    another day."""
    is_new = line.step is None or line.step.step_id != step.id
    if is_new and step.note_id is None and step.opened_at >= told.at:
        return Done(verb="decided", on=step.on_date, text=step.text)
    is_asked = line.rule in ("step", "over", "evening") and line.step is not None
    if is_asked and line.step is not None and step.on_date != line.step.on:
        return Done(verb="date", on=step.on_date, text=step.text)
    return None


def _name(tx: Session, person_id: int | None) -> str:
    person = people_rows.by_id(tx, person_id) if person_id is not None else None
    return person.name if person is not None else ""
