"""When and how often Baton speaks, as a team sets it: thresholds of the ladders, times of the lists, budgets.

Days and hours are working time (`wd`, `wh`), minutes are not; times of day are local to whoever reads."""

from datetime import time

from pydantic import Field

from rules.durations import Duration
from rules.models import ClockTime, Limit, Model


class Ladders(Model):
    """Thresholds of the ladders that are the same for every stage."""

    quiet_after: Limit = Duration(5, "wd")
    step_ahead: Limit = Duration(5, "wd")
    heads_up: Limit = Duration(4, "wh")
    by_before: Limit = Duration(60, "min")
    at_before: Limit = Duration(30, "min")
    evening_before: Limit = Duration(60, "min")
    step_manager_after: Limit = Duration(2, "wd")
    date_manager_after: Limit = Duration(1, "wd")
    decide_after: Limit = Duration(5, "wd")
    first_contact: Limit = Duration(1, "wd")
    wait_most: Limit = Duration(20, "wd")
    waits_a_stage: int = Field(default=2, ge=0, le=20)
    manager_at_once: bool = False


class Digests(Model):
    """When the lists go out, local time of who reads them."""

    rep: ClockTime = time(8, 30)
    manager: ClockTime = time(8, 40)
    channel: ClockTime = time(8, 50)


class Budget(Model):
    """How often Baton may speak unasked."""

    rep_dms_a_day: int = Field(default=4, ge=1)
    manager_list: int = Field(default=5, ge=1)
    manager_dms_a_day: int = Field(default=3, ge=1)
    channel_top: int = Field(default=5, ge=1)
    digest_days: int = Field(default=5, ge=1)
