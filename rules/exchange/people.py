"""The people that a line of a table of deals names: several in one cell, each with ways to reach them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rules.exchange import cells
from rules.exchange.cells import Unread, Ways
from rules.exchange.reader import Reader
from rules.exchange.sheet import Cell, text
from rules.exchange.vocabulary import ROLES
from rules.names import squeezed
from rules.patterns import late

PART, NOBODY = " · ", "–"
NOTHING = (NOBODY, "-", "—", "/", "无", "none", "n/a")
_SEVERAL = late(r"\s*[\n;；、]\s*")


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody at a customer, and their part in the decision."""

    name: str
    title: str = ""
    role: str = "unknown"
    ways: Ways = Ways()


def read(of: Reader, *, as_stored: bool) -> tuple[Contact, ...]:
    """Everybody a line names. ``as_stored``: a number that is none comes from our own record and goes back there."""
    said = of.text("contact") or _in_full(of.text("last"), of.text("first"))
    named, titles = _parts(said), _parts(of.text("title"))
    reached = _reached(of, as_stored=as_stored)
    if len(named) < 2:
        return tuple(_one(named, titles, reached))
    found = [_contact(part) for part in named]
    found += [_contact("") for _ in range(len(reached) - len(found))]
    return tuple(
        replace(
            contact,
            name=contact.name or _called(reached[n]),
            title=contact.title or (titles[n] if n < len(titles) else ""),
            ways=reached[n] if n < len(reached) else Ways(),
        )
        for n, contact in enumerate(found)
    )


def _parts(said: str) -> list[str]:
    return [part for part in _SEVERAL.split(said) if part] if said else []


def _in_full(family: str, given: str) -> str:
    """A name of two columns, as people of that language say it."""
    return f"{family}{given}" if not family.isascii() else f"{given} {family}".strip()


def _one(named: Sequence[str], titles: Sequence[str], reached: Sequence[Ways]) -> Iterator[Contact]:
    """One person with every way there is, or nobody."""
    ways = Ways()
    for way in reached:
        ways = _both(ways, way)
    contact = _contact(named[0] if named else "")
    if contact.name or ways != Ways():
        title = contact.title or " ".join(titles)
        yield replace(contact, name=contact.name or _called(ways), title=title, ways=ways)


def _contact(said: str) -> Contact:
    """`张总 · 采购总监 · 拍板人`: a name, a title, a part in the decision."""
    name, *rest = said.split(PART)
    role = ROLES.get(squeezed(rest[-1])) if rest else None
    title = PART.join(rest[:-1] if role else rest)
    return Contact(name.strip(), title.strip(), role or "unknown")


def _called(ways: Ways) -> str:
    return ways.email or ways.phone_raw or ways.phone or ""


def _reached(of: Reader, *, as_stored: bool) -> list[Ways]:
    """One way for each line of the cells that tell how somebody is reached."""
    found: list[Ways] = []
    for key in ("phone", "reach", "email"):
        for column, cell in of.each(key):
            lines: Sequence[Cell] = text(cell).split("\n") if isinstance(cell, str) else [cell]
            for at, part in enumerate(lines):
                got = _way(of, column, part, as_stored=as_stored, is_address=key == "email")
                if at == len(found):
                    found.append(got)
                else:
                    found[at] = _both(found[at], got)
    return found


def _way(of: Reader, column: int, said: Cell, *, as_stored: bool, is_address: bool) -> Ways:
    if said in NOTHING:
        return Ways()
    try:
        if is_address:
            return Ways(email=next(iter(cells.email(said)), None))
        each = cells.ways(said, of.known.region)
    except Unread as unread:
        if as_stored:
            return Ways(email=text(said)) if is_address else Ways(phone_raw=text(said))
        of.fault(column, unread.key, **unread.fields)
        return Ways()
    merged = Ways()
    for way in each:
        merged = _both(merged, way)
    raw = [way.phone_raw for way in each if way.phone_raw]
    return replace(merged, phone_raw=" / ".join(raw) or None)


def _both(one: Ways, other: Ways) -> Ways:
    return Ways(
        phone=one.phone or other.phone,
        phone_raw=one.phone_raw or other.phone_raw,
        email=one.email or other.email,
    )
