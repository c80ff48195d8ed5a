"""A colleague's note on somebody's deal: what the owner hears of it and when, and what the colleague is reminded of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.views.answers import render
from bot.views.reader import Reader
from rules.answers import Answer
from rules.answers.digests import VerbFilled
from rules.answers.notes import NoteSaved
from rules.answers.tasks import TaskBack, TaskLate, TasksDue
from rules.answers.teams import TeamNoted
from sandbox.driver import text_of
from services.capture import note_more
from services.deals import story, task_answers, tasks, team
from services.lists import home
from storage.tables import Step, Task
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import Post, at
from tests.services.test_help import press

pytestmark = pytest.mark.few_on_postgresql


@pytest.fixture
def machine(team_url: str) -> Iterator[Machine]:
    """Pia is pre-sales."""
    made = Machine(team_url)
    made.join("pia", "presales")
    yield made
    made.close()


@pytest.fixture
def deal(machine: Machine) -> int:
    found: int = Hand(machine, "liam").lead("Acme Robotics, Tom Chen 13800001111, expo").head.deal_id
    return found


def joined(machine: Machine, deal: int) -> None:
    liam = Hand(machine, "liam")
    liam.do(team.change, deal, ["U0PIA"], team.form(liam.ask(), deal).people)


def heard(post: Post, machine: Machine, kind: type[Answer], who: str = "liam") -> list[tuple[str, str, str]]:
    """(when, how, what) of the messages of a kind, as they read."""
    reader = Reader("zh", ZoneInfo("Asia/Shanghai"), machine.clock.now())
    return [
        (when, op, text_of(render(said, reader))) for when, _, op, said in post.said if isinstance(said, kind)
    ]


def beside_him(machine: Machine, deal: int) -> tuple[Hand, Hand, str, Post]:
    """Pia is on Liam's deal, who calls again on Tuesday."""
    joined(machine, deal)
    liam, code = Hand(machine, "liam"), machine.deal_row(deal).code or ""
    liam.note(f"{code} they like it // call again Dec 1 at 10:00")
    post = Post(machine)
    post.run()
    post.said.clear()
    return liam, Hand(machine, "pia"), code, post


def test_the_owner_hears_at_once_of_a_colleague_s_note_and_once_a_deal_and_day(
    machine: Machine, deal: int
) -> None:
    liam, pia, code, post = beside_him(machine, deal)
    liam.note(f"{code} wrote them")
    pia.note(f"{code} tried to call, no answer")
    post.run("11-24 15:40")
    assert heard(post, machine, TeamNoted) == []
    pia.note(f"{code} 聊了接口；下周一发接口清单")
    post.run("11-24 15:50")
    pia.note(f"{code} sent them the manual")
    post.run("11-24 16:00")
    first, again = heard(post, machine, TeamNoted)
    assert first[:2] == ("11-24 15:50", "post") and again[:2] == ("11-24 16:00", "update")
    assert "Pia 在 *Acme Robotics* 记了一笔：聊了接口" in first[2]
    assert "Pia 说好：发接口清单，11月30日（周一）。到那天早上我会提醒 Pia。" in first[2]
    assert first[2].strip() in again[2] or "sent them the manual" in again[2]
    assert {x.person_id for x in machine.deliveries if x.kind == TeamNoted.kind} == {machine.ids["liam"]}


def test_what_is_written_at_night_waits_for_the_morning_in_one_message(machine: Machine, deal: int) -> None:
    _, pia, code, post = beside_him(machine, deal)
    other = machine.deal(code="EXPO-2026-900")
    joined(machine, other)
    machine.clock.set(at("11-24 21:00"))
    pia.note(f"{code} wrote up the interfaces")
    pia.note(f"{machine.deal_row(other).code} sent the manual")
    post.run("11-24 21:10")
    assert heard(post, machine, TeamNoted) == []
    post.run("11-25 09:00")
    ((when, how, said),) = heard(post, machine, TeamNoted)
    assert (when, how) == ("11-25 09:00", "post")
    assert "wrote up the interfaces" in said and "sent the manual" in said


def at_night(machine: Machine, deal: int) -> tuple[Hand, str, str, Post]:
    """Pia may write on two deals of Liam's; it is 21:00."""
    _, pia, code, post = beside_him(machine, deal)
    other = machine.deal(code="EXPO-2026-900")
    joined(machine, other)
    machine.clock.set(at("11-24 21:00"))
    return pia, code, "EXPO-2026-900", post


