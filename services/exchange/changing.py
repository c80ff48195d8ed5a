"""Writes what a line says otherwise into a deal that is here already; what it does not tell stays as it is."""

from collections.abc import Mapping
from typing import Any

from rules.exchange.deals import DealRow
from rules.exchange.people import Contact
from rules.facts import LIVE
from rules.money import on_record
from rules.names import fold, norm_name, squeezed
from rules.tags import packed
from services import audit
from services.deals import ending, hands, likely, owners, words
from services.deals.hands import By
from services.exchange.keys import import_row
from services.exchange.making import (
    Writing,
    contact_values,
    last_contact,
    note_values,
    standing,
    step_values,
)
from services.exchange.meeting import Customers
from services.exchange.team import Team
from services.exchange.verdicts import Verdict
from services.exchange.writing import put_accounts
from services.money import rates
from storage import accounts as account_rows
from storage import deals as deal_rows
from storage import imports as rows
from storage import stages as stage_rows
from storage import steps as step_rows
from storage.db import Session
from storage.tables import Contact as ContactRow
from storage.tables import Deal, DealContact, Note, StageEntry, Step

STANDING = frozenset(("stage", "entered", "state", "closed"))
MONEY = frozenset(("amount_minor", "approx", "currency"))
HANDS = STANDING | {"owner"}  # of which whoever has a hand in the deal hears
REASON = frozenset(("reason", "detail"))
FOUND_BY = frozenset(("account", "contacts", "need", "product", "tags"))


