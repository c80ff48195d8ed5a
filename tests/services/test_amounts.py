"""What a note says that its deal is worth is offered, set by a tap and never otherwise, and told with what it was."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.views.answers import render
from bot.views.reader import Reader
from rules.answers.deals import AmountSet
from rules.errors import Invalid, NotFound, Refused
from sandbox.driver import buttons_of, text_of
from services.deals import amounts, story, team
from tests.services.hand import Hand
from tests.services.machine import Machine

pytestmark = pytest.mark.few_on_postgresql

NOW = "EXPO-2026-001 amount is now $220k"
USD = {"amount_minor": 15_000_000, "currency": "USD"}


def shown(machine: Machine, answer: Any, locale: str = "en") -> dict[str, Any]:
    message: dict[str, Any] = render(
        answer, Reader(locale, ZoneInfo("Asia/Shanghai"), machine.clock.now(), "U0")
    )
    return message


def worth(machine: Machine, deal: int) -> tuple[int | None, str | None]:
    row = machine.deal_row(deal)
    return row.amount_minor, row.currency


def test_a_note_that_states_an_amount_offers_it_and_a_tap_sets_it(machine: Machine) -> None:
    liam, deal = Hand(machine, "liam"), machine.deal(**USD)
    saved = liam.note(NOW)
    assert "Set amount to $220,000" in buttons_of(shown(machine, saved))
    assert worth(machine, deal) == (15_000_000, "USD")
    answer = liam.do(amounts.put, saved.note_id, 22_000_000, "USD")
    assert isinstance(answer, AmountSet) and worth(machine, deal) == (22_000_000, "USD")
    told = shown(machine, answer)
    assert "*Acme 1* is worth $220,000 now, $150,000 before" in text_of(told)
    assert {"Edit", "Open deal"} <= set(buttons_of(told))
    again = liam.do(amounts.put, saved.note_id, 22_000_000, "USD")
    assert again.before is None and worth(machine, deal) == (22_000_000, "USD")
    assert Hand(machine, "liam").note(f"{NOW} indeed").amount is None, "it is that already"
    edits = [line for line in story.page_of(liam.ask(), deal).lines if line.what == "edited"]
    assert [(c.before.money.minor, c.after.money.minor) for line in edits for c in line.changed] == [  # type: ignore[union-attr]
        (15_000_000, 22_000_000)
    ]


def test_so_it_does_in_chinese_and_for_a_deal_without_an_amount(machine: Machine) -> None:
    liam, deal = Hand(machine, "liam"), machine.deal()
    saved = liam.note("EXPO-2026-001 金额改成 22万")
    assert "金额改成 ¥220,000" in buttons_of(shown(machine, saved, "zh"))
    answer = liam.do(amounts.put, saved.note_id, 22_000_000, "CNY")
    assert "*Acme 1* 的金额记成 ¥220,000 了" in text_of(shown(machine, answer, "zh"))
    assert worth(machine, deal) == (22_000_000, "CNY")


@pytest.mark.parametrize("said", ["they want it for 220k", "invoice amount is $220k", "budget is 220"])
def test_a_figure_that_nothing_calls_the_deal_s_is_not_offered(machine: Machine, said: str) -> None:
    machine.deal(**USD)
    assert Hand(machine, "liam").note(f"EXPO-2026-001 {said}").amount is None


def test_who_may_not_change_the_deal_is_offered_nothing_and_refused(machine: Machine) -> None:
    liam, deal = Hand(machine, "liam"), machine.deal(**USD)
    liam.do(team.change, deal, ("U0DANA",), ())
    dana = Hand(machine, "dana")
    saved = dana.note(NOW, deal_id=deal)
    assert saved.note_id is not None and saved.amount is None
    with pytest.raises(Refused):
        dana.do(amounts.put, saved.note_id, 22_000_000, "USD")
    assert worth(machine, deal) == (15_000_000, "USD")


def test_a_tap_sets_only_what_the_note_still_says_of_a_running_deal(machine: Machine) -> None:
    liam, deal = Hand(machine, "liam"), machine.deal(**USD)
    saved = liam.note(NOW)
    with pytest.raises(NotFound):
        liam.do(amounts.put, saved.note_id, 99_000_000, "USD")
    machine.change(deal, state="lost")
    with pytest.raises(Invalid):
        liam.do(amounts.put, saved.note_id, 22_000_000, "USD")
    machine.change(deal, state="open")
    liam.undo_note(saved.undo_id)
    with pytest.raises(NotFound):
        liam.do(amounts.put, saved.note_id, 22_000_000, "USD")
    assert worth(machine, deal) == (15_000_000, "USD")
