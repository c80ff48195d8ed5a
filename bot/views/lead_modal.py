"""The lead form: few fields, any of them may stay empty but who and where from."""

import json
from datetime import date
from typing import Any

from bot.views import leads, parts
from bot.views.deal_facts import ROLES
from bot.views.markup import id_of
from bot.views.reader import Reader
from bot.views.sent import chosen, day, kept
from bot.words import formats
from rules.answers import forms
from rules.answers.forms import LeadFilled, LeadForm
from rules.customer_lists import NAMES, ListName
from rules.names import LONGEST_NAME
from rules.slack_text import clean

LABELS = {
    "account": "lead.f_account",
    "contact": "lead.f_contact",
    "role": "lead.f_role",
    "phone": "lead.f_phone",
    "email": "lead.f_email",
    "need": "lead.f_need",
    "amount": "lead.f_amount",
    "sign_on": "deal.f_signing",
    "source": "lead.f_source",
    "product": "lead.f_product",
    "probability": "deal.f_probability",
    "industry": "lead.f_industry",
    "region": "lead.f_region",
    "tier": "lead.f_tier",
}
OF_STAGE = "stage"  # the option, since none may be empty


def view(form: LeadForm, reader: Reader) -> parts.Part:
    """The form, prefilled."""
    t = reader.t
    who = " ".join(word for word in (form.contact, form.title) if word)
    phone = formats.phone(form.phone, reader.locale) if form.phone else ""
    kept = {"deal": form.deal_id, "draft": form.draft_id, "stamp": form.stamp}
    sources = [parts.option(c.label, c.value) for c in form.sources]
    hint = None if form.source else t("lead.source_hint")
    return parts.modal(
        t("lead.modal" if form.deal_id is None else "btn.edit"),
        [
            parts.section(_meanwhile(form, reader)) if form.changed else None,
            parts.section("\n".join(leads.too_long(form.too_long, reader))) if form.too_long else None,
            parts.section(t("lead.nameless")) if form.is_nameless else None,
            parts.input_text(
                t("lead.f_account"),
                "account",
                form.account,
                most=LONGEST_NAME["account"],
                optional=True,
                hint=t("lead.who_hint"),
                focus=not form.account,
            ),
            parts.input_text(
                t("lead.f_contact"), "contact", who, most=LONGEST_NAME["contact"], optional=True
            ),
            role_field(form.role, reader) if form.deal_id is not None else None,
            parts.input_text(t("lead.f_phone"), "phone", phone, most=40, optional=True),
            parts.input_text(t("lead.f_email"), "email", form.email, most=120, optional=True),
            parts.input_text(t("lead.f_need"), "need", form.need, most=2000, multiline=True, optional=True),
            parts.input_text(
                t("lead.f_amount"),
                "amount",
                formats.typed(form.amount, reader.locale),
                most=40,
                optional=True,
                placeholder=t("lead.f_amount_hint"),
            ),
            _product(form, reader),
            _signing(form, reader) if form.deal_id is not None else None,
            _probability(form, reader) if form.deal_id is not None else None,
            parts.input_select(t("lead.f_source"), "source", sources, form.source, optional=True, hint=hint),
            # Last: three lists of all that one may have are more than a form holds.
            *(_listed(form, which, reader) for which in form.lists if form.deal_id is not None),
        ],
        submit=t("btn.save"),
        close=t("btn.cancel"),
        callback_id="lead_form",
        private_metadata=json.dumps(kept),
    )


def role_field(role: str | None, reader: Reader) -> parts.Part | None:
    """A contact's part in the decision chain."""
    options = [parts.option(reader.t(ROLES[one]), one) for one in forms.ROLES]
    return parts.input_select(reader.t("lead.f_role"), "role", options, role, optional=True)


