"""A reminder that is dismissed: its rule counts anew, nobody else hears of it, and no deal falls silent for good."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.clocks import quiet_limit, running, slipping_limit, slow_limit
from rules.coming import coming, promised
from rules.dismissals import settles
from rules.durations import Duration
from rules.facts import DealFacts, DismissedFacts, LadderRules, OwedFacts, Rule, Rung, StepFacts, WaitFacts
from rules.lights import light
from tests.rules.watch import CN, LIAM, MAYA, RULES, Watch, at, deal, shown

MONTH = replace(RULES, slipping_after={"negotiation": Duration(22, "wd")})
FIRST = replace(RULES, first_stages=frozenset({"lead"}))
CALL = StepFacts(1, 1, "at", at("11-17 11:00"), True, at("11-16 10:00"), "call them")


def lived(
    facts: DealFacts, end: str, dismissing: Callable[[Watch], bool], rules: LadderRules = FIRST
) -> Watch:
    """A deal that nobody touches; of what is said, some is dismissed an hour later."""
    watch, now = Watch(facts, rules=rules), at("11-16 10:00")
    while now <= at(end):
        before = len(watch.nudges)
        following = watch.consider(now)
        said = watch.nudges[before:]
        if said and dismissing(watch):
            now += timedelta(hours=1)
            settled = tuple(dict.fromkeys(x for n in said for x in settles(n.rule, n.also)))
            more = DismissedFacts(settled, now, watch.said[-1].delivered_at)
            watch.deal = replace(watch.deal, dismissed=(*watch.deal.dismissed, more))
            continue
        if following is None:
            break
        now = following
    return watch


def reds(count: int) -> Callable[[Watch], bool]:
    """Dismisses the first few that are red or past."""
    return lambda watch: watch.nudges[-1].rung in (Rung.RED, Rung.PAST) and len(watch.deal.dismissed) < count


def test_silence_is_counted_anew_and_the_manager_does_not_hear() -> None:
    watch = lived(deal(), "12-03 18:00", reds(1), replace(RULES, slow_after={}))
    assert [x for x in watch.log() if x.startswith("quiet")] == [
        "quiet HEADS_UP owner 11-20 08:30 morning",
        "quiet RED owner 11-23 10:00 timed",
        "quiet HEADS_UP owner 11-27 08:30 morning",
        "quiet RED owner 11-30 11:00 timed",
        "quiet MANAGER manager 12-01 08:40 list",
    ]


def test_it_holds_twice_in_a_row() -> None:
    """Whoever dismisses whatever comes is heard of by the manager all the same."""
    watch = lived(deal(stage="negotiation"), "12-31 18:00", lambda watch: watch.nudges[-1].to == "owner")
    assert [shown(x.due_at)[:5] for x in watch.nudges if x.to == "manager"][0] == "12-04"


def test_a_step_is_asked_about_five_working_days_later() -> None:
    watch = lived(deal(step=CALL), "11-25 18:00", reds(1))
    step = [x for x in watch.log() if x.startswith("step")]
    assert step == ["step SOON owner 11-17 10:30 timed", "step PAST owner 11-18 08:30 morning"]
    assert not promised(watch.deal, LIAM, at("11-25 08:30")), "the list of that morning comes before"
    assert promised(watch.deal, LIAM, at("11-25 12:00"))
    longer = lived(deal(step=CALL), "11-26 18:00", reds(1))
    assert "step PAST owner 11-26 08:30 morning" in longer.log()
    assert any(x.startswith("quiet RED") for x in watch.log()), "silence counts on meanwhile"


def test_what_is_dismissed_stands_green() -> None:
    facts = deal(stage="negotiation", step=CALL)
    now = at("11-18 12:00")
    assert light(facts, CN, now, RULES) == "red"
    assert (
        light(replace(facts, dismissed=(DismissedFacts(("step",), at("11-18 09:00")),)), CN, now, RULES)
        == "green"
    )
    quiet = deal(stage="negotiation")
    now = at("11-24 12:00")
    assert light(quiet, CN, now, RULES) == "red"
    calm = replace(quiet, dismissed=(DismissedFacts(("quiet",), at("11-24 09:00")),))
    assert light(calm, CN, now, RULES) == "green"
    assert {c.rule: c.event for c in running(calm, CN, now, RULES)}["quiet"] == "dismissed"


def test_a_contact_begins_anew_what_may_be_dismissed() -> None:
    old = tuple(DismissedFacts(("quiet",), at(f"11-1{n} 12:00")) for n in (6, 7, 8))
    facts = deal(stage="negotiation", last_contact_at=at("11-19 10:00"), last_contact_kind="talked")
    limits = [
        {c.rule: c.limit_at for c in running(x, CN, at("11-20 10:00"), RULES)}["quiet"]
        for x in (facts, replace(facts, dismissed=old))
    ]
    assert limits[0] == limits[1]


def counted_from(rules: tuple[Rule, ...], *dismissed: DismissedFacts) -> list[str]:
    """From when these limits count in a negotiation that nobody touched since 16 Nov."""
    facts = deal(stage="negotiation", dismissed=dismissed)
    silent = [limit(facts, CN, MONTH, at("12-20 10:00")) for limit in (quiet_limit, slipping_limit)]
    clocks = {x.rule: x.counted_from for x in (*silent, slow_limit(facts, CN, MONTH)) if x}
    return [shown(clocks[rule]) for rule in rules]


def dismissed(when: str, told: str, *rules: Rule) -> DismissedFacts:
    return DismissedFacts(rules, at(when), at(told))


ONCE = dismissed("11-23 19:00", "11-23 10:00", "quiet")
TWICE = dismissed("11-30 19:00", "11-30 18:00", "quiet")
OLD = [("12-04", "12-01"), ("12-10", "12-01"), ("12-16", "12-02"), ("12-22", "12-03"), ("12-28", "12-04")]


def test_the_two_messages_of_one_condition_are_one() -> None:
    """The list's warning and the red one, both called not useful that evening; it holds for one more, and no more."""
    beside = dismissed("11-23 19:01", "11-20 08:30", "quiet")
    assert counted_from(("quiet",), ONCE, beside) == ["11-23 19:00"]
    assert counted_from(("quiet",), ONCE, beside, TWICE) == ["11-30 19:00"]
    third = dismissed("12-08 12:00", "12-08 10:00", "quiet")
    assert counted_from(("quiet",), ONCE, beside, TWICE, third) == ["11-30 19:00"], "on record, no more"


