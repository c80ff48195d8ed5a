"""When a step is due, and when it was to be done: in the words of somebody who says so."""

from __future__ import annotations

import re
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.views import nudge_words, step_words
from bot.views.reader import Reader
from rules.answers import DealHead, StepShown
from rules.answers.nudges import NudgeLine
from rules.facts import Rung
from tests.bot.test_nudge_views import NOW, because, reader

TODAY = date(2026, 11, 24)
STIFF = re.compile(
    r"by (today|tomorrow|yesterday)|[今明昨]天前|约的 ?[今明昨]|due (due|by (today|yesterday))|by due"
)


def _step(days: int, kind: str, at: time | None) -> StepShown:
    return StepShown(text="send SOW", kind=kind, on=TODAY + timedelta(days), at=at)


@pytest.mark.parametrize(
    ("days", "kind", "at", "en", "zh"),
    [
        (-1, "by", None, "due yesterday", "说好的是昨天"),
        (-1, "by", time(17), "due by 5:00 PM yesterday", "说好的是昨天 17:00 前"),
        (-1, "on", None, "due yesterday", "说好的是昨天"),
        (-1, "at", time(15), "set for yesterday, 3:00 PM", "约的是昨天 15:00"),
        (0, "by", None, "due today", "说好的是今天"),
        (0, "by", time(17), "due by 5:00 PM today", "说好的是今天 17:00 前"),
        (0, "at", time(15), "set for today, 3:00 PM", "约的是今天 15:00"),
        (-7, "by", None, "due by Tue, Nov 17", "说好的是 11月17日（周二）前"),
        (-7, "at", time(15), "set for Tue, Nov 17, 3:00 PM", "约的是 11月17日（周二）15:00"),
    ],
)
def test_what_was_promised(days: int, kind: str, at: time | None, en: str, zh: str) -> None:
    step = _step(days, kind, at)
    assert [step_words.promised(step, reader(locale)) for locale in ("en", "zh")] == [en, zh]


@given(
    st.sampled_from([-400, -7, -1, 0, 1, 7, 400]),
    st.sampled_from(["by", "at", "on"]),
    st.sampled_from([None, time(0), time(17), time(23, 59)]),
    st.sampled_from([None, "morning", "night"]),
    st.sampled_from(["en", "zh"]),
    st.sampled_from([Rung.TODAY, Rung.SOON, Rung.PAST, Rung.MANAGER, Rung.AGAIN]),
    st.sampled_from(["step", "evening", "slow"]),
)
def test_no_day_close_by_is_said_stiffly(
    days: int, kind: str, at: time | None, part: str | None, locale: str, rung: Rung, rule: str
) -> None:
    step = _step(days, kind, at).model_copy(update={"part": part})
    line = NudgeLine(
        nudge_id=1, rule=rule, rung=int(rung), lane="morning", head=DealHead(deal_id=1, account="Acme"),
        step=step, stage_name="Proposal", last_contact_at=NOW, why=because(rule),
    )  # fmt: skip
    who: Reader = reader(locale)
    for said in (
        nudge_words.line_of(line, who),
        step_words.ahead(step, who),
        step_words.promised(step, who),
    ):
        assert not STIFF.search(said) and "  " not in said and "，，" not in said


def test_what_is_said_before_a_day_off_names_the_day() -> None:
    """On Friday afternoon of an appointment on Sunday."""
    soon = {"nudge_id": 1, "rule": "step", "rung": int(Rung.SOON), "lane": "timed", "why": because("step")}
    head = DealHead(deal_id=1, account="Acme")
    line = NudgeLine.model_validate({**soon, "head": head, "step": _step(2, "at", time(2, 30))})
    assert nudge_words.line_of(line, reader()).endswith("send SOW, Thu, Nov 26, 2:30 AM.")
    assert nudge_words.line_of(line, reader("zh")).endswith("send SOW，11月26日（周四）02:30。")
