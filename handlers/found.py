"""Taps while looking for deals: pages of `/deal find` and `/deal list`, My pipeline, and imported deals to sort."""

from slack_bolt import Ack, BoltResponse

from handlers.guard import Body, aside, beside, instead, message_of, number, tapped
from handlers.request import Request
from services.clock.said import Pressed
from services.lists import found, rules_told, sorting, sources


def page(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Another page, or a stage of the pipeline, in its place."""
    kind, wanted, text = (tapped(body).split(":", 2) + ["", ""])[:3]
    where = Pressed(0, 0, *message_of(body))
    answer = found.turned(request.ask, text, number(wanted), where, is_list=kind == "list")
    return instead(ack, body, request, answer)


def of_person(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Somebody's deals, under the message that tells of them."""
    return beside(ack, body, request, found.listed(request.ask, tapped(body)))


def pipeline(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """My pipeline, from Home."""
    return aside(ack, body, request, found.pipeline(request.ask))


def by_source(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Which sources bring leads that are none, from Home."""
    return aside(ack, body, request, sources.counted(request.ask))


def rules(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """What came of each rule's reminders to one's people, from Home."""
    return aside(ack, body, request, rules_told.counted(request.ask))


def sort(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Sort your deals: the first of today."""
    return aside(ack, body, request, sorting.show(request.ask))


def sort_live(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Still live."""
    return instead(ack, body, request, sorting.sort(request.ask, number(tapped(body)), sorting.LIVE))


def sort_park(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Not now."""
    return instead(ack, body, request, sorting.sort(request.ask, number(tapped(body)), sorting.PARK))
