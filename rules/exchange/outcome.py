"""What is imported and what came of it, as services count it and sheets and views tell it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from rules.errors import Invalid
from rules.exchange import heads
from rules.exchange.cells import Fault
from rules.exchange.days import Order
from rules.exchange.fields import KINDS, Kind
from rules.exchange.sheet import Sheet, Table, text

STILL = ("same", "kept", "held", "emptied")  # counts of lines that changed nothing
DUPLICATES = ("line.have_it", "line.have_draft", "line.taken", "line.taken_by_somebody", "line.same_customer")


@dataclass(frozen=True)
class Part:
    """A table of one kind, and what each of its columns is about ("" is left out). ``currency`` of its bare sums and
    ``order`` of day and month: as somebody said, else as it is guessed."""

    table: Table
    kind: Kind
    columns: tuple[str, ...]
    file: str = ""
    currency: str = ""
    order: Order | None = None

    def values(self, key: str) -> set[str]:
        """Everything that stands in the columns of this field."""
        at = [n for n, column in enumerate(self.columns) if column == key]
        return {text(line.cells[n]) for line in self.table.lines for n in at if n < len(line.cells)}


@dataclass(frozen=True)
class Gap:
    """Something that was missing or odd in a line that was taken over all the same: in which field, and the catalogue
    key of what was done."""

    file: str
    line: int
    what: str  # the field's key
    value: str
    done: str
    kind: str = "gap"  # gap | warning


@dataclass(frozen=True)
class Held:
    """A line that was not taken over, and everything that has to be mended."""

    part: int  # which table
    line: int
    faults: tuple[Fault, ...]

    @property
    def is_duplicate(self) -> bool:
        """Somebody is on this customer already: another company of nearly the same name may be let through."""
        return any(fault.key in DUPLICATES for fault in self.faults)


@dataclass
class Outcome:
    """What came of an import, or would: how many records per kind are new, changed, as they were (``same``), kept because
    somebody edited them here (``kept``), or held back; how many notes of the file were left out because their words were
    taken out here (``emptied``); every gap, every line held; which accounts change; who is nobody in Slack."""

    counts: dict[str, int] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unmapped_deals: int = 0
    unmapped_people: int = 0

    @property
    def is_changed(self) -> bool:
        return any(n for name, n in self.counts.items() if name not in STILL)


def guessed(file: str, sheets: Iterable[Sheet], kind: Kind | None = None) -> list[Part]:
    """The tables of a file as they seem to be, or as tables of this kind; hidden sheets and those without a head are
    passed over. Raises Invalid where no table is left."""
    found = []
    for sheet in sheets:
        table = None if sheet.is_hidden else heads.table_of(sheet, (kind,) if kind else KINDS)
        if table is not None and table.lines:
            guess = heads.columns_of(table, kind) if kind else heads.guess(table)
            found.append(Part(table, guess.kind, guess.columns, file))
    if not found:
        raise Invalid("sheet.no_head", name=file)
    return found
