"""Whoever is asked to decide can: the nearest manager, a director where there is none; nobody is asked who may not."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from bot.views import verb_modal
from bot.views.answers import render
from rules.answers.claims import ClaimAsked
from rules.answers.digests import ManagerList, VerbFilled
from rules.answers.home import HomeAsked
from rules.answers.leads import LeadDuplicate, LeadSaved
from rules.answers.waits import WaitAsked, WaitTooOften, Wish
from rules.answers.waiving import WaiveAsked, WaiveRequest
from rules.errors import Invalid, Refused
from sandbox.driver import text_of
from services.capture import claims
from services.clock import verbs
from services.clock.said import Pressed
from services.deals import cards, story, wait_more, waits, waive_requests, waiving
from services.team import people
from storage import people as people_rows
from storage.tables import Person
from tests.bot.test_nudge_views import reader
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import Post
from tests.services.test_home import home_of
from tests.services.test_home_lists import ids, listed
from tests.services.test_staff import slack_says, tick

pytestmark = pytest.mark.few_on_postgresql


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
    sent = (d for d in post.machine.deliveries if d.op == "post" and d.state == "sent")
    return [d.person_id for d in sent if d.kind == kind]


def on_home(machine: Machine, name: str) -> list[str]:
    """What this director's Home asks them to allow."""
    shown = home_of(machine, name).all
    return [one.kind for one in shown.requests] if shown else []


def helping(machine: Machine, name: str) -> dict[int, str | None]:
    """What help is asked for on this person's Home, the team's or a director's; and in the list behind it."""
    shown = home_of(machine, name)
    asked = {x.head.deal_id: x.asks for x in (shown.team or shown.all or HomeAsked()).help}
    assert ids(listed(machine, name, "help")) == [*asked]
    return asked


def wish_of(machine: Machine, deal: int) -> Wish:
    """What is one wait more than a stage allows."""
    liam = Hand(machine, "liam")
    for _ in range(2):
        liam.do(waits.wait, Wish(deal_id=deal, until=machine.clock.now().date() + timedelta(days=14)))
        liam.do(waits.end, deal)
    return Wish(deal_id=deal, until=machine.clock.now().date() + timedelta(days=7))


def test_a_director_waives_where_no_manager_is_between(machine: Machine, post: Post, above: str) -> None:
    deal, zoe = machine.deal("liam", "discovery"), Hand(machine, "zoe")
    asked = Hand(machine, "liam").do(waive_requests.ask_to_waive, deal)
    assert isinstance(asked, WaiveAsked) and asked.manager == "Zoe"
    post.run()
    assert heard(post, "gate.waive_request") == [machine.ids["zoe"]]
    assert on_home(machine, "zoe") == ["gate.waive_request"]
    form = cards.waive_form(zoe.ask(), deal)
    zoe.do(waiving.waive, deal, (form.fields[0].key,), "known by the board")
    shown = cards.open_card(zoe.ask(), deal)
    assert shown.can_waive and shown.waived
    Hand(machine, "liam").do(verbs.act, "ask_help", Pressed(0, deal), VerbFilled(text="price"))
    assert helping(machine, "zoe") == {deal: "price"}


def test_a_director_allows_one_wait_more(machine: Machine, post: Post, above: str) -> None:
    liam, deal = Hand(machine, "liam"), machine.deal("liam")
    wish = wish_of(machine, deal)
    offered = liam.do(waits.wait, wish)
    assert isinstance(offered, WaitTooOften) and offered.manager == "Zoe"
    assert isinstance(liam.do(wait_more.ask_for_more, wish), WaitAsked)
    post.run()
    assert heard(post, "wait.request") == [machine.ids["zoe"]]
    assert on_home(machine, "zoe") == ["wait.request"] and "wants" in text_of(
        render(home_of(machine, "zoe"), reader())
    )
    Hand(machine, "zoe").do(wait_more.allow, wish)
    assert on_home(machine, "zoe") == []


def test_a_director_decides_who_has_a_customer(machine: Machine, post: Post, above: str) -> None:
    saved = Hand(machine, "liam").lead("Bluebird Bakery, Bob Hill, 13800138000, ovens, expo")
    assert isinstance(saved, LeadSaved)
    met = Hand(machine, "dana").lead("Bluebird Bakery, Ann Lee 13900139000, ovens, 90k, expo")
    assert isinstance(met, LeadDuplicate)
    asked = Hand(machine, "dana").do(claims.ask_manager, met.draft_id)
    assert isinstance(asked, ClaimAsked) and asked.manager == "Zoe"
    post.run()
    assert heard(post, "claim.request") == [machine.ids["zoe"]]
    assert on_home(machine, "zoe") == ["claim.request"]
    deal, dana, liam = saved.head.deal_id, machine.ids["dana"], machine.ids["liam"]
    Hand(machine, "zoe").do(claims.decide, claims.Claim(deal, dana, met.draft_id, liam), True)
    assert machine.deal_row(saved.head.deal_id).owner_id == machine.ids["dana"]
    assert on_home(machine, "zoe") == []


