"""App Home: opened, acted on, and kept up to date after whatever changed."""

import logging
from datetime import datetime
from functools import partial

from slack_bolt import Ack, BoltResponse

from bot.failures import DeliveryError
from bot.gateway import Gateway
from bot.views import lead_modal, note_modal
from bot.views.answers import render
from handlers import baton
from handlers.guard import Body, aside, instead, number, tapped
from handlers.request import Request, Runtime, outsider_reader, reader_of
from rules.access import Actor
from rules.answers import Answer
from rules.answers.home import HomeClosed
from services.ask import Ask
from services.capture import lead_forms, note_forms
from services.deps import Deps
from services.lists import home, home_lists
from services.team.people import Person

LOG = logging.getLogger("baton.home")
ROUNDS = 5


def opened(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Somebody looks at Home: from now on it is kept up to date, and the guard has it published at once."""
    if body["event"].get("tab", "home") == "home":
        home.remember(request.ask)
    return ack()


def new_lead(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """New lead: its form."""
    form = lead_forms.start(request.ask, "")
    request.open_modal(lead_modal.view(form, request.reader))
    return ack()


def new_note(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Log note: the form of two lines, the deal to be chosen in it."""
    form = note_forms.form(request.ask, "")
    request.open_modal(note_modal.view(form, request.reader))
    return ack()


def open_list(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """What Home only counts: the whole list, over Home."""
    return aside(ack, body, request, _list(body, request))


def turn_page(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Another page of that list, in its place."""
    return instead(ack, body, request, _list(body, request))


def _list(body: Body, request: Request) -> Answer:
    which, _, page = tapped(body).partition(":")
    return home_lists.listed(request.ask, which, number(page))


def unstick(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Today's source off."""
    home.unstick(request.ask)
    return ack()


def questions(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """The three questions of the set-up, again."""
    return baton.questions(ack, body, request)


# -- publishing -----------------------------------------------------------------------------------------


class Publisher:
    """Publishes one person's Home as it stands, if they ever opened it. Raises DeliveryError.

    What is shown in the end was read last, also where another instance, or a request of ours that was late,
    published in between: Slack refuses what does not follow the publication we know of. Where we know of none,
    we look once more.
    """

    def __init__(self, deps: Deps, slack: Gateway) -> None:
        self._deps, self._slack = deps, slack
        self._last: dict[int, str] = {}  # person: the hash of what we published last

    def __call__(self, person_id: int) -> datetime | None:
        """Until when all holds that it says, in business time; None: until something changes."""
        shown: dict[str, object] | None = None
        for _ in range(ROUNDS):
            found = home.reader(self._deps, person_id)
            if found is None:
                return None
            view, until = self._view(*found)
            if view == shown:
                return until
            known = self._last.pop(person_id, None)
            try:
                done = self._slack.publish_home(found[0].slack_id or "", view, hash=known)
            except DeliveryError as fault:
                if fault.code == "hash_conflict":
                    continue
                raise
            self._last[person_id] = done.hash
            if known:
                return until
            shown = view
        raise DeliveryError("retry", "hash_conflict")

    def _view(self, person: Person, actor: Actor) -> tuple[dict[str, object], datetime | None]:
        now = self._deps.clock.now()
        told = home.of(Ask(self._deps, person, actor, now))
        return render(told, reader_of(person, now)), told.until


def close(runtime: Runtime, slack_id: str, admin: str) -> None:
    """Home of somebody Baton does not work for: soon one sentence, in their language where we know it."""
    reader = outsider_reader(runtime.deps, slack_id, runtime.deps.clock.now())
    view = render(HomeClosed(admin=admin), reader)
    runtime.background.submit(partial(_show, runtime.slack, slack_id, view))


def _show(slack: Gateway, slack_id: str, view: dict[str, object]) -> None:
    try:
        slack.publish_home(slack_id, view)
    except DeliveryError as fault:
        LOG.warning("a Home was not published: %s %s", fault.kind, fault.code)
