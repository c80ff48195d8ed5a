"""The question that stands for a deal until somebody acts: *park, close or keep?* Which reminder asks it, and how long it
has stood."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, time

from rules.decision import Why
from rules.facts import AHEAD, Rung
from rules.unanswered import IN_A_ROW, LIMITS, TIRES_AFTER, last_act, lies_elsewhere
from services.clock.weigh import Weighed
from storage import nudges as nudge_rows
from storage.db import Session
from storage.tables import Nudge

Last = Mapping[tuple[int, str], Nudge]  # (deal, rule) → the nudge of it that its reader was told last


def tired(tx: Session, ones: Iterable[Weighed], reader_id: int) -> set[int]:
    """Those of the reader's own deals whose question stood unanswered in five of their lists. What was promised for today
    is told all the same."""
    asking = [
        x for x in ones if x.facts.owner_id == reader_id and (x.line.step_past or not x.line.step_today)
    ]
    last = nudge_rows.last_of(tx, [x.deal_id for x in asking], reader_id) if asking else {}
    found = set()
    for one in asking:
        told = asked(one, last)
        first = 0
        if told is None and (why := because(one)) is not None:
            told, first = spoke(one, why.rule, last), IN_A_ROW
        if told is not None and _days_since(one, told) >= first + TIRES_AFTER:
            found.add(one.deal_id)
    return found


def because(one: Weighed) -> Why | None:
    """What it is listed for: the limit that holds, else what was promised by today, else the clock that speaks next."""
    on = {clock.rule for clock in one.clocks if clock.on(one.now)}
    graver = sorted(one.whys, key=lambda w: w.rule != "slipping")
    held = next((w for w in graver if w.rule in on), None)
    promised = {"step": one.line.step_today, "owed": one.line.owed_today}
    due = next((w for w in one.whys if promised.get(w.rule)), None)
    ahead = min((w for w in one.whys if w.next_at is not None), key=_speaks_at, default=None)
    return held or due or ahead or next(iter(one.whys), None)


def _speaks_at(why: Why) -> tuple[datetime, bool]:
    assert why.next_at is not None
    return why.next_at, why.rule != "step"


def asked(one: Weighed, last: Last) -> Nudge | None:
    """*Park, close or keep?* stands until somebody does something about the deal."""
    told = last.get((one.deal_id, "unanswered"))
    return told if told is not None and told.rung == Rung.ASK and _stands(one, told) else None


def spoke(one: Weighed, rule: str, last: Last) -> Nudge | None:
    """The reminder that its line stands for; of several limits that hold, one spoke for all."""
    on: Collection[str] = [clock.rule for clock in one.clocks if clock.on(one.now)]
    if (told := last.get((one.deal_id, rule))) is not None or rule not in on:
        return told
    found = (last.get((one.deal_id, other)) for other in on)
    return max((x for x in found if x is not None and x.rule in LIMITS), key=lambda x: x.id, default=None)


def stood(one: Weighed, told: Nudge | None) -> bool:
    """Has the owner read this reminder in two lists since, and nobody did anything? Then the third list asks the question;
    it is no nudge, and the ladder goes on as it would."""
    return told is not None and _days_since(one, told) >= IN_A_ROW


def _days_since(one: Weighed, told: Nudge) -> int:
    """For how many working days, each with a list, it has stood since it was told; none where somebody acted, or nobody has to
    answer it. Lists in which it lay with another team do not count."""
    if (
        told.rung in AHEAD
        or told.delivered_at is None
        or not _stands(one, told)
        or lies_elsewhere(one.facts, one.now)
    ):
        return 0
    calendar = one.owner.calendar
    begun = max([told.delivered_at, *(until for _, until in one.facts.elsewhere if until)])
    told_on, today = (calendar.local(at).date() for at in (begun, one.now))
    return calendar.wd_between(calendar.at_local(told_on, time.min), calendar.at_local(today, time.max))


def _stands(one: Weighed, told: Nudge) -> bool:
    """It was told, with its reason, and nobody did anything about the deal since."""
    return told.delivered_at is not None and "why" in told.facts and told.delivered_at > last_act(one.facts)
