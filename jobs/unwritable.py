"""When nothing can be saved, the admins hear of it at once and past the outbox, which could not keep it: as well as it goes,
and at most once a day, whatever becomes of the attempt."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from bot.failures import DeliveryError
from bot.gateway import Gateway
from bot.views.answers import render
from bot.views.reader import Reader
from services.deps import Deps
from services.team.people import language, zone_of
from services.watching import unwritable

LOG = logging.getLogger("baton.jobs")
AGAIN = timedelta(days=1)  # a disk that is full by turns is said once


class Warner:
    """Remembers in memory that it was said: after a restart it may be said once more."""

    def __init__(self, deps: Deps, slack: Gateway) -> None:
        self._deps, self._slack = deps, slack
        self._told_at: datetime | None = None

    def run(self) -> int:
        """Returns how many hear it now."""
        now = self._deps.process.now()
        if self._told_at is not None and now < self._told_at + AGAIN:
            return 0
        found = unwritable.told(self._deps)
        if found is None:
            return 0
        self._told_at = now  # before the attempts: rather not than twice
        answer, admins = found
        LOG.error("the database takes no writes: %s", answer.why)
        heard = 0
        for admin in admins:
            reader = Reader(
                language(admin), zone_of(admin.slack_tz), self._deps.clock.now(), admin.slack_id or ""
            )
            try:
                dm = self._slack.open_dm(admin.slack_id or "")
                self._slack.post(dm, render(answer, reader), ref=f"unwritable-{admin.id}-{now:%Y%m%d%H%M}")
                heard += 1
            except DeliveryError as error:
                LOG.warning("an admin could not be told that nothing is saved: %s", error.code)
        return heard
