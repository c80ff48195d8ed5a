"""The people at the customer's who have a say in a deal: each can be changed, added and taken off, by who may edit it."""

import hashlib

from rules.access import Action
from rules.answers import Answer
from rules.answers.contacts import MOST, ContactFilled, ContactForm, ContactList, ContactRow
from rules.answers.forms import ROLES
from rules.errors import Conflict, Invalid, NotFound
from rules.lead_text import LeadText
from rules.names import phone_digits
from services import audit, shown
from services.ask import Ask, once
from services.capture import contact_edit, reached
from services.capture.contact_edit import Met
from services.deals import undoing, words
from services.deals.undoing import UNDO_FOR
from services.team import access
from storage import accounts as account_rows
from storage import books
from storage import deals as deal_rows
from storage import undos as undo_rows
from storage.db import Session
from storage.tables import Contact, Deal

GONE, KIND = "contact.gone", "contact"


def listed(ask: Ask, deal_id: int) -> ContactList:
    """All of them, the first that was named first. Raises NotFound, Refused."""
    with ask.deps.db.read() as tx:
        return _list(tx, access.deal_for(tx, ask.actor, Action.EDIT_DEAL, deal_id, ask.now))


def form(ask: Ask, deal_id: int, contact_id: int) -> ContactForm:
    """One of them as it is on record, or empty for 0. Raises NotFound, Refused."""
    with ask.deps.db.read() as tx:
        deal = access.deal_for(tx, ask.actor, Action.EDIT_DEAL, deal_id, ask.now)
        head = shown.head(tx, deal)
        if not contact_id:
            return ContactForm(head=head)
        row = _row(*_found(tx, deal_id, contact_id))
        return ContactForm(
            head=head,
            contact_id=row.contact_id,
            name=row.called,
            phone=row.phone,
            email=row.email,
            role=row.role if row.role in ROLES else None,
            stamp=_stamp(row),
        )


def again(ask: Ask, filled: ContactFilled) -> ContactForm:
    """The form as it was sent, over what somebody else saved meanwhile: it is saved the next time. Raises NotFound."""
    opened = form(ask, filled.deal_id, filled.contact_id)
    typed = filled.model_dump(include={"name", "phone", "email", "role"})
    with ask.deps.db.read() as tx:
        now = _row(*_found(tx, filled.deal_id, filled.contact_id))
    return opened.model_copy(update={**typed, "now": now})


@once("deal.contact")
def put(ask: Ask, tx: Session, filled: ContactFilled) -> Answer:
    """Adds a contact, or changes this one. Raises NotFound, Refused; Invalid by field; Conflict when somebody saved
    something else since the form was opened."""
    deal = access.deal_for(tx, ask.actor, Action.EDIT_DEAL, filled.deal_id, ask.now)
    contact, part = _found(tx, deal.id, filled.contact_id) if filled.contact_id else (None, "")
    was = _row(contact, part) if contact is not None else None
    ways = reached.read(filled.phone, filled.email, ask.person.calendar)
    faults = {
        name: key for name, key in ways.faults.items() if was is None or not _is_as_it_was(was, filled, name)
    }
    if not (filled.name or filled.phone or filled.email):
        faults["name"] = "contact.fault_who"
    if filled.role is not None and filled.role not in ROLES:
        faults["role"] = "err.stale"
    if faults:
        raise Invalid(faults=faults)
    if was is not None and filled.stamp != _stamp(was):
        raise Conflict("lead.changed_meanwhile")
    lead = LeadText(
        contact=filled.name or filled.email or filled.phone,
        phone=ways.phone,
        phone_raw=ways.phone_raw,
        email=was.email if was is not None and was.email == filled.email else ways.email,
    )
    account = account_rows.of_deal(tx, deal)
    kept = contact_edit.put(tx, deal.id, contact, Met(lead, filled.phone, account), ask.now)
    assert kept is not None  # something was typed
    account_rows.set_role(tx, deal.id, kept.id, filled.role)
    tx.flush()
    now = _row(kept, filled.role or "unknown")
    is_same = was is not None and was == now
    if not is_same:
        _changed(ask, tx, deal, "contact.change" if was else "contact.add", was, now)
    done = "added" if was is None else "same" if is_same else "changed"
    return _list(tx, deal).model_copy(update={"done": done, "who": now.called})


