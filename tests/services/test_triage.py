"""Leads that nobody brought as their own: given by rules, else offered; taken once, and heard of when nobody takes them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from rules.answers import load
from rules.answers.leads import LeadSaved
from rules.answers.triage import LeadAssigned, LeadGiven, LeadPassed, TriageAsked, TriagePost
from rules.errors import Conflict, Invalid, NotFound, Refused
from services.capture import lead_taps, triage, untaken
from services.clock import nudges
from services.config.versions import ConfigFaults
from services.letters import messages
from services.sending import outbox
from storage import people as people_rows
from storage.tables import Audit, Delivery
from tests.services.hand import Hand, at_once
from tests.services.machine import Machine
from tests.services.test_configured import applied
from tests.services.test_home import home_of

pytestmark = pytest.mark.few_on_postgresql

TYPED = "Acme Corp, Ann Lee 13800138000, ERP for 3 plants, expo"
CHANNEL = {"channel": "C0TRIAGE", "locale": "en"}


def assign(machine: Machine, *rules: dict[str, Any], channel: bool = True) -> None:
    """These rules are in force, and the channel."""
    given = {"rules": list(rules), "triage": CHANNEL if channel else None}
    applied(machine, lambda data: data.update(assignment=given))


def offered(machine: Machine) -> int:
    """Maya sells nothing herself: her lead is nobody's."""
    assign(machine)
    saved = Hand(machine, "maya").lead(TYPED)
    assert isinstance(saved, LeadSaved) and saved.is_offered and not saved.may_edit and saved.call_on is None
    return saved.head.deal_id


def told(machine: Machine, to: str) -> list[Delivery]:
    recipient = to if to.startswith("channel:") else f"person:{machine.ids[to]}"
    return [d for d in machine.deliveries if d.recipient == recipient]


def post(machine: Machine) -> TriagePost | None:
    """What the channel reads after everything due has gone out; None when nothing went there."""
    said = None
    while (leased := outbox.lease(machine.deps, "test", machine.timing)) is not None:
        letter = messages.prepare(machine.deps, leased)
        if isinstance(letter, messages.Unsent):
            outbox.drop(machine.deps, leased, letter.reason)
            continue
        if isinstance(letter.answer, TriagePost):
            said = letter.answer
        outbox.sent(machine.deps, leased, "C0TRIAGE", f"1.{leased.id}")
    return said


def test_a_reps_lead_is_theirs_and_so_is_a_managers_without_rules(machine: Machine) -> None:
    assert Hand(machine, "maya").lead("Beacon Bakery, Bob Hill 13900139000, ovens, expo").is_mine
    assign(machine, {"need": ["ERP"], "to": ["dana"]})
    saved = Hand(machine, "liam").lead(TYPED)
    assert saved.is_mine and machine.deal_row(saved.head.deal_id).owner_id == machine.ids["liam"]
    assert not told(machine, "channel:C0TRIAGE")


def test_a_rule_gives_it_to_the_least_loaded_who_hears_it_at_once(machine: Machine) -> None:
    machine.deal("dana", code="WEB-2026-900")
    assign(machine, {"need": ["ERP"], "to": ["dana", "liam"]})
    saved = Hand(machine, "maya").lead(TYPED)
    assert (saved.owner, saved.is_mine) == ("Liam", False)
    (message,) = told(machine, "liam")
    heard = load(message.payload)
    assert isinstance(heard, LeadAssigned) and heard.facts.phone == "+8613800138000"
    assert (heard.call_on.isoformat(), heard.call_at.isoformat()) == ("2026-11-25", "15:30:00")
    assert message.due_at == machine.clock.now()


def test_a_rule_names_a_region_that_the_words_are_of(machine: Machine) -> None:
    assign(machine, {"region": ["West"], "to": ["liam"]}, {"region": ["East"], "to": ["dana"]})
    saved = Hand(machine, "maya").lead("上海明珠电子 张总 13800138000 想上ERP 展会")
    assert (saved.owner, saved.is_mine) == ("Dana", False)


def test_a_rule_hears_an_industry_in_the_customers_name_and_not_in_what_they_want(machine: Machine) -> None:
    assign(
        machine, {"industry": ["Logistics"], "to": ["liam"]}, {"industry": ["Manufacturing"], "to": ["dana"]}
    )
    saved = Hand(machine, "maya").lead("恒达机械 张总 13800138000 想上仓储软件 展会")
    assert (saved.owner, saved.is_mine) == ("Dana", False)


