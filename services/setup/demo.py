"""The demo pipeline of the try-out: deals with a past, written as if they had been typed and moved then."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from rules.clocks import step_due_at
from services import audit
from services.capture import lead_store, leads
from services.capture.lead_store import NewDeal
from services.config.versions import ActiveConfig
from services.deps import Deps
from services.team.calendars import calendars
from storage import books, rates
from storage import deals as deal_rows
from storage import people as people_rows
from storage import stages as stage_rows
from storage.db import Session
from storage.tables import Deal, DigestChannel, Note, Person, Rate, StageEntry, Step, Wait

DONE = "demo"  # the setting that says that the demo was loaded


def is_loaded(deps: Deps) -> bool:
    """Was the demo put into this database?"""
    with deps.db.read() as tx:
        return books.setting(tx, DONE) is not None


def load(deps: Deps, data: Mapping[str, Any], *, now: datetime) -> int:
    """Writes the deals of a demo file in one transaction, once; returns how many. Owners are Slack handles."""
    config = deps.config.active()
    with deps.db.write() as tx:
        if not books.add_setting_once(tx, DONE, now.isoformat()):
            return 0
        for entry in data["deals"]:
            _Telling(tx, config, ZoneInfo(data["zone"]), now).deal(entry)
        _digest(tx, data["digest"], data["zone"], now)
        _rates(tx, data["rates"], config.pipeline.base_currency)
        return len(data["deals"])


def _digest(tx: Session, entry: Mapping[str, Any], tz: str, now: datetime) -> None:
    manager = people_rows.by_handle(tx, entry["by"])
    assert manager is not None
    tx.add(
        DigestChannel(
            channel=entry["channel"],
            audience=entry["audience"],
            locale=entry["locale"],
            tz=tz,
            root_person_id=manager.id,
            declared_by=manager.id,
            declared_at=now,
            member_count=entry["members"],
        )
    )
    after = {"audience": entry["audience"], "members": entry["members"]}
    audit.record(tx, manager.id, "digest.declare", f"channel:{entry['channel']}", now=now, after=after)


def _rates(tx: Session, entry: Mapping[str, Any], base: str) -> None:
    """Rates to the demo's base currency; a process with another base has none of them."""
    if base == entry["base"]:
        since = date.fromisoformat(entry["since"])
        rates.put(
            tx, (Rate(currency=c, base=base, since=since, rate=rate) for c, rate in entry["of"].items())
        )


class _Telling:
    """Tells one deal's past into the database."""

    def __init__(self, tx: Session, config: ActiveConfig, zone: ZoneInfo, now: datetime) -> None:
        self.tx, self.config, self.zone, self.now = tx, config, zone, now

    def at(self, said: datetime | str) -> datetime:
        """A local time of the file as an instant (YAML reads times without seconds as text)."""
        moment = said if isinstance(said, datetime) else datetime.fromisoformat(said)
        return moment.replace(tzinfo=self.zone).astimezone(UTC)

    def deal(self, entry: Mapping[str, Any]) -> None:
        """A typed line, then its stages, its contacts, its step and its wait."""
        owner = people_rows.by_handle(self.tx, entry["owner"])
        assert owner is not None
        lead = leads.read(self.tx, self.config.pipeline, entry["text"], owner)
        captured, pipeline = self.at(entry["captured"]), self.config.pipeline
        new = NewDeal(
            lead,
            raw=entry["text"],
            origin="demo",
            by_id=owner.id,
            owner_id=owner.id,
            source=lead.source_key,
            code=lead_store.Code(self.tx, pipeline, lead.source_key or "", captured.year),
        )
        deal = lead_store.put_deal(self.tx, self.config, new, captured)
        self._moves(deal, owner, entry.get("moves") or {})
        for said in entry.get("contacts", ()):
            self._contact(deal, owner, said)
        self._step(deal, owner, entry.get("step"))
        self._wait(deal, owner, entry.get("waiting"))
        signing = entry.get("signing")
        deal_rows.change(self.tx, deal.id, deal.version, expected_sign_on=signing, next_check_at=self.now)

    def _moves(self, deal: Deal, owner: Person, moves: Mapping[str, Any]) -> None:
        for stage, said in moves.items():
            at = self.at(said)
            last = stage_rows.entries(self.tx, deal.id)[-1]
            last.left_at = at
            new = StageEntry(
                deal_id=deal.id,
                stage=stage,
                entered_at=at,
                entered_by=owner.id,
                config_version=self.config.version,
            )
            self.tx.add_all([last, new])
            deal_rows.change(self.tx, deal.id, deal.version, stage=stage, stage_entered_at=at)

    def _contact(self, deal: Deal, owner: Person, said: Mapping[str, Any]) -> None:
        at = self.at(said["at"])
        note = Note(
            deal_id=deal.id,
            author_id=owner.id,
            kind=said["kind"],
            agreed=said["agreed"],
            raw=said["agreed"],
            contact_at=at,
            created_at=at,
        )
        self.tx.add(note)
        deal_rows.change(self.tx, deal.id, deal.version, last_contact_at=at, last_contact_kind=said["kind"])

    def _step(self, deal: Deal, owner: Person, said: Mapping[str, Any] | None) -> None:
        if said is None:
            return
        kind = "at" if "at" in said else "by"
        day, clock = _day_and_clock(said[kind])
        home = calendars(self.tx, [owner], self.now.year)[owner.id]
        self.tx.add(
            Step(
                deal_id=deal.id,
                owner_id=owner.id,
                text=said["text"],
                kind=kind,
                on_date=day,
                at_time=clock,
                tz=self.zone.key,
                due_at=step_due_at(day, clock, home),
                opened_at=deal.last_contact_at or deal.created_at,
            )
        )

    def _wait(self, deal: Deal, owner: Person, said: Mapping[str, Any] | None) -> None:
        if said is None:
            return
        self.tx.add(
            Wait(
                deal_id=deal.id,
                stage=deal.stage,
                who=said["who"],
                why=said["why"],
                since=self.at(said["since"]),
                until=self.at(said["until"]),
                by_id=owner.id,
            )
        )


def _day_and_clock(said: Any) -> tuple[date, time | None]:
    if isinstance(said, date) and not isinstance(said, datetime):
        return said, None
    moment = said if isinstance(said, datetime) else datetime.fromisoformat(said)
    return moment.date(), moment.time()
