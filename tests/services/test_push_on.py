"""A manager's word to go on: on record with what they typed, and heard by whose deal it is, on both databases."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlmodel import col, select

from rules.answers.digests import HelpComing, ManagerList, VerbDone, VerbFilled
from rules.errors import Invalid
from rules.facts import Rung
from services.clock import verbs
from services.clock.said import Pressed
from services.deals import risk, stages, story, waits
from services.facts import deal_facts
from storage.tables import Audit, AuditValue, Deal, Person, Wait
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import Post, stuck
from tests.services.test_help import seen

pytestmark = pytest.mark.few_on_postgresql

WORDS = "周五前再约一次现场"
SPARED = [  # five working days later, the first list
    "*Acme 1*: we push on. I won't ask you about it before Wed, Dec 2.\n[Undo until 3:40 PM]",
    "*Acme 1*：接着推。12月2日（周三）之前不再问你。\n[撤销（15:40 前）]",
]


def decide(machine: Machine, deal_id: int, choice: str, who: str = "maya", **filled: Any) -> Any:
    return Hand(machine, who).do(
        verbs.act, "decide", Pressed(0, deal_id), VerbFilled(choice=choice, reason="price", **filled)
    )


def heard(machine: Machine) -> list[HelpComing]:
    post = Post(machine)
    post.run()
    to = {x.recipient for x in machine.deliveries if x.kind == HelpComing.kind}
    assert to <= {f"person:{machine.ids['liam']}"}
    return [answer for _, answer in post.of(HelpComing)]


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize(
    ("words", "en", "zh"),
    [
        ("", "*Acme 1*: Maya says push on.", "*Acme 1*：Maya 说接着推。"),
        (WORDS, f"*Acme 1*: Maya says push on: {WORDS}", f"*Acme 1*：Maya 说接着推：{WORDS}"),
    ],
)
def test_its_owner_hears_it_with_the_words_and_they_are_on_record(
    machine: Machine, words: str, en: str, zh: str
) -> None:
    deal = machine.deal()
    answer = decide(machine, deal, "push", text=words)
    assert isinstance(answer, VerbDone) and answer.done.verb == "push"
    assert [seen(answer, machine, locale)[0] for locale in ("en", "zh")] == SPARED
    (told,) = heard(machine)
    assert [seen(told, machine, locale) for locale in ("en", "zh")] == [
        (f"{en}\n[Open deal]  [Log note]", {"deal_card", "note_open"}),
        (f"{zh}\n[看这单]  [记一笔]", {"deal_card", "note_open"}),
    ]
    with machine.db.read() as tx:
        of = select(AuditValue.after).join(Audit, col(Audit.id) == col(AuditValue.audit_id))
        (kept,) = tx.exec(of.where(Audit.action == "deal.push"))
    assert kept == {"decided": "push", "text": words} if words else {"decided": "push"}
    lines = story.page_of(Hand(machine, "liam").ask(), deal).lines
    assert [(x.who, x.words) for x in lines if x.what == "pushed"] == [("Maya", words)]


def test_pressed_twice_it_is_heard_once_and_other_words_are_heard_too(machine: Machine) -> None:
    deal = machine.deal()
    for words in ("", "", WORDS):
        decide(machine, deal, "push", text=words)
    assert [one.text for one in heard(machine)] == ["", WORDS]


@pytest.mark.one_on_postgresql
def test_what_somebody_above_says_too_leaves_who_said_it_before_spared(machine: Machine) -> None:
    machine.join("nora", "manager", manager="zoe")
    with machine.db.write() as tx:
        maya = tx.get_one(Person, machine.ids["maya"])
        maya.manager_id = machine.ids["nora"]
        tx.add(maya)
    deal = machine.deal()
    decide(machine, deal, "push")
    machine.clock.push(hours=1)
    decide(machine, deal, "push", who="nora")
    with machine.db.read() as tx:
        facts = deal_facts(
            tx, [tx.get_one(Deal, deal)], Hand(machine, "maya").ask().pipeline, machine.clock.now()
        )
    assert {one.by_id for one in facts[deal].pushed} == {machine.ids["maya"], machine.ids["nora"]}


def test_who_left_hears_nothing(machine: Machine) -> None:
    deal = machine.deal()
    with machine.db.write() as tx:
        liam = tx.get(Person, machine.ids["liam"])
        assert liam is not None
        liam.is_active = False
        tx.add(liam)
    decide(machine, deal, "push", text=WORDS)
    assert [x for x in machine.deliveries if x.kind == HelpComing.kind] == []


def test_a_parked_deal_is_not_pushed_and_nothing_typed_is_lost(machine: Machine) -> None:
    deal = machine.deal()
    decide(machine, deal, "park", on=date(2026, 12, 10))
    with pytest.raises(Invalid) as told:
        decide(machine, deal, "push", text=WORDS)
    assert told.value.faults == {"choice": "verb.push_parked"}
    assert [(x.is_park, x.ended_at) for x in machine.rows(Wait)] == [(True, None)]
    assert [one.verb for one in heard(machine)] == ["they_park"]
    machine.clock.push(days=30)
    assert decide(machine, deal, "push").done.verb == "push"
    assert [one.verb for one in heard(machine)] == ["they_push"]


def test_pushed_and_then_parked_in_one_evening_its_owner_hears_what_holds(machine: Machine) -> None:
    deal, other = machine.deal(), machine.deal()
    machine.clock.push(hours=6)
    for verb in ("push", "park"):
        decide(machine, deal, verb, text=WORDS, on=date(2026, 12, 10))
    decide(machine, other, "park", on=date(2026, 12, 10))
    Hand(machine, "maya").do(waits.end, other)
    decide(machine, other, "push")
    assert heard(machine) == [], "at night nobody hears anything"
    machine.clock.push(hours=13)
    told = {(one.head.deal_id, one.verb) for one in heard(machine)}
    assert told == {(deal, "they_park"), (other, "they_push")}


def test_a_deal_that_was_moved_since_its_park_is_pushed(machine: Machine) -> None:
    deal = machine.deal(stage="discovery")
    decide(machine, deal, "park", on=date(2026, 12, 10))
    Hand(machine, "liam").do(stages.move, stages.Sent(deal, "screened", reason="too early"))
    assert decide(machine, deal, "push").done.verb == "push"


def test_a_decision_to_close_is_heard_by_the_deals_owner_unless_it_is_taken_back(machine: Machine) -> None:
    deal, other = machine.deal(), machine.deal()
    decide(machine, deal, "close", text=WORDS)
    back = decide(machine, other, "close", text="no").done
    assert back.verb == "lost"
    with machine.db.write() as tx:
        row = tx.get(Deal, other)
        assert row is not None
        row.state = "open"
    (told,) = heard(machine)
    said = [seen(told, machine, locale)[0] for locale in ("en", "zh")]
    assert said == [f"*Acme 1*: Maya closed it as lost: {WORDS}", f"*Acme 1*：Maya 记成丢单了：{WORDS}"]


def test_a_deal_that_stands_where_it_stood_is_put_to_who_pushed_it_on_once_more(
    machine: Machine, post: Post
) -> None:
    """Nothing else would: its ladder is through, and no channel lists it."""
    deal = stuck(machine, post)
    post.through("12-09 10:00")
    assert [x.rung for x in post.of(ManagerList)[-1][1].lines] == [Rung.DECIDE]
    decide(machine, deal, "push")
    post.said.clear()
    post.through("12-19 09:00")
    lists = [(when, [(x.head.deal_id, x.rung) for x in told.lines]) for when, told in post.of(ManagerList)]
    assert lists == [("12-17 08:40", [(deal, Rung.DECIDE)])]


def test_crowded_out_of_the_list_that_asks_it_is_put_to_them_in_the_next(
    machine: Machine, post: Post
) -> None:
    deal = stuck(machine, post, amount_minor=1_00)
    post.through("12-09 10:00")
    decide(machine, deal, "push")
    post.through("12-16 18:00")
    for _ in range(5):  # of the morning on which it is due, and heavier
        more = machine.deal(amount_minor=900_000_00)
        Hand(machine, "liam").do(risk.mark, more, "budget cut")
    post.said.clear()
    post.through("12-19 09:00")
    lists = [(when, [x.head.deal_id for x in told.lines]) for when, told in post.of(ManagerList)]
    assert [(when, deal in shown) for when, shown in lists][:2] == [
        ("12-17 08:40", False),
        ("12-18 08:40", True),
    ]
