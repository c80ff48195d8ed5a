"""A deal's contacts: the people at the customer's, with their part in the decision chain."""

from typing import ClassVar, Literal

from rules.answers.base import Answer, DealHead, Part

MOST = 10  # contacts of a deal that its window shows


class ContactRow(Part):
    """One of them; ``role`` of `forms.ROLES`, or ``unknown``."""

    contact_id: int
    name: str
    title: str = ""
    phone: str = ""
    email: str = ""
    role: str = "unknown"


class ContactList(Answer):
    """A deal's contacts, each to be changed. ``done``: what came of the last act, about ``who``; ``undo_id``: the way back
    for who took them off."""

    kind: ClassVar[str] = "contact.list"
    is_private: ClassVar[bool] = True
    head: DealHead
    contacts: tuple[ContactRow, ...] = ()
    more: int = 0
    done: Literal["", "added", "changed", "same", "off", "back"] = ""
    who: str = ""
    undo_id: int | None = None


class ContactForm(Part):
    """The form of one contact, ``contact_id`` 0 for a new one. ``stamp`` is of what it showed when it was opened;
    ``is_changed``: somebody saved something else meanwhile, which ``now`` says."""

    head: DealHead
    contact_id: int = 0
    name: str = ""
    phone: str = ""
    email: str = ""
    role: str | None = None
    stamp: str = ""
    now: ContactRow | None = None


class ContactFilled(Part):
    """The form as sent."""

    deal_id: int
    contact_id: int = 0
    name: str = ""
    phone: str = ""
    email: str = ""
    role: str | None = None
    stamp: str = ""
