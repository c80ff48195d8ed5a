"""One table of a file at work: its lines read, looked at, written, counted."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from rules.errors import Conflict
from rules.exchange.deals import DealRow
from rules.exchange.heads import is_total
from rules.exchange.outcome import Held, Part
from rules.exchange.reader import ReadLine
from rules.names import fold, squeezed
from services.exchange import books, journal, telling
from services.exchange.changing import DealChanger
from services.exchange.keys import Tally, count
from services.exchange.looking import DealLooker
from services.exchange.making import Writing
from services.exchange.parts import reader_of
from services.exchange.team import Team
from services.exchange.verdicts import LINE, Verdict
from services.exchange.writing import DealWriter
from services.team import people
from storage import products
from storage.db import Session


class TableWork:
    """``listed``: the accounts of the file's own list, so that others are told as added."""

    def __init__(self, part: Part, writing: Writing, listed: frozenset[str]) -> None:
        self.part, self._w, self._listed = part, writing, listed
        self.brought: frozenset[str] = frozenset()  # who comes with this import, counted once by name
        self._seen: dict[str, int] = {}
        self._looker: DealLooker | None = None
        self._names: frozenset[str] = frozenset()

    @property
    def config_version(self) -> int:
        """The version of the process that it is read under."""
        return self._w.config.version

    def read(self) -> list[ReadLine]:
        """Every line but the sums at the end."""
        reader = reader_of(self.part, self._w.known)
        found = [reader.read(line) for line in self.part.table.lines if not is_total(line)]
        self._names = frozenset(line.row.account for line in found if isinstance(line.row, DealRow))
        return found

    def look(
        self,
        tx: Session,
        batch: Sequence[ReadLine],
        tally: Tally,
        at: int,
        coming: Mapping[str, str] = MappingProxyType({}),
    ) -> list[Verdict]:
        """What becomes of these lines, counted. ``coming``: products that the same files list, not written yet."""
        return self._looked(tx, Team(tx, self._w.by), batch, tally, at, coming)[0]

    def write(self, tx: Session, batch: Sequence[ReadLine], tally: Tally, at: int) -> None:
        """Looks at the lines once more, now that nobody else writes, and writes those that go in."""
        if self.part.kind == "people":
            people.hold_places(tx)
        team = Team(tx, self._w.by)
        verdicts, sold = self._looked(tx, team, batch, tally, at)
        going = [one for one in verdicts if one.goes_in]
        if self.part.kind != "deals":
            changed = [one for one in going if one.what == "changed"]
            with journal.kept(tx, self._w, self.part.kind, changed):
                books.put(self.part.kind, tx, self._w, team, going)
            return
        if self._w.by.actor is None:
            unlisted = [
                one.row.product for one in going if one.row.product and squeezed(one.row.product) not in sold
            ]
            made = books.put_products(tx, self._w, unlisted)
            count(tally, "products", len(made))
            sold = {**sold, **made}
        assert self._looker is not None
        customers = self._looker.customers
        self._change(tx, team, DealChanger(self._w, customers, sold), going, tally, at)
        # Numbers at the very last: whoever types a lead meanwhile waits for its own no longer than need be.
        DealWriter(self._w, customers, sold).add(tx, team, [one for one in going if one.what == "new"])

    def _change(
        self, tx: Session, team: Team, changer: DealChanger, going: Sequence[Verdict], tally: Tally, at: int
    ) -> None:
        """Deals that are here already, one by one."""
        changed = [one for one in going if one.what == "changed"]
        with journal.kept(tx, self._w, self.part.kind, changed) as told:
            for one in changed:
                try:
                    told.setdefault(one.record.id, []).extend(changer.change(tx, team, one))
                except Conflict:
                    one.hold(LINE, "line.changed_since")
                    count(tally, "changed", -1)
                    self._held(one, tally, at)
            changer.end(tx)

    def _looked(
        self,
        tx: Session,
        team: Team,
        batch: Sequence[ReadLine],
        tally: Tally,
        at: int,
        coming: Mapping[str, str] = MappingProxyType({}),
    ) -> tuple[list[Verdict], Mapping[str, int]]:
        team.coming = self.brought
        listed = products.every(tx)
        sold = {product.name_norm: product.id for product in listed}
        if self.part.kind == "deals":
            self._looker = self._looker or self._new_looker()
            names = {**coming, **{product.name_norm: product.name for product in listed}}
            verdicts = self._looker.look(tx, team, batch, names)
            for one in verdicts:
                tally.gaps.extend(telling.left(one, self.part.file))
                if one.goes_in:
                    tally.gaps.extend(telling.gaps_of(one, self.part.file, self._w.by, names, self._listed))
        else:
            verdicts = books.look(self.part.kind, tx, self._w, team, batch, self._seen)
            if self.part.kind == "accounts":
                for one in verdicts:
                    tally.gaps.extend(books.industry_gap(self.part.file, self._w.known, one))
        for one in verdicts:
            if one.what == "held":
                self._held(one, tally, at)
            elif self.part.kind != "people" or fold(one.row.called) not in self.brought:
                count(tally, self.part.kind if one.what == "new" else one.what)
            if self.part.kind == "accounts" and one.what == "changed":
                tally.updated.append(one.record.name)
            count(tally, "emptied", one.emptied)
        return verdicts, sold

    def _held(self, one: Verdict, tally: Tally, at: int) -> None:
        count(tally, "held")
        tally.held.append(Held(at, one.read.line.number, tuple(one.faults)))

    def _new_looker(self) -> DealLooker:
        columns = {key: n for n, key in reversed(list(enumerate(self.part.columns))) if key}
        return DealLooker(self._w.by, self._w.known, columns, self._names)
