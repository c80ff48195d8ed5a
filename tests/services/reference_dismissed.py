"""What `reference_clock` says of reminders that somebody called not useful: decided as it is pressed, and kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime


@dataclass
class Dismissals:
    """Of one owner: each press, and for each rule the instants at which it was let off.

    A rule is let off where the reminder was told since it last began, or was last let off, and not a third time between two
    of its own beginnings. Else the press is on record, and of a limit that is reached nothing is said in that minute."""

    pressed: list[tuple[datetime, Sequence[str]]] = field(default_factory=list)
    let_off: dict[str, list[datetime]] = field(default_factory=dict)

    def press(
        self, rules: Sequence[str], now: datetime, told: datetime, began: Mapping[str, datetime]
    ) -> None:
        self.pressed.append((now, rules))
        for rule in rules:
            if rule in began:
                row = [began[rule], *self._row(rule, began[rule])]
                if len(row) < 3 and told > row[-1]:
                    self.let_off.setdefault(rule, []).append(now)

    def anew(self, rule: str, since: datetime) -> datetime | None:
        """From when a rule counts again that began then."""
        return next(iter(self._row(rule, since)[::-1]), None)

    def _row(self, rule: str, since: datetime) -> list[datetime]:
        return [at for at in self.let_off.get(rule, ()) if at > since]

    def in_vain(self, rule: str, limit: datetime) -> datetime | None:
        """When it was first pressed of a limit that goes on all the same."""
        return next((at for at, rules in self.pressed if rule in rules and at >= limit), None)

    def of_limits(self) -> list[datetime]:
        return [at for at, rules in self.pressed if {"quiet", "slow"} & {*rules}]
