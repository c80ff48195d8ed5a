"""Slack's text: escaping, links, mentions and cutting to a length without breaking any of them.

parts.py escapes everything it is given; link() and mention() survive that because they travel in
private-use characters and become angle brackets only there, so no user text can forge a `<!channel>`.
"""

from __future__ import annotations

import regex

# Open, middle and close of a link on its way to parts.py; cleaned out of whatever people typed.
_OPEN, _MID, _CLOSE = "\ue000", "\ue001", "\ue002"
_MARK = regex.compile(f"{_OPEN}([^{_OPEN}{_MID}{_CLOSE}]*)(?:{_MID}([^{_OPEN}{_MID}{_CLOSE}]*))?{_CLOSE}")
_TARGET = regex.compile(r"(https?://|mailto:|tel:)[^\s<>|]+|@[UW][A-Z0-9]+|#[CG][A-Z0-9]+")
# A token is never cut: a link, an entity, or one character as a person sees it.
_TOKEN = regex.compile(r"<[^<>]*>|&(?:amp|lt|gt);|\X", regex.DOTALL)
_NOT_TEXT = regex.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def plain(text: str) -> str:
    """User text without Baton's own link marks; for text that is put between them."""
    return text.translate({ord(mark): None for mark in (_OPEN, _MID, _CLOSE)})


def link(url: str, label: str) -> str:
    """A link for a text that goes through parts.py; a url that Slack would not take leaves the label alone."""
    if not _TARGET.fullmatch(url):
        return label
    return f"{_OPEN}{plain(url)}{_MID}{plain(label).replace('|', '¦')}{_CLOSE}"


def mention(slack_id: str) -> str:
    """A person (U…) or a channel (C…) by id; Slack shows the name. Notifies a person in a post."""
    return f"{_OPEN}{'#' if slack_id[:1] in 'CG' else '@'}{slack_id}{_CLOSE}"


def bold(user_text: str) -> str:
    """User text in bold, on one line; left as it is where its own asterisks would break it."""
    flat = " ".join(user_text.split())
    return f"*{flat}*" if flat and "*" not in flat else flat


def escape(text: str) -> str:
    """What Slack wants: & < > as entities and nothing else; control characters and half surrogates go."""
    safe = _NOT_TEXT.sub("", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return safe if safe.isascii() else plain(_MARK.sub(_angle, safe))  # the marks are no ASCII


def _angle(found: regex.Match[str]) -> str:
    target, label = found.group(1).replace("&amp;", "&"), found.group(2)
    if not _TARGET.fullmatch(target):
        return label or ""
    target = target.replace("&", "&amp;")
    return f"<{target}|{label}>" if label else f"<{target}>"


def width(text: str) -> int:
    """Length as JavaScript counts it (UTF-16 units): the stricter reading of Slack's limits."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def clip(text: str, most: int) -> str:
    """Escaped text of at most `most` units, ending in … where it was cut; no entity, link, emoji is split."""
    if width(text) <= most:
        return text
    kept: list[str] = []
    room = most - 1
    for found in _TOKEN.finditer(text):
        room -= width(found.group())
        if room < 0:
            break
        kept.append(found.group())
    return "".join(kept).rstrip() + "…"


def one_line(text: str) -> str:
    """White space run together, for titles and labels."""
    return " ".join(text.split())


def storable(text: str) -> str:
    """What may stand in an initial value: no text object, so nothing is escaped and Slack shows it as it is."""
    return str(_NOT_TEXT.sub("", text))


def id_of(value: object) -> int | None:
    """An id that a form kept; None for what is none of ours: it was edited."""
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if 0 <= value < 2**31 else None
