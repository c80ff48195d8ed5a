"""What Baton says at a gate: what is missing, what is owed, what was taken back."""

from collections.abc import Callable
from typing import Any

from bot.views import gate_words
from bot.views.leads import name_of
from bot.views.parts import Part, actions, bold, button, message, section
from bot.views.reader import Reader
from bot.words import formats
from rules.answers.deals import GateRefused, OwedGiven, Restored


def refused(answer: GateRefused, reader: Reader) -> Part:
    """The gate holds."""
    t = reader.t
    # the form looks as before: only this tells that the button was heard
    missing = gate_words.missing(answer.fields, answer.stage_name, reader)
    told = t("gate.held", missing=gate_words.with_kept(missing, answer, reader))
    add = button(t("btn.add_now"), "move_stage", str(answer.head.deal_id))
    return message(told, [section(told), actions(add)])


def restored(answer: Restored, reader: Reader) -> Part:
    """As it was before."""
    told = reader.t("gate.restored", name=bold(name_of(answer.head, reader)), stage=answer.stage_name)
    return message(told, [section(told)])


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
    OwedGiven.kind: owed_given,
    Restored.kind: restored,
}
