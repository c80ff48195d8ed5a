"""Puts back what a run changed of what was here: a deal, an account, a product or somebody's place as it was before, and
whoever was told of the change hears that it was taken back. What somebody has worked with since stays as it is, whole."""

from datetime import datetime
from typing import Any

from rules import worked
from rules.access import IMPORTS, allowed
from rules.facts import LIVE
from rules.pipeline import Pipeline
from rules.worked import Act
from services import audit
from services.deals import hands, tasks, words
from services.exchange.journal import TOLD
from services.team import people
from storage import accounts as account_rows
from storage import befores, books
from storage import deals as deal_rows
from storage import imports as rows
from storage import notes as note_rows
from storage import people as people_rows
from storage import steps as step_rows
from storage import tasks as task_rows
from storage.db import Session
from storage.tables import (
    Account,
    AccountAlias,
    Contact,
    Deal,
    DealContact,
    DealTeam,
    ImportBefore,
    ImportRow,
    Note,
    Person,
    PersonRole,
    Product,
    StageEntry,
    Step,
    Task,
)

FOUND_BY = frozenset(("account_id", "need", "product_id", "tags"))


class PutBack:
    """``by_id``: who takes the run back; ``end`` comes last, and the caller holds the transaction."""

    def __init__(self, tx: Session, pipeline: Pipeline, by_id: int | None, now: datetime) -> None:
        self._tx, self._pipeline, self._by_id, self._now = tx, pipeline, by_id, now
        self._reworded: set[int] = set()

    def end(self) -> None:
        """The words by which those deals are found."""
        words.reindex(self._tx, sorted(self._reworded))

    def put(self, one: ImportBefore) -> bool:
        """False where it was left: somebody changed it since, or what it hung on is gone."""
        back = {name: said for name, said in one.back.items() if name != TOLD}
        if not back:
            return False
        if one.kind == "deal":
            return self._deal(one, back)
        if one.kind == "person":
            return self._place(one.record_id, back)
        if not befores.stands(self._tx, back):
            return False
        befores.put_other(self._tx, back, Account, Product, ImportRow)
        befores.take_out(self._tx, back, AccountAlias, ImportRow)
        self._tx.expire_all()
        return True

    def _place(self, person_id: int, back: dict[str, Any]) -> bool:
        """Manager, roles and working time; the caller holds the places. Who may not set them any more puts back none."""
        tx, person = self._tx, people_rows.by_id(self._tx, person_id)
        by = people_rows.by_id(tx, self._by_id) if self._by_id is not None else None
        if person is None or by is None or not allowed(people.actor_of(tx, by), IMPORTS["people"]):
            return False
        held = people_rows.roles_of(tx, person_id)
        given = {row["role"] for row in befores.new(back, PersonRole)}
        taken = {row["role"] for row in befores.gone(back, PersonRole)}
        was = befores.was(back, Person)
        boss = people_rows.by_id(tx, was["manager_id"]) if was.get("manager_id") is not None else None
        if not befores.stands(tx, back) or not given <= held or held & taken:
            return False
        if boss is not None:
            is_over = people.is_circle(people_rows.manager_links(tx), person_id, boss.id)
            if is_over or not boss.is_active:
                return False
        roles = (held - given) | taken if given or taken else None
        people.set_place(tx, person, by_id=self._by_id, now=self._now, roles=roles, **was)
        befores.put_other(tx, back, ImportRow)
        befores.take_out(tx, back, ImportRow)
        return True

    # -- a deal ----------------------------------------------------------------------------------------

    def _deal(self, one: ImportBefore, back: dict[str, Any]) -> bool:
        tx, deal = self._tx, deal_rows.by_id(self._tx, one.record_id)
        if deal is None or deal.version != one.version or not befores.stands(tx, back, but=(Task,)):
            return False
        acts = (Act(*act) for act in books.acts_on(tx, f"deal:{deal.id}"))
        if worked.since(acts, rows.IMPORTED) is not None:
            return False  # also what leaves the deal's own row alone, as a request does
        was = befores.was(back, Deal)
        if not self._is_there(was, back):
            return False
        runs = was.get("state", deal.state) in LIVE and deal.clocks_from is not None
        values = {**was, **self._account(was), "next_check_at": self._now if runs else None}
        since = deal_rows.change(tx, deal.id, deal.version, **values)
        befores.lead_on(tx, deal.id, one.version_before, since)
        self._rows(back)
        tx.expire_all()
        if was.keys() & FOUND_BY or befores.touches(back, Contact, DealContact):
            self._reworded.add(deal.id)
        self._tell(deal, one, back)
        said = {"columns": sorted(was)} | {name: was[name] for name in ("owner_id",) if name in was}
        audit.record(tx, self._by_id, rows.RESTORED, f"deal:{deal.id}", now=self._now, after=said)
        return True

    def _is_there(self, was: dict[str, Any], back: dict[str, Any]) -> bool:
        """May it hang again on what it hung on?"""
        if not self._pipeline.knows(was.get("stage", self._pipeline.first.key)):
            return False
        if was.get("owner_id") is not None:
            owner = people_rows.by_id(self._tx, was["owner_id"])
            if owner is None or not owner.is_active:
                return False
        accounts = {at for name in ("account_id", "said_account_id") if (at := was.get(name)) is not None}
        if len(account_rows.by_ids(self._tx, accounts)) < len(accounts):
            return False
        wanted = {row["contact_id"] for row in befores.gone(back, DealContact)}
        return account_rows.contacts_there(self._tx, wanted) == wanted

    def _account(self, was: dict[str, Any]) -> dict[str, Any]:
        """The account that it was written under, and where a merge has led that by now."""
        if "account_id" not in was:
            return {}
        said = was["said_account_id"] if was.get("said_account_id") is not None else was["account_id"]
        account = account_rows.by_ids(self._tx, [said]).get(said) if said is not None else None
        if account is None or account.merged_into is None:
            return {"account_id": said, "said_account_id": None}
        return {"account_id": account.merged_into, "said_account_id": said}

    def _rows(self, back: dict[str, Any]) -> None:
        """What hangs on it."""
        tx = self._tx
        befores.put_other(tx, back, Contact, DealContact, StageEntry, Step, ImportRow)
        befores.take_out(tx, back, DealContact, StageEntry, ImportRow)
        befores.put_gone(tx, back, DealContact)
        account_rows.drop_unlinked(tx, [row["id"] for row in befores.new(back, Contact)])
        note_rows.take_back(tx, [row["id"] for row in befores.new(back, Note)])
        step_rows.set_state(tx, [row["id"] for row in befores.new(back, Step)], "undone", self._now)

    def _tell(self, deal: Deal, one: ImportBefore, back: dict[str, Any]) -> None:
        """Who was asked is asked again, who is on the team is so again, who was told of it reads that it was undone."""
        tx = self._tx
        befores.put_gone(tx, back, DealTeam)
        asked = {each["key"]["id"] for each in befores.put_standing(tx, back, Task)}
        tx.expire_all()
        for task in task_rows.of_deals(tx, [deal.id]) if asked else ():
            if task.id in asked:
                tasks.rewrite(tx, self._pipeline, deal, task, self._now)
        if told := one.back.get(TOLD):
            hands.tell_back(tx, told, deal.id, self._now)
