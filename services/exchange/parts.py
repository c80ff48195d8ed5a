"""On whose behalf an import is done and how, and what reads its tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from rules.access import IMPORTS, Action, Actor, DealAccess, allowed
from rules.errors import Refused
from rules.exchange.days import Order
from rules.exchange.deals import DealReader
from rules.exchange.fields import Kind
from rules.exchange.known import Known
from rules.exchange.others import OtherReader
from rules.exchange.outcome import Outcome, Part
from storage.db import Session

ORDER: Sequence[Kind] = ("products", "accounts", "people", "deals")


@dataclass(frozen=True)
class Importer:
    """On whose behalf: a person with what they may do, or whoever has this machine, who may do everything."""

    actor: Actor | None
    locale: str
    tz: ZoneInfo
    calendar: str = ""  # whose numbers are read without a country; the team's where empty
    owners: Mapping[str, int] = field(default_factory=dict)  # a name of the file → who is meant, as was said

    @property
    def scope(self) -> str:
        """Whose numbers these are: two people's lists may both count from A1."""
        return f"{self.actor.id}:" if self.actor else ""

    @property
    def id(self) -> int | None:
        return self.actor.id if self.actor else None

    def check(self, kind: Kind) -> None:
        """Raises Refused for a kind that this person may not bring."""
        if self.actor is not None and not allowed(self.actor, IMPORTS[kind]):
            raise Refused("import.not_yours")

    def may_own(self, owner: DealAccess) -> bool:
        """May a deal of this owner be theirs to write? As a deal that they might edit."""
        return self.actor is None or allowed(self.actor, Action.EDIT_DEAL, owner)


@dataclass(frozen=True)
class Plan:
    """How an import is done. ``mapping``: a name of the file → a Slack handle; ``clocks_now``: reminders begin at once."""

    by: Importer
    currency: str = ""
    source: str | None = None
    order: Order | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    clocks_now: bool = False


class Course:
    """How far a run is, and what is kept with each batch. Where one was cut off, ``done`` lines are looked at only."""

    batch = 200  # lines in one transaction, fewer where they change what is here (`importing.DEARER`)
    run_id: int | None = None  # in the books; else it gets a line of its own
    done: int = 0

    def begin(self) -> Outcome:
        """What the lines that are done came to."""
        return Outcome()

    def keep(self, tx: Session, outcome: Outcome, done: int) -> None:
        """In the transaction of each batch."""

    def finish(self, tx: Session, outcome: Outcome) -> None:
        """In the last transaction."""


def reader_of(part: Part, known: Known) -> DealReader | OtherReader:
    """What reads this table's lines."""
    if part.kind == "deals":
        return DealReader(part.table, part.columns, known)
    return OtherReader(part.kind, part.table, part.columns, known)
