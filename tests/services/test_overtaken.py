"""What a message told, and something has overtaken since, is rewritten: it says what happened and asks nothing more."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from rules.answers.digests import ManagerList, MorningList, VerbFilled
from rules.answers.nudges import NudgeMessage
from rules.answers.teams import DealsOver
from services.clock import overtaken, verbs
from services.clock.said import Pressed
from services.deals import owing, stages, waits
from services.deals.stages import Sent
from services.lists import home
from services.sending import telling
from storage.tables import Deal, Delivery
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import Post, at, stuck
from tests.services.test_help import higher_up, press, seen

pytestmark = pytest.mark.few_on_postgresql


def told(post: Post, kind: type) -> list[str]:
    """The messages of a kind as they stand: how each line was answered."""
    return told_in(post.as_it_stands(kind)[-1][1])


def told_in(answer: Any) -> list[str]:
    return [line.done.verb if line.done else "" for line in answer.lines]


def edits(post: Post) -> list[tuple[str, str]]:
    return [(when, answer.kind) for when, _, op, answer in post.said if op == "update"]


def listed(machine: Machine, post: Post, until: str = "12-02 08:45") -> int:
    """A deal that stands in the rep's list of that morning and in the manager's."""
    deal_id = stuck(machine, post)
    post.through(until)
    assert told(post, MorningList) == [""] and told(post, ManagerList) == [""]
    return deal_id


def lose(machine: Machine, deal_id: int, who: str = "liam") -> None:
    press(machine, who, "lost", deal_id, choice="price", text="太贵")


def test_a_lost_deal_is_told_in_every_list_that_named_it(machine: Machine, post: Post) -> None:
    deal_id = listed(machine, post)
    machine.clock.set(at("12-02 09:30"))
    lose(machine, deal_id)
    post.run()
    assert told(post, MorningList) == ["over_lost"] and told(post, ManagerList) == ["over_lost"]
    said, buttons = seen(post.as_it_stands(ManagerList)[-1][1], machine)
    assert "*Acme 1* (Liam) is closed as lost: Price · 太贵" in said and not buttons
    assert "记成丢单了（Price · 太贵）" in seen(post.as_it_stands(ManagerList)[-1][1], machine, "zh")[0]
    post.run("12-02 09:40")
    assert len(edits(post)) == 2


def test_another_owner_is_told_to_who_had_it_and_to_the_manager(machine: Machine, post: Post) -> None:
    deal_id = listed(machine, post)
    machine.clock.set(at("12-02 09:30"))
    press(machine, "maya", "reassign", deal_id, choice=str(machine.ids["dana"]))
    post.run()
    assert told(post, MorningList) == ["reassigned"] and told(post, ManagerList) == ["reassigned"]
    said, _ = seen(post.as_it_stands(MorningList)[-1][1], machine)
    assert "Dana" in said and "yours" not in said


def test_a_note_answers_the_reminder_and_the_lists_and_undone_they_ask_again(
    machine: Machine, post: Post
) -> None:
    listed(machine, post)
    machine.clock.set(at("12-02 10:00"))
    liam = Hand(machine, "liam")
    noted = liam.note("EXPO-2026-001 they like it // send the contract by Friday")
    post.run()
    assert told(post, MorningList) == ["note"] and told(post, ManagerList) == ["they_noted"]
    assert "Liam logged a note" in seen(post.as_it_stands(ManagerList)[-1][1], machine)[0]
    liam.undo_note(noted.undo_id)
    post.run("12-02 10:01")
    assert told(post, MorningList) == [""] and told(post, ManagerList) == [""]
    assert seen(post.as_it_stands(MorningList)[-1][1], machine)[1]


def test_a_wait_is_told(machine: Machine, post: Post) -> None:
    deal_id = listed(machine, post)
    machine.clock.set(at("12-02 10:00"))
    wish = waits.Wish(deal_id=deal_id, who="Ms. Chen", until=date(2026, 12, 9))
    Hand(machine, "liam").do(waits.wait, wish)
    post.run()
    assert told(post, MorningList) == ["wait"] and told(post, ManagerList) == ["they_wait"]


def test_another_stage_is_told(machine: Machine, post: Post) -> None:
    deal_id = listed(machine, post)
    machine.clock.set(at("12-02 10:00"))
    Hand(machine, "liam").do(stages.move, Sent(deal_id, "discovery", reason="they start over"))
    post.run()
    assert told(post, MorningList) == ["moved"] and told(post, ManagerList) == ["they_moved"]
    assert "is in Discovery now" in seen(post.as_it_stands(MorningList)[-1][1], machine)[0]


@pytest.mark.parametrize("act", ["park", "wait", "move"])
def test_what_a_manager_did_is_told_as_her_own(machine: Machine, post: Post, act: str) -> None:
    deal_id = listed(machine, post)
    machine.clock.set(at("12-02 10:00"))
    moved = (stages.move, Sent(deal_id, "discovery", reason="they start over"))
    held = waits.wait, waits.Wish(deal_id=deal_id, until=date(2026, 12, 9), is_park=act == "park")
    Hand(machine, "maya").do(*(moved if act == "move" else held))
    post.run()
    theirs, hers = {"park": ("they_park", "park"), "wait": ("wait", "waits"), "move": ("moved", "moved")}[act]
    assert told(post, MorningList) == [theirs] and told(post, ManagerList) == [hers]
    said = seen(post.as_it_stands(ManagerList)[-1][1], machine)[0]
    assert "Maya" not in said and "Nothing for you" not in said and "check in" not in said


def test_changes_of_one_moment_are_one_edit_and_wait_for_what_is_new(machine: Machine, post: Post) -> None:
    second, first = machine.deal(), stuck(machine, post)
    post.through("12-03 08:45")
    assert told(post, MorningList) == ["", ""]
    machine.clock.set(at("12-03 09:30"))
    lose(machine, first)
    lose(machine, second)
    machine.promise(to="person:liam")
    assert overtaken.refresh(machine.deps, now=machine.clock.now()) == 2  # Maya's lists of two days
    post.said.clear()
    post.run()
    mine = [(kind, op) for _, kind, op, a in post.said if not isinstance(a, ManagerList)]
    assert mine[0] == ("confirmation", "post") and set(mine[1:]) == {("overtaken", "update")}
    edited = [told_in(answer) for _, answer in post.as_it_stands(MorningList)]
    assert edited == [["over_lost", "over_lost"], ["over_lost"]]  # of today, of yesterday: once each


def test_what_its_reader_answered_stands_until_the_deal_is_over(machine: Machine, post: Post) -> None:
    deal_id = listed(machine, post)
    (sent,) = [x for x in machine.rows(Delivery) if x.kind == "manager_list" and x.state == "sent"]
    machine.clock.set(at("12-02 09:00"))
    where = Pressed(0, deal_id, sent.channel or "", sent.ts or "")
    Hand(machine, "maya").do(verbs.act, "help_them", where, VerbFilled())
    post.run()
    Hand(machine, "liam").note("EXPO-2026-001 called them // quote by Friday")
    post.run("12-02 09:10")
    assert edits(post) == [("12-02 09:10", "morning")]
    lose(machine, deal_id)
    post.run("12-02 09:20")
    assert told(post, ManagerList) == ["over_lost"]


def test_old_messages_are_left_as_they_are(machine: Machine, post: Post) -> None:
    deal_id = listed(machine, post)
    machine.clock.set(machine.clock.now() + overtaken.FOR + timedelta(minutes=1))
    lose(machine, deal_id)
    assert overtaken.refresh(machine.deps, now=machine.clock.now()) == 0


def test_a_single_nudge_is_rewritten(machine: Machine, post: Post) -> None:
    machine.deal()
    post.through("12-01 15:30")
    assert told(post, NudgeMessage) == [""]
    Hand(machine, "liam").note("EXPO-2026-001 no answer")
    post.run("12-01 15:40")
    assert told(post, NudgeMessage) == ["note"]


def test_what_was_owed_and_is_there_is_no_longer_asked_for(machine: Machine, post: Post) -> None:
    deal_id = machine.deal(stage="discovery")
    given = {"interview": "on site", "decision_maker": "Ms. Chen"}
    Hand(machine, "liam").do(stages.move, Sent(deal_id, "proposal", given, ("pain_list",)))
    post.through("11-27 08:35")
    assert told(post, MorningList) == [""]
    machine.clock.set(at("11-27 09:00"))
    Hand(machine, "liam").do(owing.give, deal_id, {"pain_list": "https://example.com/list"})
    post.run()
    assert told(post, MorningList) == ["owed"]


def test_the_rewrite_of_a_press_takes_back_nothing_that_happened_since(machine: Machine, post: Post) -> None:
    """Between the two commits of one press, something else overtakes another line."""
    second, first = machine.deal(), stuck(machine, post)
    post.through("12-03 08:45")
    sent = [x for x in machine.rows(Delivery) if x.kind == "morning" and x.state == "sent"][-1]
    channel, ts = sent.channel or "", sent.ts or ""
    ask = Hand(machine, "liam").ask("press")
    filled = VerbFilled(on=date(2026, 12, 8), who="Ms. Chen")
    answer = verbs.act(ask, "wait", Pressed(0, first, channel, ts), filled)
    lose(machine, second, "maya")
    post.run()
    telling.rewrite(ask, channel, ts, answer)
    post.run("12-03 09:10")
    assert sorted(told(post, MorningList)) == ["over_lost", "wait"]


# -- who helps, and which deal it is --------------------------------------------------------------------


@pytest.mark.parametrize(("verb", "says"), [("lost", "closed as lost"), ("reassign", "is with Dana now")])
def test_who_helps_hears_once_that_it_is_over(machine: Machine, post: Post, verb: str, says: str) -> None:
    higher_up(machine)
    deal_id = listed(machine, post)
    machine.clock.set(at("12-02 09:30"))
    press(machine, "maya", "help_them", deal_id)
    filled = {"choice": "price"} if verb == "lost" else {"choice": str(machine.ids["dana"])}
    press(machine, "liam" if verb == "lost" else "zoe", verb, deal_id, **filled)
    post.run()
    ((_, told_once),) = post.of(DealsOver)
    assert says in seen(told_once, machine)[0]


def test_who_ends_what_they_help_with_is_not_told_of_it(machine: Machine, post: Post) -> None:
    deal_id = listed(machine, post)
    press(machine, "maya", "help_them", deal_id)
    lose(machine, deal_id, "maya")
    post.run()
    assert post.of(DealsOver) == []


def test_deals_of_one_name_are_told_apart_by_their_codes(machine: Machine, post: Post) -> None:
    alone, first, second = machine.deal(), machine.deal(), machine.deal()
    dana = machine.deal("dana")
    with machine.db.write() as tx:
        for deal_id in (second, dana):
            other = tx.get(Deal, deal_id)
            assert other is not None
            other.account_id = machine.deal_row(first).account_id
            tx.add(other)
    post.through("12-01 15:35")
    lines = post.of(NudgeMessage)[0][1].lines + post.of(NudgeMessage)[1][1].lines
    called = {line.head.deal_id: line.head.called for line in lines}
    assert called == {
        alone: "Acme 1",
        first: "Acme 2 · EXPO-2026-002",
        second: "Acme 2 · EXPO-2026-003",
        dana: "Acme 2",
    }
    mine = home.of(Hand(machine, "liam").ask()).mine
    assert mine is not None
    assert {"Acme 1", "Acme 2 · EXPO-2026-002"} <= {one.head.called for one in mine.red.deals}


# -- the other lines of an old list ---------------------------------------------------------------------


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_the_other_lines_of_an_old_list_keep_their_words(machine: Machine, post: Post, locale: str) -> None:
    """The numbers of a morning are not told in the words of that evening, and no *Next* that has passed."""
    machine.clock.set(at("11-26 15:00"))
    machine.deal()
    first = stuck(machine, post)
    post.through("12-03 08:35")
    [before] = [
        words(answer, machine, locale) for _, answer in post.of(MorningList) if len(answer.lines) == 2
    ]
    soon = next(line for line in before if ("today, 3:00 PM" if locale == "en" else "今天 15:00") in line)
    post.through("12-03 16:50")
    lose(machine, first)
    post.run("12-03 17:00")
    [after] = [
        words(answer, machine, locale)
        for _, _, op, answer in post.said
        if op == "update" and isinstance(answer, MorningList) and len(answer.lines) == 2
    ]
    assert after[0] == before[0] and soon in after and after[1] != before[1]
    assert ("Next" if locale == "en" else "下次") in before[-1]
    assert ("Next" if locale == "en" else "下次") not in after[-1]


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize("locale", ["en", "zh"])
def test_rewritten_on_another_day_a_list_says_dates(machine: Machine, post: Post, locale: str) -> None:
    """By then "today" is another day; the list says of which it is."""
    machine.clock.set(at("11-26 15:00"))
    machine.deal()
    first = stuck(machine, post)
    post.through("12-03 08:35")
    lose(machine, first)
    post.run("12-04 07:00")
    [after] = [
        words(answer, machine, locale)
        for _, _, op, answer in post.said
        if op == "update" and isinstance(answer, MorningList) and len(answer.lines) == 2
    ]
    assert after[0] == (
        "Your list of Thu, Dec 3: 2 things" if locale == "en" else "12月3日（周四）的清单：2 件事"
    )
    near = ("today", "tomorrow", "yesterday", "今天", "明天", "昨天")
    assert not [line for line in after if any(word in line for word in near)]
    assert any(
        ("Thu, Dec 3, 3:00 PM" if locale == "en" else "12月3日（周四）15:00") in line for line in after
    )


def words(answer: Any, machine: Machine, locale: str) -> list[str]:
    return seen(answer, machine, locale)[0].splitlines()
