"""What a file may not bring back: the words of notes that were taken out here, and of the steps that they promised."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from rules.exchange.actions import Action
from rules.exchange.deals import DealRow
from services.exchange.team import Team
from storage import notes as note_rows
from storage import steps as step_rows
from storage.db import Session
from storage.tables import Deal, Note, Step

Sign = tuple[datetime, str]  # the wall clock and the author, as the heading of a note tells them


class Emptied:
    """The emptied notes of some deals, in the zone that their file is read in."""

    def __init__(self, tx: Session, team: Team, deals: Sequence[Deal], tz: ZoneInfo) -> None:
        ids = [deal.id for deal in deals]
        notes = note_rows.emptied(tx, ids)
        self._steps = step_rows.emptied(tx, ids)
        self._signs: Mapping[int, set[Sign]] = {
            deal_id: {(_wall(note.contact_at, tz), _author(team, note)) for note in each}
            for deal_id, each in notes.items()
        }

    def left_out(self, deal_id: int, here: DealRow, said: DealRow) -> tuple[DealRow, int]:
        """The line without them, and how many were left out of it. ``here``: the deal as it is."""
        signs, steps = self._signs.get(deal_id, set()), self._steps.get(deal_id, [])
        known = set(here.actions)  # of the same minute, too
        actions = tuple(one for one in said.actions if one in known or not _is_one(one, signs))
        count = len(said.actions) - len(actions)
        row = replace(said, actions=actions) if count else said
        if row.next_text and row.next_text != here.next_text and _is_of(row, steps):
            row, count = replace(row, next_text=here.next_text, next_on=here.next_on), count + 1
        return row, count


def _author(team: Team, note: Note) -> str:
    return team.called(note.author_id) if note.author_id is not None else ""


def _wall(instant: datetime, tz: ZoneInfo) -> datetime:
    return instant.astimezone(tz).replace(tzinfo=None, fold=0, second=0, microsecond=0)


def _is_one(action: Action, signs: set[Sign]) -> bool:
    return action.at is not None and (action.at, action.author) in signs


def _is_of(row: DealRow, steps: Sequence[Step]) -> bool:
    """The step that runs has no words any more, or one of that day had."""
    on: date | None = row.next_on.date() if isinstance(row.next_on, datetime) else row.next_on
    return any(step.state == "open" or step.on_date == on for step in steps)
