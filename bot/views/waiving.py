"""Letting a deal pass a gate: the form that asks, the manager's message with its two answers, what the owner hears."""

import json
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Any

from bot.views import gate_words, papers, parts
from bot.views.leads import name_of
from bot.views.parts import Part, actions, bold, button, context, message, section
from bot.views.reader import Reader
from bot.words import formats
from rules.answers.deals import GateForm
from rules.answers.waiving import (
    ItemWaived,
    WaiveAsked,
    Waived,
    WaiveDeclined,
    WaiveForm,
    WaiveRefused,
    WaiveRequest,
    WaiveSaid,
)

SAID = {
    "waived": "gate.said_waived",
    "approved": "gate.said_approved",
    "no": "gate.said_no_to",
    "moved": "gate.said_moved",
    "closed": "gate.said_closed",
}


# -- forms ----------------------------------------------------------------------------------------------


def ask_form(form: WaiveForm, reader: Reader) -> Part:
    """What the manager will read, and one line to say why."""
    t = reader.t
    items, name = t("list.comma").join(form.items), bold(name_of(form.deal, reader))
    key = "gate.will_read_yes" if form.asks == "approve" else "gate.will_read"
    told = t(key, manager=form.manager, name=name, stage=form.stage_name, items=items)
    return parts.modal(
        gate_words.ask_label(form.asks, reader),
        [section(told), parts.input_text(t("gate.f_plea"), "reason", most=300, optional=True)],
        submit=gate_words.ask_label(form.asks, reader),
        close=t("btn.cancel"),
        callback_id="waive_ask_form",
        private_metadata=json.dumps({"deal": form.deal.deal_id}),
    )


def form(found: GateForm, stay: str, reader: Reader) -> Part:
    """A manager lets what is missing pass, with one reason; what was asked for is ticked."""
    t = reader.t
    fields = sorted(found.fields, key=lambda f: f.key not in found.asked)
    options = [parts.option(f.name[:1].upper() + f.name[1:], f.key) for f in fields]
    ticked = [fields[0].key] if len(fields) == 1 else found.asked
    wanted = gate_words.asks(found.fields)
    verb = t("btn.approve" if wanted == "approve" else "btn.waive")
    worth = formats.money(found.money.minor, found.money.currency, reader.locale) if found.money else ""
    head = [bold(name_of(found.deal, reader)), *([worth] if worth and wanted != "waive" else [])]
    return parts.modal(
        verb,
        [
            section(" · ".join(head)),
            parts.input_checkboxes(t("gate.f_item"), "item", options, ticked, optional=False),
            parts.input_text(
                t("gate.f_reason"),
                "reason",
                most=500,
                optional=wanted != "waive",
                hint=t("gate.reason_needs") if wanted == "both" else None,
            ),
        ],
        submit=verb,
        close=t("btn.cancel"),
        callback_id="waive_form",
        private_metadata=json.dumps({"deal": found.deal.deal_id, "stay": stay, "worth": found.worth}),
    )


def no_form(asked: WaiveRequest, reader: Reader) -> Part:
    """No, with a word for who asked."""
    t = reader.t
    return parts.modal(
        t("btn.not_waive"),
        [
            section(_request(asked, reader)),
            parts.input_text(t("gate.f_no", who=asked.asker), "words", most=300, optional=True),
        ],
        submit=t("btn.not_waive"),
        close=t("btn.cancel"),
        callback_id="waive_no_form",
        private_metadata=json.dumps({"deal": asked.head.deal_id, "stay": asked.stay}),
    )


# -- answers --------------------------------------------------------------------------------------------


def asked(answer: WaiveAsked, reader: Reader) -> Part:
    """The manager will hear, or has heard."""
    key = "gate.asked" if answer.asks == "waive" else "gate.asked_yes"
    key = "gate.asked_before" if answer.is_again else key
    told = reader.t(key, manager=answer.manager, name=bold(name_of(answer.head, reader)))
    return message(told, [section(told)])


