"""Days on which nobody works: one's own and the company's, what was just done to them, and how to take it back."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from bot.views import parts
from bot.views.leads import name_of
from bot.views.parts import Part, actions, bold, button, context, message, section
from bot.views.reader import Reader
from bot.views.sent import day
from bot.words import formats
from rules.answers import DealHead
from rules.answers.days import CompanyDays, CompanyDaysShown, DaysOff, DaysOffShown, DaysPart
from rules.errors import Invalid
from rules.slack_text import clean

SHOWN = 12
MOST_IN_A_BUTTON = 2000  # characters of a value
EVERYWHERE = "*"
COMPANY = {  # what was done: to days that are closed, and to days that are worked
    "added": ("closed.added", "closed.added_working"),
    "known": ("closed.known", "closed.known_working"),
    "cancelled": ("closed.cancelled", "closed.cancelled"),
    "restored": ("closed.restored", "closed.restored"),
    "none": ("closed.not_noted", "closed.not_noted"),
}


def period(days: DaysPart, reader: Reader) -> str:
    """ "Thu, Dec 24 to Mon, Dec 28", one day alone, with what it is for."""
    first = formats.day(days.first, reader.locale, reader.today)
    last = formats.day(days.last, reader.locale, reader.today)
    told = first if days.first == days.last else reader.t("days.period", first=first, last=last)
    return reader.t("days.named", days=told, name=days.name) if days.name else told


def value(days: DaysPart) -> str:
    """The days as a button carries them."""
    return json.dumps(days.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False)


def bare(days: DaysPart) -> str:
    """The same without what stood before: only Undo puts that back."""
    return value(days.model_copy(update={"before": ()}))


def off(answer: DaysOff, reader: Reader) -> Part:
    """What was done to one's own days, and what it means."""
    t, days = reader.t, bold(period(answer.days, reader))
    if answer.done in ("cancelled", "restored"):
        told = t(f"off.{answer.done}", days=days)
        undo = _undo("off_undo", answer.days, reader) if answer.done == "cancelled" else []
        return message(told, [section(told), *undo])
    back = formats.day(answer.back_on, reader.locale, reader.today) if answer.back_on else ""
    key = "off.known" if answer.done == "known" else "off.added" if answer.working else "off.added_free"
    lines = [t(key, days=days, count=answer.working, back=back)]
    if answer.manager:
        lines.append(t("off.meanwhile", who=answer.manager))
    if answer.steps:
        names = t("list.comma").join(name_of(head, reader) for head in answer.on)
        lines.append(t("off.steps", count=answer.steps, names=names))
    back_again = (
        _undo("off_undo", answer.days, reader)
        if answer.done == "added"
        else [actions(button(t("off.cancel"), "off_cancel", bare(answer.days)))]
    )
    move = actions(*(_move(head, reader) for head in answer.on))
    return message(lines[0], [section("\n".join(lines)), move, *back_again])


def _move(head: DealHead, reader: Reader) -> Part:
    return button(reader.t("off.move", name=name_of(head, reader)), "step_pick", f"d{head.deal_id}")


def _undo(action: str, days: DaysPart, reader: Reader) -> list[Part | None]:
    """*Undo*, where what stood before has room in a button."""
    kept = value(days)
    return [actions(button(reader.t("btn.undo"), action, kept))] if len(kept) <= MOST_IN_A_BUTTON else []


def off_shown(answer: DaysOffShown, reader: Reader) -> Part:
    """A line for each, with its button; then how to add one."""
    head = bold(reader.t("off.title" if answer.days else "off.none"))
    new = actions(button(reader.t("off.new"), "off_new"))
    lines = rows(answer.days, "off_cancel", reader)
    return message(head, [section(head), *lines, new, context(reader.t("off.how"))])


def rows(listed: Sequence[DaysPart], action: str, reader: Reader) -> list[Part]:
    """Each with *Cancel*."""
    return [
        section(_line(days, reader), button(reader.t("off.cancel"), action, bare(days)))
        for days in listed[:SHOWN]
    ]


def _line(days: DaysPart, reader: Reader) -> str:
    if not days.calendar:
        return period(days, reader)
    key = "closed.line_working" if days.is_working else "closed.line"
    return reader.t(key, days=period(days, reader), where=_where(days, reader))


