"""The import: a CRM export comes over whole, twice the same, and nothing edited here is lost."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import select

from rules.calendar import preset
from rules.errors import Invalid, NotFound
from rules.exchange.outcome import Outcome
from rules.thresholds import ladder_rules
from services import audit
from services.config import versions
from services.config.versions import ConfigCache
from services.deps import Deps
from services.exchange.waking import days_to_flag, spread
from storage import deals as deal_rows
from storage import finding
from storage.db import Database
from storage.seen import Seen
from storage.tables import (
    Account,
    AuditValue,
    CodeCounter,
    Deal,
    ImportRun,
    Person,
    SearchToken,
    StageEntry,
    Task,
)
from tests.lending import CopyOf
from tests.services import tables

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)
EXPORT = "crm-sales-opportunities"
HEAD = "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n"


class Standing:
    def now(self) -> datetime:
        return NOW


def process_alone(url: str) -> None:
    """A process in force, and nobody here."""
    database = Database(url)
    with database.write() as tx:
        versions.apply_first(tx, (ROOT / "pipeline.yaml").read_text("utf-8"), now=NOW)
    database.close()


@pytest.fixture
def deps(copy_of: CopyOf):  # type: ignore[no-untyped-def]
    database = Database(copy_of(process_alone))
    yield Deps(db=database, clock=Standing(), process=Standing(), config=ConfigCache(database))
    database.close()


def take(deps: Deps, folder: Path, **plan) -> Outcome:  # type: ignore[no-untyped-def]
    return tables.take(deps, folder, NOW, **plan)


def folder_with(tmp_path: Path, *lines: str, **others: str) -> Path:
    folder = tmp_path / "export"
    folder.mkdir(exist_ok=True)
    (folder / "sales_pipeline.csv").write_text(HEAD + "\n".join(lines) + "\n", "utf-8")
    for name, text in others.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    return folder


def deal(deps: Deps, raw: str) -> Deal:
    with deps.db.read() as tx:
        return tx.exec(select(Deal).where(Deal.raw_text.startswith(raw))).one()  # type: ignore[attr-defined]


def add_person(deps: Deps, handle: str) -> int:
    with deps.db.write() as tx:
        person = Person(
            name=handle.title(), handle=handle, slack_id=f"U{handle}", calendar="cn", created_at=NOW
        )
        tx.add(person)
        tx.flush()
        return person.id


def test_a_look_counts_as_the_import_does(deps: Deps, tmp_path: Path) -> None:
    heads = "account,sector,year_established,revenue,employees,office_location,subsidiary_of"
    line = "N0,Moses Frase,GTX Basic,Acme,Engaging,2016-10-20,,"
    take(deps, folder_with(tmp_path, line, accounts=f"{heads}\nAcme,,1990,,,,\n"))
    folder = folder_with(
        tmp_path,
        "N1,Moses Frase,GTX Basic,Acme,Engaging,2016-10-20,,",
        accounts=f"{heads}\nAcme,retail,1990,,,,\nGlobex,retail,1990,,,,\n",
        sales_teams="sales_agent,manager\nAnna Snelling,Dustin Brinkmann\nMoses Frase,Dustin Brinkmann\n",
    )
    looked, done = tables.look(deps, tables.parts(folder), NOW), take(deps, folder)
    assert (looked.counts, looked.updated) == (done.counts, ["Acme"]) and done.counts["people"] == 2


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_the_real_export_comes_over_whole_and_a_second_run_changes_nothing(
    deps: Deps, shared_data: Path
) -> None:
    first = take(deps, shared_data / EXPORT)
    assert first.counts == {"people": 41, "accounts": 85, "products": 7, "deals": 8800}
    assert Counter((g.what, g.done) for g in first.gaps) == {
        ("lost", "import.gap_on_card"): 2473,
        ("product", "import.read_as:GTX Pro"): 1480,
        ("account", "import.gap_on_card"): 1425,
        ("created", "import.from_today"): 500,
        ("industry", "import.read_as:Technology"): 12,
    }
    before = totals(deps)
    assert before["states"] == {
        ("won", "closed"): 4238,
        ("lost", "discovery"): 2473,
        ("open", "discovery"): 1589,
        ("open", "lead"): 500,
    }
    assert before["sum"] == 10_005_534_00
    assert before["codes"] == 8800 == before["numbers"]
    assert (first.unmapped_deals, first.unmapped_people) == (2089, 27)
    second = take(deps, shared_data / EXPORT)
    assert not second.is_changed and totals(deps) == before


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_each_tenth_line_of_it_comes_over_whole_and_a_second_run_changes_nothing(
    deps: Deps, shared_data: Path, tmp_path: Path
) -> None:
    """Nine batches of one transaction each: what PostgreSQL does with them is the same after ninety."""
    folder = tables.part_of(shared_data / EXPORT, tmp_path / "tenth", lambda number, _: number % 10 == 0)
    lines = tables.opportunities(folder)
    assert take(deps, folder).counts["deals"] == len(lines) == 880
    stages, before = Counter(line["deal_stage"] for line in lines), totals(deps)
    assert before["states"] == {
        ("won", "closed"): stages["Won"],
        ("lost", "discovery"): stages["Lost"],
        ("open", "discovery"): stages["Engaging"],
        ("open", "lead"): stages["Prospecting"],
    }
    assert before["sum"] == 100 * sum(int(line["close_value"] or 0) for line in lines)
    assert before["codes"] == len(lines) == before["numbers"]
    assert not take(deps, folder).is_changed and totals(deps) == before


def totals(deps: Deps) -> dict:  # type: ignore[type-arg]
    with deps.db.read() as tx:
        pairs = tx.exec(select(Deal.state, Deal.stage, sa.func.count()).group_by(Deal.state, Deal.stage))
        counters = tx.exec(select(sa.func.sum(CodeCounter.last))).one()
        return {
            "states": {(state, stage): n for state, stage, n in pairs},
            "sum": int(tx.exec(select(sa.func.sum(Deal.amount_minor))).one() or 0),
            "codes": tx.exec(select(sa.func.count(sa.distinct(Deal.code)))).one(),
            "numbers": int(counters or 0),
            "entries": tx.exec(select(sa.func.count()).select_from(StageEntry)).one(),
            "tokens": tx.exec(select(sa.func.count()).select_from(SearchToken)).one(),
            "runs": tx.exec(select(sa.func.count()).select_from(ImportRun)).one(),
            "values": tx.exec(select(sa.func.count()).select_from(AuditValue)).one(),
            "people": tx.exec(select(sa.func.count()).select_from(Person)).one(),
            "accounts": tx.exec(select(sa.func.count()).select_from(Account)).one(),
        }


def test_imported_deals_are_silent_and_found(deps: Deps, tmp_path: Path) -> None:
    take(deps, folder_with(tmp_path, "A1,Ann Lee,GTX,Hengda Tools,Engaging,03-05-26,,"))
    found = deal(deps, "A1")
    assert (found.stage, found.state) == ("discovery", "open")
    assert (found.clocks_from, found.next_check_at) == (None, None)
    assert found.code == "EXIST-2026-001" and found.stage_entered_at == datetime(2026, 5, 3, 1, tzinfo=UTC)
    with deps.db.read() as tx:
        assert [d.id for d in finding.found_by(tx, ["hengda"], Seen(None))] == [found.id]
        assert [d.id for d in finding.found_by(tx, ["gtx"], Seen(None))] == [found.id]


@pytest.mark.parametrize(
    ("line", "what", "done"),
    [
        ("A1,Ann,GTX,Acme,Won,01-02-17,01-01-17,5", "closed", "import.kept_as_is"),
        ("A1,Ann,GTX,Acme,Won,01-02-17,,5", "closed", "import.closed_today"),
        ("A1,,GTX,Acme,Engaging,01-02-17,,", "owner", "import.nobodys"),
        ("A1,Ann,GTX,,Engaging,01-02-17,,", "account", "import.gap_on_card"),
        ("A1,Ann,GTX,Acme,Lost,01-02-17,01-03-17,", "lost", "import.gap_on_card"),
        ("A1,Ann,Gizmo,Acme,Engaging,01-02-17,,", "product", "import.product_added"),
        ("A1,Ann,gt x,Acme,Engaging,01-02-17,,", "product", "import.read_as:GTX"),
    ],
)
def test_what_is_missing_or_odd_is_kept_and_told(
    deps: Deps, tmp_path: Path, line: str, what: str, done: str
) -> None:
    folder = folder_with(tmp_path, line, products="product,series,sales_price\nGTX,G,5\n")
    outcome = take(deps, folder)
    assert (what, done) in {(gap.what, gap.done) for gap in outcome.gaps}
    assert outcome.counts["deals"] == 1 and not outcome.held


TWICE = "A1,Ann,GTX,Acme,Engaging,01-02-17,,\nA1,Bob,GTX,Acme,Won,01-02-17,,"


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("A1,Ann,GTX,Acme,Won,31-02-17,01-03-17,5", "cell.day"),
        ("A1,Ann,GTX,Acme,Won,01-02-17,soon,5", "cell.day"),
        ("A1,Ann,GTX,Acme,Won,01-02-17,01-03-17,five hats", "cell.amount"),
        ("A1,Ann,GTX,Acme,Won,01-02-17,01-03-17,-5", "cell.amount"),
        ("A1,Ann,GTX,Acme,Won,01-02-17,01-03-17,1e300", "cell.amount"),
        ("A1,Ann,GTX,Acme,Dancing,01-02-17,,", "cell.stage"),
        (",Ann,GTX,,Engaging,01-02-17,,", "line.nobody"),
        (TWICE, "line.double"),
        ("A1,=cmd(),G\u200bTX,Acme\0,Engaging,01-02-17,,\U0001f600", "cell.amount"),
    ],
)
def test_what_cannot_be_read_is_held_back(deps: Deps, tmp_path: Path, line: str, fault: str) -> None:
    outcome = take(deps, folder_with(tmp_path, line))
    assert [[one.key for one in held.faults] for held in outcome.held] == [[fault]]
    assert outcome.counts.get("deals", 0) == line.count("\n") and outcome.counts["held"] == 1


def test_a_file_that_is_none_changes_nothing(deps: Deps, tmp_path: Path) -> None:
    (tmp_path / "sales_pipeline.csv").write_bytes(b"%PDF-1.7\nA1\n")
    with pytest.raises(Invalid):
        take(deps, tmp_path)
    assert totals(deps)["runs"] == 0


def test_a_file_as_excel_writes_it_in_china(deps: Deps, tmp_path: Path) -> None:
    folder = folder_with(tmp_path)
    line = HEAD + "A1,李明,GTX,恒达机械,Engaging,03-05-26,,\n"
    (folder / "sales_pipeline.csv").write_bytes(line.encode("gb18030"))
    take(deps, folder)
    assert "恒达机械" in deal(deps, "A1").raw_text


def test_a_changed_row_changes_its_deal_unless_somebody_edited_it(deps: Deps, tmp_path: Path) -> None:
    lines = ["A1,Ann,GTX,Acme,Engaging,01-02-17,,", "A2,Ann,GTX,Acme,Engaging,01-02-17,,"]
    take(deps, folder_with(tmp_path, *lines))
    mine = deal(deps, "A1")
    who = add_person(deps, "ann")
    with deps.db.write() as tx:
        deal_rows.change(tx, mine.id, mine.version, need="they told me")
        audit.record(tx, who, "deal.edit", f"deal:{mine.id}", now=NOW)
        tx.add(Task(deal_id=deal(deps, "A2").id or 0, kind="demo", episode="x", opened_at=NOW))
    again = [line.replace("Engaging,01-02-17,,", "Won,01-02-17,05-03-17,99") for line in lines]
    outcome = take(deps, folder_with(tmp_path, *again))
    assert outcome.counts == {"changed": 1, "kept": 1}
    assert deal(deps, "A1").state == "open" and deal(deps, "A1").need == "they told me"
    assert (deal(deps, "A2").state, deal(deps, "A2").amount_minor) == ("won", 9900)
    with deps.db.read() as tx:
        assert [task.state for task in tx.exec(select(Task))] == ["cancelled"]  # it ends as any deal does
    assert not take(deps, folder_with(tmp_path, *again)).is_changed


def test_mapping_gives_an_unmapped_persons_deals_to_the_slack_person(deps: Deps, tmp_path: Path) -> None:
    teams = "sales_agent,manager\nAnn Lee,Max Roe\nBob Ray,Max Roe\n"
    lines = ["A1,Ann Lee,GTX,Acme,Engaging,01-02-17,,", "A2,Bob Ray,GTX,Acme,Engaging,01-02-17,,"]
    folder = folder_with(tmp_path, *lines, sales_teams=teams)
    ann, max_ = add_person(deps, "ann"), add_person(deps, "max")
    assert take(deps, folder).unmapped_deals == 2
    for wrong in ({"Ann Leigh": "ann"}, {"Ann Lee": "nobody"}):
        with pytest.raises(NotFound):
            take(deps, folder, mapping=wrong)
    outcome = take(deps, folder, mapping={"ann lee": "ann", "Max Roe": "max"})
    assert outcome.counts["given"] == 1 and outcome.unmapped_deals == 1
    assert deal(deps, "A1").owner_id == ann
    with deps.db.read() as tx:
        bob = tx.get(Person, deal(deps, "A2").owner_id)
        assert bob is not None and bob.kind == "unmapped" and bob.manager_id == max_
    assert not take(deps, folder).is_changed


def test_clocks_start_once_for_mapped_owners_alone(deps: Deps, tmp_path: Path) -> None:
    ann = add_person(deps, "ann")
    lines = [f"A{n},Ann,GTX,Acme,Engaging,01-02-17,," for n in range(12)]
    folder = folder_with(tmp_path, *lines, "B1,Bob,GTX,Acme,Engaging,01-02-17,,")
    assert take(deps, folder, mapping={"Ann": "ann"}, clocks_now=True).counts["woken"] == 12
    with deps.db.read() as tx:
        woken = list(tx.exec(select(Deal).where(Deal.owner_id == ann)))
    days = Counter(d.clocks_from.date() for d in woken if d.clocks_from)
    assert sorted(days.values()) == [2, 5, 5] and {d.next_check_at for d in woken} == {NOW}
    assert deal(deps, "B1").clocks_from is None
    assert not take(deps, folder, clocks_now=True).is_changed


def test_no_day_gets_more_than_five_flags_of_one_person() -> None:
    rules = ladder_rules(versions.read_proposal((ROOT / "pipeline.yaml").read_text("utf-8"))[1])  # type: ignore[arg-type]
    home = preset("cn")
    deals = [(n, "lead" if n % 3 else "discovery") for n in range(100)]
    flags = Counter(
        home.local(home.add_wd(start, days_to_flag(stage, home, rules, NOW))).date()
        for (_, stage), (_, start) in zip(deals, spread(deals, home, rules, NOW), strict=True)
    )
    assert max(flags.values()) == 5 and sum(flags.values()) == 100
    assert len(flags) <= 23
