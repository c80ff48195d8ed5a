"""The verbs under a nudge or a list: press one, and the message says what came of it."""

import json
from collections.abc import Callable
from dataclasses import replace

from slack_bolt import Ack, BoltResponse

from bot.views import gate_modal, note_modal, nudge_words, sent, verb_modal, why
from bot.views import waiving as waiving_view
from bot.views.answers import render
from bot.views.markup import id_of
from bot.views.parts import Part
from handlers import offers, wait_more
from handlers.guard import Body, Handler, a_day, aside, instead, message_of, number, say, tapped
from handlers.request import Request
from rules.answers import Answer
from rules.answers.digests import VerbDone, VerbFilled
from rules.answers.given import GivenBack, GivenStays
from rules.answers.waits import Wish
from rules.errors import BatonError, NotFound
from services.ask import Ask
from services.capture import note_forms
from services.clock import dismissing, said, verb_owner, verb_undo, verbs
from services.clock.said import Pressed
from services.deals import owing, waits, waiving

FORMS = (
    "date",
    "plan",
    "sign_on",
    "wait",
    "park",
    "later",
    "ask_help",
    "lost",
    "invalid",
    "other",
    "reassign",
    "decide",
    "dismiss",
    "blocker",
)
# Without a message that spoke of the deal.
ON_CARDS = ("why", "date", "blocker", "ask_help", "reassign", "decide")

ANSWERS = {"close": "lost"}  # to *park, close or keep?*: the form that is there


