"""The whole workspace in memory, each change written through to the journal."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sandbox.entities import (
    Channel,
    Entity,
    File,
    Json,
    Message,
    Meta,
    Person,
    ReadMark,
    Team,
    View,
)
from sandbox.journal import Journal

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def base36(number: int) -> str:
    out = ""
    while number:
        number, rest = divmod(number, 36)
        out = DIGITS[rest] + out
    return out or "0"


def ts_of(microseconds: int) -> str:
    """Slack's timestamp id: seconds and six digits."""
    return f"{microseconds // 1_000_000}.{microseconds % 1_000_000:06d}"


class State:
    """Team, people, channels, messages, home tabs, files; ephemerals and modals are not kept."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.meta = Meta()
        self.team = Team()
        self.people: dict[str, Person] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: dict[str, dict[str, Message]] = {}
        self.ephemerals: dict[str, dict[str, Message]] = {}
        self.replies: dict[str, list[str]] = {}
        self.order: dict[str, list[str]] = {}
        self.homes: dict[str, View] = {}
        self.files: dict[str, File] = {}
        self.reads: dict[str, str] = {}

    # -- writing -------------------------------------------------------------------------------

    def load(self) -> bool:
        """Takes over what the journal kept; False when there was nothing."""
        found = False
        for dropped, thing in self.journal.replay():
            found = True
            if dropped:
                self._forget(thing)
            else:
                self._place(thing)
        if found:
            self.journal.compact(self.everything())
        return found

    def save(self, thing: Entity) -> None:
        self._place(thing)
        if not (isinstance(thing, Message) and thing.visible_to):
            self.journal.write(thing)

    def drop(self, message: Message) -> None:
        self._forget(message)
        if not message.visible_to:
            self.journal.write(message, dropped=True)

    def everything(self) -> Iterator[Entity]:
        yield self.meta
        yield self.team
        yield from self.people.values()
        yield from self.channels.values()
        for told in self.messages.values():
            yield from told.values()
        yield from self.homes.values()
        yield from self.files.values()
        for key, ts in self.reads.items():
            user, channel = key.split("/")
            yield ReadMark(user, channel, ts)

    def _place(self, thing: Entity) -> None:
        match thing:
            case Meta():
                self.meta = thing
            case Team():
                self.team = thing
            case Person():
                self.people[thing.id] = thing
            case Channel():
                self.channels[thing.id] = thing
            case Message():
                self._place_message(thing)
            case View():
                self.homes[thing.user] = thing
            case File():
                self.files[thing.id] = thing
            case ReadMark():
                self.reads[thing.key] = thing.ts

    def _place_message(self, message: Message) -> None:
        shelf = self.ephemerals if message.visible_to else self.messages
        told = shelf.setdefault(message.channel, {})
        new = message.ts not in told
        told[message.ts] = message
        if new and not message.visible_to:
            self.order.setdefault(message.channel, []).append(message.ts)
            if message.thread_ts and message.thread_ts != message.ts:
                self.replies.setdefault(f"{message.channel}/{message.thread_ts}", []).append(message.ts)

    def _forget(self, thing: Entity) -> None:
        if not isinstance(thing, Message):
            return
        shelf = self.ephemerals if thing.visible_to else self.messages
        if shelf.get(thing.channel, {}).pop(thing.ts, None) is None or thing.visible_to:
            return
        order = self.order[thing.channel]
        at = bisect_left(order, thing.ts)
        if at < len(order) and order[at] == thing.ts:
            del order[at]
        thread = self.replies.get(f"{thing.channel}/{thing.thread_ts}", [])
        if thing.ts in thread:
            thread.remove(thing.ts)

    # -- ids and time --------------------------------------------------------------------------

    @property
    def now(self) -> datetime:
        """Business time, UTC."""
        return EPOCH + timedelta(microseconds=self.meta.now_us)

    def set_now(self, now: datetime) -> None:
        self.meta.now_us = (now - EPOCH) // timedelta(microseconds=1)
        self.save(self.meta)

    def stamp(self) -> str:
        """A new ts of business time, greater than every one before."""
        self.meta.last_us = max(self.meta.now_us, self.meta.last_us + 1)
        self.journal.write(self.meta)
        return ts_of(self.meta.last_us)

    def new_id(self, prefix: str) -> str:
        self.meta.serial += 1
        self.journal.write(self.meta)
        return f"{prefix}0S{base36(36**6 + self.meta.serial)}"

    # -- asking --------------------------------------------------------------------------------

    def person_named(self, name: str) -> Person | None:
        """By id, or by handle with or without the at-sign."""
        if name in self.people:
            return self.people[name]
        handle = name.removeprefix("@").casefold()
        if not handle:
            return None
        return next(
            (p for p in self.people.values() if handle in (p.name.casefold(), p.display_name.casefold())),
            None,
        )

    def channel_named(self, name: str) -> Channel | None:
        """By id, or by name with or without the hash."""
        if name in self.channels:
            return self.channels[name]
        plain = name.removeprefix("#")
        return next((c for c in self.channels.values() if c.name == plain and plain), None)

    def im(self, one: str, other: str, *, make: bool = True) -> Channel | None:
        """The direct conversation of two members, made when missing and `make`."""
        pair = sorted((one, other))
        for channel in self.channels.values():
            if channel.sort == "im" and sorted(channel.members) == pair:
                return channel
        if not make:
            return None
        made = Channel(id=self.new_id("D"), sort="im", members=pair, created=self.meta.now_us // 1_000_000)
        self.save(made)
        return made

    def message(self, channel: str, ts: str) -> Message | None:
        return self.messages.get(channel, {}).get(ts)

    def thread(self, channel: str, ts: str) -> list[Message]:
        """The replies of a parent, oldest first."""
        told = self.messages.get(channel, {})
        return [told[one] for one in self.replies.get(f"{channel}/{ts}", []) if one in told]

    def unread(self, user: str, channel: str) -> int:
        mark = self.reads.get(f"{user}/{channel}", "0")
        order = self.order.get(channel, [])
        told = self.messages.get(channel, {})
        return sum(1 for ts in order[bisect_left(order, mark) :] if ts > mark and told[ts].user != user)


def user_ref(state: State, user: str) -> Json:
    """The short form of a person in payloads."""
    person = state.people[user]
    return {"id": person.id, "username": person.name, "name": person.name, "team_id": state.team.id}
