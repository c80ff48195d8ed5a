"""A channel that gets no list: its manager reads it instead where it is gone, nobody where strangers read, and it can be
taken off."""

from __future__ import annotations

import pytest
from sqlmodel import select

from bot.views.answers import render
from bot.views.reader import Reader
from rules.answers import Answer
from rules.answers.digests import BlockedList, DigestEnded, DigestSet, ListInstead
from rules.digest import ChannelSeen
from rules.errors import NotFound, Refused
from services.lists import digest_channels
from services.team.people import zone_of
from storage import channels as channel_rows
from storage.tables import Audit, Person, PersonRole
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import CHANNEL, Post, at, stuck

pytestmark = pytest.mark.few_on_postgresql

ALL = ChannelSeen(members=frozenset({"U0LIAM", "U0MAYA", "U0ZOE"}))
GONE = {
    "digest.archived": ChannelSeen(archived=True, members=ALL.members),
    "digest.not_in": ChannelSeen(baton_in=False),
}


def declared(machine: Machine, who: str = "maya") -> Answer:
    return Hand(machine, who).do(
        lambda ask: digest_channels.declare(ask, CHANNEL, ALL, audience="heads", locale="zh", wins=True)
    )


def lists(post: Post) -> list[tuple[int | None, Answer]]:
    """Who got the channel's list, None for the channel itself."""
    said = zip(post.to, (answer for *_, answer in post.said), strict=True)
    return [(to, answer) for to, answer in said if isinstance(answer, (BlockedList, ListInstead))]


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize("reason", list(GONE))
def test_a_channel_that_is_gone_leaves_its_list_to_its_manager_once_a_day(
    machine: Machine, reason: str
) -> None:
    declared(machine)
    post = Post(machine)
    deal_id = stuck(machine, post)
    post.seen = GONE[reason]
    for when in ("12-02 09:00", "12-02 09:10", "12-02 12:00"):
        post.run(when)
    ((to, told),) = lists(post)
    assert to == machine.ids["maya"] and isinstance(told, ListInstead)
    assert (told.channel, told.reason) == (CHANNEL, reason)
    assert [line.head.deal_id for line in told.list.on_us] == [deal_id]
    shown = str(render(told, Reader("en", zone_of("Asia/Shanghai"), at("12-02 09:00"), "U0MAYA")))
    assert "Here they are, for you alone" in shown and "digest_off" in shown and "digest_other" in shown
    post.run("12-03 09:00")
    assert [line.day for _, each in lists(post) for line in each.list.on_us] == [1, 2]  # type: ignore[union-attr]
    post.seen = ALL
    post.run("12-04 09:00")
    assert [to for to, _ in lists(post)] == [machine.ids["maya"]] * 2 + [None]


@pytest.mark.parametrize(
    "seen",
    [
        ChannelSeen(members=ALL.members | {"U0STRANGER"}),
        ChannelSeen(members=ALL.members, shared_outside=True),
    ],
)
def test_where_strangers_read_nothing_goes_out_to_anybody(machine: Machine, seen: ChannelSeen) -> None:
    declared(machine)
    post = Post(machine)
    stuck(machine, post)
    post.seen = seen
    post.run("12-02 09:00")
    assert lists(post) == []


def test_an_empty_list_is_no_message_and_whoever_cannot_hear_is_passed_over(machine: Machine) -> None:
    declared(machine)
    post = Post(machine)
    post.seen = GONE["digest.archived"]
    post.run("11-26 09:00")
    assert lists(post) == []
    stuck(machine, post)
    with machine.db.write() as tx:
        tx.get_one(Person, machine.ids["maya"]).is_active = False
    post.run("12-02 09:00")
    ((to, told),) = lists(post)
    assert (
        to == machine.ids["zoe"] and isinstance(told, ListInstead) and not told.may_choose
    )  # a director alone


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize("who", ["maya", "zoe", "admin"])
def test_it_is_taken_off_by_who_declared_it_a_manager_above_or_an_admin(machine: Machine, who: str) -> None:
    machine.join("admin", "admin")
    declared(machine)
    post = Post(machine)
    stuck(machine, post)
    assert Hand(machine, who).do(digest_channels.take_off, CHANNEL) == DigestEnded(channel=CHANNEL)
    post.run("12-02 09:00")
    assert lists(post) == []
    heard = [
        (to, x[3].who) for to, x in zip(post.to, post.said, strict=True) if isinstance(x[3], DigestEnded)
    ]
    assert heard == ([] if who == "maya" else [(machine.ids["maya"], who.title())])
    with machine.db.read() as tx:
        assert not channel_rows.wants_wins(tx, CHANNEL)
        (log,) = tx.exec(select(Audit).where(Audit.action == "digest.off")).all()
    assert (log.actor_id, log.subject) == (machine.ids[who], f"channel:{CHANNEL}")
    assert isinstance(declared(machine), DigestSet)  # the way back
    post.run("12-03 09:00")
    assert [to for to, _ in lists(post)] == [None]


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize("who", ["maya", "zoe"])
def test_another_channel_takes_its_place(machine: Machine, who: str) -> None:
    declared(machine)
    with machine.db.write() as tx:
        tx.add(PersonRole(person_id=machine.ids["zoe"], role="manager"))
    chosen = Hand(machine, who)
    form = digest_channels.form(chosen.ask(), "C0EAST", ALL, CHANNEL)
    assert (form.channel, form.of, form.audience, form.locale, form.wins) == (
        ("C0EAST", CHANNEL, "heads", "zh", True)
    )
    told = chosen.do(
        lambda ask: digest_channels.declare(
            ask, "C0EAST", ALL, audience="heads", locale="zh", wins=True, of=CHANNEL
        )
    )
    assert isinstance(told, DigestSet) and told.of == CHANNEL
    with machine.db.read() as tx:
        assert [one.channel for one in channel_rows.with_list(tx)] == ["C0EAST"]
        assert [one.channel for one, _ in channel_rows.with_wins(tx)] == ["C0EAST"]
    ends = [x.person_id for x in machine.deliveries if x.kind == DigestEnded.kind]
    assert ends == ([] if who == "maya" else [machine.ids["maya"]])


def test_nobody_else_takes_it_off_and_where_there_is_none_that_is_said(machine: Machine) -> None:
    machine.join("ann", "manager")
    declared(machine)
    for who in ("ann", "liam"):
        with pytest.raises(Refused) as refused:
            Hand(machine, who).do(digest_channels.take_off, CHANNEL)
        assert (refused.value.key, refused.value.said) == ("digest.not_yours", {"who": ["Maya"]})
    with pytest.raises(NotFound) as none:
        Hand(machine, "maya").do(digest_channels.take_off, "C0OTHER")
    assert none.value.key == "digest.none_here"
