"""The mornings on both databases: once per reader and day, the right people, in the right order, edited in place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.views.answers import render
from rules.answers import load
from rules.answers.digests import BlockedList, ManagerList, MorningList
from rules.answers.nudges import NudgeMessage
from rules.calendar import preset
from rules.digest import ChannelSeen
from rules.facts import Rung
from sandbox.driver import text_of
from services.clock.nudges import quiet_start
from services.lists import home_lists
from storage.tables import BlockedDay, Delivery, DigestChannel, Note, PersonRole, Task
from tests.bot.test_nudge_views import reader
from tests.services.hand import Hand
from tests.services.machine import START, Machine
from tests.services.mornings import CHANNEL, Post, at, promised, stuck, with_channel

pytestmark = pytest.mark.few_on_postgresql


@pytest.fixture
def machine(team_url: str) -> Iterator[Machine]:
    made = with_channel(team_url)
    yield made
    made.close()


def test_a_slow_deal_is_heard_by_the_rep_the_manager_and_the_channel_in_this_order(
    machine: Machine, post: Post
) -> None:
    """Proposal since Tuesday 15:30, weekly calls: S6 and S7."""
    deal_id = machine.deal(amount_minor=80_000_00, currency="CNY")
    machine.change(deal_id, last_contact_at=at("12-02 10:00"))
    machine.clock.set(at("12-02 10:00"))
    post.through("12-04 12:00")
    order = [
        (when, kind) for when, kind, op, a in post.said if kind != "blocked_list" or a.on_us or a.on_them
    ]
    assert order == [
        ("12-03 08:30", "morning"),
        ("12-03 15:30", "nudges"),
        ("12-04 08:30", "morning"),
        ("12-04 08:40", "manager_list"),
        ("12-04 08:50", "blocked_list"),
    ]
    heads_up, standing = (answer for _, answer in post.of(MorningList))
    assert [(x.rule, x.rung) for x in heads_up.lines] == [("slow", Rung.HEADS_UP)]
    assert [c.value for c in heads_up.lines[0].blockers][:3] == ["their_decision", "budget", "our_quote"]
    assert standing.lines[0].listed_at is not None and standing.lines[0].nudge_id
    because = standing.lines[0].why
    assert (because.next_at, because.up_at) == (at("12-07 08:30"), at("12-04 08:40"))
    maya = post.of(ManagerList)[0][1]
    assert [(x.rung, x.owner) for x in maya.lines] == [(Rung.MANAGER, "Liam")]
    listed = post.of(BlockedList)[-1][1]
    assert [x.head.account for x in (*listed.on_us, *listed.on_them)] == ["Acme 1"]
    assert (listed.on_us[0].stage_name, listed.on_us[0].owner, listed.on_us[0].amount) == (
        "方案演示",
        "Liam",
        None,
    )


@pytest.mark.parametrize(
    ("blocker", "theirs"),
    [(None, False), ("moving", False), ("our_quote", False), ("budget", True), ("their_decision", True)],
)
def test_a_deal_waits_on_the_customer_only_where_somebody_said_so(
    machine: Machine, post: Post, blocker: str | None, theirs: bool
) -> None:
    stuck(machine, post, blocker=blocker)
    post.through("12-02 09:00")
    listed = post.of(BlockedList)[-1][1]
    assert (len(listed.on_us), len(listed.on_them)) == ((0, 1) if theirs else (1, 0))
    told = text_of(render(listed, reader("zh")))
    assert ("还没说卡在哪" in told, "负责人说在推进" in told) == (blocker is None, blocker == "moving")


@pytest.mark.one_on_postgresql
def test_the_channels_list_counts_days_and_tells_what_was_cleared(machine: Machine, post: Post) -> None:
    deal_id = stuck(machine, post, blocker="our_quote", amount_minor=1_000_00, currency="CNY")
    post.through("12-03 09:00")
    first, second = (answer for _, answer in post.of(BlockedList)[-2:])
    assert [(x.status, x.day, x.blocker, x.group) for x in first.on_us] == [
        ("new", 1, "等我们报价", "presales")
    ]
    assert [(x.status, x.day) for x in second.on_us] == [("still", 2)]
    machine.change(
        deal_id,
        last_contact_at=machine.clock.now(),
        stage="negotiation",
        stage_entered_at=machine.clock.now(),
    )
    post.through("12-04 09:00")
    third = post.of(BlockedList)[-1][1]
    assert [x.head.account for x in third.cleared] == ["Acme 1"] and not third.on_us
    post.through("12-07 09:00")
    assert post.of(BlockedList)[-1][1].cleared == ()


def test_the_post_is_edited_when_a_deal_is_cleared_and_only_then(machine: Machine, post: Post) -> None:
    deal_id = stuck(machine, post)
    post.through("12-02 10:00")
    before = len(post.of(BlockedList))
    post.run("12-02 10:30")
    assert len(post.of(BlockedList)) == before
    now = machine.clock.now()
    with machine.db.write() as tx:
        tx.add(
            Note(
                deal_id=deal_id,
                kind="internal",
                raw="x",
                contact_at=now,
                created_at=now + timedelta(seconds=1),
            )
        )
    post.run("12-02 11:00")
    assert [op for _, kind, op, _ in post.said if kind == "blocked_list"][before:] == ["update"]
    assert [x.now for x in post.of(BlockedList)[-1][1].on_us] == ["note"]
    machine.change(deal_id, last_contact_at=machine.clock.now())
    post.run("12-02 11:10")
    assert [x.now for x in post.of(BlockedList)[-1][1].on_us] == ["cleared"]
    post.run("12-02 11:20")
    assert len(post.of(BlockedList)) == before + 2


def test_an_unchanged_deal_leaves_the_list_for_the_managers_decision(machine: Machine, post: Post) -> None:
    deal_id = stuck(machine, post)
    for day in ("12-02", "12-03", "12-04", "12-07", "12-08", "12-09"):
        post.run(f"{day} 08:50")
    post.run("12-10 08:40")
    lists = [answer for _, answer in post.of(BlockedList)]
    assert [x.on_us[0].day for x in lists if x.on_us] == [1, 2, 3, 4, 5]
    rows = [x for x in _days(machine) if x.status == "decide"]
    assert [x.deal_id for x in rows] == [deal_id]
    assert [x.rung for _, a in post.of(ManagerList)[-1:] for x in a.lines] == [Rung.DECIDE]


def test_what_left_the_list_before_a_week_off_is_decided_once(machine: Machine, post: Post) -> None:
    """Golden Week, 1 to 7 October 2026: the ladder asks on the day that it leaves the list, and no list after it."""
    with machine.db.write() as tx:
        for channel in tx.exec(select(DigestChannel)):
            channel.declared_at = at("09-14 09:00")
    stuck(machine, post, at("09-14 15:30"), at("09-21 15:30"))
    for day in ("09-22", "09-23", "09-24", "09-28", "09-29", "09-30", "10-08", "10-09"):
        post.run(f"{day} 08:40")
        post.run(f"{day} 08:50")
    assert [f"{x.on:%m-%d}" for x in _days(machine) if x.status == "decide"] == ["09-30"]
    asked = [when for when, a in post.of(ManagerList) for x in a.lines if x.rung == Rung.DECIDE]
    assert asked == ["09-30 08:40"]


def _days(machine: Machine) -> list[BlockedDay]:
    with machine.db.read() as tx:
        return list(tx.exec(select(BlockedDay)))


@pytest.mark.parametrize(
    ("seen", "reason"),
    [
        (ChannelSeen(members=frozenset({"U0LIAM", "U0STRANGER"})), "digest.guests"),
        (ChannelSeen(shared_outside=True), "digest.shared"),
        (ChannelSeen(archived=True), "digest.archived"),
        (ChannelSeen(baton_in=False), "digest.not_in"),
    ],
)
def test_a_channel_that_others_read_gets_nothing_and_admins_hear_once(
    machine: Machine, post: Post, seen: ChannelSeen, reason: str
) -> None:
    with machine.db.write() as tx:
        tx.add(PersonRole(person_id=machine.ids["zoe"], role="admin"))
    post.seen = seen
    stuck(machine, post)
    post.through("12-04 09:00")
    assert post.of(BlockedList) == []
    told = [(a.kind, a.reason) for _, _, _, a in post.said if a.kind == "digest_refused"]
    assert told == [("digest_refused", reason)]
    looks = post.looks
    post.run("12-04 09:10")
    assert post.looks == looks
    post.seen = ChannelSeen(members=frozenset({"U0LIAM"}))
    post.through("12-07 09:00")
    assert len(post.of(BlockedList)) == 1


def test_requests_for_help_come_first_and_the_rest_is_counted(machine: Machine, post: Post) -> None:
    small = [stuck(machine, post, amount_minor=1_000_00 * n, currency="CNY") for n in range(1, 8)]
    with machine.db.write() as tx:
        tx.add(
            Task(deal_id=small[0], kind="help", episode="help:1", person_id=machine.ids["maya"],
                 opened_by=machine.ids["liam"], opened_at=machine.clock.now(), text="5% more off")
        )  # fmt: skip
    post.through("12-02 09:00")
    maya = post.of(ManagerList)[0][1]
    assert (len(maya.lines), maya.more) == (5, 2)
    assert (maya.lines[0].head.deal_id, maya.lines[0].asks) == (small[0], "5% more off")
    assert maya.lines[1].head.deal_id == small[6]
    every = home_lists.listed(Hand(machine, "maya").ask(), "hand")
    assert [x.head.deal_id for x in every.deals] == [small[0], *reversed(small[1:])]
    machine.change(small[3], last_contact_at=machine.clock.now())
    after = home_lists.listed(Hand(machine, "maya").ask(), "hand")
    assert small[3] not in [x.head.deal_id for x in after.deals] and after.count == 6


def test_who_leads_is_told_the_hour_of_their_own_message(machine: Machine, post: Post) -> None:
    promised(machine, machine.deal("maya"), "by", "11-26 16:00", "maya")
    post.through("11-27 09:00")
    said = [a.lines[0] for _, a in post.of(NudgeMessage)]
    assert said[0].rung == Rung.SOON and said[-1].why.next_at == at("11-27 08:40")
    assert post.of(ManagerList)[-1][0] == "11-27 08:40"


def test_what_a_list_said_is_kept_with_it(machine: Machine, post: Post) -> None:
    stuck(machine, post)
    post.run("12-02 08:30")
    kept = [x for x in machine.rows(Delivery) if x.kind == "morning" and x.state == "sent"]
    assert kept and all(isinstance(load(x.payload["said"]), MorningList) for x in kept)


def test_who_leads_and_sells_gets_one_message_with_their_own_day_first(machine: Machine, post: Post) -> None:
    theirs = stuck(machine, post, amount_minor=1_000_00, currency="CNY")
    machine.clock.set(START)
    mine = machine.deal("maya", amount_minor=2_000_00, currency="CNY")
    post.through("12-03 09:00")
    told = [(when, kind, a) for when, kind, _, a in post.said if isinstance(a, ManagerList) and a.mine]
    assert [when for when, *_ in told] == ["12-01 08:40", "12-02 08:40", "12-03 08:40"]
    answer = told[1][2]
    assert [x.head.deal_id for x in answer.mine.lines] == [mine] and answer.mine.lines[0].owner == ""
    assert [x.head.deal_id for x in answer.lines] == [theirs] and answer.lines[0].owner == "Liam"
    nobody_else = {f"person:{machine.ids['liam']}"}  # Dana has nothing to do
    assert {x.recipient for x in machine.rows(Delivery) if x.kind == "morning"} == nobody_else


def test_in_the_quiet_start_the_channel_reads_nothing_and_its_manager_a_preview(
    machine: Machine, post: Post
) -> None:
    stuck(machine, post, amount_minor=1_000_00, currency="CNY")
    quiet_start(machine.deps, preset("cn"), now=at("12-01 09:00"))
    post.run("12-02 08:40")
    post.run("12-02 08:50")
    assert post.of(BlockedList) == []
    maya = post.of(ManagerList)
    assert [when for when, _ in maya] == ["12-02 08:40"] and maya[0][1].lines == ()
    (preview,) = maya[0][1].previews
    assert (preview.channel, preview.public_at) == (CHANNEL, at("12-08 09:00"))
    told = (*preview.list.on_us, *preview.list.on_them)
    assert [(x.head.account, x.stage_name, x.amount) for x in told] == [("Acme 1", "Proposal", None)]


def _told(answer: BlockedList) -> dict[str, int]:
    return {name: n for name, n in answer.counts.items() if n}


def test_a_head_counts_what_is_listed_and_what_stands_below(machine: Machine, post: Post) -> None:
    """What stood below yesterday's list and still does is not new."""
    for n in range(1, 8):
        stuck(machine, post, amount_minor=n * 1_000_00, currency="CNY")
    post.through("12-03 09:00")
    first, second = (answer for _, answer in post.of(BlockedList)[-2:])
    assert _told(first) == {"new": 5, "more": 2}
    assert _told(second) == {"still": 5, "more": 2}


