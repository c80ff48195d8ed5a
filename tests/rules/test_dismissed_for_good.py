"""No deal falls silent for good: random lives in which any reminder is called not useful, also weeks after it was told."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rules.clocks import Clock, quiet_limit, slipping_limit, slow_limit
from rules.decision import NudgeDue
from rules.dismissals import settles
from rules.durations import Duration
from rules.facts import DealFacts, DismissedFacts, Rule
from tests.rules.watch import CN, RULES, Watch, at, deal

MONTH = replace(RULES, slipping_after={"negotiation": Duration(22, "wd")})
BEGUN = "11-16 10:00"
END = at("12-31 18:00")
LIMITS: dict[Rule, int] = {"quiet": 5, "slow": 10, "slipping": 22}  # working days in a negotiation
TWICE = 2
A_DAY = 1  # until the list or the hour in which a limit speaks, and again until its manager's
KINDS = ("contact", "try", "stage", *["dismiss"] * 6)


@dataclass(frozen=True)
class Act:
    """So long after the one before; `which`: of the reminders told by then, counted from the newest."""

    kind: str
    after: timedelta
    which: int


acts = st.builds(
    Act,
    st.sampled_from(KINDS),
    st.integers(1, 24 * 6).map(lambda hours: timedelta(hours=hours, minutes=7)),
    st.integers(0, 12),
)
presses = st.builds(
    Act, st.just("dismiss"), st.integers(1, 24 * 9).map(lambda h: timedelta(hours=h)), st.integers(0, 12)
)


class Life:
    """A negotiation that is looked at whenever its clock asks, and after each act."""

    def __init__(self, facts: DealFacts) -> None:
        self.watch, self.now = Watch(facts, rules=MONTH), at(BEGUN)
        self.pressed: set[int] = set()
        self.began = dict.fromkeys(LIMITS, at(BEGUN))  # by what happened, not by what the rules say
        self.counted: dict[tuple[Rule, datetime], set[datetime]] = {}

    def until(self, end: datetime) -> None:
        while self.now < end:
            following = self.watch.consider(self.now)
            self.now = min(following or end, end)
        self.watch.consider(end)

    def does(self, act: Act) -> None:
        facts, now = self.watch.deal, self.now
        match act.kind:
            case "contact":
                self.watch.deal = replace(facts, last_contact_at=now, acted_at=now)
                self.began |= {"quiet": now, "slipping": now}
            case "try":
                self.watch.deal = replace(facts, tries=facts.tries + 1, acted_at=now)
            case "stage":
                self.watch.deal = replace(facts, stage_entered_at=now)
                self.began = dict.fromkeys(LIMITS, now)
            case _:
                self.dismisses(act.which)
        self.watch.consider(now)
        for clock in self.clocks():
            self.counted.setdefault((clock.rule, self.began[clock.rule]), set()).add(clock.counted_from)

    def dismisses(self, which: int) -> None:
        told = [n for n in range(len(self.watch.nudges)) if n not in self.pressed]
        if not told:
            return
        n = told[-1 - which % len(told)]
        self.pressed.add(n)
        nudge, said = self.watch.nudges[n], self.watch.said[n]
        on = (x.rule for x in self.clocks() if x.on(self.now))
        row = DismissedFacts(settles(nudge.rule, (*nudge.also, *on)), self.now, said.delivered_at)
        self.watch.deal = replace(self.watch.deal, dismissed=(*self.watch.deal.dismissed, row))

    def clocks(self) -> list[Clock]:
        facts = self.watch.deal
        silent = (limit(facts, CN, MONTH, self.now) for limit in (quiet_limit, slipping_limit))
        return [x for x in (*silent, slow_limit(facts, CN, MONTH)) if x]

    def heard(self) -> list[tuple[datetime, NudgeDue]]:
        return [(max(now, x.due_at), x) for now, x in self.watch.spoken]


def lived(row: list[Act], end: datetime) -> Life:
    life = Life(deal(BEGUN, stage="negotiation"))
    for act in row:
        if life.now + act.after < end:
            life.until(life.now + act.after)
            life.does(act)
    life.until(end)
    return life


@given(st.lists(acts, max_size=16))
def test_no_rule_is_put_off_more_than_twice_between_two_of_its_own_beginnings(row: list[Act]) -> None:
    life = lived(row, END)
    for (rule, began), counted in life.counted.items():
        assert len(counted - {began}) <= TWICE, (rule, began)


@given(st.lists(presses, max_size=20))
def test_whatever_is_dismissed_the_manager_hears_of_a_deal_that_stands_still(row: list[Act]) -> None:
    """By three times the limit that comes first, and a day or two each time."""
    life = lived(row, END)
    first = next((when for when, x in life.heard() if x.to == "manager"), None)
    assert first is not None
    assert CN.wd_between(at(BEGUN), first) <= (TWICE + 1) * (LIMITS["quiet"] + 2 * A_DAY)


@given(st.lists(st.integers(0, 12), max_size=12), st.integers(1, 24))
def test_nor_does_a_stage_whose_customer_is_called_each_week(row: list[int], hours: int) -> None:
    """In touch all the time, each reminder called not useful within a day: the stage's limit speaks to the manager."""
    calls = [
        act
        for which in row
        for act in (
            Act("contact", timedelta(days=3), 0),
            Act("dismiss", timedelta(hours=hours), which),
            Act("dismiss", timedelta(hours=1), 0),
        )
    ]
    life = lived(calls, at("12-31 18:00") + timedelta(days=40))
    about = [when for when, x in life.heard() if x.to == "manager"]
    assert about
    assert CN.wd_between(at(BEGUN), about[0]) <= (TWICE + 1) * (LIMITS["slow"] + 4 * A_DAY)
