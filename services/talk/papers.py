"""Files that somebody sends in the DM: kept in mind first, then asked of which deal they are and what, then stored."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rules import papers
from rules.access import Action, allowed
from rules.answers import Answer, Sentence
from rules.answers.papers import FileFault, FileKept, FileKind, FileOffer, FileRefused, FileUndone
from rules.errors import NotFound
from rules.files import fault
from services import audit, gate_facts, inbox, shown
from services.ask import Ask, once
from services.deals import files, gate_store, team, undoing
from services.deals.files import Evidence
from services.deals.find import MOST
from services.deals.undoing import UNDO_FOR
from services.talk.places import Place, Said, meant, place, said_at
from services.team import access
from services.team.people import language
from storage import attachments as file_rows
from storage import deals as deal_rows
from storage import drafts as draft_rows
from storage import undos as undo_rows
from storage.db import Session
from storage.tables import Deal, Draft

KIND = draft_rows.FILES
ANY = "file"  # kept with the deal, and no evidence for a gate


@dataclass(frozen=True)
class Paper:
    """A file as Slack names it."""

    id: str
    name: str
    size: int
    url: str
    media_type: str = ""

    @property
    def kept(self) -> dict[str, Any]:
        """As it is kept until it is fetched."""
        return asdict(self)

    @property
    def fault(self) -> str | None:
        """Why it is not taken, as a catalogue key; one without an address lies elsewhere."""
        return fault(self.name, self.size) if self.url else "file.elsewhere"


@dataclass(frozen=True)
class Wanted:
    """What a tap asked for: these files, as this evidence for this deal."""

    draft_id: int
    deal_id: int
    item: str
    files: tuple[Paper, ...]


def is_only_label(ask: Ask, said: Said) -> bool:
    """Do the words beside the files name no more than a deal and what they are?"""
    with ask.deps.db.read() as tx:
        about = meant(tx, ask, said.text, place(tx, ask, said))
    items = papers.kinds(ask.pipeline, ask.pipeline.first.key)
    return papers.is_label(about.rest if about.deals else said.text, items)


@once("files")
def came(ask: Ask, tx: Session, said: Said, sent: Sequence[Paper], has_note: bool = False) -> Answer:
    """Files were sent: what has to be asked about them. ``has_note``: their words are heard as a note of their own.
    Raises Refused."""
    access.authorize_log(tx, ask.actor)
    faults = tuple(FileFault(name=one.name, why=why) for one in sent if (why := one.fault) is not None)
    good = [one for one in sent if one.fault is None]
    if not good:
        return FileRefused(faults=faults)
    kept = Draft(
        person_id=ask.actor.id,
        kind=KIND,
        text=said.text,
        state={"files": [one.kept for one in good]},
        created_at=said_at(said.ts, ask.now),
        ts=None if has_note else said.ts,
    )
    tx.add(kept)
    tx.flush()
    return asked(tx, ask, kept, place(tx, ask, said)).model_copy(update={"faults": faults})


def asked(tx: Session, ask: Ask, kept: Draft, here: Place) -> FileOffer:
    """What has to be asked about files that wait: their deal, else what they are."""
    about = meant(tx, ask, kept.text, here)
    if len(about.deals) == 1 and not about.is_unsure and _may_keep(tx, ask, about.deals[0]):
        return _what(tx, ask, kept, about.deals[0], is_guess=about.is_last and not here.is_bound)
    recent = team.recent(tx, ask.actor.id, MOST)
    bound = deal_rows.by_ids(tx, list(here.deal_ids)) if here.deal_ids else []
    deals = {d.id: d for d in (*about.deals, *about.offered, *bound, *recent) if _may_keep(tx, ask, d)}
    heads = shown.heads(tx, list(deals.values())[:MOST])
    return FileOffer(
        draft_id=kept.id,
        names=_names(kept),
        heads=tuple(heads[i] for i in list(deals)[:MOST] if i is not None and heads[i].called),
    )


def named(tx: Session, ask: Ask, said: Said) -> FileOffer | None:
    """Their deal, typed instead of tapped: what they are, or which of several; None where nothing asks for it, or more
    was said than a name."""
    here = place(tx, ask, said)
    kept = draft_rows.of_kind(tx, here.open_id, ask.actor.id, KIND)
    if kept is None or kept.deal_id is not None or here.is_bound:
        return None  # in its thread the question itself is rewritten
    about = meant(tx, ask, said.text, here)
    is_name = bool(about.deals or about.near) and not about.is_last
    if not is_name or (about.deals and about.rest.strip()):
        return None
    kept.text = said.text
    tx.add(kept)
    return asked(tx, ask, kept, Place())


def _may_keep(tx: Session, ask: Ask, deal: Deal) -> bool:
    return deal.state != "void" and allowed(ask.actor, Action.LOG_NOTE, access.facts(tx, deal))


def _names(kept: Draft) -> tuple[str, ...]:
    return tuple(str(one["name"]) for one in kept.state.get("files") or ())


def _what(tx: Session, ask: Ask, kept: Draft, deal: Deal, *, is_guess: bool = False) -> FileOffer:
    kept.deal_id = deal.id
    tx.add(kept)
    items = papers.kinds(ask.pipeline, deal.stage)
    likely = papers.likeliest(items, _names(kept), kept.text)
    items.sort(key=lambda item: item.key != likely)
    locale = language(ask.person)
    return FileOffer(
        draft_id=kept.id,
        names=_names(kept),
        head=shown.head(tx, deal),
        is_guess=is_guess,
        kinds=tuple(
            FileKind(key=x.key, name=x.name.of(locale), is_likely=x.key == likely) for x in items[:MOST]
        ),
    )


def _waiting(tx: Session, ask: Ask, draft_id: int) -> Draft:
    kept = draft_rows.of_kind(tx, draft_id, ask.actor.id, KIND)
    if kept is None:
        raise NotFound("err.stale")
    return kept


def offered(ask: Ask, draft_id: int) -> FileOffer:
    """Files that wait for their deal's word, asked about in the DM. Raises NotFound."""
    with ask.deps.write("papers.offered") as tx:
        kept = _waiting(tx, ask, draft_id)
        deal = access.deal_for(tx, ask.actor, Action.LOG_NOTE, kept.deal_id or 0, ask.now)
        return _what(tx, ask, kept, deal)


