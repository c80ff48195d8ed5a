"""What a workspace is made of: plain data that turns to JSON and back, no behaviour."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar

Json = dict[str, Any]


@dataclass
class Entity:
    """A row of the state; `kind` names it in the journal and `key` finds it again."""

    kind: ClassVar[str] = ""

    @property
    def key(self) -> str:
        raise NotImplementedError

    def to_json(self) -> Json:
        return asdict(self)


@dataclass
class Meta(Entity):
    """Business time and the counters; microseconds since 1970 UTC."""

    kind: ClassVar[str] = "meta"
    now_us: int = 0
    last_us: int = 0
    serial: int = 0

    @property
    def key(self) -> str:
        return "meta"


@dataclass
class Team(Entity):
    kind: ClassVar[str] = "team"
    id: str = "T0SANDBOX"
    name: str = "Sandbox"
    domain: str = "sandbox"

    @property
    def key(self) -> str:
        return self.id


@dataclass
class Person(Entity):
    """A member of the team; `guest` is "", "multi" (is_restricted) or "single" (is_ultra_restricted)."""

    kind: ClassVar[str] = "person"
    id: str
    name: str
    real_name: str = ""
    display_name: str = ""
    title: str = ""
    email: str = ""
    locale: str = "en-US"
    tz: str = "UTC"
    guest: str = ""
    admin: bool = False
    owner: bool = False
    deleted: bool = False
    bot: bool = False
    updated: int = 0

    @property
    def key(self) -> str:
        return self.id


@dataclass
class Channel(Entity):
    """A conversation; `sort` is channel, private or im (an im has exactly two members and no name)."""

    kind: ClassVar[str] = "channel"
    id: str
    name: str = ""
    sort: str = "channel"
    members: list[str] = field(default_factory=list)
    creator: str = ""
    created: int = 0
    topic: str = ""
    purpose: str = ""
    shared: bool = False
    archived: bool = False
    general: bool = False
    example: bool = False  # the page shows here what can be done with a message

    @property
    def key(self) -> str:
        return self.id


@dataclass
class Message(Entity):
    """A stored message; with `visible_to` it is an ephemeral that only this person sees."""

    kind: ClassVar[str] = "message"
    channel: str
    ts: str
    user: str
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    metadata: Json | None = None
    thread_ts: str = ""
    bot_id: str = ""
    client_msg_id: str = ""
    edited: Json | None = None
    files: list[str] = field(default_factory=list)
    visible_to: str = ""
    subtype: str = ""

    @property
    def key(self) -> str:
        return f"{self.channel}/{self.ts}"


@dataclass
class View(Entity):
    """A modal or a Home tab; `data` is what the app sent, normalised."""

    kind: ClassVar[str] = "view"
    id: str
    user: str
    data: Json
    hash: str
    root: str = ""
    previous: str = ""
    external_id: str = ""
    values: Json = field(default_factory=dict)

    @property
    def key(self) -> str:
        return self.id


@dataclass
class File(Entity):
    """An uploaded file; its bytes stand in the folder `files` of the data folder, or in memory."""

    kind: ClassVar[str] = "file"
    id: str
    name: str
    user: str
    length: int
    title: str = ""
    created: int = 0
    complete: bool = False
    shares: list[list[str]] = field(default_factory=list)

    @property
    def key(self) -> str:
        return self.id


@dataclass
class ReadMark(Entity):
    kind: ClassVar[str] = "read"
    user: str
    channel: str
    ts: str

    @property
    def key(self) -> str:
        return f"{self.user}/{self.channel}"


KINDS: dict[str, type[Entity]] = {
    kind.kind: kind for kind in (Meta, Team, Person, Channel, Message, View, File, ReadMark)
}
