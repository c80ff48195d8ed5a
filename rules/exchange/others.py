"""Lines of tables about accounts, products, people and exchange rates."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, DecimalException
from typing import Any

from rules.access import ROLES
from rules.countries import COUNTRIES
from rules.exchange import cells
from rules.exchange.cells import Unread
from rules.exchange.known import Known
from rules.exchange.reader import Reader, ReadLine
from rules.exchange.sheet import Cell, Line, Table
from rules.names import domain_of, squeezed
from rules.patterns import late
from rules.profiles import is_zone

LEAST, MOST = Decimal("1e-9"), Decimal("1e9")  # of a rate
_APART = late(r"[、，,;；\n]")
DETAILS = ("year_established", "revenue", "employees", "subsidiary_of")
_ROLE_WORDS = {squeezed(role): role for role in ROLES} | {
    squeezed(word): role
    for role, said in {
        "rep": "销售|销售代表|sales|sales rep",
        "manager": "经理|销售经理|sales manager",
        "finance": "财务|会计|accountant",
        "delivery": "交付|实施|服务",
        "presales": "售前|pre-sales",
        "legal": "法务",
        "director": "总监|销售总监",
        "admin": "管理员|administrator",
    }.items()
    for word in said.split("|")
}
_COUNTRY_WORDS = {"china": "cn", "中国": "cn", "usa": "us", "unitedstates": "us", "美国": "us"}


@dataclass(frozen=True, slots=True)
class AccountRow:
    """A customer as a file tells it."""

    name: str
    aliases: tuple[str, ...] = ()
    domain: str | None = None
    industry: str = ""
    region: str = ""
    tier: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product with its list price."""

    name: str
    series: str = ""
    price_minor: int | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody of the team: who they are, and their place in it where the file says so."""

    name: str
    handle: str = ""
    email: str = ""
    manager: str = ""
    roles: tuple[str, ...] = ()
    calendar: str = ""
    zone: str = ""

    @property
    def called(self) -> str:
        return self.name or self.handle or self.email


@dataclass(frozen=True, slots=True)
class RateRow:
    """One unit of a currency in the base currency, from a day on (None: from today)."""

    currency: str
    rate: Decimal
    since: date | None = None


class OtherReader:
    """Reads the lines of one table of a kind other than deals."""

    def __init__(self, kind: str, table: Table, columns: Sequence[str], known: Known) -> None:
        self._of, self._make = Reader(table, columns, known), _MAKERS[kind]

    def read(self, line: Line) -> ReadLine:
        """The record of a line, with every fault at once."""
        self._of.begin(line)
        return ReadLine(line, self._make(self._of), self._of.faults, self._of.at, self._of.meant)


def _several(of: Reader, key: str) -> list[str]:
    """The words of a field, apart: `销售、经理`, `rep; manager`."""
    return [part.strip() for _, said in of.words(key) for part in _APART.split(said) if part.strip()]


def _needs(of: Reader, value: Any, key: str, fault: str) -> None:
    """Notes the lack of what a line cannot do without."""
    if not value:
        of.fault(of.at.get(key, [-1])[0], fault)


def _account(of: Reader) -> AccountRow:
    name, domain = " ".join(of.text("account").split()), of.text("domain")
    _needs(of, name, "account", "line.no_account")
    return AccountRow(
        name=name,
        aliases=tuple(_several(of, "alias")),
        domain=domain_of(domain) if domain else None,
        industry=of.listed("industry"),
        region=of.listed("region"),
        tier=of.listed("tier"),
        details={key: said for key in DETAILS if (said := of.text(key))},
    )


def _product(of: Reader) -> ProductRow:
    name = of.text("product")
    _needs(of, name, "product", "line.no_product")
    price, currency = of.money("price")
    return ProductRow(
        name=name,
        series=of.text("series"),
        price_minor=price.minor if price else None,
        currency=price.currency if price else currency,
    )


def _person(of: Reader) -> PersonRow:
    name, handle, email = of.text("name"), of.text("handle").removeprefix("@"), of.text("email")
    _needs(of, name or handle or email, "name", "line.no_person")
    roles = [(said, _ROLE_WORDS.get(squeezed(said))) for said in _several(of, "role")]
    for said in (said for said, role in roles if role is None):
        of.fault(of.at["role"][0], "people.unknown_role", name=said)
    calendar, zone = of.text("calendar").lower(), of.text("zone")
    calendar = _COUNTRY_WORDS.get(squeezed(calendar), calendar)
    if calendar and calendar not in COUNTRIES:
        of.fault(of.at["calendar"][0], "people.unknown_calendar", name=calendar)
    if zone and not is_zone(zone):
        of.fault(of.at["zone"][0], "people.unknown_zone", name=zone)
    return PersonRow(
        name=name,
        handle=handle,
        email=email,
        manager=of.text("manager").removeprefix("@"),
        roles=tuple(role for _, role in roles if role),
        calendar=calendar,
        zone=zone,
    )


def _rate(of: Reader) -> RateRow:
    base = of.known.currency
    column, cell = of.first("currency")
    currency = of.take(column, cells.currency, cell, base) if column >= 0 else None
    _needs(of, currency or of.faults, "currency", "rate.no_currency")
    if currency == base:
        of.fault(column, "rate.is_base", currency=currency)
    column, cell = of.first("rate")
    rate = of.take(column, _decimal, cell) if column >= 0 else None
    _needs(of, rate or of.faults, "rate", "rate.no_rate")
    since = of.day("since")
    since = since.date() if isinstance(since, datetime) else since
    return RateRow(currency or "", rate or Decimal(0), since)


def _decimal(cell: Cell) -> Decimal:
    said = cells.whole(cell).replace(",", "")
    try:
        rate = Decimal(said)
    except DecimalException as fault:
        raise Unread("rate.unread", said=said) from fault
    if not (rate.is_finite() and LEAST <= rate <= MOST):
        raise Unread("rate.unread", said=said)
    return rate


_MAKERS: Mapping[str, Callable[[Reader], Any]] = {
    "accounts": _account,
    "products": _product,
    "people": _person,
    "rates": _rate,
}
