"""Cursors: opaque places in a list. https://docs.slack.dev/apis/web-api/pagination"""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Sequence
from typing import TypeVar

from sandbox.api.call import Call
from sandbox.errors import SlackError

T = TypeVar("T")


def cursor_of(word: str) -> str:
    return b64encode(f"next:{word}".encode()).decode()


def word_of(cursor: str) -> str:
    """What a cursor points to; raises invalid_cursor."""
    try:
        text = b64decode(cursor, validate=True).decode()
    except (Error, ValueError):
        raise SlackError("invalid_cursor") from None
    if not text.startswith("next:"):
        raise SlackError("invalid_cursor")
    return text.removeprefix("next:")


def page(call: Call, things: Sequence[T], default: int) -> tuple[Sequence[T], str]:
    """The part of a list that the call's cursor and limit name, and the next cursor or ""."""
    limit, cursor, start = call.limit(default, most=max(default, 1000)), call.text("cursor"), 0
    if cursor:
        word = word_of(cursor)
        if not word.isdigit():
            raise SlackError("invalid_cursor")
        start = int(word)
    end = start + limit
    return things[start:end], cursor_of(str(end)) if end < len(things) else ""
