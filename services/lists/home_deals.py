"""Deals as Home shows them: the first of a list, and the facts of each row. How they stand is services.clock.weigh's."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from rules.answers.home import HomeDeal
from rules.pipeline import Pipeline
from services import shown
from services.clock import questions
from services.clock.weigh import Weighed
from services.config.versions import ActiveConfig
from services.deals import gate_store, help_requests, tasks_open
from services.facts import WEIGHED
from services.money.worth import dearest_first
from services.team.people import language, zone_of
from storage import deal_lists
from storage import people as people_rows
from storage import steps as step_rows
from storage.db import Session
from storage.tables import Deal, Person


def running(tx: Session, owner_ids: Collection[int] | None) -> tuple[list[Deal], int]:
    """Running deals of these owners (None: everybody's), and how many there are beyond those that are looked at."""
    deals = deal_lists.longest_running(tx, owner_ids, WEIGHED)
    return deals, deal_lists.count_running(tx, owner_ids) - WEIGHED if len(deals) == WEIGHED else 0


def sleeping(tx: Session, pipeline: Pipeline, owner_id: int, now: datetime) -> list[Deal]:
    """This owner's deals that nobody has touched since they were imported, the dearest first."""
    return dearest_first(tx, pipeline, deal_lists.asleep(tx, owner_id), now)


def top(found: Sequence[Weighed], most: int) -> tuple[Sequence[Weighed], int]:
    """The first so many, and how many more there are."""
    return found[:most], max(len(found) - most, 0)


def dress(
    tx: Session,
    config: ActiveConfig,
    weighed: Sequence[Weighed],
    reader: Person,
    now: datetime,
    names: Mapping[int, str] | None = None,
) -> dict[int, HomeDeal]:
    """deal id → its row for this reader; `names` of owners, where they are told."""
    deals = [x.deal for x in weighed]
    heads, steps = shown.told_apart(tx, deals), step_rows.open_of_deals(tx, [x.deal_id for x in weighed])
    promised = tasks_open.promised(tx, deals, reader, now)
    helping = _helping(tx, weighed, reader) if names else {}
    locale, today = language(reader), now.astimezone(zone_of(reader.slack_tz)).date()
    everybody = people_rows.everybody(tx) if names else []
    gone = {p.id for p in everybody if not p.is_active}
    guests = {p.id for p in everybody if p.kind == "guest"}
    return {
        x.deal_id: HomeDeal(
            head=heads[x.deal_id],
            stage_name=config.pipeline.stage_name(x.deal.stage, locale),
            light=x.line.light,
            reasons=x.reasons,
            owed=gate_store.owed_shown(config.pipeline, x.facts.owed, locale),
            sign_on=x.facts.sign_on,
            step=shown.step(steps.get(x.deal_id), today),
            step_whose=promised[x.deal_id].whose if x.deal_id in promised else (),
            last_contact_at=x.deal.last_contact_at,
            given_at=x.facts.given_at,
            owner=(names or {}).get(x.deal.owner_id or 0, ""),
            owner_left=x.deal.owner_id in gone,
            is_guests=x.deal.owner_id in guests,
            helping_since=helping.get(x.deal_id),
            **shown.stage_days(x.facts, x.owner.calendar, now),
        )
        for x in weighed
    }


def _helping(tx: Session, weighed: Sequence[Weighed], reader: Person) -> dict[int, datetime]:
    """deal id → since when the reader helps with it, as its line in a list says it."""
    promised = help_requests.latest(tx, [x.deal for x in weighed])
    found: dict[int, datetime] = {}
    for one in weighed:
        task, because = promised.get(one.deal_id), questions.because(one)
        if task is None or because is None:
            continue
        said = help_requests.shown(tx, one.deal, task, because, reader)
        if said is not None and said.is_promised and said.is_reader:
            found[one.deal_id] = said.since
    return found
