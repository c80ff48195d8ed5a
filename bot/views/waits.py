"""A wait that needs the manager's word: asking for it, being asked, and hearing that it was allowed."""

from collections.abc import Callable
from typing import Any

from pydantic import ValidationError

from bot.views.leads import name_of
from bot.views.parts import Part, actions, bold, button, context, message, section
from bot.views.reader import Reader
from bot.words import formats
from rules.answers.waits import WaitAllowed, WaitAsked, WaitRequest, WaitTooOften, Wish
from rules.errors import NotFound

MOST = 1_900  # of the 2,000 characters that a button carries


def too_often(answer: WaitTooOften, reader: Reader) -> Part:
    """No more waits in this stage, but somebody may allow one."""
    t = reader.t
    told = t("wait.too_often", name=bold(name_of(answer.head, reader)), manager=answer.manager)
    ask = button(t("wait.ask", manager=answer.manager), "wait_ask", _value(answer.wish))
    return message(told, [section(told), actions(ask)])


def asked(answer: WaitAsked, reader: Reader) -> Part:
    """The manager will hear."""
    told = reader.t("wait.asked", manager=answer.manager, name=bold(name_of(answer.head, reader)))
    return message(told, [section(told)])


def request(answer: WaitRequest, reader: Reader) -> Part:
    """Somebody asks the manager for one more wait."""
    t, wish = reader.t, answer.wish
    until = formats.day(wish.until, reader.locale, reader.today)
    name = bold(name_of(answer.head, reader))
    told = t("wait.request", who=answer.asker, name=name, stage=answer.stage_name, until=bold(until))
    small = context(t("list.comma").join(word for word in (wish.who, wish.why) if word))
    row = actions(
        button(t("wait.allow"), "wait_allow", _value(wish)),
        button(t("btn.open"), "deal_card", str(answer.head.deal_id)),
    )
    return message(told, [section(told), small if wish.who or wish.why else None, row])


def allowed(answer: WaitAllowed, reader: Reader) -> Part:
    """The owner hears that it is quiet, or that it is not after all."""
    until = formats.day(answer.until, reader.locale, reader.today)
    name = bold(name_of(answer.head, reader))
    key = "wait.allowed_listed" if answer.is_listed else "wait.allowed"
    key = "wait.allowed_undone" if answer.is_undone else key
    told = reader.t(key, manager=answer.manager, name=name, until=bold(until))
    return message(told, [section(told)])


def _value(wish: Wish) -> str:
    """The wish as a button carries it; of a long reason, the beginning."""
    said = wish.model_dump_json()
    over = len(said) - MOST
    return said if over <= 0 else wish.model_copy(update={"why": wish.why[:-over]}).model_dump_json()


def read(value: str) -> Wish:
    """The wish out of a button. Raises NotFound for what is none: the button was edited."""
    try:
        return Wish.model_validate_json(value)
    except ValidationError as fault:
        raise NotFound("err.stale") from fault


VIEWS: dict[str, Callable[[Any, Reader], Part]] = {
    WaitTooOften.kind: too_often,
    WaitAsked.kind: asked,
    WaitRequest.kind: request,
    WaitAllowed.kind: allowed,
}