@once("deal.contact_off")
def take_off(ask: Ask, tx: Session, deal_id: int, contact_id: int) -> Answer:
    """This deal has the contact no more; it stays on record, so that it can be put back. Raises NotFound, Refused."""
    deal = access.deal_for(tx, ask.actor, Action.EDIT_DEAL, deal_id, ask.now)
    was = _row(*_found(tx, deal_id, contact_id))
    account_rows.unlink(tx, deal_id, was.contact_id)
    _changed(ask, tx, deal, "contact.off", was, None)
    back = {"contact_id": was.contact_id, "role": was.role}
    undo = undo_rows.put(tx, ask.actor.id, KIND, deal_id, ask.now + UNDO_FOR, ask.now, back)
    return _list(tx, deal).model_copy(update={"done": "off", "who": was.called, "undo_id": undo})


@once("deal.contact_back")
def put_back(ask: Ask, tx: Session, undo_id: int) -> Answer:
    """Who was taken off is the deal's contact again, with the part they had. Raises NotFound when it is too late, Refused."""
    undo, was_used = undoing.take(ask, tx, undo_id, KIND)
    deal = access.deal_for(tx, ask.actor, Action.EDIT_DEAL, undo.deal_id, ask.now)
    contact = tx.get(Contact, undo.back["contact_id"])
    if contact is None:
        raise NotFound(GONE)
    back, is_there = _row(contact, undo.back["role"]), _seek(tx, deal.id, contact.id) is not None
    if not was_used and not is_there:
        account_rows.link(tx, deal.id, contact.id, back.role)
        _changed(ask, tx, deal, "contact.undo", None, back)
    return _list(tx, deal).model_copy(update={"done": "back", "who": back.called})


def _changed(
    ask: Ask, tx: Session, deal: Deal, action: str, was: ContactRow | None, now: ContactRow | None
) -> None:
    deal_rows.change(tx, deal.id, deal.version)
    tx.flush()
    words.reindex(tx, [deal.id])
    before, after = was.model_dump() if was else {}, now.model_dump() if now else {}
    audit.record(tx, ask.actor.id, action, f"deal:{deal.id}", now=ask.now, before=before, after=after)


def _is_as_it_was(was: ContactRow, filled: ContactFilled, name: str) -> bool:
    """What an import brought is no fault of who only changes something else."""
    if name == "phone":
        return phone_digits(was.phone) == phone_digits(filled.phone) or was.phone == filled.phone
    return was.email == filled.email


def _seek(tx: Session, deal_id: int, contact_id: int) -> tuple[Contact, str] | None:
    """The deal's contact of this id, with its part."""
    return next((one for one in account_rows.contacts_of(tx, deal_id) if one[0].id == contact_id), None)


def _found(tx: Session, deal_id: int, contact_id: int) -> tuple[Contact, str]:
    """The deal's contact of this id, or the one of its own that it got in that one's place."""
    here: int | None = contact_id
    while here is not None:
        if (found := _seek(tx, deal_id, here)) is not None:
            return found
        here = books.contact_instead(tx, f"deal:{deal_id}", here)
    raise NotFound(GONE)


def _list(tx: Session, deal: Deal) -> ContactList:
    found = [_row(contact, role) for contact, role in account_rows.contacts_of(tx, deal.id)]
    return ContactList(
        head=shown.head(tx, deal), contacts=tuple(found[:MOST]), more=max(len(found) - MOST, 0)
    )


def _row(contact: Contact, role: str) -> ContactRow:
    return ContactRow(
        contact_id=contact.id,
        name=contact.name,
        title=contact.title or "",
        phone=contact.phone or contact.phone_raw or "",
        email=contact.email or "",
        role=role,
    )


def _stamp(row: ContactRow) -> str:
    return hashlib.sha256(repr(row).encode("utf-8", "replace")).hexdigest()[:16]
