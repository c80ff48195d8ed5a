"""A gate waived: the owner asks with a line of their own, the manager lets an item pass or says no."""

from slack_bolt import Ack, BoltResponse

from bot.views import deal_modals, gate_modal
from bot.views import waiving as views
from bot.views.sent import ticked
from handlers.guard import Body, as_modal, number, tapped, window
from handlers.request import Request
from rules.answers.deals import GateRefused
from services.deals import stages, waive_requests, waiving
from services.deals.stages import Sent


def ask(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Ask to waive: over the form of the move, where everything that was typed stays; what was filled in there is not asked
    for."""
    _keep(body, request)
    form = waive_requests.form(request.ask, number(tapped(body)))
    request.open_modal(views.ask_form(form, request.reader))
    return ack()


def _keep(body: Body, request: Request) -> None:
    """What was filled in is on record, as where a move is refused; what cannot be read is the form's to say."""
    deal_id, to, _, values, _, _ = gate_modal.read(window(body))
    kept = stages.keep_filled(request.ask, Sent(deal_id, to, values), ()) if values else None
    if isinstance(kept, GateRefused):
        faulty = {field.partition("_")[2] for field in kept.faults}
        readable = {key: value for key, value in values.items() if key not in faulty}
        stages.keep_filled(request.ask, Sent(deal_id, to, readable), ())


def asked(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """The manager hears once."""
    told = deal_modals.read(body["view"])
    deal_id = number(told.get("deal", ""))
    answer = waive_requests.ask_to_waive(request.ask, deal_id, told.get("reason", ""))
    return ack(response_action="update", view=as_modal(answer, request, "btn.ask_manager"))


def open_form(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Waive, from the manager's message."""
    deal, _, stay = tapped(body).partition(":")
    found = waiving.form(request.ask, number(deal), stay)
    request.open_modal(views.form(found, stay, request.reader))
    return ack()


def waived(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """A manager let items pass."""
    told, items = deal_modals.read(body["view"]), ticked(body["view"], "item")
    deal_id, reason, stay = number(told.get("deal", "")), told.get("reason", ""), told.get("stay", "")
    answer = waiving.waive(request.ask, deal_id, items, reason, stay, told.get("worth"))
    return ack(response_action="update", view=as_modal(answer, request, "btn.waive"))


def open_no(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """No, from the manager's message."""
    deal, _, stay = tapped(body).partition(":")
    found = waiving.no_form(request.ask, number(deal), stay)
    request.open_modal(views.no_form(found, request.reader))
    return ack()


def refused(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """A manager said no."""
    told = deal_modals.read(body["view"])
    deal_id, stay = number(told.get("deal", "")), told.get("stay", "")
    answer = waiving.refuse(request.ask, deal_id, stay, told.get("words", ""))
    return ack(response_action="update", view=as_modal(answer, request, "btn.not_waive"))
