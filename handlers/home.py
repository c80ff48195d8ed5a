"""App Home: opened, acted on, and kept up to date after whatever changed."""

import logging
from collections.abc import Callable
from functools import partial

from slack_bolt import Ack, BoltResponse

from bot.failures import DeliveryError
from bot.gateway import Gateway
from bot.views import lead_modal, note_modal
from bot.views.answers import render
from handlers import baton
from handlers.guard import Body, number, say, tapped
from handlers.request import Request, Runtime, outsider_reader, reader_of
from rules.answers.home import HomeClosed
from services.ask import Ask
from services.capture import lead_forms, steps
from services.deps import Deps
from services.lists import home, home_lists

LOG = logging.getLogger("baton.home")


def opened(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Somebody looks at Home: from now on it is kept up to date, and the guard has it published at once."""
    if body["event"].get("tab", "home") == "home":
        home.remember(request.ask)
    return ack()


def new_lead(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """New lead: its form."""
    form = lead_forms.start(request.ask, "")
    request.open_modal(body["trigger_id"], lead_modal.view(form, request.reader))
    return ack()


def new_note(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Log note: the form of two lines, the deal to be chosen in it."""
    form = steps.form(request.ask, "")
    request.open_modal(body["trigger_id"], note_modal.view(form, request.reader))
    return ack()


def open_list(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """What Home only counts: the whole list, over Home."""
    return _list(ack, body, request, replace=False)


def turn_page(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Another page of that list, in its place."""
    return _list(ack, body, request, replace=True)


def _list(ack: Ack, body: Body, request: Request, *, replace: bool) -> BoltResponse | None:
    which, _, page = tapped(body).partition(":")
    answer = home_lists.listed(request.ask, which, number(page))
    done = ack()
    say(body, request, answer, replace=replace)
    return done


def unstick(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Today's source off."""
    home.unstick(request.ask)
    return ack()


def questions(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """The three questions of the set-up, again."""
    return baton.questions(ack, body, request)


# -- publishing -----------------------------------------------------------------------------------------


def publisher(deps: Deps, slack: Gateway) -> Callable[[int], None]:
    """Publishes one person's Home as it stands, if they ever opened it; what Slack refuses is logged."""

    def publish(person_id: int) -> None:
        found = home.reader(deps, person_id)
        if found is None:
            return
        person, actor = found
        now = deps.clock.now()
        view = render(home.of(Ask(deps, person, actor, now)), reader_of(person, now))
        _show(slack, person.slack_id or "", view)

    return publish


def _show(slack: Gateway, slack_id: str, view: dict[str, object]) -> None:
    try:
        slack.publish_home(slack_id, view)
    except DeliveryError as fault:
        LOG.warning("a Home was not published: %s %s", fault.kind, fault.code)


def close(runtime: Runtime, slack_id: str, admin: str) -> None:
    """Home of somebody Baton does not work for: soon one sentence, in their language where we know it."""
    reader = outsider_reader(runtime.deps, slack_id, runtime.deps.clock.now())
    view = render(HomeClosed(admin=admin), reader)
    runtime.background.submit(partial(_show, runtime.slack, slack_id, view))
