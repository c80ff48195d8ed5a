"""A deal's story, page by page, and the words of a note taken out."""

from slack_bolt import Ack, BoltResponse

from handlers.guard import Body, instead, message_of, number, tapped
from handlers.request import Request
from services.deals import story


def page(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """The story in place of the card, or another page of it."""
    deal, _, wanted = tapped(body).partition(":")
    return instead(ack, body, request, story.page_of(request.ask, number(deal), number(wanted)))


def redact(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """The words of a note, or of what was said beside the notes, go; the story says so. A button of before has a note's
    number alone."""
    kind, _, said = tapped(body).rpartition(":")
    _, ts = message_of(body)
    return instead(ack, body, request, story.redact(request.ask, number(said), kind or story.NOTE, ts))
