"""Alembic's entry: runs the revisions in one transaction, in batch mode so that SQLite can alter tables."""

from alembic import context

from storage.tables import metadata


def run() -> None:
    """Runs against the engine that `storage.migrate` hands over."""
    engine = context.config.attributes["engine"].execution_options(baton_write=True)
    with engine.connect() as connection:
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
        connection.commit()


run()
