"""Reads a CRM export as it is: dd-mm-yy dates, names spelled two ways, holes. Nothing is refused that can be kept."""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, DecimalException
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from rules.currencies import minor_digits
from rules.errors import Invalid, NotFound
from rules.names import fold

PIPELINE, ACCOUNTS, PRODUCTS, TEAMS = "sales_pipeline.csv", "accounts.csv", "products.csv", "sales_teams.csv"
NEEDED = {
    PIPELINE: ("opportunity_id", "sales_agent", "deal_stage"),
    ACCOUNTS: ("account",),
    PRODUCTS: ("product",),
    TEAMS: ("sales_agent",),
}
STAGES = ("prospecting", "engaging", "won", "lost")
INDUSTRIES = (
    "technology", "retail", "medical", "marketing", "finance", "software", "entertainment", "telecommunications",
    "services", "employment", "manufacturing", "education", "energy", "logistics", "construction", "agriculture",
    "government", "insurance", "hospitality", "automotive",
)  # fmt: skip
Told = Callable[..., None]  # gap(what, done, kind)
_DAY = re.compile(r"(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})")


@dataclass(frozen=True)
class Gap:
    """One line of the row file: where, what was missing or odd, and the catalogue key of what was done."""

    file: str
    line: int
    what: str
    value: str
    done: str
    kind: str = "gap"  # gap | warning


@dataclass(frozen=True)
class Row:
    """One line of a file by its column names, trimmed; ``line`` counts from 1 as editors do."""

    line: int
    values: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")


@dataclass(frozen=True)
class Opportunity:
    """One deal of the export, as understood. ``raw`` is the line as it was."""

    line: int
    key: str
    agent: str
    stage: str  # one of STAGES
    product: str
    account: str
    engaged_on: date | None
    closed_on: date | None
    value_minor: int | None
    raw: str


@dataclass
class Export:
    """The files of a folder, read; what was odd in them is in ``gaps``."""

    accounts: list[Row] = field(default_factory=list)
    products: list[Row] = field(default_factory=list)
    teams: list[Row] = field(default_factory=list)
    deals: list[Opportunity] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)


def read_folder(folder: Path, currency: str) -> Export:
    """Everything in the folder. Raises NotFound without its pipeline, Invalid for a file without its columns."""
    if not folder.is_dir():
        raise NotFound("terminal.no_file", path=folder)
    if not (folder / PIPELINE).is_file():
        raise NotFound("import.no_pipeline", folder=folder, name=PIPELINE)
    export = Export()
    export.accounts = list(_rows(folder / ACCOUNTS, export.gaps))
    export.products = list(_rows(folder / PRODUCTS, export.gaps))
    export.teams = list(_rows(folder / TEAMS, export.gaps))
    names = {squeezed(row["product"]): row["product"] for row in export.products}
    seen: set[str] = set()
    for row in _rows(folder / PIPELINE, export.gaps):
        found = _opportunity(row, names, currency, export.gaps)
        if found is None or found.key in seen:
            done = "import.skipped_double" if found else "import.skipped_no_key"
            export.gaps.append(Gap(PIPELINE, row.line, "opportunity_id", row["opportunity_id"], done))
            continue
        seen.add(found.key)
        export.deals.append(found)
    return export


def squeezed(name: str) -> str:
    """A product's name without case, width, spaces and signs: `GTXPro` is `GTX Pro`."""
    return "".join(c for c in fold(name) if c.isalnum())


def industry(row: Row, gaps: list[Gap]) -> str | None:
    """The sector, with a slip of the keyboard mended and told."""
    said = row["sector"].lower()
    if not said or said in INDUSTRIES:
        return said or None
    near = get_close_matches(said, INDUSTRIES, 1, 0.85)
    if near:
        gaps.append(Gap(ACCOUNTS, row.line, "sector", row["sector"], "import.read_as:" + near[0], "warning"))
    return near[0] if near else said


def _rows(path: Path, gaps: list[Gap]) -> Iterator[Row]:
    """The rows of a CSV file, none if it is missing; rows of another width are kept and told."""
    if not path.is_file():
        return
    reader = csv.reader(io.StringIO(_decoded(path.read_bytes()), newline=""))
    try:
        yield from _read(path.name, reader, gaps)
    except csv.Error as fault:
        raise Invalid("import.unreadable", file=path.name, line=reader.line_num) from fault


