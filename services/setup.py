"""The first hours of a workspace: who is admin, and the three questions that follow."""

from datetime import datetime

from rules.calendar import preset
from services import nudges
from services.deps import Deps
from storage import people as rows


def has_admin(deps: Deps) -> bool:
    """Is somebody admin already, so that no claim code is needed?"""
    with deps.db.read() as tx:
        return bool(rows.holding(tx, "admin"))


def begin(deps: Deps, *, now: datetime) -> None:
    """The workspace's first start: for five working days of the team's calendar only steps speak."""
    country = deps.config.active().pipeline.calendars.get("default", "us")
    nudges.quiet_start(deps, preset(country if country in ("cn", "us") else "us"), now=now)
