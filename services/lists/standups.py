"""The stand-up: the stuck deals of a list one by one, and for each a decision that becomes its owner's next step.

Nothing of it is kept but the steps: the form remembers which deals it goes through, and every deal is asked for its
rights again when its turn comes and when something is decided about it."""

from collections.abc import Iterable, Sequence
from datetime import date

from rules.access import Action, allowed
from rules.answers import Answer
from rules.answers.deals import NoteShown
from rules.answers.digests import VerbFilled
from rules.answers.leads import Choice
from rules.answers.nudges import NudgeLine
from rules.answers.standups import (
    Decision,
    StandupFilled,
    StandupList,
    StandupOver,
    StandupTurn,
    StepDecided,
)
from rules.calendar import Calendar
from rules.clocks import is_waiting
from rules.errors import Invalid, NotFound
from rules.facts import DealFacts
from rules.when import When
from services import shown
from services.ask import Ask, once
from services.capture import closed, note_store
from services.capture.note_reading import Read, understand_step
from services.capture.note_undo import DECIDED
from services.clock import standing_lines
from services.clock.weigh import weigh
from services.deals import cards, help_requests
from services.deals.form_days import day_ahead
from services.facts import Staff, deal_facts
from services.lists import home_needs, pushed, standup_undo
from services.lists.listed import day_of
from services.sending import telling
from services.team import access
from services.team.calendars import calendars
from services.team.people import can_hear, language, local
from storage import books, deal_team
from storage import channels as channel_rows
from storage import deals as deal_rows
from storage import deliveries as delivery_rows
from storage import people as people_rows
from storage import steps as step_rows
from storage import tasks as task_rows
from storage import undos as undo_rows
from storage.db import Session
from storage.tables import BlockedDay, Deal, Person, Step

MOST = 10  # deals of one stand-up: what a quarter of an hour has room for
WORDS = 120  # of each part of the last note
ON_LIST = ("new", "still", "handed")
MEANWHILE = "standup.meanwhile"


def begin(ask: Ask, channel: str = "") -> StandupTurn:
    """The first deal of today's list in this channel; else of one's own list and one's channels. Raises NotFound where
    none is left that this person may decide."""
    with ask.deps.db.read() as tx:
        found = _of_channel(tx, ask, channel) if channel else _of_manager(tx, ask)
        known = {deal.id: deal for deal in deal_rows.by_ids(tx, list(found))}
        able = [i for i in found if i in known and _is_due(tx, ask, known[i])]
        heads = shown.told_apart(tx, [known[i] for i in able[:MOST]])
    turn = at(ask, able[:MOST], 0)
    if turn is None:
        raise NotFound("standup.none")
    lists = tuple(
        StandupList(channel=where, deals=tuple(head for i, head in heads.items() if found[i] == where))
        for where in dict.fromkeys(found[i] for i in heads)
    )
    return turn.model_copy(update={"lists": lists, "left": len(able) - len(heads)})


def at(ask: Ask, deals: Sequence[int], place: int, decided: Sequence[int] = ()) -> StandupTurn | None:
    """The next deal from a place on that is still open and this person's to decide; None at the end."""
    with ask.deps.db.read() as tx:
        for number in range(place, len(deals)):
            deal = deal_rows.by_id(tx, deals[number])
            if deal is not None and _is_due(tx, ask, deal):
                return _turn(tx, ask, deal, deals, number, decided)
    return None


def _of_channel(tx: Session, ask: Ask, channel: str) -> dict[int, str]:
    """Deal → whose list has it."""
    found = channel_rows.by_id(tx, channel)
    if found is None or not found.is_active:
        raise NotFound("standup.no_list")
    return {i: channel for i in _listed(channel_rows.listed_on(tx, channel, day_of(found, ask.now)))}


def _of_manager(tx: Session, ask: Ask) -> dict[int, str]:
    """What their list of today asked about, then what else their channels read."""
    last, found = delivery_rows.last_sent(tx, ask.actor.id, home_needs.KIND), dict[int, str]()
    if last is not None and local(ask.person, last.due_at).date() == ask.today:
        found = dict.fromkeys(home_needs.named(last), "")
    for channel in channel_rows.with_list(tx):
        if ask.actor.id == channel.root_person_id:
            for i in _listed(channel_rows.listed_on(tx, channel.channel, day_of(channel, ask.now))):
                found.setdefault(i, channel.channel)
    return found


def _listed(days: Iterable[BlockedDay]) -> Iterable[int]:
    return (row.deal_id for row in days if row.status in ON_LIST)


