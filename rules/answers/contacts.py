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

    @property
    def called(self) -> str:
        """The name with the title, which may stand in it already."""
        return self.name if self.title in self.name else f"{self.name} {self.title}"


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


class ContactFields(Part):
    """What a contact's form shows, ``contact_id`` 0 for a new one. ``stamp`` is of what it showed when it was opened."""

    contact_id: int = 0
    name: str = ""
    phone: str = ""
    email: str = ""
    role: str | None = None
    stamp: str = ""


class ContactForm(ContactFields):
    """The form as it opens. ``now``: what somebody else saved meanwhile, where it is opened again for that."""

    head: DealHead
    now: ContactRow | None = None


class ContactFilled(ContactFields):
    """The form as sent."""

    deal_id: int
