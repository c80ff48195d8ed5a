"""On whose behalf an import is done and how, and what reads its tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from rules.access import Action, Actor, DealAccess, allowed
from rules.errors import Refused
from rules.exchange.days import Order
from rules.exchange.deals import DealReader
from rules.exchange.fields import Kind
from rules.exchange.known import Known
from rules.exchange.others import OtherReader
from rules.exchange.outcome import Part

ORDER: Sequence[Kind] = ("products", "accounts", "people", "deals")
MAY: Mapping[Kind, Action] = {
    "deals": Action.IMPORT_DEALS,
    "accounts": Action.IMPORT_ACCOUNTS,
    "products": Action.IMPORT_PRODUCTS,
    "people": Action.IMPORT_PEOPLE,
}


@dataclass(frozen=True)
class Importer:
    """On whose behalf: a person with what they may do, or whoever has this machine, who may do everything."""

    actor: Actor | None
    locale: str
    tz: ZoneInfo
    calendar: str = ""  # whose numbers are read without a country; the team's where empty

    @property
    def scope(self) -> str:
        """Whose numbers these are: two people's lists may both count from A1."""
        return f"{self.actor.id}:" if self.actor else ""

    @property
    def id(self) -> int | None:
        return self.actor.id if self.actor else None

    def check(self, kind: Kind) -> None:
        """Raises Refused for a kind that this person may not bring."""
        if self.actor is not None and not allowed(self.actor, MAY[kind]):
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


def reader_of(part: Part, known: Known) -> DealReader | OtherReader:
    """What reads this table's lines."""
    if part.kind == "deals":
        return DealReader(part.table, part.columns, known)
    return OtherReader(part.kind, part.table, part.columns, known)
