"""Texts that are looked for by how they begin stand in the order of their bytes, whatever order the database has."""

from collections.abc import Sequence

import pytest
import sqlalchemy as sa

from storage.db import Database

# What `LAST` is put behind: in the order of a language nothing stands between "reply:" and "reply:" with it.
RANGED = [("accounts", "name_norm"), ("deliveries", "slot"), ("search_tokens", "token")]
OF_COLUMN = sa.text(
    "SELECT collname FROM pg_attribute JOIN pg_collation ON pg_collation.oid = attcollation"
    " WHERE attrelid = CAST(:name AS regclass) AND attname = :field"
)


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
@pytest.mark.parametrize("column", RANGED)
def test_a_text_that_is_looked_for_by_its_beginning_has_the_order_of_bytes(
    migrated_url: str, column: Sequence[str]
) -> None:
    database = Database(migrated_url)
    with database.engine.connect() as db:
        assert db.scalar(OF_COLUMN, {"name": column[0], "field": column[1]}) == "C"
    database.close()
