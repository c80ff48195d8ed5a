"""A reminder is dismissed with a reason: settled, on record, counted anew, and taken back for ten minutes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from rules.answers import Answer
from rules.answers.digests import VerbDone, VerbFilled
from rules.answers.home import Home
from rules.answers.nudges import Done, NudgeMessage
from rules.errors import Invalid, NotFound, Refused
from rules.facts import Rung
from services.ask import Ask
from services.clock import dismissing, verbs
from services.clock.said import Pressed
from services.lists import home
from storage.tables import Audit, AuditValue, Dismissal, Wait
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import Post, at, promised, stuck
from tests.services.test_help import seen
from tests.services.test_verbs import Desk, desk, done, red

pytestmark = pytest.mark.few_on_postgresql

__all__ = ["desk", "red"]


NAMED = {
    "slow": [
        "*Acme 1*: OK, not useful (the customer's pace). I'll bring it up again Thu, Dec 3, 8:30 AM if nothing changes: the limit of 7 working days in Proposal still counts.",
        "*Acme 1*：好，这条不算（客户就是这个节奏）。没动静的话，12月3日（周四）08:30 我再提醒：「Proposal」上限 7 个工作日照常算。",
    ],
    "step": [
        "*Acme 1*: OK, not useful (the customer's pace). I'll bring it up again Wed, Dec 2, 8:30 AM if nothing changes: the step “send the SOW” is due.",
        "*Acme 1*：好，这条不算（客户就是这个节奏）。没动静的话，12月2日（周三）08:30 我再提醒：下一步「send the SOW」该做了。",
    ],
}


def asks(desk: Desk, name: str = "liam") -> Ask:
    person, actor = desk.who(name)
    return Ask(desk.machine.deps, person, actor, desk.machine.clock.now(), "")


def undo(desk: Desk, found: Done, name: str = "liam") -> Any:
    assert found.undo_id is not None
    return dismissing.undo(asks(desk, name), found.undo_id, desk.pressed)


def managers_heard(desk: Desk) -> list[int]:
    return [x.rung for x in desk.machine.nudges if x.person_id == desk.machine.ids["maya"] and x.delivered_at]


def test_the_message_says_why_and_when_baton_speaks_again(desk: Desk) -> None:
    found = done(answer := desk.press("dismiss", choice="their_pace"))
    assert (found.verb, found.reason) == ("dismissed", "their_pace")
    assert found.until == at("12-03 08:30"), "the stage's own limit counts on: a warning that morning"
    assert named(desk, answer) == NAMED["slow"]
    desk.post.through("12-03 15:00")
    assert managers_heard(desk) == [], "settled: nobody else hears of it"
    again = [
        x.delivered_at for x in desk.machine.nudges if x.delivered_at and x.delivered_at > at("12-01 16:00")
    ]
    assert again == [found.until]


def named(desk: Desk, answer: Answer) -> list[str]:
    return [seen(answer, desk.machine, locale)[0].partition("\n")[0] for locale in ("en", "zh")]


def test_it_names_the_step_that_is_due_then(desk: Desk) -> None:
    promised(desk.machine, desk.deal_id, "by", "12-02 18:00")
    assert named(desk, desk.press("dismiss", choice="their_pace")) == NAMED["step"]


def test_of_limits_that_count_anew_it_names_the_day_alone(desk: Desk) -> None:
    desk.machine.change(desk.deal_id, stage="signing")
    found = done(desk.press("dismiss", choice="their_pace"))
    assert (found.until, found.because) == (at("12-08 08:30"), None)


def test_it_is_on_record_with_its_words(desk: Desk) -> None:
    desk.press("dismiss", choice="other", text="they are closed for the fair")
    (kept,) = desk.all(Dismissal)
    assert (kept.deal_id, kept.reason, kept.words) == (desk.deal_id, "other", "they are closed for the fair")
    assert kept.rules["settled"] == ["quiet", *(x for x in kept.rules["settled"] if x != "quiet")]
    told = {x.id: x.actor_id for x in desk.all(Audit) if x.action == "nudge.dismiss"}
    assert list(told.values()) == [desk.machine.ids["liam"]]
    (values,) = (x.after for x in desk.all(AuditValue) if x.audit_id in told)
    assert (values["rule"], values["reason"]) == ("quiet", "other")


@pytest.mark.parametrize(
    ("choice", "words", "until"),
    [
        ("their_pace", "budget is approved mid December", date(2026, 12, 15)),
        ("other", "年会 12 月中才批预算", date(2026, 12, 15)),
        ("their_pace", "they said after Christmas", date(2026, 12, 28)),
        ("their_pace", "closed until March 1", date(2026, 12, 29)),  # the longest wait
        ("their_pace", "we met on Nov 20", None),
        ("their_pace", "", None),
        ("done", "the visit is on Dec 15", None),
    ],
)
def test_a_day_in_the_reason_may_be_waited_for(
    desk: Desk, choice: str, words: str, until: date | None
) -> None:
    found = done(desk.press("dismiss", choice=choice, text=words))
    assert found.quiet_until == until
    if until is not None:
        waiting = done(desk.press("quiet", on=until))
        assert done(desk.press("quiet", on=until)) == waiting, "pressed twice, it is one wait"
        (kept,) = desk.all(Wait)
        assert (waiting.verb, kept.why, waiting.until) == ("wait", words, kept.until)
        desk.post.through("12-11 18:00")
        assert [x for x in desk.machine.nudges if x.delivered_at and x.delivered_at > at("12-01 16:00")] == []


def test_a_limit_that_was_silent_while_this_one_spoke_is_settled_with_it(machine: Machine) -> None:
    """Slow spoke on Tuesday; silence is reached on Wednesday at eleven, two hours after it is called not useful."""
    machine.clock.set(at("11-20 10:00"))
    post, deal = Post(machine), machine.deal()
    post.through("11-25 11:00")
    machine.change(deal, last_contact_at=at("11-25 11:00"), acted_at=at("11-25 11:00"))
    post.through("12-02 08:55")
    slow = next(x for x in machine.nudges if (x.rule, x.rung) == ("slow", Rung.RED))
    Hand(machine, "liam").do(
        verbs.act, "dismiss", Pressed(slow.id, deal), VerbFilled(choice="their_pace", text="")
    )
    assert machine.rows(Dismissal)[0].rules["settled"] == ["slow", "quiet"]
    post.through("12-03 18:00")
    heard = [
        (x.rule, x.rung) for x in machine.nudges if x.delivered_at and x.delivered_at > at("12-02 08:55")
    ]
    assert heard == []


@pytest.mark.parametrize(("choice", "field"), [("", "choice"), ("bored", "choice"), ("other", "text")])
def test_what_lacks_goes_back_into_the_form(desk: Desk, choice: str, field: str) -> None:
    with pytest.raises(Invalid) as fault:
        desk.press("dismiss", choice=choice)
    assert set(fault.value.faults) == {field} and desk.all(Dismissal) == []


def test_twice_is_once_and_only_ones_own_reminder(desk: Desk) -> None:
    desk.press("dismiss", choice="done")
    assert done(desk.press("dismiss", choice="their_pace")).reason == "done"
    assert len(desk.all(Dismissal)) == 1
    with pytest.raises(Refused):
        desk.press("dismiss", by="maya", choice="done")
    with pytest.raises(NotFound):
        desk.press("dismiss", by="dana", choice="done")


def test_undone_it_asks_again_as_it_did(desk: Desk) -> None:
    found = done(desk.press("dismiss", choice="done"))
    with pytest.raises(NotFound):
        undo(desk, found, "maya")
    answer = undo(desk, found)
    assert isinstance(answer, NudgeMessage) and answer.lines[0].done is None
    assert undo(desk, found) == answer, "pressed twice, it says the same"
    desk.post.through("12-02 09:00")
    assert managers_heard(desk) == [Rung.MANAGER], "as if nothing had been dismissed"
    assert [x.action for x in desk.all(Audit) if "dismiss" in x.action] == [
        "nudge.dismiss",
        "nudge.undismiss",
    ]
    done(desk.press("dismiss", choice="done"))
    assert [x.undone_at is None for x in desk.all(Dismissal)] == [False, True]


def test_undone_what_was_promised_before_it_is_promised_again(desk: Desk) -> None:
    desk.press("later", choice="two_days")
    (before,) = (x.facts for x in desk.machine.nudges if x.id == desk.pressed.nudge_id)
    assert {"again", "again_said_at"} <= set(before)
    desk.machine.clock.push(minutes=1)
    undo(desk, done(desk.press("dismiss", choice="their_pace")))
    assert [x.facts for x in desk.machine.nudges if x.id == desk.pressed.nudge_id] == [before]


def test_undone_after_the_managers_list_they_hear_in_their_next(desk: Desk) -> None:
    """Not in a message beside it, for what that list would have said."""
    desk.post.through("12-02 08:35")
    found = done(desk.press("dismiss", choice="their_pace"))
    desk.post.through("12-02 08:44")
    undo(desk, found)
    desk.post.through("12-03 12:00")
    heard = [x for x in desk.machine.nudges if x.person_id == desk.machine.ids["maya"] and x.delivered_at]
    assert [(x.rung, x.delivered_at) for x in heard] == [(Rung.MANAGER, at("12-03 08:40"))]


@pytest.mark.one_on_postgresql
def test_undo_pressed_again_leaves_alone_what_was_answered_since(desk: Desk) -> None:
    found = done(desk.press("dismiss", choice="done"))
    undo(desk, found)
    answered = desk.press("wait", who="Mr. Zhang", on=date(2026, 12, 8))
    assert undo(desk, found) == answered and done(answered).verb == "wait"


def test_undone_on_home_the_message_asks_again_too(desk: Desk) -> None:
    found = done(desk.press("dismiss", choice="done"))
    page = home.of(asks(desk))
    assert isinstance(page, Home) and page.mine is not None
    assert [(x.action, x.undo_id) for x in page.mine.saved] == [("dismiss", found.undo_id)]
    assert isinstance(dismissing.undo(asks(desk), page.mine.saved[0].undo_id, Pressed(0, 0)), VerbDone)
    desk.post.run("12-01 15:35")
    assert desk.post.as_it_stands(NudgeMessage)[-1][1].lines[0].done is None


def test_undo_has_ten_minutes(desk: Desk) -> None:
    found = done(desk.press("dismiss", choice="done"))
    desk.machine.clock.set(desk.machine.clock.now() + timedelta(minutes=11))
    with pytest.raises(NotFound):
        undo(desk, found)


def test_a_new_owner_is_reminded_whatever_the_old_one_dismissed(desk: Desk) -> None:
    desk.press("dismiss", choice="not_this_deal")
    desk.post.run("12-01 15:40")
    desk.press("reassign", by="maya", choice=str(desk.machine.ids["dana"]))
    desk.post.through("12-02 18:00")
    heard = [
        x.rung for x in desk.machine.nudges if x.person_id == desk.machine.ids["dana"] and x.delivered_at
    ]
    assert Rung.RED in heard


def test_another_deal_speaks_on(desk: Desk) -> None:
    other = stuck(desk.machine, desk.post)
    desk.machine.clock.set(at("12-02 08:00"))
    desk.press("dismiss", choice="done")
    desk.post.through("12-02 09:00")
    heard = {
        x.deal_id for x in desk.machine.nudges if x.person_id == desk.machine.ids["maya"] and x.delivered_at
    }
    assert heard == {other}


def test_without_its_message_it_is_told_in_a_line_of_its_own(desk: Desk) -> None:
    by_itself = Pressed(desk.pressed.nudge_id, desk.deal_id)
    assert isinstance(verbs.act(asks(desk), "dismiss", by_itself, VerbFilled(choice="done")), VerbDone)
