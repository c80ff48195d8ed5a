"""Continue: a form that was not opened in time, with a fresh trigger."""

from slack_bolt import Ack, BoltResponse

from handlers.guard import Body, number, tapped
from handlers.request import Request
from services import kept_forms


def again(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Opens the kept form."""
    view = kept_forms.again(request.ask, number(tapped(body)))
    request.open_modal(view)
    return ack()
