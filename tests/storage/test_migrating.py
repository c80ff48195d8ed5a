"""What a migration does to the data that is there."""

import sqlalchemy as sa
from alembic import command

from storage.db import Database
from storage.migrate import config

AT = "2026-02-01 00:00:00+00:00"
LATER = "2026-04-01 00:00:00+00:00"
DEAL = {
    "state": "lost", "stage": "screened", "stage_entered_at": LATER, "raw_text": "", "origin": "command",
    "amount_approx": False, "tries": 0, "created_at": AT, "version": 1,
}  # fmt: skip


def insert(db: sa.Connection, table: str, **values: object) -> None:
    names, places = ", ".join(values), ", ".join(f":{name}" for name in values)
    db.execute(sa.text(f"INSERT INTO {table} ({names}) VALUES ({places})"), values)


def test_each_stay_gets_the_version_of_the_process_that_it_began_under(database_url: str) -> None:
    """It was 1 for all; that of the first stood at the deal."""
    database = Database(database_url)
    settings = config(database)
    command.upgrade(settings, "0016")
    with database.engine.begin() as db:
        for version, applied in ((1, "2026-01-01 00:00:00+00:00"), (2, "2026-03-01 00:00:00+00:00")):
            insert(db, "config_versions", version=version, body="{}", source="", applied_at=applied)
        for number, version in ((1, 1), (2, 2)):
            insert(db, "deals", id=number, config_version=version, closed_from_stage="screened", **DEAL)
            for stay, at in ((number * 10, AT), (number * 10 + 1, LATER)):
                said = {"stage": "lead", "entered_at": at, "direction": "forward", "config_version": 1}
                insert(db, "stage_entries", id=stay, deal_id=number, **said)
    for revision in ("0017", "0016", "0017"):
        step = command.upgrade if revision == "0017" else command.downgrade
        step(settings, revision)
        with database.engine.begin() as db:
            stays = db.execute(sa.text("SELECT id, config_version FROM stage_entries ORDER BY id")).all()
            assert [tuple(stay) for stay in stays] == [(10, 1), (11, 2), (20, 2), (21, 2)]
    database.close()


def test_tags_that_are_there_are_found_by_the_index(database_url: str) -> None:
    database = Database(database_url)
    settings = config(database)
    command.upgrade(settings, "0018")
    with database.engine.begin() as db:
        for number, tags in ((1, ",delivery,price,"), (2, None)):
            insert(db, "deals", id=number, tags=tags, **DEAL)
        insert(db, "search_tokens", token="acme", deal_id=2)
    for revision, expected in (("0019", [",delivery,", ",price,", "acme"]), ("0018", ["acme"])):
        step = command.upgrade if revision == "0019" else command.downgrade
        step(settings, revision)
        with database.engine.begin() as db:
            assert list(db.scalars(sa.text("SELECT token FROM search_tokens ORDER BY token"))) == expected
    database.close()
