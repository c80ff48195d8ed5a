"""The day of a next step in the note form: what its words say counts where none was picked beside them."""

from datetime import date, time

import pytest

from rules.answers.note_forms import NoteFilled
from services.capture import note_sent
from storage.tables import Step
from tests.services.hand import Hand
from tests.services.machine import Machine


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
