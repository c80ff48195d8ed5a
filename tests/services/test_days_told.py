"""What is said of a deal's days is the same on every surface, and is what its clock counts.

On SQLite: what is asked of the database here, test_digests and test_list_facts ask of PostgreSQL too.
"""

from datetime import timedelta
from typing import Any

import pytest

from rules.answers.digests import BlockedList, ManagerList, MorningList
from rules.answers.home import HomeDeal
from rules.answers.nudges import NudgeLine, NudgeMessage
from services.deals import cards
from services.lists import home_lists
from storage.tables import Note, Wait
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import Post, at, with_channel
from tests.services.test_home import home_of

HERE = at("12-01 00:00").tzinfo
pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
FRIDAY, MONDAY = at("11-27 09:00"), at("11-30 10:00")
IMPORTED = {
    "origin": "import",
    "stage": "lead",
    "stage_entered_at": FRIDAY,
    "clocks_from": MONDAY,
    "last_contact_at": None,
    "last_contact_kind": None,
}


@pytest.fixture
def machine(team_url: str) -> Any:
    made = with_channel(team_url)
    yield made
    made.close()


def days(told: Any) -> tuple[int, bool, int]:
    return told.days_in_stage, told.counted_from is not None, told.waited


def row(machine: Machine, deal_id: int) -> HomeDeal:
    every = home_lists.listed(Hand(machine, "liam").ask(), "all").deals
    return next(x for x in every if x.head.deal_id == deal_id)


def lines(post: Post) -> list[NudgeLine]:
    return list(post.of(MorningList)[-1][1].lines)


def spoke(machine: Machine, deal_id: int, *times: str) -> None:
    with machine.db.write() as tx:
        tx.add_all(
            Note(deal_id=deal_id, kind="talked", agreed="ok", contact_at=at(t), created_at=at(t))
            for t in times
        )


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ((), False),
        (("12-01 09:30",), False),
        (("11-12 10:00", "12-01 09:30"), False),
        (("11-26 09:30", "12-01 09:30"), True),
    ],
)
def test_one_contact_in_a_stage_is_not_said_to_be_keeping_in_touch(
    machine: Machine, post: Post, times: tuple[str, ...], expected: bool
) -> None:
    machine.clock.set(at("11-23 15:00"))
    deal_id = machine.deal(last_contact_at=at("12-01 09:30"))
    spoke(machine, deal_id, *times)
    machine.clock.set(at("12-01 10:00"))
    post.through("12-03 08:30")
    (line,) = lines(post)
    assert (line.rule, line.in_touch) == ("slow", expected)


def test_what_came_with_a_file_is_not_said_to_have_entered_its_stage(machine: Machine, post: Post) -> None:
    machine.clock.set(MONDAY)
    machine.deal(**IMPORTED | {"stage_entered_at": MONDAY, "created_at": MONDAY})
    machine.deal(**IMPORTED | {"stage_entered_at": MONDAY, "created_at": FRIDAY})
    post.through("12-02 08:30")
    assert sorted(line.why.event for line in lines(post)) == ["import", "stage"]


def test_an_imported_deal_counts_from_its_first_touch_everywhere(machine: Machine, post: Post) -> None:
    """Its limit of two working days is up on Wednesday at ten; on Friday it was only brought in."""
    machine.clock.set(MONDAY)
    deal_id = machine.deal(**IMPORTED)
    post.through("12-02 08:30")
    assert [days(x) for x in lines(post)] == [(0, True, 0)]  # the heads-up of Tuesday
    assert (days(row(machine, deal_id)), row(machine, deal_id).light) == ((1, True, 0), "amber")
    post.through("12-02 15:00")
    assert (days(row(machine, deal_id)), row(machine, deal_id).light) == ((2, True, 0), "red")
    card = Hand(machine, "liam").do(cards.open_card, deal_id)
    assert days(card) == (2, True, 0)
    post.through("12-03 08:50")
    (line,) = lines(post)
    assert days(line) == (2, True, 0) and line.why.counted_from == MONDAY and not line.in_touch
    (listed,) = post.of(BlockedList)[-1][1].on_us
    assert listed.days == 2


def test_days_waited_are_no_days_in_the_stage(machine: Machine, post: Post) -> None:
    """Twelve working days since it came to Proposal, five of them waited: the limit of seven is just reached."""
    entered = at("11-16 10:00")
    machine.clock.set(entered)
    deal_id = machine.deal()
    with machine.db.write() as tx:
        tx.add(
            Wait(
                deal_id=deal_id, stage="proposal", who="Ms. Chen", since=at("11-18 10:00"),
                until=at("11-25 10:00"), ended_at=at("11-25 10:00"),
            )
        )  # fmt: skip
    machine.clock.set(at("12-01 10:00"))
    machine.change(deal_id, last_contact_at=at("12-01 09:30"))
    spoke(machine, deal_id, "11-26 09:30", "12-01 09:30")
    post.through("12-02 08:30")
    assert (days(row(machine, deal_id)), row(machine, deal_id).light) == ((6, False, 5), "amber")
    post.through("12-02 15:00")
    assert (days(row(machine, deal_id)), row(machine, deal_id).light) == ((7, False, 5), "red")
    assert days(Hand(machine, "liam").do(cards.open_card, deal_id)) == (7, False, 5)
    post.through("12-03 08:50")
    (line,) = lines(post)
    assert days(line) == (7, False, 5) and (line.why.waited, line.in_touch) == (5, True)


