"""Which deal is meant: by code, account, alias, contact or phone tail, among those a person may see."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rules.access import Actor
from rules.codes import find_code, find_codes, parse_code
from rules.facts import LIVE
from rules.names import fold, phone_digits, query_tokens, similar
from rules.naming import (
    LONGEST,
    PART,
    PERHAPS,
    names_first,
    names_surely,
    names_whole,
    reach,
)
from rules.note_openings import only_orders, opens_note, unaddressed
from rules.pipeline import Pipeline
from services import shown
from services.deals import spoken
from services.team import access
from storage import deals as deal_rows
from storage import finding
from storage.db import Session
from storage.seen import Seen
from storage.tables import Deal

NEAR = 0.3
MOST = 5  # deals offered where it has to be asked
_EDGE = re.compile(r"[\s,，。.;；:：、|/→\-—]+")
HAN_STARTS, LATIN_STARTS = (16, 8, 6, 5, 4, 3, 2), (4, 3, 2, 1)  # characters; words
_LATIN = re.compile(r"[a-z0-9]+")
_TAIL = re.compile(r"#?(\d{4,13})(?!\d)")


@dataclass(frozen=True)
class Meant:
    """What a text means: the deals it may name (one is an answer, several a question) and what is left of it.

    ``near`` are names that come close when none was found, and ``offered`` the deals to choose from then.
    ``is_last``: nothing was named, and it reads like a note on the deal last touched. ``is_unsure``: of the deals one
    is called like the words that the note begins with or speaks of, which need not be about it."""

    deals: tuple[Deal, ...]
    rest: str
    said: str = ""
    near: tuple[str, ...] = ()
    offered: tuple[Deal, ...] = ()
    is_last: bool = False
    is_unsure: bool = False


def by_words(tx: Session, pipeline: Pipeline, actor: Actor, text: str) -> Meant:
    """A whole text that should be nothing but a name, a code or a phone's tail (as in ``/deal``)."""
    seen = access.visible(tx, actor)
    code = parse_code(text, pipeline.source_codes)
    if code is not None:
        deal = deal_rows.by_code(tx, str(code))
        is_seen = deal is not None and deal.state != "void" and seen.holds(deal)
        return Meant((deal,) if deal is not None and is_seen else (), "", text)
    meant = _stated(tx, pipeline, seen, text)
    if meant is not None and not meant.rest:
        return meant
    deals = finding.found_by(tx, sorted(query_tokens(text)), seen)
    return Meant(tuple(deals), "", text, () if deals else tuple(name for name, _ in near(tx, seen, text)))


def named_at_start(tx: Session, pipeline: Pipeline, actor: Actor, text: str) -> Meant:
    """The deals that the first words of a note name, the longest name first; none where they name nobody."""
    return _stated(tx, pipeline, access.visible(tx, actor), text) or Meant((), text.strip())


