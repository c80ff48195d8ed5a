"""From what Slack sends to the handler of the registry: behind the person's door and the guard, past Bolt's own search."""

from collections.abc import Callable, Sequence

from slack_bolt import Ack, App, BoltRequest, BoltResponse
from slack_bolt.middleware import Middleware
from slack_bolt.request.payload_utils import (
    is_block_actions,
    is_shortcut,
    is_slash_command,
    is_view_submission,
)

from bot.views import parts
from handlers import roster
from handlers.guard import Body, Handler, guarded
from handlers.middleware import ABOUT_PEOPLE, PersonFirst
from handlers.registry import BUTTONS, COMMANDS, EVENTS, FORMS, MENUS, SHORTCUTS
from handlers.request import Request, Runtime
from rules.errors import NotFound

Name = Callable[[Body], str]


class _Straight(Middleware):
    """The last of Bolt's middleware answers whatever has a handler. Bolt's own way from here, which asks its listeners
    one by one and gathers thirty arguments to choose from for each, takes a hundred microseconds longer."""

    def __init__(
        self, kinds: Sequence[tuple[Callable[[Body], bool], Callable[..., BoltResponse | None]]]
    ) -> None:
        self._kinds = kinds

    def process(
        self,
        *,
        req: BoltRequest,
        resp: BoltResponse,
        next: Callable[[], BoltResponse],  # noqa: A002 - Bolt's name
    ) -> BoltResponse | None:
        context = req.context
        for is_one, listener in self._kinds:
            if is_one(req.body):
                return listener(context.ack, req.body, context) or resp or context.ack.response
        return next()


def register(app: App, runtime: Runtime) -> None:
    """Puts every handler behind the person's door and the guard. What an older version showed, and no handler knows
    any more, gets its sentence; of events, those that nobody waits for stay unheard."""
    app.use(PersonFirst(runtime))
    kinds: tuple[tuple[Callable[[Body], bool], dict[str, Handler], Name, str], ...] = (
        (is_slash_command, COMMANDS, lambda body: body["command"], "err.old_command"),
        (is_block_actions, BUTTONS | MENUS, lambda body: body["actions"][0]["action_id"], "err.old_button"),
        (is_view_submission, FORMS, lambda body: body["view"]["callback_id"], "err.old_form"),
        (is_shortcut, SHORTCUTS, lambda body: body["callback_id"], "err.old_shortcut"),
    )
    app.use(_Straight([(is_one, guarded(_chosen(table, name, old))) for is_one, table, name, old in kinds]))
    for event, handler in EVENTS.items():
        app.event(event)(guarded(handler))
    for kind in ABOUT_PEOPLE:
        app.event(kind)(roster.taker(runtime))


def _chosen(table: dict[str, Handler], name: Name, unknown: str) -> Handler:
    """The handler of the table by the name that the request has; ``unknown`` is said when there is none."""

    def handler(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
        found = table.get(parts.action_name(name(body)))
        if found is None:
            raise NotFound(unknown, command=body.get("command", ""))
        return found(ack, body, request)

    return handler
