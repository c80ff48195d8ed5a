"""The form of a deal's move through a gate, and of what is owed there: what is asked, and what came back."""

import json
from typing import Any

from bot.views import gate_words, owed_words, papers, parts
from bot.views.leads import name_of
from bot.views.markup import id_of
from bot.views.parts import Part
from bot.views.reader import Reader
from bot.views.sent import SlackFile, as_text, files, kept, ticked
from bot.words import formats
from rules.answers.deals import GateField, GateForm, GateRefused
from rules.answers.papers import FileFault
from rules.files import TYPES, fault
from rules.gates import owed_by
from rules.slack_text import clean


def view(form: GateForm, reader: Reader, notice: str = "") -> Part:
    """One form for the whole move: where to, and everything that the way there lacks."""
    t = reader.t
    kept = {"deal": form.deal.deal_id, "version": form.version, "to": form.to}
    if told := [f.key for f in form.fields if f.said_unknown or f.owed_until is not None]:
        kept["told"] = told
    stages = [parts.option(c.label, c.value) for c in form.stages]
    owing = [parts.option(_capital(f.name), f.key) for f in form.fields if f.may_owe]
    blocks: list[Part | None] = [
        parts.section(_head(form, reader, notice)),
        parts.input_select(t("gate.f_to"), "to", stages, form.to, dispatch=True),
    ]
    blocks += [parts.context(gate_words.left(task, reader)) for task in form.tasks]
    if form.is_back:
        blocks.append(parts.input_text(t("gate.f_reason"), "reason", most=500))
    elif not form.fields:
        blocks.append(parts.context(t("gate.clear")))
    for field in form.fields:
        if field.kind == "approval":
            blocks.append(parts.context(gate_words.approval(field, form.money, reader)))
        else:
            blocks += [_in_focus(block) for block in _inputs(field, reader)]
    blocks += [parts.context(line) for line in owed_words.form(form.owed, reader) if not form.is_back]
    if owing and not form.is_back:
        blocks.append(parts.input_checkboxes(_owe_label(reader), "owe", owing[:10]))
    if form.fields and form.can_ask and not form.is_back:
        label = gate_words.ask_label(gate_words.asks(form.fields), reader)
        blocks.append(parts.actions(parts.button(label, "waive_ask", str(form.deal.deal_id))))
    return parts.modal(
        t("gate.modal"),
        blocks,
        submit=t("btn.move_stage"),
        close=t("btn.cancel"),
        callback_id="gate_form",
        private_metadata=json.dumps(kept),
    )


def _in_focus(block: Part | None) -> Part | None:
    """One begins with the first thing that is missing, not with where to; a field for files takes no focus."""
    element = (block or {}).get("element")
    if block is None or element is None or element["type"] == "file_input":
        return block
    return {**block, "element": {**element, "focus_on_load": True}}


def is_outdated(sent: Part, refused: GateRefused) -> bool:
    """Does the form as sent say of something that it is not known, or owed, which is on record now?"""
    told = kept(sent).get("told")
    lacking = {field.key for field in refused.fields}
    return not refused.faults and isinstance(told, list) and not lacking.issuperset(map(str, told))


def owed(form: GateForm, reader: Reader) -> Part:
    """What was promised by a day, to be filled in; of several, each may stay empty."""
    may_skip = len(form.fields) > 1
    name = parts.section(parts.bold(name_of(form.deal, reader)))
    return parts.modal(
        reader.t("gate.owed_modal"),
        [name, *(block for field in form.fields for block in _inputs(field, reader, may_skip=may_skip))],
        submit=reader.t("btn.save"),
        close=reader.t("btn.cancel"),
        callback_id="owed_form",
        private_metadata=json.dumps({"deal": form.deal.deal_id}),
    )


def _head(form: GateForm, reader: Reader, notice: str) -> str:
    """Whose move it is, and what was said to it, or what the way there lacks."""
    name = parts.bold(name_of(form.deal, reader))
    stage = next((c.label for c in form.stages if c.value == form.to), "")
    if notice:
        return f"{name}\n{notice}"
    if form.is_back or not form.fields or not stage:
        return name
    return f"{name}\n{gate_words.missing(form.fields, stage, reader)}"


def _owe_label(reader: Reader) -> str:
    """The day that a tick would promise."""
    return reader.t("gate.f_owe", day=formats.day(owed_by(reader.today), reader.locale, reader.today))


def _capital(name: str) -> str:
    """An item's name at the start of a label; inside a sentence it stands as the process has it."""
    return name[:1].upper() + name[1:]


