"""A team's mornings without Slack: runs the hours, keeps what would have been posted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from rules.answers.digests import ManagerList, MorningList
from rules.answers.nudges import NudgeLine, NudgeMessage
from rules.auditing import IN_LISTS
from rules.digest import ChannelSeen
from rules.facts import Rung
from services.clock import nudges, overtaken
from services.deals import task_ladder
from services.letters import messages
from services.lists import digests
from services.sending import grouping, outbox
from services.watching import auditor, sealing, silent
from storage import nudges as nudge_rows
from storage.tables import DigestChannel, Nudge, Step
from tests.services.machine import START, Machine

CHANNEL = "C0SALES"


def at(said: str) -> datetime:
    return datetime.fromisoformat(f"2026-{said}:00+08:00")


def with_channel(url: str) -> Machine:
    """The team, and a channel that reads its stuck deals."""
    made = Machine(url)
    with made.db.write() as tx:
        tx.add(
            DigestChannel(
                channel=CHANNEL, audience="heads", locale="zh", tz="Asia/Shanghai",
                root_person_id=made.ids["maya"], declared_at=START, member_count=4,
            )
        )  # fmt: skip
    return made


class Post:
    """Runs the day's hours and keeps what would have been posted, by kind."""

    def __init__(self, machine: Machine) -> None:
        self.machine, self.seen = machine, ChannelSeen(members=frozenset({"U0LIAM", "U0MAYA"}))
        self.said: list[tuple[str, str, str, Any]] = []
        self.to: list[int | None] = []
        self.looks = 0

    def look(self, channel: str) -> ChannelSeen:
        self.looks += 1
        return self.seen

    def run(self, when: str | None = None) -> None:
        machine = self.machine
        if when:
            machine.clock.set(at(when))
        now = machine.clock.now()
        nudges.tick(machine.deps, now=now)
        task_ladder.tick(machine.deps, now=now)
        digests.take_slots(machine.deps, now=now, look=self.look)
        grouping.claim(machine.deps, now=now)
        self._deliver()
        overtaken.refresh(machine.deps, now=now)
        self._deliver()
        nudges.tick(machine.deps, now=now)

    def _deliver(self) -> None:
        machine, now = self.machine, self.machine.clock.now()
        while (leased := outbox.lease(machine.deps, "w", machine.timing)) is not None:
            told = messages.prepare(machine.deps, leased)
            if isinstance(told, messages.Unsent):
                if told.until is not None:
                    outbox.postpone(machine.deps, leased, told.until)
                else:
                    outbox.drop(machine.deps, leased, told.reason)
                continue
            place = leased.channel or f"D{leased.person_id}"
            outbox.begin(machine.deps, leased, place, machine.timing)
            outbox.sent(machine.deps, leased, place, leased.target_ts or f"{leased.id}.0")
            self.to.append(leased.person_id)
            self.said.append(
                (
                    f"{now.astimezone(at('11-24 00:00').tzinfo):%m-%d %H:%M}",
                    leased.kind,
                    leased.op,
                    told.answer,
                )
            )

    def through(self, until: str) -> None:
        """Every instant at which something may come, up to one; then everything is audited."""
        self.live(at(until))
        audited(self.machine)

    def live(self, stop: datetime) -> None:
        """The same without the audit."""
        self.run()
        while True:
            now = self.machine.clock.now()
            following = digests.next_slot(self.machine.deps, now=now)
            ahead = [
                x
                for x in (
                    following,
                    nudges.next_at(self.machine.deps),
                    task_ladder.next_at(self.machine.deps),
                    outbox.next_due(self.machine.deps, now),
                )
                if x and x > now
            ]
            with self.machine.db.read() as tx:
                from_nudges = nudge_rows.next_due(tx, now)
                left = [x.due_at + grouping.LATE_LIST for x in nudge_rows.due(tx, now, IN_LISTS)]
            ahead += [from_nudges] if from_nudges else []
            ahead += [x for x in left if x > now]
            if not ahead or min(ahead) > stop:
                break
            self.machine.clock.set(min(ahead))
            self.run()
        self.machine.clock.set(stop)
        self.run()

    def of(self, kind: type[Any]) -> list[tuple[str, Any]]:
        """What was said, as it was said."""
        said = (one for one in self.said if one[1] != overtaken.KIND)
        return [(when, answer) for when, _, _, answer in said if isinstance(answer, kind)]

    def as_it_stands(self, kind: type[Any]) -> list[tuple[str, Any]]:
        """The same with what messages were made to say later."""
        return [(when, answer) for when, _, _, answer in self.said if isinstance(answer, kind)]


def lines_of(answer: Any) -> Iterator[NudgeLine]:
    """The deals that a list or a reminder tells of, a line each."""
    if isinstance(answer, ManagerList) and answer.mine is not None:
        yield from answer.mine.lines
    if isinstance(answer, (MorningList, ManagerList, NudgeMessage)):
        yield from answer.lines


def audited(machine: Machine) -> None:
    """Everything that was due was said, once and to whom it was for: every story that is lived through ends with it."""
    with machine.db.read() as tx:
        config = machine.deps.config.current(tx)
        found = auditor.look(tx, config, now=machine.clock.now(), process=machine.process.now())
        found += silent.whole(tx, config.pipeline, machine.clock.now())
    assert found == [], found


def verified(machine: Machine) -> None:
    """The record of all that was done holds, every value with its entry."""
    sealing.Sealer(machine.deps).run(now=machine.clock.now())
    record = sealing.verify(machine.deps)
    assert (record.unsealed, record.broken) == (0, {})


RED = at("12-01 15:30")


def stuck(machine: Machine, post: Post, since: datetime = START, red: datetime = RED, **values: Any) -> int:
    """A deal whose owner heard yesterday at 15:30 that it went quiet; it is 8:00, Wednesday unless told otherwise."""
    machine.clock.set(since)
    deal_id = machine.deal(**values)
    episode = f"quiet:{since.astimezone(UTC).isoformat(timespec='seconds')}"
    with machine.db.write() as tx:
        tx.add(
            Nudge(
                rule="quiet", subject=f"deal:{deal_id}", deal_id=deal_id, episode=episode, rung=Rung.RED,
                recipient=f"person:{machine.ids['liam']}", person_id=machine.ids["liam"], lane="timed",
                due_at=red, delivered_at=red, created_at=red, state="sent",
            )
        )  # fmt: skip
    machine.clock.set(red + timedelta(hours=16, minutes=30))
    post.run()
    return deal_id


def promised(machine: Machine, deal_id: int, kind: str, when: str, owner: str = "liam") -> None:
    """The deal's next step is promised now."""
    due, now = at(when), machine.clock.now()
    with machine.db.write() as tx:
        tx.add(
            Step(
                deal_id=deal_id, owner_id=machine.ids[owner], text="send the SOW", kind=kind, on_date=due.date(),
                at_time=due.time(), due_at=due, opened_at=now, tz="Asia/Shanghai",
            )
        )  # fmt: skip
    machine.change(deal_id)
