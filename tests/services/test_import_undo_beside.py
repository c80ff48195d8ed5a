"""*Undo* of an import beside others at work: a request since keeps the deal, a merge at that moment is followed."""

from __future__ import annotations

import pytest

from rules.answers.digests import VerbFilled
from services.capture import merging
from services.deals import colleagues, task_answers
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
