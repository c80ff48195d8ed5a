"""The note form (two lines, a date, an outcome, and more on demand) and the small form that picks a date."""

import json
from datetime import date, time
from typing import Any

from bot.views import parts
from bot.views.leads import name_of, with_code
from bot.views.markup import id_of
from bot.views.notes import LOGGED, REACTIONS, closed
from bot.views.reader import Reader
from bot.views.sent import SlackFile, day, files, hour, kept
from rules.answers.note_forms import NoteFilled, NoteForm
from rules.files import TYPES
from rules.slack_text import clean


def view(form: NoteForm, reader: Reader) -> parts.Part:
    """The form, prefilled. Raises ValueError when the person has no deal to log on."""
    t = reader.t
    kept = {"deal": form.deal.deal_id if form.deal else None, "draft": form.draft_id, "undo": form.undo_id}
    known = [form.deal] if form.deal else []
    deals = [parts.option(with_code(d, reader, str), str(d.deal_id)) for d in [*known, *form.deals]]
    outcomes = [parts.option(t(key), value) for value, key in LOGGED.items()]
    picked = form.chosen or (form.deal.deal_id if form.deal else None)
    chosen = str(picked) if picked is not None else None
    return parts.modal(
        t("note.modal"),
        [
            _closed(form, reader),
            parts.input_select(t("note.f_deal"), "deal", deals, chosen),
            parts.input_text(
                t("note.f_agreed"),
                "agreed",
                form.agreed,
                most=2000,
                multiline=True,
                optional=True,
                focus=True,
            ),
            parts.input_text(t("note.f_next"), "next", form.next_text, most=1000, optional=True),
            parts.input_date(
                t("note.f_next_on" if form.is_full else "note.f_date"),
                "on",
                form.on.isoformat() if form.on else None,
                optional=True,
            ),
            parts.input_time(
                t("note.f_time"),
                "at",
                form.at.isoformat(timespec="minutes") if form.at else None,
                optional=True,
            ),
            parts.input_select(t("note.f_outcome"), "outcome", outcomes, form.outcome),
            parts.input_file(t("note.f_files"), "files", TYPES, optional=True),
            *_more(form, reader),
        ],
        submit=t("btn.save"),
        close=t("btn.cancel"),
        callback_id="note_form",
        private_metadata=json.dumps(kept),
    )


def _more(form: NoteForm, reader: Reader) -> list[parts.Part | None]:
    """When it took place, how they took it, their own words; a button until somebody wants them."""
    t = reader.t
    if not form.is_full:
        return [parts.actions(parts.button(t("btn.note_more"), "note_more"))]
    took_at = form.took_at.isoformat(timespec="minutes") if form.took_at else None
    reactions = [parts.option(t(key), value) for value, key in REACTIONS.items()]
    kinds = [parts.option(one.label, one.value) for one in form.kinds]
    return [
        parts.input_select(t("note.f_file_kind"), "file_kind", kinds, optional=True) if kinds else None,
        parts.divider(),
        parts.input_date(
            t("note.f_took_on"),
            "took_on",
            form.took_on.isoformat() if form.took_on else None,
            optional=True,
            hint=t("note.h_took_on"),
        ),
        parts.input_time(t("note.f_took_at"), "took_at", took_at, optional=True),
        parts.input_select(t("note.f_reaction"), "reaction", reactions, form.reaction or None, optional=True),
        parts.input_text(t("note.f_quote"), "quote", form.quote, most=1000, multiline=True, optional=True),
    ]


def _closed(form: NoteForm, reader: Reader) -> parts.Part | None:
    """On a closed deal a note is kept, and a next step is not reminded of."""
    if form.closed is None or form.deal is None:
        return None
    told = closed(name_of(form.deal, reader), form.closed, reader)
    return parts.context(reader.t("note.closed_form", closed=told))


def deal_of(sent: dict[str, Any]) -> int | None:
    """The deal that the form was opened for."""
    return id_of(kept(sent).get("deal"))


def read(sent: dict[str, Any]) -> NoteFilled:
    """The form as sent."""
    values = sent["state"]["values"]
    given = kept(sent)
    deal = _option(values, "deal")
    return NoteFilled(
        deal_id=int(deal) if deal and deal.isdecimal() and len(deal) < 10 else None,
        draft_id=id_of(given.get("draft")),
        undo_id=id_of(given.get("undo")),
        agreed=_text(values, "agreed"),
        next_text=_text(values, "next"),
        on=day(values, "on"),
        at=hour(values, "at"),
        outcome=_option(values, "outcome") or "talked",
        took_on=day(values, "took_on"),
        took_at=hour(values, "took_at"),
        reaction=_option(values, "reaction") or "",
        quote=_text(values, "quote"),
    )


def read_files(sent: dict[str, Any]) -> tuple[list[SlackFile], str]:
    """The files attached in the form, and which evidence they are."""
    values = sent["state"]["values"]
    return files(values.get("files", {}).get("files", {}).get("files")), _option(values, "file_kind") or ""


def _text(values: dict[str, Any], name: str) -> str:
    return clean(values.get(name, {}).get(name, {}).get("value") or "")


def _option(values: dict[str, Any], name: str) -> str | None:
    chosen = values.get(name, {}).get(name, {}).get("selected_option") or {}
    value = chosen.get("value")
    return str(value) if value is not None else None


def pick(where: str, step: str, on: date | None, at: time | None, reader: Reader) -> parts.Part:
    """Another date for a next step; ``where`` names the step or the deal."""
    t = reader.t
    return parts.modal(
        t("note.pick"),
        [
            parts.input_date(t("note.f_date"), "on", on.isoformat() if on else None),
            parts.input_time(
                t("note.f_time"), "at", at.isoformat(timespec="minutes") if at else None, optional=True
            ),
            parts.input_text(t("note.f_next"), "next", step, most=1000, optional=True),
        ],
        submit=t("btn.save"),
        close=t("btn.cancel"),
        callback_id="step_form",
        private_metadata=json.dumps({"where": where}),
    )


def read_pick(sent: dict[str, Any]) -> tuple[str, str, date | None, time | None]:
    """(where, text of the step, day, time) of the form `pick`."""
    values = sent["state"]["values"]
    return str(kept(sent).get("where") or ""), _text(values, "next"), day(values, "on"), hour(values, "at")
