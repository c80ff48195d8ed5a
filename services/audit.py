"""One audit row for every change: names in the chain, values beside it so that they can be erased."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

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
    values = {"before": dict(before or {}), "after": dict(after or {})}
    salt = secrets.token_hex(8)
    told = json.dumps(values, sort_keys=True, default=str, ensure_ascii=False)
    names = ",".join(sorted({*values["before"], *values["after"]}))
    named = {
        "at": now,
        "actor_id": actor_id,
        "action": action,
        "subject": subject,
        "fields": names,
        "salt": salt,
        "digest": hashlib.sha256((salt + told).encode("utf-8", "replace")).hexdigest(),
    }
    plain = json.loads(told)
    books.add_audit(tx, named, plain["before"], plain["after"])
