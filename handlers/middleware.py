"""Before every handler: the signed Slack user becomes a person, or gets a polite sentence and nothing else."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse

from bot.views.answers import render
from bot.views.reader import Reader
from handlers import home
from handlers.request import Request, Runtime, key_of, outsider_reader, reader_of
from rules.answers import Sentence
from services.ask import Ask
from services.team import people

# Slack tells about people themselves: nobody asks for anything, so nobody has to be let in.
ABOUT_PEOPLE = ("user_change", "team_join")
Next = Callable[[], BoltResponse]


def person_first(runtime: Runtime) -> Callable[..., BoltResponse | None]:
    """Bolt middleware that puts ``request`` into the context, or refuses guests, bots and strangers."""

    def middleware(body: dict[str, Any], context: BoltContext, ack: Ack, next_: Next) -> BoltResponse | None:
        if (body.get("event") or {}).get("type") in ABOUT_PEOPLE:
            return next_()
        now = runtime.deps.clock.now()
        person, actor, admin = people.arrive(runtime.deps, context.user_id or "")
        if person is None or actor is None:
            if (body.get("event") or {}).get("type") == "app_home_opened" and context.user_id:
                home.close(runtime, context.user_id, admin)
            return _refuse(
                runtime, body, ack, outsider_reader(runtime.deps, context.user_id or "", now), admin
            )
        context["locale"] = people.language(person)
        context["request"] = Request(
            runtime=runtime,
            ask=Ask(runtime.deps, person, actor, now, key_of(body)),
            reader=reader_of(person, now),
            response_url=str(body.get("response_url") or ""),
        )
        return next_()

    return middleware


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