def test_who_was_asked_before_reads_who_decided(machine: Machine, post: Post) -> None:
    saved, dana = Hand(machine, "liam").lead("Bluebird Bakery, Bob Hill, ovens, expo"), Hand(machine, "dana")
    met = dana.lead("Bluebird Bakery, Ann Lee 13900139000, ovens, expo").draft_id
    for manager in (None, "maya"):
        place(machine, "liam", manager)
        place(machine, "dana", manager)
        dana.do(claims.ask_manager, met)
        post.run()
    assert heard(post, "claim.request") == [machine.ids["zoe"], machine.ids["maya"]]
    assert on_home(machine, "zoe") == []
    claim = claims.Claim(saved.head.deal_id, dana.person.id, met, machine.ids["liam"])
    Hand(machine, "maya").do(claims.decide, claim, True)
    post.run()
    edits = {to: a.manager for to, (_, _, op, a) in zip(post.to, post.said, strict=True) if op == "update"}
    assert edits == {machine.ids["zoe"]: "Maya", machine.ids["maya"]: ""}


@pytest.fixture
def second(machine: Machine) -> None:
    """Zoe is a manager as well: somebody whom Liam may be put under."""
    place(machine, "zoe", None, "manager")


@pytest.mark.parametrize("what", ["waive", "wait"])
def test_asked_again_under_somebody_else_they_hear_it(
    machine: Machine, post: Post, second: None, what: str
) -> None:
    deal = machine.deal("liam", "discovery")
    wish = wish_of(machine, deal) if what == "wait" else None
    kind = {"wait": "wait.request", "waive": "gate.waive_request"}[what]
    names = []
    for manager in ("maya", "maya", "zoe", "zoe"):
        place(machine, "liam", manager)
        liam = Hand(machine, "liam")
        told = liam.do(wait_more.ask_for_more, wish) if wish else liam.do(waive_requests.ask_to_waive, deal)
        names.append(told.manager)
        post.run()
    assert names == ["Maya", "Maya", "Zoe", "Zoe"]
    assert heard(post, kind) == [machine.ids["maya"], machine.ids["zoe"]]


def test_asked_for_what_is_missing_still_the_manager_hears_it(machine: Machine, post: Post) -> None:
    deal, liam, maya = machine.deal("liam", "discovery"), Hand(machine, "liam"), Hand(machine, "maya")
    liam.do(waive_requests.ask_to_waive, deal)
    post.run()
    item = cards.waive_form(maya.ask(), deal).fields[0].key
    maya.do(waiving.waive, deal, (item,), "known by the board")
    for _ in range(2):
        liam.do(waive_requests.ask_to_waive, deal)
        post.run()
    assert heard(post, "gate.waive_request") == [machine.ids["maya"]] * 2
    first, second = (a.items for _, _, op, a in post.said if op == "post" and isinstance(a, WaiveRequest))
    assert set(second) < set(first)


def test_asked_again_where_it_never_arrived_it_is_said(machine: Machine, post: Post) -> None:
    deal, liam = machine.deal("liam", "discovery"), Hand(machine, "liam")
    liam.do(waive_requests.ask_to_waive, deal)
    machine.change(deal, state="lost")
    post.run()  # closed by mistake: dropped
    machine.change(deal, state="open")
    liam.do(waive_requests.ask_to_waive, deal)
    post.run()
    assert heard(post, "gate.waive_request") == [machine.ids["maya"]]


def test_the_same_customer_asked_about_under_somebody_else_they_hear_it(
    machine: Machine, post: Post, second: None
) -> None:
    Hand(machine, "liam").lead("Bluebird Bakery, Bob Hill, 13800138000, ovens, expo")
    names = []
    for manager, last in (("maya", 0), ("maya", 1), ("zoe", 2), ("zoe", 3)):
        place(machine, "liam", manager)
        place(machine, "dana", manager)
        dana = Hand(machine, "dana")
        met = dana.lead(f"Bluebird Bakery, Ann Lee 1390013900{last}, ovens, expo")
        names.append(dana.do(claims.ask_manager, met.draft_id).manager)
        post.run()
    assert names == ["Maya", "Maya", "Zoe", "Zoe"]
    assert heard(post, "claim.request") == [machine.ids["maya"], machine.ids["zoe"]]


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
    assert helping(machine, "zoe") == {pressed.deal_id: "price"}
    filled = VerbFilled(choice=str(machine.ids.get(choice, choice)), reason="price")
    Hand(machine, "zoe").do(verbs.act, verb, pressed, filled)
    assert helping(machine, "zoe") == {}