class DealChanger:
    """Changes the deals of a batch one by one, and ``end`` comes last; the caller holds the transaction."""

    def __init__(self, writing: Writing, customers: Customers, sold: Mapping[str, int]) -> None:
        self._w, self._customers, self._sold = writing, customers, sold
        self._by = By(writing.by.id, writing.run_id)
        self._reworded: set[int] = set()

    def end(self, tx: Session) -> None:
        """The words by which they are found."""
        words.reindex(tx, sorted(self._reworded))
        self._reworded.clear()

    def change(self, tx: Session, team: Team, one: Verdict) -> list[str]:
        """The slots of what others were told. Raises Conflict when somebody changed the deal since it was looked at."""
        deal: Deal = one.record
        differs = frozenset(one.differs)
        before: DealRow = one.here
        stage, chance = (deal.stage, deal.state), deal.probability
        whose = hands.before(tx, deal) if differs & HANDS else None
        deal_rows.change(tx, deal.id, deal.version, **self._values(tx, team, deal, one, differs))
        if (deal.stage, deal.state) != stage:
            self._new_stay(tx, deal)
        pipeline, told = self._w.config.pipeline, list[str]()
        if whose is not None and stage[1] in LIVE and deal.state not in LIVE:
            told += ending.follow(tx, pipeline, deal, whose, self._by, self._w.now).told
        if whose is not None and "owner" in differs:
            told += owners.follow(tx, pipeline, deal, whose, self._by, self._w.now).told
        if "contacts" in differs:
            for contact in one.row.contacts:
                self._meet(tx, deal, contact)
        if "actions" in differs:
            known = set(before.actions)
            new = [action for action in one.row.actions if action not in known]
            made = [note_values(self._w, team, deal.id, action, self._w.now) for action in new]
            rows.add(tx, Note, made)
        if differs & {"next_text", "next_on"}:
            self._new_step(tx, deal, one.row)
        if differs & FOUND_BY:
            self._reworded.add(deal.id)
        said: dict[str, object] = {name: _on_record(name, one.row) for name in one.differs}
        was: dict[str, object] = {name: _on_record(name, before) for name in one.differs}
        if whose is not None and "owner" in differs:
            was, said = was | {"owner_id": whose.owner_id}, said | {"owner_id": deal.owner_id}
        if deal.probability != chance:  # also where another stage took it along
            was, said = was | {"probability": chance}, said | {"probability": deal.probability}
        if differs & MONEY:
            was, said = was | {"amount": _sum(before)}, said | {"amount": _sum(one.row)}
        audit.record(
            tx, self._w.by.id, rows.IMPORTED, f"deal:{deal.id}", now=self._w.now, before=was, after=said
        )
        rows.put_rows(tx, [import_row(one.kind, one.key, one.digest, deal.id, self._w.run_id)])
        return told

    def _values(
        self, tx: Session, team: Team, deal: Deal, one: Verdict, differs: frozenset[str]
    ) -> dict[str, Any]:
        row, w = one.row, self._w
        values: dict[str, Any] = {"next_check_at": w.now if deal.clocks_from else deal.next_check_at}
        plain = {
            "source": ("source", row.source),
            "sign_on": ("expected_sign_on", row.sign_on),
            "need": ("need", row.need),
            "tags": ("tags", packed(row.tags)),
            "product": ("product_id", self._sold.get(squeezed(row.product))),
            "created": ("created_at", w.at(row.created)),
        }
        values |= {column: value for name, (column, value) in plain.items() if name in differs}
        if "account" in differs:
            account_id = put_accounts(tx, [row], self._customers, w.now)[norm_name(row.account)]
            values |= {"account_id": account_id, "said_account_id": None}
        if differs & MONEY:
            values |= {
                "amount_minor": row.amount_minor,
                "amount_approx": row.approx,
                "currency": row.currency,
            }
        if "owner" in differs:
            values |= {"owner_id": one.owner_id, "owner_since": w.now}
        if differs & REASON:
            values |= {"lost_reason": row.reason, "lost_detail": row.detail or None}
        if differs & STANDING:
            values |= self._standing(deal, row)
        if differs & (STANDING | MONEY):
            values["rate_to_base"] = self._rate(tx, deal, values)
        if "probability" in differs or values.get("stage", deal.stage) != deal.stage:
            values |= likely.told(deal, row.probability, w.by.id)
        spoke = last_contact(w, row.actions) if "actions" in differs else None
        if spoke and (deal.last_contact_at is None or spoke[0] > deal.last_contact_at):
            values |= {"last_contact_at": spoke[0], "last_contact_kind": spoke[1], "tries": 0}
        return values

    def _rate(self, tx: Session, deal: Deal, values: Mapping[str, Any]) -> str | None:
        """What it keeps where it is signed by now, or in another currency."""
        pipeline = self._w.config.pipeline
        then = Deal(**{**deal.model_dump(), **values})
        signed = rates.Signed(then.stage, then.state, then.currency, rates.signed_on(pipeline, then))
        return rates.kept_for(tx, pipeline, deal, signed)

    def _standing(self, deal: Deal, row: DealRow) -> dict[str, Any]:
        """Its stage and state; a stage that is not told stays the one it has."""
        closed = None if row.is_live else self._w.at(row.closed) or deal.closed_at or self._w.now
        found = standing(self._w, row, deal.created_at, closed)
        if row.stage is None and row.state != "won":
            found["stage"] = deal.stage
        if row.entered is None and row.state != "won":
            is_moved = found["stage"] != deal.stage
            found["stage_entered_at"] = self._w.now if is_moved else deal.stage_entered_at
        return found | {"state": row.state}

    def _new_stay(self, tx: Session, deal: Deal) -> None:
        """The history: the stay that ends, and the one that begins."""
        last = stage_rows.open_entry(tx, deal.id)
        if last is not None:
            last.left_at = deal.closed_at or deal.stage_entered_at
            tx.add(last)
        if deal.state in ("open", "draft", "won"):
            direction = "closed" if deal.state == "won" else "forward"
            tx.add(
                StageEntry(
                    deal_id=deal.id,
                    stage=deal.stage,
                    entered_at=deal.stage_entered_at,
                    entered_by=self._w.by.id,
                    direction=direction,
                    config_version=self._w.config.version,
                )
            )
        tx.flush()

    def _meet(self, tx: Session, deal: Deal, contact: Contact) -> None:
        """A contact of the deal as the line has them; one that other deals share stays theirs, somebody new is added."""
        values = contact_values(contact, deal.account_id, self._w.now)
        known = account_rows.contacts_of(tx, deal.id)
        same = next((c for c, _ in known if _is(c, contact)), None)
        if same is None:
            (contact_id,) = rows.add_counted(tx, ContactRow, [values])
            rows.add(tx, DealContact, [{"deal_id": deal.id, "contact_id": contact_id, "role": contact.role}])
            return
        if account_rows.is_shared(tx, same.id):
            same_id = same.id
            same = ContactRow(**same.model_dump(exclude={"id"}))
            account_rows.replace_contact(tx, deal.id, same_id, same)
        told = {name: value for name, value in values.items() if value and name != "created_at"}
        for name, value in (told | {"version": same.version + 1}).items():
            setattr(same, name, value)
        tx.add(same)
        tx.flush()
        account_rows.set_role(tx, deal.id, same.id, contact.role)

    def _new_step(self, tx: Session, deal: Deal, row: DealRow) -> None:
        step_rows.close(tx, deal.id, "replaced", self._w.now)
        step = step_values(self._w, deal.id, row, deal.owner_id)
        if step is not None:
            rows.add(tx, Step, [step])


def _on_record(name: str, row: DealRow) -> str:
    """As the audit keeps it: of what took place how many lines, since their words are the notes' and go with those."""
    value = getattr(row, name)
    return str(len(value)) if name == "actions" else str(value)


def _sum(row: DealRow) -> str:
    """As an edit keeps it."""
    return "" if row.amount_minor is None else on_record(row.amount_minor, row.currency or "", row.approx)


def _is(known: ContactRow, said: Contact) -> bool:
    """By name, or by a way to reach them."""
    ways = said.ways
    return fold(known.name) == fold(said.name) or bool(
        (ways.phone and known.phone == ways.phone) or (ways.email and known.email_norm == ways.email.lower())
    )
