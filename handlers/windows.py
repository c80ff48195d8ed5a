"""A window that says it takes a moment, and becomes what is made beside the ack.

Slack shows an ack's own view when the ack reaches it, which may be after ours did: ours would be lost under it. So the
view of such an ack has a name that no other has, and what comes of it is put where Slack knows that name."""

from slack_bolt import Ack, BoltResponse

from bot.failures import DeliveryError
from bot.views import parts
from bot.views.parts import Part
from handlers.request import Request, sending_of
from rules.answers import Answer, FormLate
from services import kept_forms

PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6)  # seconds: in all, what Slack gives an ack


def wait(ack: Ack, request: Request, view: Part) -> BoltResponse | None:
    """The form turns into this until `become` is called for the same request."""
    return ack(response_action="update", view={**view, "external_id": sending_of(request.body["view"])})


def working(request: Request) -> Part:
    """ "One moment", under the form's own title."""
    t, title = request.reader.t, request.body["view"]["title"]["text"]
    return parts.modal(title, [parts.section(t("sys.working"))], close=t("btn.close"))


def become(request: Request, view: Part, answer: Answer | None = None) -> None:
    """The window that waits says this. Where it is closed by then, or Slack stumbles, the answer comes by DM; a form is
    kept there, to go on with. For the background: calls Slack."""
    try:
        _put(request, view)
    except DeliveryError:
        request.reply(answer or FormLate(form_id=kept_forms.keep(request.ask, view)))


def _put(request: Request, view: Part) -> None:
    slack, name = request.runtime.slack, sending_of(request.body["view"])
    for pause in PAUSES:
        try:
            slack.update_named(name, view)
            return
        except DeliveryError as error:
            if error.code != "not_found":
                raise
        request.runtime.pause(pause)
    slack.update_named(name, view)
