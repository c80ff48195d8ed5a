"""`/baton people` and *People* on Home: who is in the team, where each stands, and who somebody of a file is."""

from slack_bolt import Ack, BoltResponse

from bot.views import places as views
from bot.views.answers import render
from handlers.guard import Body, as_modal, aside, instead, number, tapped
from handlers.request import Request
from rules.slack_text import clean
from services.exchange import meaning
from services.setup import places, roster


def command(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """``/baton people [part of a name | role | no manager]``."""
    asked = clean(body.get("text") or "").strip().partition(" ")[2].strip()
    return ack(**render(roster.listed(request.ask, asked), request.reader))


def open_list(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Everybody, or the group that a button names, over Home or beside the message."""
    return aside(ack, body, request, roster.listed(request.ask, tapped(body)))


def page(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Another page, or a group of people, in its place."""
    wanted, _, asked = tapped(body).partition(":")
    return instead(ack, body, request, roster.listed(request.ask, asked, number(wanted)))


def open_form(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """One person's form, from their line."""
    found = places.form(request.ask, number(tapped(body)))
    request.open_modal(views.form(found, request.reader))
    return ack()


def pick(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """The same of somebody found by Slack's own search."""
    slack_id = str(body["actions"][0].get("selected_user") or "")
    request.open_modal(views.form(places.form_of(request.ask, slack_id), request.reader))
    return ack()


def submit(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Set as the form says."""
    person_id, were, filled = views.read(body["view"])
    answer = places.save(request.ask, person_id, were, filled)
    request.runtime.homes.soon(person_id)
    return ack(response_action="update", view=as_modal(answer, request, "people.title"))


def undo(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """As it was before."""
    told = views.undone(tapped(body))
    answer = places.restore(request.ask, told.person_id, told)
    request.runtime.homes.soon(told.person_id)
    return instead(ack, body, request, answer)


def new_members(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """What who joins starts as; the list is shown anew."""
    places.start_with(request.ask, tapped(body))
    return instead(ack, body, request, roster.listed(request.ask))


def who(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Who is this of a file?"""
    found = meaning.form(request.ask, number(tapped(body)))
    request.open_modal(views.meant_form(found, request.reader))
    return ack()


def who_submitted(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Somebody in Slack: their deals are theirs."""
    answer = meaning.set_(request.ask, *views.read_meant(body["view"]))
    return ack(response_action="update", view=as_modal(answer, request, "people.title"))
