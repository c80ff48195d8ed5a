"""Asked to waive: the reason travels, yes and no come back once, and what was overtaken says by what."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from sqlmodel import select

from bot.views import waiving as views
from bot.views.answers import render
from rules.answers.deals import DealCard
from rules.answers.waiving import ItemWaived, WaiveAsked, WaiveRefused, WaiveRequest
from rules.errors import BatonError, Invalid
from sandbox.driver import text_of
from services.deals import cards, stage_undo, stages, waive_requests, waiving
from services.watching import auditor
from storage.tables import Audit
from tests.bot.test_nudge_views import reader
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import Post

pytestmark = pytest.mark.few_on_postgresql


@pytest.fixture
def deal(machine: Machine) -> int:
    return machine.deal("liam", "discovery")


def asked(machine: Machine, post: Post, deal: int, reason: str = "") -> WaiveRequest:
    """Liam asks; what Maya's message says by then."""
    Hand(machine, "liam").do(waive_requests.ask_to_waive, deal, reason)
    return stands(post)


def stands(post: Post) -> WaiveRequest:
    post.run()
    found: WaiveRequest = post.as_it_stands(WaiveRequest)[-1][1]
    return found


def heard(post: Post, kind: type[Any]) -> list[Any]:
    """Messages of their own, as they were sent; edits aside."""
    return [answer for _, _, op, answer in post.said if op == "post" and isinstance(answer, kind)]


def fault(call: Any) -> BatonError:
    with pytest.raises(BatonError) as told:
        call()
    return told.value


def test_the_reason_goes_with_the_question_and_can_be_added(machine: Machine, post: Post, deal: int) -> None:
    assert asked(machine, post, deal).reason == ""
    again = Hand(machine, "liam").do(waive_requests.ask_to_waive, deal)
    assert isinstance(again, WaiveAsked) and again.is_again
    assert asked(machine, post, deal, " They meet on Friday ").reason == "They meet on Friday"
    assert len({d.slot for d in machine.deliveries if d.slot and d.kind == WaiveRequest.kind}) == 1


@pytest.mark.one_on_postgresql
def test_no_reaches_who_asked_once_and_stands_in_the_question(
    machine: Machine, post: Post, deal: int
) -> None:
    request, maya = asked(machine, post, deal, "They meet on Friday"), Hand(machine, "maya")
    maya.do(waiving.refuse, deal, request.stay, "meet the boss first")
    told = stands(post)
    assert not told.is_open and [(x.how, x.who, x.words) for x in told.said] == [
        ("no", "", "meet the boss first")
    ]
    assert [(x.who, x.words) for x in heard(post, WaiveRefused)] == [("Maya", "meet the boss first")]
    assert fault(lambda: maya.do(waiving.refuse, deal, request.stay)).key == "gate.answered_no_you"
    assert fault(lambda: waiving.form(maya.ask(), deal, request.stay)).key == "gate.answered_no_you"
    post.run()
    assert len(heard(post, WaiveRefused)) == 1
    with machine.db.read() as tx:
        log = tx.exec(select(Audit.action).where(Audit.actor_id == machine.ids["maya"])).all()
    assert log == ["gate.refuse_waive"]


def test_after_a_no_only_something_new_is_asked_again(machine: Machine, post: Post, deal: int) -> None:
    request, liam = asked(machine, post, deal, "They meet on Friday"), Hand(machine, "liam")
    Hand(machine, "maya").do(waiving.refuse, deal, request.stay)
    for words in ("", "They meet on Friday"):
        told = fault(partial(liam.do, waive_requests.ask_to_waive, deal, words))
        assert isinstance(told, Invalid) and told.faults == {"reason": "gate.said_no"}
    assert asked(machine, post, deal, "The boss was in the room").is_open
    assert [x.reason for x in heard(post, WaiveRequest)] == [
        "They meet on Friday",
        "The boss was in the room",
    ]


def test_what_passes_leaves_the_question_until_nothing_is_left(
    machine: Machine, post: Post, deal: int
) -> None:
    request, maya = asked(machine, post, deal), Hand(machine, "maya")
    assert set(request.keys) <= {f.key for f in cards.waive_form(maya.ask(), deal).fields}
    for n, key in enumerate(request.keys, 1):
        maya.do(waiving.waive, deal, (key,), "seen on site", request.stay)
        told = stands(post)
        assert (len(told.left), told.is_open) == (len(request.keys) - n, n < len(request.keys))
    assert len(heard(post, ItemWaived)) == len(request.keys)
    again = fault(lambda: maya.do(waiving.waive, deal, (request.keys[0],), "seen", request.stay))
    assert again.key == "gate.passed_you" and again.fields["reason"] == "seen on site"
    assert fault(lambda: waiving.form(maya.ask(), deal, request.stay)).key == "gate.answered_yes_you"


