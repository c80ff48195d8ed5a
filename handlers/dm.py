"""A message in Baton's DM: a command that an input method garbled is read as that command, the rest gets help."""

from slack_bolt import Ack, BoltResponse

from handlers.guard import Body, sentence
from handlers.request import Request
from rules.answers import Answer, Sentence
from rules.errors import BatonError
from rules.note import ime_slip
from rules.slack_text import clean
from services.ask import Ask
from services.capture import leads, notes
from services.capture.leads import Captured
from services.capture.note_reading import Typed
from services.sending import telling


def message(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Answers a person's own text in the DM; edits, joins and bots are passed over."""
    event = body["event"]
    if event.get("channel_type") != "im" or event.get("subtype") or event.get("bot_id"):
        return ack()
    telling.reply(request.ask, _answer(clean(event.get("text") or ""), request.ask))
    return ack()


def _answer(text: str, ask: Ask) -> Answer:
    slip = ime_slip(text)
    try:
        if slip is not None and slip.rest and slip.command == "lead":
            captured = Captured(slip.rest, origin="dm")
            return leads.capture(ask, captured)
        if slip is not None and slip.rest and slip.command == "followup":
            typed = Typed(slip.rest, origin="dm")
            return notes.log(ask, typed)
    except BatonError as fault:
        return sentence(fault)
    return Sentence(key="help.dm_answer")
