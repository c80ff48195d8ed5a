"""What somebody typed or sent that still waits for its tap: on Home too, so that a lost message loses nothing."""

from datetime import datetime, timedelta

from rules.answers.home import HomeOffer
from services import shown
from storage import deals as deal_rows
from storage import drafts as draft_rows
from storage.db import Session
from storage.tables import Draft

MOST = 4
KEPT_FOR = timedelta(days=14)
LOOKED_AT = 50
WORDS = 300


def of(tx: Session, person_id: int, now: datetime) -> tuple[tuple[HomeOffer, ...], int]:
    """The newest ones, and how many more there are."""
    found = [x for x in draft_rows.waiting(tx, person_id, now - KEPT_FOR, LOOKED_AT) if _is_offered(x)]
    first = found[:MOST]
    ids = {x.deal_id for x in first if x.deal_id is not None}
    heads = shown.heads(tx, deal_rows.by_ids(tx, ids)) if ids else {}
    told = tuple(
        HomeOffer(
            draft_id=x.id,
            sort=x.kind,
            words=" · ".join([*(str(f["name"]) for f in x.state.get("files") or ()), x.text])[:WORDS].strip(
                " ·"
            ),
            head=heads.get(x.deal_id or 0),
            at=x.created_at,
        )
        for x in first
    )
    return told, len(found) - len(first)


def _is_offered(kept: Draft) -> bool:
    """A form that was closed again is none, nor a question that might be a note."""
    return (
        kept.kind == draft_rows.FILES
        or (kept.kind == "note" and "rest" in kept.state)
        or (kept.kind == "lead" and bool(kept.ts or kept.state.get(draft_rows.SECOND)))
    )
