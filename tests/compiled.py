"""Statements are compiled once for a whole test run: a Baton compiles each once in its life, a test run has hundreds."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

_dialects: dict[str, sa.Dialect] = {}
_caches: dict[str, dict[Any, Any]] = {}


def share() -> None:
    """From now on every connection of a kind compiles for the first one's dialect, into one cache."""
    if not event.contains(sa.Engine, "engine_connect", _connected):
        event.listen(sa.Engine, "engine_connect", _connected)


def _connected(connection: sa.Connection) -> None:
    name = connection.dialect.name
    connection.dialect = _dialects.setdefault(name, connection.dialect)
    connection.execution_options(compiled_cache=_caches.setdefault(name, {}))
