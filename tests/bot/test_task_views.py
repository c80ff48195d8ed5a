"""What is asked of a group reads well, offers its answers while it is open, and is valid whatever was typed."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.views import tasks
from bot.views.answers import render
from bot.words import formats, text
from rules.answers import DealHead
from rules.answers.leads import Choice
from rules.answers.tasks import ColleagueAsked, TaskAsked, TaskBack, TaskForm, TaskLate, TaskSaid, TasksDue
from sandbox.blocks import validate_view
from sandbox.driver import buttons_of
from tests.bot.test_nudge_views import TEXT, fits, reader

HEAD = DealHead(deal_id=1, account="Acme")
ASKED = TaskAsked(
    task_id=7, head=HEAD, stage_name="Proposal", what="Our quote", who="Liam", due=date(2026, 11, 26)
)
SAIDS = st.builds(
    TaskSaid,
    verb=st.sampled_from(sorted(tasks.SAID)),
    who=TEXT,
    text=TEXT,
    on=st.none() | st.dates(),
    to=TEXT,
)


def test_a_task_says_who_asks_for_what_until_when() -> None:
    told = fits(ASKED, "en")
    assert told.startswith("Liam needs you for *Acme* (Proposal): Our quote, due Thu, Nov 26.")
    assert "due Thu, Nov 26, 3:30 PM." in fits(ASKED.model_copy(update={"at": time(15, 30)}), "en")
    assert buttons_of(render(ASKED, reader())) == ["Done", "A date…", "task_more"]


def test_what_nobody_was_there_to_do_is_not_said_to_be_unanswered() -> None:
    told = TaskLate(task_id=7, head=HEAD, what="Legal", due=date(2026, 11, 26))
    assert "“Legal” was due Thu, Nov 26, and nobody has it yet. Who could help?" in fits(told, "en")
    assert "还没人接" in fits(told, "zh")


RELATIVE = ("今天", "明天", "昨天", "today", "tomorrow", "yesterday")


@pytest.mark.parametrize("days", [-1, 0, 1])
@pytest.mark.parametrize("locale", ["en", "zh"])
def test_what_is_still_read_days_later_says_the_date(days: int, locale: str) -> None:
    """The message stays in the DM; a "tomorrow" in it would be another day by then."""
    on = reader().today + timedelta(days=days)
    said = TaskSaid(verb="date", who="Chen", on=on)
    asked = ASKED.model_copy(update={"due": on})
    kinds = [
        asked,
        asked.model_copy(update={"said": said, "is_open": False}),
        TaskBack(head=HEAD, what="Our quote", said=said),
        TaskLate(task_id=7, head=HEAD, what="Our quote", whose=("Chen",), due=on),
        ColleagueAsked(head=HEAD, who=("Chen",), due=on),
        TasksDue(tasks=(asked,)),
    ]
    for one in kinds:
        told = str(render(one, reader(locale)))
        assert formats.day(on, locale, reader().today) in told, one.kind
        head = text(locale, "task.due_head", count=1)  # of its morning
        assert not any(word in told.replace(head, "") for word in RELATIVE), one.kind


@pytest.mark.parametrize("verb", sorted(tasks.SAID))
def test_what_was_answered_takes_the_buttons_place(verb: str) -> None:
    said = TaskSaid(verb=verb, who="Chen", on=date(2026, 11, 27), to="Lex", text="v2?")
    told = ASKED.model_copy(update={"said": said, "is_open": False})
    assert buttons_of(render(told, reader())) == []
    assert "Chen" in fits(told, "en") and "“v2?”" in fits(told, "en") and "Chen" in fits(told, "zh")
    back = TaskBack(head=HEAD, what="Our quote", said=said)
    assert "*Acme*" in fits(back, "en") and "「v2?」" in fits(back, "zh")


@given(SAIDS, TEXT, st.booleans(), st.sampled_from(["en", "zh"]))
def test_whatever_was_typed_slack_takes_it(said: TaskSaid, what: str, is_open: bool, locale: str) -> None:
    asked = ASKED.model_copy(update={"said": said, "what": what, "is_open": is_open, "who": what})
    fits(asked, locale)
    fits(TaskBack(head=DealHead(deal_id=1, account=what), what=what, said=said), locale)
    for verb in tasks.TITLES:
        for people in ((), (Choice(value="3", label=what or "x"),)):
            form = TaskForm(verb=verb, asked=asked, people=people, channel="D1", ts="1.2")
            assert validate_view(tasks.form(form, reader(locale))) == []
