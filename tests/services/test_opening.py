"""A kept file is opened again: by whom, how often, and what is said when its bytes are gone. On both databases."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import col

from rules.answers import load
from rules.answers.digests import VerbFilled
from rules.answers.story import Story
from rules.answers.tasks import TaskAsked
from rules.answers.waiving import WaiveRequest
from rules.errors import NotFound
from services.deals import files, opening, stages, story, task_answers, waive_requests
from services.deals.files import Evidence
from services.deals.stages import Sent
from storage import files as store
from storage.tables import Attachment, Audit, Blob, PersonRole, Task
from tests.services.hand import Hand
from tests.services.machine import Machine

PDF = b"%PDF-1.7 pains"
GIVEN = {
    "interview": "onsite", "pain_list": "https://wiki.example/pain", "decision_maker": "Ms. Chen, COO"
}  # fmt: skip


@pytest.fixture
def deal(machine: Machine) -> int:
    """Liam's deal, with a file."""
    deal_id = machine.deal(stage="discovery")
    files.keep(Hand(machine, "liam").ask(), deal_id, Evidence("pain_list", "F1", "pains.pdf", 14, ""), PDF)
    return deal_id


def test_who_sees_the_deal_opens_its_files_once_a_press_and_on_record(machine: Machine, deal: int) -> None:
    for name in ("liam", "maya"):
        hand = Hand(machine, name)
        (one,) = opening.shelf(hand.ask(), deal).files
        assert one.name == "pains.pdf"
        told = [opening.press(hand.ask(f"press:{name}"), one.file_id) for _ in range(2)]
        assert [said.name if said else None for said in told] == ["pains.pdf", None]
        assert opening.fetch(hand.ask(), one.file_id) == PDF
    opened = [row for row in machine.rows(Audit) if row.action == "file.open"]
    assert [row.actor_id for row in opened] == [machine.ids["liam"], machine.ids["maya"]]
    dana = Hand(machine, "dana")
    for refused in (
        lambda: opening.shelf(dana.ask(), deal),
        lambda: opening.press(dana.ask("press:dana"), 1),
        lambda: opening.fetch(dana.ask(), 1),
    ):
        with pytest.raises(NotFound):
            refused()
    page = story.page_of(Hand(machine, "liam").ask(), deal)
    assert isinstance(page, Story) and [x.file_id for x in page.lines if x.what == "file"] == [1]


def test_whose_task_it_is_opens_that_deal_s_files_until_it_is_answered(machine: Machine, deal: int) -> None:
    with machine.db.write() as tx:
        tx.add(PersonRole(person_id=machine.ids["dana"], role="presales"))
    dana, liam = Hand(machine, "dana"), Hand(machine, "liam")
    other = machine.deal(stage="discovery")
    files.keep(liam.ask(), other, Evidence("pain_list", "F2", "others.pdf", 14, ""), PDF)
    liam.do(stages.move, Sent(deal, "proposal", GIVEN))
    (task,) = [one for one in machine.rows(Task) if one.group_role == "presales"]
    asked = load(next(d.payload for d in machine.deliveries if d.kind == TaskAsked.kind))
    assert isinstance(asked, TaskAsked) and (asked.papers[0], asked.files) == ("pains.pdf", 1)
    assert [x.name for x in opening.shelf(dana.ask(), deal, task.id).files] == ["pains.pdf"]
    assert opening.press(dana.ask("press:1"), 1, task.id) and opening.fetch(dana.ask(), 1, task.id) == PDF
    with pytest.raises(NotFound):
        opening.fetch(dana.ask(), 2, task.id)
    with pytest.raises(NotFound):
        opening.shelf(dana.ask(), other, task.id)
    dana.do(task_answers.answer, task.id, "done", VerbFilled(), "")
    with pytest.raises(NotFound):
        opening.press(dana.ask("press:2"), 1, task.id)


def test_the_manager_who_is_asked_to_waive_is_shown_that_there_are_files(machine: Machine, deal: int) -> None:
    Hand(machine, "liam").do(waive_requests.ask_to_waive, deal)
    (sent,) = machine.deliveries
    request = load(sent.payload)
    assert isinstance(request, WaiveRequest) and request.files == 1


def test_a_file_that_is_gone_says_so(machine: Machine, deal: int) -> None:
    ask = Hand(machine, "liam").ask()
    with machine.db.write() as tx:
        digest = tx.get(Attachment, 1).sha256  # type: ignore[union-attr]
        folder = store.folder_of(machine.db)
        if folder is None:
            tx.connection().execute(sa.delete(Blob).where(col(Blob.sha256) == digest))
        else:
            Path(folder / digest[:2] / digest).unlink()
    with pytest.raises(NotFound) as lost:
        opening.fetch(ask, 1)
    assert (lost.value.key, lost.value.fields) == ("file.lost", {"name": "pains.pdf"})
    with machine.db.write() as tx:
        tx.connection().execute(sa.delete(Attachment))
    with pytest.raises(NotFound) as off:
        opening.press(Hand(machine, "liam").ask("press:9"), 1)
    assert off.value.key == "file.off"
