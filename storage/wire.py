"""PostgreSQL through libpq, below psycopg's cursor, which takes longer for a small statement than the server does.

Each statement is prepared once on its connection. psycopg prepares none beside it (`storage/db.py`): it forgets all
that was prepared at every rollback, with which each read ends.
"""

import select
from collections.abc import Sequence
from typing import Any


class Rows(list[tuple[Any, ...]]):
    """What a statement gave, asked as a cursor is."""

    def fetchall(self) -> list[tuple[Any, ...]]:
        return self

    def fetchone(self) -> tuple[Any, ...]:
        return self[0]


class Wire:
    """A connection of psycopg, for statements with their values in order (``$1``). Used by one thread at a time."""

    def __init__(self, psycopg: Any, connection: Any) -> None:
        self._psycopg, self._connection, self._libpq = psycopg, connection, connection.pgconn
        self._change = psycopg.adapt.Transformer(connection)
        self._names: dict[str, bytes] = {}

    def execute(self, sql: str, values: Sequence[Any]) -> Rows:
        """Runs it in the connection's transaction, which begins with it if none is open."""
        if self._libpq.transaction_status == self._psycopg.pq.TransactionStatus.IDLE:
            level = self._connection.isolation_level
            how = "" if level is None else f" ISOLATION LEVEL {level.name.replace('_', ' ')}"
            self._sound(self._libpq.exec_(f"BEGIN{how}".encode()))
        return self.look(sql, values)

    def look(self, sql: str, values: Sequence[Any]) -> Rows:
        """Runs it as it is: outside a transaction where none is open."""
        change, name = self._change, self._names.get(sql) or self._prepare(sql)
        text = self._psycopg.adapt.PyFormat.TEXT
        given = change.dump_sequence(values, [text] * len(values))
        result = self._sound(self._libpq.exec_prepared(name, given))
        if not result.ntuples:
            return Rows()
        change.set_pgresult(result)
        return Rows(change.load_rows(0, result.ntuples, tuple))

    def _prepare(self, sql: str) -> bytes:
        name = f"baton_{len(self._names)}".encode()
        self._sound(self._libpq.prepare(name, sql.encode()))
        self._names[sql] = name
        return name

    def _sound(self, result: Any) -> Any:
        """The result, or what is wrong with it as psycopg raises it."""
        if result.status in (self._psycopg.pq.ExecStatus.COMMAND_OK, self._psycopg.pq.ExecStatus.TUPLES_OK):
            return result
        if self._libpq.status != self._psycopg.pq.ConnStatus.OK:
            raise self._psycopg.OperationalError(result.get_error_message())
        raise self._psycopg.errors.error_from_result(result)


def is_gone(connection: Any) -> bool:
    """Has the server hung up on this idle connection of psycopg? Asks the socket, where a ping would go there and back."""
    if connection.closed:
        return True
    poller = select.poll()
    poller.register(connection.pgconn.socket, select.POLLIN)
    # An idle server says nothing but goodbye; a parameter that was changed under us is a reason for a new one too.
    return bool(poller.poll(0))
