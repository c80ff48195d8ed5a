"""One of the two guards: round every handler, an expected failure becomes its sentence, where the person looks."""

from collections.abc import Callable
from datetime import date
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from bot.failures import DeliveryError
from bot.views import parts
from bot.views.answers import render
from handlers import bounds
from handlers.request import Request
from rules.answers import Answer, Sentence
from rules.answers.contacts import ContactList
from rules.answers.deals import Restored
from rules.answers.digests import VerbDone
from rules.answers.given import GivenBack
from rules.answers.leads import LeadSaved, LeadUndone
from rules.answers.notes import NoteUndone
from rules.answers.standups import StepDecided
from rules.errors import BatonError, Busy, Invalid, NotFound

# Answers that Home shows by itself: under "Just saved", with Undo or undone.
ON_HOME = (
    LeadSaved.kind,
    LeadUndone.kind,
    NoteUndone.kind,
    Restored.kind,
    GivenBack.kind,
    StepDecided.kind,
    VerbDone.kind,
)
Body = dict[str, Any]
Handler = Callable[[Ack, Body, Request], BoltResponse | None]


def guarded(handler: Handler) -> Callable[..., BoltResponse | None]:
    """The handler as Bolt calls it. Unexpected failures go on to the factory's error listener."""

    def listener(ack: Ack, body: Body, context: BoltContext) -> BoltResponse | None:
        request: Request = context["request"]
        try:
            bounds.check(body)
            return handler(ack, body, request)
        except Busy:
            raise  # the factory's listener tells it, with the text that was typed
        except BatonError as fault:
            return _tell(ack, body, request, fault)
        finally:
            request.show_homes()  # also where it failed after it had saved

    return listener


def sentence(fault: BatonError) -> Sentence:
    """An expected failure as what a person reads."""
    return Sentence(key=fault.key, fields=fault.said)


def _tell(ack: Ack, body: Body, request: Request, fault: BatonError) -> BoltResponse | None:
    answer = sentence(fault)
    if "command" in body:
        return ack(**render(answer, request.reader))
    if body.get("type") == "view_submission":
        return _in_the_modal(ack, body, request, fault)
    return aside(ack, body, request, answer)


def _in_the_modal(ack: Ack, body: Body, request: Request, fault: BatonError) -> BoltResponse | None:
    inputs = [b["block_id"] for b in body["view"]["blocks"] if b.get("type") == "input"]
    if isinstance(fault, Invalid) and fault.faults:
        told = {name: request.reader.t(key, **fault.fields) for name, key in fault.faults.items()}
    else:
        told = {inputs[0]: request.reader.t(fault.key, **fault.fields)} if inputs else {}
    placed = {name: said for name, said in told.items() if name in inputs}
    said = next(iter(told.values()), None) or request.reader.t(fault.key, **fault.fields)
    if not placed and inputs:  # at a field that this form has not: an older version's
        placed = {inputs[0]: said}
    if placed:
        return ack(response_action="errors", errors=placed)
    title = body["view"]["title"]["text"]
    return ack(response_action="update", view=parts.modal(title, [parts.section(said)]))


# What a window of its own is called, where Baton's name says less.
TITLES = {ContactList.kind: "btn.contacts"}


def say(body: Body, request: Request, answer: Answer, *, replace: bool = False) -> None:
    """Shows an answer where a button was pressed: at the response_url, or in a modal over Home and modals; where
    that fails, in the DM. What was done is always told."""
    if not request.runtime.background.submit(lambda: _say(body, request, answer, replace)):
        request.reply(answer)


def _say(body: Body, request: Request, answer: Answer, replace: bool) -> None:
    if request.response_url:
        request.show(answer, replace=replace)
        return
    try:
        _in_a_modal(body, request, answer, replace)
    except DeliveryError as error:
        if error.code != "exchanged_trigger_id":  # the same request again: it is shown already
            request.reply(answer)


def _in_a_modal(body: Body, request: Request, answer: Answer, replace: bool) -> None:
    view, slack = render(answer, request.reader), request.runtime.slack
    shown = body.get("view") or {}
    is_modal = shown.get("type") == "modal"
    named = request.reader.t(TITLES.get(answer.kind, "modal.baton"))
    title = shown["title"]["text"] if is_modal and replace else named
    over = parts.modal(title, view["blocks"], close=request.reader.t("btn.done"))
    if is_modal and replace:
        slack.update_view(shown["id"], over)
        return
    request.place(over)


def tapped(body: Body) -> str:
    """What was chosen: the value of a button, or of the entry taken from a menu."""
    action = body["actions"][0]
    return str(action.get("value") or (action.get("selected_option") or {}).get("value") or "")


def message_of(body: Body) -> tuple[str, str]:
    """Channel and ts of the message that a button stands under; empty in a window and on Home."""
    box = body.get("container", {})
    return str(box.get("channel_id") or ""), str(box.get("message_ts") or "")


def window(body: Body) -> Body:
    """The form in which something was pressed. Raises NotFound where it was pressed anywhere else."""
    view: Body = body.get("view") or {}
    if view.get("type") != "modal":
        raise NotFound("err.old_button")
    return view


def number(value: str, digits: int = 9) -> int:
    """An id out of a button, or what may have more digits. Raises NotFound for what cannot be one: the button is old, or
    was edited."""
    if not (value.isascii() and value.isdecimal() and len(value) <= digits):
        raise NotFound("err.stale")
    return int(value)


def a_day(value: str) -> date:
    """A day out of a button. Raises NotFound for what is none, as `number`."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise NotFound("err.stale") from None


def aside(ack: Ack, body: Body, request: Request, answer: Answer) -> BoltResponse | None:
    """The answer for the eyes of who pressed: over Home or a form as a modal, in a conversation at the response_url; a
    command's is its ack."""
    if "command" in body:
        return ack(**render(answer, request.reader))
    done = ack()
    say(body, request, answer)
    return done


def instead(ack: Ack, body: Body, request: Request, answer: Answer) -> BoltResponse | None:
    """The answer takes the place of the message whose button was pressed; on Home, which is published anew, what
    Home itself shows needs no modal over it; a command's is its ack."""
    if "command" in body:
        return ack(**render(answer, request.reader))
    done = ack()
    if (body.get("view") or {}).get("type") == "home" and answer.kind in ON_HOME:
        return done
    say(body, request, answer, replace=True)
    return done


def beside(ack: Ack, body: Body, request: Request, answer: Answer) -> BoltResponse | None:
    """The answer beside what it came from: in the DM it stays, elsewhere it is for this person's eyes."""
    done = ack()
    box = body.get("container", {})
    if str(box.get("channel_id") or "").startswith("D"):
        request.reply(answer, str(box.get("thread_ts") or "") or None)
    else:
        say(body, request, answer)
    return done


def as_modal(answer: Answer, request: Request, title: str) -> parts.Part:
    """The answer as what a sent form turns into; ``title`` is a key of the catalogue."""
    blocks = render(answer, request.reader)["blocks"]
    return parts.modal(request.reader.t(title), blocks, close=request.reader.t("btn.done"))
