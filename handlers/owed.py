"""What was promised by Friday: its form, from a card, a list or Home, and what it brings."""

from collections.abc import Mapping
from dataclasses import replace

from slack_bolt import Ack, BoltResponse

from bot.views import gate_modal
from handlers import evidence, nudges
from handlers.guard import Body, as_modal, number, sentence, tapped
from handlers.request import Request
from rules.answers import Answer, Sentence
from rules.answers.deals import OwedGiven
from services.deals import owing


def open_form(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Fill in what is owed."""
    form = owing.form(request.ask, number(tapped(body)))
    request.open_modal(gate_modal.owed(form, request.reader))
    return ack()


def given(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """The form is sent: what was typed is kept, then the files beside it, behind the ack."""
    view = body["view"]
    deal_id, _, _, values, _, _ = gate_modal.read(view)
    attached = evidence.attached(view)
    if wrong := gate_modal.file_faults(view, request.reader):
        return ack(response_action="errors", errors=wrong)
    if values or not attached:
        shown = _give(request, body, deal_id, values)
    if not attached:
        return ack(response_action="update", view=shown.view)
    behind = replace(request, ask=replace(request.ask, key=f"{request.ask.key}:files"))
    fetching = evidence.Fetching(
        deal_id,
        attached,
        then=lambda missed: _stored(behind, body, deal_id, missed),
        refused=lambda fault: _say(request, sentence(fault)),
    )
    evidence.fetch(request, fetching)
    return evidence.wait(ack, request)


def _stored(request: Request, body: Body, deal_id: int, missed: str) -> evidence.Shown:
    if missed:
        return _say(request, Sentence(key="gate.file_unfetched", fields={"files": missed}))
    return _give(request, body, deal_id, {}, files=True)


def _give(
    request: Request, body: Body, deal_id: int, values: Mapping[str, str], *, files: bool = False
) -> evidence.Shown:
    answer = owing.give(request.ask, deal_id, values, files=files)
    if isinstance(answer, OwedGiven) and not answer.left:
        nudges.noted(body, request, "owed")
    return _say(request, answer)


def _say(request: Request, answer: Answer) -> evidence.Shown:
    return evidence.Shown(answer, as_modal(answer, request, "gate.owed_modal"))
