"""A deal is found by how its words begin, its Han characters and its phone's tail, alike on both databases."""

import pytest

from rules.names import search_tokens
from services import shown
from services.deals import find
from storage import imports
from storage.tables import Account, Deal
from tests.services.hand import Hand
from tests.services.machine import START, Machine

ACME = "Acme Corporation, Ms. Chen 212-555-0143, chen@acme-labs.com, ERP, 80k, expo"
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
        ("chen@acme-labs.com", {"Acme Corporation"}),
        ("chen@acme-labs.co", {"Acme Corporation"}),
        ("li@acme-labs.com", set()),
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


def test_a_customer_by_the_whole_name_stands_before_any_number_of_newer_ones(machine: Machine) -> None:
    liam = Hand(machine, "liam")
    last = liam.lead("上海恒达机械，张总 13800138000，想上ERP，展会").head.deal_id
    liam.lead("Shanghai Gears Ltd, Tom 212-555-0143, expo")
    with machine.db.write() as tx:
        names = [f"上海{n:04}贸易 Shanghai" for n in range(1100)]
        accounts = [Account(name=name, name_norm=name, created_at=START) for name in names]
        tx.add_all(accounts)
        tx.flush()
        whose = {"owner_id": machine.ids["liam"], "stage_entered_at": START, "created_at": START}
        newer = [Deal(account_id=account.id, **whose) for account in accounts]
        tx.add_all(newer)
        tx.flush()
        imports.add_tokens(tx, {d.id: search_tokens(name) for d, name in zip(newer, names, strict=True)})
    for line, account in (
        ("上海恒达机械 同意试用，下周三演示", "上海恒达机械"),
        ("上海恒达同意试用", "上海恒达机械"),
        ("Shanghai Gears liked the demo", "Shanghai Gears Ltd"),
    ):
        with machine.db.read() as tx:
            meant = find.at_start(tx, liam.ask().pipeline, liam.actor, line, last_id=None)
            assert [shown.head(tx, deal).account for deal in meant.deals] == [account], line
    with machine.db.read() as tx:  # named behind the words, it is asked about beside the one last touched
        said = "met with Tom @ Shanghai Gears Ltd, contract signed"
        meant = find.at_start(tx, liam.ask().pipeline, liam.actor, said, last_id=last)
        assert meant.is_unsure and "Shanghai Gears Ltd" in {shown.head(tx, d).account for d in meant.deals}
