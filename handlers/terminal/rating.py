"""`app.py rates show|apply`: the exchange rates that lists and sums reckon with, from a CSV or Excel file."""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.settings import load
from bot.sheets import reading
from handlers.terminal.kit import Kit
from handlers.terminal.screen import FAULT, OK, Screen
from handlers.terminal.target import add_try, settings_for
from rules.errors import Invalid
from rules.exchange import heads
from rules.exchange.others import OtherReader, RateRow
from rules.exchange.reader import ReadLine
from rules.exchange.sheet import Table
from services.deps import Deps
from services.exchange import knowing
from services.money import rates


def options(parser: argparse.ArgumentParser, screen: Screen) -> None:
    """What to do, and the file."""
    parser.add_argument(
        "what", choices=("show", "apply"), metavar="show|apply", help=screen.t("terminal.opt_rates")
    )
    parser.add_argument("file", nargs="?", type=Path, help=screen.t("terminal.opt_rates_file"))
    parser.add_argument(
        "--since", type=date.fromisoformat, metavar="YYYY-MM-DD", help=screen.t("terminal.opt_since")
    )
    add_try(parser, screen)


def work(kit: Kit, screen: Screen, chosen: argparse.Namespace) -> int:
    """A file with faults changes nothing. Raises Invalid, OSError."""
    if chosen.what == "apply" and chosen.file is None:
        raise Invalid("terminal.line_missing", command="rates", name="FILE")
    deps = kit.open(settings_for(kit, chosen) or load(slack=False))
    try:
        if chosen.what == "apply":
            return _apply(screen, deps, chosen.file, chosen.since)
        return _show(screen, deps)
    finally:
        deps.db.close()


def _show(screen: Screen, deps: Deps) -> int:
    with deps.db.read() as tx:
        shown = rates.table(tx, deps.config.active().pipeline, deps.clock.now())
    for one in shown.rates:
        screen.line(
            screen.t("rate.line", currency=one.currency, rate=one.rate, base=shown.base, since=one.since)
        )
    if not shown.rates:
        screen.line(screen.t("rate.none"))
    for currency, count in sorted(shown.lacking.items()):
        screen.line(screen.t("rate.lacking", currency=currency, count=count))
    return OK


def _apply(screen: Screen, deps: Deps, path: Path, since: date | None) -> int:
    sheets = reading.read(path.name, path.read_bytes(), reading.AT_A_TERMINAL)
    table = heads.table_of(sheets[0], ("rates",))
    columns = heads.columns_of(table, "rates").columns if table else ()
    if table is None or not {"currency", "rate"} <= set(columns):
        raise Invalid("rate.columns", file=path)
    now = deps.clock.now()
    zone = ZoneInfo(knowing.zone_of(deps.config.active().pipeline))
    known = knowing.of(deps.config.active().pipeline, screen.locale, now, zone)
    read = OtherReader("rates", table, columns, known)
    lines = [read.read(line) for line in table.lines]
    if any(line.faults for line in lines):
        return _tell(screen, path, table, lines)
    given: Sequence[RateRow] = [line.row for line in lines]
    if since is not None:
        given = [row if row.since else replace(row, since=since) for row in given]
    applied = rates.apply(deps, given, now=now)
    screen.line(screen.t("rate.applied", count=applied.rates))
    if applied.signed:
        screen.line(screen.t("rate.signed", count=applied.signed))
    return OK


def _tell(screen: Screen, path: Path, table: Table, lines: Sequence[ReadLine]) -> int:
    """Each fault with its line and column."""
    for line in lines:
        for fault in line.faults:
            where = f"{path}:{line.line.number}"
            head = table.head[fault.column] if 0 <= fault.column < len(table.head) else ""
            said = screen.t(fault.key, **fault.fields)
            screen.fault(f"{where}: {head}: {said}" if head else f"{where}: {said}")
    return FAULT
