"""Verbs, moves and their messages under attack: rights lost before sending, hostile forms, double clicks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.views import deal_modals, gate_modal, verb_modal
from handlers import nudges as nudge_handlers
from rules.answers import Answer
from rules.answers.deals import GateRefused, Restored, StageMoved
from rules.answers.digests import VerbFilled
from rules.errors import BatonError, Invalid, NotFound
from services import gate_facts
from services.ask import Ask
from services.clock import verbs
from services.clock.said import Pressed
from services.config import versions
from services.deals import stage_undo, stages
from services.deals.stages import Sent
from services.lists import digest_channels, digests
from storage.tables import Deal, DigestChannel, GateAnswer, Note, Person, PersonRole, Task
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import CHANNEL, Post, at, stuck

pytestmark = pytest.mark.few_on_postgresql

HOSTILE = "a\0b\ud800c <!channel> =1+1 " + "长" * 4000


@pytest.fixture
def post(machine: Machine) -> Post:
    return Post(machine)


def press(hand: Hand, verb: str, deal_id: int, **filled: Any) -> Any:
    return hand.do(verbs.act, verb, Pressed(0, deal_id), VerbFilled(**filled))


def other_team(machine: Machine) -> int:
    """Ann sells too, in no team of Maya's."""
    return machine.join("ann", "rep", manager="zoe")


# -- rights at the moment of sending --------------------------------------------------------------------


@pytest.mark.parametrize("how", ["owner", "void", "lost", "team"])
def test_a_promised_request_for_help_is_not_sent_to_who_may_not_see_the_deal_any_more(
    machine: Machine, post: Post, how: str
) -> None:
    deal_id = stuck(machine, post)
    machine.clock.set(at("12-02 20:00"))  # out of hours: it waits for the morning
    press(Hand(machine, "liam"), "ask_help", deal_id, text="canary")
    ann = other_team(machine)
    if how == "owner":
        machine.change(deal_id, owner_id=ann)
    elif how == "team":
        with machine.db.write() as tx:
            liam = tx.get(Person, machine.ids["liam"])
            assert liam is not None
            liam.manager_id = machine.ids["zoe"]
            tx.add(liam)
    else:
        machine.change(deal_id, state=how)
    post.said.clear()
    post.run("12-03 09:00")
    assert "help_asked" not in [kind for _, kind, _, _ in post.said]


def test_a_promised_request_for_help_still_arrives(machine: Machine, post: Post) -> None:
    deal_id = stuck(machine, post)
    machine.clock.set(at("12-02 20:00"))
    press(Hand(machine, "liam"), "ask_help", deal_id, text="canary")
    post.run("12-03 09:00")
    assert "help_asked" in [kind for _, kind, _, _ in post.said]


@pytest.mark.parametrize("how", ["stays", "void"])
def test_a_task_is_told_to_who_still_has_it(machine: Machine, post: Post, how: str) -> None:
    deal_id = stuck(machine, post)
    with machine.db.write() as tx:
        tx.add(PersonRole(person_id=machine.ids["dana"], role="presales"))
    machine.clock.set(at("12-02 20:00"))
    liam = Hand(machine, "liam")
    press(liam, "blocker", deal_id, choice="our_quote")
    if how == "void":
        machine.change(deal_id, state="void")
    post.run("12-03 09:00")
    assert ("task_asked" in [kind for _, kind, _, _ in post.said]) == (how == "stays")


def test_a_channels_list_leaves_out_a_deal_that_went_to_another_team(machine: Machine, post: Post) -> None:
    machine.clock.set(at("11-24 15:30"))
    ann, maya = other_team(machine), Hand(machine, "maya")
    maya.do(_declare, CHANNEL, digests.ChannelSeen(members=frozenset({"U0MAYA", "U0LIAM"})))
    deal_id = machine.deal()
    post.through("12-03 10:00")
    lists = [answer for _, kind, _, answer in post.said if kind == "blocked_list"]
    assert any(line.head.deal_id == deal_id for line in (*lists[-1].on_us, *lists[-1].on_them))
    machine.change(deal_id, owner_id=ann)
    post.run("12-03 10:30")
    lists = [answer for _, kind, _, answer in post.said if kind == "blocked_list"]
    assert "Ann" not in lists[-1].model_dump_json() and "Acme" not in lists[-1].model_dump_json()


