"""*My settings* on Home: the form, and what holds from now on."""

from dataclasses import replace

from slack_bolt import Ack, BoltResponse

from bot.views import settings as views
from handlers.guard import Body, as_modal
from handlers.request import Request
from services.setup import my_settings


def open_form(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """The settings as they are."""
    request.open_modal(views.form(my_settings.form(request.ask), request.reader))
    return ack()


def submit(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Saved, and answered in the language that was chosen."""
    answer = my_settings.save(request.ask, views.read(body["view"]))
    reader = replace(request.reader, locale=getattr(answer, "locale", request.reader.locale))
    return ack(
        response_action="update", view=as_modal(answer, replace(request, reader=reader), "settings.title")
    )
