"""The last gate waits for all that earlier ones were promised: won, nobody would ask for it again."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from bot.views import gate_modal
from bot.views.answers import render
from bot.views.reader import Reader
from rules.answers.deals import GateRefused, StageMoved
from sandbox.driver import text_of
from services.deals import cards, owing, stages
from services.deals.stages import Sent
from tests.services.hand import Hand
from tests.services.machine import Machine

GIVEN = {"interview": "on site", "decision_maker": "Ms. Chen"}
DONE = {"accepted": "yes", "settled": "yes", "after_sales": "pumps run", "who_else": "the Ulm plant"}


def by(machine: Machine, locale: str = "en") -> Reader:
    return Reader(locale, ZoneInfo("Asia/Shanghai"), machine.clock.now(), "U0")


def test_it_waits_for_what_is_owed_whatever_its_day(machine: Machine) -> None:
    deal, liam = machine.deal(stage="discovery"), Hand(machine, "liam")
    liam.do(stages.move, Sent(deal, "proposal", GIVEN, ("pain_list",)))
    machine.change(deal, stage="collecting", stage_entered_at=machine.clock.now())
    form = cards.move_form(liam.ask(), deal)
    told = text_of(gate_modal.view(form, by(machine)))
    assert "pain list / a meeting photo (promised by Fri, Nov 27)" in told and "now, or by Friday" not in told
    assert "Promised by Fri, Nov 27. The last stage waits for it" in str(gate_modal.view(form, by(machine)))
    assert "说好 11月27日（周五）前补的" in text_of(gate_modal.view(form, by(machine, "zh")))
    card = text_of(render(cards.open_card(liam.ask(), deal), by(machine)))
    assert "Owed by Fri, Nov 27: pain list. The last stage waits for it" in card
    refused = liam.do(stages.move, Sent(deal, "closed", DONE, ("pain_list",)))
    assert isinstance(refused, GateRefused)
    assert [(f.key, f.may_owe, f.owed_until) for f in refused.fields] == [
        ("pain_list", False, date(2026, 11, 27))
    ]
    sent = {"blocks": [{"block_id": "link_pain_list"}]}
    assert gate_modal.faults(refused, sent, ("pain_list",), by(machine)) == {
        "link_pain_list": "Promised by Fri, Nov 27. The last stage waits for it. Saved already: accepted, "
        'all instalments settled, after-sales note, "who else?" asked'
    }
    liam.do(owing.give, deal, {"pain_list": "https://wiki.example/pain"})
    assert isinstance(liam.do(stages.move, Sent(deal, "closed", DONE)), StageMoved)
    assert machine.deal_row(deal).state == "won"
