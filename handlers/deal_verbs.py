"""What can be done to a deal: from the ⋯ of its card, from buttons, and typed (`/deal lost Acme`)."""

from collections.abc import Callable, Mapping

from slack_bolt import Ack, BoltResponse

from bot.views import deal_modals, gate_modal, lead_modal, note_modal, tasks, verb_modal
from bot.views import deals as deals_view
from bot.views import merging as merging_view
from bot.views import teams as teams_view
from bot.views import waiving as waiving_view
from bot.views.answers import render
from bot.views.parts import Part
from bot.words import formats
from handlers import nudges
from handlers.guard import Body, aside, instead, number, tapped
from handlers.request import Request
from rules.access import Action
from rules.answers import Answer
from rules.answers.deals import DealCard
from rules.deal_verbs import PLAIN, VERBS, Typed
from rules.errors import Invalid
from services import shown
from services.ask import Ask
from services.capture import decision_chain, lead_edit, merging, note_forms
from services.clock import verbs
from services.clock.said import Pressed
from services.deals import cards, colleagues, opening, owing, story, team, typed, waits, waiving

ASIDE: Mapping[str, Callable[[Ask, int], Answer]] = {
    "files": opening.shelf,
    "contacts": decision_chain.listed,
    "story": story.page_of,
}
AT_ONCE: Mapping[str, Callable[[Ask, int], Answer]] = {
    "wait_end": waits.end,
    "part": merging.part,
    "name": merging.drop_name,
}


def asked(ack: Ack, body: Body, request: Request, text: str) -> tuple[bool, BoltResponse | None]:
    """Does this text say what to do with a deal? And the answer. Raises NotFound, Invalid."""
    meant = typed.meant(request.ask, text)
    if meant is None:
        return False, None
    what, found = meant
    if not isinstance(found, DealCard):
        return True, ack(**render(found, request.reader))
    return True, _do_typed(ack, body, request, what, found)


def chosen(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """The deal that a typed verb was meant for, with what was said: ``ask:12:@dana send the template``."""
    verb, deal, more = (*tapped(body).split(":", 2), "", "")[:3]
    found = cards.open_card(request.ask, number(deal))
    said = VERBS.get(verb, (verb,))[-1 if request.reader.locale.startswith("zh") else 0]
    return _do_typed(ack, body, request, Typed(verb, said, found.head.called, more), found)


def _do_typed(ack: Ack, body: Body, request: Request, what: Typed, found: DealCard) -> BoltResponse | None:
    if what.verb not in deals_view.offered(found, request.reader):
        raise Invalid("deal.not_now", verb=what.said, deal=found.head.called or what.name)
    if what.verb in PLAIN or what.more:
        request.open_modal(form(request, what.verb, found.head.deal_id, what.more))
        return ack()
    return _do(ack, body, request, what.verb, found.head.deal_id)


def more(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """The ⋯ menu of a card."""
    verb, _, deal = tapped(body).partition(":")
    return _do(ack, body, request, verb, number(deal))


def wait(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Waiting on them, from a button."""
    _open(request, "wait", number(tapped(body)))
    return ack()


def lost(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Lost, from a button."""
    _open(request, "lost", number(tapped(body)))
    return ack()


def open_move(request: Request, deal_id: int, to: str | None = None) -> None:
    """One form for what the gate lacks, of the next stage or of the one that is named. Raises NotFound, Invalid."""
    request.open_modal(form(request, "move", deal_id, to or ""))


def _do(ack: Ack, body: Body, request: Request, verb: str, deal_id: int) -> BoltResponse | None:
    if verb in nudges.ON_CARDS:
        return nudges.on_card(ack, body, request, verb, deal_id)
    if verb in ASIDE:
        return aside(ack, body, request, ASIDE[verb](request.ask, deal_id))
    if verb in AT_ONCE:
        return instead(ack, body, request, AT_ONCE[verb](request.ask, deal_id))
    _open(request, verb, deal_id)
    return ack()


def _open(request: Request, verb: str, deal_id: int) -> None:
    """Opens the form of a verb. Raises NotFound for a deal out of sight."""
    request.turn(form(request, verb, deal_id))


def form(request: Request, verb: str, deal_id: int, more: str = "") -> Part:
    """The form of a verb; ``more`` was said with it: the stage, the day, the reason, the words. Raises NotFound, Refused,
    Invalid."""
    if verb == "move":
        return gate_modal.view(cards.move_form(request.ask, deal_id, to=more or None), request.reader)
    found = cards.open_card(request.ask, deal_id, verbs.RIGHTS.get(verb, Action.SEE_DEAL))
    if verb in WITH_WORDS:
        return WITH_WORDS[verb](request, deal_id, more)
    return deal_modals.begun(FORMS.get(verb, _edit)(request, found), more)


def _edit(request: Request, found: DealCard) -> Part:
    return lead_modal.view(lead_edit.form(request.ask, found.head.deal_id), request.reader)


def _wait(request: Request, found: DealCard) -> Part:
    latest = waits.longest(request.ask, found.head.deal_id)
    told = formats.day(latest, request.reader.locale, request.reader.today)
    return deal_modals.wait(found.head, told, request.reader)


def _close(state: str) -> Callable[[Request, DealCard], Part]:
    return lambda request, found: deal_modals.close(
        found.head,
        state,
        shown.reasons(request.ask.pipeline, state, request.reader.locale),
        request.reader,
    )


def _note(request: Request, deal_id: int, said: str) -> Part:
    return note_modal.view(note_forms.form(request.ask, said, deal_id=deal_id), request.reader)


def _ask(request: Request, deal_id: int, said: str) -> Part:
    return tasks.colleague_form(colleagues.form(request.ask, deal_id, said), request.reader)


WITH_WORDS: Mapping[str, Callable[[Request, int, str], Part]] = {"note": _note, "ask": _ask}
FORMS: Mapping[str, Callable[[Request, DealCard], Part]] = {
    "more": lambda request, found: deals_view.more(found, request.reader),
    "same": lambda request, found: merging_view.form(
        merging.form(request.ask, found.head.deal_id), request.reader
    ),
    "wait": _wait,
    "park": lambda request, found: verb_modal.view(
        verbs.form(request.ask, "park", Pressed(0, found.head.deal_id)), request.reader
    ),
    "risk": lambda request, found: deal_modals.risk(found.head, request.reader, manages=found.can_decide),
    "lost": _close("lost"),
    "invalid": _close("invalid"),
    "team": lambda request, found: teams_view.form(
        team.form(request.ask, found.head.deal_id), request.reader
    ),
    "waive": lambda request, found: waiving_view.form(
        waiving.form(request.ask, found.head.deal_id), "", request.reader
    ),
    "owed": lambda request, found: gate_modal.owed(
        owing.form(request.ask, found.head.deal_id), request.reader
    ),
}
