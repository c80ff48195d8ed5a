"""Whatever is typed: it is stored as typed, and what Baton says about it is a message that Slack takes, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from bot.views.answers import render
from bot.views.reader import Reader
from rules.slack_text import clean
from sandbox.blocks import validate_blocks
from sandbox.render import text_of
from storage.tables import Deal, Draft, Note
from tests.rules.test_any_text import ANY, BITS
from tests.services.hand import Hand
from tests.services.machine import START, Machine

HOSTILE = st.one_of(
    ANY,
    st.sampled_from(BITS).flatmap(lambda bit: st.sampled_from([bit * 40, bit * (4000 // len(bit))])),
    st.lists(st.sampled_from(BITS), min_size=2, max_size=8).map(
        lambda bits: "Acme Corp, Ms. Chen, expo " + "".join(bits)
    ),
)


@pytest.fixture
def liam(team_url: str) -> Iterator[Hand]:
    machine = Machine(team_url)
    hand = Hand(machine, "liam")
    hand.lead("Globex, Ms. Reed 212-555-0143, ERP, 80k, expo")
    yield hand
    machine.close()


def _slack_takes(answer: Any) -> None:
    for language in ("en", "zh"):
        view = render(answer, Reader(language, ZoneInfo("Asia/Shanghai"), START, "U0LIAM"))
        assert validate_blocks(view["blocks"]) == []
        assert view["text"].strip() and len(view["text"]) <= 3000
        assert "<!channel>" not in text_of(view) and "<@U1" not in text_of(view)


def _kept(tx: Session, text: str) -> bool:
    """As it was typed, with a deal, a note or a draft."""
    columns = (Deal.raw_text, Note.raw, Draft.text)
    return any(tx.exec(select(column).where(column == text)).first() is not None for column in columns)


@given(typed=HOSTILE)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_line_is_stored_and_answered(liam: Hand, typed: str) -> None:
    text = clean(typed)[:4000]
    if not text:
        return
    for answer in (liam.lead(text), liam.note(f"Globex {text}"), liam.note(text)):
        _slack_takes(answer)
    with liam.machine.db.read() as tx:
        assert _kept(tx, text)
