"""Same company as…: found by either name, and parted again exactly, with what was written meanwhile."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from rules.answers.leads import LeadDuplicate, LeadSaved
from rules.answers.merging import AccountsMerged, AccountsParted, NameAdded
from rules.errors import Conflict, Invalid, NotFound, Refused
from services.capture import lead_edit, merging
from services.deals import cards, find
from storage.tables import Account, AccountAlias, Audit, Contact, Deal, SearchToken
from tests.services.hand import Hand, at_once
from tests.services.interleaving import overtaken
from tests.services.machine import Machine

NAMES = {"bakery": "Bluebird Bakery", "foods": "Larkspur Foods", "mills": "Quail Mills"}


@pytest.fixture
def deal(machine: Machine) -> dict[str, int]:
    """A deal of each customer: Dana's bakery and mills, Liam's foods."""
    found = {}
    for n, (key, name) in enumerate(NAMES.items()):
        who = Hand(machine, "liam" if key == "foods" else "dana")
        saved = who.lead(f"{name}, Bob{n} Hill, 1380013800{n}, bob@{key}.example, ovens, expo")
        assert isinstance(saved, LeadSaved)
        found[key] = saved.head.deal_id
    machine.clock.push(minutes=5)
    return found


def account(machine: Machine, deal_id: int) -> int:
    return machine.deal_row(deal_id).account_id or 0


def merge(machine: Machine, gone: int, kept: int, by: str = "maya") -> AccountsMerged:
    """The account of one deal into that of the other."""
    told = Hand(machine, by).do(merging.merge, account(machine, gone), account(machine, kept))
    assert isinstance(told, AccountsMerged)
    return told


def found(machine: Machine, who: str, text: str) -> set[int]:
    hand = Hand(machine, who)
    with machine.db.read() as tx:
        meant = find.by_words(tx, hand.ask().pipeline, hand.actor, text)
    return {deal.id for deal in meant.deals}


def record(machine: Machine) -> dict[str, Any]:
    """All that a merge may touch, but for versions."""
    with machine.db.read() as tx:
        kinds: dict[str, type[Any]] = {
            "account": Account,
            "alias": AccountAlias,
            "contact": Contact,
            "deal": Deal,
        }
        told: dict[str, Any] = {
            name: sorted(str(row.model_dump(exclude={"version"})) for row in tx.exec(select(kind)))
            for name, kind in kinds.items()
        }
        return told | {"words": sorted((t.token, t.deal_id) for t in tx.exec(select(SearchToken)))}


def test_both_names_find_everything_and_undo_puts_it_back(machine: Machine, deal: dict[str, int]) -> None:
    before = record(machine)
    told = merge(machine, deal["foods"], deal["bakery"])
    assert (told.gone, told.kept, told.deals, told.contacts) == ("Larkspur Foods", "Bluebird Bakery", 1, 1)
    both = {deal["foods"], deal["bakery"]}
    for text in NAMES["bakery"], NAMES["foods"]:
        assert found(machine, "maya", text) == both
    for typed in (
        "Larkspur Foods, Ann Lee 13900139000, expo",
        "Larkspur Food, expo",
        "Zed, z@foods.example, expo",
    ):
        known = Hand(machine, "maya").lead(typed)
        assert isinstance(known, LeadDuplicate) and known.name == "Bluebird Bakery", typed
    noted = Hand(machine, "liam").note("Larkspur Foods likes it // call by Friday")
    assert noted.head.deal_id == deal["foods"]
    Hand(machine, "liam").undo_note(noted.undo_id)
    Hand(machine, "maya").do(merging.part, told.merge_id)
    after = record(machine)
    for kind in ("account", "alias", "contact", "words"):
        assert after[kind] == before[kind], kind
    assert found(machine, "maya", NAMES["foods"]) == {deal["foods"]}
    with pytest.raises(NotFound):
        Hand(machine, "maya").do(merging.part, told.merge_id)


def test_what_was_written_meanwhile_goes_where_its_name_says(machine: Machine, deal: dict[str, int]) -> None:
    foods, bakery = account(machine, deal["foods"]), account(machine, deal["bakery"])
    told = merge(machine, deal["foods"], deal["bakery"])
    dana = Hand(machine, "dana")
    under_foods = dana.lead("Larkspur Foods, Ann Lee, fridges, expo", is_different=True).head.deal_id
    under_bakery = dana.lead("Bluebird Bakery, Cy Young, mixers, expo", is_different=True).head.deal_id
    assert account(machine, under_foods) == account(machine, under_bakery) == bakery
    assert found(machine, "dana", NAMES["foods"]) >= {under_foods, under_bakery}
    form = lead_edit.form(dana.ask(), under_foods)
    assert form.account == "Bluebird Bakery"
    Hand(machine, "maya").do(merging.part, told.merge_id)
    assert account(machine, under_foods) == account(machine, deal["foods"]) == foods
    assert account(machine, under_bakery) == bakery
    with machine.db.read() as tx:
        ann = tx.exec(select(Contact).where(Contact.name == "Ann Lee")).one()
        assert (ann.account_id, ann.said_account_id) == (foods, None)


@pytest.mark.parametrize("first", [0, 1])
def test_a_chain_comes_apart_in_either_order(machine: Machine, deal: dict[str, int], first: int) -> None:
    before = record(machine)
    told = [merge(machine, deal["foods"], deal["bakery"]), merge(machine, deal["bakery"], deal["mills"])]
    assert {account(machine, one) for one in deal.values()} == {account(machine, deal["mills"])}
    assert found(machine, "maya", NAMES["foods"]) == set(deal.values())
    Hand(machine, "maya").do(merging.part, told[first].merge_id)
    apart = found(machine, "maya", NAMES["foods"])
    assert apart == ({deal["foods"]} if first == 0 else {deal["foods"], deal["bakery"]})
    Hand(machine, "maya").do(merging.part, told[1 - first].merge_id)
    assert record(machine) == before


def test_a_merged_account_is_merged_no_further(machine: Machine, deal: dict[str, int]) -> None:
    foods, bakery, mills = (account(machine, deal[k]) for k in ("foods", "bakery", "mills"))
    maya = Hand(machine, "maya")
    maya.do(merging.merge, foods, bakery)
    for pair in ((foods, mills), (mills, foods), (bakery, foods)):
        with pytest.raises(Conflict):
            maya.do(merging.merge, *pair)
    with pytest.raises(NotFound):
        maya.do(merging.merge, mills, mills)


def test_two_crossing_merges_have_one_effect(machine: Machine, deal: dict[str, int]) -> None:
    foods, bakery = account(machine, deal["foods"]), account(machine, deal["bakery"])

    def merged(gone: int, kept: int) -> bool:
        try:
            Hand(machine, "maya").do(merging.merge, gone, kept)
        except Conflict:
            return False
        return True

    assert sorted(at_once([lambda: merged(foods, bakery), lambda: merged(bakery, foods)])) == [False, True]
    assert account(machine, deal["foods"]) == account(machine, deal["bakery"])


def test_a_lead_typed_while_merging_is_not_stranded(machine: Machine, deal: dict[str, int]) -> None:
    foods, bakery = account(machine, deal["foods"]), account(machine, deal["bakery"])

    def typed() -> Any:
        return Hand(machine, "dana").lead("Larkspur Foods, Ann Lee, expo", is_different=True)

    def merged() -> Any:
        return Hand(machine, "maya").do(merging.merge, foods, bakery)

    made, _ = at_once([typed, merged])
    assert account(machine, made.head.deal_id) == bakery


def test_only_a_manager_of_all_its_deals_gives_a_name_up(machine: Machine, deal: dict[str, int]) -> None:
    foods, bakery = account(machine, deal["foods"]), account(machine, deal["bakery"])
    for name in ("liam", "dana", "zoe"):
        with pytest.raises(Refused):
            Hand(machine, name).do(merging.merge, foods, bakery)
    machine.change(deal["foods"], owner_id=machine.ids["zoe"])
    with pytest.raises(Refused) as told:
        Hand(machine, "maya").do(merging.merge, foods, bakery)
    assert told.value.key != "merge.others" and not told.value.fields, "no name of what is not theirs"
    with pytest.raises(Refused):  # nor is a company offered of which nothing is seen
        Hand(machine, "maya").do(merging.merge, bakery, foods)
    with pytest.raises(Invalid):
        merging.preview(Hand(machine, "maya").ask(), deal["bakery"], "", "Larkspur Foods")
    with pytest.raises(Refused):
        merging.form(Hand(machine, "dana").ask(), deal["bakery"])
    machine.change(deal["bakery"], account_id=foods)
    with pytest.raises(Refused) as told:
        Hand(machine, "maya").do(merging.merge, foods, bakery)
    assert (told.value.key, told.value.fields["name"]) == ("merge.others", NAMES["foods"])


def test_what_moves_is_shown_before(machine: Machine, deal: dict[str, int]) -> None:
    Hand(machine, "liam").note("Larkspur Foods likes it // call by Friday")
    maya = Hand(machine, "maya").ask()
    assert NAMES["foods"] not in [c.label for c in merging.form(maya, deal["bakery"]).choices]
    for said in (
        "larkspur",
        "larkspur foods",
        "Larkspur Foods Ltd.",
        machine.deal_row(deal["foods"]).code or "",
    ):
        shown = merging.preview(maya, deal["bakery"], "", said)
        assert shown.other is not None and shown.other.name == NAMES["foods"]
        assert (shown.other.deals, shown.other.contacts, shown.other.notes) == (1, 1, 1)
        assert shown.one.may_go and shown.other.may_go
    for said, fault in (
        ("", "merge.which"),
        ("Bluebird Bakery", "merge.itself"),
        ("EXPO-2026-999", "merge.unknown"),
        ("hill", "merge.several"),
        ("x" * 121, "merge.long"),
    ):
        with pytest.raises(Invalid) as told:
            merging.preview(maya, deal["bakery"], "", said)
        assert told.value.faults == {"other": fault}


def test_a_name_that_nobody_has_becomes_another_name(machine: Machine, deal: dict[str, int]) -> None:
    before = record(machine)
    maya = Hand(machine, "maya")
    shown = merging.preview(maya.ask(), deal["bakery"], "", "Nestling Breads")
    assert shown.other is None and shown.typed == "Nestling Breads"
    told = maya.do(merging.add_name, shown.one.account_id, shown.typed)
    assert isinstance(told, NameAdded)
    assert found(machine, "dana", "Nestling") == {deal["bakery"]}
    known = Hand(machine, "dana").lead("Nestling Breads, Ann Lee, expo")
    assert isinstance(known, LeadDuplicate) and known.is_mine
    card = cards.open_card(maya.ask(), deal["bakery"])
    assert [(n.label, n.value) for n in card.also_called] == [("Nestling Breads", f"name:{told.alias_id}")]  # type: ignore[attr-defined]
    maya.do(merging.drop_name, told.alias_id)
    assert {k: v for k, v in record(machine).items()} == before
    with pytest.raises(NotFound):
        maya.do(merging.drop_name, told.alias_id)


def test_each_change_is_on_record(machine: Machine, deal: dict[str, int]) -> None:
    told = merge(machine, deal["foods"], deal["bakery"])
    Hand(machine, "maya").do(merging.part, told.merge_id)
    done = [(row.action, row.actor_id) for row in machine.rows(Audit) if row.subject.startswith("account:")]
    assert done == [("account.merge", machine.ids["maya"]), ("account.part", machine.ids["maya"])]


def test_the_duplicate_check_offers_it_to_a_manager_alone(machine: Machine, deal: dict[str, int]) -> None:
    typed = "Blue Bird Bakery Shop, 13800138000, expo"
    told = Hand(machine, "maya").lead(typed)
    assert isinstance(told, LeadDuplicate) and told.can_merge and told.mine is not None
    form = merging.form(Hand(machine, "maya").ask(), told.mine.deal_id, told.draft_id)
    assert form.typed == "Blue Bird Bakery Shop"
    other = Hand(machine, "liam").lead(typed)
    assert isinstance(other, LeadDuplicate) and not other.can_merge


def test_parted_while_its_new_customer_is_merged_on_it_is_parted_from_there(
    machine: Machine, deal: dict[str, int]
) -> None:
    """Bakery was merged into foods; while it is parted again, foods goes into mills."""
    bakery, foods, mills = (account(machine, deal[key]) for key in ("bakery", "foods", "mills"))
    first = merge(machine, deal["bakery"], deal["foods"])
    maya = Hand(machine, "maya")
    merged, parted = overtaken(
        machine.db,
        lambda: maya.do(merging.merge, foods, mills),
        lambda: maya.do(merging.part, first.merge_id),
    )
    assert isinstance(merged, AccountsMerged) and isinstance(parted, AccountsParted)
    assert parted.kept == NAMES["mills"]
    assert [account(machine, deal[key]) for key in ("bakery", "foods", "mills")] == [bakery, mills, mills]
    assert found(machine, "maya", "Bluebird Bakery") == {deal["bakery"]}


def test_a_lead_that_is_captured_while_its_customers_are_merged_counts_for_the_one(
    machine: Machine, deal: dict[str, int]
) -> None:
    bakery, foods = account(machine, deal["bakery"]), account(machine, deal["foods"])
    maya, liam = Hand(machine, "maya"), Hand(machine, "liam")
    machine.change(deal["bakery"], state="lost")
    merged, saved = overtaken(
        machine.db,
        lambda: maya.do(merging.merge, bakery, foods),
        lambda: liam.lead("Bluebird Bakery, Eve, new oven, website", is_different=True),
    )
    assert isinstance(merged, AccountsMerged) and isinstance(saved, LeadSaved)
    assert account(machine, saved.head.deal_id) == foods
