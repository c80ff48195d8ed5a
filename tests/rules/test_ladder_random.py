"""Random histories: said once, in working hours, only while true, and `next_check_at` is never too late."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from rules.calendar import preset
from rules.clocks import is_waiting, quiet_limit, running, slow_limit
from rules.decision import NudgeDue
from rules.dismissals import settles
from rules.facts import DealFacts, DismissedFacts, LaterFacts, PersonFacts, Rung, StepFacts, WaitFacts
from rules.ladder import consider
from rules.later import later_choices
from rules.unanswered import LIMITS
from tests.rules.watch import LIAM, RULES, Watch

START = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)  # Monday 09:00 in Shanghai
DAYS = 16
TICK = timedelta(minutes=10)
ACTS = ("contact", "try", "step_by", "step_at", "later")  # what `storage.deals.acted` is called for
MANAGERS = (
    PersonFacts(2, preset("cn"), "Asia/Shanghai"),
    PersonFacts(3, preset("us", holidays=frozenset({date(2026, 11, 26)})), "Europe/Berlin"),
    None,
)


@dataclass(frozen=True)
class Event:
    """Something that somebody does: what, when (ticks after the start), and how far ahead it points."""

    kind: str
    at: datetime
    ahead: timedelta


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    kinds = st.sampled_from(
        ["contact", "try", "stage", "step_by", "step_at", "wait", "owner", "later", "dismiss"]
    )
    ticks = st.integers(0, DAYS * 144)
    events = [
        Event(draw(kinds), START + TICK * draw(ticks), TICK * draw(st.integers(1, 144 * 10)))
        for _ in range(draw(st.integers(0, 7)))
    ]
    return sorted(events, key=lambda x: x.at)


def new_deal() -> DealFacts:
    return DealFacts(1, "proposal", START, 1, START, START)


def happens(watch: Watch, event: Event, number: int) -> None:
    facts, now = watch.deal, event.at
    if facts.waiting and facts.waiting.until <= now:
        facts = replace(
            facts, waiting=None, pauses=(*facts.pauses, (facts.waiting.since, facts.waiting.until))
        )
    change: dict[str, Any] = {}
    match event.kind:
        case "contact" | "try":
            is_over = facts.step is not None and facts.step.due_at <= now
            change = {"step": None if is_over else facts.step}
            change |= {"last_contact_at": now} if event.kind == "contact" else {"tries": facts.tries + 1}
        case "stage":
            stage = "negotiation" if facts.stage == "proposal" else "proposal"
            change = {"stage": stage, "stage_entered_at": now, "pauses": (), "waiting": None}
        case "step_by" | "step_at":
            kind: Any = event.kind.removeprefix("step_")
            change = {"step": StepFacts(number, 1, kind, now + event.ahead, True, now)}
        case "wait" if not facts.waiting:
            change = {"waiting": WaitFacts("them", "budget", now, now + event.ahead)}
        case "owner":
            owner = 9 if facts.owner_id == 1 else 1
            watch.owner = replace(watch.owner, id=owner)
            change = {"owner_id": owner, "owner_since": now, "dismissed": ()}
        case "later":
            change = {"later": (*facts.later, *_put_off(watch, now))}
        case "dismiss" if watch.nudges:
            last = watch.nudges[-1]
            clocks = running(facts, LIAM.calendar, now, RULES) if last.rule in LIMITS else ()
            also = (*last.also, *(x.rule for x in clocks if x.on(now)))
            told = DismissedFacts(settles(last.rule, also), now, watch.said[-1].delivered_at)
            change = {"dismissed": (*facts.dismissed, told)}
    if event.kind in ACTS:
        change["acted_at"] = now
    watch.deal = replace(facts, **change)


def _put_off(watch: Watch, now: datetime) -> list[LaterFacts]:
    spoken = [x for x in watch.nudges if x.to == "owner" and x.rule in ("slow", "quiet", "step")]
    if not spoken:
        return []
    last = spoken[-1]
    n = 1 + sum((x.rule, x.episode) == (last.rule, last.episode) for x in watch.deal.later)
    until = later_choices(now, LIAM.calendar, RULES.owner_list)["two_days"]
    return [LaterFacts(last.rule, last.episode, until, n)]


def live(events: list[Event], manager: PersonFacts | None, every: timedelta | None) -> Watch:
    """A history lived by jumping to each next check, or by asking at every tick."""
    watch = Watch(new_deal(), manager=manager)
    end = START + TICK * (DAYS * 144)
    now = START
    for number, upto in enumerate([*(x.at for x in events), end]):
        while now < upto:
            following = watch.consider(now)
            now = _next_tick(now, every) if every else min(following or upto, upto)
        now = upto
        if number < len(events):
            happens(watch, events[number], number)
    watch.consider(end)
    return watch


def _next_tick(now: datetime, every: timedelta) -> datetime:
    """The next tick between 08:00 and 18:30 of a weekday in Shanghai: nothing can be due outside."""
    while True:
        now += every
        local = LIAM.calendar.local(now)
        if local.weekday() < 5 and (8, 0) <= (local.hour, local.minute) <= (18, 30):
            return now


def told(watch: Watch) -> list[tuple[object, ...]]:
    return sorted((n.rule, n.episode, n.rung, n.recipient_id, n.due_at) for n in watch.nudges)


def in_time(nudge: NudgeDue, person: PersonFacts) -> bool:
    clock = {"morning": RULES.owner_list, "list": RULES.manager_list}.get(nudge.lane)
    if clock is None:
        return person.delivery.is_open(nudge.due_at)
    local = person.delivery.local(nudge.due_at)
    return local.time() == clock and person.delivery.is_working(local.date())


# The silence was told; then the step comes so near that it is let alone: the stage's limit says nothing in between.
@example([Event("step_by", datetime(2026, 11, 22, 5, 30, tzinfo=UTC), timedelta(days=10))], None)
@given(histories(), st.sampled_from(MANAGERS))
def test_said_once_and_only_in_working_time(events: list[Event], manager: PersonFacts | None) -> None:
    watch = live(events, manager, None)
    keys = [(n.rule, n.episode, n.recipient_id, n.rung) for n in watch.nudges]
    assert len(keys) == len(set(keys))
    for now, nudge in watch.spoken:
        person = manager if nudge.to == "manager" else LIAM
        assert person is not None and in_time(nudge, person)
        assert nudge.lane in ("morning", "list") or nudge.due_at >= now - TICK
    reds = [(n.rule, n.episode) for n in watch.nudges if n.rung == Rung.RED]
    assert len(watch.tasks) == len(reds)
    for nudge in watch.nudges:
        if nudge.rule in ("quiet", "slow") and nudge.rung in (Rung.MANAGER, Rung.DECIDE):
            assert (nudge.rule, nudge.episode) in reds, "the rep hears first"


@settings(max_examples=max(3, settings().max_examples // 10))
@given(histories(), st.sampled_from(MANAGERS))
def test_looking_only_when_told_to_misses_nothing(events: list[Event], manager: PersonFacts | None) -> None:
    assert told(live(events, manager, None)) == told(live(events, manager, TICK))


@given(histories(), st.integers(0, DAYS * 144))
def test_nothing_is_said_that_is_not_true(events: list[Event], tick: int) -> None:
    watch = live(events, MANAGERS[0], None)
    now = START + TICK * (tick + DAYS * 144)
    for nudge in consider(watch.deal, watch.owner, watch.manager, now, RULES, watch.said).nudges:
        clocks = {
            "slow": slow_limit(watch.deal, LIAM.calendar, RULES),
            "quiet": quiet_limit(watch.deal, LIAM.calendar, RULES, now),
        }
        clock = clocks.get(nudge.rule)
        if clock and nudge.rung != Rung.HEADS_UP:
            assert clock.on(now) and not is_waiting(watch.deal, now)
    assert not consider(replace(watch.deal, open=False), watch.owner, watch.manager, now, RULES).nudges
    assert not consider(watch.deal, replace(watch.owner, active=False), watch.manager, now, RULES).nudges


@given(histories(), st.integers(1, 3000))
def test_asking_twice_gives_the_same_answer(events: list[Event], ticks: int) -> None:
    watch = live(events, MANAGERS[1], None)
    now = START + TICK * ticks
    first = consider(watch.deal, watch.owner, watch.manager, now, RULES, watch.said[:2])
    assert first == consider(watch.deal, watch.owner, watch.manager, now, RULES, watch.said[:2])
    assert first.next_check_at is None or first.next_check_at > now


@given(histories())
def test_nobody_is_told_that_it_is_late_in_the_minute_in_which_they_acted(events: list[Event]) -> None:
    watch, now = Watch(new_deal(), manager=None), START
    for number, event in enumerate(events):
        watch.run(now, event.at)
        happens(watch, event, number)
        now = event.at
        due = consider(watch.deal, watch.owner, None, now, RULES, watch.said).nudges
        if event.kind in ACTS:
            assert not [n for n in due if n.rung == Rung.RED and n.rule in ("quiet", "slow")]


def test_not_in_the_very_minute_in_which_the_limit_ends_either() -> None:
    ends = START + TICK * 9 * 144  # seven working days
    facts = replace(new_deal(), last_contact_at=ends, acted_at=ends)
    assert consider(facts, LIAM, None, ends, RULES).nudges == ()


def test_a_limit_speaks_once_a_step_that_came_near_has_silenced_the_other() -> None:
    """Quiet spoke while the step was far away; from five working days before it on, it does not hold."""
    step = StepFacts(1, 1, "by", START + TICK * (15 * 144 + 54), True, START + TICK * 3 * 144)
    watch = Watch(replace(new_deal(), step=step), manager=None)
    watch.run(START, START + TICK * 10 * 144)
    reds = [(n.rule, n.due_at) for n in watch.nudges if n.rung == Rung.RED]
    assert [rule for rule, _ in reds] == ["quiet", "slow"]
