"""What leaves the channel's list unchanged is not taken for solved: the channel reads that the manager decides."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from bot.views.answers import render
from bot.views.reader import Reader
from rules.answers.digests import BlockedList, ManagerList, VerbFilled
from rules.facts import Rung
from sandbox.driver import text_of
from services.clock import verbs
from services.clock.said import Pressed
from services.deals import stages
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import Post, at, stuck, with_channel

pytestmark = pytest.mark.few_on_postgresql

TZ = ZoneInfo("Asia/Shanghai")
LISTED = ("12-02", "12-03", "12-04", "12-07", "12-08", "12-09")


@pytest.fixture
def machine(team_url: str) -> Iterator[Machine]:
    made = with_channel(team_url)
    yield made
    made.close()


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize(
    ("locale", "told"), [("zh", "交给经理定：Acme 1"), ("en", "the manager decides: Acme 1")]
)
def test_the_channel_reads_where_it_went(machine: Machine, post: Post, locale: str, told: str) -> None:
    listed_id = stuck(machine, post)
    for day in LISTED:
        post.run(f"{day} 08:50")
    said = post.of(BlockedList)[-1][1]
    reader = Reader(locale, TZ, machine.clock.now())
    assert (len(said.decide), said.counts["decide"], said.on_us) == (1, 1, ())
    assert told in text_of(render(said, reader)).replace("*", "")
    counts = said.model_copy(update={"audience": "counts"})
    assert "Acme" not in text_of(render(counts, reader))
    post.said.clear()
    post.run("12-10 08:50")
    (listed,) = (x for _, x in post.of(BlockedList))
    assert (listed.decide, listed.deciding) == ((), 1), "said once"
    told = text_of(render(listed, reader))
    assert (
        told.startswith({"zh": "没有新的；另有 1 单等经理定", "en": "Nothing new; 1 waits"}[locale])
        and "👍" not in told
    )
    Hand(machine, "maya").do(verbs.act, "decide", Pressed(0, listed_id, "", ""), VerbFilled(choice="push"))
    post.run("12-10 09:10")
    assert post.as_it_stands(BlockedList)[-1][1].deciding == 0, "who manages it said to go on"


def test_one_that_comes_back_changed_is_new_again(machine: Machine, post: Post) -> None:
    """The lists that it was left out of are no days on the list."""
    deal_id = stuck(machine, post)
    for day in LISTED:
        post.run(f"{day} 08:50")
    other = stuck(machine, post, red=at("12-09 15:30"))
    post.run("12-10 08:30")
    post.run("12-10 08:50")
    machine.change(deal_id, blocker="legal")
    post.run("12-11 08:50")
    told = post.of(BlockedList)[-1][1]
    lines = {x.head.deal_id: (x.status, x.day) for x in (*told.on_us, *told.on_them)}
    assert lines == {deal_id: ("new", 1), other: ("still", 2)}


def test_one_that_is_closed_meanwhile_is_named_no_more(machine: Machine, post: Post) -> None:
    deal_id = stuck(machine, post)
    for day in LISTED:
        post.run(f"{day} 08:50")
    Hand(machine, "liam").do(partial(stages.close, state="lost", reason="price", words=""), deal_id)
    post.run("12-09 09:00")
    assert [x.decide for _, x in post.of(BlockedList)][-1] == ()


@pytest.mark.parametrize(
    ("pushed", "asked"),
    [
        ("12-09", "12-17 08:40"),  # when it left the list
        ("12-01", "12-10 08:40"),  # before it came on it: that is over by the time it leaves
    ],
)
def test_a_manager_who_said_to_push_on_is_asked_to_decide_once_that_is_over(
    machine: Machine, post: Post, pushed: str, asked: str
) -> None:
    deal_id = stuck(machine, post)
    for day in ("12-01", *LISTED):
        post.run(f"{day} 08:50")
        if day == pushed:
            machine.clock.set(at(f"{day} 10:00"))
            Hand(machine, "maya").do(verbs.act, "decide", Pressed(0, deal_id), VerbFilled(choice="push"))
    post.said.clear()
    post.through("12-18 09:00")
    lists = [(when, [x.rung for x in told.lines]) for when, told in post.of(ManagerList)]
    assert lists[0] == (asked, [Rung.DECIDE])


@pytest.mark.parametrize(
    ("locale", "silent", "slow"),
    [("en", "no contact for 5 working days", "10 working days"), ("zh", "5 个工作日没联系", "10 个工作日")],
)
def test_the_channel_reads_why_a_deal_is_there(
    machine: Machine, post: Post, locale: str, silent: str, slow: str
) -> None:
    stuck(machine, post, stage="negotiation")
    post.run("12-02 08:50")
    told = text_of(render(post.of(BlockedList)[-1][1], Reader(locale, TZ, machine.clock.now())))
    assert silent in told and slow not in told


@pytest.mark.parametrize(
    ("locale", "told", "unsaid"),
    [("en", "the manager says push on", "No reason given"), ("zh", "经理说接着推", "还没说卡在哪")],
)
def test_the_channel_reads_that_a_deal_is_pushed_on_as_long_as_that_holds(
    machine: Machine, post: Post, locale: str, told: str, unsaid: str
) -> None:
    """Somebody said what becomes of it; not their words, which are its owner's."""
    deal_id = stuck(machine, post)

    def read() -> str:
        return text_of(render(post.of(BlockedList)[-1][1], Reader(locale, TZ, machine.clock.now())))

    post.run("12-02 08:50")
    assert unsaid in read() and told not in read()
    pushed = VerbFilled(choice="push", text="Ask for Chen")
    Hand(machine, "maya").do(verbs.act, "decide", Pressed(0, deal_id), pushed)
    post.run("12-02 09:30")
    assert told in read() and unsaid not in read() and "Chen" not in read()
    post.run("12-10 08:50")
    assert unsaid in read() and told not in read()


def test_a_manager_who_parked_it_when_it_left_is_not_asked_the_next_morning(
    machine: Machine, post: Post
) -> None:
    deal_id = stuck(machine, post)
    for day in LISTED:
        post.run(f"{day} 08:50")
    parked = VerbFilled(choice="park", on=date(2026, 12, 18), text="after their fair")
    Hand(machine, "maya").do(verbs.act, "decide", Pressed(0, deal_id), parked)
    post.said.clear()
    post.through("12-17 18:00")
    assert [told.lines for _, told in post.of(ManagerList) if told.lines] == []


def test_who_was_asked_to_decide_is_not_asked_once_more_because_it_left(machine: Machine, post: Post) -> None:
    stuck(machine, post)
    post.through("12-11 09:00")
    assert [x.decide for _, x in post.of(BlockedList) if x.decide]
    asked = [at for at, told in post.of(ManagerList) for x in told.lines if x.rung == Rung.DECIDE]
    assert asked == ["12-09 08:40"]