def _read(name: str, reader: Any, gaps: list[Gap]) -> Iterator[Row]:
    head = [column.strip().lower() for column in next(reader, [])]
    missing = [column for column in NEEDED[name] if column not in head]
    if missing:
        raise Invalid("import.columns", file=name, names=", ".join(missing))
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(head):
            gaps.append(Gap(name, reader.line_num, "columns", str(len(cells)), "import.ragged", "warning"))
        values = {column: _clean(cell) for column, cell in zip(head, cells, strict=False)}
        yield Row(reader.line_num, values)


def _clean(cell: str) -> str:
    """A cell that both databases can store: no NUL, no half of a surrogate pair; and none of Baton's own link marks."""
    return re.sub("[\0\ue000-\ue002]", "", cell).encode("utf-8", "replace").decode().strip()


def _decoded(body: bytes) -> str:
    """UTF-8, UTF-16 by its mark, else what Excel writes in China; a byte that fits nowhere becomes a mark."""
    if body[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return body.decode("utf-16", "replace")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("gb18030", "replace")


def _opportunity(row: Row, products: Mapping[str, str], currency: str, gaps: list[Gap]) -> Opportunity | None:
    def gap(what: str, done: str, kind: str = "gap") -> None:
        gaps.append(Gap(PIPELINE, row.line, what, row[what], done, kind))

    if not row["opportunity_id"]:
        return None
    stage = row["deal_stage"].lower()
    if stage not in STAGES:
        gap("deal_stage", "import.stage_lead")
        stage = "prospecting"
    product = row["product"]
    if product and product not in products.values():
        known = products.get(squeezed(product))
        gap("product", f"import.read_as:{known}" if known else "import.product_added", "warning")
        product = known or product
    engaged, closed = _day(row, "engage_date", gap), _day(row, "close_date", gap)
    if engaged is None and not row["engage_date"]:
        gap("engage_date", "import.from_today")
    if closed is None and stage in ("won", "lost"):
        gap("close_date", "import.closed_today")
    if engaged and closed and closed < engaged:
        gap("close_date", "import.kept_as_is", "warning")
    if not row["account"]:
        gap("account", "import.gap_on_card")
    if not row["sales_agent"]:
        gap("sales_agent", "import.nobodys")
    if stage == "lost":
        gap("lost_reason", "import.gap_on_card")
    return Opportunity(
        line=row.line,
        key=row["opportunity_id"],
        agent=row["sales_agent"],
        stage=stage,
        product=product,
        account=row["account"],
        engaged_on=engaged,
        closed_on=closed,
        value_minor=_money(row, currency, stage, gap),
        raw=", ".join(value for value in row.values.values() if value),
    )


def _day(row: Row, name: str, gap: Told) -> date | None:
    """dd-mm-yy or yyyy-mm-dd. A day that is none is told and left out."""
    said = row[name]
    if not said:
        return None
    found = _DAY.fullmatch(said)
    try:
        if found is None:
            raise ValueError(said)
        first, month, last = (int(part) for part in found.groups())
        year, day = (first, last) if len(found[1]) == 4 else (last, first)
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        gap(name, "import.left_out")
        return None


def list_price(row: Row, currency: str, gaps: list[Gap]) -> int | None:
    """A product's price in minor units."""
    minor = _minor(row["sales_price"], currency)
    if minor is None and row["sales_price"]:
        gaps.append(Gap(PRODUCTS, row.line, "sales_price", row["sales_price"], "import.left_out"))
    return minor


def _money(row: Row, currency: str, stage: str, gap: Told) -> int | None:
    """The close value in minor units; a lost deal's 0 says nothing about what it would have been worth."""
    minor = _minor(row["close_value"], currency)
    if minor is None and row["close_value"]:
        gap("close_value", "import.left_out")
    return None if stage == "lost" and minor == 0 else minor


def _minor(said: str, currency: str) -> int | None:
    try:
        minor = Decimal(said.replace(",", "").removeprefix("$")).scaleb(minor_digits(currency))
        fits = minor.is_finite() and 0 <= minor < 10**17
    except DecimalException:
        return None
    return int(minor.to_integral_value()) if fits else None
