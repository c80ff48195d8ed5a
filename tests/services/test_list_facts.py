"""What lists say of a deal that left them, or that two things hold of: only what is true of it."""

from collections.abc import Iterator
from datetime import date

import pytest

from rules.answers.digests import BlockedList, MorningList
from storage.tables import Step, Wait
from tests.services.machine import Machine
from tests.services.mornings import Post, at, promised, stuck, with_channel
from tests.services.test_home import home_of
from tests.services.test_staff import slack_says

pytestmark = pytest.mark.few_on_postgresql


@pytest.fixture
def machine(team_url: str) -> Iterator[Machine]:
    made = with_channel(team_url)
    yield made
    made.close()


def _waits(machine: Machine, deal_id: int, until: str) -> None:
    now = machine.clock.now()
    with machine.db.write() as tx:
        tx.add(Wait(deal_id=deal_id, stage="proposal", who="Ms. Chen", since=now, until=at(until)))
    machine.change(deal_id)


def _last(post: Post) -> BlockedList:
    return post.of(BlockedList)[-1][1]


def test_a_deal_that_waits_for_the_customer_is_not_cleared(machine: Machine, post: Post) -> None:
    """In the post of the day, once in the next morning's, then no more."""
    deal_id = stuck(machine, post)
    post.through("12-02 10:00")
    _waits(machine, deal_id, "12-09 09:00")
    post.run("12-02 10:10")
    told = _last(post)
    assert [(x.now, x.until) for x in told.on_them] == [("waiting", date(2026, 12, 9))] and not told.on_us
    post.through("12-03 09:00")
    assert [(x.now, x.until) for x in _last(post).on_them] == [("waiting", date(2026, 12, 9))]
    assert _last(post).counts | {"waiting": 1} == _last(post).counts and not _last(post).counts["cleared"]
    post.through("12-04 09:00")
    assert not any(_last(post).counts.values())


def test_days_on_which_a_deal_waited_are_none_on_the_list(machine: Machine, post: Post) -> None:
    """It comes back as new, and counts from then where it stands behind the first ones."""
    told, unlisted = (stuck(machine, post, amount_minor=n, currency="CNY") for n in (1_00, 2_00))
    post.through("12-01 16:30")
    _waits(machine, unlisted, "12-04 09:00")
    post.through("12-02 09:00")
    assert [x.head.deal_id for x in _last(post).on_us] == [told]
    heavy = [stuck(machine, post, red=at("12-02 15:30"), amount_minor=90_000_00 + n) for n in range(5)]
    post.through("12-03 10:00")
    assert _last(post).more == 1
    _waits(machine, told, "12-07 09:00")
    post.through("12-07 10:00")
    for one in heavy:
        machine.change(one, state="lost")
    post.through("12-08 09:00")
    assert [(x.head.deal_id, x.status, x.day) for x in _last(post).on_us] == [
        (unlisted, "still", 2),
        (told, "new", 1),
    ]


@pytest.mark.one_on_postgresql
def test_a_deal_with_a_new_owner_is_not_cleared(machine: Machine, post: Post) -> None:
    """Its new owner hears first; the channel reads who has it, and counts its days on."""
    deal_id = stuck(machine, post)
    post.through("12-02 10:00")
    machine.change(deal_id, owner_id=machine.ids["dana"], owner_since=machine.clock.now())
    post.through("12-03 09:00")
    told = _last(post)
    assert [(x.now, x.owner) for x in told.on_us] == [("handed", "Dana")] and told.cleared == ()
    assert {k: n for k, n in told.counts.items() if n} == {"handed": 1}
    post.through("12-04 09:00")
    assert [(x.now, x.status, x.day) for x in _last(post).on_us] == [("", "still", 3)]


@pytest.mark.one_on_postgresql
def test_a_deal_whose_owner_left_needs_a_new_one_until_it_has(machine: Machine, post: Post) -> None:
    """In the post of the day, once in the next morning's, then no more before somebody has it; its days are counted on."""
    deal_id = stuck(machine, post)
    post.through("12-02 10:00")
    slack_says(machine, "liam", is_active=False)
    post.run("12-02 10:10")
    assert [(x.now, x.owner) for x in _last(post).on_us] == [("unowned", "Liam")]
    post.through("12-03 09:00")
    told = _last(post)
    assert [(x.now, x.day, x.is_unsaid) for x in told.on_us] == [("unowned", 2, False)]
    assert {k: n for k, n in told.counts.items() if n} == {"unowned": 1}
    post.through("12-03 10:00")
    machine.change(deal_id, owner_id=machine.ids["dana"], owner_since=machine.clock.now())
    post.through("12-04 09:00")
    assert [(x.now, x.owner, x.day) for x in _last(post).on_us] == [("handed", "Dana", 3)]
    slack_says(machine, "dana", is_active=False)
    post.through("12-07 09:00")
    assert [x.now for x in _last(post).on_us] == ["unowned"]
    post.through("12-08 09:00")
    assert not any(_last(post).counts.values())


@pytest.mark.one_on_postgresql
def test_a_deal_with_a_new_owner_that_moved_on_is_cleared(machine: Machine, post: Post) -> None:
    deal_id = stuck(machine, post)
    post.through("12-02 10:00")
    now = machine.clock.now()
    machine.change(
        deal_id, owner_id=machine.ids["dana"], owner_since=now, stage="negotiation", stage_entered_at=now
    )
    post.through("12-03 09:00")
    assert [x.head.deal_id for x in _last(post).cleared] == [deal_id] and not _last(post).on_us


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize("state", ["lost", "invalid"])
def test_a_deal_that_was_lost_is_not_cleared(machine: Machine, post: Post, state: str) -> None:
    """In the post of the day, once in the next morning's, then no more."""
    deal_id = stuck(machine, post)
    post.through("12-02 10:00")
    machine.change(deal_id, state=state, closed_at=machine.clock.now())
    post.run("12-02 10:10")
    assert [x.now for x in _last(post).on_us] == [state]
    post.through("12-03 09:00")
    assert [x.now for x in _last(post).cleared] == [state]
    assert {name: n for name, n in _last(post).counts.items() if n} == {state: 1}
    post.through("12-04 09:00")
    assert not any(_last(post).counts.values())


