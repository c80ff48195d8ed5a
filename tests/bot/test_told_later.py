"""A message that is rewritten on a later day says dates: a "tomorrow" in it would be another day by then."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.views.answers import render
from bot.views.reader import Reader
from rules.answers import DealHead, StepShown
from rules.answers.base import Answer
from rules.answers.deals import OwedShown
from rules.answers.digests import ManagerList, MorningList
from rules.answers.nudges import Away, Done, Helping, NudgeLine, NudgeMessage, TaskOpen
from rules.facts import Rung
from tests.bot.test_nudge_views import CHIPS, NOW, because, line, reader

NEAR = re.compile(r"\b(today|tomorrow|yesterday)\b|[今明昨]天|[今明昨]早|一会儿|快到点|Coming up", re.I)
TODAY = date(2026, 11, 24)
DAYS = st.sampled_from([-9, -1, 0, 1, 9])
ON = DAYS.map(lambda days: TODAY + timedelta(days))
AT = DAYS.map(lambda days: NOW + timedelta(days))
STEPS = st.builds(
    StepShown,
    text=st.just("send SOW"),
    kind=st.sampled_from(["by", "at", "on"]),
    on=ON,
    at=st.sampled_from([None, time(15)]),
    part=st.sampled_from([None, "morning"]),
)
OLD = st.builds(
    NudgeLine,
    nudge_id=st.just(12),
    rule=st.sampled_from(
        [
            "step",
            "over",
            "evening",
            "quiet",
            "slow",
            "waiting",
            "risk",
            "untouched",
            "owed",
            "date",
            "slipping",
            "unanswered",
        ]
    ),
    rung=st.sampled_from([int(rung) for rung in Rung]),
    lane=st.just("morning"),
    head=st.just(DealHead(deal_id=1, account="Acme", stage="proposal")),
    stage_name=st.just("Proposal"),
    last_contact_at=st.none() | AT,
    days_silent=st.sampled_from([None, 3]),
    step=st.none() | STEPS,
    is_parked=st.booleans(),
    owed=st.just(()) | ON.map(lambda on: (OwedShown(name="a quote", until=on),)),
    sign_on=st.none() | ON,
    owner=st.sampled_from(["", "Liam"]),
    blockers=st.just(CHIPS),
    blocker=st.sampled_from([None, "our_quote"]),
    listed_at=st.sampled_from([None, time(8, 50)]),
    helping=st.none() | st.builds(Helping, who=st.just("Maya"), since=AT, is_promised=st.booleans()),
    task=st.none() | st.builds(TaskOpen, whose=st.just(("Chen",)), due=ON, is_late=st.booleans()),
    why=st.builds(
        lambda rule, at: because(rule, next_at=at, limit_at=at, up_at=None), st.just("evening"), AT
    ),
)


def later(locale: str, days: int = 1) -> Reader:
    return replace(reader(locale), now=NOW + timedelta(days=days))


@given(OLD, st.sampled_from(["en", "zh"]), st.booleans())
def test_no_line_of_another_day_says_a_word_of_its_day(old: NudgeLine, locale: str, is_away: bool) -> None:
    away = Away(since=NOW - timedelta(days=1), until=NOW, count=2) if is_away else None
    mine = MorningList(lines=(old,), told_at=NOW, away=away)
    messages: list[Answer] = [
        NudgeMessage(lines=(old,), told_at=NOW, away=away),
        mine,
        ManagerList(lines=(old,), mine=mine, told_at=NOW),
    ]
    for one in messages:
        told = render(one, later(locale))
        for said in [told["text"], *_texts(told)]:
            assert not NEAR.search(said), said


def _texts(told: dict[str, object]) -> list[str]:
    """What its sections and grey lines say; buttons are pressed now."""
    found = [block.get("text", {}).get("text", "") for block in told["blocks"]]  # type: ignore[attr-defined]
    grey = [x["text"] for b in told["blocks"] if b["type"] == "context" for x in b["elements"]]  # type: ignore[attr-defined]
    return [*found, *grey]


@pytest.mark.parametrize(
    ("locale", "head", "said"),
    [
        ("en", "Your list of Tue, Nov 24: 2 things", "*Acme*: “send SOW” was due by Mon, Nov 23. How did it go?"),
        ("zh", "11月24日（周二）的清单：2 件事", "*Acme*：「send SOW」说好的是 11月23日（周一）前，怎么样了？"),
    ],
)  # fmt: skip
def test_an_old_list_says_of_which_day_it_is(locale: str, head: str, said: str) -> None:
    step = StepShown(text="send SOW", kind="by", on=TODAY - timedelta(1))
    gone = line(done=Done(verb="over_lost", noticed=True))
    lines = (line("step", Rung.PAST, step=step), gone)
    told = render(MorningList(lines=lines, told_at=NOW), later(locale))
    assert told["text"] == head
    assert said in _texts(told)
    same_day = render(MorningList(lines=lines, told_at=NOW), reader(locale))
    assert ("yesterday" if locale == "en" else "昨天") in str(same_day)


@pytest.mark.parametrize(("locale", "head"), [("en", "all taken care of"), ("zh", "都处理了")])
def test_an_old_list_that_is_done_says_so(locale: str, head: str) -> None:
    gone = line(done=Done(verb="over_lost", noticed=True))
    told = render(MorningList(lines=(gone,), told_at=NOW), later(locale))["text"]
    assert told.startswith(("Your list of Tue, Nov 24", "11月24日（周二）")) and head in told
