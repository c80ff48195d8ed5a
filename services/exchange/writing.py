"""Writes new deals of a file: codes, stages, contacts, notes, the words they are found by; many with one statement each."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from rules.codes import format_code
from rules.exchange.deals import DealRow
from rules.names import domain_of, norm_name, squeezed
from rules.tags import packed
from services.exchange.keys import import_row
from services.exchange.making import (
    Writing,
    contact_values,
    last_contact,
    note_values,
    standing,
    step_values,
    words_of,
)
from services.exchange.meeting import Customers
from services.exchange.team import Team
from services.exchange.verdicts import Verdict
from services.money import rates
from storage import imports as rows
from storage import meeting
from storage.db import Session
from storage.tables import Account, Contact, Deal, DealContact, Note, StageEntry, Step


class DealWriter:
    """Writes new lines in batches; the caller holds the transaction. ``sold``: squeezed name → product."""

    def __init__(self, writing: Writing, customers: Customers, sold: Mapping[str, int]) -> None:
        self._w, self._customers, self._sold = writing, customers, sold
        self._rates: rates.Days = {}

    def add(self, tx: Session, team: Team, new: Sequence[Verdict]) -> list[int]:
        """The new deals; their ids in the order of the lines."""
        if not new:
            return []
        accounts = put_accounts(tx, [one.row for one in new], self._customers, self._w.now)
        codes = self._codes(tx, [one.row for one in new])
        made = [
            self._values(tx, one, accounts) | {"code": code} for one, code in zip(new, codes, strict=True)
        ]
        ids = rows.add_counted(tx, Deal, made)
        self._beside(tx, team, list(zip(ids, new, made, strict=True)))
        remembered = [
            import_row(one.kind, one.key, one.digest, at, self._w.run_id, is_new=True)
            for at, one in zip(ids, new, strict=True)
        ]
        rows.put_rows(tx, remembered)
        return ids

    def _beside(
        self, tx: Session, team: Team, made: Sequence[tuple[int, Verdict, Mapping[str, Any]]]
    ) -> None:
        """What hangs on the deals."""
        rows.add(tx, StageEntry, [entry for at, _, deal in made for entry in self._entries(at, deal)])
        people = [(at, contact, deal["account_id"]) for at, one, deal in made for contact in one.row.contacts]
        ids = rows.add_counted(
            tx, Contact, [contact_values(c, account, self._w.now) for _, c, account in people]
        )
        pairs = zip(people, ids, strict=True)
        links = [{"deal_id": at, "contact_id": n, "role": c.role} for (at, c, _), n in pairs]
        rows.add(tx, DealContact, links)
        notes = [
            note_values(self._w, team, at, action, deal["created_at"])
            for at, one, deal in made
            for action in one.row.actions
        ]
        rows.add(tx, Note, notes)
        steps = [step_values(self._w, at, one.row, deal["owner_id"]) for at, one, deal in made]
        rows.add(tx, Step, [step for step in steps if step is not None])
        rows.add_tokens(tx, {at: words_of(one.row, deal["code"]) for at, one, deal in made})

    # -- codes ------------------------------------------------------------------------------------------

    def _codes(self, tx: Session, new: Sequence[DealRow]) -> list[str | None]:
        """Numbers without gaps, in the order of the lines; lines that bring numbers of ours keep them."""
        wanted: dict[tuple[str, int], int] = {}
        for row in new:
            if row.code is not None:
                rows.push_number(tx, row.code.source, row.code.year, row.code.seq)
            elif row.state != "draft":
                key = self._series(row)
                wanted[key] = wanted.get(key, 0) + 1
        free = {key: iter(range(rows.reserve_numbers(tx, *key, n), 10**9)) for key, n in wanted.items()}
        return [self._code(row, free) for row in new]

    def _code(self, row: DealRow, free: Mapping[tuple[str, int], Any]) -> str | None:
        if row.code is not None:
            return str(row.code)
        if row.state == "draft":
            return None
        source, year = self._series(row)
        return format_code(source, year, next(free[source, year]))

    def _series(self, row: DealRow) -> tuple[str, int]:
        pipeline = self._w.config.pipeline
        day = row.created or self._w.now.astimezone(self._w.known.tz)
        return pipeline.source(self._source(row)).code, day.year

    def _source(self, row: DealRow) -> str:
        """A named account of another CRM is a customer one knows; of other lines without a source nothing is known."""
        pipeline = self._w.config.pipeline
        wanted = row.source or ("existing" if row.account and row.number else "other")
        known = pipeline.source_or_none(wanted)
        return known.key if known else pipeline.sources[-1].key

    # -- the deal ---------------------------------------------------------------------------------------

    def _values(self, tx: Session, one: Verdict, accounts: Mapping[str, int]) -> dict[str, Any]:
        row, w = one.row, self._w
        created = w.at(row.created) or w.now
        closed = None if row.is_live else w.at(row.closed) or w.now
        owner = one.owner_id
        spoke = last_contact(w, row.actions)
        sold = self._sold.get(squeezed(row.product)) if row.product else None
        need = row.need if sold or not row.product else "\n".join(x for x in (row.need, row.product) if x)
        return {
            "state": row.state,
            "account_id": accounts.get(norm_name(row.account)) if row.account else None,
            "owner_id": owner,
            "owner_since": created,
            "source": row.source if row.state == "draft" else self._source(row),
            "need": need or None,
            "tags": packed(row.tags),
            "raw_text": row.raw,
            "origin": "import",
            "amount_minor": row.amount_minor,
            "amount_approx": row.approx,
            "currency": row.currency if row.amount_minor is not None else None,
            "rate_to_base": self._rate(tx, row, closed),
            "product_id": sold,
            "probability": row.probability,
            "probability_by": None if row.probability is None else w.by.id,
            "expected_sign_on": row.sign_on,
            "last_contact_at": spoke[0] if spoke else None,
            "last_contact_kind": spoke[1] if spoke else None,
            "clocks_from": None,
            "lost_reason": row.reason,
            "lost_detail": row.detail or None,
            "created_at": created,
            "created_by": w.by.id,
            "tries": 0,
            "version": (row.version or 1) if row.code else 1,
            **standing(w, row, created, closed),
        }

    def _rate(self, tx: Session, row: DealRow, closed: datetime | None) -> str | None:
        """A signed deal in another currency keeps the rate of its day."""
        if row.amount_minor is None:
            return None
        day = self._w.calendar.local(closed or self._w.at(row.entered) or self._w.now).date()
        signed = rates.Signed(row.stage or "", row.state, row.currency, day)
        return rates.kept_for(tx, self._w.config.pipeline, None, signed, self._rates)

    def _entries(self, at: int, deal: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The stages we know of: where talks began, and the end."""
        won = deal["state"] == "won"
        first = {
            "deal_id": at,
            "stage": self._w.known.talks if won else deal["stage"],
            "entered_at": deal["created_at"] if won else deal["stage_entered_at"],
            "left_at": deal["closed_at"],
            "direction": "forward",
            "config_version": self._w.config.version,
        }
        if not won:
            return [first]
        last = {**first, "stage": deal["stage"], "entered_at": deal["stage_entered_at"], "left_at": None}
        return [first, last | {"direction": "closed"}]


def put_accounts(
    tx: Session, lines: Sequence[DealRow], customers: Customers, now: datetime
) -> dict[str, int]:
    """normalised name → account, made where there is none of this name."""
    named: dict[str, DealRow] = {}
    for row in lines:
        if row.account:
            named.setdefault(norm_name(row.account), row)
    found = meeting.accounts_named(tx, list(named))
    new = [(norm, row) for norm, row in named.items() if norm not in found]
    made: list[dict[str, Any]] = [
        {
            "name": row.account,
            "name_norm": norm,
            "domain": next(
                (d for c in row.contacts if c.ways.email and (d := domain_of(c.ways.email))), None
            ),
            "industry": row.industry or None,
            "region": row.region or None,
            "tier": row.tier or None,
            "details": {},
            "created_at": now,
            "version": 1,
        }
        for norm, row in new
    ]
    for (norm, _), at in zip(new, rows.add_counted(tx, Account, made), strict=True):
        found[norm] = at
        customers.learn(norm, at)
    return found