def test_the_morning_list_and_home_count_the_same_things(machine: Machine, post: Post) -> None:
    """Also what was said yesterday to be close to its limit and is not said again; a draft is counted by itself."""
    for since in ("11-24 15:30", "11-25 10:00", "11-25 17:00", "11-26 10:00"):
        machine.clock.set(at(since))
        machine.deal()
    machine.deal(state="draft", code=None, clocks_from=None, next_check_at=None)
    told: list[tuple[int, int]] = []
    for day in ("12-02", "12-03", "12-04"):
        post.through(f"{day} 08:30")
        morning, mine = post.of(MorningList)[-1][1], home_of(machine, "liam").mine
        assert mine is not None and morning.drafts
        told.append((len(morning.lines) + morning.more, mine.asking))
    assert told == [(4, 4)] * 3


def test_a_red_kept_for_the_list_says_when_the_manager_hears_of_it_from_then_on(
    machine: Machine, post: Post
) -> None:
    """The manager's turn counts from when the owner was told: not the list ten minutes later."""
    for minutes in range(0, 60, 10):
        machine.clock.set(at("11-24 15:00") + timedelta(minutes=minutes))
        machine.deal()
    post.through("12-02 08:30")
    held = [x for x in lines(post) if x.why.up_at == at("12-03 08:40")]
    kept = {x.head.deal_id for x in held}
    heard = []
    for day in ("12-02", "12-03"):
        post.through(f"{day} 08:40")
        heard.append(kept & {x.head.deal_id for x in post.of(ManagerList)[-1][1].lines})
    assert kept and heard == [set(), kept]


def test_the_end_of_a_wait_says_when_the_clocks_speak_again(machine: Machine, post: Post) -> None:
    machine.clock.set(at("11-24 15:30"))
    deal_id = machine.deal()
    with machine.db.write() as tx:
        until = at("12-02 09:00")
        tx.add(Wait(deal_id=deal_id, stage="proposal", who="", since=at("11-25 10:00"), until=until))
    machine.change(deal_id)
    post.through("12-02 08:30")
    (line,) = lines(post)
    assert line.rule == "waiting" and line.why.next_at is not None and line.why.next_to == "owner"
    said = line.why.next_at
    until_then = f"{said.astimezone(HERE):%m-%d %H:%M}"
    post.through(until_then)
    heard = [when for when, _ in [*post.of(MorningList), *post.of(NudgeMessage)] if when > "12-02 08:30"]
    assert heard == [until_then]


def test_a_wait_that_runs_out_is_asked_about_and_the_limit_speaks_the_same_day(
    machine: Machine, post: Post
) -> None:
    """Two working days, waited for from Thursday morning to Monday's opening: the limit would be Monday at two,
    and is half an hour later, four hours after the list that asked whether it came; all that day the deal is amber. All
    numbers of a message are of one count."""
    entered = at("11-24 14:30")
    machine.clock.set(entered)
    deal_id = machine.deal(stage="screened", last_contact_at=entered)
    with machine.db.write() as tx:
        tx.add(
            Wait(
                deal_id=deal_id, stage="screened", who="", since=at("11-26 09:30"), until=at("11-30 09:00")
            )
        )  # fmt: skip
    machine.change(deal_id)
    post.through("11-30 08:30")
    (asked,) = lines(post)
    assert (asked.rule, asked.why.next_at) == ("waiting", at("11-30 14:30"))
    post.through("11-30 13:30")
    warned = row(machine, deal_id)
    assert (warned.light, warned.reasons[0]) == ("amber", "waiting")
    post.through("11-30 14:30")
    red = post.of(NudgeMessage)[-1]
    (line,) = red[1].lines
    assert (red[0], line.rule, days(line)) == ("11-30 14:30", "slow", (2, False, 2))
    assert (line.why.limit_at, line.why.waited) == (at("11-30 14:30"), 2)
    assert (row(machine, deal_id).light, row(machine, deal_id).reasons) == ("red", ("slow",))
    for day in ("12-01", "12-02", "12-03"):
        post.through(f"{day} 08:30")
        (line,) = lines(post)
        assert line.why.waited == line.waited == 2