def test_untouched_it_speaks_at_the_time_that_was_promised(machine: Machine) -> None:
    deal = offered(machine)
    machine.clock.push(minutes=10)
    given = Hand(machine, "liam").do(triage.take, deal)
    assert (given.call_on.isoformat(), given.call_at.isoformat()) == ("2026-11-25", "15:40:00")
    machine.clock.set(machine.clock.now() + timedelta(days=1) - timedelta(minutes=1))
    nudges.tick(machine.deps, now=machine.clock.now())
    assert not machine.nudges
    machine.clock.push(minutes=1)
    nudges.tick(machine.deps, now=machine.clock.now())
    (said,) = machine.nudges
    assert (said.rule, said.person_id, said.due_at) == ("untouched", machine.ids["liam"], machine.clock.now())


def test_whom_a_colleague_names_hears_it_too(machine: Machine) -> None:
    saved = Hand(machine, "liam").lead(f"{TYPED}, for Dana")
    assert saved.owner == "Dana"
    (message,) = told(machine, "dana")
    heard = load(message.payload)
    assert isinstance(heard, LeadAssigned) and heard.by == "Liam"


def test_the_channel_reads_neither_name_nor_number(machine: Machine) -> None:
    offered(machine)
    said = post(machine)
    assert said is not None and said.facts.need and not said.is_waiting
    for secret in ("Acme", "Ann", "138", "Lee"):
        assert secret not in str(said), secret


@pytest.mark.one_on_postgresql
def test_taken_once_the_post_says_by_whom_and_the_taker_reads_it_all(machine: Machine) -> None:
    deal = offered(machine)
    post(machine)

    def take(name: str) -> Any:
        try:
            return Hand(machine, name).do(triage.take, deal)
        except Conflict as late:
            return late

    came = at_once([lambda: take("liam"), lambda: take("dana")])
    (won,) = [c for c in came if isinstance(c, LeadGiven)]
    (lost,) = [c for c in came if isinstance(c, Conflict)]
    assert won.facts.phone == "+8613800138000" and not won.owner
    owner = machine.deal_row(deal).owner_id
    assert lost.fields["who"] == next(n.title() for n, at in machine.ids.items() if at == owner)
    said = post(machine)
    assert said is not None and said.taken_by == lost.fields["who"]
    assert [row.action for row in machine.rows(Audit) if row.action == "deal.assign"] == ["deal.assign"]


def test_what_was_taken_before_the_post_went_out_is_not_posted(machine: Machine) -> None:
    deal = offered(machine)
    Hand(machine, "liam").do(triage.take, deal)
    assert post(machine) is None


def test_only_who_sells_takes_and_only_a_manager_gives_out(machine: Machine) -> None:
    deal = offered(machine)
    with pytest.raises(Refused):
        Hand(machine, "zoe").do(triage.take, deal)
    for name, fault in (("liam", NotFound), ("zoe", Refused)):
        with pytest.raises(fault):
            Hand(machine, name).do(triage.give, deal, machine.ids["dana"])
    maya = Hand(machine, "maya")
    with pytest.raises(Invalid):
        maya.do(triage.give, deal, machine.ids["zoe"])
    given = maya.do(triage.give, deal, machine.ids["dana"])
    assert isinstance(given, LeadGiven) and given.owner == "Dana" and not given.facts.phone
    (message,) = told(machine, "dana")
    heard = load(message.payload)
    assert isinstance(heard, LeadAssigned) and heard.by == "Maya"
    foreign = machine.deal("liam", code="WEB-2026-902")
    with pytest.raises(NotFound):  # no lead of the channel, whoever asks by its id
        Hand(machine, "dana").do(triage.take, foreign)


def test_a_director_in_a_managers_place_hears_it_without_buttons_that_are_refused(machine: Machine) -> None:
    deal = offered(machine)
    with machine.db.write() as tx:
        people_rows.set_roles(tx, machine.ids["maya"], ("rep",))
    machine.clock.set(machine.deal_row(deal).created_at + timedelta(hours=24, minutes=1))
    untaken.tick(machine.deps, now=machine.clock.now())
    heard = load(told(machine, "zoe")[0].payload)
    assert isinstance(heard, TriageAsked) and not heard.able and not heard.manager