def at_start(
    tx: Session, pipeline: Pipeline, actor: Actor, text: str, *, last_id: int | None, by_person: bool = False
) -> Meant:
    """The deal that a note is about: the one that its first words name, else, if it reads like a note without a
    name and speaks of no other deal, the one last touched; or their own that alone it speaks of, by its whole name or,
    ``by_person``, by a contact's. In any other case it has to be asked."""
    seen = access.visible(tx, actor)
    text = unaddressed(text)
    last = deal_rows.by_id(tx, last_id) if last_id is not None else None
    is_mine = last is not None and seen.holds(last)
    taken = last if is_mine and last is not None and _may_go_unnamed(tx, last) else None
    stated = _stated(tx, pipeline, seen, text)
    if stated is not None:
        is_named = not stated.is_unsure or not opens_note(text)
        if is_named or taken is None or taken.id in {d.id for d in stated.deals}:
            return stated
        return Meant((*stated.deals[: MOST - 1], taken), text.strip(), stated.said, is_unsure=True)
    is_note = opens_note(text)
    hits = spoken.spoken_of(tx, seen, text) if is_note or only_orders(text) else []
    people = spoken.of_person(tx, actor, hits, text) if by_person else []
    if people:
        return Meant(tuple(people[:MOST]), text.strip(), is_unsure=len(people) > 1)
    ids = list(dict.fromkeys(one.deal_id for one in hits))
    addressed = spoken.addressed(tx, actor, hits, text) if len(ids) == 1 else None
    if addressed is not None:
        return Meant((addressed,), text.strip())
    firm = "" if ids else spoken.unknown_firm(tx, taken, text)
    if ids and (not is_note or (taken is not None and taken.id not in ids)):
        others = deal_rows.by_ids(tx, [one for one in ids if taken is None or one != taken.id][: MOST - 1])
        return Meant((*others, *([taken] if taken else [])), text.strip(), is_unsure=True)
    if taken is not None and is_note and not firm:
        is_named = len(ids) == 1 and any(spoken.is_surely(one, text) for one in hits)
        return Meant((taken,), text.strip(), is_last=not is_named)
    said = firm or _first_words(pipeline, text)
    close = near(tx, seen, said)
    ids = [deal_id for _, deal_id in close]
    by_id = {deal.id: deal for deal in deal_rows.by_ids(tx, ids)}
    offered = [by_id[one] for one in ids if one in by_id]
    if taken is not None and not offered:
        offered.append(taken)
    return Meant((), text.strip(), said, tuple(name for name, _ in close), tuple(offered))


def of_own(tx: Session, pipeline: Pipeline, actor: Actor, text: str) -> Deal | None:
    """The one of their own deals that a longer text names: by its code anywhere, else by a name that no other of them
    has. Two that may be meant are none."""
    for found in find_codes(text, pipeline.source_codes):
        deal = deal_rows.by_code(tx, str(found.code))
        if deal is not None and deal.owner_id == actor.id and deal.state in LIVE:
            return deal
    own = finding.names(tx, Seen(frozenset({actor.id})), beside=query_tokens(text))
    named = [one for one in own if one.kind != "contact"]
    for speaks in (names_whole, names_first):
        hits = [one for one in named if speaks(text, one.word)]
        ids = {one.deal_id for one in hits}
        if ids:
            is_sure = len(ids) == 1 and any(spoken.is_surely(one, text) for one in hits)
            return next(iter(deal_rows.by_ids(tx, list(ids)))) if is_sure else None
    return None


def _stated(tx: Session, pipeline: Pipeline, seen: Seen, text: str) -> Meant | None:
    """By code or phone's tail or name, as the text begins; None when it is none that this person may see."""
    coded = find_code(text[:80], pipeline.source_codes)
    if coded is not None:
        deal = deal_rows.by_code(tx, str(coded.code))
        if deal is None or deal.state == "void" or not seen.holds(deal):
            return None
        return Meant((deal,), _without(text, coded.start, coded.end), text[coded.start : coded.end])
    tail = _TAIL.match(text)
    if tail is not None:
        ids = finding.with_phone_tail(tx, phone_digits(tail[1]), seen)
        if ids:
            return Meant(tuple(deal_rows.by_ids(tx, ids)), _without(text, *tail.span()), tail[0])
    return _named(tx, seen, text)


def _may_go_unnamed(tx: Session, deal: Deal) -> bool:
    """Words without a name go to a running deal; a draft of nobody yet could not be shown back as one."""
    if deal.state != "draft":
        return deal.state == "open"
    head = shown.head(tx, deal)
    return bool(head.account or head.contact)


