"""A disk that is full or read-only: nothing is saved, whoever writes hears so, health is red, admins hear once, and all goes
on by itself. With a real file that takes no more, as SQLite itself can be told."""

from __future__ import annotations

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
}
each = pytest.mark.parametrize("why", list(KINDS))
sqlite = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


def writer(machine: Machine) -> Any:
    """The one connection that writes to the file, as SQLite's driver has it."""
    with machine.db.write() as tx:
        return tx.connection().connection.driver_connection


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
    file.execute(refuse)
    assert red(machine) == []
    with pytest.raises(Unwritable) as refused:
        fill(liam)
    assert isinstance(refused.value, Busy)
    deals = len(machine.rows(Deal))
    assert red(machine) == [f"health.{why}"]
    with pytest.raises(Unwritable):
        liam.lead(long_lead(41))
    assert len(machine.rows(Deal)) == deals
    file.execute(allow)
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


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_a_server_that_takes_no_writes_is_the_same_until_one_passes(machine: Machine) -> None:
    liam = Hand(machine, "liam")
    with pytest.raises(Unwritable), machine.db.write() as tx:
        tx.connection().exec_driver_sql("SET TRANSACTION READ ONLY")
        tx.connection().exec_driver_sql("DELETE FROM deals")
    assert red(machine) == ["health.readonly"]
    with machine.db.write() as tx:
        tx.connection().exec_driver_sql("SELECT 1")
    assert red(machine) == ["health.readonly"]
    liam.lead(long_lead(1))
    assert red(machine) == []