def request(answer: WaiveRequest, reader: Reader) -> Part:
    """Somebody asks the manager to let a deal pass, and why; then what was said to it."""
    t, deal = reader.t, str(answer.head.deal_id)
    told, value = _request(answer, reader), f"{deal}:{answer.stay}"
    why = context(t("gate.plea", words=answer.reason)) if answer.reason else None
    row = [button(t("btn.open"), "deal_card", deal)]
    if answer.is_open:
        no = button(t("btn.not_waive"), "waive_no", value) if answer.stay else None
        verb = t("btn.approve" if answer.asks == "approve" else "btn.waive")
        row = [button(verb, "deal_waive", value), *([no] if no else []), *row]
    row += [files] if (files := papers.files_button(answer.files, answer.head.deal_id, reader)) else []
    said = [section(line) for line in _all_said(answer.said, reader)]
    return message(told, [section(told), why, *said, actions(*row)])


def _request(answer: WaiveRequest, reader: Reader) -> str:
    keys = dict(zip(answer.items, answer.keys, strict=False))
    named = [
        gate_words.outgrown(item, answer.agreed.get(keys.get(item, "")), answer.money, reader)
        for item in answer.left or answer.items
    ]
    return reader.t(
        "gate.request_yes" if answer.asks == "approve" else "gate.request",
        who=answer.asker,
        name=bold(name_of(answer.head, reader)),
        stage=answer.stage_name,
        items=reader.t("list.comma").join(named),
    )


def _all_said(said: Iterable[WaiveSaid], reader: Reader) -> list[str]:
    """What was said, one line for what was said together."""
    together = groupby(said, key=lambda one: (one.how, one.who, one.words))
    return [_said(list(several), reader) for _, several in together]


def _said(several: Sequence[WaiveSaid], reader: Reader) -> str:
    one, names = several[0], reader.t("list.comma").join(x.name for x in several)
    key = SAID[one.how] if one.who else f"{SAID[one.how]}_you"
    told = reader.t(key, who=one.who, item=names)
    return reader.t("gate.with_words", told=told, words=one.words) if one.words else told


def waived(answer: Waived, reader: Reader) -> Part:
    """It passes, and the card says so."""
    key = "gate.approved" if answer.is_approval else "gate.waived"
    told = reader.t(key, name=bold(name_of(answer.head, reader)), item=_names(answer, reader))
    return message(told, [section(told)])


def _names(answer: Waived | ItemWaived, reader: Reader) -> str:
    return reader.t("list.comma").join((answer.item, *answer.also))


def item_waived(answer: ItemWaived, reader: Reader) -> Part:
    """What its owner asked for, or did not know yet."""
    name = bold(name_of(answer.head, reader))
    key = "gate.waived_told"
    if answer.is_approval:
        key = "gate.approved_told" if answer.reason else "gate.approved_bare"
    told = reader.t(key, who=answer.who, name=name, item=_names(answer, reader), reason=answer.reason)
    card = button(reader.t("btn.open"), "deal_card", str(answer.head.deal_id))
    return message(told, [section(told), actions(card)])


def declined(answer: WaiveDeclined, reader: Reader) -> Part:
    """Who asked will hear it."""
    told = reader.t("gate.declined", who=answer.asker, name=bold(name_of(answer.head, reader)))
    return message(told, [section(told)])


def refused(answer: WaiveRefused, reader: Reader) -> Part:
    """Not this time: the manager's word, and the way to fill it in."""
    t, deal = reader.t, str(answer.head.deal_id)
    items, name = t("list.comma").join(answer.items), bold(name_of(answer.head, reader))
    told = t("gate.refused_told", who=answer.who, name=name, items=items)
    if answer.words:
        told = t("gate.with_words", told=told, words=answer.words)
    row = actions(button(t("btn.add_now"), "move_stage", deal), button(t("btn.open"), "deal_card", deal))
    return message(told, [section(told), row])


VIEWS: dict[str, Callable[[Any, Reader], Part]] = {
    ItemWaived.kind: item_waived,
    Waived.kind: waived,
    WaiveAsked.kind: asked,
    WaiveDeclined.kind: declined,
    WaiveRefused.kind: refused,
    WaiveRequest.kind: request,
}
