"""People: their days off."""

from __future__ import annotations

from datetime import date

from rules.answers.days import DaysPart
from services.setup import days_off
from tests.crash.dying import KEY, Act, Prepare
from tests.services.hand import Hand
from tests.services.machine import Machine

WEEK = DaysPart(first=date(2026, 12, 1), last=date(2026, 12, 4))


def add_off(machine: Machine) -> Act:
    return lambda m: Hand(m, "liam").do(days_off.add, WEEK, key=KEY)


ACTS: dict[str, Prepare] = {"days_off.add": add_off}
