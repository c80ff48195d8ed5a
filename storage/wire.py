"""PostgreSQL through libpq, below psycopg's cursor, which takes longer for a small statement than the server does.

Each statement is prepared once on its connection. psycopg prepares none beside it (`storage/db.py`): it forgets all
that was prepared at every rollback, with which each read ends. What nobody waits for yet travels with the next statement
of its transaction or with its commit, so that a request goes to the server and back as seldom as it can.
"""

import select
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

MOST_WAITING = 32


class Rows:
    """What a statement gave, asked as a cursor is. Of one that waits, the first look is what sends it."""

    def __init__(self, send: Callable[[], None]) -> None:
        self._send = send
        self._found: list[tuple[Any, ...]] | None = None

    def come(self, found: list[tuple[Any, ...]]) -> None:
        self._found = found

    def fetchall(self) -> list[tuple[Any, ...]]:
        if self._found is None:
            self._send()
        assert self._found is not None, "its transaction has ended without it"
        return self._found

    def fetchone(self) -> tuple[Any, ...]:
        return self.fetchall()[0]


class _Step(NamedTuple):
    """A command, or a prepared statement by its name with its values, and where its rows go."""

    command: bytes
    given: Sequence[Any] | None = None
    rows: Rows | None = None


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
        rows = self.later(sql, values)
        self.settle()
        return rows

    def later(self, sql: str, values: Sequence[Any]) -> Rows:
        """Runs it in the transaction, which begins with it if none is open, before the next statement or when its rows
        are looked at, at the latest with the commit; that raises then what is wrong with it."""
        if len(self._waiting) >= MOST_WAITING:
            self.settle()
        step = self._step(sql, values, Rows(self.settle))
        if not self._waiting and self._libpq.transaction_status == self._idle:
            self._waiting.append(self._begin())
        self._waiting.append(step)
        assert step.rows is not None
        return step.rows

    def many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """As `later`, once for each of these values."""
        for values in rows:
            self.later(sql, values)

    def look(self, sql: str, values: Sequence[Any]) -> Rows:
        """Runs it outside a transaction."""
        rows = Rows(self.settle)
        self._run([self._step(sql, values, rows)])
        return rows

    def settle(self) -> None:
        """Runs what waits: somebody looks at its rows, or is about to use the connection."""
        if self._waiting:
            self._run(self._taken())

    def commit(self) -> None:
        """Commits with what waits, and returns when the server has it on its disk. What raises is undone."""
        if not self._waiting and self._libpq.transaction_status == self._idle:
            return
        try:
            done = self._run([*self._taken(), _Step(b"COMMIT")])
        except self._psycopg.Error:
            self._libpq.exec_(b"ROLLBACK")  # SQLAlchemy takes a commit that failed for the end of it
            raise
        if done.command_status == b"ROLLBACK":
            raise self._psycopg.OperationalError("the transaction had failed before")

    def forget(self) -> None:
        """What waits is undone with its transaction."""
        self._waiting.clear()

    def _taken(self) -> list[_Step]:
        waiting, self._waiting = self._waiting, []
        return waiting

    def _begin(self) -> _Step:
        level = self._connection.isolation_level
        how = "" if level is None else f" ISOLATION LEVEL {level.name.replace('_', ' ')}"
        return _Step(f"BEGIN{how}".encode())

    def _step(self, sql: str, values: Sequence[Any], rows: Rows) -> _Step:
        name = self._names.get(sql)
        if name is None:
            name = f"baton_{len(self._names)}".encode()
            self._sound(self._libpq.prepare(name, sql.encode()))
            self._names[sql] = name
        text = self._psycopg.adapt.PyFormat.TEXT
        return _Step(name, self._change.dump_sequence(values, [text] * len(values)), rows)

    def _loaded(self, result: Any) -> list[tuple[Any, ...]]:
        if not result.ntuples:
            return []
        self._change.set_pgresult(result)
        rows: list[tuple[Any, ...]] = self._change.load_rows(0, result.ntuples, tuple)
        return rows

    def _run(self, steps: list[_Step]) -> Any:
        """Hands each its rows, and gives the result of the last. Several go there and come back together."""
        result: Any = None
        for step, result in zip(steps, self._results(steps), strict=False):  # behind a fault there are none
            self._sound(result)
            if step.rows is not None:
                step.rows.come(self._loaded(result))
        return result

    def _results(self, steps: list[_Step]) -> list[Any]:
        if len(steps) > 1:
            return self._piped(steps)
        [(command, given, _)] = steps
        return [self._libpq.exec_(command) if given is None else self._libpq.exec_prepared(command, given)]

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
