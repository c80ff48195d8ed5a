"""A lead that is nobody's: taken, given out or given back, by its buttons or as `/deal take CODE`, `/deal assign CODE`."""

from slack_bolt import Ack, BoltResponse

from bot.views import deal_modals
from bot.views import triage as views
from bot.views.answers import render
from handlers import nudges
from handlers.guard import Body, as_modal, aside, instead, message_of, number, tapped
from handlers.request import Request
from rules.answers import Answer
from rules.deal_query import offer_verb
from services.capture import triage


def asked(ack: Ack, body: Body, request: Request, text: str) -> tuple[bool, BoltResponse | None]:
    """Does this text take or assign a lead by its number? And the answer. Raises NotFound, Conflict, Refused."""
    found = offer_verb(text)
    if found is None:
        return False, None
    verb, code = found
    if verb == "assign":
        wanted = triage.to_give_out(request.ask, code)
        if wanted.has_owner:
            return True, nudges.on_card(ack, body, request, "reassign", wanted.deal_id)
        _ask(request, body, wanted.deal_id)
        return True, ack()
    answer = triage.take(request.ask, triage.named(request.ask, code))
    request.runtime.soon()
    return True, ack(**render(answer, request.reader))


def take(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Take it."""
    return _show(ack, body, request, triage.take(request.ask, number(tapped(body))))


def give(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """One of the three names."""
    deal, _, person = tapped(body).partition(":")
    _, ts = message_of(body)
    return _show(ack, body, request, triage.give(request.ask, number(deal), number(person), ts))


def assign(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Assign to…: the form."""
    _ask(request, body, number(tapped(body)))
    return ack()


def assigned(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Whose it shall be, as sent."""
    told = deal_modals.read(body["view"])
    answer = triage.give(request.ask, number(told.get("deal", "")), number(told.get("choice", "")))
    request.runtime.soon()
    return ack(response_action="update", view=as_modal(answer, request, "triage.modal"))


def pass_on(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Not mine."""
    return _show(ack, body, request, triage.pass_on(request.ask, number(tapped(body))))


def _ask(request: Request, body: Body, deal_id: int) -> None:
    form = triage.form(request.ask, deal_id)
    request.open_modal(views.form(form, request.reader))


def _show(ack: Ack, body: Body, request: Request, answer: Answer) -> BoltResponse | None:
    """In the DM in place of the question; the channel's post is rewritten for all, and who pressed reads it alone."""
    request.runtime.soon()
    if str(body.get("container", {}).get("channel_id") or "").startswith("D"):
        return instead(ack, body, request, answer)
    return aside(ack, body, request, answer)
