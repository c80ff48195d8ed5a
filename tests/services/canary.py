"""A word that is in a database, or no more: every row of every table is looked at."""

from __future__ import annotations

import json

from sqlmodel import SQLModel

from tests.services.machine import Machine

CANARY = "CANARY"


def left(machine: Machine) -> list[str]:
    """Every row of every table that holds the word."""
    with machine.db.read() as tx:
        return [
            f"{table.name}: {told}"
            for table in SQLModel.metadata.sorted_tables
            for row in tx.connection().execute(table.select()).mappings()
            if CANARY in (told := json.dumps(dict(row), default=str, ensure_ascii=False))
        ]
