"""What a saved note offers next, and what comes of it: quiet until they answer, a group asked, a recap for the customer."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.views import tags
from bot.views.leads import name_of
from bot.views.parts import Part, actions, bold, button, context, message, section
from bot.views.reader import Reader
from bot.views.step_words import day_label, day_value, due, following
from bot.views.tasks import group_name
from bot.words import formats
from rules.answers.base import DealHead
from rules.answers.notes import FarStep, NextAsked, NoteSaved, RecapShown


def blocks(answer: NoteSaved, reader: Reader) -> list[Part | None]:
    """A question and its taps for each thing that the note's words offer."""
    return [
        *_quiet(answer, reader),
        *far(answer.head, answer.far, reader),
        *_need(answer, reader),
        _invalid(answer, reader),
        _amount(answer, reader),
        tags.offers(answer.head.deal_id, answer.tags, reader),
    ]


def _quiet(answer: NoteSaved, reader: Reader) -> list[Part | None]:
    if answer.wait_on is None:
        return []
    t, deal = reader.t, str(answer.head.deal_id)
    day = formats.day(answer.wait_on, reader.locale, reader.today)
    return [
        section(t("note.wait", day=day)),
        actions(
            button(t("btn.ok"), "note_quiet", f"{deal}|{answer.wait_on}"),
            button(t("btn.keep_reminding"), "note_keep", deal),
        ),
    ]


def far(head: DealHead, step: FarStep | None, reader: Reader) -> list[Part | None]:
    """ "15 working days away. Shall I go quiet till then?"; of a day months away first whether it is meant."""
    if step is None:
        return []
    t, deal = reader.t, str(head.deal_id)
    until = formats.day(step.until, reader.locale, reader.today)
    away = formats.working_days(step.working_days, reader.locale)
    asked = t("note.far_cut" if step.is_cut else "note.far", away=away, until=until)
    if step.doubt:
        day = formats.day(step.on, reader.locale, reader.today)
        asked = t("list.sentences", first=t("note.far_meant", day=day, count=step.doubt), second=asked)
    label = t("btn.quiet_until", day=until) if step.is_cut else t("btn.quiet_till_then")
    return [
        section(asked),
        actions(
            button(label, "note_quiet", f"{deal}|{step.until}"),
            button(t("btn.keep_watching"), "note_keep", deal),
        ),
    ]


def _need(answer: NoteSaved, reader: Reader) -> list[Part | None]:
    if not answer.need or answer.note_id is None:
        return []
    t, group = reader.t, group_name(answer.need, reader)
    tap = button(t("btn.ask_group", group=group), "note_need", f"{answer.note_id}:{answer.need}")
    return [section(t("note.need", group=group)), actions(tap)]


def _invalid(answer: NoteSaved, reader: Reader) -> Part | None:
    if not answer.invalid:
        return None
    t, deal = reader.t, str(answer.head.deal_id)
    return actions(
        button(t("btn.other_number"), "lead_edit", deal),
        button(t("btn.invalid_number"), "note_invalid", deal),
    )


def _amount(answer: NoteSaved, reader: Reader) -> Part | None:
    """Set amount to $220,000."""
    said = answer.amount
    if said is None or answer.note_id is None:
        return None
    money = formats.money(said.minor, said.currency, reader.locale, approx=said.approx)
    value = f"{answer.note_id}:{said.minor}:{said.currency}"
    return actions(button(reader.t("btn.set_amount", amount=money), "note_amount", value))


def recap_of(answer: NoteSaved) -> str:
    """Of which note there is a recap for the customer: where there is something to tell them."""
    return str(answer.note_id) if answer.may_recap and answer.note_id is not None else ""


def next_asked(answer: NextAsked, reader: Reader) -> Part:
    """The reminders go on; when is the next step?"""
    t = reader.t
    name = bold(name_of(answer.head, reader))
    told = t("note.keeps", name=name)
    if answer.step is not None and answer.step.on is not None:
        told = t("list.sentences", first=told, second=following(answer.step, reader))
    where = f"s{answer.step.step_id}" if answer.step and answer.step.step_id else f"d{answer.head.deal_id}"
    days = [button(day_label(c, reader), "step_date", f"{where}|{day_value(c)}") for c in answer.choices]
    pick = button(t("btn.pick_date"), "step_pick", where) if days else None
    ask = section(t("note.ask_when")) if days else None
    return message(told, [section(told), ask, actions(*days, pick)])


def recap(answer: RecapShown, reader: Reader) -> Part:
    """The two lines as the customer reads them, and in grey what to do with them."""
    theirs = replace(reader, locale=answer.language)
    lines = []
    if answer.agreed:
        lines.append(theirs.t("recap.agreed", text=answer.agreed))
    if answer.next_text:
        when = due(answer.step, theirs) if answer.step is not None else ""
        lines.append(theirs.t("recap.next", text=answer.next_text, when=when).strip())
    small = [reader.t("recap.left_out")] if answer.left_out else []
    if not lines:
        told = reader.t("recap.nothing", name=bold(name_of(answer.head, reader)))
        return message(told, [section(told)])
    told = "\n".join(lines)
    return message(told, [section(told), context(reader.t("recap.copy"), *small)])


VIEWS: dict[str, Callable[[Any, Reader], Part]] = {NextAsked.kind: next_asked, RecapShown.kind: recap}
