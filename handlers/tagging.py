"""Tags: one tap sets what a note's words offer, one takes it off."""

from typing import Any

from slack_bolt import Ack, BoltResponse

from bot.failures import DeliveryError
from bot.views import tags as chips
from handlers.guard import Body, beside, number, tapped
from handlers.request import Request
from rules.answers.deals import DealTagged
from services.deals import tags


def put(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """``deal:tag``; what offered it stays, and its chip says that it is set."""
    deal, tag, _ = _value(body)
    return _in_place(ack, body, request, tags.put(request.ask, number(deal), tag))


def drop(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """``deal:tag``, ``deal:tag:here`` for a chip that was an offer."""
    deal, tag, is_here = _value(body)
    answer = tags.drop(request.ask, number(deal), tag)
    return (_in_place if is_here else beside)(ack, body, request, answer)


def _value(body: Body) -> tuple[str, str, bool]:
    deal, _, tag = tapped(body).removesuffix(chips.HERE).partition(":")
    return deal, tag, tapped(body).endswith(chips.HERE)


def _in_place(ack: Ack, body: Body, request: Request, answer: Any) -> BoltResponse | None:
    """The chip turns over where it stands; where the message is not told (one for this person's eyes), the answer
    comes beside it."""
    message = body.get("message") or {}
    known = isinstance(answer, DealTagged) and bool(request.response_url)
    view = chips.turned(message, tapped(body), answer, request.reader) if known else None
    if view is None:
        return beside(ack, body, request, answer)
    done = ack()
    if not request.runtime.background.submit(lambda: _turn(request, view, answer)):
        request.reply(answer)
    return done


def _turn(request: Request, view: dict[str, Any], answer: DealTagged) -> None:
    try:
        request.runtime.slack.respond(request.response_url, view, replace=True)
    except DeliveryError:
        request.reply(answer)
