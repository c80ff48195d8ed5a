"""A deal's contacts in a window: each with its part in the decision chain and *Edit*; the form of one."""

import json
from collections.abc import Callable
from typing import Any

from bot.views import lead_modal, parts
from bot.views.deal_facts import ROLES
from bot.views.leads import with_code
from bot.views.markup import id_of
from bot.views.parts import Part, actions, bold, button, context, message, section
from bot.views.reader import Reader
from bot.views.sent import chosen, kept
from bot.words import formats
from rules.answers.contacts import ContactFilled, ContactForm, ContactList, ContactRow
from rules.names import LONGEST_NAME
from rules.slack_text import clean

DONE = {
    "added": "contact.added",
    "changed": "contact.changed",
    "same": "contact.same",
    "off": "contact.off",
    "back": "contact.back",
}


def listed(answer: ContactList, reader: Reader) -> Part:
    """Who is there, what came of the last act with its way back, and *Add a contact*."""
    t, deal = reader.t, answer.head.deal_id
    said = t(DONE[answer.done], who=answer.who) if answer.done else ""
    head = section(with_code(answer.head, reader))
    undo = button(t("btn.undo"), "contact_back", str(answer.undo_id)) if answer.undo_id else None
    edit = t("btn.edit")
    rows = [
        section(told(one, reader), button(edit, "contact_edit", f"{deal}:{one.contact_id}"))
        for one in answer.contacts
    ]
    blocks = [
        head,
        section(said, undo) if said else None,
        *(rows or [section(t("contact.none"))]),
        context(t("contact.more", count=answer.more)) if answer.more else None,
        actions(button(t("btn.contact_add"), "contact_edit", f"{deal}:0")),
    ]
    return message(said or t("btn.contacts"), blocks)


def told(one: ContactRow, reader: Reader) -> str:
    """Name, title and part, and how they are reached on a line of its own."""
    role = ROLES.get(one.role)
    who = " · ".join(word for word in (bold(one.called), reader.t(role) if role else "") if word)
    phone = formats.phone(one.phone, reader.locale) if one.phone else ""
    return "\n".join(line for line in (who, " · ".join(w for w in (phone, one.email) if w)) if line)


def form(found: ContactForm, reader: Reader) -> Part:
    """One contact's fields; for one that is there, the way to take it off the deal."""
    t = reader.t
    phone = formats.phone(found.phone, reader.locale) if found.phone else ""
    meanwhile = None
    if found.now is not None:
        meanwhile = section(t("contact.meanwhile", now=told(found.now, reader)))
    return parts.modal(
        t("btn.contacts"),
        [
            section(with_code(found.head, reader)),
            meanwhile,
            parts.input_text(
                t("lead.f_contact"),
                "name",
                found.name,
                most=LONGEST_NAME["contact"],
                optional=True,
                focus=not found.name,
            ),
            lead_modal.role_field(found.role, reader),
            parts.input_text(t("lead.f_phone"), "phone", phone, most=40, optional=True),
            parts.input_text(t("lead.f_email"), "email", found.email, most=120, optional=True),
            _off(found, reader) if found.contact_id else None,
        ],
        submit=t("btn.save"),
        close=t("btn.cancel"),
        callback_id="contact_form",
        private_metadata=json.dumps(
            {"deal": found.head.deal_id, "contact": found.contact_id, "stamp": found.stamp}
        ),
    )


def _off(found: ContactForm, reader: Reader) -> Part | None:
    t = reader.t
    sure = parts.confirm(
        t("btn.contact_off"),
        t("contact.off_sure", who=found.name),
        t("btn.contact_off"),
        t("btn.cancel"),
        danger=True,
    )
    where = f"{found.head.deal_id}:{found.contact_id}"
    return actions(button(t("btn.contact_off"), "contact_off", where, style="danger", confirm=sure))


def read(sent: dict[str, Any]) -> ContactFilled | None:
    """The form as sent; None where it does not say of which deal it is."""
    values, given = sent["state"]["values"], kept(sent)
    deal_id = id_of(given.get("deal"))
    if deal_id is None:
        return None
    words = {
        name: clean(values.get(name, {}).get(name, {}).get("value") or "")
        for name in ("name", "phone", "email")
    }
    return ContactFilled(
        deal_id=deal_id,
        contact_id=id_of(given.get("contact")) or 0,
        role=clean(chosen(sent, "role")) or None,
        stamp=str(given.get("stamp") or ""),
        **words,
    )


VIEWS: dict[str, Callable[[Any, Reader], Part]] = {ContactList.kind: listed}
