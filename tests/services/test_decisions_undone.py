"""What a manager said of somebody else's deal is taken back: its owner reads so, what asked for help asks again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from rules.answers.digests import BlockedList, HelpAsked, HelpComing, ManagerList, VerbDone, VerbFilled
from rules.answers.given import GivenStays
from rules.answers.nudges import Done
from rules.answers.waits import WaitAllowed, WaitRequest, Wish
from services.clock import verbs
from services.clock.said import Pressed
from services.deals import story, wait_more, waits
from storage.tables import Task, Undo, Wait
from tests.services.hand import Hand, as_it_was
from tests.services.machine import Machine
from tests.services.mornings import Post, at, stuck, with_channel
from tests.services.test_given_back import now_reads
from tests.services.test_help import press, seen
from tests.services.test_home import home_of
from tests.services.test_verbs_undone import BACK, TO, undo

pytestmark = pytest.mark.few_on_postgresql


def decide(machine: Machine, deal_id: int, choice: str, **filled: Any) -> Done:
    answer = press(machine, "maya", "decide", deal_id, choice=choice, **filled)
    assert isinstance(answer, VerbDone)
    return answer.done


TOLD = {
    "push": ("*Acme 1*: Maya says push on.", "*Acme 1*: Maya took “push on” back.", "*Acme 1*：Maya 撤回了「接着推」。"),
    "park": ("*Acme 1*: Maya parked it until", "*Acme 1*: Maya took the park back. Reminders go on as before.",
             "*Acme 1*：Maya 撤回了「先放放」，照常提醒。"),
}  # fmt: skip


@pytest.mark.parametrize("choice", ["push", "park"])
def test_its_owner_reads_that_it_was_taken_back_and_that_it_holds_again(
    machine: Machine, post: Post, choice: str
) -> None:
    deal_id = stuck(machine, post)
    machine.clock.set(at("12-02 09:30"))
    post.run()
    before = as_it_was(machine)
    undo_id = decide(machine, deal_id, choice, on=TO).undo_id
    post.run()
    (heard,) = now_reads(machine, "liam", HelpComing.kind)
    assert TOLD[choice][0] in seen(heard, machine)[0]
    for _ in range(5):
        answer = undo(machine, undo_id, by="maya")
        assert isinstance(answer, VerbDone) and seen(answer, machine)[0] == BACK
    post.run()
    assert as_it_was(machine) == before
    (heard,) = now_reads(machine, "liam", HelpComing.kind)
    said = [seen(heard, machine, locale)[0].partition("\n")[0] for locale in ("en", "zh")]
    assert said == list(TOLD[choice][1:])
    decide(machine, deal_id, choice, on=TO)
    post.run()
    assert TOLD[choice][0] in seen(now_reads(machine, "liam", HelpComing.kind)[-1], machine)[0]


@pytest.mark.parametrize("choice", ["push", "park"])
def test_by_night_nobody_hears_of_it_and_said_again_it_is_heard_once(machine: Machine, choice: str) -> None:
    deal_id, post = machine.deal(), Post(machine)
    machine.clock.set(at("11-26 22:00"))
    undo(machine, decide(machine, deal_id, choice, on=TO).undo_id, by="maya")
    if choice == "push":
        other = machine.deal()
        decide(machine, other, "push")
        undo(machine, decide(machine, other, "push").undo_id, by="maya")
    post.run("11-27 09:10")
    heard = [told.head.deal_id for _, told in post.of(HelpComing)]
    assert heard == ([other] if choice == "push" else []), "the second was taken back, the first stands"
    decide(machine, deal_id, choice, on=TO)
    post.run()
    assert [told.head.deal_id for _, told in post.of(HelpComing)][len(heard) :] == [deal_id]


@pytest.mark.parametrize("choice", ["push", "park"])
def test_a_request_for_help_asks_again(machine: Machine, post: Post, choice: str) -> None:
    deal_id = stuck(machine, post)
    press(machine, "liam", "ask_help", deal_id, text="5% more off")
    post.run("12-02 09:10")
    sent = next(d for d in machine.deliveries if d.payload.get("kind") == HelpAsked.kind and d.ts)
    here = Pressed(0, deal_id, sent.channel or "", sent.ts or "")
    answer = Hand(machine, "maya").do(verbs.act, "decide", here, VerbFilled(choice=choice, on=TO))
    assert isinstance(answer, HelpAsked) and answer.line.done is not None
    asks = undo(machine, answer.line.done.undo_id, here, by="maya")
    assert isinstance(asks, HelpAsked) and asks.line.done is None
    post.run()
    (asks,) = now_reads(machine, "maya", HelpAsked.kind)
    assert "nudge_help_them" in seen(asks, machine)[1]
    assert [t.state for t in machine.rows(Task) if t.kind == "help"] == ["open"]


def test_a_push_that_was_taken_back_spares_nobody(machine: Machine, post: Post) -> None:
    """The list asks as it did, and the older of two comes after the newer."""
    deal_id = stuck(machine, post)
    first = decide(machine, deal_id, "push")
    machine.clock.push(minutes=1)
    second = decide(machine, deal_id, "push", text="call them")
    assert isinstance(undo(machine, first.undo_id, by="maya"), GivenStays)
    for one in (second, first):
        undo(machine, one.undo_id, by="maya")
    assert machine.deal_row(deal_id).acted_at is None
    post.through("12-02 08:45")
    assert [x.head.deal_id for _, told in post.of(ManagerList) for x in told.lines] == [deal_id]
    told = story.page_of(Hand(machine, "liam").ask(), deal_id)
    assert [(x.what, x.is_undone, x.words) for x in told.lines[:2]] == [("pushed", True, "")] * 2


def test_what_a_manager_allowed_is_taken_back_from_who_asked(machine: Machine, post: Post) -> None:
    liam, maya, deal_id = Hand(machine, "liam"), Hand(machine, "maya"), machine.deal()
    for _ in range(2):
        liam.do(waits.wait, Wish(deal_id=deal_id, until=TO))
        liam.do(waits.end, deal_id)
    wish = Wish(deal_id=deal_id, who="the board", until=TO)
    liam.do(wait_more.ask_for_more, wish)
    post.run()
    asked = next(d for d in machine.deliveries if d.kind == WaitRequest.kind)
    allowed = maya.do(wait_more.allow, wish)
    post.run()
    answer = undo(machine, allowed.undo_id, Pressed(0, 0, asked.channel or "", asked.ts or ""), by="maya")
    assert isinstance(answer, WaitRequest), "the message asks again"
    post.run()
    (heard,) = now_reads(machine, "liam", WaitAllowed.kind)
    assert seen(heard, machine)[0] == (
        "Maya took that back: *Acme 1* doesn't wait until *Tue, Dec 8* after all. Reminders go on as before."
    )
    assert "Maya 撤回了：*Acme 1* 不等到" in seen(heard, machine, "zh")[0]
    team = home_of(machine, "maya").team
    assert team is not None and len(team.requests) == 1, "it is hers to decide again"
    maya.do(wait_more.allow, wish)
    post.run()
    (heard,) = now_reads(machine, "liam", WaitAllowed.kind)
    assert "Maya allowed it" in seen(heard, machine)[0]


def test_words_that_were_taken_out_do_not_come_back(machine: Machine, post: Post) -> None:
    """Of a wait that was asked for in them."""
    liam, maya, deal_id = Hand(machine, "liam"), Hand(machine, "maya"), machine.deal()
    for _ in range(2):
        liam.do(waits.wait, Wish(deal_id=deal_id, until=TO))
        liam.do(waits.end, deal_id)
    wish = Wish(deal_id=deal_id, who="Canary", why="Canary too", until=TO)
    liam.do(wait_more.ask_for_more, wish)
    post.run()
    allowed = maya.do(wait_more.allow, wish)
    maya.do(story.redact, machine.rows(Wait)[-1].id, "wait")
    undo(machine, allowed.undo_id, by="maya")
    post.run()
    kept = [*machine.rows(Undo), *machine.deliveries, *machine.rows(Wait)]
    assert "Canary" not in "".join(str(row) for row in kept)


def test_the_channels_list_has_it_again(team_url: str) -> None:
    channeled = with_channel(team_url)
    post = Post(channeled)
    deal_id = stuck(channeled, post)
    post.through("12-02 10:00")
    listed = [x.head.deal_id for x in post.of(BlockedList)[-1][1].on_us]
    found = press(channeled, "maya", "park", deal_id, on=date(2026, 12, 21)).done
    post.run("12-02 10:05")
    assert post.of(BlockedList)[-1][1].parked
    undo(channeled, found.undo_id, by="maya")
    post.run("12-02 10:10")
    again = post.of(BlockedList)[-1][1]
    assert [x.head.deal_id for x in again.on_us] == listed == [deal_id] and not again.parked
    channeled.close()
