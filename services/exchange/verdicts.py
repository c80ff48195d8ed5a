"""What becomes of a line of a file: new, changed, as it was, kept, or held back and why."""

from dataclasses import dataclass, field
from typing import Any, Literal

from rules.exchange.cells import Fault
from rules.exchange.reader import ReadLine

What = Literal["new", "changed", "same", "kept", "held"]
LINE = -1  # the column of a fault of the whole line


@dataclass(slots=True)
class Verdict:
    """``record`` is what the line is about, where it is here already, and ``here`` how it would read as a line;
    ``differs`` the fields it says otherwise.

    ``kind`` and ``key`` name its line in import_rows, ``digest`` tells whether that has changed."""

    read: ReadLine
    kind: str
    key: str
    digest: str
    norm: str = ""  # the customer's name, normalised
    what: What = "new"
    record: Any = None
    here: Any = None
    owner_id: int | None = None
    differs: tuple[str, ...] = ()
    emptied: int = 0  # notes and steps that it tells and whose words were taken out here: they stay out
    meets: str = ""  # the deal that it goes in beside
    faults: list[Fault] = field(default_factory=list)

    @property
    def row(self) -> Any:
        return self.read.row

    @property
    def goes_in(self) -> bool:
        return self.what in ("new", "changed")

    def hold(self, column: int, key: str, **fields: str | list[str]) -> None:
        """It is not taken over, and this is why."""
        self.what = "held"
        self.faults.append(Fault(column, key, fields))
