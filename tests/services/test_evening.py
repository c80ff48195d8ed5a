"""The end of a day: one message about what was promised for it and nobody logged."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlmodel import update

from bot.views.answers import render
from bot.views.reader import Reader
from rules.answers.digests import MorningList, VerbFilled
from rules.answers.nudges import NudgeMessage
from services.clock import verbs
from services.clock.said import Pressed
from services.sending import promises
from services.setup import my_settings
from storage.tables import Delivery, Nudge
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import Post, at

pytestmark = pytest.mark.few_on_postgresql

CALL, SEND = "Talked about the budget // call Ms. Chen at {}", "Talked about the price // send the plan on {}"


@pytest.fixture
def liam(machine: Machine) -> Hand:
    return Hand(machine, "liam")


def promise(liam: Hand, deal: int, words: str) -> None:
    liam.note(words, deal_id=deal, is_again=True)


def evening(post: Post) -> list[NudgeMessage]:
    return [answer for _, answer in post.of(NudgeMessage) if any(x.rule == "evening" for x in answer.lines)]


def test_what_is_open_at_the_end_of_a_day_is_one_message_of_the_budget(
    machine: Machine, post: Post, liam: Hand
) -> None:
    deals = [machine.deal("liam", "discovery") for _ in range(3)]
    promise(liam, deals[0], CALL.format("Nov 25 10:00"))
    promise(liam, deals[1], SEND.format("Nov 25"))
    promise(liam, deals[2], CALL.format("Nov 25 14:00"))
    post.through("11-25 15:30")
    liam.note("Talked to Ms. Chen, they like it", deal_id=deals[2], is_again=True)
    post.through("11-25 18:30")
    (told,) = evening(post)
    assert {x.head.deal_id for x in told.lines if x.rule == "evening"} == set(deals[:2])
    assert [x.kind for x in machine.rows(Delivery) if x.id == _carrier(machine)] == ["nudges"]
    for locale, words in (("en", "2 things from today"), ("zh", "还有 2 件")):
        said = render(told, Reader(locale, at("11-25 17:00").tzinfo, at("11-25 17:00")))  # type: ignore[arg-type]
        assert words in said["text"] and words in said["blocks"][0]["text"]["text"]


def _carrier(machine: Machine) -> int | None:
    return next(x.delivery_id for x in machine.rows(Nudge) if x.rule == "evening")


def test_a_meeting_of_the_afternoon_is_asked_about_once_that_day(
    machine: Machine, post: Post, liam: Hand
) -> None:
    """15:40 asked how it went: the end of the day does not ask again, the next morning does. One of the morning is asked
    about again, as the ladder of meetings has it."""
    late, early = (machine.deal("liam", "discovery") for _ in range(2))
    promise(liam, late, CALL.format("Nov 25 15:00"))
    promise(liam, early, CALL.format("Nov 25 10:00"))
    post.through("11-25 18:30")
    asked = [x.head.deal_id for _, told in post.of(NudgeMessage) for x in told.lines if x.rule == "over"]
    assert sorted(asked) == sorted([late, early])
    assert [[x.head.deal_id for x in told.lines] for told in evening(post)] == [[early]]
    post.through("11-26 09:00")
    (morning,) = (told for when, told in post.of(MorningList) if when.startswith("11-26"))
    assert {x.head.deal_id for x in morning.lines if x.rule == "step"} == {late, early}


@pytest.mark.one_on_postgresql
def test_a_full_day_leaves_it_to_the_morning(machine: Machine, post: Post, liam: Hand) -> None:
    promise(liam, machine.deal("liam", "discovery"), CALL.format("Nov 25 10:00"))
    post.through("11-25 16:00")
    with machine.db.write() as tx:
        for _ in range(4):
            promises.promise(tx, None, "late", f"person:{liam.person.id}", {}, at("11-25 16:00"))
        tx.exec(update(Delivery).where(Delivery.kind == "late").values(state="sent"))  # type: ignore[arg-type]
    post.live(at("11-26 09:00"))
    assert evening(post) == []
    assert [(x.state, x.reason) for x in machine.rows(Nudge) if x.rule == "evening"] == [
        ("cancelled", "done")
    ]


def test_who_goes_without_it_hears_nothing(machine: Machine, post: Post, liam: Hand) -> None:
    promise(liam, machine.deal("liam", "discovery"), CALL.format("Nov 25 10:00"))
    now = my_settings.form(liam.ask()).now
    liam.do(my_settings.save, now.model_copy(update={"reminders": ("soon", "over")}))
    post.through("11-25 18:30")
    assert evening(post) == []


def test_another_day_answers_the_line_and_the_head_counts_what_is_left(
    machine: Machine, post: Post, liam: Hand
) -> None:
    deals = [machine.deal("liam", "discovery") for _ in range(2)]
    for deal in deals:
        promise(liam, deal, CALL.format("Nov 25 10:00"))
    post.through("11-25 17:10")
    nudge = next(x for x in machine.rows(Nudge) if x.rule == "evening" and x.deal_id == deals[0])
    sent = next(x for x in machine.rows(Delivery) if x.id == nudge.delivery_id)
    pressed = Pressed(nudge.id, deals[0], sent.channel or "", sent.ts or "")
    answer = liam.do(verbs.act, "date", pressed, VerbFilled(on=at("11-27 09:00").date()))
    said = render(answer, replace(Reader("en", at("11-25 17:00").tzinfo, at("11-25 17:00"))))  # type: ignore[arg-type]
    assert "one thing from today" in said["blocks"][0]["text"]["text"]
