"""*Sort your deals*: what was imported and never touched, ten a day, one tap each: still live, not now, or lost."""

from typing import Any

from rules.access import Action
from rules.answers import Answer
from rules.answers.found import Sorting, SortRow
from rules.answers.waits import Wish
from rules.errors import NotFound
from services import audit, shown
from services.ask import Ask, once
from services.deals import waits
from services.lists import home_deals
from services.team import access
from services.team.people import language
from storage import deals as deal_rows
from storage import people as people_rows
from storage.db import Session
from storage.tables import Deal

A_DAY, SHOWN = 10, 5
SORTED = "sorted"  # a preference: the day, and how many were sorted on it
LIVE, PARK = "live", "park"


def show(ask: Ask) -> Answer:
    """Today's next ones. Raises Refused for who has no deals of their own."""
    with ask.deps.db.read() as tx:
        return _shown(ask, tx)


@once("deal.sort")
def sort(ask: Ask, tx: Session, deal_id: int, verb: str) -> Answer:
    """Live: its clocks start now. Park: it is asked about when the longest wait is over. Raises NotFound; a deal that
    is awake by now stays as it is, and so does one beyond today's ten, from a list that was opened before."""
    if verb not in (LIVE, PARK):
        raise NotFound("err.stale")
    action = Action.WAIT if verb == PARK else Action.ANSWER_NUDGE
    deal = access.deal_for(tx, ask.actor, action, deal_id, ask.now)
    if deal.state != "open" or deal.clocks_from is not None or _sorted_today(ask, tx) >= A_DAY:
        return _shown(ask, tx)
    audit.record(tx, ask.actor.id, "deal.sort", f"deal:{deal_id}", now=ask.now, after={"as": verb})
    if verb == PARK:
        waits.put(ask, tx, deal, Wish(deal_id=deal_id, until=waits.last_day(ask, tx, deal), is_park=True))
    else:
        deal_rows.change(tx, deal_id, deal.version, clocks_from=ask.now, next_check_at=ask.now)
    _count(ask, tx)
    return _shown(ask, tx, {deal_id: verb}, deal)


def _count(ask: Ask, tx: Session) -> None:
    def one_more(prefs: dict[str, Any]) -> dict[str, Any]:
        return {SORTED: {"on": _today(ask), "n": _sorted(ask, prefs) + 1}}

    people_rows.change_prefs(tx, ask.actor.id, one_more)


def _sorted_today(ask: Ask, tx: Session) -> int:
    """Nobody else counts until a transaction that sorts one more is over."""
    kept = people_rows.held(tx, ask.actor.id)
    return _sorted(ask, kept.prefs) if kept else 0


def _sorted(ask: Ask, prefs: dict[str, Any]) -> int:
    said = prefs.get(SORTED) or {}
    return int(said.get("n", 0)) if said.get("on") == _today(ask) else 0


def _today(ask: Ask) -> str:
    return ask.today.isoformat()


def _shown(ask: Ask, tx: Session, done: dict[int, str] | None = None, just: Deal | None = None) -> Sorting:
    access.authorize(tx, ask.actor, Action.CAPTURE, None, ask.now)
    today = _sorted_today(ask, tx)
    asleep = home_deals.sleeping(tx, ask.pipeline, ask.actor.id, ask.now)
    some = ([just] if just is not None else []) + asleep[: min(SHOWN, max(A_DAY - today, 0))]
    heads, locale = shown.heads(tx, some), language(ask.person)
    return Sorting(
        rows=tuple(
            SortRow(
                head=heads[d.id],
                stage_name=ask.pipeline.stage_name(d.stage, locale),
                money=shown.money(d),
                done=(done or {}).get(d.id, ""),
            )
            for d in some
        ),
        left=len(asleep),
        today=today,
        a_day=A_DAY,
    )
