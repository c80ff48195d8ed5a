"""Days that nobody means, and whose day it is: forms refuse what is years away, lists count on the reader's wall."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.views.answers import render
from bot.views.reader import Reader
from bot.views.step_words import day_value
from handlers.followup import day_of
from rules.answers.deals import GateRefused
from rules.answers.digests import VerbFilled
from rules.answers.note_forms import NoteFilled
from rules.answers.notes import DateChoice, NoteSaved
from rules.days import is_far
from rules.errors import Invalid
from rules.when import When
from services.capture import note_sent, steps
from services.clock import nudge_lines, nudges, verbs
from services.clock.said import Pressed
from services.deals import stages
from services.deals.stages import Sent
from services.facts import Staff
from storage.tables import GateAnswer, Note, Person, Step
from tests.services.hand import Hand
from tests.services.machine import Machine

FAR = [date(9999, 12, 31), date(2099, 12, 31), date(2032, 1, 1)]


@pytest.mark.parametrize(
    ("day", "far"),
    [(date(2031, 11, 24), False), (date(2031, 12, 1), True), (date(2021, 11, 24), False), (date(2021, 1, 1), True)],
)  # fmt: skip
def test_five_years_are_as_far_as_anybody_plans(day: date, far: bool) -> None:
    assert is_far(day, date(2026, 11, 24)) == far


Use = Callable[[Hand, int, date], object]
FORMS: dict[str, Use] = {
    "date": lambda hand, deal, day: hand.do(verbs.act, "date", Pressed(0, deal, "", ""), VerbFilled(on=day)),
    "wait": lambda hand, deal, day: hand.do(verbs.act, "wait", Pressed(0, deal, "", ""), VerbFilled(on=day)),
    "step": lambda hand, deal, day: hand.do(steps.set_date, f"d{deal}", When(date=day, time=None, kind="by")),
    "note": lambda hand, deal, day: hand.do(
        note_sent.sent, NoteFilled(deal_id=deal, agreed="a pilot", on=day)
    ),
}


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize("day", FAR)
@pytest.mark.parametrize("form", FORMS)
def test_a_day_years_away_goes_back_into_its_form(machine: Machine, form: str, day: date) -> None:
    deal = machine.deal(stage="negotiation")
    with pytest.raises(Invalid) as told:
        FORMS[form](Hand(machine, "liam"), deal, day)
    assert list(told.value.faults.values()) == ["verb.date_far"]
    assert machine.rows(Step) == [] and machine.deal_row(deal).expected_sign_on is None


@pytest.mark.parametrize("day", FAR)
def test_a_day_years_away_goes_back_into_the_gate_s(machine: Machine, day: date) -> None:
    deal, liam = machine.deal(stage="negotiation"), Hand(machine, "liam")
    sent = Sent(deal, "signing", {"intent": "yes", "signing_date": day.isoformat()})
    answer = liam.do(stages.move, sent)
    assert isinstance(answer, GateRefused) and answer.faults == {"item_signing_date": "verb.date_far"}
    assert machine.deal_row(deal).expected_sign_on is None and machine.deal_row(deal).stage == "negotiation"


def test_a_day_years_away_in_a_line_is_asked_for(machine: Machine) -> None:
    deal = machine.deal()
    answer = Hand(machine, "liam").note("likes the pilot; send SOW by 2099-12-31", deal_id=deal)
    assert isinstance(answer, NoteSaved) and answer.why_ask == "missing"
    assert [(x.text, x.on_date) for x in machine.rows(Step)] == [("send SOW by 2099-12-31", None)]


@pytest.mark.parametrize(("said", "offered"), [
    ("同意方案；3/12发合同", [date(2027, 3, 12)]),
    ("3/12发合同", [date(2027, 3, 12)]),
    ("likes the pilot; visit 3/4", [date(2027, 3, 4), date(2027, 4, 3)]),
])  # fmt: skip
def test_two_numbers_beside_what_is_to_be_done_are_offered_as_a_day(
    machine: Machine, said: str, offered: list[date]
) -> None:
    answer = Hand(machine, "liam").note(said, deal_id=machine.deal())
    assert isinstance(answer, NoteSaved) and answer.why_ask == "unclear"
    assert [choice.on for choice in answer.choices] == offered
    assert [(x.text, x.on_date) for x in machine.rows(Step)] in ([("发合同", None)], [("visit", None)])


@pytest.mark.parametrize("said", ["call on Feb 30", "call 31 June, 10am", "2月30日下午打电话"])
def test_a_day_that_its_month_does_not_have_is_asked_about(machine: Machine, said: str) -> None:
    deal = machine.deal()
    answer = Hand(machine, "liam").note(f"likes the pilot; {said}", deal_id=deal)
    assert isinstance(answer, NoteSaved) and answer.why_ask == "no_day"
    last, after = (choice.on for choice in answer.choices)
    assert after - last == timedelta(days=1) and after.day == 1
    assert [x.on_date for x in machine.rows(Step)] == [None]
    assert [x.next_text for x in machine.rows(Note)] == [said]
    asked = str(render(answer, Reader("en", ZoneInfo("Asia/Shanghai"), machine.clock.now())))
    assert ("Sun, Feb 28, 2027 is on a weekend." in asked) == (last == date(2027, 2, 28))


@pytest.mark.parametrize(("said", "shown"), [
    ("12月2日 下午 打电话", "12月2日（周三）下午"),
    ("周三上午发报价", "11月25日（周三）上午"),
    ("12月2日下午前发报价", "12月2日（周三）下午前"),
])  # fmt: skip
def test_the_half_of_a_day_is_kept_and_said(machine: Machine, said: str, shown: str) -> None:
    deal, hand = machine.deal(), Hand(machine, "liam")
    reader = Reader("zh", ZoneInfo("Asia/Shanghai"), machine.clock.now())
    answer = hand.note(f"同意试点；{said}", deal_id=deal)
    assert isinstance(answer, NoteSaved) and answer.step is not None
    assert shown in str(render(answer, reader)["text"])
    other = day_value(DateChoice(on=date(2026, 12, 3), part=answer.step.part, kind="on"))
    moved = hand.do(steps.set_date, f"d{deal}", day_of(other))
    assert "12月3日（周四）" + ("上午" if "上午" in said else "下午") in str(render(moved, reader)["text"])


def test_what_is_owed_by_friday_is_late_on_the_reader_s_saturday(machine: Machine) -> None:
    deal = machine.deal(stage="discovery")
    red = datetime.fromisoformat("2026-12-01T15:30:00+08:00")
    nudges.tick(machine.deps, now=red)
    with machine.db.write() as tx:
        for item, state in (("interview", "given"), ("pain_list", "owed"), ("decision_maker", "waived")):
            friday = date(2026, 12, 4) if state == "owed" else None
            tx.add(
                GateAnswer(deal_id=deal, item=item, state=state, value="two hours", owed_until=friday, at=red)
            )

    def missing(zone: str) -> tuple[str, ...]:
        """At 00:30 on Saturday in Shanghai, 16:30 on Friday in Greenwich."""
        now = datetime.fromisoformat("2026-12-05T00:30:00+08:00")
        with machine.db.write() as tx:
            liam = tx.get(Person, machine.ids["liam"])
            assert liam is not None
            liam.slack_tz = zone
            tx.add(liam)
        with machine.db.read() as tx:
            staff, config = Staff(tx, 2026), machine.deps.config.active()
            found = nudge_lines.lines(tx, machine.nudges, machine.ids["liam"], staff, config, now)
        return found[0].missing

    assert missing("Asia/Shanghai") == ("pain list",) and missing("Europe/London") == ()
