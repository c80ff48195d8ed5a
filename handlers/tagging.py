"""Tags: one tap sets what a note's words offer, one takes it off."""

from slack_bolt import Ack, BoltResponse

from handlers.guard import Body, beside, number, tapped
from handlers.request import Request
from services.deals import tags


def put(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """``deal:tag``; what offered it stays."""
    deal, _, tag = tapped(body).partition(":")
    return beside(ack, body, request, tags.put(request.ask, number(deal), tag))


def drop(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """``deal:tag``."""
    deal, _, tag = tapped(body).partition(":")
    return beside(ack, body, request, tags.drop(request.ask, number(deal), tag))
