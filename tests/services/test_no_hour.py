"""An hour that no day has, in the words of a note."""

from collections.abc import Iterator

import pytest

from rules.answers.notes import NoteSaved
from tests.lending import CopyOf
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.test_help import seen
from tests.services.test_which import five_deals


@pytest.fixture
def dana(copy_of: CopyOf) -> Iterator[Hand]:
    machine = Machine(copy_of(five_deals))
    yield Hand(machine, "dana")
    machine.close()


@pytest.mark.parametrize(
    "text",
    [
        "恒达机械 25点打电话",
        "恒达机械 9点75分打电话",
        "Globex call at 25:00",
        "Globex likes it, call at 25:00",
        "恒达机械 同意了，25点打电话",
    ],
)
def test_an_hour_that_no_day_has_is_a_step_that_is_asked_about(dana: Hand, text: str) -> None:
    answer = dana.note(text)
    assert isinstance(answer, NoteSaved) and answer.why_ask == "no_hour" and answer.choices
    assert answer.step is not None and answer.step.text in ("打电话", "call")
    assert {"step_pick", "nudge_deal_card"} <= seen(answer, dana.machine)[1], "the card behind the menu"


@pytest.mark.parametrize(
    ("text", "days", "asked"),
    [
        ("Globex call him at 2pm", ["2026-11-25 14:00"], "Do you mean tomorrow, 2:00 PM?"),
        ("恒达机械 两点给他打电话", ["2026-11-25 14:00"], "Do you mean tomorrow, 2:00 PM?"),
        ("恒达机械 上午发合同", ["2026-11-25"], "Do you mean tomorrow in the morning?"),
        ("Globex call him at 9", ["2026-11-25 09:00", "2026-11-24 21:00"], "Which day do you mean?"),
    ],
)
def test_an_hour_that_is_over_is_none_to_do_it_at(dana: Hand, text: str, days: list[str], asked: str) -> None:
    answer = dana.note(text)
    told = [f"{one.on} {one.at or ''}".strip().removesuffix(":00") for one in answer.choices]
    assert told == days and asked in str(seen(answer, dana.machine)[0])


@pytest.mark.parametrize(
    "text",
    ["Globex we called at 25:00", "恒达机械 客户要30点优惠", "恒达机械 同意30点", "恒达机械 比例30:70谈好了"],
)
def test_what_is_over_and_what_is_no_hour_makes_no_step(dana: Hand, text: str) -> None:
    answer = dana.note(text)
    assert isinstance(answer, NoteSaved) and answer.step is None and answer.why_ask != "no_hour"
