"""What is asked of a group: done with one tap, a date, a word back, or passed on; in its message and on Home."""

from slack_bolt import Ack, BoltResponse

from bot.views import tasks, verb_modal
from bot.views.markup import id_of
from handlers.guard import Body, as_modal, message_of, number, say, tapped
from handlers.request import Request
from rules.answers import Answer
from rules.answers.digests import VerbFilled
from rules.answers.tasks import TaskAsked, TaskForm
from rules.errors import NotFound
from services.deals import colleagues, task_answers, task_undo

FORMS = ("date", "pass", "word")


def done(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Done: one tap."""
    channel, ts = message_of(body)
    answer = task_answers.answer(request.ask, number(tapped(body)), "done", VerbFilled(), ts)
    told = ack()
    _show(body, request, channel, ts, answer)
    return told


def undo(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """It is not done after all: the message asks again."""
    channel, ts = message_of(body)
    answer = task_undo.undo(request.ask, number(tapped(body)), ts)
    told = ack()
    _show(body, request, channel, ts, answer)
    return told


def ask_more(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """A date, a word back, not mine: the small form, or how it stands when somebody was first."""
    channel, ts = message_of(body)
    verb = str(body["actions"][0]["action_id"]).partition("#")[0].removeprefix("task_")
    found = task_answers.form(request.ask, number(tapped(body)), verb, channel, ts)
    if isinstance(found, TaskForm):
        request.open_modal(tasks.form(found, request.reader))
        return ack()
    told = ack()
    _show(body, request, channel, ts, found)
    return told


def submit(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """A small form is sent: a fault goes back into it, else it closes and the message is rewritten."""
    kept, filled = verb_modal.read(body["view"])
    task_id, verb = id_of(kept.get("task")), kept.get("verb")
    if task_id is None or verb not in FORMS:
        raise NotFound("err.stale")
    channel, ts = str(kept.get("channel") or ""), str(kept.get("ts") or "")
    answer = task_answers.answer(request.ask, task_id, verb, filled, ts)
    if isinstance(answer, TaskAsked) and answer.is_late:
        return ack(response_action="update", view=as_modal(answer, request, "modal.baton"))
    told = ack()
    _show(body, request, channel, ts, answer)
    return told


def colleague(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Ask a colleague: the form."""
    form = colleagues.form(request.ask, number(tapped(body)))
    request.open_modal(tasks.colleague_form(form, request.reader))
    return ack()


def colleague_asked(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Who, what and by when, as sent; a fault goes back into the form."""
    kept, filled = verb_modal.read(body["view"])
    answer = colleagues.ask_colleague(request.ask, id_of(kept.get("deal")) or 0, filled)
    return ack(response_action="update", view=as_modal(answer, request, "btn.ask_colleague"))


def _show(body: Body, request: Request, channel: str, ts: str, answer: Answer) -> None:
    """The message says it from now on. Home, published anew, only lacks what somebody else has done: that is said."""
    assert isinstance(answer, TaskAsked)
    if answer.is_here:
        request.rewrite(channel, ts, answer)
    elif answer.is_late:
        say(body, request, answer)
