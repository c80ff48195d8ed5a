"""An edit of a message is made under its reader's rights of that moment."""

from __future__ import annotations

from datetime import date

import pytest

from rules.answers.digests import ManagerList, MorningList
from services.clock import overtaken
from services.deals import stages
from services.deals.stages import Sent
from storage.tables import Person
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import Post, at
from tests.services.test_help import higher_up, press, seen
from tests.services.test_overtaken import listed, lose, told

pytestmark = pytest.mark.few_on_postgresql


def to_max(machine: Machine) -> None:
    """Liam works for Max from now on: Maya may not see his deals any more."""
    machine.join("max", "manager", manager="zoe")
    with machine.db.write() as tx:
        liam = tx.get(Person, machine.ids["liam"])
        assert liam is not None
        liam.manager_id, liam.version = machine.ids["max"], liam.version + 1
        tx.add(liam)


def test_who_may_not_see_the_deal_any_more_reads_that_and_nothing_of_what_becomes_of_it(
    machine: Machine, post: Post
) -> None:
    higher_up(machine)
    deal_id = listed(machine, post)
    to_max(machine)
    machine.clock.set(at("12-02 10:00"))
    Hand(machine, "liam").do(stages.move, Sent(deal_id, "discovery", reason="they start over"))
    post.run()
    assert told(post, ManagerList) == ["elsewhere"]
    said, buttons = seen(post.as_it_stands(ManagerList)[-1][1], machine)
    assert "*Acme 1* (Liam) isn't yours to look after any more." in said and not buttons
    post.said.clear()
    press(machine, "liam", "date", deal_id, on=date(2026, 12, 4), text="pay the invoice")
    lose(machine, deal_id)
    post.run("12-02 10:30")
    assert not post.as_it_stands(ManagerList)


def test_rights_are_asked_for_again_when_the_edit_goes_out(machine: Machine, post: Post) -> None:
    higher_up(machine)
    deal_id = listed(machine, post)
    machine.clock.set(at("12-02 10:00"))
    Hand(machine, "liam").do(stages.move, Sent(deal_id, "discovery", reason="they start over"))
    assert overtaken.refresh(machine.deps, now=machine.clock.now())
    to_max(machine)
    post.run()
    assert told(post, ManagerList) == ["elsewhere"]


def test_who_had_it_reads_whose_it_is_and_not_how_it_ends(machine: Machine, post: Post) -> None:
    deal_id = listed(machine, post)
    machine.clock.set(at("12-02 09:30"))
    press(machine, "maya", "reassign", deal_id, choice=str(machine.ids["dana"]))
    post.run()
    lose(machine, deal_id, "dana")
    post.run("12-02 10:00")
    assert told(post, MorningList) == ["reassigned"]
    assert told(post, ManagerList) == ["over_lost"]  # Maya sees it still
