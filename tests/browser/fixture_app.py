"""A small app on the stock Bolt that shows everything the page has to draw, and writes down what it is told."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import Ack, App, Respond, Say
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from sandbox.driver import Sandbox
from tests.browser.blocks import EVERYTHING, Json, branching, modal, mrkdwn


class FixtureApp:
    """`submitted` and `acted` are what the app heard, oldest first."""

    def __init__(self, slack: Sandbox) -> None:
        self.submitted: list[Json] = []
        self.acted: list[Json] = []
        self.web = WebClient(token=slack.bot_token, base_url=slack.api_url)
        self._app = App(client=self.web, token_verification_enabled=False)
        self._declare()
        self._handler = SocketModeHandler(self._app, slack.app_token)

    def __enter__(self) -> FixtureApp:
        self._handler.connect()  # type: ignore[no-untyped-call]
        return self

    def __exit__(self, *error: object) -> None:
        self._handler.close()  # type: ignore[no-untyped-call]

    def _declare(self) -> None:
        app = self._app
        app.command("/lead")(self._lead)
        app.command("/deal")(self._deal)
        app.shortcut("capture_lead")(self._capture)
        app.shortcut("anywhere")(self._capture)
        app.view("lead")(self._saved)
        app.action("log")(self._log)
        app.action({"block_id": "kind", "action_id": "v"})(self._branch)
        app.action(re.compile(".*"))(self._pressed)
        app.event("app_home_opened")(self._home)
        app.event("message")(self._answer)

    def _lead(self, ack: Ack, body: Json, client: WebClient) -> None:
        ack(f"Got it: *{body['text']}*" if body.get("text") else "")
        if not body.get("text"):
            client.views_open(trigger_id=body["trigger_id"], view=modal())

    def _deal(self, ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        client.chat_postMessage(channel=body["channel_id"], text="The card", blocks=EVERYTHING)

    def _capture(self, ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        view = modal("Captured")
        view["blocks"][0]["element"]["initial_value"] = body.get("message", {}).get("text", "from the menu")
        client.views_open(trigger_id=body["trigger_id"], view=view)

    def _saved(self, ack: Ack, view: Json) -> None:
        company = view["state"]["values"]["company"]["v"]["value"]
        self.submitted.append(view["state"]["values"])
        if company == "Taken":
            ack(response_action="errors", errors={"company": "Liam already has this one"})
        elif company == "More":
            ack(response_action="push", view=modal("One more thing"))
        else:
            ack()

    def _log(self, ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=branching())

    def _branch(self, ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        view, chosen = body["view"], body["actions"][0]["selected_option"]["value"]
        client.views_update(view_id=view["id"], hash=view["hash"], view=branching(chosen))

    def _pressed(self, ack: Ack, body: Json, respond: Respond) -> None:
        ack()
        self.acted.append(body["actions"][0])
        if body["actions"][0]["action_id"] == "lost":
            respond(text="Marked as lost.", replace_original=False)

    def _home(self, event: Json, client: WebClient) -> None:
        if event["tab"] == "home":
            blocks = [EVERYTHING[0], {"type": "section", "text": mrkdwn("4 things today")}, EVERYTHING[-1]]
            # The same ids each time: what did not change stays where it is.
            named = [{**block, "block_id": f"home-{at}"} for at, block in enumerate(blocks)]
            client.views_publish(user_id=event["user"], view={"type": "home", "blocks": named})

    def _answer(self, event: Json, say: Say) -> None:
        say(text=f"Logged: {event['text']}", thread_ts=event.get("thread_ts"))


def last(things: list[Any]) -> Any:
    return things[-1] if things else None
