"""Who left Slack and has open deals: one person, or several at once in one message."""

from collections.abc import Callable, Sequence
from typing import Any

from bot.views.parts import Part, actions, button, context, message, section
from bot.views.reader import Reader
from rules.answers.admin import PeopleLeft, PersonLeft

MOST_LEFT = 10  # people of one message who are named
STILL = 3  # and of a list


def left(answer: PersonLeft, reader: Reader) -> Part:
    """Somebody left and has open deals: to their manager with a way to see them, to admins as a number."""
    key = "admin.left_lonely" if answer.is_lonely else "admin.guest_now" if answer.is_guest else "admin.left"
    told = reader.t(key, who=answer.who, count=answer.deals)
    return message(told, [section(told), actions(_see_deals(answer, reader))])


def _see_deals(answer: PersonLeft, reader: Reader) -> Part | None:
    asked = f"@{answer.handle or answer.who}"
    return None if answer.is_lonely else button(reader.t("admin.see_deals"), "deals_of", asked)


def several_left(answer: PeopleLeft, reader: Reader) -> Part:
    """Several left at once: how many, then each of the first with a way to see their deals."""
    t, some = reader.t, answer.people[:MOST_LEFT]
    lonely = any(one.is_lonely for one in answer.people)
    told = t("admin.several_lonely" if lonely else "admin.several_left", count=len(answer.people))
    lines = [
        section(t("admin.left_line", who=one.who, count=one.deals), accessory=_see_deals(one, reader))
        for one in some
    ]
    more = len(answer.people) - len(some)
    return message(told, [section(told), *lines, context(t("list.more", count=more)) if more else None])


def still(people: Sequence[PersonLeft], reader: Reader) -> list[Part | None]:
    """In a manager's list: whose deals nobody looks after yet, a line each of the first."""
    more = len(people) - STILL
    lines = [section(waiting(one, reader), accessory=_see_deals(one, reader)) for one in people[:STILL]]
    return [*lines, context(reader.t("list.more", count=more)) if more > 0 else None]


def waiting(one: PersonLeft, reader: Reader) -> str:
    return reader.t("mgr.guest_now" if one.is_guest else "mgr.gone", who=one.who, count=one.deals)


VIEWS: dict[str, Callable[[Any, Reader], Part]] = {PersonLeft.kind: left, PeopleLeft.kind: several_left}
