"""/deal: the card; moving, waiting, losing from it."""

from slack_bolt import Ack, BoltResponse

from bot.views import deal_modals, gate_modal, parts
from bot.views.answers import render
from bot.views.sent import day
from handlers import deal_verbs, evidence, offers, teams, triage, wait_more
from handlers import merging as merge_handlers
from handlers.guard import Body, as_modal, aside, instead, number, sentence, tapped, window
from handlers.request import Request
from rules.answers import Answer
from rules.answers.deals import GateRefused
from rules.answers.waits import Wish
from rules.errors import BatonError, Invalid
from rules.slack_text import clean
from services.deals import cards, risk, stage_undo, stages, waits
from services.deals.files import Evidence
from services.lists.asked import asked


def command(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """``/deal EXPO-2026-001`` or a name; ``find`` and ``list`` with words and filters; ``same A = B``; ``take CODE``;
    ``team CODE``; a verb of its card beside a name (``lost Acme``); bare, the most pressing of one's own."""
    text = clean(body.get("text") or "")
    if merge_handlers.asked(body, request, text):
        return ack()
    of_team = teams.asked(ack, body, request, text)
    if of_team is not None:
        return of_team
    is_offer, done = triage.asked(ack, body, request, text)
    if is_offer:
        return done
    answer = asked(request.ask, text)
    if answer is None:
        is_verb, done = deal_verbs.asked(ack, body, request, text)
        if is_verb:
            return done
        answer = cards.look_up(request.ask, text, is_command=True)
    return ack(**render(answer, request.reader))


def card(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Open: the card beside whatever the button stood on."""
    return aside(ack, body, request, cards.open_card(request.ask, number(tapped(body))))


def move(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Move stage: one form for what the gate lacks."""
    deal_verbs.open_move(request, number(tapped(body)))
    return ack()


def move_to(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Another stage was chosen in the form: it asks for what that way lacks."""
    view = window(body)
    deal_id = gate_modal.read(view)[0]
    to = tapped(body)
    form = cards.move_form(request.ask, deal_id, to=to)
    shown = offers.remembering(gate_modal.view(form, request.reader), body)
    slack = request.runtime.slack
    request.behind(lambda: slack.update_view(view["id"], shown, hash=view.get("hash")))
    return ack()


def moved(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """The form is sent: the deal moves, or the form says what is still missing and keeps what was typed."""
    view = body["view"]
    deal_id, to, version, values, owe, reason = gate_modal.read(view)
    sent = stages.Sent(deal_id, to, values, owe, reason, version)
    if attached := evidence.attached(view):
        return _moved_with(ack, request, view, sent, attached)
    answer = stages.move(request.ask, sent)
    if (
        isinstance(answer, GateRefused)
        and not gate_modal.is_outdated(view, answer)
        and (errors := _errors(request, view, sent, answer))
    ):
        return ack(response_action="errors", errors=errors)  # the form stays as it is
    return ack(response_action="update", view=_shown(request, sent, answer).view)


def _moved_with(
    ack: Ack, request: Request, view: Body, sent: stages.Sent, attached: tuple[Evidence, ...]
) -> BoltResponse | None:
    """The same with files beside it: they are fetched behind the ack, then the deal moves."""
    kept = stages.keep_filled(request.ask, sent, attached)
    if isinstance(kept, GateRefused):
        return ack(response_action="errors", errors=_errors(request, view, sent, kept))
    evidence.fetch(
        request,
        evidence.Fetching(
            sent.deal_id,
            attached,
            then=lambda missed: _shown(request, kept, stages.move(request.ask, kept), missed),
            refused=lambda fault: _refused(request, kept, fault),
        ),
    )
    return evidence.wait(ack, request)


def _errors(request: Request, view: Body, sent: stages.Sent, refused: GateRefused) -> dict[str, str]:
    """A word under each field. Raises Invalid for what cannot be read at fields that this form has not."""
    errors = gate_modal.faults(refused, view, sent.owe, request.reader)
    if refused.faults and not errors:
        raise Invalid(next(iter(refused.faults.values())), faults=refused.faults)
    return errors


def _shown(request: Request, sent: stages.Sent, answer: Answer, missed: str = "") -> evidence.Shown:
    """The answer as a view: moved, or the form again with what is still missing."""
    if not isinstance(answer, GateRefused):
        offers.settled(request.body, request, answer)
        return evidence.Shown(answer, as_modal(answer, request, "gate.modal"))
    told = request.reader.t("gate.file_unfetched", files=missed) if missed else ""
    notice = "\n".join(word for word in (told, render(answer, request.reader)["text"]) if word)
    return evidence.Shown(answer, _again(request, sent, notice))


def _refused(request: Request, sent: stages.Sent, fault: BatonError) -> evidence.Shown:
    """The form again, with why; where the deal moves no more, that, and where the words are."""
    answer = sentence(fault)
    told = render(answer, request.reader)["text"]
    try:
        return evidence.Shown(answer, _again(request, sent, told))
    except BatonError:
        kept = request.reader.t("gate.words_kept")
        return evidence.Shown(answer, evidence.notice(request, f"{told}\n{kept}"))


def _again(request: Request, sent: stages.Sent, notice: str) -> parts.Part:
    form = cards.move_form(request.ask, sent.deal_id, to=sent.to)
    return offers.remembering(gate_modal.view(form, request.reader, notice), request.body)


def waited(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """The wait is set."""
    told = deal_modals.read(body["view"])
    until = day(body["view"]["state"]["values"], "until")
    if until is None:
        raise Invalid("verb.date_missing", faults={"until": "verb.date_missing"})
    deal_id = number(told.get("deal", ""))
    wish = Wish(deal_id=deal_id, who=told.get("who", ""), why=told.get("why", ""), until=until)
    return wait_more.show(ack, request, waits.wait(request.ask, wish))


def risked(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """At risk, with the reason."""
    told = deal_modals.read(body["view"])
    answer = risk.mark(request.ask, number(told.get("deal", "")), told.get("reason", ""))
    return ack(response_action="update", view=as_modal(answer, request, "btn.risk"))


def risk_ended(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """No longer at risk."""
    return instead(ack, body, request, risk.end(request.ask, number(tapped(body))))


def closed(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Lost, or no lead at all."""
    told = deal_modals.read(body["view"])
    state = "invalid" if told.get("state") == "invalid" else "lost"
    answer = stages.close(
        request.ask,
        number(told.get("deal", "")),
        state=state,
        reason=told.get("reason", ""),
        words=told.get("words", ""),
    )
    offers.settled(body, request, answer)
    return ack(response_action="update", view=as_modal(answer, request, f"btn.{state}"))


def undo(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Undo a move or a closing."""
    undo_id = number(tapped(body))
    answer = stage_undo.undo(request.ask, undo_id)
    return instead(ack, body, request, answer)
