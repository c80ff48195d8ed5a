"""Tables brought in by direct calls, as the terminal and Slack bring them."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.sheets import reading
from rules.exchange.deals import DealRow
from rules.exchange.outcome import Outcome, Part, guessed
from rules.exchange.sheet import Line
from services.deps import Deps
from services.exchange import importing, knowing
from services.exchange.parts import Importer, Plan, reader_of

PIPELINE = "sales_pipeline.csv"
OPERATOR = Importer(None, "en", ZoneInfo("Asia/Shanghai"))


def parts(folder: Path) -> list[Part]:
    """The tables of a folder's CSV files."""
    return [part for path in sorted(folder.glob("*.csv")) for part in of_file(path.name, path.read_bytes())]


def opportunities(folder: Path) -> list[dict[str, str]]:
    """The lines of an export's pipeline."""
    with (folder / PIPELINE).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def part_of(folder: Path, target: Path, keep: Callable[[int, dict[str, str]], bool]) -> Path:
    """The same export with the opportunities that `keep` (number, line) wants, where how many there are is not asked."""
    shutil.copytree(folder, target)
    lines = opportunities(folder)
    with (target / PIPELINE).open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, lines[0])
        writer.writeheader()
        writer.writerows(line for number, line in enumerate(lines) if keep(number, line))
    return target


def of_file(name: str, data: bytes) -> list[Part]:
    return guessed(name, reading.read(name, data))


def take(
    deps: Deps, given: Path | list[Part], now: datetime, by: Importer = OPERATOR, **plan: object
) -> Outcome:
    """An import from a folder or of tables."""
    tables = parts(given) if isinstance(given, Path) else given
    return importing.run(deps, tables, Plan(by, **plan), now=now)  # type: ignore[arg-type]


def look(deps: Deps, given: list[Part], now: datetime, by: Importer = OPERATOR) -> Outcome:
    """A preview."""
    return importing.preview(deps, given, Plan(by), now=now)


def read(deps: Deps, part: Part, line: Line) -> DealRow:
    """A line as it is read."""
    known = knowing.of(deps.config.active().pipeline, "zh", deps.clock.now(), OPERATOR.tz)
    row: DealRow = reader_of(part, known).read(line).row
    return row