def test_a_promise_of_today_tells_that_its_deal_is_on_the_list_and_why(machine: Machine, post: Post) -> None:
    long_ago, due = at("11-16 10:00"), at("12-02 18:00")
    deal_id = stuck(machine, post, stage_entered_at=long_ago, clocks_from=long_ago)
    with machine.db.write() as tx:
        tx.add(
            Step(
                deal_id=deal_id, text="send SOW", kind="by", on_date=due.date(), tz="Asia/Shanghai",
                due_at=due, opened_at=at("11-24 15:30"),
            )
        )  # fmt: skip
    machine.change(deal_id)
    post.through("12-02 09:00")
    (line,) = post.of(MorningList)[-1][1].lines
    assert (line.rule, line.also, line.step.text) == ("step", ("slow",), "send SOW")


def test_the_end_of_a_wait_is_asked_before_what_is_late_and_stands_on_home(
    machine: Machine, post: Post
) -> None:
    late = stuck(machine, post, amount_minor=9_000_000_00, currency="CNY")
    machine.clock.set(at("11-30 10:00"))
    waited = machine.deal()
    _waits(machine, waited, "12-02 09:00")
    post.through("12-02 08:30")
    told = post.of(MorningList)[-1][1]
    assert [(x.head.deal_id, x.rule) for x in told.lines][0] == (waited, "waiting")
    assert late in [x.head.deal_id for x in told.lines]
    mine = home_of(machine, "liam").mine
    assert mine is not None
    assert [(x.head.deal_id, x.reasons) for x in mine.today.deals] == [(waited, ("waiting",))]


@pytest.mark.parametrize("is_cleared", [False, True])
def test_a_deal_that_was_crowded_out_comes_back_as_the_one_it_was(
    machine: Machine, post: Post, is_cleared: bool
) -> None:
    """Five heavier ones take its place for a day, which counts; it is new again only where its limit ended meanwhile."""
    deal_id = stuck(machine, post, amount_minor=1_000_00, currency="CNY")
    post.through("12-02 09:00")
    assert [(x.status, x.day) for x in _last(post).on_us] == [("new", 1)]
    heavy = [
        stuck(machine, post, red=at("12-02 15:30"), amount_minor=90_000_00 + n, currency="CNY")
        for n in range(5)
    ]
    post.through("12-03 09:00")
    assert deal_id not in {x.head.deal_id for x in _last(post).on_us} and _last(post).more == 1
    until = "12-04 09:00"
    if is_cleared:
        now = machine.clock.now()
        machine.change(deal_id, stage="negotiation", stage_entered_at=now, last_contact_at=now)
        until = "12-11 09:00"
        post.through("12-11 08:00")
    for one in heavy:
        machine.change(one, state="lost")
    post.through(until)
    (told,) = _last(post).on_us
    assert (told.head.deal_id, told.status, told.day) == (
        (deal_id, "new", 1) if is_cleared else (deal_id, "still", 3)
    )


def test_a_deal_behind_the_first_five_is_on_the_list_all_the_same(machine: Machine, post: Post) -> None:
    light = stuck(machine, post, amount_minor=1_00, currency="CNY")
    heavy = [stuck(machine, post, amount_minor=90_000_00 + n, currency="CNY") for n in range(5)]
    post.through("12-03 09:00")
    assert light not in {x.head.deal_id for x in _last(post).on_us} and _last(post).more == 1
    for one in heavy:
        machine.change(one, state="lost")
    post.through("12-04 09:00")
    assert [(x.head.deal_id, x.status, x.day) for x in _last(post).on_us] == [(light, "still", 3)]


@pytest.mark.one_on_postgresql
def test_a_blocker_that_is_named_after_the_post_moves_its_line_to_whose_turn_it_is(
    machine: Machine, post: Post
) -> None:
    """The edit of the day and the list of the next say the same."""
    deal_id = stuck(machine, post)
    post.through("12-02 09:00")
    assert len(_last(post).on_us) == 1
    machine.change(deal_id, blocker="budget")
    post.run("12-02 09:10")
    for until in ("12-02 10:00", "12-03 09:00"):
        post.through(until)
        listed = _last(post)
        assert ([x.blocker for x in listed.on_them], listed.on_us) == (["预算"], ())


def test_a_limit_that_comes_after_the_post_is_for_the_next(machine: Machine, post: Post) -> None:
    """Quiet in the morning, slow too at 15:30: time alone edits nothing."""
    stuck(machine, post)
    post.through("12-03 09:00")
    told = len(post.of(BlockedList))
    post.through("12-03 17:30")
    assert len(post.of(BlockedList)) == told
    post.through("12-04 09:00")
    assert [x.silent for x in _last(post).on_us] == [None]


def test_a_promise_of_today_tells_of_a_limit_that_is_near(machine: Machine, post: Post) -> None:
    """Its warning comes in this list; a note about the step would not stop the stage's clock."""
    machine.clock.set(at("11-24 15:30"))
    deal_id = machine.deal()
    promised(machine, deal_id, "by", "12-03 17:00")
    post.through("12-03 09:00")
    (line,) = post.of(MorningList)[-1][1].lines
    assert (line.rule, [(x.rule, x.limit, x.at) for x in line.ahead]) == (
        "step",
        [("slow", "7wd", at("12-03 15:30"))],
    )
