"""What the Undo of a capture must not take along, by what the books say was done to the deal."""

import pytest

from rules.worked import Act, Worked, worked

ME, OTHER = 1, 2


@pytest.mark.parametrize(
    ("acts", "told"),
    [
        ([], None),
        ([(ME, "deal.capture")], None),
        ([(ME, "deal.capture"), (ME, "deal.edit"), (ME, "deal.source"), (ME, "deal.blocker")], None),
        ([(OTHER, "deal.edit")], Worked(OTHER, "edit")),
        ([(OTHER, "deal.blocker")], Worked(OTHER, "other")),
        ([(OTHER, "task.done")], Worked(OTHER, "task")),
        ([(OTHER, "task.open"), (OTHER, "nudge.later"), (OTHER, "deal.met"), (OTHER, "deal.claim")], None),
        ([(ME, "note.log")], Worked(ME, "note")),
        ([(ME, "stage.move"), (ME, "task.open")], Worked(ME, "stage")),
        ([(ME, "note.log"), (ME, "note.undo")], None),
        ([(OTHER, "note.log"), (ME, "note.log"), (ME, "note.undo")], Worked(OTHER, "note")),
        ([(ME, "note.log"), (ME, "note.add"), (ME, "note.undo")], Worked(ME, "note")),
        ([(OTHER, "note.log"), (OTHER, "note.redact")], Worked(OTHER, "note")),
        ([(ME, "deal.lost"), (ME, "stage.undo")], None),
        ([(OTHER, "stage.move"), (OTHER, "stage.undo"), (ME, "file.keep")], Worked(ME, "file")),
        ([(OTHER, "deal.assign")], Worked(OTHER, "owner")),
        ([(OTHER, "deal.assign"), (OTHER, "deal.pass")], None),
        ([(ME, "deal.assign")], None),
        ([(ME, "note.undo")], None),
    ],
)
def test_the_newest_act_that_stands(acts: list[tuple[int, str]], told: Worked | None) -> None:
    assert worked((Act(*act) for act in acts), ME) == told
