"""A conversation with Baton in the DM, as a test holds it: say something, read the answer, tap under it."""

from __future__ import annotations

from typing import Any

from sqlmodel import select

from sandbox.driver import buttons_of, text_of
from storage.tables import Delivery
from tests.world import World

Message = dict[str, Any]


class Talker:
    """One person in their DM with Baton."""

    def __init__(self, world: World, name: str) -> None:
        self.world, self.who = world, world.person(name)

    def say(self, text: str, under: Message | None = None) -> Message:
        """Says it, in the thread of a message where one is named; Baton's answer."""
        before = len(self.answers(under))
        self.who.say("app", text, under["ts"] if under else None)
        answer = self.world.slack.wait_for(lambda: self.answers(under)[before:])[-1]
        is_booked(self.world)
        return answer

    def answers(self, under: Message | None = None) -> list[Message]:
        """What Baton said, at the top or in a thread."""
        there = self.who.replies("app", under["ts"])[1:] if under else self.who.dm()
        return [one for one in there if one.get("bot_id")]

    def hears(self, says: str) -> Message:
        """What Baton says of its own accord, once it says this."""
        return self.world.slack.wait_for(lambda: [m for m in self.answers() if says in text_of(m)])[-1]

    def mine(self, text: str) -> Message:
        """One's own message that begins so."""
        return next(m for m in self.who.dm() if m["text"].startswith(text))

    def tap(self, message: Message, button: str, says: str, under: Message | None = None) -> Message:
        """Taps, and waits until the message says something else."""
        self.who.click(message, button)
        return self.read(message, says, under)

    def read(self, message: Message, says: str, under: Message | None = None) -> Message:
        """The message, once it says this."""

        def now() -> Message | None:
            found = next(m for m in self.answers(under) if m["ts"] == message["ts"])
            return found if says in text_of(found) else None

        found = self.world.slack.wait_for(now)
        assert found is not None
        return found

    def card(self, name: str) -> str:
        return self.who.command("#sales-east", f"/deal {name}").text


def is_booked(world: World) -> None:
    """Returns when Baton's books know of every message that Slack shows: nobody answers within the moment between."""

    def is_still() -> bool:
        with world.deps.db.read() as tx:
            return tx.exec(select(Delivery.id).where(Delivery.state == "leased")).first() is None

    world.slack.wait_for(is_still)


def buttons(message: Message) -> list[str]:
    """What can be tapped under it."""
    return list(buttons_of(message))