def _may_decide(tx: Session, ask: Ask, deal: Deal) -> bool:
    """A manager above its owner, or the owner: not who only helps with it."""
    return deal.state == "open" and allowed(ask.actor, Action.ANSWER_NUDGE, access.facts(tx, deal))


def _is_due(tx: Session, ask: Ask, deal: Deal) -> bool:
    """Theirs to decide, and not settled until a day: a deal that waits or is parked needs no stand-up, nor one that they
    said to push on."""
    if not _may_decide(tx, ask, deal):
        return False
    facts = _facts(tx, ask, deal)
    return not is_waiting(facts, ask.now) and not pushed.is_settled(tx, ask, facts)


def _facts(tx: Session, ask: Ask, deal: Deal) -> DealFacts:
    return deal_facts(tx, [deal], ask.pipeline, ask.now)[deal.id]


def _turn(
    tx: Session, ask: Ask, deal: Deal, deals: Sequence[int], place: int, decided: Sequence[int]
) -> StandupTurn:
    locale, owner, step = language(ask.person), _owner(tx, deal), step_rows.open_of(tx, deal.id)
    counted = shown.stage_days(_facts(tx, ask, deal), _calendar(tx, ask, owner), ask.now) if owner else {}
    known, line = ask.pipeline.in_the_way(deal.blocker), _line(tx, ask, deal, owner)
    asks = next(iter(task_rows.open_of_kind(tx, deal.id, help_requests.KIND)), None)
    return StandupTurn(
        deals=tuple(deals),
        place=place,
        decided=tuple(decided),
        head=shown.head(tx, deal),
        owner=owner.name if owner else "",
        stage_name=ask.pipeline.stage_name(deal.stage, locale),
        days=counted.get("days_in_stage", 0),
        blocker=known.name.of(locale) if known else "",
        group=(known.ours or "") if known else "",
        is_moving=ask.pipeline.is_moving(deal.blocker),
        asks=asks.text if asks else None,
        asked=_name(people_rows.by_id(tx, asks.person_id) if asks and asks.person_id else None),
        step=shown.step(step, ask.today),
        step_whose=_name(people_rows.by_id(tx, step.owner_id) if step and step.owner_id else None),
        seen=_seen(step),
        line=line,
        note=_note(tx, deal),
        people=tuple(Choice(value=str(p.id), label=p.name) for p in _people(tx, ask, deal, owner)),
    )


def _line(tx: Session, ask: Ask, deal: Deal, owner: Person | None) -> NudgeLine | None:
    """Why it is on a list, as the lists say it: what holds, what is missing, what is in the way."""
    staff = Staff(tx, ask.now.year)
    weighed = weigh(tx, [deal], staff, ask.config, ask.now)
    found = standing_lines.lines(tx, weighed, ask.actor.id, staff, ask.config, ask.now)
    if not found:
        return None
    return found[0].model_copy(update={"owner": _name(owner), "is_moving": False})


def _note(tx: Session, deal: Deal) -> NoteShown | None:
    """The last one, as far as a meeting has time for it."""
    note = next(iter(cards.notes_of(tx, deal.id, 1)), None)
    if note is None:
        return None
    words = {name: shown.begins(getattr(note, name), WORDS) for name in ("agreed", "next_text", "quote")}
    return note.model_copy(update=words)


def _owner(tx: Session, deal: Deal) -> Person | None:
    return people_rows.by_id(tx, deal.owner_id) if deal.owner_id is not None else None


def _people(tx: Session, ask: Ask, deal: Deal, owner: Person | None) -> list[Person]:
    """Who may be the one to do it: the owner, who helps with the deal, who decides."""
    able = [*([owner] if owner else []), *deal_team.people_of(tx, deal.id), ask.person]
    return list({person.id: person for person in able}.values())


def _calendar(tx: Session, ask: Ask, person: Person) -> Calendar:
    return calendars(tx, [person], ask.now.year)[person.id]


# -- decided --------------------------------------------------------------------------------------------


