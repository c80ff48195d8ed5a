"""Ready statements give and take what SQLAlchemy's own way does, on both databases."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from storage import people, rows
from storage.db import Database
from storage.looking import Models, changed
from storage.ready import Ready, place_of
from storage.tables import Account, Audit, AuditValue, Inbox, Person

AT = datetime(2026, 11, 24, 7, 30, 15, 123456, tzinfo=UTC)
ANSWER = {"kind": "lead.saved", "head": {"account": "恒达机械", "deal_id": 7}, "unsure": []}


@pytest.fixture
def db(migrated_url: str) -> Iterator[Database]:
    made = Database(migrated_url)
    yield made
    made.close()


def inbox(key: str, **other: Any) -> dict[str, Any]:
    return {
        "key": key,
        "kind": "command",
        "person_id": None,
        "text_digest": None,
        "answer": ANSWER,
        "at": AT,
        **other,
    }


def test_what_was_only_looked_at_takes_no_value(db: Database) -> None:
    """It is in no session: whoever set one would lose it without a word."""
    with db.write() as tx:
        made = rows.insert(tx, Account, name="恒达", name_norm="恒达", created_at=AT)
        (seen,) = Models(Account, col(Account.id) == sa.bindparam("id")).all(tx, id=made.id)
        assert (seen.id, seen.name) == (made.id, "恒达")
        with pytest.raises(AttributeError, match="name"):
            seen.name = "云帆"
        assert (changed(seen, name="云帆").name, seen.name) == ("云帆", "恒达")


def test_what_is_put_is_what_the_model_reads(db: Database) -> None:
    with db.write() as tx:
        assert rows.put(tx, Inbox, **inbox("a")) == 0  # counts no ids
        first = rows.put(tx, Audit, at=AT, actor_id=None, action="x", subject="deal:1")
        second = rows.put(tx, Audit, at=AT, actor_id=None, action="y", subject="deal:1")
    assert 0 < first < second
    with db.read() as tx:
        found = tx.get(Inbox, "a")
        audit = tx.get(Audit, second)
    assert found is not None and (found.answer, found.at, found.person_id) == (ANSWER, AT, None)
    assert audit is not None and (audit.action, audit.fields) == ("y", "")


def test_it_reads_what_sqlalchemy_reads(db: Database) -> None:
    columns = (col(Inbox.key), col(Inbox.answer), col(Inbox.at), col(Inbox.text_digest))
    query = (
        sa.select(*columns).where(col(Inbox.at) >= sa.bindparam("since")).order_by(col(Inbox.key)).limit(2)
    )
    ready = Ready(query)
    with db.write() as tx:
        for key in "cab":
            rows.put(tx, Inbox, **inbox(key))
        expected = [tuple(row) for row in tx.connection().execute(query, {"since": AT})]
        assert ready.all(tx, since=AT) == expected
        assert ready.first(tx, since=AT) == expected[0]
        assert ready.scalar(tx, since=AT) == "a"
    assert [key for key, *_ in expected] == ["a", "b"] and expected[0][2] == AT
    with db.glance() as place:
        assert ready.all(place, since=AT) == expected


def test_it_finds_nothing_quietly(db: Database) -> None:
    ready = Ready(sa.select(col(Inbox.answer)).where(col(Inbox.key) == sa.bindparam("request")))
    with db.read() as tx:
        assert ready.all(tx, request="x") == []
        assert ready.first(tx, request="x") is None and ready.scalar(tx, request="x") is None


def test_a_change_is_told_by_returning(db: Database) -> None:
    ready = Ready(
        sa.update(Account)
        .where(col(Account.id) == sa.bindparam("which"))
        .values(version=Account.version + 1)
        .returning(col(Account.version), col(Account.created_at))
    )
    with db.write() as tx:
        made = rows.insert(tx, Account, name="Acme", name_norm="acme", created_at=AT)
        assert ready.first(tx, which=made.id) == (2, AT)


def test_its_faults_are_those_of_sqlalchemy(db: Database) -> None:
    with pytest.raises(sa.exc.IntegrityError) as raised, db.write() as tx:
        rows.put(tx, Inbox, **inbox("twice", kind="secret"))
        rows.put(tx, Inbox, **inbox("twice", kind="secret"))
    assert "secret" not in str(raised.value)
    with db.read() as tx:
        assert tx.get(Inbox, "twice") is None


def test_a_value_must_be_given(db: Database) -> None:
    ready = Ready(sa.select(col(Inbox.kind)).where(col(Inbox.key) == sa.bindparam("request")))
    with db.read() as tx, pytest.raises(KeyError):
        ready.all(tx)


def test_lists_are_refused(db: Database) -> None:
    ready = Ready(sa.select(col(Inbox.kind)).where(col(Inbox.key).in_(sa.bindparam("some", expanding=True))))
    with db.read() as tx, pytest.raises(TypeError):
        ready.all(tx, some=["a"])


def test_it_follows_the_transaction_of_its_session(db: Database) -> None:
    count = Ready(sa.select(sa.func.count()).select_from(Inbox))
    with db.write() as tx:
        rows.put(tx, Inbox, **inbox("a"))
        before = place_of(tx)
        assert place_of(tx) is before
        tx.rollback()
        with db.read() as other:  # takes the connection that was given back
            assert count.scalar(other) == 0
            rows.put(tx, Inbox, **inbox("b"))
            assert place_of(tx).run != place_of(other).run
    with db.read() as tx:
        assert tx.exec(select(Inbox.key)).all() == ["b"]


def test_what_is_asked_soon_is_answered_in_order(db: Database) -> None:
    keys = Ready(sa.select(col(Inbox.key), col(Inbox.at)).where(col(Inbox.kind) == sa.bindparam("kind")))
    with db.write() as tx:
        before = keys.soon(tx, kind="command")
        rows.put(tx, Inbox, **inbox("a"))
        rows.leave(tx, Inbox, **inbox("b", kind="event"))
        asked = [keys.soon(tx, kind=kind) for kind in ("command", "event", "view")]
        rows.leave(tx, Inbox, **inbox("c"))
        assert [answer() for answer in asked] == [[("a", AT)], [("b", AT)], []]
        assert before() == []
        assert keys.soon(tx, kind="event")() == [("b", AT)] == asked[1]()
        keys.soon(tx, kind="nobody looks")
    broken = Ready(sa.select(sa.literal_column("nowhere")).select_from(Inbox))
    with pytest.raises(sa.exc.DBAPIError), db.read() as tx:
        sound = keys.soon(tx, kind="command")
        broken.soon(tx)()
        sound()
    with db.read() as tx:
        assert len(keys.soon(tx, kind="command")()) == 2


def test_a_row_whose_id_was_reserved_has_it_before_it_is_written(db: Database) -> None:
    with db.write() as tx:
        rows.reserve(tx, Account, Audit)
        first = rows.insert(tx, Account, name="Acme", name_norm="acme", created_at=AT)
        second = rows.insert(tx, Account, name="Contoso", name_norm="contoso", created_at=AT)
        written = rows.put(tx, Audit, at=AT, actor_id=None, action="x", subject="deal:1")
        assert tx.get(Account, first.id) is first
    with db.read() as tx:
        found = {name: number for number, name in tx.exec(select(Account.id, Account.name))}
        assert found == {"Acme": first.id, "Contoso": second.id}
        assert tx.exec(select(Audit.id)).all() == [written]


def test_what_was_reserved_goes_with_its_transaction(db: Database) -> None:
    with db.write() as tx:
        rows.reserve(tx, Account)
        tx.rollback()
        made = rows.insert(tx, Account, name="Acme", name_norm="acme", created_at=AT)
    with db.read() as tx:
        assert tx.exec(select(Account.id)).all() == [made.id]


def test_what_is_left_is_there_for_whoever_looks_next(db: Database) -> None:
    count = Ready(sa.select(sa.func.count()).select_from(Inbox))
    with db.write() as tx:
        rows.leave(tx, Inbox, **inbox("a"))
        assert count.scalar(tx) == 1
        rows.leave(tx, Inbox, **inbox("b"))
        assert len(tx.exec(select(Inbox.key)).all()) == 2
        for number in range(100):
            rows.leave(tx, Inbox, **inbox(f"c{number}"))
    with db.write() as tx:
        tx.exec(sa.delete(Inbox).where(col(Inbox.key) == "a"))
        rows.leave(tx, Inbox, **inbox("a"))
    with db.read() as tx:
        assert count.scalar(tx) == 102


def test_what_is_left_beside_a_row_takes_its_id(db: Database) -> None:
    named = {"at": AT, "actor_id": None, "action": "x", "subject": "deal:1"}
    with db.write() as tx:
        for number in range(3):
            rows.leave(tx, Audit, **named)
            rows.leave(tx, AuditValue, "audit_id", before={}, after={"number": number})
        ids = rows.next_ids(tx, Audit, 100)
        every = {**named, "fields": "", "salt": "", "digest": ""}
        rows.leave_many(tx, Audit, ({"id": made, **every} for made in ids))
        rows.leave_many(
            tx,
            AuditValue,
            ({"audit_id": x, "before": {}, "after": {"number": n}} for n, x in enumerate(ids, 3)),
        )
        rows.leave(tx, Audit, **named)
        rows.leave(tx, AuditValue, "audit_id", before={}, after={"number": 103})
    with db.read() as tx:
        pairs = tx.exec(
            select(Audit.id, AuditValue.audit_id, AuditValue.after).where(AuditValue.audit_id == Audit.id)
        )
        told = {made: after["number"] for made, _, after in pairs}
        assert [told[made] for made in sorted(told)] == list(range(104))


def test_what_is_left_goes_with_its_transaction(db: Database) -> None:
    with pytest.raises(LookupError), db.write() as tx:
        rows.leave(tx, Inbox, **inbox("undone"))
        raise LookupError
    with db.write() as tx:
        rows.leave(tx, Inbox, **inbox("undone too"))
        tx.rollback()
        rows.leave(tx, Inbox, **inbox("kept"))
    with db.read() as tx:
        rows.leave(tx, Inbox, **inbox("only looked"))
    with db.glance() as place:
        assert Ready(sa.select(col(Inbox.key))).all(place) == [("kept",)]


def test_a_fault_of_what_is_left_fails_its_transaction(db: Database) -> None:
    with db.write() as tx:
        rows.leave(tx, Inbox, **inbox("twice"))
    with pytest.raises(sa.exc.IntegrityError) as raised, db.write() as tx:
        rows.leave(tx, Inbox, **inbox("once"))
        rows.leave(tx, Inbox, **inbox("twice", kind="secret"))
    assert "secret" not in str(raised.value)
    with pytest.raises(sa.exc.IntegrityError), db.write() as tx:
        rows.leave(tx, Inbox, **inbox("once"))
        rows.leave(tx, Inbox, **inbox("twice"))
        rows.leave(tx, Inbox, **inbox("thrice"))
        tx.exec(select(Inbox.key)).all()
    with db.read() as tx:
        assert tx.exec(select(Inbox.key)).all() == ["twice"]


def test_a_glance_leaves_no_transaction_and_the_next_one_undoes_as_ever(db: Database) -> None:
    with db.write() as tx:
        rows.put(tx, Inbox, **inbox("kept"))
    for _ in range(3):
        with db.glance() as place:
            assert Ready(sa.select(col(Inbox.key))).all(place) == [("kept",)]
    with pytest.raises(LookupError), db.write() as tx:
        rows.put(tx, Inbox, **inbox("gone"))
        raise LookupError
    with db.read() as tx:
        assert tx.exec(select(Inbox.key)).all() == ["kept"]


def test_a_glance_that_failed_spoils_nothing(db: Database) -> None:
    broken = Ready(sa.select(sa.literal_column("nowhere")).select_from(Inbox))
    with pytest.raises(sa.exc.DBAPIError), db.glance() as place:
        broken.all(place)
    test_a_glance_leaves_no_transaction_and_the_next_one_undoes_as_ever(db)


def test_a_loaded_row_is_a_row_of_the_database(db: Database) -> None:
    with db.write() as tx:
        made = rows.insert(tx, Account, name="Acme", name_norm="acme", created_at=AT)
        assert tx.get(Account, made.id) is made
        made.region = "East"
    with db.read() as tx:
        again = tx.get(Account, made.id)
        assert again is not None and (again.region, again.details) == ("East", {})
    with db.write() as tx:
        tx.add(Person(slack_id="U1", name="Liam", created_at=AT))
    with db.glance() as place:
        found = people.arriving(place, "U1")
    assert found is not None and sa.inspect(found[0]).detached
    with db.write() as tx:
        found[0].name = "Liam Li"
        tx.add(found[0])
    with db.read() as tx:
        assert [p.name for p in people.everybody(tx)] == ["Liam Li"]
