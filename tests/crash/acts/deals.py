"""Deals: tags."""

from __future__ import annotations

from services.deals import tags
from tests.crash.dying import KEY, Act, Prepare
from tests.services.hand import Hand
from tests.services.machine import Machine


def put_tag(machine: Machine) -> Act:
    deal = machine.deal()
    return lambda m: Hand(m, "liam").do(tags.put, deal, "price", key=KEY)


def drop_tag(machine: Machine) -> Act:
    deal = machine.deal()
    Hand(machine, "liam").do(tags.put, deal, "price")
    return lambda m: Hand(m, "liam").do(tags.drop, deal, "price", key=KEY)


ACTS: dict[str, Prepare] = {"tags.put": put_tag, "tags.drop": drop_tag}
