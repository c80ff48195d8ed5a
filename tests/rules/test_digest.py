"""Who is on which list, in which order, and how often Baton may speak."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.clocks import running
from rules.digest import (
    ChannelFacts,
    DealLine,
    Listed,
    SentToday,
    blocked_list,
    budget,
    digest_refused,
    late_days,
    managers_list,
    my_day,
)
from rules.facts import StepFacts
from rules.lights import light
from rules.turns import Flag, flag_turns
from tests.rules.watch import CN, RULES, at, deal, watched


def line(deal_id: int, amount: int | None = 100, late: int = 0, **more: object) -> DealLine:
    return DealLine(deal_id, amount, late, **more)  # type: ignore[arg-type]


def test_my_day_is_promises_in_their_order_then_red_by_weight_then_amber() -> None:
    nine, three = datetime(2026, 11, 24, 1, tzinfo=UTC), datetime(2026, 11, 24, 7, tzinfo=UTC)
    lines = [
        line(1, 10, 1, light="red"),
        line(2, 900, 1, light="red"),
        line(3, 5000, light="amber"),
        line(4, 1, light="green", step_at=three, step_today=True),
        line(5, 1, light="red", step_at=nine, step_today=True),
        line(6, 9_000_000, light="green"),
        line(7, 1, 40, light="red", step_at=nine - timedelta(days=60), step_today=True, step_past=True),
    ]
    assert [x.deal_id for x in my_day(lines)] == [5, 4, 7, 2, 1, 3], (
        "a promise of long ago takes no place of today's"
    )


def test_the_manager_sees_five_and_how_many_more_requests_for_help_first() -> None:
    asked = datetime(2026, 11, 23, 7, tzinfo=UTC)
    lines = [line(n, n * 100, 1) for n in range(1, 14)] + [line(50, 1, help_at=asked)]
    top = managers_list(lines)
    assert [x.deal_id for x in top.shown] == [50, 13, 12, 11, 10] and top.more == 9
    assert managers_list([]).more == 0


@pytest.mark.parametrize(
    ("ranked", "apart", "places"),
    [(9, 9, (3, 2)), (9, 1, (4, 1)), (2, 9, (2, 3)), (0, 9, (0, 5)), (9, 0, (5, 0))],
)
def test_what_stands_apart_shares_the_five_places(ranked: int, apart: int, places: tuple[int, int]) -> None:
    lines = [line(n, 100, 1) for n in range(ranked)] + [
        line(50 + n, None, 1, apart=True) for n in range(apart)
    ]
    top = managers_list(lines)
    assert (len(top.shown), len(top.apart)) == places and top.more == max(0, ranked + apart - 5)
    listed = blocked_list(lines, {}, {})
    assert (len(listed.on_us + listed.on_them), len(listed.apart)) == places and listed.more == top.more


def test_without_amounts_the_latest_comes_first() -> None:
    assert [x.deal_id for x in managers_list([line(1, None, 2), line(2, None, 9)]).shown] == [2, 1]


def test_the_channel_list_shows_cleared_new_and_still_in_two_groups() -> None:
    stuck = [line(1, 100, 3), line(2, 100, 2, side="them"), line(3, 100, 1, side="them")]
    yesterday = {1: Listed(1, 1, "a"), 9: Listed(9, 2, "z")}
    listed = blocked_list(stuck, yesterday, {1: "a", 2: "b", 3: "c"})
    assert listed.cleared == (9,) and [x.status for x in listed.lines] == ["still", "new", "new"]
    assert [(x.line.deal_id, x.status, x.day) for x in listed.on_us] == [(1, "still", 2)]
    assert [(x.line.deal_id, x.status, x.day) for x in listed.on_them] == [(2, "new", 1), (3, "new", 1)]


def test_the_list_holds_the_top_five_by_amount_times_lateness() -> None:
    listed = blocked_list([line(n, 100, n) for n in range(1, 9)], {}, {})
    assert [x.line.deal_id for x in listed.lines] == [8, 7, 6, 5, 4] and listed.more == 3


def test_after_five_unchanged_days_a_deal_leaves_for_the_managers_decision() -> None:
    yesterday: dict[int, Listed] = {}
    shown = []
    for _ in range(8):
        gone = () if not shown or 1 in shown[-1] else (1,)
        listed = blocked_list([line(1)], yesterday, {1: "same"}, decided=gone)
        shown.append([x.line.deal_id for x in listed.lines])
        yesterday = {x.line.deal_id: Listed(x.line.deal_id, x.day, "same", x.unchanged) for x in listed.lines}
        if listed.decide:
            break
    assert shown == [[1]] * 5 + [[]] and listed.decide == (1,)


def test_a_change_starts_the_five_days_again() -> None:
    before = {1: Listed(1, 5, "old", 4)}
    assert blocked_list([line(1)], before, {1: "old"}).decide == (1,)
    changed = blocked_list([line(1)], before, {1: "new"})
    assert [(x.day, x.unchanged) for x in changed.lines] == [(6, 0)]


@pytest.mark.parametrize(
    ("channel", "reason"),
    [
        (ChannelFacts(False, False), None),
        (ChannelFacts(True, False), "digest.guests"),
        (ChannelFacts(True, True), "digest.shared"),
        (ChannelFacts(False, False, archived=True), "digest.archived"),
        (ChannelFacts(False, False, baton_in=False), "digest.not_in"),
    ],
)
def test_a_digest_is_refused_where_strangers_read(channel: ChannelFacts, reason: str | None) -> None:
    assert digest_refused(channel) == reason


def test_lateness_counts_working_days_past_the_limit() -> None:
    late = {
        now: late_days(running(deal(), CN, at(now), RULES), CN, at(now))
        for now in ("11-23 09:59", "11-23 10:00", "11-30 10:00")
    }
    assert late == {"11-23 09:59": None, "11-23 10:00": 0, "11-30 10:00": 5}


def test_in_the_quiet_start_no_limit_counts_and_only_steps_show() -> None:
    rules = replace(RULES, live_from=at("11-24 09:00"))
    assert running(deal(), CN, at("11-23 10:00"), rules) == ()
    assert light(deal(), CN, at("11-23 10:00"), rules) == "green"
    assert light(deal(), CN, at("11-24 09:00"), rules) == "red"
    step = StepFacts(1, 1, "by", at("11-18 15:00"), True, at("11-16 10:00"))
    assert light(deal(step=step), CN, at("11-23 10:00"), rules) == "red"


def test_the_budget_holds_the_fifth_message_and_the_second_about_a_deal() -> None:
    day = date(2026, 11, 24)
    assert budget(SentToday(day), [1, 2]) == ("deliver", (1, 2))
    assert budget(SentToday(day, 1, frozenset({1})), [1, 2]) == ("deliver", (2,))
    assert budget(SentToday(day, 1, frozenset({1})), [1]) == ("hold", ())
    assert budget(SentToday(day, 4), [9]) == ("hold", ())


@given(st.lists(st.tuples(st.integers(1, 12), st.booleans()), max_size=40))
def test_nobody_gets_more_than_the_budget(wanted: list[tuple[int, bool]]) -> None:
    sent = SentToday(date(2026, 11, 24))
    about: list[int] = []
    for deal_id, _ in wanted:
        verdict, deals = budget(sent, [deal_id])
        if verdict == "deliver":
            about += deals
            sent = SentToday(sent.day, sent.messages + 1, sent.deals | set(deals))
    assert sent.messages <= 4 and len(about) == len(set(about))


def test_new_flags_take_turns_five_a_morning_the_heaviest_first() -> None:
    flags, morning = [Flag(line(n, n * 10)) for n in range(1, 13)], time(8, 30)
    start, first, second = at("11-27 15:30"), at("11-30 08:30"), at("12-01 08:30")  # from a Friday on
    found = {deal_id: turn.at for deal_id, turn in flag_turns(flags, [], CN, morning, start).items()}
    assert [found[n] for n in range(12, 0, -1)] == [start] * 5 + [first] * 5 + [second] * 2
    taken = [at("11-27 09:00")] * 4 + [at("11-20 09:00")] * 5  # four of Monday's five, and what is long over
    again = flag_turns(flags[:3], taken, CN, morning, start)
    assert again == {3: (start, first.date()), 2: (first, second.date()), 1: (first, second.date())}


def test_a_flag_whose_turn_has_not_come_is_no_flag() -> None:
    late, now = deal("11-02 10:00"), at("11-24 10:00")
    assert running(late, CN, now, RULES) and light(late, CN, now, RULES) == "red"
    held = replace(late, flags_from=at("11-25 08:30"))
    assert running(held, CN, now, RULES) == () and light(held, CN, now, RULES) == "green"
    heard = watched(held, "11-24 10:00", "11-26 18:00")
    assert heard == [
        "quiet HEADS_UP owner 11-26 08:30 morning +slow",
        "quiet RED owner 11-26 14:30 timed +slow",
    ]
