"""How good the rules are: what came of each one's reminders in the last two working weeks, from what is on record."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, time, timedelta
from typing import Any

from rules.answers.admin import RuleJudged, RulesJudged
from rules.calendar import Calendar, preset
from rules.durations import read_duration
from rules.precision import (
    ANSWER_WD,
    WINDOW_WD,
    Act,
    Judged,
    Limited,
    Looser,
    Outcome,
    Said,
    judged,
    looser,
    outcomes,
    standing,
)
from services.config.versions import ActiveConfig
from services.deps import Deps
from storage import books, locks
from storage import precision as rows
from storage.db import Session

MOST = 5000  # reminders that are looked at, the newest; and tasks
LIMITS = ("quiet", "slow", "slipping")  # rules whose limit stands in the process, in working days
BY_STAGE = ("slow", "slipping")
TASK = "task"
OWN_KINDS = ("unblock", "help")  # what owners and managers are asked by reminders of their own
# A setting: on which day it was looked at, what was found, and which rules admins are told to loosen, since when.
LOOSE = "loose_rules"
AGAIN = timedelta(days=14)  # told once in a fortnight
SHOWN = timedelta(days=5)  # so long on their Home

Acts = Mapping[int, Sequence[Act]]


def look(tx: Session, config: ActiveConfig, now: datetime) -> RulesJudged:
    """Each rule that spoke, the most frequent first, with a looser limit where the facts show one."""
    calendar, since = _since(config, now)
    said = {one.id: one for one in rows.said_since(tx, since, MOST)}
    acts, came = _came(tx, said, calendar, since, now)
    told = [_shown(one, _looser(tx, one, said, came, acts, calendar)) for one in judged(said.values(), came)]
    asked = _tasks(tx, calendar, since, now)
    return RulesJudged(
        rules=(*told, *([_shown(asked, None)] if asked.count else [])),
        since=since,
        is_part=len(said) == MOST,
        most=MOST,
    )


def of_people(
    tx: Session, config: ActiveConfig, now: datetime, readers: Collection[int] | None, *, but: int
) -> RulesJudged:
    """The same of what these people were told (None: everybody), without who asks, and without advice."""
    calendar, since = _since(config, now)
    found = rows.said_since(tx, since, MOST, sorted(readers) if readers is not None else None)
    said = {one.id: one for one in found if one.person_id != but}
    _, came = _came(tx, said, calendar, since, now)
    told = (RuleJudged(**asdict(one)) for one in judged(said.values(), came))
    return RulesJudged(rules=tuple(told), since=since, is_part=len(found) == MOST, most=MOST)


def _since(config: ActiveConfig, now: datetime) -> tuple[Calendar, datetime]:
    calendar = preset(config.pipeline.calendars.default)
    return calendar, calendar.at_local(calendar.shift_day(calendar.local(now).date(), -WINDOW_WD), time())


def _came(
    tx: Session, said: Mapping[int, Said], calendar: Calendar, since: datetime, now: datetime
) -> tuple[Acts, Mapping[int, Outcome]]:
    acts = standing(rows.acts_since(tx, sorted({x.deal_id for x in said.values()}), since))
    return acts, outcomes(said.values(), acts, now, lambda at: calendar.add_wd(at, ANSWER_WD))


def _shown(one: Judged, found: Looser | None) -> RuleJudged:
    return RuleJudged(**asdict(one), is_loose=one.is_loose, looser=found)


def _looser(
    tx: Session,
    one: Judged,
    said: Mapping[int, Said],
    came: Mapping[int, Outcome],
    acts: Acts,
    calendar: Calendar,
) -> Looser | None:
    if not one.is_loose or one.rule not in LIMITS:
        return None
    theirs = [x for x in said.values() if x.rule == one.rule and x.id in came]
    return looser(one.rule, said, _limited(tx, one.rule, theirs), came, acts, calendar.add_wd)


def _limited(tx: Session, rule: str, theirs: Sequence[Said]) -> Iterator[Limited]:
    """The limits that these reminders were told of; only those in working days can be moved by one."""
    by_id = {x.id: x for x in theirs}
    stays: dict[int, list[tuple[datetime, str]]] = {}
    if rule in BY_STAGE:
        for deal_id, stage, at in rows.stays_of(tx, sorted({x.deal_id for x in theirs})):
            stays.setdefault(deal_id, []).append((at, stage))
    for nudge_id, why in rows.reasons_of(tx, list(by_id)):
        one = by_id[nudge_id]
        limit = read_duration(str(why.get("limit") or "0min"))
        if limit.unit != "wd":
            continue
        held = [stage for since, stage in stays.get(one.deal_id, ()) if since <= one.at]
        yield Limited(nudge_id, held[-1] if held else "", limit.n, datetime.fromisoformat(why["limit_at"]))


def _tasks(tx: Session, calendar: Calendar, since: datetime, now: datetime) -> Judged:
    """What was asked of colleagues and fell due: answered in time to be of use, or not."""
    acted = ignored = 0
    for task in rows.tasks_due(tx, since, now, OWN_KINDS, MOST):
        assert task.due_at is not None
        until = calendar.add_wd(task.due_at, ANSWER_WD)
        if task.state == "answered" and (task.closed_at is None or task.closed_at <= until):
            acted += 1
        elif until <= now:
            ignored += 1
    return Judged(TASK, acted, 0, ignored)


# -- once a day, and told once in a fortnight ----------------------------------------------------------


def note(deps: Deps, *, now: datetime) -> bool:
    """Once a day of the company's: what came of each rule, and since when admins are told which ones are too tight;
    whether it was looked at now. Whoever takes the day looks, however many instances there are."""
    with deps.db.read() as tx:
        config = deps.config.current(tx)
        on = preset(config.pipeline.calendars.default).local(now).date()
        if _kept(tx).get("on") == on.isoformat():
            return False
    with deps.db.write() as tx:
        locks.hold(tx, LOOSE)
        kept = _kept(tx)
        if kept.get("on") == on.isoformat():
            return False
        _keep(tx, kept | {"on": on.isoformat()})
    with deps.db.read() as tx:
        found = look(tx, config, now).model_copy(update={"on": on})
    before = kept.get("rules", {})
    told = {x.rule: _told_at(before.get(x.rule), now).isoformat() for x in found.rules if x.is_loose}
    with deps.db.write() as tx:
        _keep(tx, {"on": on.isoformat(), "rules": told, "judged": found.model_dump(mode="json")})
    return True


def judged_last(tx: Session) -> RulesJudged:
    """What the newest look found, with its day; nothing before the first one."""
    found = _kept(tx).get("judged")
    return RulesJudged.model_validate(found) if found else RulesJudged()


def to_tell(tx: Session, now: datetime) -> tuple[str, ...]:
    """The rules that an admin's Home tells of now."""
    told = _kept(tx).get("rules", {})
    return tuple(sorted(rule for rule, at in told.items() if now < datetime.fromisoformat(at) + SHOWN))


def _told_at(before: str | None, now: datetime) -> datetime:
    at = datetime.fromisoformat(before) if before else None
    return at if at is not None and now < at + AGAIN else now


def _kept(tx: Session) -> dict[str, Any]:
    found = books.setting(tx, LOOSE)
    return dict(json.loads(found)) if found else {}


def _keep(tx: Session, kept: Mapping[str, Any]) -> None:
    books.put_setting(tx, LOOSE, json.dumps(kept))
