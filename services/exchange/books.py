"""Accounts, products and people of a file; an account that Baton knows already is completed, never overwritten."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from rules.exchange.fields import Kind
from rules.exchange.known import Known
from rules.exchange.others import AccountRow, PersonRow, ProductRow
from rules.exchange.outcome import Gap
from rules.exchange.reader import ReadLine
from rules.names import fold, norm_name, squeezed
from services.exchange.keys import digest, import_row
from services.exchange.making import Writing
from services.exchange.team import Team, unmapped
from services.exchange.verdicts import LINE, Verdict
from services.team import people
from storage import imports as rows
from storage import meeting, merging, products
from storage import people as people_rows
from storage.db import Session
from storage.rows import insert
from storage.tables import Account, AccountAlias, Person, Product

ALIKE = 0.85  # technolgy; less is another word


def look(
    kind: Kind, tx: Session, w: Writing, team: Team, batch: Sequence[ReadLine], seen: dict[str, int]
) -> list[Verdict]:
    """One verdict for each line of a table that is not about deals; ``seen``: key → the first line that had it."""
    found = []
    for read in batch:
        name, key = _KEYS[kind](read.row)
        one = Verdict(read, name, w.by.scope + key, digest([read.meant, *w.known.as_read]))
        if read.faults:
            one.what, one.faults = "held", list(read.faults)
        elif (first := seen.setdefault(key, read.line.number)) != read.line.number:
            one.hold(LINE, "line.double", line=str(first))
        found.append(one)
    going = [one for one in found if one.what != "held"]
    known = rows.known_rows(tx, going[0].kind, [one.key for one in going]) if going else {}
    _LOOKS[kind](tx, w, team, going, known)
    return found


def put(kind: Kind, tx: Session, w: Writing, team: Team, batch: Iterable[Verdict]) -> None:
    """Writes the new and the changed ones; the caller holds the transaction."""
    for one in batch:
        is_new = one.record is None
        record = _PUTS[kind](tx, w, team, one)
        rows.put_rows(tx, [import_row(one.kind, one.key, one.digest, record, w.run_id, is_new=is_new)])


# -- accounts -------------------------------------------------------------------------------------------


def _look_accounts(
    tx: Session, w: Writing, team: Team, going: Sequence[Verdict], known: Mapping[str, tuple[str, int]]
) -> None:
    named = meeting.accounts_named(tx, [norm_name(one.row.name) for one in going])
    ids = {known[one.key][1] for one in going if one.key in known} | set(named.values())
    here = meeting.accounts(tx, ids)
    for one in going:
        was, at = known.get(one.key, ("", 0))
        one.record = here.get(at or named.get(norm_name(one.row.name), 0))
        if one.record is None:
            continue
        one.what = "changed" if was != one.digest and _completes(one.record, one.row) else "same"


def _completes(account: Account, row: AccountRow) -> bool:
    """Does the line know something that Baton does not?"""
    told = {**row.details}
    return bool(
        (row.industry and not account.industry)
        or (row.region and not account.region)
        or (row.tier and not account.tier)
        or (row.domain and not account.domain)
        or told.keys() - account.details.keys()
        or row.aliases
    )


def mended(known: Known, said: str) -> tuple[str, str]:
    """The industry, with a slip of the keyboard mended, and what it was mended to."""
    entries = known.pipeline.industries
    named = {one.name.en.lower(): one for one in entries if one.moved_to is None}
    if not said.isascii() or said in {one.key for one in entries}:
        return said, ""
    near = get_close_matches(said.lower(), named, 1, ALIKE)
    return (named[near[0]].key, named[near[0]].name.of(known.locale)) if near else (said, "")


def industry_gap(file: str, known: Known, one: Verdict) -> Iterable[Gap]:
    """Tells a slip that was mended."""
    if one.goes_in and (right := mended(known, one.row.industry)[1]):
        yield Gap(
            file, one.read.line.number, "industry", one.row.industry, f"import.read_as:{right}", "warning"
        )


def _put_account(tx: Session, w: Writing, team: Team, one: Verdict) -> int:
    row: AccountRow = one.row
    account: Account | None = one.record
    if account is None:
        account = Account(name=row.name, name_norm=norm_name(row.name), created_at=w.now)
    else:  # as it is by now: on PostgreSQL somebody may have edited it since it was looked at
        account = merging.held(tx, [account.id])[account.id]
    account.industry = account.industry or mended(w.known, row.industry)[0] or None
    account.region = account.region or row.region or None
    account.tier = account.tier or row.tier or None
    account.domain = account.domain or row.domain
    account.details = {**row.details, **account.details}
    account.version += 0 if account.id is None else 1
    tx.add(account)
    tx.flush()
    taken = meeting.accounts_named(tx, [norm_name(alias) for alias in row.aliases])
    for alias in row.aliases:
        if norm_name(alias) and norm_name(alias) not in taken:
            insert(tx, AccountAlias, account_id=account.id, alias=alias, alias_norm=norm_name(alias))
    return account.id


# -- products -------------------------------------------------------------------------------------------


def _look_products(
    tx: Session, w: Writing, team: Team, going: Sequence[Verdict], known: Mapping[str, tuple[str, int]]
) -> None:
    here = {product.name_norm: product for product in products.every(tx)}
    for one in going:
        one.record = here.get(squeezed(one.row.name))
        if one.record is not None:
            one.what = "changed" if _reprices(one.record, one.row) else "same"


def _reprices(product: Product, row: ProductRow) -> bool:
    price = (row.price_minor, row.currency)
    is_other = row.price_minor is not None and price != (product.list_price_minor, product.currency)
    return is_other or bool(row.series and row.series != product.series)


def _put_product(tx: Session, w: Writing, team: Team, one: Verdict) -> int:
    row: ProductRow = one.row
    product: Product = one.record or Product(name=row.name, name_norm=squeezed(row.name), created_at=w.now)
    product.series = row.series or product.series
    if row.price_minor is not None:
        product.list_price_minor, product.currency = row.price_minor, row.currency
    tx.add(product)
    tx.flush()
    return product.id


def put_products(tx: Session, w: Writing, names: Iterable[str]) -> dict[str, int]:
    """Products that deals name and that nobody has listed; squeezed → product."""
    made: dict[str, int] = {}
    for name in names:
        if squeezed(name) not in made:
            product = Product(name=name, name_norm=squeezed(name), created_at=w.now)
            tx.add(product)
            tx.flush()
            made[squeezed(name)] = product.id
            key = import_row("product", w.by.scope + squeezed(name), "", product.id, w.run_id, is_new=True)
            rows.put_rows(tx, [key])
    return made


# -- people ---------------------------------------------------------------------------------------------


def _look_people(
    tx: Session, w: Writing, team: Team, going: Sequence[Verdict], known: Mapping[str, tuple[str, int]]
) -> None:
    roles, links = people_rows.roles_of_all(tx), dict(team.links)  # with what the lines above say
    for one in going:
        row: PersonRow = one.row
        at = team.named(row.handle) or team.named(row.email) or team.named(row.name)
        one.record = people_rows.by_id(tx, at) if at else None
        boss = team.named(row.manager) if row.manager else None
        if row.manager and boss is None and w.by.actor is not None:
            at_fault, near = one.read.at["manager"][0], team.near(row.manager)
            if near:
                one.hold(at_fault, "line.no_manager_near", said=row.manager, near=near)
            else:
                one.hold(at_fault, "line.no_manager", said=row.manager)
        elif boss is not None and at is not None and people.is_circle(links, at, boss):
            one.hold(one.read.at["manager"][0], "people.cycle", handle=row.called)
        elif one.record is not None:
            given = _place(one, team)
            links[at or 0] = given.get("manager_id", links.get(at or 0))
            is_other = any(getattr(one.record, name) != value for name, value in given.items())
            is_other |= bool(row.roles) and frozenset(row.roles) != roles.get(at or 0, frozenset())
            is_other |= boss is None and fold(row.manager) in team.coming and one.record.slack_id is None
            one.what = "changed" if is_other else "same"


def _place(one: Verdict, team: Team) -> dict[str, Any]:
    """Manager, calendar and zone as far as the line tells them. Nobody in Slack is put under somebody who is not there."""
    row: PersonRow = one.row
    boss = team.named(row.manager) if row.manager else None
    is_in_slack = one.record is not None and one.record.slack_id is not None
    given: dict[str, Any] = {"calendar": row.calendar, "home_tz": row.zone}
    if boss is not None and (team.is_member(boss) or not is_in_slack):
        given["manager_id"] = boss
    return {name: value for name, value in given.items() if value}


def _put_person(tx: Session, w: Writing, team: Team, one: Verdict) -> int:
    row: PersonRow = one.row
    person: Person | None = one.record
    if person is None:
        boss = team.named(row.manager) if row.manager else None
        person = people_rows.by_id(tx, unmapped(tx, w.config, row.called, boss, w.now))
        assert person is not None
        person.email, person.handle = row.email or None, row.handle
        tx.add(person)
        tx.flush()
        one.record = person
    roles = row.roles if row.roles and person.slack_id else None
    people.set_place(tx, person, by_id=w.by.id, now=w.now, roles=roles, **_place(one, team))
    return person.id


_Keyed = Callable[[Any], tuple[str, str]]
_KEYS: Mapping[Kind, _Keyed] = {
    "accounts": lambda row: ("account", row.name),
    "products": lambda row: ("product", squeezed(row.name)),
    "people": lambda row: ("member", squeezed(row.called)),
}
_LOOKS: Mapping[
    Kind, Callable[[Session, Writing, Team, Sequence[Verdict], Mapping[str, tuple[str, int]]], None]
] = {
    "accounts": _look_accounts,
    "products": _look_products,
    "people": _look_people,
}
_PUTS: Mapping[Kind, Callable[[Session, Writing, Team, Verdict], int]] = {
    "accounts": _put_account,
    "products": _put_product,
    "people": _put_person,
}
