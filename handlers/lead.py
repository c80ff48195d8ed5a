"""/lead and the message shortcut Capture lead: one line, a forwarded message, or a form."""

from typing import Any

from slack_bolt import Ack

from bot.views import lead_modal
from bot.views.answers import render
from handlers.request import Request
from rules.slack_text import clean
from services import leads
from services.leads import Captured


def command(ack: Ack, body: dict[str, Any], request: Request) -> None:
    """``/lead Acme, Ms. Chen 555-0143, ERP, 80k, expo``; bare, it opens the form."""
    text = clean(body.get("text") or "")
    if not text:
        request.open_modal(body["trigger_id"], lead_modal.empty(leads.sources(request.deps), request.reader))
        ack()
        return
    answer = leads.capture(
        request.deps, request.person, request.actor, Captured(text), key=request.key, now=request.now
    )
    ack(**render(answer, request.reader))
