"""Help of a manager is remembered and told: who helps since when, what became of a request, whose deal it is now."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.views.answers import render
from bot.views.reader import Reader
from rules.answers import Answer, load
from rules.answers.digests import DealYours, HelpAsked, ManagerList, MorningList, VerbFilled
from rules.answers.nudges import NudgeLine, NudgeMessage
from rules.answers.teams import DealsOver
from rules.errors import NotFound
from sandbox.driver import text_of
from services.clock import verbs
from services.clock.said import Pressed
from services.deals import stage_undo, stages
from services.deals.stages import Sent
from storage.tables import PersonRole, Task
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import Post, at, stuck

pytestmark = pytest.mark.few_on_postgresql


def press(machine: Machine, who: str, verb: str, deal_id: int, **filled: Any) -> Any:
    return Hand(machine, who).do(verbs.act, verb, Pressed(0, deal_id), VerbFilled(**filled))


def higher_up(machine: Machine) -> None:
    """Zoe manages too, above Maya."""
    with machine.db.write() as tx:
        tx.add(PersonRole(person_id=machine.ids["zoe"], role="manager"))


def seen(answer: Answer, machine: Machine, locale: str = "en") -> tuple[str, set[str]]:
    """What its reader reads of it, and what is offered."""
    message = render(answer, Reader(locale, ZoneInfo("Asia/Shanghai"), machine.clock.now(), "U0"))
    return text_of(message), offered(message)


def offered(message: dict[str, Any]) -> set[str]:
    """The actions of its buttons, and of what is behind ⋯."""
    found = set()
    for element in (e for block in message["blocks"] for e in block.get("elements", ())):
        found |= {element["action_id"]} if element["type"] == "button" else set()
        found |= {f"nudge_{o['value'].split(':')[0]}" for o in element.get("options", ())}
    return found


def lists(post: Post) -> tuple[MorningList, ManagerList]:
    """The last list of the rep, and of the manager."""
    return post.of(MorningList)[-1][1], post.of(ManagerList)[-1][1]


# -- I'll help ------------------------------------------------------------------------------------------


def test_a_promised_hand_is_told_to_the_rep_and_not_asked_of_the_manager_again(
    machine: Machine, post: Post
) -> None:
    deal_id = stuck(machine, post)
    machine.clock.set(at("12-02 09:25"))
    press(machine, "maya", "help_them", deal_id)
    post.said.clear()
    post.through("12-03 08:50")
    mine, theirs = lists(post)
    assert [(x.helping.who, x.helping.is_reader) for x in mine.lines if x.helping] == [("Maya", False)]
    told, verbs_of = seen(mine, machine)
    assert "Maya is helping since yesterday." in told and "nudge_ask_help" not in verbs_of
    told, verbs_of = seen(theirs, machine)
    assert "You're helping since yesterday." in told
    assert "nudge_help_them" not in verbs_of and {"nudge_reassign", "nudge_decide"} <= verbs_of


def test_a_hand_promised_twice_is_one(machine: Machine) -> None:
    deal_id = machine.deal()
    press(machine, "liam", "ask_help", deal_id, text="price")
    for _ in range(2):
        press(machine, "maya", "help_them", deal_id)
    assert [(task.state, task.answer) for task in machine.rows(Task)] == [("answered", "helping")]
    machine.clock.push(days=2)
    press(machine, "maya", "help_them", deal_id)
    assert len(machine.rows(Task)) == 2


@pytest.mark.parametrize("how", ["contact", "move", "owner"])
def test_it_ends_once_the_deal_has_moved_on(machine: Machine, post: Post, how: str) -> None:
    deal_id = stuck(machine, post)
    machine.clock.set(at("12-02 09:25"))
    press(machine, "maya", "help_them", deal_id)
    machine.clock.set(at("12-02 10:00"))
    if how == "contact":
        machine.change(deal_id, last_contact_at=at("12-02 10:00"))
    elif how == "move":
        machine.change(
            deal_id,
            stage="negotiation",
            stage_entered_at=at("12-02 10:00"),
            last_contact_at=at("12-02 10:00"),
        )
    else:
        press(machine, "maya", "reassign", deal_id, choice=str(machine.ids["dana"]))
    post.said.clear()
    post.through("12-16 12:00")
    lines = [x for kind in (MorningList, ManagerList) for _, told in post.of(kind) for x in told.lines]
    assert lines and [x.helping for x in lines] == [None] * len(lines)


def test_another_manager_may_still_be_asked(machine: Machine, post: Post) -> None:
    deal_id = stuck(machine, post)
    machine.clock.set(at("12-02 09:25"))
    higher_up(machine)
    press(machine, "zoe", "help_them", deal_id)
    post.through("12-03 08:50")
    mine, theirs = lists(post)
    told, verbs_of = seen(mine, machine)
    assert "Zoe is helping" in told and "nudge_ask_help" in verbs_of
    told, verbs_of = seen(theirs, machine)
    assert "Zoe is helping" in told and "nudge_help_them" in verbs_of


def test_who_taps_reads_no_message_about_themselves(machine: Machine, post: Post) -> None:
    deal_id = stuck(machine, post)
    for locale, said in (("en", "you're helping"), ("zh", "你来帮")):
        told, _ = seen(press(machine, "maya", "help_them", deal_id), machine, locale)
        assert said in told and "Maya" not in told


# -- the request ----------------------------------------------------------------------------------------


def asked(machine: Machine, post: Post) -> int:
    """Maya has read that Liam asks for help."""
    deal_id = stuck(machine, post)
    press(machine, "liam", "ask_help", deal_id, text="5% more off")
    post.run("12-02 09:10")
    assert [line(a).done for _, a in post.of(HelpAsked)] == [None]
    return deal_id


def line(answer: Answer) -> NudgeLine:
    assert isinstance(answer, HelpAsked)
    return answer.line


def last_edit(machine: Machine, post: Post) -> HelpAsked:
    """What Maya's message says by now, as Slack has it."""
    post.run()
    edits = [d for d in machine.deliveries if (d.kind, d.op, d.state) == ("help_asked", "update", "sent")]
    told = load(dict(edits[-1].payload))
    assert isinstance(told, HelpAsked)
    return told


