"""Same company as…: two names of one customer, from the card, the duplicate check or `/deal same A = B`."""

from slack_bolt import Ack, BoltResponse

from bot.views import deal_modals
from bot.views import merging as views
from bot.views.markup import id_of
from bot.views.sent import kept
from handlers.guard import Body, as_modal, instead, number, tapped
from handlers.request import Request
from rules.access import Action, allowed
from rules.deal_query import same_as
from rules.errors import NotFound, Refused
from rules.slack_text import clean
from services.capture import merging


def asked(body: Body, request: Request, text: str) -> bool:
    """`/deal same Acme = Acme Ltd`: opens what would move; with nothing behind the sign, the question which other. False
    for any other text. Raises NotFound, Refused, Invalid."""
    names = same_as(text)
    if names is None:
        return False
    if not allowed(request.ask.actor, Action.MERGE):
        raise Refused("err.managers_only", word="/deal same")
    deal_id, other = merging.named(request.ask, names[0]), names[1]
    if other:
        view = views.preview(merging.preview(request.ask, deal_id, "", other), request.reader)
    else:
        view = views.form(merging.form(request.ask, deal_id), request.reader)
    request.open_modal(view)
    return True


def start(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """From the duplicate check: the form, with the name that was typed."""
    deal, _, draft = tapped(body).partition(":")
    form = merging.form(request.ask, number(deal), number(draft))
    request.open_modal(views.form(form, request.reader))
    return ack()


def chosen(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """The other company: the form shows what moves."""
    told = deal_modals.read(body["view"])
    shown = merging.preview(
        request.ask, number(told.get("deal", "")), told.get("choice", ""), told.get("other", "")
    )
    return ack(response_action="update", view=views.preview(shown, request.reader))


def confirmed(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """One customer, under the name that was chosen; or one more name of it."""
    ids, told = kept(body["view"]), deal_modals.read(body["view"])
    one, other = id_of(ids.get("one")), id_of(ids.get("other"))
    if one is None:
        raise NotFound("err.stale")
    if other is None:
        answer = merging.add_name(request.ask, one, clean(told.get("alias", "")))
    elif (stays := number(told.get("stays", ""))) in (one, other):
        answer = merging.merge(request.ask, other if stays == one else one, stays)
    else:
        raise NotFound("err.stale")
    return ack(response_action="update", view=as_modal(answer, request, "merge.modal"))


def part(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Undo: two customers again."""
    return instead(ack, body, request, merging.part(request.ask, number(tapped(body))))


def drop(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Undo: that name is none of theirs."""
    return instead(ack, body, request, merging.drop_name(request.ask, number(tapped(body))))
