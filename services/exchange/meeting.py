"""Is somebody already on these customers? The check of capture, for many lines with a few queries.

A line with a number of its own is another deal than those of the other lines: its file says so. Without numbers a
second line of one customer is held, as a second capture is.
"""

from collections.abc import Iterable, Sequence

from rules.exchange.alike import Alike
from rules.names import domain_of, norm_name
from services.capture.duplicates import ALIKE
from services.exchange.parts import Importer
from services.exchange.team import Team
from services.exchange.verdicts import LINE, Verdict
from storage import deals as deal_rows
from storage import locks, meeting
from storage.db import Session, is_writing
from storage.tables import Deal

HEAD, MOST = 2, 2_000  # names that begin alike are looked at, so many at most


class Customers:
    """The customers of one file, and those that Baton knows. ``names`` are all that the file will name."""

    def __init__(self, names: Iterable[str]) -> None:
        norms = {norm_name(name) for name in names}
        self._alike, self._in_file = Alike(norms, ALIKE), Alike(norms, ALIKE)
        self._heads: set[str] = set()
        self._lines: dict[str, int] = {}  # a customer's sign → the first line without a number that has it

    def meet(self, tx: Session, team: Team, by: Importer, going: Sequence[Verdict]) -> None:
        """Holds every line whose customer has a live deal already, or stands in a line above."""
        wanted = [one for one in going if not one.row.is_different]
        signs = {id(one): _signs(one) for one in wanted}
        if is_writing(tx):
            locks.hold(tx, *{f"customer:{word}" for each in signs.values() for word in each})
        numbered = [one for one in wanted if one.row.number]
        deals = self._live(tx, numbered, numbered=True)
        deals |= self._live(tx, [one for one in wanted if not one.row.number], numbered=False)
        for one in wanted:
            above = None if one.row.number else self._above(one, signs[id(one)])
            deal = deals.get(id(one))
            if above is not None:
                one.hold(LINE, "line.same_customer", line=str(above))
            elif deal is not None:
                self._hold(one, deal, team, by)
            elif not one.row.number:
                self._remember(one, signs[id(one)])

    def _above(self, one: Verdict, signs: Sequence[str]) -> int | None:
        """The line above it that has this customer."""
        first = next((self._lines[sign] for sign in signs if sign in self._lines), None)
        return first or self._in_file.find(one.norm)

    def _remember(self, one: Verdict, signs: Sequence[str]) -> None:
        number = one.read.line.number
        self._in_file.add(one.norm, number)
        for sign in signs:
            self._lines.setdefault(sign, number)

    def _hold(self, one: Verdict, deal: Deal, team: Team, by: Importer) -> None:
        """Says which deal it meets to whoever may see that; to others that there is one, and whose. In a whole CRM that
        is taken over the line goes in beside it: there one customer has several deals."""
        owner = team.called(deal.owner_id) if deal.owner_id is not None else ""
        if by.actor is None and one.row.number:
            one.meets = " · ".join(word for word in (deal.code, owner) if word)
        elif by.may_own(team.access(deal.owner_id)):
            one.hold(LINE, "line.have_it" if deal.code else "line.have_draft", code=deal.code or "")
        else:
            one.hold(LINE, "line.taken" if owner else "line.taken_by_somebody", owner=owner)

    def _live(self, tx: Session, wanted: Sequence[Verdict], *, numbered: bool) -> dict[int, Deal]:
        """line → the live deal that it meets, the surest sign first: the name, a way to reach them, the domain, a name
        nearly the same."""
        norms = {one.norm for one in wanted}
        accounts = meeting.accounts_named(tx, norms)
        near = {norm: account for norm in norms - accounts.keys() if (account := self._near(tx, norm))}
        of_account = meeting.live_of_accounts(tx, {*accounts.values(), *near.values()}, numbered=numbered)
        ways = [way for one in wanted for way in _ways(one)]
        phones, emails = {p for p, _ in ways if p}, {e for _, e in ways if e}
        reached = meeting.live_reached_by(tx, phones, emails, numbered=numbered)
        domains = meeting.live_of_domains(tx, {d for e in emails if (d := domain_of(e))}, numbered=numbered)
        found: dict[int, int] = {}
        for one in wanted:
            candidates = [of_account.get(accounts.get(one.norm, 0))]
            for phone, email in _ways(one):
                candidates += [reached.get(phone or ""), reached.get(email or "")]
                candidates += [domains.get((domain_of(email) if email else None) or "")]
            candidates.append(of_account.get(near.get(one.norm, 0)))
            first = next((deal_id for deal_id in candidates if deal_id), None)
            if first is not None:
                found[id(one)] = first
        deals = {deal.id: deal for deal in deal_rows.by_ids(tx, set(found.values()))} if found else {}
        return {at: deals[deal_id] for at, deal_id in found.items() if deal_id in deals}

    def _near(self, tx: Session, norm: str) -> int | None:
        """The account whose name is nearly this one."""
        head = norm[:HEAD]
        if len(norm) > HEAD and head not in self._heads:
            self._heads.add(head)
            for name, account in meeting.account_names(tx, head, MOST).items():
                self._alike.add(name, account)
        return self._alike.find(norm)

    def learn(self, norm: str, account_id: int) -> None:
        """An account that was just made."""
        self._alike.add(norm, account_id)


def _ways(one: Verdict) -> list[tuple[str | None, str | None]]:
    return [(c.ways.phone, c.ways.email.lower() if c.ways.email else None) for c in one.row.contacts]


def _signs(one: Verdict) -> list[str]:
    """By what a customer is known, as capture knows them."""
    words = [one.norm]
    for phone, email in _ways(one):
        words += [phone or "", email or "", (domain_of(email) if email else None) or ""]
    return [word for word in words if word]
