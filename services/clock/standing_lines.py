"""Lines for deals without a nudge of today: they stand as they were told, or as their clocks say."""

from collections.abc import Sequence
from datetime import date, datetime

from rules.answers import DealHead
from rules.answers.nudges import NudgeLine, WhyShown, one_count, why_shown
from rules.clocks import in_touch
from rules.decision import Why
from rules.facts import OwedFacts, Rung
from rules.promises import step_late_at
from services import shown
from services.clock import dressing, questions
from services.clock.coming import Reading
from services.clock.weigh import Weighed
from services.config.versions import ActiveConfig
from services.deals import gate_store
from services.facts import Staff
from services.team.people import language
from storage import nudges as nudge_rows
from storage import steps as step_rows
from storage.db import Session
from storage.tables import Nudge, Step

PROMISES = ("step", "owed", "date")


def lines(
    tx: Session,
    weighed: Sequence[Weighed],
    reader_id: int,
    staff: Staff,
    config: ActiveConfig,
    now: datetime,
    saying: frozenset[int] = frozenset(),
) -> list[NudgeLine]:
    """One line for each deal that something is to be said of; its last nudge carries the verbs. `saying`: the nudges
    that the same message carries."""
    if not weighed:
        return []
    last = nudge_rows.last_of(tx, [one.deal_id for one in weighed], reader_id)
    heads = shown.told_apart(tx, [one.deal for one in weighed])
    steps = step_rows.open_of_deals(tx, list(heads))
    by = Reading(staff.people[reader_id], staff, config, now, saying)
    made = [
        _line(one, why_now, by, heads[one.deal_id], steps.get(one.deal_id), last)
        for one in weighed
        if (why_now := questions.because(one)) is not None
    ]
    deals, facts = {one.deal_id: one.deal for one in weighed}, {one.deal_id: one.whole for one in weighed}
    return dressing.dress(tx, made, deals, by, facts)


def _line(
    one: Weighed,
    because: Why,
    by: Reading,
    head: DealHead,
    step: Step | None,
    last: questions.Last,
) -> NudgeLine:
    """What is said of this deal to this reader."""
    on = [clock.rule for clock in one.clocks if clock.on(by.now)]
    today = one.owner.delivery.local(by.now).date()
    asked = questions.asked(one, last)
    spoke = asked or questions.spoke(one, because.rule, last)
    if asked is None and one.deal.owner_id == by.reader.id and questions.stood(one, spoke):
        asked = spoke
    counted = shown.stage_days(one.facts, one.owner.calendar, by.now)
    return NudgeLine(
        nudge_id=spoke.id if spoke else 0,
        rule="unanswered" if asked else because.rule,
        rung=Rung.ASK if asked else _rung(one, because.rule, today),
        lane="morning",
        head=head,
        days_silent=silent(one, by.now),
        in_touch=in_touch(one.facts, one.owner.calendar, by.now, one.rules),
        limit=because.limit,
        last_contact_at=one.deal.last_contact_at,
        last_contact_kind=one.deal.last_contact_kind or "",
        tries=one.deal.tries,
        step=shown.step(step, today),
        is_parked=one.facts.waiting is not None and one.facts.waiting.is_park,
        owed=gate_store.owed_shown(by.config.pipeline, _owed(one, today), language(by.reader)),
        sign_on=one.facts.sign_on if "date" in on else None,
        blocker=one.deal.blocker,
        also=tuple(rule for rule in on if rule != because.rule),
        owner="" if one.deal.owner_id == by.reader.id else by.staff.people[one.owner.id].name,
        why=one_count(_told(asked) if asked else _why(because, spoke), counted),
        **counted,
    )


def _owed(one: Weighed, today: date) -> list[OwedFacts]:
    return [x for x in one.facts.owed if x.until <= today]


def _rung(one: Weighed, rule: str, today: date) -> Rung:
    """A promise is due today or past; a limit that holds is red."""
    if rule not in PROMISES:
        return Rung.RED
    is_past = bool(one.facts.step and step_late_at(one.facts.step, one.facts, one.owner.calendar) <= one.now)
    if rule == "date":
        is_past = True
    elif rule == "owed":
        is_past = any(x.until < today for x in one.facts.owed)
    return Rung.PAST if is_past else Rung.TODAY


def _why(because: Why, spoke: Nudge | None) -> WhyShown:
    """The reasons as they were told, of the same clock and limit; else the clock's own."""
    if spoke is None or "why" not in spoke.facts:
        return why_shown(because)
    told = _told(spoke)
    is_same = (told.counted_from, told.limit) == (because.counted_from, because.limit)
    return told if is_same else why_shown(because)


def _told(spoke: Nudge) -> WhyShown:
    return WhyShown.model_validate(spoke.facts["why"])


def silent(one: Weighed, now: datetime) -> int | None:
    last = one.deal.last_contact_at
    return one.owner.calendar.wd_between(last, now) if last else None
