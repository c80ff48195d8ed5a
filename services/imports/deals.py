"""The deals of an export: codes, stages, amounts, the words they are found by; many with one statement each.

Prospecting becomes a lead and Engaging a discovery: talks have begun, and nothing says that a quote is out.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from rules.codes import format_code
from rules.names import fold, search_tokens
from rules.pipeline import Pipeline, Source
from services.deps import Deps
from services.imports.keys import Tally, count, digest, import_row
from services.imports.owners import default_zone
from services.imports.reading import PIPELINE, Gap, Opportunity
from storage import imports as rows
from storage import locks
from storage.db import Session

LOCK = "import"  # two imports at once take turns, batch by batch
OPENING = time(9)  # a day of the export has no hour


class DealWriter:
    """Writes opportunities in batches; the caller holds the transaction."""

    def __init__(
        self,
        deps: Deps,
        currency: str,
        run_id: int,
        people: dict[str, int],
        accounts: dict[str, int],
        products: dict[str, int],
        now: datetime,
    ) -> None:
        config = deps.config.active()
        self._version, self._pipeline = config.version, config.pipeline
        self._currency, self._run_id, self._now = currency, run_id, now
        self._people, self._accounts, self._products = people, accounts, products
        self._zone = ZoneInfo(default_zone(deps)[1])
        self._stages = stage_keys(config.pipeline)
        with deps.db.read() as tx:
            self._known = rows.known_rows(tx, "deal")

    def unknown(self, deals: Sequence[Opportunity], progress: Callable[[int], None]) -> list[Opportunity]:
        """The rows that are new or changed since they were imported."""
        todo = [deal for deal in deals if self._known.get(deal.key, ("", 0))[0] != self._digest(deal)]
        progress(len(deals) - len(todo))
        return todo

    def write(self, tx: Session, batch: Sequence[Opportunity], tally: Tally) -> None:
        """New deals at once; changed ones unless a person has edited them here."""
        # Another import may have written since this one began: what is known is asked again, and held.
        locks.hold(tx, LOCK)
        self._known |= rows.known_rows(tx, "deal", [deal.key for deal in batch])
        batch = [deal for deal in batch if self._known.get(deal.key, ("", 0))[0] != self._digest(deal)]
        new = [deal for deal in batch if deal.key not in self._known]
        changed = [deal for deal in batch if deal.key in self._known]
        if new:
            self._add(tx, new)
            count(tally, "deals", len(new))
        if changed:
            self._change(tx, changed, tally)

    def _digest(self, deal: Opportunity) -> str:
        return digest([deal.raw, self._currency])

    def _add(self, tx: Session, new: Sequence[Opportunity]) -> None:
        codes = self._codes(tx, new)
        made = [self._values(deal) | {"code": codes[deal.key]} for deal in new]
        ids = rows.add_deals(tx, made)
        entries = [e for at, deal in zip(ids, new, strict=True) for e in self._entries(at, deal)]
        rows.add_entries(tx, entries)
        tokens = {
            at: search_tokens(f"{deal.account} ") | search_tokens(codes[deal.key])
            for at, deal in zip(ids, new, strict=True)
        }
        rows.add_tokens(tx, tokens)
        self._remember(tx, new, ids)

    def _remember(self, tx: Session, deals: Sequence[Opportunity], ids: Sequence[int]) -> None:
        pairs = zip(deals, ids, strict=True)
        rows.put_rows(
            tx, [import_row("deal", deal.key, self._digest(deal), at, self._run_id) for deal, at in pairs]
        )

    def _change(self, tx: Session, changed: Sequence[Opportunity], tally: Tally) -> None:
        ids = [self._known[deal.key][1] for deal in changed]
        edited = rows.edited_since_import(tx, ids)
        for at, deal in zip(ids, changed, strict=True):
            if at in edited:
                told = Gap(PIPELINE, deal.line, "opportunity_id", deal.key, "import.kept_edited", "warning")
                tally.gaps.append(told)
                continue
            values = self._values(deal)
            for name in ("created_at", "config_version", "origin", "clocks_from", "version", "tries"):
                values.pop(name)
            rows.update_deal(tx, at, **values)
            count(tally, "changed")
        self._remember(tx, changed, ids)

    def _codes(self, tx: Session, new: Sequence[Opportunity]) -> dict[str, str]:
        """Numbers without gaps, in the order of the rows."""
        wanted: dict[tuple[str, int], list[str]] = {}
        for deal in new:
            year = (deal.engaged_on or self._now.astimezone(self._zone).date()).year
            wanted.setdefault((self._source(deal).code, year), []).append(deal.key)
        found: dict[str, str] = {}
        for (source, year), keys in wanted.items():
            first = rows.reserve_numbers(tx, source, year, len(keys))
            found |= {key: format_code(source, year, first + n) for n, key in enumerate(keys)}
        return found

    def _source(self, deal: Opportunity) -> Source:
        """A named account of the old CRM is a customer one knows; of the others nothing is known."""
        wanted = "existing" if deal.account else "other"
        return self._pipeline.source_or_none(wanted) or self._pipeline.sources[-1]

    def _values(self, deal: Opportunity) -> dict[str, Any]:
        engaged, closed = self._at(deal.engaged_on), self._at(deal.closed_on)
        is_closed = deal.stage in ("won", "lost")
        stage = self._stages[deal.stage]
        return {
            "state": deal.stage if is_closed else "open",
            "stage": stage,
            "stage_entered_at": (closed if deal.stage == "won" else engaged),
            "account_id": self._accounts.get(deal.account),
            "owner_id": self._people.get(fold(deal.agent)),
            "owner_since": engaged,
            "source": self._source(deal).key,
            "raw_text": deal.raw,
            "origin": "import",
            "amount_minor": deal.value_minor,
            "amount_approx": False,
            "currency": self._currency if deal.value_minor is not None else None,
            "product_id": self._products.get(deal.product),
            "clocks_from": None,
            "closed_at": closed if is_closed else None,
            "closed_from_stage": self._stages["engaging"] if is_closed else None,
            "created_at": engaged,
            "config_version": self._version,
            "tries": 0,
            "version": 1,
        }

    def _entries(self, at: int, deal: Opportunity) -> list[dict[str, Any]]:
        """The stages we know of: where talks began, and the end."""
        engaged, closed = self._at(deal.engaged_on), self._at(deal.closed_on)
        is_closed = deal.stage in ("won", "lost")
        first = {
            "deal_id": at,
            "stage": self._stages["engaging" if is_closed else deal.stage],
            "entered_at": engaged,
            "left_at": closed if is_closed else None,
            "direction": "forward",
            "config_version": self._version,
        }
        if deal.stage != "won":
            return [first]
        last = {**first, "stage": self._stages["won"], "entered_at": closed, "left_at": None}
        return [first, last | {"direction": "closed"}]

    def _at(self, day: date | None) -> datetime:
        """The opening of a day in the team's zone; the time of the import where no day is known."""
        return datetime.combine(day, OPENING, self._zone).astimezone(UTC) if day else self._now


def stage_keys(pipeline: Pipeline) -> dict[str, str]:
    """The export's stages in the team's process, also where the team has renamed or dropped the usual ones."""
    live = [s for s in pipeline.stages if s.moved_to is None and not s.final] or list(pipeline.stages)
    keys = [s.key for s in live]
    engaging = "discovery" if "discovery" in keys else keys[min(2, len(keys) - 1)]
    final = next((s.key for s in pipeline.stages if s.final), pipeline.stages[-1].key)
    lead = "lead" if "lead" in keys else keys[0]
    return {"prospecting": lead, "engaging": engaging, "won": final, "lost": engaging}
