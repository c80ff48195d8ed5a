"""What one may see, as the lines of a lead table; whoever has this machine may see everything."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from rules.access import Action
from rules.exchange.deals import DealRow
from rules.pipeline import Pipeline
from services import audit
from services.ask import Ask
from services.deps import Deps
from services.exchange import lines
from services.exchange.team import Team
from services.team import access
from services.team.people import zone_of
from storage import deal_lists
from storage.db import Session
from storage.seen import Seen

AT_ONCE = 500


@dataclass(frozen=True)
class Exported:
    """The lines, oldest first, and the process by whose names they are told; ``region``: whose numbers need no country."""

    lines: tuple[DealRow, ...]
    pipeline: Pipeline
    region: str


def seen(ask: Ask) -> Exported:
    """Every deal that this person may see. Raises Refused for somebody who sees none."""
    with ask.deps.db.read() as tx:
        access.authorize(tx, ask.actor, Action.EXPORT, None, ask.now)
        found = _lines(tx, ask.pipeline, access.visible(tx, ask.actor), zone_of(ask.person.slack_tz))
    told = {"count": len(found)}
    with ask.deps.db.write() as tx:
        audit.record(tx, ask.actor.id, "export.run", f"person:{ask.actor.id}", now=ask.now, after=told)
    return Exported(found, ask.pipeline, "CN" if ask.person.calendar == "cn" else "US")


def everything(deps: Deps, tz: ZoneInfo, *, now: datetime) -> Exported:
    """All deals, for whoever has this machine."""
    pipeline = deps.config.active().pipeline
    with deps.db.read() as tx:
        found = _lines(tx, pipeline, Seen(None), tz)
    with deps.db.write() as tx:
        audit.record(tx, None, "export.run", "export", now=now, after={"count": len(found)})
    return Exported(found, pipeline, "CN" if pipeline.calendars.default == "cn" else "US")


def _lines(tx: Session, pipeline: Pipeline, what: Seen, tz: ZoneInfo) -> tuple[DealRow, ...]:
    """At one moment, piece by piece."""
    team, after, found = Team(tx), 0, list[DealRow]()
    while deals := deal_lists.next_seen(tx, what, after, AT_ONCE):
        found += lines.of(tx, pipeline, team, deals, tz).values()
        after = deals[-1].id or 0
        tx.expunge_all()  # what was told is not kept
    return tuple(found)
