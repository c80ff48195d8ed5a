"""Before every handler: the signed Slack user becomes a person, or gets a polite sentence and nothing else."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, BoltRequest, BoltResponse
from slack_bolt.middleware import Middleware

from bot.views.answers import render
from bot.views.reader import Reader
from handlers import home
from handlers.request import Request, Runtime, key_of, outsider_reader, reader_of
from rules.answers import Sentence
from services.ask import Ask
from services.team import people

# Slack tells about people themselves: nobody asks for anything, so nobody has to be let in.
ABOUT_PEOPLE = ("user_change", "team_join")


class PersonFirst(Middleware):
    """Bolt middleware that puts ``request`` into the context, or refuses guests, bots and strangers."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime

    def process(
        self,
        *,
        req: BoltRequest,
        resp: BoltResponse,
        next: Callable[[], BoltResponse],  # noqa: A002 - Bolt's name
    ) -> BoltResponse | None:
        runtime, body, context = self._runtime, req.body, req.context
        if (body.get("event") or {}).get("type") in ABOUT_PEOPLE:
            return next()
        now = runtime.deps.clock.now()
        slack_id = _speaker(body) or context.user_id or ""
        person, actor, admin = people.arrive(runtime.deps, slack_id)
        if person is None or actor is None:
            if (body.get("event") or {}).get("type") == "app_home_opened" and slack_id:
                home.close(runtime, slack_id, admin)
            return _refuse(runtime, body, context.ack, outsider_reader(runtime.deps, slack_id, now), admin)
        context["locale"] = people.language(person)
        context["request"] = Request(
            runtime=runtime,
            ask=Ask(runtime.deps, person, actor, now, key_of(body)),
            reader=reader_of(person, now),
            body=body,
            response_url=str(body.get("response_url") or ""),
        )
        return next()


def _speaker(body: dict[str, Any]) -> str:
    """Whose message is gone, where Slack puts a stone of its own in the place of one with replies."""
    event = body.get("event") or {}
    if (event.get("message") or {}).get("subtype") != "tombstone":
        return ""
    return str((event.get("previous_message") or {}).get("user") or "")


def _refuse(runtime: Runtime, body: dict[str, Any], ack: Ack, reader: Reader, admin: str) -> BoltResponse:
    """Guests, bots, Slack Connect strangers, people not here yet: one sentence, no data, wherever they spoke."""
    key = "err.guest" if admin else "err.guest_nobody"
    view = render(Sentence(key=key, fields={"admin": admin} if admin else {}), reader)
    if "command" in body:
        return ack(**view)
    if url := body.get("response_url"):
        runtime.background.submit(lambda: runtime.slack.respond(url, view))
    event = body.get("event") or {}
    if event.get("channel_type") == "im" and not event.get("subtype") and not event.get("bot_id"):
        where, ref = str(event["channel"]), str(body.get("event_id"))
        runtime.background.submit(lambda: runtime.slack.post(where, view, ref=ref))
    return ack()
