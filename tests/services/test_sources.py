"""Which sources bring leads that are none: for who leads a team, over what they may see."""

from __future__ import annotations

import pytest

from rules.answers.found import SourcesShown
from rules.errors import Refused
from services.deals import stages
from services.lists import sources
from tests.services.hand import Hand
from tests.services.machine import Machine


def test_invalid_leads_are_counted_by_source_with_their_reasons(machine: Machine) -> None:
    liam = Hand(machine, "liam")
    bad = liam.lead("Globex, Tom Reed 13900139000, pumps, expo").head.deal_id
    liam.lead("Initech, Ann Lee 13900139001, pumps, expo")
    liam.lead("Hooli, Gavin Poe 13900139002, pumps, website")
    stages.close(liam.ask("x"), bad, state="invalid", reason="wrong_number", words="")
    shown = sources.counted(Hand(machine, "maya").ask())
    assert isinstance(shown, SourcesShown)
    assert [(x.leads, x.invalid, list(x.reasons.values())) for x in shown.sources] == [
        (2, 1, [1]),
        (1, 0, []),
    ]
    with pytest.raises(Refused):
        sources.counted(liam.ask())
