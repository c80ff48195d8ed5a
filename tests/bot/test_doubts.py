"""What was guessed of a lead is named apart from what was seen and left in the text."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.views.answers import render
from bot.views.reader import Reader
from rules.answers import DealHead
from rules.answers.leads import LeadSaved
from sandbox.render import text_of

NOW = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "unsure", "said", "unsaid"),
    [
        ("en", ("contact",), "My best guess: Contact", "kept with the need"),
        ("en", ("amount",), "Not sure about: Budget. It's kept with the need", "best guess"),
        ("zh", ("account",), "是我猜的", "没看懂"),
        ("zh", ("amount", "source"), "没看懂", "猜"),
        ("zh", (), "记下了", "猜"),
    ],
)
def test_a_guess_is_no_gap(language: str, unsure: tuple[str, ...], said: str, unsaid: str) -> None:
    head = DealHead(deal_id=1, code="EXPO-2026-001", account="Acme", contact="Blue Widget", stage="lead")
    answer = LeadSaved(head=head, who="Blue Widget", source_name="Expo", unsure=unsure)
    text = text_of(render(answer, Reader(language, ZoneInfo("Asia/Shanghai"), NOW, "U0LIAM")))
    assert said in text and unsaid not in text
