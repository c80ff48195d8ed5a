"""Somebody's place or working time changed: noted with the change itself, for `services.clock.staff` to have the deals
looked at whose clocks it moves. So a command that is killed, or another instance, loses none of it."""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from storage import books
from storage.db import Session
from storage.tables import Person

PREFIX = "person_changed:"  # a setting for each person, until their change was followed
PLACE = frozenset({"is_active", "kind", "home_tz", "calendar", "manager_id", "roles"})
MOVES = PLACE | {"slack_tz"}  # where they travel: it moves when they are spoken to, not where they stand


@dataclass(frozen=True)
class Changed:
    """Whose change, as which version of theirs. ``has_left``: could be spoken to before it, and not after."""

    person_id: int
    version: int
    has_left: bool = False


def note(
    tx: Session, person: Person, names: Collection[str], now: datetime, *, has_left: bool = False
) -> None:
    """These things of a person changed, in the caller's transaction, which holds the places (`people.hold_places`)."""
    if not PLACE.isdisjoint(names):
        person.placed_at = now
        tx.add(person)
        tx.flush()
    if not MOVES.isdisjoint(names):
        before = books.setting(tx, PREFIX + str(person.id))
        left = has_left or (before is not None and _read(before).has_left)
        _put(tx, Changed(person.id, person.version, left))


def noted(tx: Session) -> list[Changed]:
    """Whose changes nobody has followed yet, by their ids."""
    return sorted(map(_read, books.settings_of(tx, PREFIX).values()), key=lambda one: one.person_id)


def followed(tx: Session, one: Changed) -> bool:
    """This change is done with; False where it was before, or the person changed again meanwhile."""
    return books.drop_setting_as(tx, PREFIX + str(one.person_id), _said(one))


def _put(tx: Session, one: Changed) -> None:
    books.put_setting(tx, PREFIX + str(one.person_id), _said(one))


def _said(one: Changed) -> str:
    return json.dumps(asdict(one))


def _read(said: str) -> Changed:
    told: dict[str, Any] = json.loads(said)
    return Changed(**told)
