"""Menus whose entries are other buttons: an entry "deal_wait:12" acts like the button deal_wait of value 12."""

from collections.abc import Mapping

from slack_bolt import Ack, BoltResponse

from handlers.guard import Body, Handler, tapped
from handlers.request import Request
from rules.errors import NotFound


def chosen(buttons: Mapping[str, Handler]) -> Handler:
    """A handler for a menu over these buttons."""

    def act(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
        name, _, value = tapped(body).partition(":")
        handler = buttons.get(name)
        if handler is None:
            raise NotFound("err.old_button")
        action = {**body["actions"][0], "action_id": name, "value": value}
        action.pop("selected_option", None)
        return handler(ack, {**body, "actions": [action]}, request)

    return act
