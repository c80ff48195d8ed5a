"""What `reference_clock` says of a parked deal: a step from before the park is silent until its end, and is new then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rules.calendar import Calendar
from tests.services.reference_steps import REP, Step


@dataclass
class Park:
    begun: datetime
    until: datetime
    ended: datetime | None = None  # by somebody

    def asked(self, own: Calendar) -> datetime:
        """The list of the morning it ends on; where that was over as it began, the next."""
        listed = own.list_for(self.until, REP)
        return listed if listed > self.begun else own.next_morning(self.begun, REP)

    def over(self, own: Calendar) -> datetime:
        asked = self.asked(own)
        return min(self.ended, asked) if self.ended else asked

    def first_list(self, own: Calendar) -> datetime:
        """The one that asked is that list."""
        over = self.over(own)
        return over if over == self.asked(own) else own.next_morning(over, REP)


def last(parks: Sequence[Park], step: Step) -> Park | None:
    """The last one that began with this step open."""
    return next((x for x in reversed(parks) if x.begun >= step.opened), None)