@pytest.mark.parametrize(
    ("verb", "filled", "says"),
    [
        ("wait", {"on": date(2026, 12, 8)}, "Liam is waiting on them until Tue, Dec 8"),
        ("blocker", {"choice": "moving"}, "Liam says it's moving"),
        ("lost", {"choice": "price"}, "closed as lost"),
    ],
)
def test_what_the_owner_does_stands_in_the_managers_message(
    machine: Machine, post: Post, verb: str, filled: dict[str, Any], says: str
) -> None:
    deal_id = asked(machine, post)
    press(machine, "liam", verb, deal_id, **filled)
    told, verbs_of = seen(last_edit(machine, post), machine)
    assert says in told and "5% more off" in told and verbs_of == {"deal_card"}
    assert [t.state for t in machine.rows(Task) if t.kind == "help"] != ["open"]


def test_a_move_is_told_and_its_undo_asks_again(machine: Machine, post: Post) -> None:
    deal_id = asked(machine, post)
    moved = Hand(machine, "liam").do(stages.move, Sent(deal_id, "discovery", reason="new buyer"))
    told, verbs_of = seen(last_edit(machine, post), machine)
    assert "Liam moved it to" in told and verbs_of == {"deal_card"}
    stage_undo.undo(Hand(machine, "liam").ask(), moved.undo_id)
    told, verbs_of = seen(last_edit(machine, post), machine)
    assert "5% more off" in told and "nudge_help_them" in verbs_of


def test_a_request_that_is_answered_before_it_was_sent_is_not_sent(machine: Machine, post: Post) -> None:
    deal_id = stuck(machine, post)
    machine.clock.set(at("12-02 20:00"))
    press(machine, "liam", "ask_help", deal_id, text="5% more off")
    press(machine, "liam", "blocker", deal_id, choice="moving")
    post.run("12-03 09:00")
    assert post.of(HelpAsked) == []


def test_a_manager_further_up_who_helps_answers_the_nearers_message(machine: Machine, post: Post) -> None:
    deal_id = asked(machine, post)
    higher_up(machine)
    press(machine, "zoe", "help_them", deal_id)
    told, verbs_of = seen(last_edit(machine, post), machine)
    assert "Zoe is helping" in told and verbs_of == {"deal_card"}