def test_of_a_night_s_notes_goes_out_what_is_on_deals_that_are_still_theirs(
    machine: Machine, deal: int
) -> None:
    pia, code, other, post = at_night(machine, deal)
    pia.note(f"{code} they will sue us")
    pia.note(f"{other} sent the manual")
    press(machine, "maya", "reassign", deal, choice=str(machine.ids["dana"]))
    post.run("11-25 09:00")
    pia.note(f"{other} sent the drawings")
    post.run("11-25 09:10")
    told = [said for _, _, said in heard(post, machine, TeamNoted)]
    assert told and "sent the manual" in told[0] and "sue us" not in "".join(told)
    kept = [str(x.payload) for x in machine.deliveries if x.kind == TeamNoted.kind]
    assert kept and "sue us" not in "".join(kept)


def test_words_that_were_taken_back_at_night_are_not_sent_with_the_next_ones(
    machine: Machine, deal: int
) -> None:
    pia, code, other, post = at_night(machine, deal)
    pia.undo_note(pia.note(f"{code} they fired Mr. Wong").undo_id)
    pia.note(f"{other} sent the manual")
    post.run("11-25 09:00")
    ((_, _, said),) = heard(post, machine, TeamNoted)
    assert "sent the manual" in said and "Wong" not in said


def test_beyond_the_day_s_budget_it_waits_for_the_next_morning(machine: Machine, deal: int) -> None:
    _, pia, code, post = beside_him(machine, deal)
    others = [machine.deal(code=f"EXPO-2026-90{n}") for n in range(5)]
    for one in others:
        joined(machine, one)
        pia.note(f"{machine.deal_row(one).code} sent the manual")
        post.run()
    assert len(heard(post, machine, TeamNoted)) == 4
    pia.note(f"{code} wrote up the interfaces")
    post.run()
    assert len(heard(post, machine, TeamNoted)) == 4
    post.run("11-25 09:00")
    said = [text for when, _, text in heard(post, machine, TeamNoted) if when == "11-25 09:00"]
    assert len(said) == 1 and "wrote up the interfaces" in said[0]


def test_what_a_colleague_promised_is_a_task_of_theirs_on_its_day(machine: Machine, deal: int) -> None:
    liam, pia, code, post = beside_him(machine, deal)
    saved = pia.note(f"{code} 聊了接口；下周一发接口清单")
    assert (saved.promised_on, saved.stays) == (date(2026, 11, 30), "Liam")
    told = text_of(render(saved, Reader("zh", ZoneInfo("Asia/Shanghai"), machine.clock.now())))
    assert "「发接口清单」记成你的任务了，11月30日（周一）早上提醒你；Liam 定的下一步不变。" in told
    asked = home.of(pia.ask()).tasks
    assert asked is not None and [(x.what, x.due) for x in asked.tasks] == [
        ("发接口清单", date(2026, 11, 30))
    ]
    post.run("11-27 08:30")
    assert heard(post, machine, TasksDue) == []
    post.run("11-30 08:30")
    ((_, _, said),) = heard(post, machine, TasksDue)
    assert "发接口清单" in said
    post.run("12-01 18:00")
    post.run("12-02 09:00")
    assert "发接口清单" in heard(post, machine, TaskLate)[0][2], "the owner hears that it is late"
    (task,) = [x for x in machine.rows(Task) if x.kind == tasks.COLLEAGUE]
    pia.do(task_answers.answer, task.id, "done", VerbFilled())
    post.run("12-02 09:30")
    assert "发接口清单" in heard(post, machine, TaskBack)[0][2]


def test_where_the_owner_has_no_next_step_it_is_the_deal_s_and_the_colleague_s_task(
    machine: Machine, deal: int
) -> None:
    joined(machine, deal)
    saved = Hand(machine, "pia").note(f"{machine.deal_row(deal).code} 聊了接口；下周一发接口清单")
    told = text_of(render(saved, Reader("zh", ZoneInfo("Asia/Shanghai"), machine.clock.now())))
    assert (
        "下一步：发接口清单" in told and "「发接口清单」记成你的任务了，11月30日（周一）早上提醒你。" in told
    )


def test_a_note_taken_back_promises_nothing_and_says_so(machine: Machine, deal: int) -> None:
    _, pia, code, post = beside_him(machine, deal)
    saved = pia.note(f"{code} 聊了接口；下周一发接口清单")
    post.run("11-24 15:35")
    pia.undo_note(saved.undo_id)
    post.run("11-24 15:39")
    assert "Pia 撤回了在 *Acme Robotics* 记的那一笔" in heard(post, machine, TeamNoted)[-1][2]
    post.run("11-30 08:30")
    assert heard(post, machine, TasksDue) == []
    unsaid = pia.note(f"{code} 又聊了；明天发报价")
    pia.undo_note(unsaid.undo_id)
    post.run("12-01 09:00")
    assert not any("又聊了" in said for _, _, said in heard(post, machine, TeamNoted))