def _declare(ask: Ask, channel: str, seen: digests.ChannelSeen, audience: str = "heads") -> Answer:
    return digest_channels.declare(ask, channel, seen, audience=audience, locale="en")


def test_a_channel_is_declared_only_by_somebody_who_reads_it(machine: Machine) -> None:
    machine.clock.set(at("11-24 15:30"))
    seen = digests.ChannelSeen(members=frozenset({"U0LIAM", "U0DANA"}))
    with pytest.raises(BatonError):
        Hand(machine, "maya").do(_declare, CHANNEL, seen)
    with machine.db.read() as tx:
        assert list(tx.exec(select(DigestChannel))) == []


# -- hostile forms --------------------------------------------------------------------------------------


def form(kept: str, **values: dict[str, Any]) -> dict[str, Any]:
    state = {"values": {name: {name: value} for name, value in values.items()}}
    return {"private_metadata": kept, "state": state}


@pytest.mark.parametrize("verb", ["wait", "ask_help", "lost", "date"])
def test_hostile_words_in_a_verbs_form_are_kept_clean(machine: Machine, post: Post, verb: str) -> None:
    deal_id = stuck(machine, post)
    day = (machine.clock.now() + timedelta(days=2)).date().isoformat()
    chosen = {"selected_option": {"value": "price"}}
    text = {"value": HOSTILE}
    _, filled = verb_modal.read(form("{}", text=text, who=text, on={"selected_date": day}, choice=chosen))
    hand = Hand(machine, "liam")
    assert hand.do(verbs.act, verb, Pressed(0, deal_id), filled) is not None


def test_hostile_words_in_a_deals_forms_are_kept_clean(machine: Machine) -> None:
    deal_id, liam = machine.deal(stage="lead"), Hand(machine, "liam")
    keys = [
        item.key for item in config_of(machine).stage("lead").exit if item.kind in ("note", "contact", "text")
    ]
    values = {f"item_{key}": {"value": HOSTILE} for key in keys}
    _, to, version, told, owe, _ = gate_modal.read(
        form("{}", to={"selected_option": {"value": "discovery"}}, **values)
    )
    liam.do(stages.move, Sent(deal_id, to, told, owe, "", version))
    small = deal_modals.read(form("{}", reason={"value": "price"}, words={"value": HOSTILE}))
    liam.do(_close, deal_id, small["reason"], small["words"])


def _close(ask: Ask, deal_id: int, reason: str, words: str) -> Answer:
    return stages.close(ask, deal_id, state="lost", reason=reason, words=words)


def config_of(machine: Machine) -> Any:
    return machine.deps.config.active().pipeline


@pytest.mark.parametrize(
    "kept", ["[]", "{", '{"deal": []}', '{"deal": "x"}', '{"deal": 1e400}', '{"deal": 99999999999999999999}']
)
def test_an_edited_deal_of_a_form_is_a_stale_form(machine: Machine, kept: str) -> None:
    with pytest.raises(NotFound):
        deal_id = gate_modal.read(form(kept))[0]
        Hand(machine, "liam").do(stages.move, Sent(deal_id, "quote"))


@pytest.mark.parametrize(
    "bad",
    [
        {"nudge": 10**30, "of": 1},
        {"nudge": 1, "of": 10**30},
        {"nudge": True, "of": 1},
        {"nudge": -1, "of": 1},
        [],
    ],
)
def test_an_edited_place_of_a_verb_is_none(bad: object) -> None:
    assert nudge_handlers._pressed_in(bad) is None


@pytest.mark.parametrize("day", [date(9999, 12, 31), date(2126, 1, 1)])
def test_a_day_far_away_goes_back_into_the_form(machine: Machine, post: Post, day: date) -> None:
    deal_id = stuck(machine, post)
    with pytest.raises(Invalid):
        press(Hand(machine, "liam"), "wait", deal_id, on=day, text="x")


def test_a_decision_that_is_none_goes_back_into_the_form(machine: Machine, post: Post) -> None:
    deal_id = stuck(machine, post)
    with pytest.raises(Invalid):
        press(Hand(machine, "maya"), "decide", deal_id, choice="")