def press(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """A verb's button: its name is the action's, ``nudge_later``; its value says which line."""
    action = body["actions"][0]
    verb = action["action_id"].partition("#")[0].removeprefix("nudge_")
    return _do(ack, body, request, verb, pressed(body, tapped(body)))


def more(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """The ⋯ menu: ``verb:nudge:deal``."""
    verb, _, where = tapped(body).partition(":")
    return _do(ack, body, request, verb, pressed(body, where))


def blocker(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """What is in the way: ``nudge:deal:blocker``."""
    where, _, key = tapped(body).rpartition(":")
    return _act(ack, body, request, "blocker", pressed(body, where), VerbFilled(choice=key))


def quiet(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Until the day that the reason of a dismissal named: ``nudge:deal:2026-12-15``."""
    where, _, day = tapped(body).rpartition(":")
    return _act(ack, body, request, "quiet", pressed(body, where), VerbFilled(on=a_day(day)))


def on_card(ack: Ack, body: Body, request: Request, verb: str, deal_id: int) -> BoltResponse | None:
    """A verb from a deal's card: what was told by a message may be gone, what can be done about it is not."""
    return _do(ack, body, request, verb, Pressed(0, deal_id))


def pressed(body: Body, value: str) -> Pressed:
    """Which line of which message. Raises NotFound for a value that is none of ours."""
    nudge, _, deal = value.partition(":")
    channel, ts = message_of(body)
    if not ts and body.get("view"):  # in *Why this?*, which remembers
        kept = sent.kept(body["view"])
        channel, ts = str(kept.get("channel") or ""), str(kept.get("ts") or "")
    return Pressed(number(nudge), number(deal), channel, ts)


def _do(ack: Ack, body: Body, request: Request, verb: str, where: Pressed) -> BoltResponse | None:
    if verb == "note":
        return _note(ack, body, request, where)
    if verb in ("owed", "fill"):
        return _owed(ack, body, request, verb, where)
    if verb == "why":
        return _why(ack, body, request, where)
    if verb == "waive":
        gate = waiving.form(request.ask, where.deal_id)
        request.open_modal(waiving_view.form(gate, "", request.reader))
        return ack()
    titled, verb = verb, ANSWERS.get(verb, verb)
    if verb in FORMS:
        form = verbs.form(request.ask, verb, where)
        is_over = (body.get("view") or {}).get("type") == "modal"
        view = verb_modal.view(form, request.reader, is_over=is_over, titled=titled)
        request.open_modal(view)
        return ack()
    if verb in ("help_them", "keep"):
        return _act(ack, body, request, verb, where, VerbFilled())
    raise NotFound("err.old_button")


def _note(ack: Ack, body: Body, request: Request, where: Pressed) -> BoltResponse | None:
    form = note_forms.form(request.ask, "", deal_id=where.deal_id)
    return _form(ack, body, request, where, note_modal.view(form, request.reader))


def _owed(ack: Ack, body: Body, request: Request, verb: str, where: Pressed) -> BoltResponse | None:
    """Fill in what is owed; beside another reason to speak, that one stands until it is answered itself."""
    view = gate_modal.owed(owing.form(request.ask, where.deal_id), request.reader)
    if verb == "owed":
        return _form(ack, body, request, where, view)
    request.open_modal(view)
    return ack()


def _form(ack: Ack, body: Body, request: Request, where: Pressed, view: Part) -> BoltResponse | None:
    """A form that saves by itself, and remembers the message under which it was opened."""
    kept = sent.kept(view)
    under = {"nudge": where.nudge_id, "of": where.deal_id, "channel": where.channel, "ts": where.ts}
    request.open_modal({**view, "private_metadata": json.dumps({**kept, "under": under})})
    return ack()


def noted(body: Body, request: Request, verb: str = "note") -> None:
    """Something was saved from a form of its own: if a nudge opened it, its message says so."""
    where = _pressed_in(sent.kept(body["view"]).get("under"))
    if where is None:
        return
    under = replace(request.ask, key=f"{request.ask.key}:under")
    try:
        answer = verbs.act(under, verb, where, VerbFilled())
    except BatonError:
        return  # it is saved; whose message it was is no longer this person's business
    _rewrite(request, where, answer)


def _why(ack: Ack, body: Body, request: Request, where: Pressed) -> BoltResponse | None:
    line = said.why(request.ask, where)
    under = json.dumps({"channel": where.channel, "ts": where.ts})
    view = why.modal(line, nudge_words.name_of(line, request.reader), request.reader, under)
    request.open_modal(view)
    return ack()


def _act(
    ack: Ack, body: Body, request: Request, verb: str, where: Pressed, filled: VerbFilled
) -> BoltResponse | None:
    answer = verbs.act(request.ask, verb, where, filled)
    done = ack()
    if isinstance(answer, VerbDone) or not where.ts:
        say(body, request, answer)
    else:
        _rewrite(request, where, answer)
    return done


def submit(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """A verb's small form is sent: a fault goes back into it, else it closes and the message is rewritten."""
    kept, filled = verb_modal.read(body["view"])
    where, verb = _pressed_in({**kept, "of": kept.get("deal")}), str(kept.get("verb") or "")
    if where is None or verb not in FORMS:
        raise NotFound("err.stale")
    try:
        answer = verbs.act(request.ask, verb, where, filled)
    except waits.TooOften:
        if filled.on is None:
            raise
        wish = Wish(deal_id=where.deal_id, who=filled.who, why=filled.text, until=filled.on)
        return wait_more.show(ack, request, waits.wait(request.ask, wish))
    told = _told(answer, where, verb)
    if told is not None:
        _rewrite(request, where, answer)
        offers.settled(body, request, answer)
        shown = verb_modal.result(verb, render(told, request.reader)["blocks"], request.reader)
        return ack(response_action="update", view=shown)
    _rewrite(request, where, answer)
    return ack(response_action="clear") if kept.get("over") else ack()


def _told(answer: Answer, where: Pressed, verb: str) -> VerbDone | None:
    """What its form says at last: what came of it, where no message could, and whose a deal is now in any case."""
    if isinstance(answer, VerbDone):
        return answer
    return said.done_of(answer, where.deal_id) if verb == "reassign" else None


def _undo(use_case: Callable[[Ask, int, Pressed], Answer]) -> Handler:
    """*Undo* of a verb: the line asks as it did; where no message has one, what came of it, and on Home, which is
    published anew, nothing more. That it stays as it is is for the eyes of who pressed."""

    def undo(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
        where = Pressed(0, 0, *message_of(body))
        answer = use_case(request.ask, number(tapped(body)), where)
        if isinstance(answer, GivenStays) or (isinstance(answer, GivenBack) and where.ts):
            return aside(ack, body, request, answer)
        if isinstance(answer, (GivenBack, VerbDone)):
            return instead(ack, body, request, answer)
        done = ack()
        _rewrite(request, where, answer)
        return done

    return undo


undo_dismissal = _undo(dismissing.undo)
undo_owner = _undo(verb_owner.undo)
undo_said = _undo(verb_undo.undo)


def _pressed_in(data: object) -> Pressed | None:
    """Where a form was opened, as it was kept in it; None when that was tampered with."""
    if not isinstance(data, dict):
        return None
    nudge, deal = id_of(data.get("nudge")), id_of(data.get("of"))
    if nudge is None or deal is None:
        return None
    return Pressed(nudge, deal, str(data.get("channel") or ""), str(data.get("ts") or ""))


def _rewrite(request: Request, where: Pressed, answer: Answer) -> None:
    """The message reads as it is now; the person's own, so that nobody else's can be touched."""
    if where.ts and not isinstance(answer, VerbDone):
        request.rewrite(where.channel, where.ts, answer)
