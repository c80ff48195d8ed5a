"""The Bolt app: authorized once at start, listeners on the ack's clock, and an answer whatever happens."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request import BoltRequest
from slack_bolt.response import BoltResponse

from bot.calling import SLACK, web_client
from bot.views import parts
from bot.words import text
from rules.errors import Busy

Payload = dict[str, Any]


@dataclass(frozen=True)
class Fault:
    """A handler or middleware that raised: what the log and the person (under the same `ref`) are told.

    `view` is a message for the person; `told` says that the ack already carries it, otherwise (buttons,
    shortcuts, events) it is for the response_url or a DM.
    """

    ref: str
    error: Exception
    kind: str
    slack_id: str | None
    response_url: str | None
    view: Payload = field(repr=False)  # what was typed stays out of logs
    told: bool


def auth_result(token: str, identity: Payload) -> AuthorizeResult:
    """What auth.test said at start (Gateway.identity) as Bolt wants it for every request."""
    return AuthorizeResult(
        enterprise_id=identity.get("enterprise_id"),
        team_id=identity.get("team_id"),
        team=identity.get("team"),
        url=identity.get("url"),
        bot_user_id=identity.get("user_id"),
        bot_id=identity.get("bot_id"),
        bot_token=token,
    )


def build_app(
    base_url: str = SLACK,
    *,
    auth: AuthorizeResult,
    on_error: Callable[[Fault], None],
    logger: logging.Logger,
    middleware: Sequence[Callable[..., Any]] = (),
) -> App:
    """A sync Bolt app for one workspace; no request to Slack is made here or for any later request.

    With process_before_response a listener's work is on the ack's clock and the ack leaves when it returns.
    `middleware` runs in order before every listener; context["locale"] set there is the language of faults.
    `logger` is raised to INFO: at DEBUG Bolt and slack_sdk write down what people typed.
    """
    client = web_client(None, base_url, logger)
    app = App(
        name="baton",
        logger=logger,
        client=client,
        authorize=lambda: auth,
        process_before_response=True,
        token_verification_enabled=False,
        attaching_function_token_enabled=False,
        # A socket has none of these; over HTTP bot/http/gate.py has seen to them before.
        ssl_check_enabled=False,
        url_verification_enabled=False,
        request_verification_enabled=False,
    )
    for each in middleware:
        app.use(each)
    app.error(_answerer(on_error))
    return app


def acknowledged(answer: BoltResponse, kind: str, logger: logging.Logger) -> BoltResponse:
    """Bolt's answer, or an empty one where it had none: without one Slack shows the person an error, and asks again."""
    if answer.status == 200:
        return answer
    logger.warning("no handler for a %s request (%s)", kind, answer.status)
    return BoltResponse(status=200)


def too_busy(request: BoltRequest, locale: str) -> BoltResponse:
    """The answer to what was not begun, for want of a thread. A command and a form are told so, with what was typed;
    of anything else Slack hears that it failed: an event comes again, over a button it shows a warning."""
    request.context["locale"] = locale
    fault = _fault(Busy(), request, told=True)
    return _response(fault, request.body) if fault.told else BoltResponse(status=503)


def _answerer(on_error: Callable[[Fault], None]) -> Callable[..., BoltResponse]:
    def answer(error: Exception, request: BoltRequest) -> BoltResponse:
        acked: BoltResponse | None = request.context.ack.response
        fault = _fault(error, request, told=acked is None)
        on_error(fault)
        # What a listener acked before it raised was true when it said so; Bolt would throw it away.
        return acked if acked is not None and acked.status == 200 else _response(fault, request.body)

    return answer


def _fault(error: Exception, request: BoltRequest, *, told: bool) -> Fault:
    body, context = request.body, request.context
    kind = "command" if body.get("command") else str(body.get("type") or "unknown")
    ref = secrets.token_hex(2).upper()
    locale = str(context.get("locale") or "en")
    typed = _decoded(f"{body['command']} {body.get('text') or ''}") if kind == "command" else None
    key = "err.save" if kind in ("command", "view_submission") else "err.unexpected"
    said = text(locale, error.key if isinstance(error, Busy) else key, ref=ref)
    return Fault(
        ref=ref,
        error=error,
        kind=kind,
        slack_id=context.user_id,
        response_url=body.get("response_url"),
        view=parts.message(said, [parts.section(said), parts.section(typed) if typed else None]),
        told=told and kind in ("command", "view_submission"),
    )


def _decoded(typed: str) -> str:
    """Slack hands a command's text over escaped; parts escapes it again."""
    return typed.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _response(fault: Fault, body: Payload) -> BoltResponse:
    """Always a 200; a command sees the sentence and its own text, a modal stays open with the sentence in it."""
    if fault.kind == "command":
        return BoltResponse(status=200, body={"response_type": "ephemeral", **fault.view})
    if fault.kind == "block_suggestion":
        return BoltResponse(status=200, body={"options": []})
    if fault.kind == "view_submission":
        return BoltResponse(status=200, body=_in_the_modal(fault, body.get("view")))
    return BoltResponse(status=200, body="")


def _in_the_modal(fault: Fault, view: Any) -> Payload:
    """The sentence at the first input, else instead of the form. A payload that is not as Slack's is answered too."""
    shown = view if isinstance(view, dict) else {}
    said, blocks, title = fault.view["text"], shown.get("blocks"), shown.get("title")
    for block in blocks if isinstance(blocks, list) else ():
        if isinstance(block, dict) and block.get("type") == "input":
            return {"response_action": "errors", "errors": {str(block.get("block_id")): said}}
    named = title.get("text") if isinstance(title, dict) else None
    return {"response_action": "update", "view": parts.modal(str(named or "Baton"), fault.view["blocks"])}
