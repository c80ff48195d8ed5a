"""What came of taking back that a deal was given to somebody else, and that what was said of one stays."""

from collections.abc import Callable
from typing import Any

from bot.views import parts
from bot.views.parts import Part, bold, message, section
from bot.views.reader import Reader
from rules.answers.given import GivenBack, GivenStays


def given_back(answer: GivenBack, reader: Reader) -> Part:
    """It is whose it was."""
    name = bold(answer.head.called or reader.t("deal.unnamed"))
    key = "given.yours_again" if answer.is_yours else "given.taken_back" if answer.who else "given.back"
    told = reader.t(key, name=name, who=answer.who, owner=answer.owner)
    row = parts.actions(parts.button(reader.t("btn.open"), "deal_card", str(answer.head.deal_id)))
    return message(told, [section(told), row if answer.is_yours else None])


def given_stays(answer: GivenStays, reader: Reader) -> Part:
    """It stays where it was given to: why, and what to do instead."""
    t, name = reader.t, bold(answer.head.called or reader.t("deal.unnamed"))
    key = STAYS.get(answer.act, "given.stays_other") if answer.act else "given.stays_moved"
    why = t(key, name=name, who=answer.who or t("lead.stays_you"))
    told = [why, t("given.stays_with", owner=answer.owner)] if answer.is_open else [why]
    said = told[0] if len(told) == 1 else t("list.sentences", first=told[0], second=told[1])
    return message(said, [section(said)])


STAYS = {
    "note": "given.stays_note",
    "closed": "given.stays_closed",
    "stage": "given.stays_stage",
    "step": "given.stays_step",
    "wait": "given.stays_wait",
    "edit": "given.stays_edit",
    "owner": "given.stays_owner",
    "file": "given.stays_file",
    "task": "given.stays_task",
    "left": "given.stays_left",
}
VIEWS: dict[str, Callable[[Any, Reader], Part]] = {GivenBack.kind: given_back, GivenStays.kind: given_stays}
