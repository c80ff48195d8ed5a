"""What `reference_clock` says of a row of reminders that nobody answered: one question, then silence to the owner."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.services.reference_clock import Asked, Key

DECIDE = 5  # working days


def three_in_a_row(asks: Asked, wanted: list[tuple[Key, str, str]]) -> Iterator[tuple[Key, str, str]]:
    """After three that nobody answered, a question in place of the next; then nothing more to the owner."""
    deal = asks.deal
    steps = [deal.step.opened] if deal.step else []
    acts = [
        deal.entered,
        deal.since,
        deal.contact,
        deal.acted,
        deal.at_risk,
        *steps,
        *(at for at, _ in deal.dismissals.pressed),
    ]
    last = max(x for x in [*acts, *(begun for begun, _ in deal.waits)] if x)
    told = {
        at for (_, rung, who), at in deal.heard.items()
        if who == "owner" and at > last and rung not in ("today", "soon", "heads_up")
    }  # fmt: skip
    for begun, back in deal.elsewhere:  # not theirs to answer then
        told -= {at for at in told if begun <= at and (back is None or at < back)}
    key = deal.key("unanswered", last, last)
    asked = asks.heard(key, "ask")
    nags = [x for x in wanted if x[2] == "owner" and x[1] not in ("today", "soon", "ask")]
    if len(told) < 3 or not (nags or asked):
        yield from wanted
        return
    decided = asks.heard(key, "decide")
    rest = [x for x in wanted if x not in nags and not (decided and x[1] == "decide")]
    yield from rest
    if not asked:
        yield key, "ask", "owner"
        return
    knew = {
        rung
        for (k, rung, who), at in deal.heard.items()
        if who == "manager" and k[0] != "unanswered" and at > last
    }
    if decided or "decide" in {*knew, *(x[1] for x in rest)}:
        return
    heard = asks.heard(key, "manager")
    if not knew and not heard and asks.their_list(asks.next_day(asked)):
        yield key, "manager", "manager"
    since = heard or (asked if knew else None)  # who knows is only asked to decide
    if since and asks.their_list(asks.own.add_wd(since, DECIDE)):
        yield key, "decide", "manager"