@pytest.mark.parametrize("presses", range(1, len(OLD) + 1))
def test_old_reminders_of_a_limit_restart_it_once(presses: int) -> None:
    """A warning, a red one and three that Later brought back, pressed one a week."""
    old = [dismissed(f"{when} 10:00", f"{told} 08:30", "quiet", "slow") for when, told in OLD[:presses]]
    assert counted_from(("quiet", "slow"), *old) == ["12-04 10:00"] * 2


@pytest.mark.parametrize("times", range(1, 5))
def test_a_stage_is_let_off_twice_however_often_somebody_is_in_touch(times: int) -> None:
    """Silence has a row of its own since each contact; the stage's goes on."""
    days = ("12-02", "12-09", "12-16", "12-23")[:times]
    rows = [dismissed(f"{day} 15:00", f"{day} 10:00", "quiet", "slow") for day in days]
    facts = deal(stage="negotiation", dismissed=tuple(rows), last_contact_at=at(f"{days[-1]} 09:00"))
    slow, quiet = slow_limit(facts, CN, MONTH), quiet_limit(facts, CN, MONTH, at(f"{days[-1]} 16:00"))
    assert slow and quiet
    assert shown(quiet.counted_from) == f"{days[-1]} 15:00"
    assert shown(slow.counted_from) == f"{days[:2][-1]} 15:00"


def test_a_reminder_that_spoke_for_several_settles_each_by_its_own_row() -> None:
    """Quiet was called not useful twice before: it counts on, and is not said in the minute in which this one was."""
    all_three = dismissed("12-17 12:00", "12-17 08:40", "slipping", "quiet", "slow")
    rows = (ONCE, TWICE, all_three)
    found = counted_from(("slipping", "quiet", "slow"), *rows)
    assert found == ["12-17 12:00", "11-30 19:00", "12-17 12:00"]
    watch = Watch(deal(stage="negotiation", dismissed=rows), rules=MONTH)
    watch.run(at("12-17 12:00"), at("12-21 18:00"))
    assert watch.log()[:2] == [
        "quiet HEADS_UP owner 12-18 08:30 morning",
        "quiet RED owner 12-18 14:30 timed",
    ]


def test_a_second_message_of_a_day_about_a_deal_is_promised_for_the_next_list() -> None:
    now = at("11-23 09:30")
    known = [coming(deal(), LIAM, MAYA, now, RULES, told_on=days) for days in ((), (now.date(),))]
    assert [shown(x.owner_at) for x in known if x.owner_at] == ["11-23 10:00", "11-24 08:30"]


HELD: dict[Rule, DealFacts] = {
    "step": deal(step=CALL),
    "owed": deal(owed=(OwedFacts(at("11-18 10:00").date(), ("pain",), at("11-16 10:00")),)),
    "date": deal(sign_on=at("11-18 10:00").date()),
    "waiting": deal(waiting=WaitFacts("them", "budget", at("11-16 10:00"), at("11-18 09:00"))),
    "untouched": deal(stage="lead", given_at=at("11-16 10:00")),
    "slow": deal(stage="lead"),
}


@pytest.mark.parametrize("rule", list(HELD))
def test_what_a_rule_says_can_be_dismissed_and_comes_again(rule: Rule) -> None:
    def once(watch: Watch) -> bool:
        return watch.nudges[-1].rule == rule and not watch.deal.dismissed and watch.nudges[-1].to == "owner"

    watch = lived(HELD[rule], "12-31 18:00", once)
    (dismissed, *_) = watch.deal.dismissed
    assert rule in dismissed.rules
    after = [x for now, x in watch.spoken if now > dismissed.at and x.to == "owner"]
    assert after, "somebody speaks of the deal again"
    assert not [
        x
        for now, x in watch.spoken
        if x.rule == rule and dismissed.at < now < dismissed.at + timedelta(hours=8)
    ]


@given(st.sampled_from(list(HELD)), st.lists(st.booleans(), max_size=30))
def test_however_much_is_dismissed_the_deal_is_heard_of_in_the_end(rule: Rule, taps: list[bool]) -> None:
    """By its manager: as long as nobody acts, what is dismissed puts it off, and no more."""
    left = iter(taps)
    watch = lived(HELD[rule], "12-31 18:00", lambda _: next(left, False))
    assert any(x.to == "manager" for x in watch.nudges)
    keys = [(n.rule, n.episode, n.recipient_id, n.rung) for n in watch.nudges]
    assert len(keys) == len(set(keys))
