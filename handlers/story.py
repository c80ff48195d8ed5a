"""A deal's story, page by page, and the words of a note taken out."""

from slack_bolt import Ack, BoltResponse

from handlers.guard import Body, instead, number, tapped
from handlers.request import Request
from services.deals import story


def page(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """The story in place of the card, or another page of it."""
    deal, _, wanted = tapped(body).partition(":")
    return instead(ack, body, request, story.page_of(request.ask, number(deal), number(wanted)))


def redact(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """The words of a note go; the story says so."""
    return instead(ack, body, request, story.redact(request.ask, number(tapped(body))))
