"""The day of a next step in the note form: what its words say counts where none was picked beside them."""

from datetime import date, time

import pytest

from rules.answers.note_forms import NoteFilled
from services.capture import note_sent
from storage.tables import Step
from tests.services.hand import Hand
from tests.services.machine import Machine

pytestmark = pytest.mark.few_on_postgresql


def step(machine: Machine, **filled: object) -> Step:
    """The step that a form of Liam's leaves; it is Tuesday, 24 November."""
    deal = machine.deal()
    Hand(machine, "liam").do(note_sent.sent, NoteFilled(deal_id=deal, agreed="likes it", **filled))
    (made,) = machine.rows(Step)
    return made


@pytest.mark.parametrize(
    ("text", "on", "at"),
    [
        ("周五打给李厂长", date(2026, 11, 27), None),
        ("call Rachel on Monday", date(2026, 11, 30), None),
        ("周五下午3点打给李厂长", date(2026, 11, 27), time(15)),
        ("打给李厂长", None, None),
    ],
)
def test_a_day_in_the_words_is_the_step_s(
    machine: Machine, text: str, on: date | None, at: time | None
) -> None:
    made = step(machine, next_text=text)
    assert (made.on_date, made.at_time) == (on, at)


def test_what_was_picked_goes_before_what_the_words_say(machine: Machine) -> None:
    made = step(machine, next_text="周五打给李厂长", on=date(2026, 11, 30))
    assert made.on_date == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("next_text", "said", "day"),
    [
        ("25点打电话", "打电话", None),
        ("明天25点打电话", "打电话", date(2026, 11, 25)),
        ("call tomorrow at 25:00", "call", date(2026, 11, 25)),
        ("call at 9:75", "call", None),
        ("9:75打电话", "打电话", None),
        ("9点75分打电话", "打电话", None),
        ("25:30打电话", "打电话", None),
        ("明天9:75打电话", "打电话", date(2026, 11, 25)),
        ("明天 9:75 打电话", "打电话", date(2026, 11, 25)),
        ("明天9点75分打电话", "打电话", date(2026, 11, 25)),
        ("周五26:00打电话", "打电话", date(2026, 11, 27)),
        ("下周一25:30去拜访", "去拜访", date(2026, 11, 30)),
    ],
)
def test_an_hour_that_no_day_has_is_asked_about_and_no_part_of_the_step(
    machine: Machine, next_text: str, said: str, day: date | None
) -> None:
    liam, code = Hand(machine, "liam"), machine.deal_row(machine.deal()).code
    saved = liam.note(f"{code} likes it\n{next_text}")
    assert (saved.why_ask, saved.step.text, saved.step.on) == ("no_hour", said, None)
    assert bool(saved.choices) and (day is None or [x.on for x in saved.choices] == [day])
    filled = NoteFilled(deal_id=saved.head.deal_id, agreed="likes it", next_text=next_text)
    again = liam.do(note_sent.sent, filled)
    assert (again.why_ask, again.step.text, again.step.on) == ("no_hour", said, None)


@pytest.mark.parametrize(
    "text",
    [
        "offer 30点优惠",
        "ship 25:00 units",
        "call at 24:00 tomorrow",
        "call at 9:45",
        "payment at 40:60",
        "settle at 1:99",
    ],
)
def test_a_number_that_is_no_hour_stays(machine: Machine, text: str) -> None:
    liam, code = Hand(machine, "liam"), machine.deal_row(machine.deal()).code
    assert liam.note(f"{code} likes it\n{text}").why_ask != "no_hour"
