"""The taps that a saved note offers: quiet until they answer, a group asked, a lead that is none, a recap to hand on."""

from slack_bolt import Ack, BoltResponse

from handlers.guard import Body, a_day, beside, instead, number, tapped
from handlers.request import Request
from services.capture import note_after
from services.deals import amounts


def quiet(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """OK: quiet until that day, ``deal|2026-11-30``."""
    deal, _, day = tapped(body).partition("|")
    return instead(ack, body, request, note_after.go_quiet(request.ask, number(deal), a_day(day)))


def keep(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Keep reminding me."""
    return instead(ack, body, request, note_after.keep_reminding(request.ask, number(tapped(body))))


def need(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Ask that group: ``note:role``. The note stays as it is said."""
    note, _, role = tapped(body).partition(":")
    return beside(ack, body, request, note_after.ask_group(request.ask, number(note), role))


def amount(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """The deal is worth what the note says: ``note:minor:currency``. The note stays as it is said."""
    note, minor, currency = (*tapped(body).split(":"), "", "")[:3]
    answer = amounts.put(request.ask, number(note), number(minor, 18), currency)
    return beside(ack, body, request, answer)


def invalid(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Not valid, since the number is none."""
    return instead(ack, body, request, note_after.no_lead(request.ask, number(tapped(body))))


def recap(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Recap for customer."""
    return beside(ack, body, request, note_after.for_customer(request.ask, number(tapped(body))))