def test_all_that_is_asked_passes_in_one_press_with_one_reason(
    machine: Machine, post: Post, deal: int
) -> None:
    request, maya = asked(machine, post, deal), Hand(machine, "maya")
    assert len(request.keys) > 1 and waiving.form(maya.ask(), deal, request.stay).asked == request.keys
    maya.do(waiving.waive, deal, request.keys, "seen on site", request.stay)
    told = stands(post)
    assert not told.is_open
    assert str(views.request(told, reader())).count("seen on site") == 1
    (one,) = heard(post, ItemWaived)
    assert (one.item, *one.also) == request.items


def test_what_is_answered_in_part_is_no_riddle_to_the_auditor(
    machine: Machine, post: Post, deal: int
) -> None:
    """The question keeps the answers under a name that made messages use for what they say."""
    request, maya = asked(machine, post, deal), Hand(machine, "maya")
    maya.do(waiving.waive, deal, (request.keys[0],), "seen on site", request.stay)
    assert stands(post).is_open
    assert auditor.whole(machine.deps)[1] == []
    maya.do(waiving.refuse, deal, request.stay)
    assert not stands(post).is_open
    assert [x.items for x in heard(post, WaiveRefused)] == [request.items[1:]], "no to what is left"


def test_what_asks_for_a_yes_is_approved_not_waived_and_takes_no_reason(machine: Machine, post: Post) -> None:
    deal = machine.deal("liam", "negotiation", amount_minor=200_000_000, currency="CNY")
    request, maya = asked(machine, post, deal), Hand(machine, "maya")
    assert "discount_ok" in request.keys
    assert fault(lambda: maya.do(waiving.waive, deal, ("intent",), "", request.stay)).key == "gate.reason"
    done = maya.do(waiving.waive, deal, ("discount_ok",), "", request.stay)
    assert done.is_approval and [one.how for one in stands(post).said] == ["approved"]
    assert [(one.item, one.is_approval, one.reason) for one in heard(post, ItemWaived)] == [
        ("discount approved", True, "")
    ]
    card = cards.open_card(Hand(machine, "liam").ask(), deal)
    assert isinstance(card, DealCard) and (card.approved, card.waived) == (("discount approved",), ())
    assert (
        fault(lambda: maya.do(waiving.waive, deal, ("discount_ok",), "", "")).key
        == "gate.approved_before_you"
    )


def test_a_yes_is_to_a_sum_and_asked_for_again_above_it(machine: Machine, post: Post) -> None:
    deal = machine.deal("liam", "negotiation", amount_minor=200_000_000, currency="CNY")
    maya, liam = Hand(machine, "maya"), Hand(machine, "liam")
    maya.do(waiving.waive, deal, ("discount_ok",), "", asked(machine, post, deal).stay)

    def wanted() -> list[tuple[str, int | None]]:
        form = cards.waive_form(maya.ask(), deal)
        return [(f.key, f.approved and f.approved.minor) for f in form.fields if f.kind == "approval"]

    machine.change(deal, amount_minor=190_000_000)
    assert wanted() == []
    machine.change(deal, amount_minor=300_000_000)
    assert wanted() == [("discount_ok", 200_000_000)]
    card = cards.open_card(liam.ask(), deal)
    assert isinstance(card, DealCard) and card.approved == ()
    for key in asked(machine, post, deal).left:
        maya.do(waiving.waive, deal, (stands(post).keys[stands(post).items.index(key)],), "seen on site", "")
    assert wanted() == []
    before = len(heard(post, WaiveRequest))
    machine.change(deal, amount_minor=400_000_000)
    again = asked(machine, post, deal)
    assert (again.keys, again.asks, again.is_open) == (("discount_ok",), "approve", True)
    hint = text_of(render(liam.note(f"{card.head.code} called"), reader()))
    assert "discount approved. You can ask for that when you move the stage" in hint
    assert "discount approved (approved for CN¥3,000,000, it's CN¥4,000,000 now)" in text_of(
        render(again, reader())
    )
    assert "¥4,000,000" in text_of(
        views.form(waiving.form(maya.ask(), deal, again.stay), again.stay, reader())
    )
    assert len(heard(post, WaiveRequest)) == before + 1
    seen = waiving.form(maya.ask(), deal, again.stay).worth
    machine.change(deal, amount_minor=450_000_000)
    told = fault(lambda: maya.do(waiving.waive, deal, ("discount_ok",), "", again.stay, seen))
    assert told.key == "gate.sum_changed"
    now = waiving.form(maya.ask(), deal, again.stay).worth
    maya.do(waiving.waive, deal, ("discount_ok",), "", again.stay, now)
    stands(post)
    assert [one.item for one in heard(post, ItemWaived)].count("discount approved") == 3


