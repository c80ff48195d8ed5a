"""The small forms of a deal: waiting on the customer, a risk, losing it."""

import json
from collections.abc import Sequence
from typing import Any

from bot.views import parts
from bot.views.leads import name_of
from bot.views.parts import Part
from bot.views.reader import Reader
from bot.views.sent import as_text, day, kept
from rules.answers.base import DealHead
from rules.answers.leads import Choice


def wait(head: DealHead, latest: str, reader: Reader) -> Part:
    """Who, why, until."""
    t = reader.t
    return parts.modal(
        t("btn.waiting"),
        [
            parts.section(parts.bold(name_of(head, reader))),
            parts.input_date(t("wait.f_until"), "until", hint=t("wait.hint", day=latest)),
            parts.input_text(t("wait.f_who"), "who", most=80, optional=True),
            parts.input_text(t("wait.f_why"), "why", most=300, optional=True),
        ],
        submit=t("btn.do_wait"),
        close=t("btn.cancel"),
        callback_id="wait_form",
        private_metadata=json.dumps({"deal": head.deal_id}),
    )


def begun(view: Part, more: str) -> Part:
    """The form with its day, or its reason, as it was said already."""
    for block in view["blocks"] if more else ():
        element = block.get("element") or {}
        if element.get("type") == "datepicker":
            element["initial_date"] = more
        elif chosen := next((one for one in element.get("options") or () if one["value"] == more), None):
            element["initial_option"] = chosen
    return view


def risk(head: DealHead, reader: Reader, *, manages: bool) -> Part:
    """Why it is at risk; who `manages` it is told of no other manager."""
    t = reader.t
    hint = t("risk.hint_above" if manages else "risk.hint")
    return parts.modal(
        t("btn.risk"),
        [
            parts.section(parts.bold(name_of(head, reader))),
            parts.input_text(t("risk.f_reason"), "reason", most=300, hint=hint),
        ],
        submit=t("btn.ok"),
        close=t("btn.cancel"),
        callback_id="risk_form",
        private_metadata=json.dumps({"deal": head.deal_id}),
    )


def close(head: DealHead, state: str, reasons: tuple[Choice, ...], reader: Reader) -> Part:
    """Why it is lost (or no lead at all)."""
    t = reader.t
    options = [parts.option(c.label, c.value) for c in reasons]
    return parts.modal(
        t("btn.lost" if state == "lost" else "btn.invalid"),
        [
            parts.section(parts.bold(name_of(head, reader))),
            parts.input_select(t("lost.f_reason"), "reason", options),
            parts.input_text(
                t("lost.f_words"), "words", most=500, optional=True, hint=words_for(reasons, reader)
            ),
        ],
        submit=t("btn.do_lost" if state == "lost" else "btn.do_invalid"),
        close=t("btn.cancel"),
        callback_id="close_form",
        private_metadata=json.dumps({"deal": head.deal_id, "state": state}),
    )


def words_for(reasons: Sequence[Choice], reader: Reader) -> str | None:
    """With which of the reasons the few words beside them are asked for."""
    wanting = [reason.label for reason in reasons if reason.wants_words]
    names = reader.t("list.comma").join(wanting)
    return reader.t("lost.words_for", reasons=names) if wanting else None


def read(sent: dict[str, Any]) -> dict[str, str]:
    """The small forms as sent: the deal, the state, and every field as text."""
    values = sent["state"]["values"]
    told = {name: as_text(next(iter(answers.values()))) for name, answers in values.items()}
    until = day(values, "until")
    if until is not None:
        told["until"] = until.isoformat()
    return {**{k: str(v) for k, v in kept(sent).items()}, **told}
