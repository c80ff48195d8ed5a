"""A wait that the stage no longer allows: the form says whom to ask, the manager allows it from their message."""

from slack_bolt import Ack, BoltResponse

from bot.views import waits as views
from handlers.guard import Body, as_modal, instead, message_of, tapped
from handlers.request import Request
from rules.answers import Answer
from rules.answers.waits import WaitTooOften
from services.deals import wait_more


def show(ack: Ack, request: Request, answer: Answer) -> BoltResponse | None:
    """What became of the form; over it, so that it can still be changed, where the manager would have to be asked."""
    action = "push" if isinstance(answer, WaitTooOften) else "update"
    return ack(response_action=action, view=as_modal(answer, request, "btn.waiting"))


def ask_for_more(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Ask the manager."""
    answer = wait_more.ask_for_more(request.ask, views.read(tapped(body)))
    return instead(ack, body, request, answer)


def allow(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Allow it, from the manager's message or Home."""
    _, ts = message_of(body)
    return instead(ack, body, request, wait_more.allow(request.ask, views.read(tapped(body)), ts))