@once("standup.decide")
def decide(ask: Ask, tx: Session, deal_id: int, filled: StandupFilled) -> Answer:
    """The decision is the owner's next step from now on, and they hear whose it was. Raises NotFound, Refused, and Invalid
    by field: no words, no day."""
    deal = access.deal_for(tx, ask.actor, Action.ANSWER_NUDGE, deal_id, ask.now)
    closed.refuse_step(tx, deal)
    if not filled.what:
        raise Invalid("verb.words_missing", faults={"what": "verb.words_missing"})
    _refuse_stale(ask, tx, deal, filled)
    owner = _owner(tx, deal) or ask.person
    read = understand_step(filled.what, ask.person, _calendar(tx, ask, ask.person), ask.now)
    when = _when(ask, filled, read)
    text = read.step_text if _says_all(read, filled.what, when) else filled.what
    who = next((p for p in _people(tx, ask, deal, owner) if str(p.id) == filled.who), owner)
    if who.id != owner.id:
        text = f"{who.name} · {text}"  # in any language
    was, began = step_rows.open_of(tx, deal.id), deal.clocks_from is None
    step = note_store.decide_step(ask, tx, deal, when, text, owner)
    standup_undo.offer(ask, tx, deal, step, was, began=began)
    told = shown.step(step, local(owner, ask.now).date())
    assert told is not None
    answer = StepDecided(head=shown.head(tx, deal), who=ask.person.name, step=told)
    if owner.id != ask.actor.id and can_hear(owner):
        telling.tell(tx, standup_undo.slot(step.id or 0, step.revision), owner, answer, ask.now)
    return answer


def _refuse_stale(ask: Ask, tx: Session, deal: Deal, filled: StandupFilled) -> None:
    """Somebody else put another step since the form was shown. Raises Invalid: it is shown anew with that step."""
    step = step_rows.open_of(tx, deal.id)
    if filled.seen is None or step is None or filled.seen == _seen(step):
        return
    planned = [by for by, act in books.acts_on(tx, f"deal:{deal.id}") if act.startswith(("step.", "note."))]
    who = people_rows.by_id(tx, planned[-1]) if planned else None
    raise Invalid(MEANWHILE, who=_name(who or ask.person))


def _seen(step: Step | None) -> str:
    return f"{step.id}.{step.revision}" if step is not None else ""


def _when(ask: Ask, filled: StandupFilled, read: Read) -> When:
    """The day that was picked, else the one that the words name: the first of several, each of which is kept in the text.
    Raises Invalid."""
    said = read.when
    if said is None and read.unclear is not None and "when" in read.note.unsure:
        said = next(iter(read.unclear.candidates), None)
    picked = date.fromisoformat(filled.on) if filled.on else said.date if said else None
    day = day_ahead(VerbFilled(on=picked), ask.person, ask.now)
    return said if said is not None and said.date == day else When(date=day, time=None, kind="by")


def _says_all(read: Read, what: str, when: When) -> bool:
    """Is nothing lost with the words of the day: neither what stands behind them nor an hour of another day?"""
    if read.when is None or not read.step_text or (read.when.time is not None and read.when != when):
        return False
    kept, beside, following, typed = map(_letters, (read.step_text, read.beside, read.note.next_text, what))
    return kept == beside and following == typed


def _letters(text: str) -> str:
    return "".join(one for one in text if one.isalnum())


def summary(ask: Ask, deals: Sequence[int], decided: Sequence[int], looked_at: int) -> StandupOver:
    """What was decided, also in a stand-up of earlier today, and what of the first `looked_at` is left, as far as this
    person may see it."""
    with ask.deps.db.read() as tx:
        seen = {d.id: d for d in deal_rows.by_ids(tx, deals) if access.sees(tx, ask.person, d)}
        found = {i: step_rows.open_of(tx, i) for i in deals if i in seen}
        steps = {
            i: shown.step(step, ask.today)
            for i, step in found.items()
            if i in decided or _is_of_today(tx, ask, step)
        }
        return StandupOver(
            decided=tuple(
                Decision(
                    head=shown.head(tx, seen[i]),
                    owner=_name(_owner(tx, seen[i])),
                    step=step,
                    undo_id=undo_rows.running_of(tx, ask.actor.id, DECIDED, i, ask.now),
                )
                for i, step in steps.items()
                if step is not None
            ),
            open=tuple(
                shown.head(tx, seen[i])
                for i in deals[:looked_at]
                if i in seen and i not in steps and _is_due(tx, ask, seen[i])
            ),
            looked_at=looked_at,
            count=len(deals),
        )


def _is_of_today(tx: Session, ask: Ask, step: Step | None) -> bool:
    """Was this step decided in a stand-up of today? Its owner was told so."""
    if step is None or local(ask.person, step.opened_at).date() != ask.today:
        return False
    return delivery_rows.by_slot(tx, standup_undo.slot(step.id, step.revision)) is not None


def _name(person: Person | None) -> str:
    return person.name if person is not None else ""
