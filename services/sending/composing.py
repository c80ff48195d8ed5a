"""What a composer of messages works on: one delivery, the nudges it carries, and everybody."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from rules.answers import Answer
from rules.answers.nudges import nudge_facts
from rules.decision import NudgeDue
from services.config.versions import ActiveConfig
from services.facts import Known, Staff
from services.sending.outbox import Delivery
from storage.db import Session
from storage.looking import changed
from storage.tables import Nudge


class Overtaken(Exception):
    """A line would tell of a reminder that is not wanted any more: the message is made anew."""


@dataclass(frozen=True)
class Sending:
    """One delivery that is about to be sent; `now` is business time."""

    delivery: Delivery
    nudges: list[Nudge]
    staff: Staff
    config: ActiveConfig
    now: datetime
    known: Known  # the deals that were read for it
    decided: Mapping[int, NudgeDue] = field(default_factory=dict)  # nudge → what the rules plan of it now

    def as_decided(self, nudge: Nudge) -> Nudge:
        """The nudge with its reasons of now: what was kept for a later list counts the manager's turn from that list."""
        due = self.decided.get(nudge.id)
        if due is None:
            return nudge
        return changed(nudge, facts={**nudge.facts, **nudge_facts(due)})

    @property
    def saying(self) -> frozenset[int]:
        """The nudges that this message carries."""
        return frozenset(nudge.id for nudge in self.nudges)


# Makes the answer that a delivery of this kind says now; None: nothing is left to say.
Composer = Callable[[Session, Sending], Answer | None]
