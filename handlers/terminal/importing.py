"""`app.py import FOLDER`: a CRM export, whole, in one command, with a progress bar and a file of its gaps."""

import argparse
import csv
import time
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.settings import load
from handlers.terminal.kit import Kit
from handlers.terminal.screen import OK, Screen
from handlers.terminal.target import add_try, settings_for
from rules.currencies import ISO_CODES
from rules.errors import Invalid
from services import imports
from services.imports import Gap, Outcome, Plan

TURN = 0.02  # seconds between two transactions, in which the serving process gets its turn
COLUMNS = ("file", "line", "kind", "what", "value", "done")


def options(parser: argparse.ArgumentParser, screen: Screen) -> None:
    """The folder, and how to read it."""
    parser.add_argument("folder", type=Path, help=screen.t("terminal.opt_folder"))
    parser.add_argument(
        "--map", action="append", default=[], metavar="NAME=@HANDLE", help=screen.t("terminal.opt_map")
    )
    parser.add_argument(
        "--clocks", choices=("touch", "now"), default="touch", help=screen.t("terminal.opt_clocks")
    )
    parser.add_argument("--currency", default="USD", help=screen.t("terminal.opt_currency"))
    parser.add_argument("--report", type=Path, metavar="FILE", help=screen.t("terminal.opt_report"))
    add_try(parser, screen)


def work(kit: Kit, screen: Screen, chosen: argparse.Namespace) -> int:
    """Reads, writes, reports. Raises BatonError, OSError, SettingsError; nothing is half done then."""
    plan = Plan(_currency(chosen.currency), dict(_pair(said) for said in chosen.map), chosen.clocks == "now")
    settings = settings_for(kit, chosen) or load(slack=False)
    export = imports.read(chosen.folder, plan)
    deps = kit.open(settings)
    try:
        now = deps.clock.now()
        with _bar(screen) as bar:
            task = bar.add_task(screen.t("import.bar"), total=len(export.deals))
            outcome = imports.run(
                deps,
                export,
                plan,
                now=now,
                progress=lambda n: bar.advance(task, n),
                pause=lambda: time.sleep(TURN),
            )
    finally:
        deps.db.close()
    report: Path = chosen.report or settings.data_dir / f"import-{now:%Y%m%d-%H%M%S}.csv"
    _tell(screen, outcome, _write(screen, report, outcome.gaps))
    return OK


def _currency(said: str) -> str:
    if said.upper() not in ISO_CODES:
        raise Invalid("import.currency", given=said)
    return said.upper()


def _pair(said: str) -> tuple[str, str]:
    name, sign, handle = said.partition("=")
    if not sign or not name.strip() or not handle.strip(" @"):
        raise Invalid("import.map", given=said)
    return name.strip(), handle.strip().removeprefix("@")


def _bar(screen: Screen) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(file=screen.out))


def _write(screen: Screen, path: Path, gaps: list[Gap]) -> Path | None:
    """The row file: one line per gap, in the order of the files. None when there is nothing to list."""
    if not gaps:
        return None
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8-sig") as file:  # the mark makes Excel read it as UTF-8
        writer = csv.writer(file)
        writer.writerow([screen.t(f"import.column_{name}") for name in COLUMNS])
        for gap in sorted(gaps, key=lambda gap: (gap.file, gap.line)):
            key, _, known = gap.done.partition(":")
            done = screen.t(key, value=known)
            kind = screen.t(f"import.kind_{gap.kind}")
            writer.writerow([gap.file, gap.line, kind, gap.what, _safe(gap.value), done])
    return path


def _safe(value: str) -> str:
    """A cell that a spreadsheet does not take for a formula."""
    return "'" + value if value[:1] in ("=", "+", "-", "@", "\t") else value


def _tell(screen: Screen, outcome: Outcome, report: Path | None) -> None:
    counts = {name: n for name, n in outcome.counts.items() if n}
    for name, n in counts.items():
        screen.line(screen.t(f"import.count_{name}", count=n))
    if not counts:
        screen.line(screen.t("import.nothing_new"))
    if report is not None:
        screen.line(screen.t("import.report", count=len(outcome.gaps), path=report))
    if outcome.unmapped_deals:
        people, deals = outcome.unmapped_people, outcome.unmapped_deals
        screen.line(screen.t("import.unmapped", count=deals, people=people))
