"""What every handler is handed: who asks, in which language, at which time, under which key."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.background import Background
from bot.failures import DeliveryError
from bot.gateway import Gateway
from bot.homes import Homes
from bot.views.answers import render
from bot.views.reader import Reader
from rules.answers import Answer, FormLate
from rules.errors import Busy
from services import kept_forms
from services.ask import Ask
from services.deps import Deps
from services.lists import home
from services.sending import telling
from services.team import people
from services.team.people import Person, language, zone_of


@dataclass(frozen=True)
class Runtime:
    """What lives as long as the process: the use cases' needs, the door to Slack, the pool for early calls, what
    keeps Homes up to date, and what sends a promised answer at once, what looks at once at a file that came, and what waits a little."""

    deps: Deps
    slack: Gateway
    background: Background
    homes: Homes
    soon: Callable[[], None] = lambda: None
    file_came: Callable[[], None] = lambda: None
    pause: Callable[[float], object] = lambda _: None  # seconds, on a thread of the pool


@dataclass(frozen=True)
class Request:
    """One signed request of one person: what the use cases are asked, and how the answer is shown."""

    runtime: Runtime
    ask: Ask
    reader: Reader
    body: Mapping[str, Any]  # what Slack sent
    response_url: str = ""  # where an answer is shown to this person alone

    def show_homes(self) -> None:
        """Publishes the Home of this person, and of everybody whose record they just changed, soon and beside the
        ack. Somebody who never opened Home is left alone."""
        if self.ask.person.prefs.get(home.OPENED):
            self.runtime.homes.soon(self.ask.actor.id)
        self.runtime.homes.others(self.ask.actor.id, self.ask.now)

    def open_modal(self, view: dict[str, Any]) -> None:
        """Opens a modal at once, beside the ack; a trigger lives three seconds.

        Where Slack does not open it, it is kept with all that was filled in, and *Continue* opens it again.
        Raises Busy when too much is waiting to be opened.
        """
        self.behind(lambda: self.open_now(view))

    def behind(self, job: Callable[[], object]) -> None:
        """Does what takes its time beside the ack. Raises Busy, and nothing is done, when too much is waiting."""
        if not self.runtime.background.submit(job):
            raise Busy()

    def open_now(self, view: dict[str, Any]) -> None:
        """Opens a modal, or offers it by *Continue*. For the background: calls Slack."""
        try:
            self.place(view)
        except DeliveryError as error:
            if error.code == "exchanged_trigger_id":  # the same request again: it is open already
                return
            self.show(FormLate(form_id=kept_forms.keep(self.ask, view)))

    def place(self, view: dict[str, Any]) -> None:
        """Over the modal in which something was pressed: Slack shows no second one beside it on every client. Three lie
        on each other at most; then it takes the place of the top one."""
        slack, pressed = self.runtime.slack, self.body.get("view") or {}
        if pressed.get("type") != "modal":
            slack.open_view(self.body["trigger_id"], view)
            return
        try:
            slack.push_view(self.body["trigger_id"], view)
        except DeliveryError as error:
            if error.code != "push_limit_reached":
                raise
            slack.update_view(pressed["id"], view)

    def turn(self, view: dict[str, Any]) -> None:
        """The window in which something was pressed becomes this form, so that it does not lie there outdated when the
        form is done; from a message or Home the form opens."""
        slack, over = self.runtime.slack, self.body.get("view") or {}
        if over.get("type") == "modal":
            self.behind(lambda: slack.update_view(over["id"], view))
        else:
            self.open_modal(view)

    def show(self, answer: Answer, *, replace: bool = False) -> None:
        """Shows this person an answer where they are looking, else in the DM. For the background: calls Slack."""
        try:
            if self.response_url:
                view = render(answer, self.reader)
                self.runtime.slack.respond(self.response_url, view, replace=replace)
                return
        except DeliveryError:
            pass  # the address is used up or Slack stumbled: what was done is told all the same
        self.reply(answer)

    def rewrite(self, channel: str, ts: str, answer: Answer) -> None:
        """One of Baton's messages to this person says this from now on: at once, beside the ack; where there is no room
        for that or Slack stumbles, as soon as it is taken."""
        if not self.runtime.background.submit(lambda: self._rewrite(channel, ts, answer)):
            self._rewrite_later(channel, ts, answer)

    def _rewrite(self, channel: str, ts: str, answer: Answer) -> None:
        try:
            self.runtime.slack.update(channel, ts, render(answer, self.reader))
        except DeliveryError:
            self._rewrite_later(channel, ts, answer)

    def _rewrite_later(self, channel: str, ts: str, answer: Answer) -> None:
        telling.rewrite(self.ask, channel, ts, answer)
        self.runtime.soon()

    def reply(self, answer: Answer, thread_ts: str | None = None) -> None:
        """Promises the answer in the DM, and has it sent at once."""
        telling.reply(self.ask, answer, thread_ts)
        self.runtime.soon()


def reader_of(person: Person, now: datetime) -> Reader:
    """The person's language (their choice, else Slack's) and zone."""
    return Reader(
        locale=language(person), tz=zone_of(person.slack_tz), now=now, slack_id=person.slack_id or ""
    )


def outsider_reader(deps: Deps, slack_id: str, now: datetime) -> Reader:
    """How somebody reads whom Baton does not work for: in their language where we know them."""
    known = people.find(deps, slack_id)
    return reader_of(known, now) if known else Reader(locale="en", tz=zone_of("UTC"), now=now)


def sending_of(view: dict[str, Any]) -> str:
    """Names each sending of each window: one that turned into another form keeps its id and is sent again with other
    words, so what was seen when it was sent is part of it."""
    return f"{view['id']}.{view.get('hash', '')}"


def key_of(body: dict[str, Any]) -> str:
    """The request's own key: a repeat of it, by Slack or by a double click, has the same."""
    if "command" in body:
        return f"command:{body.get('trigger_id')}"
    if body.get("type") == "view_submission":
        return f"view:{sending_of(body['view'])}"
    if body.get("type") == "block_actions":
        action = body["actions"][0]
        box = body.get("container", {})
        where = box.get("message_ts") or box.get("view_id") or ""
        user = body["user"]["id"]
        return (
            f"action:{user}:{where}:{action.get('block_id')}:{action['action_id']}:{action.get('action_ts')}"
        )
    if "event_id" in body:
        return f"event:{body['event_id']}"
    return f"{body.get('type')}:{body.get('trigger_id')}"
