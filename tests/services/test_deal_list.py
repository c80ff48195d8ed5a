"""Bare /deal is the short list that a rep expects; a deal that names nobody is called by its product."""

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from bot.views.answers import render
from bot.views.reader import Reader
from rules.answers.deals import DealList
from rules.errors import NotFound
from sandbox.driver import text_of
from services.deals import cards
from services.lists import found
from storage.tables import Product
from tests.services.hand import Hand
from tests.services.machine import START, Machine

pytestmark = pytest.mark.few_on_postgresql


@pytest.fixture
def liam(team_url: str) -> Iterator[Hand]:
    machine = Machine(team_url)
    yield Hand(machine, "liam")
    machine.close()


def listed(hand: Hand, text: str = "") -> DealList:
    found = cards.look_up(hand.ask(), text)
    assert isinstance(found, DealList)
    return found


def test_each_row_says_where_it_stands_what_is_next_and_what_it_is_worth(liam: Hand) -> None:
    liam.lead("Acme Corp, Ravi Patel 212-555-0143, ERP, $80k, expo")
    liam.note("Acme Corp likes the pilot; send SOW by Fri")
    liam.machine.deal(code="REF-2026-001")
    rows = {row.head.account: row for row in listed(liam).rows}
    acme = rows["Acme Corp"]
    assert (acme.stage_name, acme.light) == ("Lead", "green")
    assert acme.step and (acme.step.text, acme.step.on) == ("send SOW", date(2026, 11, 27))
    assert acme.money and (acme.money.minor, acme.money.currency) == (8_000_000, "USD")
    assert rows["Acme 1"].step is None and rows["Acme 1"].money is None


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize(("locale", "word"), [("en", "draft"), ("zh", "草稿")])
def test_a_draft_has_no_light_and_is_called_one_once(liam: Hand, locale: str, word: str) -> None:
    liam.lead("Globex, Mr. Roe 212-555-0199, CRM")
    by = Reader(locale, ZoneInfo("Asia/Shanghai"), liam.machine.clock.now(), "U0")
    for answer in (listed(liam), found.find(liam.ask(), "draft")):
        told = text_of(render(answer, by))
        rows = [line for line in told.splitlines() if "Globex" in line]
        assert [line.lower().count(word) for line in rows] == [1] and "🟢" not in told


def test_it_is_capped_and_counts_the_rest(liam: Hand) -> None:
    for _ in range(13):
        liam.machine.deal()
    found = listed(liam)
    assert (len(found.rows), found.more) == (10, 3)


@pytest.mark.one_on_postgresql
def test_a_deal_without_a_company_is_called_by_its_product(liam: Hand) -> None:
    with liam.machine.db.write() as tx:
        product = Product(name="GTX Pro", name_norm="gtxpro", created_at=START)
        tx.add(product)
        tx.flush()
        product_id = product.id
    liam.machine.deal(account_id=None, product_id=product_id, code="CRM-2016-0012")
    liam.machine.deal(account_id=None, code="CRM-2016-0013")
    called = {row.head.called for row in listed(liam).rows}
    assert called == {"GTX Pro · CRM-2016-0012", "CRM-2016-0013"}


@pytest.mark.parametrize(
    ("text", "told"),
    [("take nothing", "triage.unknown"), ("领 张三", "triage.unknown"), ("take", "err.notfound")],
)
def test_a_lead_to_take_that_is_none_is_said_to_be_none(liam: Hand, text: str, told: str) -> None:
    with pytest.raises(NotFound) as why:
        cards.look_up(liam.ask(), text)
    assert why.value.key == told
