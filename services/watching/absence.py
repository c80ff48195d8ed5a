"""When Baton was away: noticed at the first look after it, said on what comes late because of it, and to the admins once."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from rules.answers.admin import CameBack
from rules.answers.nudges import Away, Reminder
from services.deps import Deps
from services.sending import promises, telling
from services.sending.composing import Sending
from services.sending.promises import LISTS
from storage import auditing as rows
from storage import books, locks
from storage import people as people_rows
from storage.db import Session

ALIVE, AWAY, TOLD = (
    "alive",
    "away",
    "away_told",
)  # settings: process and business time; from, to; the last one told
BEAT = timedelta(minutes=1)
GAP = timedelta(minutes=10)  # a restart is no absence
SETTLED = timedelta(minutes=3)  # after it what was late has gone out, as far as its readers work
A_DAY = timedelta(days=1)


def beat(deps: Deps, *, now: datetime) -> None:
    """Notes that somebody is there; after a while without, that nobody was. By both clocks: one may be moved alone."""
    process = deps.process.now()
    with deps.db.read() as tx:
        if (last := _pair(tx, ALIVE)) and last[0] <= process < last[0] + BEAT:
            return
    with deps.db.write() as tx:
        locks.hold(tx, ALIVE)
        last = _pair(tx, ALIVE)
        books.put_setting(tx, ALIVE, f"{process.isoformat()} {now.isoformat()}")
        if last and process >= last[0] + GAP and now >= last[1] + GAP:
            books.put_setting(tx, AWAY, f"{last[1].isoformat()} {now.isoformat()}")


def marked(tx: Session, sending: Sending, answer: Reminder) -> Reminder:
    """The message with the line that says why it, or some of what it says, comes late."""
    gap = _pair(tx, AWAY)
    if gap is None or sending.now >= gap[1] + A_DAY:
        return answer
    late = sum(gap[0] <= nudge.due_at < gap[1] for nudge in sending.nudges)
    is_late = sending.delivery.kind in LISTS and gap[0] <= sending.delivery.due_at < gap[1]
    if not late and not is_late:
        return answer
    return answer.model_copy(update={"away": Away(since=gap[0], until=gap[1], count=late)})


def tell(deps: Deps, *, now: datetime) -> int:
    """The admins hear once what came late, when it is out; returns how many hear it."""
    with deps.db.read() as tx:
        gap, told = _pair(tx, AWAY), books.setting(tx, TOLD)
    if gap is None or now < gap[1] + SETTLED or told == gap[1].isoformat():
        return 0
    with deps.db.write() as tx:
        locks.hold(tx, ALIVE)
        books.put_setting(tx, TOLD, gap[1].isoformat())
        late = rows.reminders_of(tx, deps.process.now() - GAP, LISTS)
        answer = _answer(gap, [(kind in LISTS, payload) for kind, payload in late])
        admins = people_rows.holding(tx, "admin")
        return sum(telling.tell(tx, f"away:{gap[1]}:{admin.id}", admin, answer, now) for admin in admins)


def _answer(gap: tuple[datetime, datetime], out: Sequence[tuple[bool, dict[str, object]]]) -> CameBack:
    lists = reminders = 0
    for is_list, payload in out:
        away = (promises.kept(payload) or {}).get("away")
        if away and away["until"] == _as_told(gap[1]):
            lists, reminders = lists + is_list, reminders + int(away["count"])
    return CameBack(since=gap[0], until=gap[1], lists=lists, reminders=reminders)


def _as_told(at: datetime) -> object:
    return Away(since=at, until=at).model_dump(mode="json")["until"]


def _pair(tx: Session, key: str) -> tuple[datetime, datetime] | None:
    if not (said := books.setting(tx, key)):
        return None
    first, second = said.split(" ")
    return datetime.fromisoformat(first), datetime.fromisoformat(second)
