"""What Baton says at a gate: what is missing, who is asked to waive it, what was waived or taken back."""

from collections.abc import Callable
from typing import Any

from bot.views import gate_words
from bot.views.leads import name_of
from bot.views.parts import Part, actions, bold, button, message, section
from bot.views.reader import Reader
from bot.words import formats
from rules.answers.deals import (
    GateRefused,
    ItemWaived,
    OwedGiven,
    Restored,
    WaiveAsked,
    Waived,
    WaiveRequest,
)


def refused(answer: GateRefused, reader: Reader) -> Part:
    """The gate holds."""
    t = reader.t
    # the form looks as before: only this tells that the button was heard
    told = t("gate.held", missing=gate_words.missing(answer.fields, answer.stage_name, reader))
    add = button(t("btn.add_now"), "move_stage", str(answer.head.deal_id))
    return message(told, [section(told), actions(add)])


def restored(answer: Restored, reader: Reader) -> Part:
    """As it was before."""
    told = reader.t("gate.restored", name=bold(name_of(answer.head, reader)), stage=answer.stage_name)
    return message(told, [section(told)])


def waive_asked(answer: WaiveAsked, reader: Reader) -> Part:
    """The manager will hear."""
    told = reader.t("gate.asked", manager=answer.manager, name=bold(name_of(answer.head, reader)))
    return message(told, [section(told)])


def waive_request(answer: WaiveRequest, reader: Reader) -> Part:
    """Somebody asks the manager to let a deal pass."""
    t, deal = reader.t, str(answer.head.deal_id)
    told = t(
        "gate.request",
        who=answer.asker,
        name=bold(name_of(answer.head, reader)),
        stage=answer.stage_name,
        items=t("list.comma").join(answer.items),
    )
    row = actions(button(t("btn.waive"), "deal_waive", deal), button(t("btn.open"), "deal_card", deal))
    return message(told, [section(told), row])


def waived(answer: Waived, reader: Reader) -> Part:
    """It passes, and the card says so."""
    told = reader.t("gate.waived", name=bold(name_of(answer.head, reader)), item=answer.item)
    return message(told, [section(told)])


def item_waived(answer: ItemWaived, reader: Reader) -> Part:
    """What its owner asked for, or did not know yet."""
    name = bold(name_of(answer.head, reader))
    told = reader.t("gate.waived_told", who=answer.who, name=name, item=answer.item, reason=answer.reason)
    card = button(reader.t("btn.open"), "deal_card", str(answer.head.deal_id))
    return message(told, [section(told), actions(card)])


def owed_given(answer: OwedGiven, reader: Reader) -> Part:
    """It is there, or what is owed still."""
    name = bold(name_of(answer.head, reader))
    told = reader.t("gate.owed_given", name=name)
    if answer.left:
        items = reader.t("list.comma").join(owed.name for owed in answer.left)
        day = formats.day(answer.left[0].until, reader.locale, reader.today)
        told = reader.t("gate.owed_left", name=name, items=items, day=day)
    return message(told, [section(told)])


VIEWS: dict[str, Callable[[Any, Reader], Part]] = {
    GateRefused.kind: refused,
    ItemWaived.kind: item_waived,
    OwedGiven.kind: owed_given,
    Restored.kind: restored,
    Waived.kind: waived,
    WaiveAsked.kind: waive_asked,
    WaiveRequest.kind: waive_request,
}
