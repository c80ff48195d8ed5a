"""The rungs, table by table: who hears what, when, and what follows."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from rules.calendar import preset
from rules.durations import Duration
from rules.facts import LadderRules, LaterFacts, PersonFacts, Rung, RungFacts, StepFacts, WaitFacts
from rules.ladder import consider, why
from rules.later import later_choices
from tests.rules.watch import CN, LIAM, MAYA, RULES, Watch, at, deal, shown, watched


def step(kind: str, due: str, has_time: bool = True, opened: str = "11-16 10:00") -> StepFacts:
    return StepFacts(1, 1, kind, at(due), has_time, at(opened))  # type: ignore[arg-type]


def test_a_quiet_deal_climbs_rung_by_rung_and_then_there_is_silence() -> None:
    assert watched(deal(stage="signing"), "11-16 10:00", "12-31 18:00", rules=quiet_only()) == [
        "quiet HEADS_UP owner 11-20 08:30 morning",  # 10:00 Monday is one hour after opening: Friday's list
        "quiet RED owner 11-23 10:00 timed",
        "quiet MANAGER manager 11-24 08:40 list",
        "quiet DECIDE manager 12-01 08:40 list",
    ]


def quiet_only() -> LadderRules:
    return replace(RULES, slow_after={}, quiet_stages=frozenset({"signing"}))


def test_slow_not_silent_weekly_calls_do_not_restart_the_stage() -> None:
    """Story S6: heads-up after 6 working days, red at 7, the manager the next morning."""
    talked = deal(last_contact_at=at("11-23 15:00"), last_contact_kind="talked")
    assert watched(talked, "11-23 15:00", "11-30 12:00") == [
        "slow HEADS_UP owner 11-24 08:30 morning",
        "slow RED owner 11-25 10:00 timed",
        "slow MANAGER manager 11-26 08:40 list",
    ]


def test_quiet_and_slow_are_one_nudge() -> None:
    lead = deal("11-16 10:00", stage="lead")
    assert watched(lead, "11-16 10:00", "12-31 18:00") == [
        "slow HEADS_UP owner 11-17 08:30 morning",
        "slow RED owner 11-18 10:00 timed",
        "slow MANAGER manager 11-19 08:40 list",
        "slow DECIDE manager 11-26 08:40 list +quiet",
    ]


def test_both_limits_at_the_same_moment_are_one_nudge_that_names_both() -> None:
    rules = replace(RULES, slow_after={"proposal": Duration(5, "wd")})
    assert watched(deal(), "11-16 10:00", "12-31 18:00", rules=rules) == [
        "quiet HEADS_UP owner 11-20 08:30 morning +slow",
        "quiet RED owner 11-23 10:00 timed +slow",
        "quiet MANAGER manager 11-24 08:40 list +slow",
        "quiet DECIDE manager 12-01 08:40 list +slow",
    ]


def test_after_a_call_the_slow_stage_speaks_again_with_a_morning_first() -> None:
    watch = Watch(deal())
    watch.run(at("11-16 10:00"), at("11-27 10:59"))
    assert [x.rule for x in watch.nudges] == ["quiet"] * 3
    watch.deal = replace(watch.deal, last_contact_at=at("11-27 11:00"), last_contact_kind="talked")
    watch.run(at("11-27 11:00"), at("12-03 18:00"))
    assert watch.log()[3:] == [
        "slow HEADS_UP owner 11-30 08:30 morning",
        "slow RED owner 11-30 14:30 timed",
        "slow MANAGER manager 12-01 08:40 list",
    ]


@pytest.mark.parametrize(
    ("promise", "expected"),
    [
        (step("by", "11-25 15:00"), ["TODAY owner 11-25 08:30 morning", "SOON owner 11-25 14:00 timed"]),
        (step("at", "11-25 15:00"), ["SOON owner 11-25 14:30 timed"]),
        (step("on", "11-25 18:00", has_time=False), ["TODAY owner 11-25 08:30 morning"]),
        (step("by", "11-25 18:00", has_time=False), ["TODAY owner 11-25 08:30 morning", "SOON owner 11-25 17:00 timed"]),
        (step("at", "11-25 09:15"), ["SOON owner 11-25 09:00 timed"]),  # half an hour before is too early
        (step("at", "11-25 13:15"), ["SOON owner 11-25 11:30 timed"]),  # lunch: before the break
        (step("at", "11-25 20:00"), ["SOON owner 11-25 17:30 timed"]),  # an evening call
        (step("by", "11-25 09:30"), ["TODAY owner 11-25 08:30 morning"]),  # the list has just said it
        (step("by", "11-25 15:00", opened="11-25 10:00"), ["SOON owner 11-25 14:00 timed"]),
        (step("by", "11-25 15:00", opened="11-25 14:30"), []),
        (step("on", "11-28 12:00"), ["TODAY owner 11-27 08:30 morning"]),  # a Saturday
    ],
)  # fmt: skip
def test_a_step_is_recalled_before_it_is_due(promise: StepFacts, expected: list[str]) -> None:
    facts = deal(step=promise, last_contact_at=promise.opened_at)
    until = "11-25 21:00" if "28" not in shown(promise.due_at) else "11-28 13:00"
    heard = watched(facts, "11-16 10:00", until)
    assert [x.removeprefix("step ") for x in heard if x.startswith("step")] == expected


def test_a_step_that_passed_is_in_the_next_list_and_two_days_later_in_the_managers() -> None:
    facts = deal(stage="collecting", step=step("at", "11-24 15:00"))
    assert watched(facts, "11-24 15:00", "12-31 18:00") == [
        "evening ASK owner 11-24 17:00 timed",
        "step PAST owner 11-25 08:30 morning",
        "step MANAGER manager 11-27 08:40 list",
    ]


def test_a_step_within_five_days_keeps_a_deal_from_being_quiet() -> None:
    facts = deal(stage="signing", step=step("at", "11-27 15:00"))
    assert watched(facts, "11-16 10:00", "12-04 18:00", rules=quiet_only()) == [
        "step SOON owner 11-27 14:30 timed",
        "evening ASK owner 11-27 17:00 timed",
        "step PAST owner 11-30 08:30 morning",
        "quiet HEADS_UP owner 11-30 08:30 morning",  # one message, and time to act
        "quiet RED owner 11-30 14:30 timed",
        "quiet MANAGER manager 12-01 08:40 list",
        "step MANAGER manager 12-02 08:40 list",
    ]


def test_a_step_far_ahead_does_not() -> None:
    facts = deal(stage="signing", step=step("on", "12-15 18:00", has_time=False))
    heard = watched(facts, "11-16 10:00", "11-27 18:00", rules=quiet_only())
    assert [x.split()[1] for x in heard] == ["HEADS_UP", "RED", "MANAGER"]


def test_what_a_step_has_made_silent_says_nothing_for_the_other() -> None:
    """Quiet spoke while the step was far ahead, and holds no more since it is near: the manager hears of slow."""
    watch = Watch(deal("11-16 10:00", stage="lead"))
    watch.run(at("11-16 10:00"), at("11-19 12:00"))
    watch.deal = replace(watch.deal, step=step("by", "11-30 18:00", opened="11-19 13:00"))
    watch.run(at("11-19 13:00"), at("11-27 18:00"))
    assert watch.log()[3:] == [
        "quiet HEADS_UP owner 11-20 08:30 morning",
        "quiet RED owner 11-23 10:00 timed +slow",
        "slow DECIDE manager 11-26 08:40 list",
    ]


def test_waiting_on_them_pauses_and_asks_at_the_end() -> None:
    wait = WaitFacts("Ms. Chen", "budget round", at("11-18 10:00"), at("11-25 09:00"))
    assert watched(deal(waiting=wait, last_contact_at=at("11-18 10:00")), "11-18 10:00", "12-03 18:00") == [
        "waiting ASK owner 11-25 08:30 morning",
        # both limits were 25 Nov 10:00; 4 days and 6.5 hours passed waiting
        "quiet HEADS_UP owner 12-01 08:30 morning +slow",
        "quiet RED owner 12-02 09:00 timed +slow",
        "quiet MANAGER manager 12-03 08:40 list +slow",
    ]


def test_the_managers_clock_starts_when_the_rep_was_told() -> None:
    facts = deal(last_contact_at=at("11-23 15:00"))
    red = at("11-25 10:00")
    first = consider(facts, LIAM, MAYA, red, RULES)
    assert [x.rung for x in first.nudges] == [Rung.RED] and first.tasks[0].due_at == at("11-26 10:00")
    promised = RungFacts("slow", first.nudges[0].episode, Rung.RED, red)
    assert not consider(facts, LIAM, MAYA, at("11-27 10:00"), RULES, [promised]).nudges
    late = replace(promised, delivered_at=at("11-27 11:00"))
    assert consider(facts, LIAM, MAYA, at("11-27 11:00"), RULES, [late]).next_check_at == at("11-30 08:40")


def test_the_manager_elsewhere_hears_in_their_own_morning() -> None:
    zoe = PersonFacts(3, preset("us"), "America/New_York")
    facts = deal(last_contact_at=at("11-23 15:00"))
    heard = watched(facts, "11-23 15:00", "11-30 12:00", manager=zoe)
    assert heard[-1] == "slow MANAGER manager 11-26 21:40 list"


def test_the_fast_template_tells_the_manager_at_once() -> None:
    heard = watched(
        deal(last_contact_at=at("11-23 15:00")),
        "11-23 15:00",
        "11-30 12:00",
        rules=replace(RULES, manager_at_once=True),
    )
    assert heard[-1] == "slow MANAGER manager 11-25 10:00 now"


def test_without_a_manager_only_the_rep_hears() -> None:
    heard = watched(deal(), "11-16 10:00", "12-31 18:00", manager=None)
    assert [x.split()[2] for x in heard] == ["owner", "owner"]


def test_imported_deals_are_silent_until_somebody_touches_them() -> None:
    assert consider(deal(clocks_from=None), LIAM, MAYA, at("12-31 10:00"), RULES).next_check_at is None
    old = deal("02-02 10:00", clocks_from=at("11-16 10:00"), last_contact_at=at("11-16 10:00"))
    assert watched(old, "11-16 10:00", "11-23 10:00")[-1] == "quiet RED owner 11-23 10:00 timed"


def test_a_new_owner_starts_at_the_first_rung_with_time_to_act() -> None:
    watch = Watch(deal(last_contact_at=at("11-23 15:00")))
    watch.run(at("11-23 15:00"), at("11-26 09:00"))
    dana = PersonFacts(5, CN, "Asia/Shanghai")
    watch.deal = replace(watch.deal, owner_id=5, owner_since=at("11-26 11:00"))
    watch.owner = dana
    watch.run(at("11-26 11:00"), at("11-27 18:00"))
    assert watch.log()[3:] == [
        "slow HEADS_UP owner 11-27 08:30 morning",
        "slow RED owner 11-27 14:30 timed",
    ]


def test_the_first_days_of_a_workspace_are_quiet() -> None:
    heard = watched(deal(), "11-16 10:00", "11-25 18:00", rules=replace(RULES, live_from=at("11-24 09:00")))
    assert heard == [
        "quiet HEADS_UP owner 11-25 08:30 morning +slow",
        "quiet RED owner 11-25 14:30 timed +slow",
    ]


def test_later_speaks_again_and_delays_the_manager_once() -> None:
    watch = Watch(deal(last_contact_at=at("11-23 15:00")))
    watch.run(at("11-23 15:00"), at("11-25 11:00"))
    episode = watch.nudges[-1].episode
    later = LaterFacts("slow", episode, later_choices(at("11-25 11:00"), CN, RULES.owner_list)["two_days"])
    again = LaterFacts("slow", episode, at("11-30 08:30"), n=2)
    watch.deal = replace(watch.deal, later=(later, again))
    watch.run(at("11-25 11:00"), at("12-04 18:00"))
    assert watch.log()[2:] == [
        "slow AGAIN1 owner 11-27 08:30 morning",
        "slow AGAIN2 owner 11-30 08:30 morning",
        "slow MANAGER manager 11-30 08:40 list",
    ]


def test_later_offers_at_most_two_working_days() -> None:
    friday = later_choices(at("11-27 11:00"), CN, RULES.owner_list)
    assert {k: shown(v) for k, v in friday.items()} == {
        "tomorrow": "11-30 08:30",
        "two_days": "12-01 08:30",
        "monday": "11-30 08:30",
    }
    assert "monday" not in later_choices(at("11-24 11:00"), CN, RULES.owner_list)


def test_a_flag_by_hand_goes_on_the_managers_list() -> None:
    heard = watched(deal(stage="collecting", at_risk_since=at("11-17 11:00")), "11-17 11:00", "12-31 18:00")
    assert heard == ["risk MANAGER manager 11-18 08:40 list"]


def test_days_off_are_no_escalation() -> None:
    away = replace(LIAM, calendar=replace(CN, days_off=frozenset(date(2026, 11, d) for d in (26, 27))))
    heard = watched(deal(last_contact_at=at("11-23 15:00")), "11-23 15:00", "12-01 12:00", owner=away)
    assert heard[-1] == "slow MANAGER manager 11-30 08:40 list"


def test_why_says_rule_limit_event_calendar_next_and_what_silences_it() -> None:
    facts = deal(last_contact_at=at("11-23 15:00"))
    nudge = consider(facts, LIAM, MAYA, at("11-25 10:00"), RULES).nudges[0]
    said = nudge.why
    assert (said.rule, said.limit, said.event, said.calendar) == ("slow", "7wd", "stage", "cn")
    assert (shown(said.counted_from), shown(said.limit_at)) == ("11-16 10:00", "11-25 10:00")
    assert said.next_at == at("11-26 08:40") and said.next_to == "manager"
    assert said.silenced_by == ("stage", "wait", "lost")
    clocks = why(facts, LIAM, MAYA, at("11-24 12:00"), RULES)
    assert [(x.rule, shown(x.next_at)) for x in clocks if x.next_at] == [
        ("quiet", "11-30 08:30"),
        ("slow", "11-25 10:00"),
    ]
    assert why(replace(facts, open=False), LIAM, MAYA, at("11-24 12:00"), RULES) == ()


def test_an_amount_changes_nothing() -> None:
    before = consider(deal(), LIAM, MAYA, at("11-25 10:00"), RULES)
    assert consider(deal(amount_minor=5_000_00), LIAM, MAYA, at("11-25 10:00"), RULES) == before


def test_who_just_acted_hears_that_it_is_late_the_next_morning() -> None:
    """A step that lay near held the silence back; a try in vain closes it, and is an act all the same."""
    watch = Watch(deal(stage="signing", step=step("by", "11-25 18:00")), rules=quiet_only())
    watch.run(at("11-16 10:00"), at("11-25 18:00"))
    watch.deal = replace(watch.deal, step=None, tries=1, acted_at=at("11-25 18:00"))
    watch.run(at("11-25 18:00"), at("11-27 18:00"))
    assert [x for x in watch.log() if "quiet" in x] == [
        "quiet HEADS_UP owner 11-26 08:30 morning",
        "quiet RED owner 11-26 14:30 timed",
        "quiet MANAGER manager 11-27 08:40 list",
    ]


@pytest.mark.parametrize("acts", [0, 1, 4])
def test_what_the_rep_does_after_red_does_not_put_the_manager_off(acts: int) -> None:
    """Tries in vain restart nothing; only Later delays a manager, once."""
    watch = Watch(deal())
    watch.run(at("11-16 10:00"), at("11-23 10:00"))
    assert watch.log()[-1] == "quiet RED owner 11-23 10:00 timed"
    for n in range(acts):
        moment = at("11-23 10:30") + timedelta(hours=n * 5)
        watch.run(at("11-23 10:00"), moment)
        watch.deal = replace(watch.deal, tries=n + 1, acted_at=moment)
    watch.run(at("11-23 11:00"), at("11-24 12:00"))
    assert "quiet MANAGER manager 11-24 08:40 list" in watch.log()


def test_before_a_call_the_next_word_is_how_it_went_not_tomorrows_list() -> None:
    facts = deal(stage="collecting", step=replace(step("at", "11-25 15:00"), text="call Mr. Sun"))
    (soon,) = consider(facts, LIAM, MAYA, at("11-25 14:30"), RULES).nudges
    asked = next(x for x in watched(facts, "11-25 14:30", "11-25 18:00") if x.startswith("over ASK"))
    assert soon.rung == Rung.SOON and soon.why.next_at is not None
    assert asked == f"over ASK owner {shown(soon.why.next_at)} timed"