def _product(form: LeadForm, reader: Reader) -> parts.Part | None:
    """A menu; a name to type where there are too many; nothing where the team has listed none."""
    label = reader.t("lead.f_product")
    if form.by_name:
        return parts.input_text(label, "product", form.product, most=120, optional=True)
    options = [parts.option(c.label, c.value) for c in form.products]
    return parts.input_select(label, "product", options, form.product, optional=True)


def _listed(form: LeadForm, which: ListName, reader: Reader) -> parts.Part | None:
    """One of the team's own lists about the customer."""
    options = [parts.option(choice.label, choice.value) for choice in form.lists[which]]
    return parts.input_select(reader.t(LABELS[which]), which, options, getattr(form, which), optional=True)


def _signing(form: LeadForm, reader: Reader) -> parts.Part | None:
    day = form.sign_on.isoformat() if form.sign_on else None
    return parts.input_date(reader.t("deal.f_signing"), "sign_on", day, optional=True)


def _probability(form: LeadForm, reader: Reader) -> parts.Part | None:
    """The stage's, or one of the process's figures; of a running deal."""
    if form.probability is None or not form.probabilities:
        return None
    options = [parts.option(_of_stage(form, reader), OF_STAGE)]
    options += [parts.option(f"{one}%", str(one)) for one in form.probabilities]
    label, hint = reader.t("deal.f_probability"), reader.t("likely.hint")
    return parts.input_select(label, "probability", options, form.probability or OF_STAGE, hint=hint)


def _of_stage(form: LeadForm, reader: Reader) -> str:
    if form.prior is None:
        return reader.t("likely.stage_bare")
    return reader.t("likely.told", percent=form.prior, whose=reader.t("likely.of_stage"))


def _meanwhile(form: LeadForm, reader: Reader) -> str:
    """Somebody saved something else: what it says now, field by field; what was typed stays in the form."""
    t, names = reader.t, {c.value: c.label for c in form.sources}
    sold = {c.value: c.label for c in form.products}
    named: dict[str, dict[str, str]] = {"source": names, "product": sold}
    for which, some in form.lists.items():
        named[which] = {c.value: c.label for c in some}
    lines = []
    for name, value in form.changed.items():
        if name == "amount":
            value = formats.typed(value, reader.locale)
        if name == "role" and value:
            value = t(ROLES[value])
        if name == "sign_on" and value:
            value = formats.day(date.fromisoformat(value), reader.locale, reader.today)
        if name == "probability":
            value = f"{value}%" if value else _of_stage(form, reader)
        told = named.get(name, {}).get(value, value)
        lines.append(t("lead.now", field=t(LABELS[name]), value=told or t("deal.none")))
    return "\n".join([t("lead.changed_meanwhile"), *lines])


def read(sent: dict[str, Any]) -> LeadFilled:
    """The form as sent; edited private_metadata is checked like any other input."""
    values = sent["state"]["values"]
    given = kept(sent)
    words = {
        name: clean(values.get(name, {}).get(name, {}).get("value") or "")
        for name in ("account", "contact", "phone", "email", "need", "amount")
    }
    return LeadFilled(
        deal_id=id_of(given.get("deal")),
        draft_id=id_of(given.get("draft")),
        source=clean(chosen(sent, "source")) or None,
        product=_named_product(sent),
        role=clean(chosen(sent, "role")) or None,
        probability=_chosen_probability(sent),
        sign_on=day(values, "sign_on"),
        **{which: clean(chosen(sent, which)) for which in NAMES if which in values},
        stamp=str(given.get("stamp") or ""),
        **words,
    )


def _named_product(sent: dict[str, Any]) -> str | None:
    """Chosen, typed, or not asked for."""
    field = sent["state"]["values"].get("product")
    if field is None:
        return None
    return clean(chosen(sent, "product")) or clean(field.get("product", {}).get("value") or "")


def _chosen_probability(sent: dict[str, Any]) -> str | None:
    """Empty: the stage's; None where it was not asked for."""
    said = clean(chosen(sent, "probability"))
    return "" if said == OF_STAGE else said or None
