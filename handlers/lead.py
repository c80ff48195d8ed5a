"""/lead and the message shortcut Capture lead: one line, a forwarded message, or a form."""

from functools import partial

from slack_bolt import Ack, BoltResponse

from bot.views import lead_modal
from bot.views.answers import render
from bot.views.parts import HERE
from handlers import offers
from handlers.followup import keep_permalink
from handlers.guard import Body, as_modal, beside, instead, number, tapped
from handlers.request import Request
from rules.answers.leads import LeadStays
from rules.errors import Conflict
from rules.slack_text import clean
from services.capture import lead_edit, lead_forms, lead_taps, leads


def command(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """``/lead Contoso, Ms. Chen 212-555-0190, ERP, 80k, expo``; bare, it opens the form."""
    text = clean(body.get("text") or "")
    if not text:
        form = lead_forms.start(request.ask, "")
        request.open_modal(lead_modal.view(form, request.reader))
        return ack()
    answer = leads.capture(request.ask, leads.of_line(request.ask, text))
    return ack(**render(answer, request.reader))


def from_message(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """The message shortcut: the form, prefilled from what the message says; nothing visible to others."""
    message, channel = body["message"], body["channel"]["id"]
    text = clean(message.get("text") or "")
    form = lead_forms.start(request.ask, text)
    request.open_modal(lead_modal.view(form, request.reader))
    keep = partial(keep_permalink, request, form.draft_id, channel, message["ts"])
    request.runtime.background.submit(keep)
    return ack()


def submit(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """The form is sent: a fault goes back into it, else it turns into the answer."""
    filled = lead_modal.read(body["view"])
    try:
        answer = lead_forms.sent(request.ask, filled)
    except Conflict:
        form = lead_edit.again(request.ask, filled)
        return ack(response_action="update", view=lead_modal.view(form, request.reader))
    offers.settled(body, request, answer)
    title = "lead.modal" if filled.deal_id is None else "btn.edit"
    return ack(response_action="update", view=as_modal(answer, request, title))


def source(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """A tap on a source makes a draft a lead."""
    deal_id, _, key = tapped(body).partition(":")
    answer = lead_taps.choose_source(request.ask, number(deal_id), key)
    return instead(ack, body, request, answer)


def undo(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Undo, within ten minutes."""
    answer = lead_taps.undo(request.ask, number(tapped(body)))
    show = beside if isinstance(answer, LeadStays) else instead
    return show(ack, body, request, answer)


def different(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """ "Different company": the kept text becomes a lead after all."""
    answer = lead_forms.from_draft(request.ask, number(tapped(body)))
    return instead(ack, body, request, answer)


def unstick(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """ "Other source": today's source is forgotten, and asked for this lead."""
    answer = lead_taps.ask_source(request.ask, number(tapped(body)))
    return instead(ack, body, request, answer)


def again(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """ "Log again": the same text is meant as a second lead."""
    answer = lead_taps.capture_again(request.ask, number(tapped(body)))
    return instead(ack, body, request, answer)


def anew(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """New lead from the customer of a closed deal: the form, with who they are."""
    form = lead_edit.anew(request.ask, number(tapped(body)))
    request.open_modal(lead_modal.view(form, request.reader))
    return ack()


def edit(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Edit: the form again, filled with what was understood; a message that is about this lead alone is remembered."""
    deal, _, here = tapped(body).partition("|")
    view = lead_modal.view(lead_edit.form(request.ask, number(deal)), request.reader)
    if here == HERE:  # the answer that says what was understood
        request.turn(offers.remembering(view, body))
    else:
        request.open_modal(view)
    return ack()
