"""The lead form: few fields, any of them may stay empty but who and where from."""

import json
from typing import Any

from bot.views import parts
from bot.views.reader import Reader
from bot.words import formats
from rules.answers.forms import LeadFilled, LeadForm
from rules.slack_text import clean


def view(form: LeadForm, reader: Reader) -> parts.Part:
    """The form, prefilled."""
    t = reader.t
    who = " ".join(word for word in (form.contact, form.title) if word)
    phone = formats.phone(form.phone, reader.locale) if form.phone else ""
    kept = {"deal": form.deal_id, "draft": form.draft_id}
    sources = [parts.option(c.label, c.value) for c in form.sources]
    return parts.modal(
        t("lead.modal"),
        [
            parts.input_text(
                t("lead.f_account"), "account", form.account, most=120, optional=True, focus=not form.account
            ),
            parts.input_text(t("lead.f_contact"), "contact", who, most=80, optional=True),
            parts.input_text(t("lead.f_phone"), "phone", phone, most=40, optional=True),
            parts.input_text(t("lead.f_email"), "email", form.email, most=120, optional=True),
            parts.input_text(t("lead.f_need"), "need", form.need, most=2000, multiline=True, optional=True),
            parts.input_text(
                t("lead.f_amount"),
                "amount",
                form.amount,
                most=40,
                optional=True,
                placeholder=t("lead.f_amount_hint"),
            ),
            parts.input_select(t("lead.f_source"), "source", sources, form.source, optional=True),
        ],
        submit=t("btn.save"),
        close=t("btn.cancel"),
        callback_id="lead_form",
        private_metadata=json.dumps(kept),
    )


def read(sent: dict[str, Any]) -> LeadFilled:
    """The form as sent; edited private_metadata is checked like any other input."""
    values = sent["state"]["values"]
    try:
        kept = json.loads(sent.get("private_metadata") or "{}")
    except ValueError:
        kept = {}
    words = {
        name: clean(values.get(name, {}).get(name, {}).get("value") or "")
        for name in ("account", "contact", "phone", "email", "need", "amount")
    }
    chosen = values.get("source", {}).get("source", {}).get("selected_option") or {}
    return LeadFilled(
        deal_id=_number(kept, "deal"), draft_id=_number(kept, "draft"), source=chosen.get("value"), **words
    )


def _number(kept: Any, name: str) -> int | None:
    found = kept.get(name) if isinstance(kept, dict) else None
    return found if type(found) is int else None
