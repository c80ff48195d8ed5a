"""Alembic's entry: runs the revisions in one transaction, in batch mode so that SQLite can alter tables."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from alembic import context

from storage.tables import metadata


@contextmanager
def unheld(connection: sa.Connection) -> Iterator[None]:
    """SQLite makes a table anew to alter it, and lets nobody drop one that rows of others hold on to: meanwhile nothing
    is held. What is left must be whole, or all of it is undone. Outside a transaction alone this can be switched."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        connection.rollback()
        driver.execute("PRAGMA foreign_keys=ON")


def run() -> None:
    """Runs against the engine that `storage.migrate` hands over."""
    engine = context.config.attributes["engine"].execution_options(baton_write=True)
    with engine.connect() as connection, unheld(connection):
        context.configure(
            connection=connection,
            target_metadata=metadata,
            render_as_batch=True,
            compare_type=True,
            transaction_per_migration=False,
            transactional_ddl=True,  # SQLite's too, whatever Alembic thinks of its driver: cut off, all of it is undone
        )
        with context.begin_transaction():
            context.run_migrations()
            if (
                connection.dialect.name == "sqlite"
                and connection.exec_driver_sql("PRAGMA foreign_key_check").first()
            ):
                raise RuntimeError("a row is left that points at none")
        connection.commit()


run()