def test_whom_the_rep_has_asked_is_told_and_not_asked_for_again(machine: Machine, post: Post) -> None:
    deal_id = asked(machine, post)
    post.through("12-03 08:50")
    mine, theirs = lists(post)
    (line,) = [x for x in mine.lines if x.head.deal_id == deal_id]
    told, _ = seen(NudgeMessage(lines=(line.model_copy(update={"rule": "slow"}),)), machine)
    assert "You asked Maya for help yesterday." in told and "Want a hand?" not in told
    told, verbs_of = seen(theirs, machine)
    assert "Liam is asking for help" in told and "You asked" not in told and "nudge_help_them" in verbs_of


def test_asked_again_who_helps_may_say_so_again(machine: Machine, post: Post) -> None:
    deal_id = asked(machine, post)
    press(machine, "maya", "help_them", deal_id)
    machine.clock.set(at("12-02 16:00"))
    press(machine, "liam", "ask_help", deal_id, text="and the terms")
    post.through("12-03 08:50")
    told, verbs_of = seen(lists(post)[1], machine)
    assert "and the terms" in told and "nudge_help_them" in verbs_of


# -- another owner --------------------------------------------------------------------------------------


def test_the_new_owner_reads_what_they_have_now(machine: Machine, post: Post) -> None:
    deal_id = stuck(machine, post)
    machine.clock.set(at("12-02 09:10"))
    Hand(machine, "liam").note("they like it; send SOW by Fri", deal_id=deal_id)
    press(machine, "maya", "reassign", deal_id, choice=str(machine.ids["dana"]))
    post.run()
    (told,) = [a for _, a in post.of(DealYours)]
    for locale, says in (
        ("en", ("yours now", "Proposal", "send SOW", "Missing:")),
        ("zh", ("归你跟", "阶段", "还差")),
    ):
        text, verbs_of = seen(told, machine, locale)
        assert all(word in text for word in says) and "Dana" not in text
        assert verbs_of == {"deal_card"}


def test_a_lead_that_is_given_on_names_when_to_call_and_asks_once(machine: Machine, post: Post) -> None:
    """At the time that the hand-over named, not in the list an hour before it, though its stage is over its limit."""
    machine.clock.set(at("11-24 10:05"))
    deal_id = machine.deal(stage="lead", last_contact_at=None, last_contact_kind=None)
    post.through("11-26 09:30")
    press(machine, "maya", "reassign", deal_id, choice=str(machine.ids["dana"]))
    post.run()
    (told,) = [a for _, a in post.of(DealYours)]
    assert told.call_by == at("11-27 09:30")
    assert "Call by Fri, Nov 27, 9:30 AM" in seen(told, machine)[0]
    heard = len(post.said)
    post.through("11-27 10:00")
    asked = [(when, x) for when, _, _, x in post.said[heard:] if isinstance(x, (MorningList, NudgeMessage))]
    of_dana = [
        (when, x.rule) for when, a in asked for x in a.lines if not x.owner and x.head.deal_id == deal_id
    ]
    assert of_dana == [("11-27 09:30", "untouched")]


def test_an_old_message_says_who_has_the_deal_now_and_how_it_ended(machine: Machine, post: Post) -> None:
    deal_id = stuck(machine, post)
    press(machine, "maya", "reassign", deal_id, choice=str(machine.ids["dana"]))
    with pytest.raises(NotFound) as told:
        press(machine, "liam", "help_them", deal_id)
    assert (told.value.key, told.value.fields) == ("err.with_now", {"who": "Dana"})
    machine.change(deal_id, state="lost")
    answer = press(machine, "maya", "help_them", deal_id)
    assert "is closed as lost" in seen(answer, machine)[0]
    machine.change(deal_id, owner_id=machine.ids["maya"])  # further than whose it was has heard
    with pytest.raises(NotFound) as told:
        press(machine, "liam", "help_them", deal_id)
    assert told.value.key == "err.gone"


def test_a_loss_taken_back_at_night_silences_none_that_comes_after_it(machine: Machine, post: Post) -> None:
    deal_id = stuck(machine, post)
    post.through("12-02 08:45")
    machine.clock.set(at("12-02 09:30"))
    press(machine, "maya", "help_them", deal_id)
    post.run("12-02 20:00")
    liam = Hand(machine, "liam")
    lost = liam.do(lambda ask: stages.close(ask, deal_id, state="lost", reason="price", words=""))
    stage_undo.undo(liam.ask(), lost.undo_id)
    post.run("12-03 09:00")
    assert post.of(DealsOver) == []
    press(machine, "liam", "lost", deal_id, choice="price")
    post.run("12-03 10:10")
    assert len(post.of(DealsOver)) == 1
