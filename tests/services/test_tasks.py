"""A group's task on both databases: one answer, everybody of the group sees it, who waits for it hears it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial

import pytest

from bot.views.answers import render
from rules.answers import load
from rules.answers.tasks import TaskAsked, TaskBack, TaskForm
from rules.errors import Invalid, NotFound
from sandbox.driver import text_of
from services.deals import stages, task_answers, task_undo, task_words
from services.deals.stages import Sent
from services.letters import messages
from services.sending import outbox
from storage.tables import Audit, PersonRole, Undo
from tests.lending import CopyOf
from tests.services.group import READER, Group, asked
from tests.services.hand import Hand, at_once
from tests.services.machine import Machine
from tests.services.test_filled_back import PROPOSAL


@pytest.fixture
def group(copy_of: CopyOf) -> Iterator[Group]:
    machine = Machine(copy_of(asked))
    yield Group(machine)
    machine.close()


def heard(group: Group) -> list[tuple[str, str, str]]:
    """What the owner and who asked were told since: verb, by whom, with which words."""
    group.post.run()
    return [(b.said.verb, b.said.who, b.said.text) for _, b in group.post.of(TaskBack)]


def leased(machine: Machine, kind: str, op: str) -> outbox.Delivery:
    """The next delivery of this kind, in the hands of a worker; what comes before it is out."""
    while (found := outbox.lease(machine.deps, "w", machine.timing)) is not None:
        if (found.kind, found.op) == (kind, op):
            return found
        outbox.sent(machine.deps, found, found.channel or "D", found.target_ts or "0.1")
    raise LookupError(kind)


def test_one_tap_answers_it_for_the_whole_group_and_the_blocker_goes(group: Group) -> None:
    assert group.asked_on_home("pia") == group.asked_on_home("dana") == ["Our quote"]
    told = group.tap("pia")
    assert (told.is_open, told.is_late, told.is_here) == (False, False, True)
    assert told.said and (told.said.verb, told.said.who) == ("done", "Pia")
    assert (group.task.state, group.task.answer) == ("answered", "done")
    deal = group.machine.deal_row(group.deal_id)
    assert (deal.blocker, deal.blocker_at) == (None, None)
    assert [(who, t.is_open, t.said and t.said.who) for who, t in group.edits()] == [
        (group.machine.ids["dana"], False, "Pia")
    ]
    assert heard(group) == [("done", "Pia", "")]
    assert group.asked_on_home("pia") == group.asked_on_home("dana") == []
    assert [a.action for a in group.machine.rows(Audit) if a.actor_id == group.machine.ids["pia"]] == [
        "task.done"
    ]


@pytest.mark.one_on_postgresql
def test_done_can_be_taken_back(group: Group) -> None:
    """The task, what is in the way and every message are as they were; who heard that it is done hears that it is not."""
    pia = Hand(group.machine, "pia")
    group.tap("pia", "date", on=date(2026, 11, 27), text="Tom has it")
    before, deal = group.task, group.machine.deal_row(group.deal_id)
    done = group.tap("pia")
    assert done.undo_id is not None and "task_undo" in str(render(done, READER))
    assert heard(group)[-1] == ("done", "Pia", "")
    assert "task_undo" not in str([t for who, t in group.edits() if who == group.machine.ids["dana"]])
    group.machine.clock.push(minutes=2)
    for _ in range(2):
        back = task_undo.undo(pia.ask(), done.undo_id, group.ts("pia"))
        assert isinstance(back, TaskAsked) and back.is_open and back.is_here
        assert back.said and back.said.text == "Tom has it"
    assert (group.task.state, group.task.closed_at, group.task.answer) == ("open", None, "date")
    assert group.task.due_at == before.due_at
    row = group.machine.deal_row(group.deal_id)
    assert (row.blocker, row.blocker_at) == (deal.blocker, deal.blocker_at) != (None, None)
    assert heard(group)[-1] == ("undone", "Pia", "")
    assert group.edits()[-1][1].is_open and group.asked_on_home("pia") == ["Our quote"]
    (told,) = [a for _, a in group.post.of(TaskBack) if a.said.verb == "undone"]
    assert "isn't done yet" in text_of(render(told, READER))


def test_it_is_too_late_to_take_done_back_once_the_deal_is_over(group: Group) -> None:
    done = group.tap("pia")
    lose = partial(stages.close, state="lost", reason="price", words="")
    Hand(group.machine, "liam").do(lose, group.deal_id)
    with pytest.raises(NotFound):
        task_undo.undo(Hand(group.machine, "pia").ask(), done.undo_id or 0)
    with pytest.raises(NotFound):
        task_undo.undo(Hand(group.machine, "dana").ask(), done.undo_id or 0)


def test_who_is_in_the_group_no_more_takes_nothing_back(group: Group) -> None:
    done = group.tap("pia")
    with group.machine.db.write() as tx:
        tx.delete(tx.get_one(PersonRole, (group.machine.ids["pia"], "presales")))
    with pytest.raises(NotFound):
        task_undo.undo(Hand(group.machine, "pia").ask(), done.undo_id or 0)
    assert group.task.state == "answered"


@pytest.mark.parametrize("in_words", [False, True])
def test_done_that_is_taken_back_after_a_move_puts_nothing_in_the_way(group: Group, in_words: bool) -> None:
    """As it is where the deal moves while the task is open."""
    pia = Hand(group.machine, "pia")
    if in_words:
        pia.do(partial(task_words.answer_in_words, is_done=True), group.task.id, "done")
    else:
        group.tap("pia")
    (way,) = group.machine.rows(Undo)
    Hand(group.machine, "liam").do(stages.move, Sent(group.deal_id, "negotiation", PROPOSAL))
    task_undo.undo(pia.ask(), way.id)
    acts = [a.action for a in group.machine.rows(Audit) if a.actor_id == pia.person.id]
    assert acts == ["task.done", "task.undo"]
    assert (group.task.state, group.machine.deal_row(group.deal_id).blocker) == ("open", None)


def test_nobody_reads_their_own_name(group: Group) -> None:
    told = group.tap("pia", "pass", choice=str(group.machine.ids["lex"]))
    own = text_of(render(told, READER))
    group.post.run()
    (taken,) = [t for _, t in group.post.of(TaskAsked) if t.said and t.said.is_yours]
    assert "You passed it to Lex." in own and "Pia passed it to you." in text_of(render(taken, READER))
    done = text_of(render(group.tap("lex"), READER))
    assert "You've done it." in done and "Lex" not in done


def test_who_comes_second_sees_who_was_first(group: Group) -> None:
    group.tap("pia")
    second = group.tap("dana")
    assert second.is_late and second.is_here and second.said and second.said.who == "Pia"
    late = task_answers.form(Hand(group.machine, "dana").ask(), group.task.id, "date", "D", "")
    assert isinstance(late, TaskAsked) and late.is_late
    assert heard(group) == [("done", "Pia", "")]


def test_two_taps_at_once_are_one_answer(group: Group) -> None:
    told = at_once([partial(group.tap, name, key=f"once:{name}") for name in ("pia", "dana")])
    assert sorted(t.is_late for t in told) == [False, True]
    assert len({t.said.who for t in told if t.said}) == 1 and len(heard(group)) == 1


@pytest.mark.parametrize("how", ["acknowledged", "found in the history"])
def test_a_message_on_its_way_while_a_colleague_answers_says_so_once_it_is_out(
    group: Group, how: str
) -> None:
    """Nobody has to press it to learn that it is done."""
    machine = group.machine
    group.tap("pia", "pass", text="ask again with the floor plan")
    group.tap_blocker()
    asked = leased(machine, "task_asked", "post")
    assert isinstance(messages.prepare(machine.deps, asked), messages.Letter)
    assert outbox.begin(machine.deps, asked, "D9", machine.timing)
    first = next(n for n in ("pia", "dana") if machine.ids[n] != asked.person_id)
    if how == "found in the history":
        outbox.failed(machine.deps, asked, "unknown", "internal_error", machine.timing)
    group.tap(first, ts="")
    outbox.sent(machine.deps, asked, "D9", "9.9")
    group.edits()
    (edit,) = [d for d in machine.deliveries if d.op == "update" and d.target_ts == "9.9"]
    told = load(edit.payload)
    assert isinstance(told, TaskAsked) and not told.is_open and told.said
    assert told.said.who == first.title() and edit.state == "sent"


def test_a_date_keeps_the_task_and_what_is_in_the_way(group: Group) -> None:
    for on in (None, date(2026, 11, 23)):
        with pytest.raises(Invalid) as fault:
            group.tap("pia", "date", on=on)
        assert set(fault.value.faults) == {"on"}
    told = group.tap("pia", "date", on=date(2026, 11, 27), text="after the site visit")
    assert told.is_open and told.due == date(2026, 11, 27)
    assert group.machine.deal_row(group.deal_id).blocker == "our_quote"
    assert [t.is_open for _, t in group.edits()] == [True]
    assert heard(group) == [("date", "Pia", "after the site visit")]
    assert group.tap("dana").said.who == "Dana"  # type: ignore[union-attr]
    assert group.task.state == "answered"


def test_not_mine_goes_back_to_sales_and_may_be_asked_again(group: Group) -> None:
    told = group.tap("pia", "pass", text="that's a legal matter")
    assert not told.is_open and told.said and told.said.verb == "back"
    assert group.machine.deal_row(group.deal_id).blocker == "our_quote"
    assert heard(group) == [("back", "Pia", "that's a legal matter")]
    group.post.said.clear()
    group.tap_blocker()
    group.post.run()
    assert group.task.state == "open"
    assert sorted(w for _, w, _, _ in group.post.said) == ["task_asked", "task_asked"]
    assert all(t.said is None for _, t in group.post.of(TaskAsked))


def test_passed_on_it_is_the_other_ones_alone(group: Group) -> None:
    form = task_answers.form(Hand(group.machine, "pia").ask(), group.task.id, "pass", "D", group.ts("pia"))
    assert isinstance(form, TaskForm) and [c.label for c in form.people] == ["Dana", "Lex"]
    with pytest.raises(Invalid):
        group.tap("pia", "pass", choice=str(group.machine.ids["liam"]))
    told = group.tap("pia", "pass", choice=str(group.machine.ids["lex"]), text="yours, Lex")
    assert not told.is_open and told.said and (told.said.verb, told.said.to) == ("pass", "Lex")
    assert heard(group) == [("pass", "Pia", "yours, Lex")]
    assert [(t.is_open, t.said.to if t.said else "") for _, t in group.post.of(TaskAsked)][-1] == (
        True,
        "Lex",
    )
    assert group.asked_on_home("dana") == [] and group.asked_on_home("lex") == ["Our quote"]
    assert group.tap("dana").is_late
    assert group.task.state == "open"
    assert not group.tap("lex").is_late and group.task.state == "answered"


def test_passed_to_and_fro_each_time_it_is_heard(group: Group) -> None:
    for giver, taker in (("pia", "lex"), ("lex", "pia"), ("pia", "lex")):
        group.post.said.clear()
        group.tap(giver, "pass", choice=str(group.machine.ids[taker]))
        group.post.run()
        asked = [op for _, kind, op, told in group.post.said if kind == "task_asked" and told.is_open]
        assert asked.count("post") == 1  # beside the rewritten message of the last time


def test_a_word_back_changes_nothing_else(group: Group) -> None:
    with pytest.raises(Invalid):
        group.tap("pia", "word")
    assert group.tap("pia", "word", text="which version?").is_open
    assert heard(group) == [("word", "Pia", "which version?")]
    assert group.task.state == "open" and group.machine.deal_row(group.deal_id).blocker == "our_quote"


def test_another_blocker_by_now_stays(group: Group) -> None:
    group.tap_blocker("budget")
    group.tap("pia")
    assert group.machine.deal_row(group.deal_id).blocker == "budget"


def test_on_home_without_a_message(group: Group) -> None:
    told = group.tap("pia", ts="")
    assert not told.is_here
    assert {who for who, _ in group.edits()} == {group.machine.ids["pia"], group.machine.ids["dana"]}


@pytest.mark.parametrize("name", ["lex", "maya", "zoe"])
def test_nobody_else_answers_it(group: Group, name: str) -> None:
    with pytest.raises(NotFound):
        group.tap(name, ts="")
    with pytest.raises(NotFound):
        task_answers.form(Hand(group.machine, name).ask(), group.task.id, "date", "", "")


@pytest.mark.parametrize("state", ["lost", "void"])
def test_a_deal_that_is_over_asks_for_nothing(group: Group, state: str) -> None:
    group.machine.change(group.deal_id, state=state)
    assert group.tap("pia").is_late
    assert group.task.answer is None


def test_a_foreign_message_is_never_rewritten(group: Group) -> None:
    assert not group.tap("pia", ts="1.0").is_here
