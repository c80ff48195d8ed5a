"""Whoever is asked to decide can: the nearest manager, a director where there is none; nobody is asked who may not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rules.answers.claims import ClaimAsked
from rules.answers.deals import WaiveAsked
from rules.answers.digests import VerbFilled
from rules.answers.leads import LeadDuplicate, LeadSaved
from rules.answers.waits import WaitAsked, WaitTooOften, Wish
from rules.errors import Refused
from services.capture import claims
from services.clock import verbs
from services.clock.said import Pressed
from services.deals import deals, story, wait_more, waits, waiving
from storage import people as people_rows
from storage.tables import Person
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import Post


def place(machine: Machine, name: str, manager: str | None, *roles: str) -> None:
    """From now on this person stands under that one."""
    with machine.db.write() as tx:
        person = tx.get(Person, machine.ids[name])
        assert person is not None
        person.manager_id = machine.ids[manager] if manager else None
        tx.add(person)
        if roles:
            people_rows.set_roles(tx, machine.ids[name], roles)


@pytest.fixture(params=["nobody", "director", "rep"])
def above(request: pytest.FixtureRequest, machine: Machine) -> str:
    """Liam has no manager; is right under the director; or is under somebody who is a rep."""
    managers = {"nobody": None, "director": "zoe", "rep": "dana"}
    place(machine, "dana", None)
    place(machine, "liam", managers[request.param])
    return str(request.param)


def heard(post: Post, kind: str) -> list[int]:
    """Who was really sent a message of this kind."""
    return [d.person_id for d in post.machine.deliveries if d.kind == kind and d.state == "sent"]


def test_a_director_waives_where_no_manager_is_between(machine: Machine, post: Post, above: str) -> None:
    deal, zoe = machine.deal("liam", "discovery"), Hand(machine, "zoe")
    asked = Hand(machine, "liam").do(waiving.ask, deal)
    assert isinstance(asked, WaiveAsked) and asked.manager == "Zoe"
    post.run()
    assert heard(post, "gate.waive_request") == [machine.ids["zoe"]]
    form = deals.waive_form(zoe.ask(), deal)
    zoe.do(waiving.waive, deal, form.fields[0].key, "known by the board")
    shown = deals.open_card(zoe.ask(), deal)
    assert shown.can_waive and shown.waived


def test_a_director_allows_one_wait_more(machine: Machine, post: Post, above: str) -> None:
    liam, deal = Hand(machine, "liam"), machine.deal("liam")
    for _ in range(2):
        liam.do(waits.wait, Wish(deal_id=deal, until=machine.clock.now().date() + timedelta(days=14)))
        liam.do(waits.end, deal)
    wish = Wish(deal_id=deal, until=machine.clock.now().date() + timedelta(days=7))
    offered = liam.do(waits.wait, wish)
    assert isinstance(offered, WaitTooOften) and offered.manager == "Zoe"
    assert isinstance(liam.do(wait_more.ask, wish), WaitAsked)
    post.run()
    assert heard(post, "wait.request") == [machine.ids["zoe"]]
    Hand(machine, "zoe").do(wait_more.allow, wish)


def test_a_director_decides_who_has_a_customer(machine: Machine, post: Post, above: str) -> None:
    saved = Hand(machine, "liam").lead("Bluebird Bakery, Bob Hill, 13800138000, ovens, expo")
    assert isinstance(saved, LeadSaved)
    met = Hand(machine, "dana").lead("Bluebird Bakery, Ann Lee 13900139000, ovens, 90k, expo")
    assert isinstance(met, LeadDuplicate)
    asked = Hand(machine, "dana").do(claims.ask_manager, met.draft_id)
    assert isinstance(asked, ClaimAsked) and asked.manager == "Zoe"
    post.run()
    assert heard(post, "claim.request") == [machine.ids["zoe"]]
    deal, dana, liam = saved.head.deal_id, machine.ids["dana"], machine.ids["liam"]
    Hand(machine, "zoe").do(claims.decide, claims.Claim(deal, dana, met.draft_id, liam), True)
    assert machine.deal_row(saved.head.deal_id).owner_id == machine.ids["dana"]


@pytest.mark.parametrize(
    ("verb", "choice"), [("help_them", ""), ("decide", "push"), ("decide", "close"), ("reassign", "dana")]
)
def test_a_director_helps(machine: Machine, post: Post, verb: str, choice: str) -> None:
    place(machine, "liam", None)
    place(machine, "maya", None)  # the director stands above nobody
    pressed = Pressed(0, machine.deal("liam"))
    told = Hand(machine, "liam").do(verbs.act, "ask_help", pressed, VerbFilled(text="price"))
    assert told.done.who == "Zoe"
    post.run()
    assert heard(post, "help_asked") == [machine.ids["zoe"]]
    filled = VerbFilled(choice=str(machine.ids.get(choice, choice)))
    Hand(machine, "zoe").do(verbs.act, verb, pressed, filled)


def test_nobody_is_asked_where_nobody_can_decide(machine: Machine) -> None:
    place(machine, "liam", None)
    place(machine, "zoe", None, "admin")
    liam, deal = Hand(machine, "liam"), machine.deal("liam", "discovery")
    assert not deals.move_form(liam.ask(), deal).can_ask
    with pytest.raises(Refused):
        liam.do(waiving.ask, deal)
    with pytest.raises(Refused):
        liam.do(verbs.act, "ask_help", Pressed(0, deal), VerbFilled(text="price"))
    assert machine.deliveries == []


def test_a_director_still_reads_only(machine: Machine) -> None:
    place(machine, "liam", None)
    liam, zoe = Hand(machine, "liam"), Hand(machine, "zoe")
    saved = liam.lead("Globex, Tom Reed 13900139000, pumps, expo")
    noted = liam.note("Globex agreed to the pilot; call Tom on Friday")
    assert all(line.note_id is None for line in story.told(zoe.ask(), saved.head.deal_id).lines)
    with pytest.raises(Refused):
        zoe.do(story.redact, noted.note_id)
    with pytest.raises(Refused):
        deals.move_form(zoe.ask(), saved.head.deal_id)
