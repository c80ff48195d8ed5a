"""A deal's card, and lists of deals."""

from collections.abc import Callable
from typing import Any

from bot.views import deal_facts, deal_rows
from bot.views.deal_rows import CLOSED, LIGHTS
from bot.views.leads import with_code
from bot.views.notes import KINDS
from bot.views.parts import (
    Part,
    actions,
    button,
    context,
    divider,
    fields,
    link,
    message,
    option,
    overflow,
    section,
)
from bot.views.reader import Reader
from bot.words import formats
from rules.answers.deals import DealCard, DealList, NoteShown


def card(answer: DealCard, reader: Reader) -> Part:
    """The whole deal at a glance; two buttons and the rest behind the menu."""
    t = reader.t
    head = f"{t(LIGHTS[answer.light])} {with_code(answer.head, reader)}"
    lines = [head, _where(answer, reader)]
    if answer.waiting is not None:
        until = formats.moment(answer.waiting.until, reader.tz, reader.locale, reader.now)
        lines.append(t("deal.waiting", who=answer.waiting.who or t("deal.them"), until=until))
    if answer.blocker:
        lines.append(t("deal.blocker", blocker=answer.blocker))
    if answer.at_risk:
        lines.append(t("deal.at_risk", reason=answer.at_risk))
    blocks = [
        section("\n".join(lines), accessory=_no_risk(answer, reader)),
        fields(*deal_facts.facts(answer, reader)),
        _grey(_small(answer, reader)),
        *_notes(answer, reader),
        _buttons(answer, reader),
    ]
    return message(head, blocks)


def _no_risk(answer: DealCard, reader: Reader) -> Part | None:
    if not (answer.at_risk and answer.can_edit):
        return None
    return button(reader.t("btn.risk_end"), "risk_end", str(answer.head.deal_id))


def _where(answer: DealCard, reader: Reader) -> str:
    t = reader.t
    if answer.state in CLOSED:
        return t(CLOSED[answer.state], stage=answer.stage_name, reason=answer.closed_reason)
    bar = "●" * answer.position + "○" * max(answer.stages - answer.position, 0)
    days = t("deal.days", count=answer.days_in_stage) if answer.days_in_stage else t("deal.just_in")
    return f"{bar}  {answer.stage_name} · {days}"


def _small(answer: DealCard, reader: Reader) -> list[str]:
    t = reader.t
    small = []
    if answer.missing and answer.next_stage:
        items = t("list.comma").join(answer.missing)
        small.append(t("deal.gaps", stage=answer.next_stage, items=items))
    if answer.files:
        small.append(t("deal.files", names=t("list.comma").join(answer.files[:5])))
    for owed in answer.owed:
        day = formats.day(owed.until, reader.locale, reader.today)
        small.append(t("gate.owed", items=owed.name, day=day))
    if answer.waived:
        small.append(t("gate.is_waived", items=t("list.comma").join(answer.waived)))
    if answer.need:
        small.append(t("deal.need", need=answer.need))
    source = answer.source_name
    if answer.permalink:
        source = f"{source} {link(answer.permalink, t('deal.original'))}"
    return [*small, t("deal.source", source=source)] if source else small


def _notes(answer: DealCard, reader: Reader) -> list[Part | None]:
    """The last ones, and the way to everything that happened."""
    story = button(reader.t("story.open"), "deal_story", f"{answer.head.deal_id}:0")
    told = "\n".join(_note(note, reader) for note in answer.notes)
    return [divider(), section(told or reader.t("story.nothing"), accessory=story)]


def _grey(lines: list[str]) -> Part | None:
    """Small print, one thing a line (Slack sets several texts of one context side by side)."""
    return context("\n".join(lines)) if lines else None


def _note(note: NoteShown, reader: Reader) -> str:
    day = formats.day(note.at.astimezone(reader.tz).date(), reader.locale, reader.today)
    said = note.agreed or reader.t(KINDS.get(note.kind, "note.o_talked"))
    following = f" → {note.next_text}" if note.next_text else ""
    quote = " " + reader.t("note.quoted", words=note.quote) if note.quote else ""
    return reader.t("deal.note", day=day, author=note.author, said=f"{said}{following}{quote}")


def _buttons(answer: DealCard, reader: Reader) -> Part | None:
    t, deal = reader.t, str(answer.head.deal_id)
    waive = option(t("btn.waive"), f"waive:{deal}") if answer.can_waive and answer.missing else None
    if not answer.can_edit:
        return actions(overflow(action_id="deal_more", options=[waive])) if waive else None
    if answer.state == "draft":
        return actions(button(t("btn.edit"), "lead_edit", deal))
    rest = [
        option(t("btn.wait_end"), f"wait_end:{deal}")
        if answer.waiting
        else option(t("btn.waiting"), f"wait:{deal}"),
        option(t("btn.edit"), f"edit:{deal}"),
        option(t("btn.lost"), f"lost:{deal}"),
        option(t("btn.invalid"), f"invalid:{deal}"),
        waive or (None if answer.at_risk else option(t("btn.risk"), f"risk:{deal}")),  # five at most
    ]
    return actions(
        button(t("btn.log_note"), "note_open", deal),
        button(t("btn.move_stage"), "move_stage", deal),
        button(t("btn.ask_colleague"), "colleague_ask", deal),
        overflow(action_id="deal_more", options=[entry for entry in rest if entry]),
    )


def listed(answer: DealList, reader: Reader) -> Part:
    """Deals to open, or how to start when there are none."""
    t = reader.t
    if not answer.rows:
        told = t("deal.list_empty")
        return message(told, [section(told), actions(button(t("btn.new_lead"), "lead_new"))])
    told = t("deal.list_said", said=answer.said) if answer.said else t("deal.list")
    rows = [deal_rows.row(row, reader) for row in answer.rows]
    key = "deal.more" if answer.said else "deal.more_home"
    more = context(t(key, count=answer.more)) if answer.more else None
    return message(told, [section(told), *rows, more])


VIEWS: dict[str, Callable[[Any, Reader], Part]] = {DealCard.kind: card, DealList.kind: listed}
