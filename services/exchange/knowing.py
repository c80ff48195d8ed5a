"""What a file is read against: the active process, in one reader's language and zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

from rules.exchange.days import Order
from rules.exchange.known import Known
from rules.pipeline import Pipeline

ZONES = {"cn": "Asia/Shanghai", "us": "America/New_York"}


def zone_of(pipeline: Pipeline) -> str:
    """The zone of the team's calendar: a day of a file is a day there."""
    return ZONES[pipeline.calendars.default]


def of(
    pipeline: Pipeline,
    locale: str,
    now: datetime,
    tz: ZoneInfo,
    *,
    calendar: str = "",
    currency: str = "",
    source: str | None = None,
    order: Order | None = None,
) -> Known:
    """``calendar``: whose numbers are read without a country; ``currency``: of bare sums, else the base's."""
    return Known(
        pipeline=pipeline,
        locale=locale,
        region="CN" if (calendar or pipeline.calendars.default) == "cn" else "US",
        now=now,
        tz=tz,
        currency=currency or pipeline.base_currency,
        source=source,
        order=order,
    )
