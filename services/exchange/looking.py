"""Looks at lines of deals before anything is written: new, changed, as it was, kept, or held back and why.

The same look makes the preview and the import, so that both say the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from rules.exchange.deals import DealRow
from rules.exchange.known import Known
from rules.exchange.reader import ReadLine
from rules.names import fold, norm_name, phone_digits, squeezed
from services.exchange import lines
from services.exchange.emptied import Emptied
from services.exchange.keys import digest
from services.exchange.meeting import Customers
from services.exchange.parts import Importer
from services.exchange.team import Team
from services.exchange.verdicts import LINE, Verdict
from storage import deals as deal_rows
from storage import imports as rows
from storage import meeting
from storage.db import Session


class DealLooker:
    """Looks at one table's lines, batch by batch, in their order. ``columns`` tells which fields have one."""

    def __init__(self, by: Importer, known: Known, columns: Mapping[str, int], names: Iterable[str]) -> None:
        self._by, self._known, self._columns = by, known, columns
        self._seen: dict[str, int] = {}
        self.customers = Customers(names)

    def look(
        self, tx: Session, team: Team, batch: Sequence[ReadLine], sold: Mapping[str, str]
    ) -> list[Verdict]:
        """One verdict for each line. In the transaction that writes, what it finds is held until that ends."""
        found = [self._begun(read, sold) for read in batch]
        for one in found:
            if one.read.faults:
                one.what, one.faults = "held", list(one.read.faults)
        going = [one for one in found if one.what != "held"]
        self._own(tx, team, [one for one in going if one.row.code is not None])
        self._brought(tx, team, [one for one in going if one.row.code is None])
        unread = [one for one in found if one.read.faults and one.row.code is None]
        asked = [one for one in found if one.what == "new" or "owner" in one.differs]
        self._owned(team, [*asked, *unread])
        self._once([one for one in found if one.what != "held"])
        fresh = [one for one in found if one.what == "new" and one.row.is_live]
        self.customers.meet(tx, team, self._by, fresh)
        return found

    def _begun(self, read: ReadLine, sold: Mapping[str, str]) -> Verdict:
        """A product that is none of ours: only whoever may list products lists it, others keep its name as a need."""
        row: DealRow = read.row
        named = sold.get(squeezed(row.product), "") if row.product else ""
        if named and named != row.product:
            read.row = replace(row, product=named)
        elif row.product and not named and self._by.actor is not None:
            read.row = replace(row, product="", need="\n".join(w for w in (row.need, row.product) if w))
        kind = meeting.NUMBERED if read.row.number else meeting.LISTED
        norm = norm_name(read.row.account)
        key = self._key(read.row, norm)
        return Verdict(read, kind, key, digest([read.meant, *self._known.as_read]), norm)

    # -- which record ----------------------------------------------------------------------------------

    def _key(self, row: DealRow, norm: str) -> str:
        """What a line is found again by: its number in the file, else its customer."""
        if row.number:
            return self._by.scope + row.number
        person = row.contacts[0] if row.contacts else None
        way = (person.ways.phone or person.ways.email or fold(person.name)) if person else ""
        return f"{self._by.scope}\x1f{norm}\x1f{phone_digits(way) or way}\x1f{fold(row.product)}"

    def _own(self, tx: Session, team: Team, going: Sequence[Verdict]) -> None:
        """Lines with numbers of ours: what they say is held against the deals themselves."""
        deals = meeting.by_codes(tx, [str(one.row.code) for one in going])
        mine = {
            code: deal
            for code, deal in deals.items()
            if deal.state != "void" and self._by.may_own(team.access(deal.owner_id))
        }
        here = lines.of(tx, self._known.pipeline, team, list(mine.values()), self._known.tz)
        gone = Emptied(tx, team, list(mine.values()), self._known.tz)
        for one in going:
            deal = mine.get(str(one.row.code))
            if deal is None:
                if self._by.actor is not None or str(one.row.code) in deals:
                    one.hold(self._at("number"), "line.no_such_deal", said=one.row.number)
                continue
            one.record, one.here = deal, here[deal.id]
            one.read.row, one.emptied = gone.left_out(deal.id, one.here, one.row)
            one.differs = lines.differing(one.here, one.row, one.read.told)
            one.what = "changed" if one.differs else "same"
            if one.differs and one.row.version != deal.version:
                if one.row.version is None:
                    one.what = "kept"
                else:
                    one.hold(LINE, "line.changed_since")

    def _brought(self, tx: Session, team: Team, going: Sequence[Verdict]) -> None:
        """Lines that were here before, by their own numbers."""
        known = {
            kind: rows.known_rows(tx, kind, [one.key for one in going if one.kind == kind])
            for kind in (meeting.NUMBERED, meeting.LISTED)
        }
        ours = {one.key: known[one.kind][one.key] for one in going if one.key in known[one.kind]}
        changed = [one for one in going if one.key in ours and ours[one.key][0] != one.digest]
        deals = {deal.id: deal for deal in deal_rows.by_ids(tx, [ours[one.key][1] for one in changed])}
        edited = rows.edited_in_baton(tx, [deal_id for deal_id in deals if deal_id is not None])
        here = lines.of(tx, self._known.pipeline, team, list(deals.values()), self._known.tz)
        for one in going:
            if one.key not in ours:
                continue
            one.what, deal = "same", deals.get(ours[one.key][1])
            if ours[one.key][0] == one.digest:
                continue
            one.record = deal
            if deal is None or deal.state == "void" or not self._by.may_own(team.access(deal.owner_id)):
                one.hold(LINE, "line.not_yours_now")
            elif deal.id in edited:
                one.what = "kept"
            else:
                one.here = here[deal.id]
                one.differs = lines.differing(one.here, one.row, one.read.told)
                one.what = "changed" if one.differs else "same"

    # -- may it be taken over ---------------------------------------------------------------------------

    def _owned(self, team: Team, going: Sequence[Verdict]) -> None:
        """Whose each new deal will be."""
        for one in going:
            said = one.row.owner
            if not said:
                one.owner_id = self._by.id
                continue
            one.owner_id = team.named(said)
            if one.owner_id is None:
                if self._by.actor is None:
                    continue  # whoever is nobody yet becomes somebody
                if team.is_two(said):
                    one.hold(self._at("owner"), "line.two_owners", said=said)
                elif near := team.near(said):
                    one.hold(self._at("owner"), "line.no_owner_near", said=said, near=near)
                else:
                    one.hold(self._at("owner"), "line.no_owner", said=said)
            elif not self._by.may_own(team.access(one.owner_id)):
                one.hold(self._at("owner"), "line.not_your_team", said=said)
            elif one.row.is_live and not team.may_take(one.owner_id, self._by):
                one.hold(self._at("owner"), "line.sells_not", said=said)

    def _once(self, going: Sequence[Verdict]) -> None:
        """A line that says who another one is, be that one a record by now: what the preview holds, the import holds."""
        for one in going:
            first = self._seen.setdefault(one.key, one.read.line.number)
            if first != one.read.line.number:
                one.hold(LINE, "line.double", line=str(first))

    def _at(self, key: str) -> int:
        return self._columns.get(key, LINE)
