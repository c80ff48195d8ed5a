"""A customer whom a colleague has: the buttons under that answer, and the manager's two under the question."""

from slack_bolt import Ack, BoltResponse

from handlers.guard import Body, instead, message_of, number, tapped
from handlers.request import Request
from services.capture import claims


def tell_owner(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Message the owner: they read who met their customer."""
    return instead(ack, body, request, claims.tell_owner(request.ask, number(tapped(body))))


def add_contact(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Add my contact to the deal that there is."""
    return instead(ack, body, request, claims.add_contact(request.ask, number(tapped(body))))


def ask_manager(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Ask the manager who goes on."""
    return instead(ack, body, request, claims.ask_manager(request.ask, number(tapped(body))))


def keep(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """The owner keeps the customer."""
    return _decided(ack, body, request, is_theirs=False)


def give(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Who asked goes on with the customer."""
    return _decided(ack, body, request, is_theirs=True)


def _decided(ack: Ack, body: Body, request: Request, *, is_theirs: bool) -> BoltResponse | None:
    deal, asker, draft, owner = (tapped(body).split(":") + ["", "", ""])[:4]
    claim = claims.Claim(number(deal), number(asker), number(draft), number(owner))
    _, ts = message_of(body)
    return instead(ack, body, request, claims.decide(request.ask, claim, is_theirs, ts))
