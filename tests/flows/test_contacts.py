"""A deal's contacts from the ⋯ of its card: the second one's part, a new one, one off and back again."""

import pytest

from sandbox.driver import text_of
from tests.world import World

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


def test_contacts_are_changed_added_taken_off_and_put_back(world: World) -> None:
    dana = world.dana
    dana.command("#sales-east", "/lead Acme Corp, Ms. Chen 212-555-0143, ERP, $80k, expo")
    card = dana.command("#sales-east", "/deal Acme Corp").message
    every = dana.opening.click(card, "deal_more", selected_option="More…")
    people = dana.opening.click(every, "Contacts")
    assert people["title"]["text"] == "Contacts"
    assert "Ms. Chen" in text_of(people)
    form = dana.opening.click(people, "Add a contact")
    refused = dana.submit(form, {"Contact and title": "Bob Ray", "Phone": "call me"})
    assert "phone" in refused["errors"]
    bob = {"Contact and title": "Bob Ray", "Part in the decision": "decides", "Phone": "212-555-0188"}
    dana.submit(form, bob)
    people = dana.views()[-1]
    assert "Bob Ray is on this deal now" in text_of(people) and "*Bob Ray* · decides" in text_of(people)
    assert "Bob Ray · decides" in dana.command("#sales-east", "/deal Acme Corp").text
    row = next(b for b in people["blocks"] if "Bob Ray*" in str(b))
    form = dana.opening.click(people, "Edit", block_id=row["block_id"])
    dana.submit(form, {"Contact and title": "Bob Ray CFO"})
    people = dana.views()[-1]
    assert "Bob Ray CFO: saved" in text_of(people), "the same window saves more than once"
    row = next(b for b in people["blocks"] if "Bob Ray CFO*" in str(b))
    form = dana.opening.click(people, "Edit", block_id=row["block_id"])
    off = dana.opening.click(form, "Take off this deal")
    assert "Bob Ray CFO is off this deal" in text_of(off)
    assert "Bob Ray" not in dana.command("#sales-east", "/deal Acme Corp").text
    assert "Bob Ray CFO is on this deal again" in text_of(dana.opening.click(off, "Undo"))
    assert "Bob Ray CFO · decides" in dana.command("#sales-east", "/deal Acme Corp").text
