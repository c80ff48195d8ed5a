"""What was changed at a deal, for its story: owner, team, tags, risk and edits, read from the audit's values.

Words that a customer or a colleague wrote are not told here: of a need or a phone number only that it changed, so that
nothing has to be taken out of the story twice."""

from collections.abc import Callable, Iterator
from datetime import date, datetime

from rules.answers.leads import MoneyShown
from rules.answers.story import ChangedField, FieldChange, FieldValue, StoryLine
from rules.customer_lists import told
from rules.pipeline import Pipeline
from storage import books
from storage import imports as import_rows
from storage.books import Change
from storage.db import Session
from storage.tables import Deal
from storage.tables.base import Json

TAKEN_BACK = ("wait.undo", "push.undo")  # what was said beside the notes, and is there no more
OWNER = (*books.HANDED, "deal.pass")
EDITS = ("deal.edit", import_rows.IMPORTED)
MOVES = ("stage.move", "stage.undo")  # told as stays; here is what went and came along with them
TAGS = {"deal.tag": "tag", "deal.untag": "untag"}
RISK = {"deal.risk": "risk", "deal.risk_end": "risk_end"}
ACTIONS = (*TAKEN_BACK, *OWNER, *EDITS, *MOVES, *TAGS, *RISK, "deal.team", import_rows.RESTORED)
# An import has its own names for some of what a form has.
FIELDS: dict[str, ChangedField] = {
    "account": "account", "contact": "contact", "contacts": "contact", "contact_id": "contact", "role": "role",
    "phone": "phone", "email": "email", "need": "need", "amount": "amount", "amount_minor": "amount",
    "currency": "amount", "sign_on": "sign_on", "source": "source", "source_key": "source",
    "probability": "probability", "industry": "industry", "region": "region", "tier": "tier",
}  # fmt: skip
Name = Callable[[int | None], str]


def lines(
    tx: Session, pipeline: Pipeline, deal: Deal, locale: str, name: Name, most: int
) -> Iterator[StoryLine]:
    """The newest changes; ``name`` of a person."""
    for one in books.changes(tx, f"deal:{deal.id}", ACTIONS, most):
        who = name(one.by_id)
        if "owner_id" in one.after:
            yield _owner(one, who, name)
        if one.action in TAKEN_BACK:
            yield _taken_back(one, who)
        elif one.action == import_rows.RESTORED:
            yield StoryLine(at=one.at, what="restored", who=who)
        elif one.action in TAGS:
            tag = pipeline.tag_name(one.after["tag"], locale)
            yield StoryLine(at=one.at, what=TAGS[one.action], who=who, name=tag)
        elif one.action in RISK:
            yield StoryLine(at=one.at, what=RISK[one.action], who=who, words=one.after.get("reason") or "")
        elif one.action == "deal.team":
            was, now = set(one.before["team"]), set(one.after["team"])
            joined, left = (tuple(map(name, sorted(some))) for some in (now - was, was - now))
            yield StoryLine(at=one.at, what="team", who=who, joined=joined, left_team=left)
        elif one.action in (*EDITS, *MOVES) and (
            changed := tuple(_changed(one.before, one.after, pipeline, locale))
        ):
            yield StoryLine(at=one.at, what="edited", who=who, changed=changed)


def _taken_back(one: Change, who: str) -> StoryLine:
    """A wait, a park or a word to go on, as of when it was said."""
    since, until = (
        datetime.fromisoformat(x) if (x := one.before.get(name)) else None for name in ("since", "until")
    )
    return StoryLine(at=since or one.at, what=one.before["as"], who=who, until=until, is_undone=True)


def _owner(one: Change, who: str, name: Name) -> StoryLine:
    owner_id = one.after["owner_id"]
    return StoryLine(at=one.at, what="owner" if owner_id else "freed", who=who, name=name(owner_id))


def _changed(before: Json, after: Json, pipeline: Pipeline, locale: str) -> Iterator[FieldChange]:
    """What differs, each field once, in the order of the form."""
    differs = {key for key in {*before, *after} if _plain(before.get(key)) != _plain(after.get(key))}
    for field in dict.fromkeys(field for key, field in FIELDS.items() if key in differs):
        was, now = (_value(field, one, pipeline, locale) for one in (before, after))
        yield FieldChange(field=field, before=was, after=now)


def _value(field: ChangedField, held: Json, pipeline: Pipeline, locale: str) -> FieldValue:
    value = _plain(held.get(field) or (held.get("source_key") if field == "source" else ""))
    if field == "amount" and value:
        minor, currency, *about = value.split(" ")
        return FieldValue(money=MoneyShown(minor=int(minor), currency=currency, approx=bool(about)))
    if field == "probability" and value:
        return FieldValue(percent=int(value))
    if field == "sign_on" and value:
        return FieldValue(on=date.fromisoformat(value))
    if field == "industry" or field == "region" or field == "tier":
        return FieldValue(name=told(pipeline.lists[field], value, locale))
    if field == "source":
        return FieldValue(name=pipeline.source_name(value, locale))
    return FieldValue(name=value if field == "account" else "")


def _plain(value: object) -> str:
    """An import writes None as it prints."""
    return "" if value in (None, "None") else str(value)
