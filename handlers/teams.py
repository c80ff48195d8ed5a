"""A deal's team: `/deal team CODE` or the ⋯ of its card opens the form; who is chosen in it is the team."""

from slack_bolt import Ack, BoltResponse

from bot.views import teams as views
from bot.views.answers import render
from bot.views.markup import id_of
from bot.views.sent import kept
from handlers.guard import Body, as_modal
from handlers.request import Request
from rules.answers.deals import DealCard
from rules.deal_query import team_of
from rules.errors import NotFound
from services.deals import cards, team


def asked(ack: Ack, body: Body, request: Request, text: str) -> BoltResponse | None:
    """`/deal team Acme`: the form; the deals that it may be where it is not clear; None for any other text. Raises
    NotFound, Refused, Invalid."""
    name = team_of(text)
    if name is None:
        return None
    found = cards.look_up(request.ask, name)
    if not isinstance(found, DealCard):
        return ack(**render(found, request.reader))
    request.open_modal(views.form(team.form(request.ask, found.head.deal_id), request.reader))
    return ack()


def changed(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """The team as it was chosen."""
    view, given = body["view"], kept(body["view"])
    deal_id, were = id_of(given.get("deal")), given.get("were")
    if deal_id is None:
        raise NotFound("err.stale")
    answer = team.change(request.ask, deal_id, views.read(view), were if isinstance(were, list) else [])
    return ack(response_action="update", view=as_modal(answer, request, "btn.team"))
