"""The taps under what Baton would save: save it, change it first, a lead or a note instead, none of it."""

from slack_bolt import Ack, BoltResponse

from bot.views import lead_modal, note_modal
from handlers import deal_verbs, offers
from handlers.followup import day_of
from handlers.guard import Body, aside, instead, number, tapped
from handlers.request import Request
from rules.answers.forms import LeadForm
from rules.deal_verbs import PLAIN
from rules.errors import NotFound
from services.capture import lead_forms, notes
from services.deals import cards
from services.talk import taps


def save(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Save, or a day under it: ``draft:deal`` or ``draft:deal|2026-11-30||by``."""
    kept, _, day = tapped(body).partition("|")
    draft, _, deal = kept.partition(":")
    when = day_of(day) if day else None
    answer = notes.choose(request.ask, number(draft), number(deal), when)
    return instead(ack, body, request, answer)


def save_lead(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Save lead: what is missing is asked for then."""
    answer = lead_forms.from_draft(request.ask, number(tapped(body)), is_different=False)
    return instead(ack, body, request, answer)


def edit(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Edit: the form, filled, which remembers the message under which it was opened."""
    form = taps.form(request.ask, number(tapped(body)))
    modal = lead_modal if isinstance(form, LeadForm) else note_modal
    view = modal.view(form, request.reader)
    request.open_modal(offers.remembering(view, body))
    return ack()


def drop(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Not a note."""
    return instead(ack, body, request, taps.drop(request.ask, number(tapped(body))))


def as_lead(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """New lead: what is kept is a new customer."""
    return instead(ack, body, request, taps.as_lead(request.ask, number(tapped(body))))


def as_note(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """It's a note: which deal, and what of it."""
    return instead(ack, body, request, taps.as_note(request.ask, number(tapped(body))))


def verb(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """What was asked to be done to a deal: its form. ``draft:verb:deal:what was said with it``."""
    draft, which, deal, more = (*tapped(body).split(":", 3), "", "", "")[:4]
    if which not in PLAIN:
        raise NotFound("err.old_button")
    view = deal_verbs.form(request, which, number(deal), more)
    request.open_modal(offers.remembering(view, body, number(draft)))
    return ack()


def my_deals(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """My deals, the most pressing first."""
    return aside(ack, body, request, cards.look_up(request.ask, ""))
