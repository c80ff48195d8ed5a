"""The question that stands for a deal until somebody acts: *park, close or keep?* Which reminder asks it, and how long it
has stood."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, time, timedelta

from rules.decision import Why
from rules.facts import AHEAD, Rung
from rules.unanswered import IN_A_ROW, LIMITS, TIRES_AFTER, last_act, lies_elsewhere
from services.clock.weigh import Weighed
from services.sending.promises import LISTS, own_part
from storage import deliveries as delivery_rows
from storage import nudges as nudge_rows
from storage.db import Session
from storage.tables import Nudge

READ = timedelta(days=60)  # lists of before that are not read: what was asked then has had its turn
Last = Mapping[tuple[int, str], Nudge]  # (deal, rule) → the nudge of it that its reader was told last


def tired(tx: Session, ones: Iterable[Weighed], reader_id: int, now: datetime) -> set[int]:
    """Those of the reader's own deals whose question stood unanswered in five of their lists; one that no list had a place
    for was not asked about. What was promised for today is told all the same. They may be weighed ahead of `now`: today's
    list and those until then have a line for each."""
    asking = [
        x for x in ones if x.facts.owner_id == reader_id and (x.line.step_past or not x.line.step_today)
    ]
    last = nudge_rows.last_of(tx, [x.deal_id for x in asking], reader_id) if asking else {}
    found = dict[
        int, tuple[datetime, int]
    ]()  # since when, and how many lists of before today name it at least
    for one in asking:
        told = asked(one, last)
        first = 0
        if told is None and (why := because(one)) is not None:
            told, first = spoke(one, why.rule, last), IN_A_ROW
        if told is not None and _days_since(one, told) >= first + TIRES_AFTER:
            lists = first + TIRES_AFTER - 1 - _days(one, now, one.now)
            found[one.deal_id] = _begin_of_day(one, told.delivered_at or now), lists
    recent = [since for since, _ in found.values() if since > now - READ]
    named = _named(tx, reader_id, min(recent)) if recent else {}
    today = {x.deal_id: _begin_of_day(x, now) for x in asking}
    return {
        deal_id
        for deal_id, (since, lists) in found.items()
        if since <= now - READ or sum(since <= at < today[deal_id] for at in named.get(deal_id, ())) >= lists
    }


def _named(tx: Session, reader_id: int, since: datetime) -> dict[int, list[datetime]]:
    """deal → when each of the reader's lists was due that has a line for it among their own."""
    found: dict[int, list[datetime]] = {}
    for kind in LISTS:
        for sent in delivery_rows.sent_since(tx, reader_id, kind, since):
            for line in own_part(sent.payload).get("lines", ()):
                found.setdefault(line["head"]["deal_id"], []).append(sent.due_at)
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
    begun = max([told.delivered_at, *(until for _, until in one.facts.elsewhere if until)])
    return _days(one, begun, one.now)


def _days(one: Weighed, since: datetime, until: datetime) -> int:
    """Working days from the day of one instant to that of another."""
    calendar = one.owner.calendar
    return calendar.wd_between(
        _begin_of_day(one, since), calendar.at_local(calendar.local(until).date(), time.max)
    )


def _begin_of_day(one: Weighed, at: datetime) -> datetime:
    return one.owner.calendar.at_local(one.owner.calendar.local(at).date(), time.min)


def _stands(one: Weighed, told: Nudge) -> bool:
    """It was told, with its reason, and nobody did anything about the deal since."""
    return told.delivered_at is not None and "why" in told.facts and told.delivered_at > last_act(one.facts)
