"""A deal's contacts, from the ⋯ of its card: the window with all of them, the form of one, off and back again."""

from slack_bolt import Ack, BoltResponse

from bot.views import contacts as views
from handlers.guard import Body, as_modal, instead, number, tapped
from handlers.request import Request
from rules.errors import Conflict, NotFound
from services.capture import decision_chain


def edit(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """*Edit*, or *Add a contact*: ``deal:contact``, 0 for a new one."""
    deal, _, contact = tapped(body).partition(":")
    form = decision_chain.form(request.ask, number(deal), number(contact))
    request.turn(views.form(form, request.reader))
    return ack()


def submit(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """The form is sent: a fault goes back into it, else it turns into the list."""
    filled = views.read(body["view"])
    if filled is None:
        raise NotFound("err.stale")
    try:
        answer = decision_chain.put(request.ask, filled)
    except Conflict:
        form = decision_chain.again(request.ask, filled)
        return ack(response_action="update", view=views.form(form, request.reader))
    return ack(response_action="update", view=as_modal(answer, request, "btn.contacts"))


def off(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """*Take off this deal*."""
    deal, _, contact = tapped(body).partition(":")
    return instead(ack, body, request, decision_chain.take_off(request.ask, number(deal), number(contact)))


def back(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Undo of that."""
    return instead(ack, body, request, decision_chain.put_back(request.ask, number(tapped(body))))
