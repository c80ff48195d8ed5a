"""One audit row for every change: names in the chain, values beside it so that they can be erased."""

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from rules import seals
from storage import books
from storage.db import Session


def record(
    tx: Session,
    actor_id: int | None,
    action: str,
    subject: str,
    *,
    now: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Writes who (None: Baton itself) did what to ``subject`` (``deal:7``), in the caller's transaction."""
    # As they are stored, which is what is verified.
    values = json.loads(seals.values_told(before or {}, after or {}))
    salt = secrets.token_hex(8)
    named = {
        "at": now,
        "actor_id": actor_id,
        "action": action,
        "subject": subject,
        "fields": ",".join(sorted({*values["before"], *values["after"]})),
        "salt": salt,
        "digest": seals.digest_of(salt, seals.values_told(**values)),
    }
    books.add_audit(tx, named, values["before"], values["after"])


class Own(NamedTuple):
    """What Baton did to a record by itself; ``after`` is plain, as JSON gives it back."""

    action: str
    subject: str
    after: dict[str, Any]


def record_own(tx: Session, done: Sequence[Own], *, now: datetime) -> None:
    """As `record`, of many records at once, in this order."""
    salts = secrets.token_hex(8 * len(done))
    entries = [_own(one, salts[16 * at : 16 * at + 16], now) for at, one in enumerate(done)]
    if entries:
        books.add_audits(tx, entries)


def _own(one: Own, salt: str, now: datetime) -> tuple[dict[str, Any], dict[str, Any]]:
    named = {
        "at": now,
        "actor_id": None,
        "action": one.action,
        "subject": one.subject,
        "fields": ",".join(sorted(one.after)),
        "salt": salt,
        "digest": seals.digest_of(salt, seals.values_told({}, one.after)),
    }
    return named, one.after
