"""Files under attack: YAML that explodes, CSV as it comes from anywhere, two imports at once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlmodel import select

from rules.errors import BatonError
from rules.exchange.outcome import Outcome
from rules.pipeline import Pipeline
from services.config import versions, yaml_text
from services.team import people_file
from storage.tables import CodeCounter, Deal, ImportRow
from tests.lending import Files
from tests.services import tables
from tests.services.machine import Machine, team

HEAD = "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value"
BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefghi", "bcdefghij", strict=True)
)
BROKEN = {
    "bomb": BOMB,
    "bomb in people": BOMB + "people:\n  liam: *j\n",
    "itself": "people: &p\n  liam: *p\n",
    "deep": "people: " + "[" * 20_000,
    "no day": "people: {liam: {calendar: 2026-02-30}}\n",
    "long number": "people: {liam: {roles: " + "9" * 6000 + "}}\n",
    "half a character": "people: \ud800\n",
    "nul": "people: \0\n",
    "roles": "people: {liam: {roles: 5}}\n",
    "a set": "people: {liam: {roles: [{a: b}], manager: [x], calendar: {a: b}}}\n",
    "no map": "people: {liam: [1]}\n",
    "keys": "people: {1: {2: 3}}\n",
    "list": "- a\n- b\n",
    "empty": "",
}


@pytest.fixture
def here(tmp_path: Path, files: Files) -> Iterator[Machine]:
    """Where the database does not matter."""
    made = Machine(files.lend(team, tmp_path))
    yield made
    made.close()


def test_a_broken_file_is_told_and_changes_nothing(here: Machine) -> None:
    for name, source in BROKEN.items():
        assert people_file.apply(here.deps, source, by_id=None, now=here.clock.now()), name
        assert not isinstance(versions.read_proposal(source)[1], Pipeline), name


def test_references_that_stay_small_are_read() -> None:
    assert yaml_text.read("a: &a [1]\nb: *a\n") == {"a": [1], "b": [1]}


def write(folder: Path, body: bytes) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "sales_pipeline.csv").write_bytes(body)
    return folder


def take(machine: Machine, folder: Path) -> Outcome:
    return tables.take(machine.deps, folder, machine.clock.now())


def lines(*rows: str) -> str:
    return "\n".join((HEAD, *rows)) + "\n"


GOOD = "{n},Ann Lee,GTX,展会公司,Engaging,2016-12-01,,{v}"
VALUES = (
    "-500",
    "1e999999",
    "1e-999999",
    "9" * 400,
    "NaN",
    "sNaN",
    "Infinity",
    "=1+1",
    "$",
    "١٢",
    "1,2,3",
    "0x10",
)
DAYS = ("31-02-17", "00-00-00", "9999-12-31", "0001-01-01", "1-1-1", "٠١-٠٢-١٧", "99-99-99", "=1")  # fmt: skip


def test_any_value_and_any_day_is_read_or_told(here: Machine, tmp_path: Path) -> None:
    rows = [GOOD.format(n=f"V{n}", v=f'"{value}"') for n, value in enumerate(VALUES)]
    rows += [f"D{n},Ann Lee,GTX,Acme,Won,{day},{day},5" for n, day in enumerate(DAYS)]
    outcome = take(here, write(tmp_path / "x", lines(*rows).encode()))
    assert outcome.counts["deals"] + outcome.counts["held"] == len(VALUES) + len(DAYS)
    assert {fault.key for held in outcome.held for fault in held.faults} == {"cell.amount", "cell.day"}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk", "utf-16"])
def test_a_file_in_any_usual_encoding(here: Machine, tmp_path: Path, encoding: str) -> None:
    body = lines(GOOD.format(n="K1", v="5")).encode(encoding)
    assert take(here, write(tmp_path / "x", body)).counts["deals"] == 1
    with here.db.read() as tx:
        assert "展会公司" in (tx.get_one(Deal, 1).raw_text or "")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe",
        b"\0" * 100,
        b"a,b\n1,2\n",
        (HEAD + "\n" + "x" * 10_000_000).encode(),
        b'"' + HEAD.encode(),
    ],
    ids=["empty", "half", "nul", "columns", "long", "quote"],
)
def test_a_file_that_is_none_is_a_sentence(tmp_path: Path, body: bytes) -> None:
    with pytest.raises(BatonError):
        assert tables.parts(write(tmp_path / "x", body))


def test_hostile_cells_and_keys_twice(machine: Machine, tmp_path: Path) -> None:
    rows = [
        '=cmd|x,"<!channel> *Ann*",@SUM(A1),"=HYPERLINK(""http://x"")\nzwei\0",Engaging,2016-12-01,,5',
        "=cmd|x,Ann,,,Engaging,,,5",
        "k,,,,,,,",
        ",,,,,,,",
        "k2,Ann",
        "k3,Ann,GTX,Acme,Won,1,2,3,4,5,6",
    ]
    folder = write(tmp_path / "x", lines(*rows).encode())
    outcome = take(machine, folder)
    assert outcome.counts["deals"] == 3, "one says its number alone, one twice, one has no days"
    assert [[fault.key for fault in held.faults] for held in outcome.held] == [
        ["line.double"],
        ["cell.day"] * 2,
    ]
    assert "deals" not in take(machine, folder).counts


def test_two_imports_at_once_take_each_deal_once(machine: Machine, tmp_path: Path) -> None:
    rows = [GOOD.format(n=f"K{n}", v=n) for n in range(150)]
    folder = write(tmp_path / "x", lines(*rows).encode())
    with ThreadPoolExecutor(2) as pool:
        told = [f.exception() for f in [pool.submit(take, machine, folder) for _ in range(2)]]
    assert told == [None, None]
    with machine.db.read() as tx:
        assert len(tx.exec(select(Deal)).all()) == 150
        assert len([r for r in tx.exec(select(ImportRow)).all() if r.kind == "deal"]) == 150
        assert sum(c.last for c in tx.exec(select(CodeCounter)).all()) == 150
