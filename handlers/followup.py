"""/followup and the message shortcut Log call note: a line, a forwarded message, or the form of two lines."""

from datetime import date, time
from functools import partial

from slack_bolt import Ack, BoltResponse

from bot.views import note_modal
from bot.views.answers import render
from bot.views.parts import HERE
from handlers import note_files, nudges, offers, windows
from handlers.guard import Body, as_modal, instead, number, tapped, window
from handlers.request import Request
from rules import took_place
from rules.answers.notes import NoteSaved
from rules.errors import NotFound
from rules.slack_text import clean
from rules.when import PART_HOURS, When
from services.capture import lead_forms, note_forms, note_sent, notes, steps
from services.capture.note_reading import Typed


def command(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """``/followup Acme Corp likes the pilot; send SOW by Fri``; bare, it opens the form."""
    text = clean(body.get("text") or "")
    if not text or took_place.is_catch_up(text):
        form = note_forms.form(request.ask, "", is_full=bool(text))
        request.open_modal(note_modal.view(form, request.reader))
        return ack()
    answer = notes.log(request.ask, Typed(text))
    return ack(**render(answer, request.reader))


def from_message(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """The message shortcut: the form, prefilled from the message."""
    message, channel = body["message"], body["channel"]["id"]
    text = clean(message.get("text") or "")
    form = note_forms.form(request.ask, text)
    request.open_modal(note_modal.view(form, request.reader))
    request.runtime.background.submit(partial(keep_permalink, request, form.draft_id, channel, message["ts"]))
    return ack()


def keep_permalink(request: Request, draft_id: int | None, channel: str, ts: str) -> None:
    """Where Slack gives one, the message's address is kept with what it became."""
    if draft_id is not None:
        link = request.runtime.slack.permalink(channel, ts)
        lead_forms.keep_permalink(request.ask, draft_id, link)


def open_form(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Log note on a deal: its form, at once."""
    deal_id = number(tapped(body))
    form = note_forms.form(request.ask, "", deal_id=deal_id)
    request.open_modal(note_modal.view(form, request.reader))
    return ack()


def open_past(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Catch up: the form with the day it took place, on a deal or with the deal to be chosen."""
    deal_id = number(tapped(body)) if tapped(body) else None
    form = note_forms.form(request.ask, "", deal_id=deal_id, is_full=True)
    request.open_modal(note_modal.view(form, request.reader))
    return ack()


def edit(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Edit on a note just logged: its form, filled in; what is sent takes its place."""
    form = note_forms.form_of_note(request.ask, number(tapped(body)))
    request.turn(offers.remembering(note_modal.view(form, request.reader), body))
    return ack()


def more(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """More in the form: when it took place, the reaction, their words; what was typed stays, and what it remembers."""
    view = window(body)
    form = note_forms.full_form(request.ask, note_modal.deal_of(view), note_modal.read(view))
    shown = {**note_modal.view(form, request.reader), "private_metadata": view["private_metadata"]}
    slack = request.runtime.slack
    request.behind(lambda: slack.update_view(view["id"], shown, hash=view.get("hash")))
    return ack()


def submit(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """The form is sent: a fault goes back into it, else it turns into the answer."""
    files = note_files.attached(body["view"])
    if (wrong := note_files.refused(ack, request, files)) is not None:
        return wrong
    answer = note_sent.sent(request.ask, note_modal.read(body["view"]), [one.kept for one in files.files])
    nudges.noted(body, request)
    offers.settled(body, request, answer)
    if isinstance(answer, NoteSaved) and answer.files_id is not None:
        note_files.keep(request, files, answer)
        return windows.wait(ack, request, as_modal(answer, request, "note.modal"))
    return ack(response_action="update", view=as_modal(answer, request, "note.modal"))


def choose(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """A tap on the deal that was meant."""
    draft, _, deal = tapped(body).partition(":")
    answer = notes.choose(request.ask, number(draft), number(deal))
    return instead(ack, body, request, answer)


def undo(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Undo, within ten minutes."""
    answer = notes.undo(request.ask, number(tapped(body)))
    return instead(ack, body, request, answer)


def again(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """ "Log again": the same words are meant as a second note."""
    answer = notes.log_again(request.ask, number(tapped(body)))
    return instead(ack, body, request, answer)


def tap_date(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """A tap on a date: the step has it."""
    where, when = _tapped_date(tapped(body))
    answer = steps.set_date(request.ask, where, when)
    return instead(ack, body, request, answer)


def _tapped_date(value: str) -> tuple[str, When]:
    """``s12|2026-12-04|14:00|by``: the step or deal, and its date. Raises NotFound for an edited value."""
    where, _, day = value.partition("|")
    return where, day_of(day)


def day_of(value: str) -> When:
    """The day of a button, ``2026-12-04|14:00|by`` or ``2026-12-04|afternoon|on``. Raises NotFound for an edited value."""
    try:
        on, at, kind = value.split("|")
        part = next((part for part in PART_HOURS if part == at), None)
        day, clock = date.fromisoformat(on), time.fromisoformat(at) if at and part is None else None
    except ValueError:
        raise NotFound("err.stale") from None
    return When(
        date=day, time=clock, kind="at" if kind == "at" else "on" if kind == "on" else "by", part=part
    )


def pick_date(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Another date: a small form; a message that is about this step alone is remembered in it."""
    where, _, here = tapped(body).partition("|")
    text, on, at = steps.pick_form(request.ask, where)
    view = note_modal.pick(where, text, on, at, request.reader)
    if here == HERE:  # the answer that names the day
        request.turn(offers.remembering(view, body))
    else:
        request.open_modal(view)
    return ack()


def picked(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """The small form is sent."""
    where, text, on, at = note_modal.read_pick(body["view"])
    if on is None:
        raise NotFound("err.stale")
    when = When(date=on, time=at, kind="at" if at else "by")
    answer = steps.set_date(request.ask, where, when, text=text)
    offers.settled(body, request, answer)
    shown = offers.remembering(as_modal(answer, request, "note.modal"), body)
    return ack(response_action="update", view=shown)
