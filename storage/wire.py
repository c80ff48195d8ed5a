"""PostgreSQL through libpq, below psycopg's cursor, which takes longer for a small statement than the server does.

Each statement is prepared once on its connection. psycopg prepares none beside it (`storage/db.py`): it forgets all
that was prepared at every rollback, with which each read ends. What nobody waits for travels with the next statement
of its transaction or with its commit, so that a request goes to the server and back as seldom as it can.
"""

import select
from collections.abc import Sequence
from typing import Any, NamedTuple

MOST_WAITING = 32


class Rows(list[tuple[Any, ...]]):
    """What a statement gave, asked as a cursor is."""

    def fetchall(self) -> list[tuple[Any, ...]]:
        return self

    def fetchone(self) -> tuple[Any, ...]:
        return self[0]


class _Step(NamedTuple):
    """A command, or a prepared statement by its name with its values."""

    command: bytes
    given: Sequence[Any] | None = None


class Wire:
    """A connection of psycopg, for statements with their values in order (``$1``). Used by one thread at a time."""

    def __init__(self, psycopg: Any, connection: Any) -> None:
        self._psycopg, self._connection, self._libpq = psycopg, connection, connection.pgconn
        self._idle = psycopg.pq.TransactionStatus.IDLE
        self._sync = psycopg.pq.ExecStatus.PIPELINE_SYNC
        self._good = (psycopg.pq.ExecStatus.COMMAND_OK, psycopg.pq.ExecStatus.TUPLES_OK)
        self._change = psycopg.adapt.Transformer(connection)
        self._names: dict[str, bytes] = {}
        self._waiting: list[_Step] = []
        self._heard = select.poll()
        self._heard.register(self._libpq.socket, select.POLLIN)

    def execute(self, sql: str, values: Sequence[Any]) -> Rows:
        """Runs it in the connection's transaction, which begins with it if none is open."""
        return self.together([(sql, values)])[0]

    def together(self, asked: Sequence[tuple[str, Sequence[Any]]]) -> list[Rows]:
        """As `execute`, all of them on one way to the server and back."""
        steps = [self._step(sql, values) for sql, values in asked]
        return [self._rows(result) for result in self._run([*self._before(), *steps])[-len(steps) :]]

    def later(self, sql: str, values: Sequence[Any]) -> None:
        """Runs it in the transaction before the next statement, or the commit, which then raise what is wrong with it."""
        if self._libpq.transaction_status == self._idle or len(self._waiting) >= MOST_WAITING:
            self.execute(sql, values)
        else:
            self._waiting.append(self._step(sql, values))

    def look(self, sql: str, values: Sequence[Any]) -> Rows:
        """Runs it outside a transaction."""
        return self._rows(self._run([self._step(sql, values)])[0])

    def settle(self) -> None:
        """Runs what waits: somebody else is about to use the connection."""
        if self._waiting and self._libpq.transaction_status != self._idle:
            self._run(self._before())

    def commit(self) -> None:
        """Commits with what waits, and returns when the server has it on its disk. What raises is undone."""
        if self._libpq.transaction_status == self._idle:
            return
        try:
            done = self._run([*self._before(), _Step(b"COMMIT")])[-1]
        except self._psycopg.Error:
            self._libpq.exec_(b"ROLLBACK")  # SQLAlchemy takes a commit that failed for the end of it
            raise
        if done.command_status == b"ROLLBACK":
            raise self._psycopg.OperationalError("the transaction had failed before")

    def _before(self) -> list[_Step]:
        """What has to run first: what waits, or BEGIN. What an undone transaction left waiting is undone too."""
        waiting, self._waiting = self._waiting, []
        if self._libpq.transaction_status != self._idle:
            return waiting
        level = self._connection.isolation_level
        how = "" if level is None else f" ISOLATION LEVEL {level.name.replace('_', ' ')}"
        return [_Step(f"BEGIN{how}".encode())]

    def _step(self, sql: str, values: Sequence[Any]) -> _Step:
        name = self._names.get(sql)
        if name is None:
            name = f"baton_{len(self._names)}".encode()
            self._sound(self._libpq.prepare(name, sql.encode()))
            self._names[sql] = name
        text = self._psycopg.adapt.PyFormat.TEXT
        return _Step(name, self._change.dump_sequence(values, [text] * len(values)))

    def _rows(self, result: Any) -> Rows:
        if not result.ntuples:
            return Rows()
        self._change.set_pgresult(result)
        return Rows(self._change.load_rows(0, result.ntuples, tuple))

    def _run(self, steps: list[_Step]) -> list[Any]:
        """The result of each. Several go there and come back together."""
        if len(steps) > 1:
            return [self._sound(result) for result in self._piped(steps)]
        [(command, given)] = steps
        done = self._libpq.exec_(command) if given is None else self._libpq.exec_prepared(command, given)
        return [self._sound(done)]

    def _piped(self, steps: list[_Step]) -> list[Any]:
        libpq = self._libpq
        libpq.enter_pipeline_mode()
        for step in steps:
            if step.given is None:
                libpq.send_query_params(step.command, None)
            else:
                libpq.send_query_prepared(step.command, step.given)
        libpq.pipeline_sync()
        while libpq.flush():
            if self._heard.poll(1):  # more than the socket holds; the server may wait for us to read
                libpq.consume_input()
        results = []
        while (result := self._next()) is None or result.status != self._sync:
            if result is not None:
                results.append(result)
        libpq.exit_pipeline_mode()
        return results

    def _next(self) -> Any:
        """The next result, None behind the last one of a step."""
        while self._libpq.is_busy():
            self._heard.poll()
            self._libpq.consume_input()
        return self._libpq.get_result()

    def _sound(self, result: Any) -> Any:
        """The result, or what is wrong with it as psycopg raises it."""
        if result.status in self._good:
            return result
        if self._libpq.status != self._psycopg.pq.ConnStatus.OK:
            raise self._psycopg.OperationalError(result.get_error_message())
        raise self._psycopg.errors.error_from_result(result)


def is_gone(connection: Any) -> bool:
    """Has the server hung up on this idle connection of psycopg? The socket knows, where a ping would go there and back."""
    if connection.closed:
        return True
    poll = select.poll()
    poll.register(connection.pgconn.socket, select.POLLIN)
    return bool(poll.poll(0))  # an idle server says nothing but goodbye, or that it was configured anew