def _inputs(field: GateField, reader: Reader, *, may_skip: bool = False) -> list[Part | None]:
    t, name, label = reader.t, f"item_{field.key}", _capital(field.name)
    if field.may_owe:  # Slack writes (optional) on what may stay empty: the label says what that means
        may_skip, label = True, t("gate.l_owe", item=label)
    hint = gate_words.hint(field, reader) or None
    options = [parts.option(c.label, c.value) for c in field.options]
    match field.kind:
        case "choice" | "band":
            return [parts.input_select(label, name, options, optional=may_skip, hint=hint)]
        case "date":
            return [parts.input_date(label, name, optional=may_skip, hint=hint)]
        case "file":
            return _either(field, name, hint, reader)
    about = {"contact": t("gate.contact_hint"), "note": t("gate.note_hint")}.get(field.kind)
    told = t("list.two_hints", first=hint, second=about) if hint and about else hint or about
    return [parts.input_text(label, name, most=1000, optional=may_skip, hint=told or None)]


def _either(field: GateField, name: str, hint: str | None, reader: Reader) -> list[Part | None]:
    """A file or a link: what is needed stands above both, for to Slack each of the two is optional."""
    t, label = reader.t, _capital(field.name)
    either = t("gate.either_or", other=field.alternative) if field.alternative else t("gate.either")
    told = "\n".join(
        word for word in (parts.bold(label), t("list.sentences", first=either, second=hint or "")) if word
    )
    return [
        parts.section(told.rstrip()),
        parts.input_file(t("gate.l_file", item=label), name, TYPES, optional=True),
        parts.input_text(t("gate.f_link"), f"link_{field.key}", most=500, optional=True),
    ]


def faults(refused: GateRefused, sent: Part, owe: tuple[str, ...], reader: Reader) -> dict[str, str]:
    """What cannot be read and what is still missing, under the fields of the form as sent; nothing is said to be missing
    where one of those is not in it."""
    there = {block.get("block_id") for block in sent.get("blocks") or ()}
    where = {
        field.key: f"{'link' if field.kind == 'file' else 'item'}_{field.key}" for field in refused.fields
    }
    unread = {at: reader.t(key) for at, key in refused.faults.items() if at in there}
    if unread:
        unread |= file_faults(sent, reader)
    if not there.issuperset(where.values()) or any(f.kind == "approval" for f in refused.fields):
        return unread
    lacking = {
        where[field.key]: gate_words.fault(field, reader, was_ticked=field.key in owe)
        for field in refused.fields
    }
    if refused.kept and lacking:
        at, first = next(iter(lacking.items()))
        lacking[at] = gate_words.with_kept(first, refused, reader)
    return lacking | unread


def read(sent: dict[str, Any]) -> tuple[int, str, int | None, dict[str, str], tuple[str, ...], str]:
    """(deal, to, version, values by item, owed items, reason) of the form as sent."""
    given = kept(sent)
    values = sent["state"]["values"]
    told: dict[str, str] = {}
    for block, answers in values.items():
        kind, _, item = block.partition("_")
        if kind not in ("item", "link") or not item:
            continue
        said = as_text(next(iter(answers.values())))
        if said:
            told.setdefault(item, said)
    chosen = (values.get("to", {}).get("to", {}).get("selected_option") or {}).get("value")
    reason = clean(values.get("reason", {}).get("reason", {}).get("value") or "")
    version = id_of(given.get("version"))
    return (
        id_of(given.get("deal")) or 0,
        str(chosen or given.get("to") or ""),
        version,
        told,
        ticked(sent, "owe"),
        reason,
    )


def read_files(sent: dict[str, Any]) -> list[tuple[str, SlackFile]]:
    """(item, file) of everything attached in the gate form."""
    found = []
    for block, answers in sent["state"]["values"].items():
        kind, _, item = block.partition("_")
        for answer in answers.values():
            if kind == "item" and item:
                found += [(item, file) for file in files(answer.get("files"))]
    return found


def file_faults(sent: dict[str, Any], reader: Reader) -> dict[str, str]:
    """Under each field, the files in it that Baton does not take, by their names."""
    told: dict[str, list[FileFault]] = {}
    for item, file in read_files(sent):
        if (why := fault(file.name, file.size)) is not None:
            told.setdefault(f"item_{item}", []).append(FileFault(name=file.name, why=why))
    return {at: "\n".join(papers.faults(found, reader)) for at, found in told.items()}
