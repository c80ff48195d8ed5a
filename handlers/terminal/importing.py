"""`app.py import FILE|FOLDER`: tables of CSV or Excel taken over, with a progress bar, a list of gaps and a file of faults."""

import argparse
import csv
import time
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.settings import load
from bot.sheets import faults, reading
from bot.views import fields, imports
from handlers.terminal.kit import Kit
from handlers.terminal.screen import OK, Screen
from handlers.terminal.target import add_try, settings_for
from rules.currencies import ISO_CODES
from rules.errors import Invalid, NotFound
from rules.exchange.days import ORDERS
from rules.exchange.escape import neutral
from rules.exchange.fields import KINDS, Kind
from rules.exchange.outcome import Gap, Outcome, Part, guessed
from services.deps import Deps
from services.exchange import importing, knowing
from services.exchange.parts import Importer, Plan

TURN = 0.02  # seconds between two transactions, in which the serving process gets its turn
COLUMNS = ("file", "line", "kind", "what", "value", "done")
TABLES = (".csv", ".tsv", ".xlsx")


def options(parser: argparse.ArgumentParser, screen: Screen) -> None:
    """What to take over, and how to read it."""
    parser.add_argument("path", type=Path, metavar="FILE|FOLDER", help=screen.t("terminal.opt_folder"))
    parser.add_argument("--kind", choices=KINDS, help=screen.t("terminal.opt_kind"))
    parser.add_argument("--check", action="store_true", help=screen.t("terminal.opt_check"))
    parser.add_argument(
        "--map", action="append", default=[], metavar="NAME=@HANDLE", help=screen.t("terminal.opt_map")
    )
    parser.add_argument(
        "--clocks", choices=("touch", "now"), default="touch", help=screen.t("terminal.opt_clocks")
    )
    parser.add_argument("--currency", default="", help=screen.t("terminal.opt_currency"))
    parser.add_argument("--dates", choices=ORDERS, help=screen.t("terminal.opt_dates"))
    parser.add_argument("--report", type=Path, metavar="FILE", help=screen.t("terminal.opt_report"))
    add_try(parser, screen)


def work(kit: Kit, screen: Screen, chosen: argparse.Namespace) -> int:
    """Reads, looks, writes, reports. Raises BatonError, OSError, SettingsError; nothing is half done then."""
    currency, mapping = _currency(chosen.currency), dict(_pair(said) for said in chosen.map)
    settings = settings_for(kit, chosen) or load(slack=False)
    parts = _parts(chosen.path, chosen.kind)
    deps = kit.open(settings)
    try:
        now = deps.clock.now()
        zone = ZoneInfo(knowing.zone_of(deps.config.active().pipeline))
        by, clocks_now = Importer(None, screen.locale, zone), chosen.clocks == "now"
        plan = Plan(by, currency, order=chosen.dates, mapping=mapping, clocks_now=clocks_now)
        _tell_parts(screen, parts)
        if chosen.check:
            outcome = importing.preview(deps, parts, plan, now=now)
        else:
            outcome = _run(screen, deps, parts, plan)
    finally:
        deps.db.close()
    report: Path = chosen.report or _free(settings.data_dir / f"import-{now:%Y%m%d-%H%M%S}.csv", screen)
    _tell(screen, outcome, is_done=not chosen.check)
    _tell_files(screen, outcome, parts, report)
    return OK


def _run(screen: Screen, deps: Deps, parts: Sequence[Part], plan: Plan) -> Outcome:
    with _bar(screen) as bar:
        task = bar.add_task(screen.t("import.bar"), total=sum(len(part.table.lines) for part in parts))
        return importing.run(
            deps,
            parts,
            plan,
            now=deps.clock.now(),
            progress=lambda n: bar.advance(task, n),
            pause=lambda: time.sleep(TURN),
        )


def _parts(path: Path, kind: Kind | None) -> list[Part]:
    """The tables of a file, or of all files of a folder. Raises NotFound, Invalid."""
    if not path.exists():
        raise NotFound("terminal.no_file", path=path)
    files = [path] if path.is_file() else sorted(p for p in path.iterdir() if p.suffix.lower() in TABLES)
    if not files:
        raise Invalid("import.no_table", path=path)
    return [part for file in files for part in _of_file(file, kind)]


def _of_file(file: Path, kind: Kind | None) -> list[Part]:
    return guessed(file.name, reading.read(file.name, file.read_bytes(), reading.AT_A_TERMINAL), kind)


def _currency(said: str) -> str:
    if said and said.upper() not in ISO_CODES:
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


# -- what is told ---------------------------------------------------------------------------------------


def _tell_parts(screen: Screen, parts: Sequence[Part]) -> None:
    """How each table is read: its kind, and what each column is taken for."""
    for part in parts:
        where = part.file if part.table.name in part.file else f"{part.file} · {part.table.name}"
        kind = screen.t(fields.KINDS[part.kind], count=len(part.table.lines))
        screen.line(screen.t("import.table", file=where, kind=kind))
        for head, key in zip(part.table.head, part.columns, strict=True):
            if head or key:
                meant = fields.called(key, screen.locale) if key else screen.t("import.left_alone")
                screen.line(f"  {head} → {meant}")


def _tell(screen: Screen, outcome: Outcome, *, is_done: bool) -> None:
    told = [(name, n) for name, n in outcome.counts.items() if n]
    if not is_done:
        screen.line(screen.t("import.would"))
    for name, n in told:
        screen.line(screen.t(f"import.count_{name}", count=n))
    for line in imports.updated(outcome.updated, screen.locale):
        screen.line(line)
    if is_done and not outcome.is_changed:
        screen.line(screen.t("import.nothing_new"))
    if outcome.unmapped_deals:
        people, deals = outcome.unmapped_people, outcome.unmapped_deals
        screen.line(screen.t("import.unmapped", count=deals, people=people))


def _tell_files(screen: Screen, outcome: Outcome, parts: Sequence[Part], report: Path) -> None:
    """A list of what was missing or odd, and the lines that were held back, to be mended and imported again."""
    if outcome.gaps:
        _write(screen, report, outcome.gaps)
        screen.line(screen.t("import.report", count=len(outcome.gaps), path=report))
    if outcome.held:
        path = _mend_name(report, screen)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(faults.workbook(parts, outcome.held, screen.locale))
        screen.line(screen.t("import.faults", count=len(outcome.held), path=path))


def _free(report: Path, screen: Screen) -> Path:
    """Another name where an import of the same second has left a file under this one."""
    for n in range(2, 1000):
        if not (report.exists() or _mend_name(report, screen).exists()):
            break
        report = report.with_name(f"{report.stem.partition('_')[0]}_{n}.csv")
    return report


def _mend_name(report: Path, screen: Screen) -> Path:
    return report.with_name(f"{report.stem}-{screen.t('sheet.faults_name')}.xlsx")


def _write(screen: Screen, path: Path, gaps: Sequence[Gap]) -> None:
    """One line per gap, in the order of the files."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8-sig") as file:  # the mark makes Excel read it as UTF-8
        writer = csv.writer(file)
        writer.writerow([screen.t(f"import.column_{name}") for name in COLUMNS])
        for gap in sorted(gaps, key=lambda gap: (gap.file, gap.line)):
            key, _, known = gap.done.partition(":")
            done, kind = screen.t(key, value=known), screen.t(f"import.kind_{gap.kind}")
            what = fields.called(gap.what, screen.locale)
            writer.writerow([gap.file, gap.line, kind, what, neutral(gap.value), done])
