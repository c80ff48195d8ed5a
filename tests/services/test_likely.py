"""How likely a deal is to be won: from its stage, or chosen for it; on the card, in the form, the timeline and the pipeline."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.views import lead_modal
from bot.views.answers import render
from bot.views.reader import Reader
from rules.answers.forms import LeadFilled
from rules.answers.found import PipelineShown
from rules.errors import Conflict, Invalid, NotFound
from sandbox.driver import text_of
from services.capture import lead_edit, lead_forms
from services.deals import cards, stage_undo, stages, story
from services.deals.stages import Sent
from services.lists import found
from storage.rows import insert
from storage.tables import Audit, Product
from tests.services.hand import Hand
from tests.services.machine import START, Machine

pytestmark = pytest.mark.few_on_postgresql


def read(hand: Hand, answer: Any, locale: str = "en") -> str:
    return text_of(render(answer, Reader(locale, ZoneInfo("Asia/Shanghai"), hand.machine.clock.now(), "U0")))


def opened(hand: Hand, deal: int) -> LeadFilled:
    form = lead_edit.form(hand.ask(), deal)
    return LeadFilled(**form.model_dump(include=set(LeadFilled.model_fields)))


def choose(hand: Hand, deal: int, said: str | None, form: LeadFilled | None = None) -> None:
    filled = form or opened(hand, deal)
    hand.do(lead_forms.sent, filled.model_copy(update={"account": "Acme 1", "probability": said}))


def card(hand: Hand, deal: int, locale: str = "en") -> str:
    return read(hand, cards.open_card(hand.ask(), deal), locale)


def told(hand: Hand, deal: int) -> list[str]:
    lines = read(hand, story.page_of(hand.ask(), deal)).splitlines()
    return [line for line in lines if line.startswith("Probability")]


@pytest.fixture
def deal(machine: Machine) -> int:
    return machine.deal(stage="proposal", source="expo")


def test_one_is_chosen_and_given_back_and_no_clock_hears_of_it(machine: Machine, deal: int) -> None:
    liam, maya = Hand(machine, "liam"), Hand(machine, "maya")
    assert "50%, from the stage" in card(liam, deal) and "50%（按阶段）" in card(liam, deal, "zh")
    machine.clock.push(days=2)
    before = machine.deal_row(deal)
    choose(liam, deal, "80")
    assert "80%, yours" in card(liam, deal) and "80%, set by Liam" in card(maya, deal)
    assert "80%（你定的）" in card(liam, deal, "zh") and "80%（Liam 定的）" in card(maya, deal, "zh")
    after = machine.deal_row(deal).model_dump()
    changed = {name for name, was in before.model_dump().items() if was != after[name]}
    assert changed == {"probability", "probability_by", "version"}
    choose(maya, deal, "30")
    assert "30%, set by Maya" in card(liam, deal)
    choose(liam, deal, None)  # from a form that did not ask for it
    assert "30%, set by Maya" in card(liam, deal)
    choose(liam, deal, "")
    assert "50%, from the stage" in card(liam, deal)
    assert told(liam, deal) == [
        "Probability: 30% → from the stage", "Probability: 80% → 30%", "Probability: from the stage → 80%",
    ]  # fmt: skip
    with pytest.raises(Invalid) as refused:
        choose(liam, deal, "81")
    assert refused.value.faults == {"probability": "err.stale"}
    with pytest.raises(NotFound):
        choose(Hand(machine, "dana"), deal, "80")


def test_a_figure_chosen_for_a_stage_that_the_deal_left_meanwhile_is_asked_again(
    machine: Machine, deal: int
) -> None:
    liam, forms = Hand(machine, "liam"), [opened(Hand(machine, "liam"), deal) for _ in range(2)]
    Hand(machine, "maya").do(stages.move, Sent(deal, "discovery", reason="wrong scope"))
    with pytest.raises(Conflict):
        choose(liam, deal, "80", forms[0])
    assert "30%, from the stage" in card(liam, deal)
    choose(liam, deal, "80", opened(liam, deal))
    assert "80%, yours" in card(liam, deal)
    choose(liam, deal, "", opened(liam, deal))
    choose(liam, deal, "", forms[1])  # who chose nothing has nothing to lose


def test_the_form_offers_the_stages_own_and_keeps_one_that_is_offered_no_more(
    machine: Machine, deal: int
) -> None:
    liam = Hand(machine, "liam")
    machine.change(deal, probability=65, probability_by=machine.ids["maya"])

    def field(deal_id: int) -> Any:
        reader = Reader("en", ZoneInfo("Asia/Shanghai"), machine.clock.now(), "U0")
        shown = lead_modal.view(lead_edit.form(liam.ask(), deal_id), reader)["blocks"]
        return next((x["element"] for x in shown if x.get("block_id") == "probability"), None)

    offered = [x["text"]["text"] for x in field(deal)["options"]]
    assert offered == ["50%, from the stage", "30%", "50%", "65%", "80%"]
    assert field(deal)["initial_option"]["text"]["text"] == "65%"
    choose(liam, deal, "65")
    assert "65%, set by Maya" in card(liam, deal)  # sent back as it was: nobody chose anything
    assert field(machine.deal(state="lost", probability=80, source="expo")) is None
    assert lead_edit.anew(liam.ask(), deal).probability is None


def test_it_goes_with_its_stage_and_comes_back_with_it(machine: Machine, deal: int) -> None:
    liam = Hand(machine, "liam")
    choose(liam, deal, "80")
    machine.clock.push(hours=1)
    moved = liam.do(stages.move, Sent(deal, "discovery", reason="wrong scope"))
    told_so = "Probability: 30%, from the new stage. The 80% chosen before no longer counts."
    assert told_so in read(liam, moved)
    assert "赢率：按新阶段算，30%；之前手动定的 80% 不再用" in read(liam, moved, "zh")
    assert "30%, from the stage" in card(liam, deal)
    (audited,) = [one for one in machine.rows(Audit) if one.action == "stage.move"]
    assert "probability" in audited.fields
    machine.clock.push(minutes=1)
    stage_undo.undo(liam.ask(), moved.undo_id)
    assert "80%, yours" in card(liam, deal)
    assert told(liam, deal)[:2] == ["Probability: from the stage → 80%", "Probability: 80% → from the stage"]
    again = liam.do(stages.move, Sent(deal, "discovery", reason="wrong scope"))
    choose(liam, deal, "50")
    stage_undo.undo(liam.ask(), again.undo_id)
    assert "50%, yours" in card(liam, deal)  # what somebody chose since stands


@pytest.mark.one_on_postgresql
def test_the_pipeline_is_weighed_by_currency_without_what_is_over(machine: Machine, deal: int) -> None:
    liam = Hand(machine, "liam")
    sums = {"amount_minor": 1_000_00, "currency": "CNY"}
    with machine.db.write() as tx:
        product = insert(tx, Product, name="GTX", name_norm="gtx", list_price_minor=300_00, created_at=START)
        sold = product.id
    machine.deal(stage="lead", **sums)
    machine.deal(stage="lead", probability=80, amount_minor=10_00, currency="USD")
    machine.deal(stage="proposal", product_id=sold)  # no amount: 300 at list price
    machine.deal(stage="of_old", **sums)
    for state in ("lost", "won", "invalid", "void", "draft"):
        machine.deal(state=state, **sums)
    machine.deal("dana", **sums)
    shown = found.pipeline(liam.ask())
    assert isinstance(shown, PipelineShown)
    assert [(x.money.minor, x.money.currency, x.estimated and x.estimated.minor) for x in shown.weighted] == [
        (250_00, "CNY", 150_00), (8_00, "USD", None),
    ]  # fmt: skip
    assert (shown.no_amount, shown.no_probability) == (1, 1)
    said, chinese = read(liam, shown), read(liam, shown, "zh")
    assert "Weighted by probability: *CN¥250 (of which CN¥150 estimated, at list prices) + $8*" in said
    assert "Not counted: 1 without an amount, 1 without a probability" in said
    assert (
        "按赢率加权" in chinese
        and "按目录价估算" in chinese
        and "没算进去：1 单没填金额、1 单没设赢率" in chinese
    )
    team = found.pipeline(Hand(machine, "maya").ask())
    assert team.weighted[0].money.minor == 750_00
