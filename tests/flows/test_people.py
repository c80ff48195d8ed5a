"""`/baton people` through the front door: an admin sees everybody, changes one, and takes it back."""

import pytest

from sandbox.driver import text_of
from services.team import people
from storage import people as people_rows
from tests.world import World

pytestmark = pytest.mark.one_on_postgresql


def roles(world: World, handle: str) -> frozenset[str]:
    with world.deps.db.read() as tx:
        person = people_rows.by_handle(tx, handle)
        assert person is not None
        return people_rows.roles_of(tx, person.id)


def test_an_admin_sets_roles_and_takes_them_back(world: World) -> None:
    ada = world.person("ada")
    shown = ada.command("#general", "/baton people dana")
    assert "Dana" in shown.text
    form = ada.opening.click(shown.message, "Change")
    assert ada.submit(form, {"Roles": ["rep", "legal"], "Manager": []})["result"] == "updated"
    assert roles(world, "dana") == {"rep", "legal"}
    done = ada.views()[-1]
    assert "Saved" in text_of(done) and "no manager" in text_of(done)
    ada.click(done, "Undo")
    world.slack.wait_for(lambda: roles(world, "dana") == {"rep"})


def test_the_last_admin_is_told_in_the_form(world: World) -> None:
    ada = world.person("ada")
    shown = ada.command("#general", "/baton people ada")
    refused = ada.submit(ada.opening.click(shown.message, "Change"), {"Roles": []})
    assert refused["result"] == "errors" and set(refused["errors"]) == {"roles"}


@pytest.mark.parametrize("name", ["liam", "maya", "zoe"])
def test_nobody_else_sees_the_list(world: World, name: str) -> None:
    told = world.person(name).command("#general", "/baton people").text
    assert "Dana" not in told and people.find(world.deps, "U0DANA")
