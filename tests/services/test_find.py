"""A deal is found by how its words begin, its Han characters and its phone's tail, alike on both databases."""

import pytest

from services import shown
from services.deals import find
from tests.services.hand import Hand
from tests.services.machine import Machine

ACME = "Acme Corporation, Ms. Chen 212-555-0143, ERP, 80k, expo"
HENGDA = "恒达机械，张总 13800138000，想上ERP，80万，展会"


def found(machine: Machine, text: str) -> set[str]:
    """The accounts of the deals that these words mean to the director."""
    pipeline = machine.deps.config.active().pipeline
    with machine.deps.db.read() as tx:
        meant = find.by_words(tx, pipeline, Hand(machine, "zoe").actor, text)
        return {shown.head(tx, deal).account for deal in meant.deals}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("ac", {"Acme Corporation"}),
        ("corp acme", {"Acme Corporation"}),
        ("acme chen", {"Acme Corporation"}),
        ("cme", set()),
        ("acmes", set()),
        ("恒", {"恒达机械"}),
        ("械", {"恒达机械"}),
        ("达机", {"恒达机械"}),
        ("达恒", set()),
        ("张总", {"恒达机械"}),
        ("0143", {"Acme Corporation"}),
        ("555-0143", {"Acme Corporation"}),
        ("13800138000", {"恒达机械"}),
        ("0144", set()),
        ("er", {"Acme Corporation", "恒达机械"}),
        ("expo", {"Acme Corporation", "恒达机械"}),
        ("e er erp", {"Acme Corporation", "恒达机械"}),
    ],
)
def test_words_find_their_deals(machine: Machine, words: str, expected: set[str]) -> None:
    hand = Hand(machine, "liam")
    hand.lead(ACME)
    hand.lead(HENGDA)
    assert found(machine, words) == expected
