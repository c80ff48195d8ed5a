"""A deal's contacts from the ⋯ of its card: the second one's part, a new one, one off and back again."""

from typing import Any

import pytest

from sandbox.driver import text_of
from tests.world import World

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
LABEL = "Contacts"


def window(world: World, words: str, without: set[str]) -> dict[str, Any]:
    """The window that says this, opened or changed since."""

    def found() -> list[dict[str, Any]]:
        views = [v for v in world.dana.views() if v["id"] not in without]
        return [v for v in views if words in text_of(v) or words in str(v["blocks"])]

    return world.slack.wait_for(found)[-1]


def seen(world: World) -> set[str]:
    return {v["id"] for v in world.dana.views()}


def test_contacts_are_changed_added_taken_off_and_put_back(world: World) -> None:
    dana = world.dana
    dana.command("#sales-east", "/lead Acme Corp, Ms. Chen 212-555-0143, ERP, $80k, expo")
    card = dana.command("#sales-east", "/deal Acme Corp").message
    dana.click(card, "deal_more", selected_option="More…")
    every = window(world, LABEL, set())
    before = seen(world)
    dana.click(every, LABEL)
    people = window(world, "Ms. Chen", before)
    dana.click(people, "Add a contact")
    form = window(world, "Part in the decision", set())
    refused = dana.submit(form, {"Contact and title": "Bob Ray", "Phone": "call me"})
    assert "phone" in refused["errors"]
    dana.submit(
        form, {"Contact and title": "Bob Ray", "Part in the decision": "decides", "Phone": "212-555-0188"}
    )
    people = window(world, "Bob Ray is on this deal now", set())
    assert "*Bob Ray* · decides" in text_of(people)
    assert "Bob Ray · decides" in dana.command("#sales-east", "/deal Acme Corp").text
    bob = next(b for b in people["blocks"] if "Bob Ray*" in str(b))
    dana.click(people, "Edit", block_id=bob["block_id"])
    form = window(world, "Take off this deal", set())
    dana.click(form, "Take off this deal")
    off = window(world, "Bob Ray is off this deal", set())
    assert "Bob Ray" not in dana.command("#sales-east", "/deal Acme Corp").text
    dana.click(off, "Undo")
    window(world, "Bob Ray is on this deal again", set())
    assert "Bob Ray · decides" in dana.command("#sales-east", "/deal Acme Corp").text
