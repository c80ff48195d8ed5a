"""Evidence: a file that somebody attached is copied into our own store, with the rights of its deal."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from rules.access import Action
from rules.errors import Invalid
from rules.files import IMAGES, extension, fault
from rules.pipeline import Pipeline
from services import audit
from services.ask import Ask
from services.team import access
from storage import attachments as file_rows
from storage import files as store
from storage.tables import Attachment


@dataclass(frozen=True)
class Evidence:
    """A file as Slack names it: for which gate item, and where it can be fetched."""

    item: str
    slack_file_id: str
    name: str
    size: int
    url: str
    media_type: str = ""


def faults(attached: Iterable[Evidence]) -> dict[str, str]:
    """The files that Baton does not take (their type, over 10 MB, empty): why, under the field of each."""
    told = ((one.item, fault(one.name, one.size)) for one in attached)
    return {f"item_{item}": wrong for item, wrong in told if wrong is not None}


def keep(
    ask: Ask, deal_id: int, evidence: Evidence, data: bytes, action: Action = Action.MOVE_STAGE
) -> int | None:
    """Stores the bytes and their row, once for each file of a deal; its id, None where it is there already. Raises
    Invalid, NotFound, Refused."""
    wrong = fault(evidence.name, len(data))
    if wrong is not None:
        raise Invalid(wrong, faults={f"item_{evidence.item}": wrong})
    pipeline = ask.pipeline
    digest = hashlib.sha256(data).hexdigest()
    with ask.deps.write("files.keep") as tx:
        access.deal_for(tx, ask.actor, action, deal_id, ask.now)
        if file_rows.is_of_deal(tx, deal_id, evidence.slack_file_id):
            return None
        store.put(ask.deps.db, tx, digest, data)
        kept = Attachment(
            deal_id=deal_id,
            kind=_kind(pipeline, evidence),
            name=evidence.name,
            media_type=evidence.media_type,
            size=len(data),
            sha256=digest,
            slack_file_id=evidence.slack_file_id or None,
            uploader_id=ask.actor.id,
            stored_at=ask.now,
        )
        tx.add(kept)
        tx.flush()
        after = {"name": evidence.name, "kind": kept.kind, "sha256": digest}
        audit.record(tx, ask.actor.id, "file.keep", f"deal:{deal_id}", now=ask.now, after=after)
        return kept.id


def _kind(pipeline: Pipeline, evidence: Evidence) -> str:
    """The item that a file is evidence for: a picture stands for the alternative where there is one."""
    items = (item for stage in pipeline.stages for item in stage.exit)
    item = next((one for one in items if one.key == evidence.item), None)
    other = item.alternative if item is not None else None
    if other is not None and other.kind == "file" and extension(evidence.name) in IMAGES:
        return other.key
    return evidence.item
