"""Tags: offered by the words of a note or a lead, set by a tap and never otherwise, shown, found by, taken off."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.views.answers import render
from bot.views.reader import Reader
from rules.answers.deals import DealCard, DealTagged
from rules.errors import NotFound
from sandbox.driver import buttons_of, text_of
from services.deals import cards, tags, words
from services.lists import found
from services.setup import config_preview
from storage.tables import Audit
from tests.services.hand import Hand
from tests.services.machine import ROOT, Machine

pytestmark = pytest.mark.few_on_postgresql


def shown(machine: Machine, answer: Any, locale: str = "en") -> dict[str, Any]:
    message: dict[str, Any] = render(
        answer, Reader(locale, ZoneInfo("Asia/Shanghai"), machine.clock.now(), "U0")
    )
    return message


def card(machine: Machine, who: str, deal: int) -> DealCard:
    answer = cards.open_card(Hand(machine, who).ask(), deal)
    assert isinstance(answer, DealCard)
    return answer


def test_a_note_offers_what_its_words_say_and_sets_nothing(machine: Machine) -> None:
    liam, deal = Hand(machine, "liam"), machine.deal()
    saved = liam.note("EXPO-2026-001 they want a discount, and look at a competitor // send the offer Fri")
    assert [tag.value for tag in saved.tags] == ["competitor", "price"]
    assert {"Tag: competitor?", "Tag: price?"} <= set(buttons_of(shown(machine, saved)))
    assert "打标签：price？" in buttons_of(shown(machine, saved, "zh"))
    assert machine.deal_row(deal).tags is None and card(machine, "liam", deal).tags == ()


def test_a_lead_offers_them_too(machine: Machine) -> None:
    saved = Hand(machine, "liam").lead("恒达机械 张总 13800138000 想上ERP，嫌别家交期长 展会")
    assert [tag.value for tag in saved.tags] == ["competitor", "delivery"]
    assert "Tag: delivery?" in buttons_of(shown(machine, saved))


def test_one_tap_tags_it_and_another_takes_it_off(machine: Machine) -> None:
    liam, deal = Hand(machine, "liam"), machine.deal()
    answer = liam.do(tags.put, deal, "price")
    assert isinstance(answer, DealTagged) and answer.is_on
    assert liam.do(tags.put, deal, "price") == answer, "twice is once"
    message = shown(machine, card(machine, "liam", deal))
    assert "Tags: price" in text_of(message) and "price ✕" in buttons_of(message)
    assert liam.note("EXPO-2026-001 the price again").tags == (), "it has that one"
    assert not liam.do(tags.drop, deal, "price").is_on
    assert machine.deal_row(deal).tags is None
    acts = [a.action for a in machine.rows(Audit) if a.action in ("deal.tag", "deal.untag")]  # type: ignore[attr-defined]
    assert acts == ["deal.tag", "deal.untag"]


def test_who_may_not_write_on_a_deal_may_not_tag_it(machine: Machine) -> None:
    deal = machine.deal()
    with pytest.raises(NotFound):
        Hand(machine, "dana").do(tags.put, deal, "price")
    with pytest.raises(NotFound):
        Hand(machine, "liam").do(tags.put, deal, "weather")


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize("said", ["price", "价格", "tag:price"])
def test_deals_are_listed_and_found_by_their_tags(machine: Machine, said: str) -> None:
    liam = Hand(machine, "liam")
    first, second = machine.deal(), machine.deal()
    liam.do(tags.put, first, "price")
    liam.do(tags.put, first, "delivery")
    liam.do(tags.put, second, "delivery")
    for look in (found.find, found.listed):
        answer = look(liam.ask(), said)
        assert [row.head.deal_id for row in answer.rows] == [first]  # type: ignore[attr-defined]
        assert answer.filters == ("price",)  # type: ignore[attr-defined]
    liam.do(tags.drop, first, "price")
    assert found.find(liam.ask(), said).rows == ()  # type: ignore[attr-defined]


def test_a_tag_is_still_found_when_the_words_of_its_deal_are_made_anew(machine: Machine) -> None:
    liam = Hand(machine, "liam")
    liam.do(tags.put, deal := machine.deal(), "price")
    with machine.db.write() as tx:
        words.reindex(tx, [deal])
    (row,) = found.find(liam.ask(), "tag:price").rows  # type: ignore[attr-defined]
    assert row.head.deal_id == deal and found.find(liam.ask(), "pri").rows == ()  # type: ignore[attr-defined]


def test_a_tag_in_use_cannot_be_taken_out_of_the_process(machine: Machine) -> None:
    Hand(machine, "liam").do(tags.put, machine.deal(), "delivery")
    text = (ROOT / "pipeline.yaml").read_text("utf-8")
    own = "words: {tags: {price: {name: {en: price, zh: 价格}, words: [price]}}}"
    _, faults = config_preview.read_whole(machine.deps, text.replace("words: {inside: []}", own))
    assert [(f.path, f.key, f.params) for f in faults] == [  # type: ignore[union-attr]
        ("words.tags", "config.in_use", {"name": "delivery"})
    ]
    _, faults = config_preview.read_whole(
        machine.deps, text.replace("words: {inside: []}", "words: {tags: {price: {words: [x]}}}")
    )
    assert "words.tags.price.name" in [f.path for f in faults]  # type: ignore[union-attr]
