"""From raw bytes to the payload: JSON for events, a form for commands, JSON in a form for everything else."""

import json
from typing import Any, NoReturn
from urllib.parse import parse_qsl

Payload = dict[str, Any]
FIELDS = 100  # a command has fifteen


class Unreadable(Exception):
    """The body is nothing that Slack sends."""


def payload_of(content_type: bytes, body: bytes) -> Payload:
    """The payload, whatever was done to the bytes. Raises Unreadable."""
    kind = content_type.partition(b";")[0].strip().lower()
    try:
        if kind == b"application/json":
            return _object(body.decode())
        if kind == b"application/x-www-form-urlencoded":
            return _form(body.decode())
    except (
        ValueError,
        RecursionError,
    ) as fault:  # ValueError: broken JSON, no UTF-8, too many fields or digits
        raise Unreadable from fault
    raise Unreadable


def _form(body: str) -> Payload:
    pairs = parse_qsl(
        body, keep_blank_values=True, strict_parsing=True, errors="strict", max_num_fields=FIELDS
    )
    fields: Payload = dict(pairs)
    if not fields or len(fields) != len(pairs):
        raise Unreadable
    return _object(fields["payload"]) if "payload" in fields else fields


def _object(text: str) -> Payload:
    found = json.loads(text, parse_constant=_no_number)
    if not isinstance(found, dict):
        raise Unreadable
    return found


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)  # NaN and Infinity, which are no JSON
