"""What a composer of messages works on: one delivery, the nudges it carries, and everybody."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from rules.answers import Answer
from services.config.versions import ActiveConfig
from services.facts import Staff
from services.sending.outbox import Delivery
from storage.db import Session
from storage.tables import Nudge


@dataclass(frozen=True)
class Sending:
    """One delivery that is about to be sent; `now` is business time."""

    delivery: Delivery
    nudges: list[Nudge]
    staff: Staff
    config: ActiveConfig
    now: datetime

    @property
    def saying(self) -> frozenset[int]:
        """The nudges that this message carries."""
        return frozenset(nudge.id for nudge in self.nudges)


# Makes the answer that a delivery of this kind says now; None: nothing is left to say.
Composer = Callable[[Session, Sending], Answer | None]