def test_a_date_that_is_none_and_an_approval_by_the_asker_fill_nothing(machine: Machine) -> None:
    deal_id, liam = machine.deal(), Hand(machine, "liam")
    items = [item for stage in config_of(machine).stages for item in stage.exit]
    dated = {item.key: "31-02-17" for item in items if item.kind == "date"}
    approved = {item.key: "yes" for item in items if item.kind == "approval"}
    refused = liam.do(stages.move, Sent(deal_id, "negotiation", dated))
    assert isinstance(refused, GateRefused) and list(refused.faults.values()) == ["verb.date_missing"] * len(
        dated
    )
    assert machine.rows(GateAnswer) == []
    liam.do(stages.move, Sent(deal_id, "negotiation", approved))
    with machine.db.read() as tx:
        deal = tx.get(Deal, deal_id)
        assert deal is not None and not set(approved) & set(
            gate_facts.facts(tx, config_of(machine), deal, machine.clock.now().date()).answers
        )


# -- stale and double -----------------------------------------------------------------------------------


def test_a_form_that_aims_at_a_stage_retired_meanwhile_moves_nothing(machine: Machine) -> None:
    deal_id = machine.deal(stage="lead")
    now = machine.clock.now()
    source = versions.active_source(machine.db)
    data, _ = versions.read_proposal(source)
    for stage in data["stages"]:
        if stage["key"] == "screened":
            stage["moved_to"] = "discovery"
            stage["exit"] = []
    for stage in data["stages"]:
        stage["exit"] = [] if stage["key"] == "lead" else stage.get("exit", [])
    with machine.db.write() as tx:
        versions.apply(tx, data, source, by_id=None, now=now)
    machine.deps.config.refresh()
    with pytest.raises(BatonError):
        Hand(machine, "liam").do(stages.move, Sent(deal_id, "screened"))
    assert machine.deal_row(deal_id).stage == "lead"


@pytest.mark.one_on_postgresql
def test_a_helping_manager_who_clicks_twice_is_announced_once(machine: Machine, post: Post) -> None:
    deal_id, maya = stuck(machine, post), Hand(machine, "maya")
    press(Hand(machine, "liam"), "ask_help", deal_id, text="x")
    press(maya, "help_them", deal_id)
    machine.clock.push(seconds=2)
    press(maya, "help_them", deal_id)
    assert len([x for x in machine.deliveries if x.kind == "help_coming"]) == 1


def undo(hand: Hand, undo_id: int) -> Any:
    return stage_undo.undo(hand.ask(), undo_id)


@pytest.mark.one_on_postgresql
def test_undo_brings_the_blocker_back_and_says_the_same_twice(machine: Machine) -> None:
    deal_id, liam = (
        machine.deal(stage="discovery", blocker="budget", blocker_at=machine.clock.now()),
        Hand(machine, "liam"),
    )
    moved = liam.do(stages.move, Sent(deal_id, "lead", reason="too early"))
    assert isinstance(moved, StageMoved) and moved.undo_id
    assert isinstance(undo(liam, moved.undo_id), Restored)
    deal = machine.deal_row(deal_id)
    assert (deal.stage, deal.blocker) == ("discovery", "budget")
    assert isinstance(undo(liam, moved.undo_id), Restored)
    assert machine.deal_row(deal_id).version == deal.version
    with pytest.raises(NotFound):
        undo(Hand(machine, "dana"), moved.undo_id)


def test_a_refused_gate_sent_again_keeps_one_note(machine: Machine) -> None:
    deal_id, liam = machine.deal(stage="discovery"), Hand(machine, "liam")
    notes = {i.key: "they want it" for s in config_of(machine).stages for i in s.exit if i.kind == "note"}
    for _ in range(3):
        liam.do(stages.move, Sent(deal_id, "closed", notes), key="same")
    rows = machine.rows(Note)
    assert len(rows) == len(notes) > 0


def test_a_handled_task_is_nobodys_twice(machine: Machine, post: Post) -> None:
    deal_id, liam = stuck(machine, post), Hand(machine, "liam")
    with machine.db.write() as tx:
        tx.add(PersonRole(person_id=machine.ids["dana"], role="presales"))
    press(liam, "blocker", deal_id, choice="our_quote")
    press(liam, "blocker", deal_id, choice="moving")
    press(liam, "blocker", deal_id, choice="our_quote")
    assert len([t for t in machine.rows(Task) if t.kind == "blocker"]) == 1