def moved(machine: Machine, deal: int) -> None:
    machine.change(deal, stage="proposal", stage_entered_at=machine.clock.now())


def lost(machine: Machine, deal: int) -> None:
    sent = partial(stages.close, state="lost", reason="price", words="")
    Hand(machine, "liam").do(sent, deal)


def given(machine: Machine, deal: int) -> None:
    machine.change(deal, owner_id=machine.ids["dana"])


def mine(machine: Machine, deal: int) -> None:
    machine.change(deal, owner_id=machine.ids["maya"])


@pytest.mark.parametrize(
    ("event", "said"),
    [(moved, "gate.moved_on"), (lost, "gate.over"), (given, "gate.handed"), (mine, "gate.own")],
)
def test_overtaken_it_says_by_what(machine: Machine, post: Post, deal: int, event: Any, said: str) -> None:
    request, maya = asked(machine, post, deal), Hand(machine, "maya")
    machine.clock.push(hours=1)
    event(machine, deal)
    assert fault(lambda: maya.do(waiving.refuse, deal, request.stay, "no")).key == said
    assert fault(lambda: waiving.no_form(maya.ask(), deal, request.stay)).key == said
    assert heard(post, WaiveRefused) == []


def test_who_may_not_decide_says_neither(machine: Machine, post: Post, deal: int) -> None:
    request = asked(machine, post, deal)
    for name, key in (("liam", "gate.own"), ("dana", "err.gone"), ("zoe", "gate.others")):
        who = Hand(machine, name)
        assert fault(lambda: who.do(waiving.refuse, deal, request.stay)).key == key  # noqa: B023
        assert fault(lambda: who.do(waiving.waive, deal, ("pain_list",), "x", request.stay)).key == key  # noqa: B023


def test_what_was_answered_before_it_went_out_is_not_asked(machine: Machine, post: Post, deal: int) -> None:
    """Asked at night, let pass from the card before the morning."""
    Hand(machine, "liam").do(waive_requests.ask_to_waive, deal)
    maya = Hand(machine, "maya")
    for field in cards.waive_form(maya.ask(), deal).fields:
        maya.do(waiving.waive, deal, (field.key,), "seen on site")
    post.run()
    assert heard(post, WaiveRequest) == []


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize("how", ["moved", "closed"])
def test_nobody_is_asked_for_a_gate_that_the_deal_has_left_behind(
    machine: Machine, post: Post, deal: int, how: str
) -> None:
    """Also where the clock stands still, as in a try-out: the next gate's items are no answer to this one."""
    liam, maya, request = Hand(machine, "liam"), Hand(machine, "maya"), asked(machine, post, deal)
    if how == "moved":
        for key in request.keys[1:]:
            maya.do(waiving.waive, deal, (key,), "seen on site")
        done = liam.do(stages.move, stages.Sent(deal, "proposal", {request.keys[0]: "three lines down"}))
    else:
        done = liam.do(partial(stages.close, state="lost", reason="price", words=""), deal)
    told = stands(post)
    assert not told.is_open and told.said[-1].how == how
    said = [text_of(render(told, reader(locale))) for locale in ("en", "zh")]
    assert "deal_waive" not in str(render(told, reader())) and all("Liam" in one for one in said)
    with pytest.raises(Invalid):
        waiving.form(maya.ask(), deal, request.stay)
    liam.do(stage_undo.undo, done.undo_id)
    assert fault(lambda: waiving.form(maya.ask(), deal, request.stay)).key == "gate.came_back"
    assert asked(machine, post, deal).is_open