def test_words_taken_out_of_a_note_leave_the_message_to_its_owner_too(machine: Machine, deal: int) -> None:
    _, pia, code, post = beside_him(machine, deal)
    saved = pia.note(f"{code} their boss is leaving // send the list Monday")
    post.run("11-24 15:50")
    pia.do(story.redact, saved.note_id)
    post.run("11-24 15:55")
    assert not any("boss" in str(x.payload) for x in machine.deliveries if x.kind == TeamNoted.kind)


def adds(pia: Hand, note_id: int, text: str) -> NoteSaved:
    """What she says in the thread of her note."""
    with pia.machine.db.write() as tx:
        ask = pia.ask("more").holding(tx)
        there = note_more.note_of(tx, ask, note_id)
        assert there is not None
        return note_more.add(tx, ask, *there, text)


@pytest.mark.one_on_postgresql
def test_what_a_colleague_adds_to_their_note_leaves_the_owner_s_step_and_moves_their_promise(
    machine: Machine, deal: int
) -> None:
    _, pia, code, post = beside_him(machine, deal)
    first = pia.note(f"{code} talked // send the list by Nov 26")
    saved = adds(pia, first.note_id, "changed my mind // send the list by Dec 9")
    assert (saved.stays, saved.step, saved.promised_on) == ("Liam", None, date(2026, 12, 9))
    assert [x.on_date for x in steps(machine)] == [date(2026, 12, 1)]
    assert [x.due for x in asked_of(pia)] == [date(2026, 12, 9)]
    post.run()
    assert "changed my mind" in heard(post, machine, TeamNoted)[-1][2], "the owner hears it"
    pia.undo_note(saved.undo_id or 0)
    post.run("11-24 15:35")
    assert [x.on_date for x in steps(machine)] == [date(2026, 12, 1)]
    assert [x.due for x in asked_of(pia)] == [date(2026, 11, 26)]
    last = heard(post, machine, TeamNoted)[-1][2]
    assert "talked" in last and "changed my mind" not in last and "撤回了" in last


def steps(machine: Machine) -> list[Step]:
    return [x for x in machine.rows(Step) if x.state == "open"]


def asked_of(pia: Hand) -> list[Any]:
    asked = home.of(pia.ask()).tasks
    return list(asked.tasks) if asked is not None else []


def test_their_own_step_is_still_theirs_to_say_anew(machine: Machine, deal: int) -> None:
    joined(machine, deal)
    pia = Hand(machine, "pia")
    first = pia.note(f"{machine.deal_row(deal).code} talked // send the list by Nov 26")
    saved = adds(pia, first.note_id, "changed my mind // send the list by Dec 9")
    assert saved.step is not None and [x.on_date for x in steps(machine)] == [date(2026, 12, 9)]
    assert [x.due for x in asked_of(pia)] == [date(2026, 12, 9)]


def test_a_note_taken_back_silences_none_that_comes_after_it(machine: Machine, deal: int) -> None:
    _, pia, code, post = beside_him(machine, deal)
    pia.undo_note(pia.note(f"{code} wrong customer").undo_id or 0)
    post.run()
    assert heard(post, machine, TeamNoted) == []
    pia.note(f"{code} they want to buy now")
    post.run("11-24 15:50")
    ((_, _, said),) = heard(post, machine, TeamNoted)
    assert "buy now" in said and "wrong customer" not in said


def test_a_deal_that_went_away_and_came_back_takes_no_note_with_it(machine: Machine, deal: int) -> None:
    """What was not sent while it was Dana's is told with the next one."""
    _, pia, code, post = beside_him(machine, deal)
    pia.note(f"{code} they want a list")
    for who in ("dana", "liam"):
        press(machine, "maya", "reassign", deal, choice=str(machine.ids[who]))
        post.run()
    pia.note(f"{code} they want to buy now")
    post.run()
    ((_, _, said),) = heard(post, machine, TeamNoted)
    assert "want a list" in said and "buy now" in said


def test_what_was_added_and_taken_back_at_night_is_not_sent(machine: Machine, deal: int) -> None:
    _, pia, code, post = beside_him(machine, deal)
    first = pia.note(f"{code} talked")
    post.run()
    machine.clock.set(at("11-24 21:00"))
    saved = adds(pia, first.note_id, "they fired Mr. Wong")
    pia.undo_note(saved.undo_id or 0)
    post.run("11-25 09:00")
    assert not any("Wong" in said for _, _, said in heard(post, machine, TeamNoted))
