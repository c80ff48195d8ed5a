"""What a person types, as Slack hands it on: `&`, `<`, `>` escaped; people, channels and links marked up."""

from __future__ import annotations

import re

from sandbox.entities import Channel, Person
from sandbox.state import State

# https://docs.slack.dev/messaging/formatting-message-text#escaping
BARE = r"(?:[a-z0-9-]+\.)+(?:com|net|org|io|cn|de|fr|eu|co|ai|dev|app|uk|jp|sg|hk|tw)"
LINK = re.compile(
    rf"(?P<url>https?://[^\s<>]*[^\s<>.,;:!?)'\"])"
    rf"|(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    rf"|(?<![\w@/.-])(?P<bare>{BARE}(?:/[^\s<>]*[^\s<>.,;:!?)'\"])?)(?![\w@-]|\.\w)"
    rf"|(?<![\w&])@(?P<at>[^\s<>]+(?: [^\s<>]+)?)"
    rf"|(?<![\w&])#(?P<hash>[\w-]+)",
    re.IGNORECASE,
)
BROADCAST = {"here", "channel", "everyone"}


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def as_message(state: State, text: str) -> str:
    """The `text` of a message a person sends."""
    return _marked(state, text, with_names=False)


def as_command(state: State, text: str, *, escape: bool) -> str:
    """The `text` of a slash command; with should_escape people come as <@U…|name> and links in brackets."""
    return _marked(state, text, with_names=True) if escape else escaped(text)


def _marked(state: State, text: str, *, with_names: bool) -> str:
    out, last = [], 0
    for match in LINK.finditer(text):
        if match.start() < last:
            continue
        replaced, end = _one(state, match, with_names)
        if replaced is None:
            continue
        out.append(escaped(text[last : match.start()]) + replaced)
        last = end
    return "".join(out) + escaped(text[last:])


def _one(state: State, match: re.Match[str], with_names: bool) -> tuple[str | None, int]:
    if url := match["url"]:
        return f"<{url.replace('&', '&amp;')}>", match.end()
    if mail := match["mail"]:
        return f"<mailto:{mail}|{mail}>", match.end()
    if bare := match["bare"]:
        return f"<http://{bare}|{bare}>", match.end()
    if name := match["at"]:
        return _mention(state, name, match.start("at"), with_names)
    channel = _channel(state, match["hash"])
    return (f"<#{channel.id}|{channel.name}>" if channel else None), match.end()


def _mention(state: State, name: str, start: int, with_names: bool) -> tuple[str | None, int]:
    first = re.split(r"[ ,.;:!?)]", name)[0]
    if first in BROADCAST:
        return f"<!{first}>", start + len(first)
    for candidate in (name, first):
        person = _mentionable(state, candidate)
        if person:
            shown = f"<@{person.id}|{person.name}>" if with_names else f"<@{person.id}>"
            return shown, start + len(candidate)
    return None, 0


def _mentionable(state: State, name: str) -> Person | None:
    person = state.person_named(name)
    return person if person and not person.deleted else None


def _channel(state: State, name: str) -> Channel | None:
    found = state.channel_named(name)
    return found if found and found.sort != "im" else None