@once("files")
def of_deal(ask: Ask, tx: Session, draft_id: int, deal_id: int) -> Answer:
    """The deal was tapped: what are they? 0 asks for the deal again. Raises NotFound."""
    kept = _waiting(tx, ask, draft_id)
    if deal_id == 0:
        kept.text = ""
        return asked(tx, ask, kept, Place())
    return _what(tx, ask, kept, access.deal_for(tx, ask.actor, Action.LOG_NOTE, deal_id, ask.now))


@once("files")
def drop(ask: Ask, tx: Session, draft_id: int) -> Answer:
    """They belong to no deal: forgotten. Raises NotFound."""
    draft_rows.use_up(tx, _waiting(tx, ask, draft_id))
    return Sentence(key="file.dropped")


def wanted(ask: Ask, draft_id: int, deal_id: int, item: str) -> Wanted | Answer:
    """What has to be fetched from Slack for a tap; the answer, if it was done before. Raises NotFound."""
    with ask.deps.write("papers.wanted") as tx:
        done = inbox.finished(tx, ask.actor.id, draft_id)
        if done is not None:
            return done
        kept = _waiting(tx, ask, draft_id)
        access.deal_for(tx, ask.actor, Action.LOG_NOTE, deal_id, ask.now)
        sent = tuple(Paper(**one) for one in kept.state.get("files") or ())
    return Wanted(draft_id, deal_id, item, sent)


def store_all(ask: Ask, want: Wanted, data: Sequence[bytes]) -> Answer:
    """The bytes of all files of an offer, in their order, are kept; told twice, they are kept once. Raises Invalid,
    NotFound, Refused."""
    item = (
        want.item if want.item in {x.key for x in papers.kinds(ask.pipeline, ask.pipeline.first.key)} else ANY
    )
    ids = [
        files.keep(
            ask,
            want.deal_id,
            Evidence(item, one.id, one.name, one.size, one.url, one.media_type),
            bytes_,
            Action.LOG_NOTE,
        )
        for one, bytes_ in zip(want.files, data, strict=True)
    ]
    answer = _settled(ask, want, item, [i for i in ids if i is not None])
    if answer is None:
        raise NotFound("err.stale")
    return answer


def _settled(ask: Ask, want: Wanted, item: str, ids: list[int]) -> Answer | None:
    """The offer is used up, and these files of it can be taken off again; None where it was dropped in between: they
    are off again."""
    with ask.deps.write("papers._settled") as tx:
        done = inbox.finished(tx, ask.actor.id, want.draft_id)
        if done is not None:
            return done
        kept = draft_rows.of_kind(tx, want.draft_id, ask.actor.id, KIND)
        back: dict[str, Any] = {"files": ids}
        if kept is None:
            file_rows.take_off(tx, ids)
            audit.record(tx, ask.actor.id, "file.undo", f"deal:{want.deal_id}", now=ask.now, after=back)
            return None
        deal = access.deal_for(tx, ask.actor, Action.LOG_NOTE, want.deal_id, ask.now)
        # Also those that a press put there whose process died before it came to this.
        named = {one.id for one in want.files}
        back["files"] = file_rows.kept_since(tx, deal.id, named, ask.actor.id, kept.created_at)
        undo = undo_rows.put(tx, ask.actor.id, KIND, want.deal_id, ask.now + UNDO_FOR, ask.now, back)
        answer = _file_kept(tx, ask, deal, want, item).model_copy(update={"undo_id": undo})
        inbox.finish(tx, ask.actor.id, want.draft_id, answer, ask.now)
        draft_rows.use_up(tx, kept, deal_id=want.deal_id)
        return answer


def _file_kept(tx: Session, ask: Ask, deal: Deal, want: Wanted, item: str) -> FileKept:
    locale = language(ask.person)
    gaps = gate_facts.gaps(tx, ask.pipeline, deal, ask.today, locale)
    return FileKept(
        head=shown.head(tx, deal),
        names=tuple(one.name for one in want.files),
        called="" if item == ANY else gate_store.name_of_key(ask.pipeline, item, locale),
        missing=gaps.missing if deal.state == "open" else (),
        next_stage=gaps.stage,
        may_ask=gaps.may_ask,
        approvals=gaps.approvals,
    )


def undo(ask: Ask, undo_id: int) -> Answer:
    """Takes the files off the deal within ten minutes. Pressed twice, it says the same. Raises NotFound: too late."""
    with ask.deps.write("papers.undo") as tx:
        taken, was_used = undoing.take(ask, tx, undo_id, KIND)
        deal = access.deal_for(tx, ask.actor, Action.SEE_DEAL, taken.deal_id, ask.now)
        if not was_used:
            file_rows.take_off(tx, taken.back.get("files") or [])
            audit.record(tx, ask.actor.id, "file.undo", f"deal:{deal.id}", now=ask.now, after=taken.back)
        return FileUndone(head=shown.head(tx, deal))