def _where(days: DaysPart, reader: Reader) -> str:
    return (
        reader.t("closed.everywhere")
        if days.calendar == EVERYWHERE
        else formats.country(days.calendar, reader.locale)
    )


def company(answer: CompanyDays, reader: Reader) -> Part:
    """What was done to the company's days, and for how many people."""
    t, days = reader.t, answer.days
    key = COMPANY[answer.done][days.is_working]
    told = t(key, days=bold(period(days, reader)), where=_where(days, reader))
    if answer.done == "none":
        return message(told, [section(told), *rows(answer.standing, "closed_cancel", reader)])
    note = t("closed.people", count=answer.people) if answer.done != "known" else ""
    back_again: list[Part | None] = []
    if answer.done == "known":
        back_again = [actions(button(t("off.cancel"), "closed_cancel", bare(days)))]
    elif answer.done != "restored":
        back_again = _undo("closed_undo", days, reader)
    return message(told, [section("\n".join(x for x in (told, note) if x)), *back_again])


def company_shown(answer: CompanyDaysShown, reader: Reader) -> Part:
    """A line for each, with its button; then how to add one."""
    head = bold(reader.t("closed.title" if answer.days else "closed.none"))
    lines = rows(answer.days, "closed_cancel", reader)
    new = actions(button(reader.t("closed.new"), "closed_new"))
    return message(head, [section(head), *lines, new, context(reader.t("closed.how"))])


# -- forms ----------------------------------------------------------------------------------------------


def off_form(noted: DaysOffShown, reader: Reader) -> Part:
    """What is noted, and two days to add."""
    t = reader.t
    listed = [section(bold(t("off.title"))), *rows(noted.days, "off_cancel", reader)] if noted.days else []
    return parts.modal(
        t("off.new"),
        [*listed, *_span(reader), context(t("off.how"))],
        submit=t("btn.save"),
        close=t("btn.cancel"),
        callback_id="off_form",
    )


def company_form(noted: CompanyDaysShown, countries: Sequence[str], reader: Reader) -> Part:
    """What is noted, and days to add: for whom, closed or worked, and what for."""
    t = reader.t
    listed = rows(noted.days, "closed_cancel", reader)
    listed = [section(bold(t("closed.title"))), *listed] if listed else []
    names = [
        (EVERYWHERE, t("closed.everywhere")),
        *((x, formats.country(x, reader.locale)) for x in countries),
    ]
    kinds = (("closed", t("closed.kind_closed")), ("working", t("closed.kind_working")))
    return parts.modal(
        t("closed.new"),
        [
            *listed,
            *_span(reader),
            parts.input_select(
                t("closed.f_kind"), "kind", [parts.option(label, key) for key, label in kinds], "closed"
            ),
            parts.input_select(
                t("closed.f_where"), "where", [parts.option(label, key) for key, label in names], EVERYWHERE
            ),
            parts.input_text(t("closed.f_name"), "name", optional=True, most=60),
        ],
        submit=t("btn.save"),
        close=t("btn.cancel"),
        callback_id="closed_form",
    )


def _span(reader: Reader) -> list[Part]:
    t = reader.t
    last = parts.input_date(t("off.f_last"), "last", optional=True, hint=t("off.f_last_hint"))
    return [parts.input_date(t("off.f_first"), "first", reader.today.isoformat()), last]


def read(sent: dict[str, Any]) -> DaysPart:
    """The days of a form of either kind. Raises Invalid."""
    values = sent["state"]["values"]
    first = day(values, "first")
    if first is None:
        raise Invalid("verb.date_missing", faults={"first": "verb.date_missing"})
    where, kind = (_chosen(values, name) for name in ("where", "kind"))
    name = values.get("name", {}).get("name", {}).get("value") or ""
    return DaysPart(
        first=first,
        last=day(values, "last") or first,
        name=clean(str(name)).strip(),
        calendar=where,
        is_working=kind == "working",
    )


def _chosen(values: dict[str, Any], name: str) -> str:
    option = values.get(name, {}).get(name, {}).get("selected_option") or {}
    return clean(str(option.get("value") or ""))


VIEWS: dict[str, Callable[[Any, Reader], Part]] = {
    DaysOff.kind: off,
    DaysOffShown.kind: off_shown,
    CompanyDays.kind: company,
    CompanyDaysShown.kind: company_shown,
}
