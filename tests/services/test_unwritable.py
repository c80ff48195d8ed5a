"""A disk that is full or read-only: nothing is saved, whoever writes hears so, health is red, admins hear once, and all goes
on by itself. With a real file that takes no more, as SQLite itself can be told."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from typing import Any

import pytest

from bot.words import text
from jobs.unwritable import Warner
from rules.answers.leads import LeadSaved
from rules.errors import Busy, Unwritable
from services import health
from storage.tables import Deal, PersonRole
from tests.services.hand import Hand
from tests.services.machine import Machine

KINDS = {
    "full": ("PRAGMA max_page_count=1", "PRAGMA max_page_count=1000000"),
    "readonly": ("PRAGMA query_only=ON", "PRAGMA query_only=OFF"),
    # how large a file of this process may be: SQLite calls it an I/O error
    "broken": (1, resource.RLIM_INFINITY),
}
each = pytest.mark.parametrize("why", list(KINDS))
sqlite = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


def writer(machine: Machine) -> Any:
    """The one connection that writes to the file, as SQLite's driver has it."""
    with machine.db.write() as tx:
        return tx.connection().connection.driver_connection


def put(file: Any, said: str | int) -> None:
    """Has the file take no more, or all again."""
    if isinstance(said, str):
        file.execute(said)
    else:
        resource.setrlimit(resource.RLIMIT_FSIZE, (said, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))


@pytest.fixture(autouse=True)
def files_of_any_size() -> Iterator[None]:
    yield
    put(None, KINDS["broken"][1])


def red(machine: Machine) -> list[str]:
    return [one.key for one in health.troubles(machine.deps, now=machine.clock.now())]


def long_lead(n: int) -> str:
    return f"Globex {n}, Tom Reed 1390013{n:04}, {'pumps and valves ' * 200}, expo"


def fill(liam: Hand) -> None:
    """Writes until the file takes no more: what is free in its last pages is used first."""
    for n in range(40):
        liam.lead(long_lead(n))


@sqlite
@each
def test_nothing_is_saved_and_all_goes_on_by_itself(machine: Machine, why: str) -> None:
    liam = Hand(machine, "liam")
    (refuse, allow), file = KINDS[why], writer(machine)
    put(file, refuse)
    assert red(machine) == []
    with pytest.raises(Unwritable) as refused:
        fill(liam)
    assert isinstance(refused.value, Busy)
    deals = len(machine.rows(Deal))
    assert red(machine) == [f"health.{why}"]
    with pytest.raises(Unwritable):
        liam.lead(long_lead(41))
    assert len(machine.rows(Deal)) == deals
    put(file, allow)
    assert red(machine) == [f"health.{why}"]  # nothing was written yet: not known
    assert isinstance(liam.lead(long_lead(41)), LeadSaved)
    assert red(machine) == []


@sqlite
def test_what_is_wrong_for_another_reason_is_told_as_before(machine: Machine) -> None:
    with pytest.raises(Exception, match="no such table"), machine.db.write() as tx:
        tx.connection().exec_driver_sql("INSERT INTO missing VALUES (1)")
    assert red(machine) == []


@pytest.mark.parametrize("locale", ["en", "zh"])
@pytest.mark.parametrize("why", ["full", "readonly", "broken"])
def test_every_reason_has_its_words(why: str, locale: str) -> None:
    for key in (f"health.{why}", f"saving.{why}", "saving.meanwhile", Unwritable.key):
        assert text(locale, key) != key


@sqlite
def test_an_admin_hears_once_though_nothing_can_be_noted(posting: Machine) -> None:
    with posting.db.write() as tx:
        tx.add(PersonRole(person_id=posting.ids["maya"], role="admin"))
    warner = Warner(posting.deps, posting.gateway)
    file = writer(posting)
    assert warner.run() == 0
    file.execute("PRAGMA query_only=ON")
    with pytest.raises(Unwritable):
        Hand(posting, "liam").lead(long_lead(1))
    with posting.judged() as sink:
        assert [warner.run(), warner.run()] == [1, 0]
    assert "read-only" in str(sink) and "keep their text" in str(sink)
    file.execute("PRAGMA query_only=OFF")
    Hand(posting, "liam").lead(long_lead(1))
    posting.process.push(days=2)
    assert warner.run() == 0


REFUSED = {  # what the server says of it
    "53100": ("full", "DO $$BEGIN RAISE USING ERRCODE = '53100'; END$$"),
    "58030": ("broken", "DO $$BEGIN RAISE USING ERRCODE = '58030'; END$$"),
    "25006": ("readonly", "DELETE FROM deals"),
}


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
@pytest.mark.parametrize("state", REFUSED)
def test_a_server_that_takes_no_writes_is_the_same_until_one_passes(machine: Machine, state: str) -> None:
    liam, (why, statement) = Hand(machine, "liam"), REFUSED[state]
    with pytest.raises(Unwritable), machine.db.write() as tx:
        if why == "readonly":
            tx.connection().exec_driver_sql("SET TRANSACTION READ ONLY")
        tx.connection().exec_driver_sql(statement)
    assert red(machine) == [f"health.{why}"]
    with machine.db.write() as tx:
        tx.connection().exec_driver_sql("SELECT 1")
    assert red(machine) == [f"health.{why}"]
    liam.lead(long_lead(1))
    assert red(machine) == []