def test_a_long_day_shows_five_and_counts_the_rest(machine: Machine, post: Post) -> None:
    for n in range(1, 8):
        stuck(machine, post, amount_minor=n * 1_000_00, currency="CNY")
    post.run("12-02 08:30")
    mine = post.of(MorningList)[0][1]
    assert (len(mine.lines), mine.more) == (5, 2)


def test_a_list_calls_new_what_its_reader_was_told_nothing_of_before(machine: Machine, post: Post) -> None:
    """Two stand still since Tuesday. A third joins them on Wednesday, and a fourth: its meeting of Tuesday evening was told
    alone, and is past now. Then one is lost, one is taken up with a step of Thursday, and the last two stand."""
    first, second = (machine.deal(amount_minor=n * 1_000_00, currency="CNY") for n in (1, 2))
    machine.clock.set(at("11-25 15:30"))
    third = machine.deal()
    post.through("12-01 12:00")
    fourth = machine.deal()
    promised(machine, fourth, "at", "12-01 17:00")
    post.through("12-02 12:00")
    machine.change(first, state="lost")
    machine.change(second, last_contact_at=machine.clock.now())
    promised(machine, second, "by", "12-03 18:00")
    post.through("12-03 08:45")
    said = [(when, {x.head.deal_id for x in a.lines}, a.new) for when, a in post.of(MorningList)]
    assert said == [
        ("12-01 08:30", {first, second}, 2),
        ("12-02 08:30", {first, second, third, fourth}, 1),
        ("12-03 08:30", {second, third, fourth}, 1),
    ]
