"""Which deal is meant: by code, account, alias, contact or phone tail, among those a person may see."""

import re
from dataclasses import dataclass

from rules.access import Actor
from rules.codes import find_code, parse_code
from rules.names import fold, norm_name, phone_digits, query_tokens, similar
from rules.pipeline import Pipeline
from services import access, shown
from storage import deals as deal_rows
from storage import finding
from storage.db import Session
from storage.tables import Deal

LONGEST_NAME = 40
NEAR = 0.3
_EDGE = re.compile(r"[\s,，。.;；:：、|/→\-—]+")
_TAIL = re.compile(r"#?(\d{4,13})(?!\d)")


@dataclass(frozen=True)
class Meant:
    """What a text means: the deals it may name (one is an answer, several a question) and what is left of it.

    ``near`` are names that come close when none was found; ``is_last`` says that nothing was named and the
    deal last touched is offered.
    """

    deals: tuple[Deal, ...]
    rest: str
    said: str = ""
    near: tuple[str, ...] = ()
    is_last: bool = False


def by_words(tx: Session, pipeline: Pipeline, actor: Actor, text: str) -> Meant:
    """A whole text that should be nothing but a name, a code or a phone's tail (as in ``/deal``)."""
    owners = access.visible_owners(tx, actor)
    code = parse_code(text, pipeline.source_codes)
    if code is not None:
        deal = deal_rows.by_code(tx, str(code))
        seen = deal is not None and deal.state != "void" and (owners is None or deal.owner_id in owners)
        return Meant((deal,) if deal is not None and seen else (), "", text)
    meant = at_start(tx, pipeline, actor, text, last_id=None)
    if meant.deals and not meant.rest:
        return meant
    deals = deal_rows.found_by(tx, sorted(query_tokens(text)), owners)
    return Meant(tuple(deals), "", text, () if deals else near(tx, owners, text))


def at_start(tx: Session, pipeline: Pipeline, actor: Actor, text: str, *, last_id: int | None) -> Meant:
    """The deal that the first words of a note name, the longest name first; else the one last touched."""
    owners = access.visible_owners(tx, actor)
    coded = find_code(text[:80], pipeline.source_codes)
    if coded is not None:
        deal = deal_rows.by_code(tx, str(coded.code))
        if deal is not None and (owners is None or deal.owner_id in owners) and deal.state != "void":
            return Meant((deal,), _without(text, coded.start, coded.end), text[coded.start : coded.end])
    tail = _TAIL.match(text)
    if tail is not None:
        ids = finding.with_phone_tail(tx, phone_digits(tail[1]), owners)
        if ids:
            return Meant(tuple(deal_rows.by_ids(tx, ids)), _without(text, *tail.span()), tail[0])
    named = _named(tx, owners, text, last_id)
    if named is not None:
        return named
    last = deal_rows.by_id(tx, last_id) if last_id is not None else None
    mine = last is not None and (owners is None or last.owner_id in owners)
    if mine and last is not None and _may_go_unnamed(tx, last):
        return Meant((last,), text.strip(), is_last=True)
    return Meant((), text.strip(), _first_words(text), near(tx, owners, _first_words(text)))


def _may_go_unnamed(tx: Session, deal: Deal) -> bool:
    """Words without a name go to a running deal; a draft of nobody yet could not be shown back as one."""
    if deal.state != "draft":
        return deal.state == "open"
    head = shown.head(tx, deal)
    return bool(head.account or head.contact)


def _named(tx: Session, owners: frozenset[int] | None, text: str, last_id: int | None) -> Meant | None:
    """The longest leading words that are a deal's account, alias or contact."""
    head = text[:LONGEST_NAME]
    first = next(iter(_EDGE.split(head.strip(), maxsplit=1)), "")
    token = first[:2] if first and ord(first[0]) > 0x2E80 else fold(first)[:12]
    if not token:
        return None
    best: tuple[int, int] = (0, 0)
    hits: dict[int, tuple[int, int]] = {}
    for one in finding.called(tx, token, owners, last_id):
        score = _reach(one.word, head)
        if score[0]:
            hits[one.deal_id] = max(hits.get(one.deal_id, (0, 0)), score)
            best = max(best, score)
    winners = [deal_id for deal_id, score in hits.items() if score == best and best[0]]
    if not winners:
        return None
    if last_id in winners and len(winners) > 1 and best[1] == 2:
        winners = [last_id] if last_id is not None else winners
    length = best[0]
    return Meant(tuple(deal_rows.by_ids(tx, winners)), _without(text, 0, length), text[:length].strip())


def _reach(name: str, head: str) -> tuple[int, int]:
    """How many leading characters of ``head`` this name explains, and how: 2 the whole name, 1 a part of it."""
    lowered = fold(head)
    for whole in (name, norm_name(name)):
        if whole and lowered.startswith(fold(whole)) and _ends(lowered, len(fold(whole))):
            return len(fold(whole)), 2
    norm = norm_name(name).replace(" ", "")
    best = 0
    for match in re.finditer(r"[a-z0-9]+|.", lowered):
        said = norm_name(lowered[: match.end()]).replace(" ", "")
        if len(said) >= 2 and norm.startswith(said) and _ends(lowered, match.end()):
            best = match.end()
    return (best, 1) if best else (0, 0)


def _ends(text: str, at: int) -> bool:
    """A Latin word may not be cut in two; Chinese has no spaces to go by."""
    if at >= len(text) or ord(text[at - 1]) > 0x2E80:
        return True
    return not text[at].isalnum() or ord(text[at]) > 0x2E80


def _without(text: str, start: int, end: int) -> str:
    """The text without that piece, and without the comma or space that followed it."""
    gap = _EDGE.match(text, end)
    return f"{text[:start]} {text[gap.end() if gap else end :]}".strip()


def _first_words(text: str) -> str:
    return next(iter(_EDGE.split(text.strip(), maxsplit=1)), "")[:LONGEST_NAME]


def near(tx: Session, owners: frozenset[int] | None, said: str) -> tuple[str, ...]:
    """Up to two account names that come close, among those this person may see."""
    if not said:
        return ()
    scored = [(similar(said, name), name) for name in finding.account_names(tx, owners)]
    return tuple(name for score, name in sorted(scored, reverse=True)[:2] if score >= NEAR)