def _named(tx: Session, seen: Seen, text: str) -> Meant | None:
    """The longest leading words that are a deal's account, alias or contact. A name as it is written stands before
    those that only begin so; several of a kind are a question, unless a contact's name follows."""
    head = text[:LONGEST]
    hits: dict[int, tuple[int, int]] = {}
    called: list[finding.Called] = []
    best = (0, 0)
    for tokens, shorter in _beginnings(head):
        found = finding.called(tx, tokens, seen)
        called += found
        for one in found:
            hits[one.deal_id] = max(hits.get(one.deal_id, (0, 0)), _explained(one, text))
        best = max(hits.values(), default=best)
        if best[0] >= shorter:
            break  # what begins with fewer of these words explains less of them
    if not best[0]:
        return None
    winners = [deal_id for deal_id, score in hits.items() if score == best]
    rest, people = _without(text, 0, best[0]), set[int]()
    if len(winners) > 1 or best[1] == PERHAPS:
        named = [one for one in called if one.kind == "contact" and one.deal_id in winners]
        people = {one.deal_id for one in named if _is_next(one, rest, text) or _is_of(tx, one, rest)}
        winners = [one for one in winners if one in people] or winners
    is_unsure = not people.issuperset(winners) if best[1] == PERHAPS else best[1] == PART and opens_note(text)
    said = text[: best[0]].strip()
    if rest and (is_unsure or _is_persons(called, said, text)):
        rest = text.strip()  # its first words may be no name of this deal, or tell who it was
    return Meant(tuple(deal_rows.by_ids(tx, winners)), rest, said, is_unsure=is_unsure)


def _is_persons(called: list[finding.Called], said: str, text: str) -> bool:
    """Tom's boss agreed: it was not Tom."""
    if not said.endswith(("'s", "’s", "s'", "s’")):
        return False
    return {one.kind for one in called if _explained(one, text)[0] == len(said)} == {"contact"}


def _explained(one: finding.Called, text: str) -> tuple[int, int]:
    return reach(one.word, text, is_account=one.kind != "contact")


def _is_next(one: finding.Called, rest: str, text: str) -> bool:
    """Does somebody follow the name, who is not that name themselves?"""
    length, how = _explained(one, rest)
    return length > 0 and how != PERHAPS and not _explained(one, text)[0]


def _is_of(tx: Session, one: finding.Called, rest: str) -> bool:
    """张伟在恒达 同意: is the firm behind this person's name their own?"""
    deal = deal_rows.by_id(tx, one.deal_id)
    account = shown.head(tx, deal).account if deal is not None else ""
    return bool(account) and names_surely(rest, account)


def _beginnings(head: str) -> Iterator[tuple[set[str], int]]:
    """What a name at the start of these words may be looked for by, the longest first, so that the newest deals of a
    common first word do not hide the one that is meant; each with how long the next shorter one is."""
    words = [word for word in _EDGE.split(head) if word]
    if not words:
        return
    if ord(words[0][0]) > 0x2E80:
        starts = [words[0][:n] for n in HAN_STARTS if n <= len(words[0])] or words[:1]
    else:
        starts = [" ".join(words[:n]) for n in LATIN_STARTS if n <= len(words)]
    latin = _LATIN.match(fold(words[0]))  # Acme of Acme's, or of Acme同意
    if latin and latin[0] != fold(starts[-1]):
        starts.append(latin[0])
    for n, start in enumerate(starts):
        shorter = starts[n + 1] if n + 1 < len(starts) else ""
        yield query_tokens(start), len(shorter)


def _without(text: str, start: int, end: int) -> str:
    """The text without that piece, and without the comma or space that followed it."""
    gap = _EDGE.match(text, end)
    return f"{text[:start]} {text[gap.end() if gap else end :]}".strip()


def _first_words(pipeline: Pipeline, text: str) -> str:
    coded = find_code(text[:80], pipeline.source_codes)
    if coded is not None:
        return text[coded.start : coded.end]
    return next(iter(_EDGE.split(text.strip(), maxsplit=1)), "")[:LONGEST]


def near(tx: Session, seen: Seen, said: str) -> list[tuple[str, int]]:
    """Up to two accounts whose names come close, each with its newest deal, among those this person may see."""
    if not said:
        return []
    newest = {one.word: one.deal_id for one in reversed(finding.names(tx, seen)) if one.kind == "account"}
    scored = sorted(((similar(said, name), name) for name in newest), reverse=True)[:2]
    return [(name, newest[name]) for score, name in scored if score >= NEAR]