def test_untaken_it_speaks_again_to_the_channel_the_manager_and_the_director_once_each(
    machine: Machine,
) -> None:
    deal = offered(machine)
    machine.deal("liam", code="WEB-2026-901")
    post(machine)
    for hours, channel, maya, zoe in (
        (0, 1, 0, 0),
        (19, 2, 0, 0),
        (24, 2, 1, 0),
        (48, 2, 1, 1),
        (72, 2, 1, 1),
    ):
        machine.clock.set(machine.deal_row(deal).created_at + timedelta(hours=hours, minutes=1))
        for _ in range(2):
            untaken.tick(machine.deps, now=machine.clock.now())
        counts = len(told(machine, "channel:C0TRIAGE")), len(told(machine, "maya")), len(told(machine, "zoe"))
        assert counts == (channel, maya, zoe), hours
    standing = home_of(machine, "maya").team
    assert standing is not None and [x.facts.deal_id for x in standing.untaken] == [deal]
    bump = told(machine, "channel:C0TRIAGE")[-1]
    first = told(machine, "channel:C0TRIAGE")[0]
    assert (bump.op, bump.target_ts) == ("update", first.ts)
    said = post(machine)
    assert said is not None and said.is_waiting
    asked, above = (load(told(machine, name)[0].payload) for name in ("maya", "zoe"))
    assert isinstance(asked, TriageAsked) and [c.label for c in asked.able] == ["Dana · 0", "Liam · 1"]
    assert isinstance(above, TriageAsked) and not above.able and above.manager == "Maya"
    assert "Acme" not in str(asked) and "138" not in str(above)
    Hand(machine, "liam").do(triage.take, deal)
    again = post(machine)
    assert again is not None and again.taken_by == "Liam"
    for name in ("maya", "zoe"):  # who was asked reads that nobody has to any more
        newest = told(machine, name)[-1]
        came = load(newest.payload)
        assert isinstance(came, TriageAsked) and (came.taken_by, newest.state) == ("Liam", "sent")
    assert untaken.next_at(machine.deps) is None
    left = home_of(machine, "maya").team
    assert left is not None and not left.untaken


@pytest.mark.one_on_postgresql
def test_the_next_word_is_known_ahead(machine: Machine) -> None:
    offered(machine)
    at = untaken.next_at(machine.deps)
    assert (
        at is not None
        and at.astimezone(machine.clock.now().tzinfo).isoformat() == "2026-11-25T10:30:00+08:00"
    )


@pytest.mark.one_on_postgresql
def test_not_mine_gives_it_back_while_nobody_has_spoken_with_them(machine: Machine) -> None:
    liam = Hand(machine, "liam")
    saved = liam.lead(TYPED)
    with pytest.raises(Refused):
        liam.do(triage.pass_on, saved.head.deal_id)
    assign(machine)
    assert isinstance(liam.do(triage.pass_on, saved.head.deal_id), LeadPassed)
    assert machine.deal_row(saved.head.deal_id).owner_id is None
    assert post(machine) is not None
    Hand(machine, "dana").do(triage.take, saved.head.deal_id)
    Hand(machine, "dana").note("Acme Corp is keen // call by Friday")
    with pytest.raises(Invalid):
        Hand(machine, "dana").do(triage.pass_on, saved.head.deal_id)


def test_taken_back_the_post_says_so(machine: Machine) -> None:
    assign(machine)
    saved = Hand(machine, "maya").lead(TYPED)
    post(machine)
    lead_taps.undo(Hand(machine, "maya").ask(), saved.undo_id)
    said = post(machine)
    assert said is not None and said.is_over
    with pytest.raises(Conflict):
        Hand(machine, "liam").do(triage.take, saved.head.deal_id)


def test_a_draft_is_whose_it_is_until_it_has_its_source(machine: Machine) -> None:
    assign(machine)
    maya = Hand(machine, "maya")
    draft = maya.lead("Acme Corp, Ann Lee 13800138000, ERP")
    assert machine.deal_row(draft.head.deal_id).owner_id == machine.ids["maya"]
    saved = maya.do(lead_taps.choose_source, draft.head.deal_id, "expo")
    assert saved.is_offered and len(told(machine, "channel:C0TRIAGE")) == 1
    assert triage.named(Hand(machine, "liam").ask(), saved.head.code or "") == draft.head.deal_id


@pytest.mark.parametrize(("handle", "key"), [("nobody", "config.nobody"), ("zoe", "config.sells_not")])
def test_a_rule_for_who_cannot_have_deals_is_refused(machine: Machine, handle: str, key: str) -> None:
    with pytest.raises(ConfigFaults) as refused:
        assign(machine, {"need": ["ERP"], "to": ["liam", handle]})
    (fault,) = refused.value.faults
    assert (fault.key, fault.path, fault.params) == (key, "assignment.rules.0.to.1", {"name": handle})
    assert fault.line > 1
