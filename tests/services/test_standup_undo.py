"""A decision of a stand-up is taken back: what was next before is next again, and its owner hears it."""

from __future__ import annotations

import pytest

from rules.answers.standups import StandupFilled, StepDecided
from rules.errors import NotFound
from rules.when import When
from services.capture import steps
from services.deals import risk
from services.lists import standup_undo, standups
from storage.tables import Step
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import Post
from tests.services.test_standups import FRIDAY, TODAY, put_on_the_list, step_of

pytestmark = pytest.mark.few_on_postgresql


def test_a_decision_is_taken_back_with_what_its_owner_heard(channeled: Machine, maya: Hand) -> None:
    deal, post = put_on_the_list(channeled)[0], Post(channeled)
    Hand(channeled, "liam").do(steps.set_date, f"d{deal}", When(date=FRIDAY, time=None, kind="by"))
    was = step_of(channeled, deal)
    maya.do(standups.decide, deal, StandupFilled(what="发新报价", on="2026-11-30"))
    post.run()
    ((undo_id,), over) = maya.may_undo("decided"), standups.summary(maya.ask(), (deal,), (deal,), 1)
    assert [one.undo_id for one in over.decided] == [undo_id]
    with pytest.raises(NotFound):
        standup_undo.undo(Hand(channeled, "liam").ask(), undo_id)
    for _ in range(2):  # pressed twice, it says the same
        told = standup_undo.undo(maya.ask(), undo_id)
        assert isinstance(told, StepDecided) and told.is_undone and told.now is not None
        assert told.now.step_id == was.id == step_of(channeled, deal).id
    post.run()
    edits = [answer for _, _, op, answer in post.said if op == "update" and isinstance(answer, StepDecided)]
    assert [(one.who, one.is_undone, one.now and one.now.on) for one in edits] == [("Maya", True, FRIDAY)]
    over = standups.summary(maya.ask(), (deal,), (deal,), 1)
    assert [x.step.step_id for x in over.decided] == [was.id] and over.decided[0].undo_id is None


def test_unheard_it_is_not_told_and_too_late_it_stays(channeled: Machine, maya: Hand) -> None:
    first, second = put_on_the_list(channeled)[:2]
    before = channeled.deal_row(first).clocks_from
    for deal in (first, second):
        maya.do(standups.decide, deal, StandupFilled(what="call", on=FRIDAY.isoformat()))
    newer, older = maya.may_undo("decided")
    standup_undo.undo(maya.ask(), older)
    assert channeled.deal_row(first).clocks_from == before
    assert [x.state for x in channeled.rows(Step) if x.deal_id == first] == ["undone"]
    post = Post(channeled)
    post.run()
    assert [told.head.deal_id for _, told in post.of(StepDecided)] == [second]
    Hand(channeled, "liam").do(steps.set_date, f"d{second}", When(date=TODAY, time=None, kind="by"))
    with pytest.raises(NotFound):
        standup_undo.undo(maya.ask(), newer)  # something else is next by now
    third = maya.do(standups.decide, first, StandupFilled(what="visit", on=FRIDAY.isoformat()))
    assert isinstance(third, StepDecided)
    channeled.clock.push(minutes=11)
    assert maya.may_undo("decided") == []


def test_what_others_did_meanwhile_stays(channeled: Machine, maya: Hand) -> None:
    """A deal that slept until the decision and was worked on since goes on; of a note that was taken back in between,
    what stood before it is next."""
    liam, (listed, *_) = Hand(channeled, "liam"), put_on_the_list(channeled)
    slept = channeled.deal("liam", clocks_from=None)
    for words in ("talked; send A by Fri", "talked again; send B by Mon"):
        liam.note(f"{channeled.deal_row(listed).code} {words}")
    for deal in (slept, listed):
        maya.do(standups.decide, deal, StandupFilled(what="visit", on=FRIDAY.isoformat()))
    liam.do(risk.mark, slept, "they hesitate")
    liam.undo_note(liam.may_undo("note")[0])
    for undo_id in maya.may_undo("decided"):
        standup_undo.undo(maya.ask(), undo_id)
    assert channeled.deal_row(slept).clocks_from is not None
    assert step_of(channeled, listed).text == "send A"
