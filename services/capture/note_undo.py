"""Takes a note back, also one that newer notes stand upon: they keep what is theirs and inherit the way back."""

from datetime import datetime
from typing import Any

from rules.errors import NotFound
from rules.note_words import CONTACTS
from storage import deals as deal_rows
from storage import notes as rows
from storage import steps as step_rows
from storage import undos as undo_rows
from storage import waits as wait_rows
from storage.db import Session
from storage.tables import Deal, Note, Undo

DECIDED = "decided"  # the way back of a stand-up's decision
LAST_CONTACT = ("last_contact_at", "last_contact_kind")


def take_back(tx: Session, deal: Deal, taken: Undo, now: datetime) -> None:
    """Undoes a note: its row, the step it opened, and what it closed, ended and changed of its deal."""
    back = taken.back
    note = _standing(tx, taken)
    note.state = "undone"
    tx.add(note)
    tx.flush()
    was_open = _drop_step(tx, back, now)
    later = undo_rows.later(tx, taken)
    if later and not was_open:
        _bequeath(tx, back, later[0])
    else:
        if step_rows.open_of(tx, deal.id) is None:
            step_rows.reopen(tx, list(back.get("closed_steps") or ()))
        else:  # what somebody decided since stands, and is followed by what stood before this note
            _hand_on(tx, back, undo_rows.later(tx, taken, DECIDED))
        wait_rows.resume(tx, list(back.get("ended_waits") or ()))
    newer = [n for n in rows.newest(tx, deal.id, 200) if n.id > note.id]
    values = _before(deal, note, back, newer)
    _forget_contact(tx, note, back, later)
    deal_rows.change(tx, deal.id, deal.version, next_check_at=now, **values)


def take_off(tx: Session, deal: Deal, taken: Undo, now: datetime) -> None:
    """Undoes what was added to a note: it reads as without it, and the step that stood then stands again, unless a newer
    one has taken its place."""
    note, later = _standing(tx, taken), undo_rows.later(tx, taken, "note", "note_more", DECIDED)
    _unsay(note, taken.back["added"], [x for x in later if "added" in x.back and _is_of(x, note)])
    tx.add_all([note, *later])
    tx.flush()
    step = step_rows.by_id(tx, int(taken.back.get("step_id") or 0))
    if step is not None:
        was_open = step.state == "open"
        step_rows.set_state(tx, [step.id], "undone", now)
        if was_open:
            step_rows.reopen(tx, list(taken.back.get("closed_steps") or ()))
        else:
            _hand_on(tx, taken.back, later)
    deal_rows.change(tx, deal.id, deal.version, next_check_at=now)


def _is_of(undo: Undo, note: Note) -> bool:
    return bool(undo.back.get("note_id") == note.id)


def _unsay(note: Note, before: dict[str, str], later: list[Undo]) -> None:
    """The note without what was added to it; what was added since stays, and will be taken back from what stands now."""
    if not later:
        for name, words in before.items():
            setattr(note, name, words)
        return
    after: dict[str, str] = later[0].back["added"]
    for name, words in before.items():
        setattr(note, name, _without(getattr(note, name), after[name], words))
    for undo in later:
        added = {name: _without(text, after[name], before[name]) for name, text in undo.back["added"].items()}
        undo.back = {**undo.back, "added": added}


def _without(text: str, begin: str, instead: str) -> str:
    """A text that begins so, begun otherwise; one that was written anew stays."""
    return (instead + text.removeprefix(begin)).strip("\n") if text.startswith(begin) else text


def _standing(tx: Session, taken: Undo) -> Note:
    """The note, of a deal that is held. Raises NotFound when it was taken back or its words were taken out."""
    note = rows.by_id(tx, int(taken.back["note_id"]))
    if note is None or not rows.stands(note):
        raise NotFound("err.undo_late")
    return note


def _drop_step(tx: Session, back: dict[str, Any], now: datetime) -> bool:
    """The note's own step is undone, and the one that was added to it; False when a newer note had closed them, or
    the note had none."""
    own = [int(back["step_id"])] if back.get("step_id") else []
    open_ = step_rows.open_of_note(tx, int(back["note_id"]))
    step_rows.set_state(tx, sorted({*own, *open_}), "undone", now)
    return bool(open_)


def _hand_on(tx: Session, back: dict[str, Any], later: list[Undo]) -> None:
    """Whoever closed the step that goes brings back, in their turn, what it had closed."""
    heir = next((x for x in later if back.get("step_id") in (x.back.get("closed_steps") or ())), None)
    if heir is not None:
        _bequeath(tx, back, heir)


def _bequeath(tx: Session, back: dict[str, Any], heir: Undo) -> None:
    """The next newer note, when it is taken back in its turn, brings back what this one had closed; a step that took
    the place of this one's in between comes back instead."""
    mine = {back.get("step_id")}
    closed = [i for i in heir.back.get("closed_steps") or () if i not in mine]
    heir.back = {
        **heir.back,
        "closed_steps": closed or list(back.get("closed_steps") or ()),
        "ended_waits": [*(back.get("ended_waits") or ()), *(heir.back.get("ended_waits") or ())],
    }
    tx.add(heir)


def _before(deal: Deal, note: Note, back: dict[str, Any], newer: list[Note]) -> dict[str, Any]:
    """The deal's last contact and tries as if the note had never been."""
    if not back.get("is_counted", True):
        return {}  # it took place before what the deal remembers
    if note.kind not in (*CONTACTS, "attempt"):
        return {}  # a plan moved nothing
    if any(n.kind in CONTACTS and n.contact_at >= note.contact_at for n in newer):
        return {}  # a newer contact speaks for itself
    if note.kind == "attempt":
        return {"tries": max(deal.tries - 1, 0)}
    earlier = [n for n in newer if n.kind in CONTACTS and _is_later(n.contact_at, back)]
    if earlier:  # logged after it, of a day before it: that is the last contact now
        last = max(earlier, key=lambda n: n.contact_at)
        tries = sum(n.kind == "attempt" and n.contact_at > last.contact_at for n in newer)
        return {"last_contact_at": last.contact_at, "last_contact_kind": last.kind, "tries": tries}
    was = back.get("last_contact_at")
    return {
        "last_contact_at": datetime.fromisoformat(was) if was else None,
        "last_contact_kind": back.get("last_contact_kind"),
        "tries": int(back.get("tries") or 0) + sum(n.kind == "attempt" for n in newer),
    }


def _is_later(contact_at: datetime, back: dict[str, Any]) -> bool:
    was = back.get("last_contact_at")
    return was is None or contact_at > datetime.fromisoformat(was)


def _forget_contact(tx: Session, note: Note, back: dict[str, Any], later: list[Undo]) -> None:
    """Newer notes must not put a contact back that was never made, nor count an attempt that was not."""
    for undo in later:
        told = undo.back.get("last_contact_at")
        if note.kind == "attempt" and undo.back.get("tries"):
            undo.back = {**undo.back, "tries": int(undo.back["tries"]) - 1}
        elif note.kind in CONTACTS and told and datetime.fromisoformat(told) == note.contact_at:
            undo.back = {**undo.back, **{name: back.get(name) for name in LAST_CONTACT}}
        tx.add(undo)
