"""What the team sells: in the lead form, on the card, and as an estimate where no amount is known."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from bot.views import lead_modal
from bot.views.answers import render
from bot.views.reader import Reader
from rules.answers.deals import DealCard
from rules.answers.forms import LeadFilled, LeadForm
from rules.answers.found import DealsFound
from rules.answers.leads import MoneyShown
from rules.errors import Invalid
from rules.exchange.others import RateRow
from services.capture import lead_edit, lead_forms
from services.deals import cards
from services.lists import found
from services.money import rates
from services.team.people import zone_of
from storage.tables import Product
from tests.services.hand import Hand
from tests.services.machine import START, Machine

READER = Reader("en", zone_of("Asia/Shanghai"), START, "U0LIAM")


@pytest.fixture
def liam(machine: Machine) -> Hand:
    return Hand(machine, "liam")


def sell(machine: Machine, *names: str) -> None:
    with machine.db.write() as tx:
        tx.add_all(
            Product(
                name=name,
                name_norm=name.lower(),
                list_price_minor=50_000_00,
                currency="USD",
                created_at=START,
            )
            for name in names
        )


def filled(form: LeadForm, **more: Any) -> LeadFilled:
    return LeadFilled(**form.model_dump(include=set(LeadFilled.model_fields)) | more)


def card(liam: Hand, deal_id: int) -> DealCard:
    found: Any = cards.open_card(liam.ask(), deal_id)
    assert isinstance(found, DealCard)
    return found


def fields(view: dict[str, Any]) -> list[str]:
    return [block["block_id"] for block in view["blocks"] if block["type"] == "input"]


def test_a_team_without_products_is_asked_for_none(liam: Hand) -> None:
    assert "product" not in fields(lead_modal.view(lead_forms.start(liam.ask(), ""), READER))


def found_by(hand: Hand, word: str) -> list[int]:
    answer = found.find(hand.ask(), word)
    assert isinstance(answer, DealsFound)
    return [row.head.deal_id for row in answer.rows]


def test_a_product_is_chosen_changed_and_taken_off(machine: Machine, liam: Hand) -> None:
    sell(machine, "gtx", "mg")
    form = lead_forms.start(liam.ask(), "")
    gtx, mg = (choice.value for choice in form.products)
    assert "product" in fields(lead_modal.view(form, READER))
    saved = liam.do(lead_forms.sent, LeadFilled(account="Acme", source="expo", product=gtx))
    deal_id = saved.head.deal_id
    assert card(liam, deal_id).product == "gtx"
    assert found_by(liam, "gtx") == [deal_id]
    said = str(render(card(liam, deal_id), READER)["blocks"])
    assert "gtx" in said and "$50,000 (estimated from the list price)" in said
    opened = lead_edit.form(liam.ask(), deal_id)
    assert opened.product == gtx
    liam.do(lead_forms.sent, filled(opened, product=mg))
    assert card(liam, deal_id).product == "mg"
    old = filled(
        lead_edit.form(liam.ask(), deal_id), product=None, need="a form from before there were products"
    )
    liam.do(lead_forms.sent, old)
    assert card(liam, deal_id).product == "mg"
    liam.do(lead_forms.sent, filled(lead_edit.form(liam.ask(), deal_id), product=""))
    assert card(liam, deal_id).product == ""
    for wrong in ("999", "nothing such"):
        with pytest.raises(Invalid) as refused:
            liam.do(lead_forms.sent, LeadFilled(account="Beta", source="expo", product=wrong))
        assert refused.value.faults == {"product": "lead.fault_product"}


def test_of_very_many_products_the_name_is_typed(machine: Machine, liam: Hand) -> None:
    sell(machine, *(f"gtx{n}" for n in range(101)))
    form = lead_forms.start(liam.ask(), "")
    assert form.by_name and not form.products
    saved = liam.do(lead_forms.sent, LeadFilled(account="Acme", source="expo", product="GTX 7"))
    assert card(liam, saved.head.deal_id).product == "gtx7"
    assert lead_edit.form(liam.ask(), saved.head.deal_id).product == "gtx7"


def test_the_card_says_what_an_amount_is_worth_at_home(machine: Machine, liam: Hand) -> None:
    deal_id = machine.deal(amount_minor=100_00, currency="EUR")
    assert "€100 (no rate for EUR yet)" in str(render(card(liam, deal_id), READER))
    rates.apply(machine.deps, [RateRow("EUR", Decimal("8"))], now=START)
    assert card(liam, deal_id).worth == MoneyShown(minor=800_00, currency="CNY")
    assert "€100 (about CN¥800)" in str(render(card(liam, deal_id), READER))
    assert card(liam, machine.deal(amount_minor=1, currency="CNY")).worth is None
