"""What a file leaves open is said in its preview and set in the form: the currency of bare sums, the order of day and month.
It is remembered for a table of these heads."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.sheets import faults
from bot.views import import_forms, imports
from bot.views.import_forms import Filled
from bot.views.reader import Reader
from rules.answers.imports import ImportDone, ImportPreview, TableShown
from rules.errors import NotFound
from services.exchange import arriving, offering, working
from services.exchange.working import Work
from storage.tables import ImportRun
from tests.services.desk import Desk, book
from tests.services.machine import Machine

HEAD = ["Customer", "Contact", "Budget", "Expected close"]
LINES = [["Acme Pumps", "Ann Lee", 12000, "03/04/2027"], ["Bolt Works", "Bo Ray", "$500", "05/04/2027"]]


@pytest.fixture
def desk(machine: Machine) -> Desk:
    return Desk(machine)


def reader(desk: Desk, locale: str = "en") -> Reader:
    return Reader(locale, ZoneInfo("Asia/Shanghai"), desk.machine.clock.now(), "U0LIAM")


def table(desk: Desk) -> TableShown:
    found: TableShown = desk.said(ImportPreview).tables[0]
    return found


def filled(desk: Desk, run_id: int, **said: str) -> Filled:
    """The form as somebody sends it who changes these selects."""
    view = import_forms.map_form(offering.form(desk.hand.ask(), run_id, 0), reader(desk))
    values: dict[str, Any] = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            name, element = block["block_id"], block["element"]
            value = said.get(name, (element.get("initial_option") or {}).get("value"))
            values[name] = {element["action_id"]: {"selected_option": {"value": value} if value else None}}
    assert set(said) <= set(values), "it is asked"
    return import_forms.read({**view, "state": {"values": values}})


def correct(desk: Desk, run_id: int, **said: str) -> None:
    form = filled(desk, run_id, **said)
    changed = {"kind": form.kind, "columns": form.columns, "currency": form.currency, "order": form.order}
    desk.hand.do(arriving.remap, run_id, 0, changed)
    desk.work(lambda work: offering.look(desk.deps, work, desk.sheets))


def start(desk: Desk, run_id: int) -> None:
    arriving.start(desk.hand.ask(), run_id, "D1", "1.0")
    desk.work(desk.write)


def deals(desk: Desk) -> list[tuple[Any, ...]]:
    return [(deal.amount_minor, deal.currency, deal.expected_sign_on) for deal in desk.live()]


def test_they_are_said_set_written_and_remembered(desk: Desk) -> None:
    run_id = desk.send(book(LINES, HEAD), "expo.xlsx")
    asked = table(desk)
    assert (asked.bare, asked.currency, asked.unclear, asked.read_as) == (
        "12000", "CNY", "03/04/2027", date(2027, 3, 4),
    )  # fmt: skip
    form = offering.form(desk.hand.ask(), run_id, 0)
    assert (form.currency, form.currencies[0], form.order) == ("CNY", "CNY", "mdy")
    assert dict(form.days) == {"dmy": date(2027, 4, 3), "mdy": date(2027, 3, 4)}
    correct(desk, run_id, currency0="EUR", order0="dmy")
    assert (table(desk).currency, table(desk).read_as) == ("EUR", date(2027, 4, 3))
    start(desk, run_id)
    assert deals(desk) == [(1200000, "EUR", date(2027, 4, 3)), (50000, "USD", date(2027, 4, 5))]
    desk.send(book([["Cole Mills", "Cy", 7, "01/02/2027"]], HEAD), "more.xlsx")
    assert desk.said(ImportPreview).is_remembered
    assert (table(desk).currency, table(desk).read_as) == ("EUR", date(2027, 2, 1))


def test_the_same_file_read_otherwise_is_changed(desk: Desk) -> None:
    desk.bring(book(LINES, HEAD))
    run_id = desk.send(book(LINES, HEAD))
    correct(desk, run_id, order0="dmy")
    assert desk.said(ImportPreview).counts == {"changed": 2}
    start(desk, run_id)
    assert [on for _, _, on in deals(desk)] == [date(2027, 4, 3), date(2027, 4, 5)]
    desk.bring(book(LINES, HEAD))
    assert desk.said(ImportDone).counts == {"same": 2}


def test_what_the_file_shows_by_itself_is_not_asked(desk: Desk) -> None:
    lines = [["Acme Pumps", "Ann Lee", "EUR 12000", "03/04/2027"], ["Bolt Works", "Bo", "$5", "25/04/2027"]]
    run_id = desk.send(book(lines, HEAD))
    form = offering.form(desk.hand.ask(), run_id, 0)
    assert (table(desk).bare, table(desk).unclear, form.bare, form.unclear) == ("", "", "", "")
    names = [b.get("block_id") for b in import_forms.map_form(form, reader(desk))["blocks"]]
    assert not {"currency0", "order0"} & set(names)
    assert filled(desk, run_id).currency is None
    told = imports.preview(desk.said(ImportPreview), reader(desk))
    assert "Change mapping" not in str([b for b in told["blocks"] if b["type"] == "context"])


def test_rows_to_mend_are_read_as_the_table_that_they_come_from(desk: Desk, machine: Machine) -> None:
    """What proved that the day comes first was in a line that went in."""
    lines = [["Acme Pumps", "Ann Lee", "soon", "03/04/2027"], ["Bolt Works", "Bo", "$5", "25/04/2027"]]
    desk.bring(book(lines, HEAD))
    mended: list[bytes] = []

    def hand(work: Work) -> None:
        mended.append(faults.workbook(desk.parts(work), working.held(work.run), "en"))
        working.handed(desk.deps, work)

    desk.work(hand)
    desk.send(mended[0], "mended.xlsx")
    assert table(desk).read_as == date(2027, 4, 3)
    assert not desk.said(ImportPreview).is_remembered, "nobody said how its columns are read"
    assert machine.rows(ImportRun)[-1].plan["parts"][0]["order"] == "dmy"


@pytest.mark.parametrize("said", [{"currency": "gold"}, {"order": "ymd"}])
def test_an_edited_form_is_none(desk: Desk, said: dict[str, str]) -> None:
    run_id = desk.send(book(LINES, HEAD))
    changed = {"kind": "deals", "columns": ["account", "contact", "amount", "sign_on"], **said}
    with pytest.raises(NotFound):
        desk.hand.do(arriving.remap, run_id, 0, changed)
