"""A small world for the ladders: a deal, a clock that jumps to the next check, and a perfect postman."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from rules.calendar import preset
from rules.decision import NudgeDue, TaskDue
from rules.durations import Duration
from rules.facts import DealFacts, LadderRules, PersonFacts, Rung, RungFacts
from rules.ladder import consider

CN = preset("cn")
LIAM = PersonFacts(1, CN, "Asia/Shanghai", "zh")
MAYA = PersonFacts(2, CN, "Asia/Shanghai", "zh")
RULES = LadderRules(
    slow_after={"lead": Duration(2, "wd"), "proposal": Duration(7, "wd"), "negotiation": Duration(10, "wd")},
    quiet_stages=frozenset({"lead", "proposal", "negotiation"}),
)


def at(text: str) -> datetime:
    """`11-24 15:30` in Shanghai, 2026."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)


def shown(instant: datetime) -> str:
    return instant.astimezone(ZoneInfo("Asia/Shanghai")).strftime("%m-%d %H:%M")


def deal(entered: str = "11-16 10:00", **changes: object) -> DealFacts:
    begun = at(entered)
    facts = DealFacts(
        id=7, stage="proposal", stage_entered_at=begun, owner_id=1, owner_since=begun, clocks_from=begun
    )
    return replace(facts, **changes)  # type: ignore[arg-type]


@dataclass
class Watch:
    """Considers a deal at each next check and delivers what is due at once."""

    deal: DealFacts
    owner: PersonFacts = LIAM
    manager: PersonFacts | None = MAYA
    rules: LadderRules = RULES
    said: list[RungFacts] = field(default_factory=list)
    nudges: list[NudgeDue] = field(default_factory=list)
    tasks: list[TaskDue] = field(default_factory=list)
    spoken: list[tuple[datetime, NudgeDue]] = field(default_factory=list)

    def consider(self, now: datetime) -> datetime | None:
        """Asks until nothing new is due: what was delivered may make the next rung due at once."""
        while True:
            decision = consider(self.deal, self.owner, self.manager, now, self.rules, self.said)
            if not decision.nudges:
                return decision.next_check_at
            for nudge in decision.nudges:
                sent = max(now, nudge.due_at)
                self.said.append(
                    RungFacts(nudge.rule, nudge.episode, nudge.rung, nudge.due_at, sent, nudge.recipient_id)
                )
                self.spoken.append((now, nudge))
            self.nudges += decision.nudges
            self.tasks += decision.tasks

    def run(self, start: datetime, end: datetime, note: Callable[[datetime], None] | None = None) -> None:
        now: datetime | None = start
        while now is not None and now <= end:
            if note:
                note(now)
            following = self.consider(now)
            assert following is None or following > now
            now = following

    def log(self) -> list[str]:
        """`quiet RED owner 11-23 10:00 timed`, in order."""
        return [
            f"{n.rule} {_name(n.rung)} {n.to} {shown(n.due_at)} {n.lane}"
            + (f" +{','.join(n.also)}" if n.also else "")
            for n in self.nudges
        ]


def _name(rung: int) -> str:
    return Rung(rung).name if rung <= Rung.AGAIN else f"AGAIN{rung - Rung.AGAIN}"


def watched(facts: DealFacts, start: str, end: str, **changes: object) -> list[str]:
    """What is said about a deal between two moments if nobody acts."""
    watch = Watch(facts, **changes)  # type: ignore[arg-type]
    watch.run(at(start), at(end))
    return watch.log()
