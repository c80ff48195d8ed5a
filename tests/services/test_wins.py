"""Good news in a channel: who wants it, what it says, once, and corrected in its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event

from bot.views.answers import render
from bot.views.reader import Reader
from rules.answers.digests import WinPost
from rules.digest import ChannelSeen
from services.deals import stage_undo, stages
from services.deals.stages import Sent
from services.lists import digest_channels, wins
from storage.tables import Attachment, Audit, Delivery, GateAnswer
from tests.services.hand import Hand
from tests.services.machine import START, Machine
from tests.services.mornings import CHANNEL, Post, at

pytestmark = pytest.mark.few_on_postgresql

SEEN = ChannelSeen(members=frozenset({"U0LIAM", "U0MAYA"}))


@pytest.fixture
def post(machine: Machine) -> Iterator[Post]:
    yield Post(machine)


def declare(machine: Machine, audience: str = "heads", *, wins: bool = True) -> None:
    Hand(machine, "maya").do(
        lambda ask: digest_channels.declare(ask, CHANNEL, SEEN, audience=audience, locale="en", wins=wins)
    )


def may_sign(machine: Machine, deal: int) -> None:
    """What the gate wants is there."""
    with machine.db.write() as tx:
        contract = Attachment(
            deal_id=deal, kind="contract", name="c.pdf", size=1, sha256="x", stored_at=START
        )
        tx.add(contract)
        tx.add(GateAnswer(deal_id=deal, item="terms", value="30/60/10", at=START))


def sign(machine: Machine, **values: Any) -> tuple[int, Any]:
    """A deal that is signed; with the answer to the move."""
    deal = machine.deal("liam", "signing", source="expo", currency="CNY", amount_minor=80_000_00, **values)
    may_sign(machine, deal)
    return deal, Hand(machine, "liam").do(stages.move, Sent(deal, "collecting"))


def said(post: Post) -> list[tuple[str, WinPost]]:
    return [(op, answer) for _, kind, op, answer in post.said if kind == WinPost.kind]


def words(answer: WinPost, locale: str = "en") -> str:
    zone = at("11-24 00:00").tzinfo
    return str(render(answer, Reader(locale, zone, at("11-24 15:30")))["text"])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("audience", "reads", "misses"),
    [
        ("heads", ["Acme 1", "Liam"], ["80"]),
        ("full", ["Acme 1", "80"], []),
        ("counts", ["One more"], ["Acme", "Liam"]),
    ],
)
def test_it_says_what_the_audience_may_read(
    machine: Machine, post: Post, audience: str, reads: list[str], misses: list[str]
) -> None:
    declare(machine, audience)
    sign(machine)
    post.run()
    ((op, answer),) = said(post)
    told = words(answer)
    assert op == "post" and all(one in told for one in reads) and not any(one in told for one in misses)
    assert "喜报" in words(answer, "zh")
    post.run()
    assert len(said(post)) == 1


def test_an_undo_corrects_the_post_in_its_place_and_signed_again_it_says_so(
    machine: Machine, post: Post
) -> None:
    declare(machine)
    deal, moved = sign(machine)
    post.run()
    Hand(machine, "liam").do(stage_undo.undo, moved.undo_id)
    post.run()
    post.run()
    assert [(op, answer.is_taken_back) for op, answer in said(post)] == [("post", False), ("update", True)]
    assert "isn't signed" in words(said(post)[-1][1])
    Hand(machine, "liam").do(stages.move, Sent(deal, "collecting"))
    post.run()
    assert [(op, answer.is_taken_back) for op, answer in said(post)][2:] == [("update", False)]


@pytest.mark.one_on_postgresql
def test_nothing_is_told_where_nobody_asked_for_it(machine: Machine, post: Post) -> None:
    declare(machine, wins=False)
    sign(machine)
    post.run()
    assert said(post) == []
    machine.clock.set(at("11-24 15:40"))
    declare(machine)  # what was signed before is no news
    post.run()
    assert said(post) == []
    declare(machine, wins=False)
    sign(machine)
    post.run()
    assert said(post) == []
    assert [x.action for x in machine.rows(Audit)].count("digest.declare") == 3


@pytest.mark.one_on_postgresql
def test_with_a_guest_in_the_channel_it_is_not_told_then_or_later(machine: Machine, post: Post) -> None:
    declare(machine)
    sign(machine)
    post.seen = ChannelSeen(members=frozenset({"U0MAYA", "U0STRANGER"}))
    post.run()
    post.seen = SEEN
    post.run()
    assert said(post) == [] and [x for x in machine.rows(Delivery) if x.kind == WinPost.kind] == []


@pytest.mark.one_on_postgresql
def test_where_a_guest_came_in_a_correction_names_nobody(machine: Machine, post: Post) -> None:
    declare(machine, "full")
    deal, moved = sign(machine)
    post.run()
    post.seen = ChannelSeen(members=frozenset({"U0MAYA", "U0STRANGER"}))
    machine.change(deal, amount_minor=99_000_00)
    post.run()
    assert len(said(post)) == 1, "a new amount is not for them"
    looks = post.looks
    post.run()
    assert post.looks == looks, "nor asked again for what did not move"
    Hand(machine, "liam").do(stage_undo.undo, moved.undo_id)
    post.run()
    post.run()
    ((_, first), (op, last)) = said(post)
    assert op == "update" and last.is_taken_back and first.head.account
    assert not any(word in words(last) for word in ("Acme", "Liam", "80", "99"))


def test_a_look_where_nothing_moved_costs_the_same_however_much_was_signed(
    machine: Machine, post: Post
) -> None:
    ran: list[object] = []
    event.listen(machine.db.engine, "before_cursor_execute", lambda *said: ran.append(said))

    def asked() -> int:
        for _ in range(2):
            post.run()
        ran.clear()
        wins.refresh(machine.deps, post.look, now=machine.clock.now())
        return len(ran)

    declare(machine)
    sign(machine)
    few = asked()
    for _ in range(3):
        sign(machine)
    assert asked() == few > 0 and len(said(post)) == 4


def test_another_teams_deal_and_what_a_file_brought_are_no_news(machine: Machine, post: Post) -> None:
    machine.join("otto", "rep")
    declare(machine)
    other = machine.deal("otto", "signing")
    may_sign(machine, other)
    Hand(machine, "otto").do(stages.move, Sent(other, "collecting"))
    post.run()
    assert said(post) == []
