"""*Undo* of an import beside others: a request since keeps the deal, a merge at that moment is followed, who was told hears."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from bot.views.answers import render
from bot.views.reader import Reader
from rules.answers.digests import VerbFilled
from rules.answers.teams import DealsOver
from sandbox.driver import text_of
from services.capture import merging
from services.deals import colleagues, story, task_answers
from storage.tables import Task
from tests.services.desk import Desk
from tests.services.hand import Hand
from tests.services.interleaving import overtaken
from tests.services.machine import Machine
from tests.services.mornings import Post
from tests.services.test_import_undo import a_lead, machine, maya, table

__all__ = ["machine", "maya"]


@pytest.mark.parametrize("how", ["asked", "answered"])
def test_a_deal_of_which_a_colleague_was_asked_since_stays(
    machine: Machine, post: Post, maya: Desk, how: str
) -> None:
    deal_id = a_lead(machine)
    post.run()
    run_id = maya.bring(table(maya, owner="Dana"))
    (task,) = machine.rows(Task)
    if how == "asked":
        filled = VerbFilled(choice=str(machine.ids["chen"]), text="price?")
        Hand(machine, "dana").do(colleagues.ask_colleague, deal_id, filled)
    else:
        Hand(machine, "chen").do(task_answers.answer, task.id, "word", VerbFilled(text="in June"))
    undone = maya.undo(run_id)
    assert (undone.restored, undone.touched) == (0, 1)
    assert machine.deal_row(deal_id).owner_id == machine.ids["dana"]


def test_two_customers_become_one_at_that_moment(machine: Machine, maya: Desk) -> None:
    """The deal goes back under the customer that it was of, and counts for the one that this is by now."""
    deal_id, other = a_lead(machine), Hand(machine, "liam").lead("远景重机 李总 13700137000 展会")
    gone, kept = (machine.deal_row(x).account_id for x in (deal_id, other.head.deal_id))
    run_id = maya.bring(table(maya, account="另一家科技"))
    assert machine.deal_row(deal_id).account_id not in (gone, kept)
    merge = Hand(machine, "maya")
    overtaken(machine.db, lambda: merge.do(merging.merge, gone, kept), lambda: maya.undo(run_id))
    deal = machine.deal_row(deal_id)
    assert (deal.account_id, deal.said_account_id) == (kept, gone)


def test_who_was_told_reads_that_it_was_taken_back(machine: Machine, post: Post, maya: Desk) -> None:
    """Chen was asked for something, Dana got the deal: each message says so."""
    a_lead(machine)
    post.run()
    run_id = maya.bring(table(maya, owner="Dana", amount_minor=30_000_000))
    post.run()
    heard = {str(answer.kind) for _, _, op, answer in post.said if op == "post"}
    assert {DealsOver.kind, "sentence"} <= heard
    post.said.clear()
    maya.undo(run_id)
    post.run()
    told = {answer.kind: answer for _, _, op, answer in post.said if op == "update"}
    (over,) = told[DealsOver.kind].deals
    assert over.is_back and over.done.who == "Liam"
    page = story.page_of(maya.hand.ask(), over.head.deal_id)
    lines = text_of(render(page, Reader("en", ZoneInfo("Asia/Shanghai"), machine.clock.now(), "U0"))).split(
        "\n"
    )
    said = [line.rpartition("* · ")[2] for line in lines[2:7]]
    assert said == [
        "Liam has it now · Maya",
        "Maya took back what a file had changed",
        "Dana has it now · Maya",
        "Maya changed",
        "Amount: CN¥200K → CN¥300K",
    ]
    assert told["sentence"].key == "import.brought_back"