def test_help_is_asked_of_who_may_answer_now(machine: Machine, post: Post) -> None:
    """The manager left, then another one is set: each is told, asked in the lists, and finds it on Home."""
    deal, zoe, dana = machine.deal("liam"), machine.ids["zoe"], machine.ids["dana"]
    Hand(machine, "liam").do(verbs.act, "ask_help", Pressed(0, deal), VerbFilled(text="price"))
    post.run()
    slack_says(machine, "maya", is_active=False)
    tick(machine)
    post.through("11-26 09:30")
    assert helping(machine, "zoe") == {deal: "price"}
    (line,) = post.of(ManagerList)[-1][1].lines
    assert (line.head.deal_id, line.asks, heard(post, "manager_list")[-1]) == (deal, "price", zoe)
    with machine.db.write() as tx:
        now, person = machine.clock.now(), partial(tx.get_one, Person)
        people.set_place(tx, person(dana), by_id=None, now=now, roles=["manager"], manager_id=None)
        people.set_place(tx, person(machine.ids["liam"]), by_id=None, now=now, manager_id=dana)
    assert helping(machine, "zoe") == {}
    tick(machine)
    post.run()
    assert helping(machine, "dana") == {deal: "price"}
    assert heard(post, "help_asked") == [machine.ids["maya"], zoe, dana]
    Hand(machine, "dana").do(verbs.act, "help_them", Pressed(0, deal), VerbFilled())
    assert (helping(machine, "zoe"), helping(machine, "dana")) == ({}, {})


def test_the_form_of_a_decision_asks_why_a_deal_is_lost(machine: Machine) -> None:
    """Nothing is picked beforehand, there or in *Lost*: a reason that nobody chose is worth nothing."""
    maya, pressed = Hand(machine, "maya"), Pressed(0, machine.deal("liam"))
    form = verbs.form(maya.ask(), "decide", pressed)
    assert "initial_option" not in text_of(verb_modal.view(form, reader())) and {"price", "no_budget"} <= {
        c.value for c in form.choices
    }
    assert "If you close it: why" in text_of(verb_modal.view(form, reader()))
    assert "Needed to close it" in text_of(verb_modal.view(form, reader()))
    lost = verb_modal.view(verbs.form(Hand(machine, "liam").ask(), "lost", pressed), reader())
    assert "initial_option" not in text_of(lost)
    for reason, field in (("", "reason"), ("competitor", "text"), ("whatever", "reason")):
        with pytest.raises(Invalid) as fault:
            maya.do(verbs.act, "decide", pressed, VerbFilled(choice="close", reason=reason))
        assert set(fault.value.faults) == {field}
    told = maya.do(verbs.act, "decide", pressed, VerbFilled(choice="close", reason="no_budget"))
    assert told.done.text == "No budget"
    assert machine.deal_row(pressed.deal_id).lost_reason == "no_budget"


def test_nobody_is_asked_where_nobody_can_decide(machine: Machine) -> None:
    place(machine, "liam", None)
    place(machine, "zoe", None, "admin")
    liam, deal = Hand(machine, "liam"), machine.deal("liam", "discovery")
    assert not cards.move_form(liam.ask(), deal).can_ask
    with pytest.raises(Refused):
        liam.do(waive_requests.ask_to_waive, deal)
    with pytest.raises(Refused):
        liam.do(verbs.act, "ask_help", Pressed(0, deal), VerbFilled(text="price"))
    assert machine.deliveries == []


def test_a_director_still_reads_only(machine: Machine) -> None:
    place(machine, "liam", None)
    liam, zoe = Hand(machine, "liam"), Hand(machine, "zoe")
    saved = liam.lead("Globex, Tom Reed 13900139000, pumps, expo")
    noted = liam.note("Globex agreed to the pilot; call Tom on Friday")
    assert all(not line.said for line in story.page_of(zoe.ask(), saved.head.deal_id).lines)
    with pytest.raises(Refused):
        zoe.do(story.redact, noted.note_id)
    with pytest.raises(Refused):
        cards.move_form(zoe.ask(), saved.head.deal_id)
