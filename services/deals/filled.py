"""What the form of a move put on record, so that the Undo of the move takes it back: as it was before it, and as it put it.

No words of a note are kept: an answer that is a note as well is read from there again. What somebody said since stands."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from services.deals import words
from storage import accounts as account_rows
from storage import deals as deal_rows
from storage import gates as gate_rows
from storage import notes as note_rows
from storage import waits as wait_rows
from storage.db import Session
from storage.tables import Deal, GateAnswer, Undo
from storage.tables.base import Json

GIVEN, PARTS, WAITS = "answers", "parts", "waits"
READ: dict[str, Callable[[Any], Any]] = {
    "budget_band": str,
    "expected_sign_on": date.fromisoformat,
    "amount_minor": int,
    "amount_approx": bool,
    "currency": str,
    "last_contact_at": datetime.fromisoformat,
    "last_contact_kind": str,
    "tries": int,
}
CONTACT = ("last_contact_at", "last_contact_kind", "tries")
SUM = ("amount_minor", "amount_approx", "currency")


def seen(tx: Session, deal_id: int) -> Json:
    """What a form may change, as it is on record now."""
    deal = deal_rows.held(tx, deal_id)
    assert deal is not None
    columns = {name: getattr(deal, name) for name in READ}
    return {
        GIVEN: {one.item: _kept(one) for one in gate_rows.answers(tx, [deal_id])},
        PARTS: {str(contact.id): part for contact, part in account_rows.contacts_of(tx, deal_id)},
        WAITS: {
            str(one.id): True
            for one in wait_rows.of_deals(tx, [deal_id]).get(deal_id, ())
            if not one.ended_at
        },
        "deal": {name: v.isoformat() if isinstance(v, date) else v for name, v in columns.items()},
    }


def _kept(one: GateAnswer) -> Json:
    until = one.owed_until.isoformat() if one.owed_until else None
    value = None if one.note_id else one.value
    said = {"state": one.state, "value": value, "owed_until": until, "reason": one.reason}
    return {**said, "by_id": one.by_id, "at": one.at.isoformat(), "note_id": one.note_id}


def changed(before: Json, after: Json, earlier: Json | None = None) -> Json:
    """What is not as it was: each as it was and as it is. ``earlier``: the same of what came before, with which it is one."""
    found: Json = {}
    for part, were in before.items():
        now, known = after[part], dict((earlier or {}).get(part, {}))
        for key in sorted({*were, *now}):
            if were.get(key) != now.get(key):
                known[key] = [known[key][0] if key in known else were.get(key), now.get(key)]
        found[part] = known
    return found


def take_back(tx: Session, deal: Deal, kept: Json) -> None:
    """All of it that stands as the form put it. The caller changes the deal itself: `columns`."""
    now = seen(tx, deal.id)
    for item, (was, put) in kept.get(GIVEN, {}).items():
        if now[GIVEN].get(item) == put:
            _answer_again(tx, deal.id, item, was, put)
    parts = {k: was for k, (was, put) in kept.get(PARTS, {}).items() if now[PARTS].get(k) == put}
    for contact, part in parts.items():
        if part is None:
            account_rows.unlink(tx, deal.id, int(contact))
        else:
            account_rows.set_role(tx, deal.id, int(contact), part)
    tx.flush()
    if parts:
        words.reindex(tx, [deal.id])
    if _is_last_contact(deal, kept):
        wait_rows.resume(tx, [int(one) for one in kept.get(WAITS, {})])


def hand_on(deal: Deal, kept: Json, later: Sequence[Undo]) -> None:
    """A note since then, taken back in its turn, puts back what was before the form, and not what the form told. ``later``:
    the ways back of such notes, the oldest first."""
    put = kept.get("deal", {})
    if "last_contact_at" not in put or _is_last_contact(deal, kept):
        return
    heir = next((x for x in later if x.back.get("last_contact_at") == put["last_contact_at"][1]), None)
    if heir is not None:
        was = {name: put[name][0] for name in CONTACT if name in put}
        waits = [*(int(one) for one in kept.get(WAITS, {})), *(heir.back.get("ended_waits") or ())]
        heir.back = {**heir.back, **was, "ended_waits": waits}


def columns(deal: Deal, kept: Json) -> Mapping[str, Any]:
    """The deal's own columns as they were, but for those that were changed since."""
    told = kept.get("deal", {})
    names = [name for name in told if name not in CONTACT or _is_last_contact(deal, kept)]
    back = {name: told[name][0] for name in names if getattr(deal, name) == _read(name, told[name][1])}
    is_other_sum = any(name in told and name not in back for name in SUM)
    return {name: _read(name, was) for name, was in back.items() if name not in SUM or not is_other_sum}


def _is_last_contact(deal: Deal, kept: Json) -> bool:
    """Is what the form told of still the last that is known of the customer?"""
    put = kept.get("deal", {}).get("last_contact_at")
    return put is not None and deal.last_contact_at == _read("last_contact_at", put[1])


def _read(name: str, value: Any) -> Any:
    return None if value is None else READ[name](value)


def _answer_again(tx: Session, deal_id: int, item: str, was: Json | None, put: Json) -> None:
    """The answer that stood there, or none; the note that the form's was is one that was taken back."""
    if put["note_id"]:
        note = note_rows.by_id(tx, put["note_id"])
        if note is not None and note.state == "active":
            note.state = "undone"
            tx.add(note)
    if was is None:
        gate_rows.drop_answer(tx, deal_id, item)
        return
    note = note_rows.by_id(tx, was["note_id"]) if was["note_id"] else None
    until = date.fromisoformat(was["owed_until"]) if was["owed_until"] else None
    told = {**was, "owed_until": until, "at": datetime.fromisoformat(was["at"])}
    told["value"] = note.agreed or None if note is not None else was["value"]
    gate_rows.put_answer(tx, GateAnswer(deal_id=deal_id, item=item, **told))
