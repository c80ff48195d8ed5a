"""A line of a table of deals as a deal: what could be read, and what could not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from rules.codes import Code, parse_code
from rules.exchange import actions, cells, people
from rules.exchange.actions import Action
from rules.exchange.known import Known
from rules.exchange.people import Contact
from rules.exchange.reader import Reader, ReadLine
from rules.exchange.sheet import Line, Table
from rules.exchange.vocabulary import STATES
from rules.facts import LIVE
from rules.lead_reading import beside
from rules.money import Amount, told_range
from rules.names import domain_of, squeezed
from rules.patterns import late
from rules.wordlists import words

YES = frozenset(words("是 对 yes y true 1 x √ ✓ new 新"))
_BETWEEN = late(r"[,，、;；/\n]")


@dataclass(frozen=True, slots=True)
class DealRow:
    """A deal as a file tells it. Times are local wall clock; keys are the process's. ``number`` is the file's own number
    of the deal, ``code`` the same where it is one of ours."""

    number: str = ""
    code: Code | None = None
    source: str | None = None
    account: str = ""
    contacts: tuple[Contact, ...] = ()
    created: date | None = None
    stage: str | None = None
    entered: date | None = None
    state: str = "open"
    closed: date | None = None
    sign_on: date | None = None
    owner: str = ""
    manager: str = ""
    actions: tuple[Action, ...] = ()
    reason: str | None = None
    detail: str = ""
    need: str = ""
    amount_minor: int | None = None
    approx: bool = False
    currency: str | None = None
    product: str = ""
    probability: int | None = None  # of a running deal, where it is not its stage's
    industry: str = ""
    region: str = ""
    tier: str = ""
    next_text: str = ""
    next_on: date | None = None
    tags: tuple[str, ...] = ()
    version: int | None = None
    is_different: bool = False
    raw: str = ""

    @property
    def is_live(self) -> bool:
        return self.state in LIVE


class DealReader:
    """Reads the lines of one table whose columns are known."""

    def __init__(self, table: Table, columns: Sequence[str], known: Known) -> None:
        self._of, self._known = Reader(table, columns, known), known
        self._codes = known.pipeline.source_codes

    def read(self, line: Line) -> ReadLine:
        """The deal of a line, with every fault at once."""
        self._of.begin(line)
        row = self._of_firm(self._row())
        if not (row.account or row.contacts or row.number):
            self._of.fault(-1, "line.nobody")
        return ReadLine(line, row, self._of.faults, self._of.at, self._of.meant)

    def _of_firm(self, row: DealRow) -> DealRow:
        """Of a line that tells no more than an address: the firm whose it is, as a guess; of free mail nobody knows."""
        alone = row.contacts[0] if len(row.contacts) == 1 else None
        if (
            row.account
            or row.number
            or alone is None
            or alone.name != alone.ways.email
            or alone.ways.phone_raw
        ):
            return row
        if any(self._of.text(key) for key in ("contact", "first", "last")):
            return row
        firm = domain_of(alone.name)
        if firm is None:
            self._of.fault(-1, "line.only_mail")
            return row
        return replace(row, account=firm)

    def _row(self) -> DealRow:
        of = self._of
        number = of.text("number")
        code = parse_code(number, self._codes) if "20" in number else None
        stage, state = self._standing()
        created, closed = of.day("created"), of.day("closed")
        reason, detail = self._reason(state)
        amount, currency = of.money("amount")
        sign_on, version = of.day("sign_on", ahead=True), of.text("version")
        done = of.text("actions")
        return DealRow(
            number=number,
            code=code,
            source=self._source(),
            account=" ".join(of.text("account").split()),
            contacts=people.read(of, as_stored=code is not None),
            created=created,
            stage=stage,
            entered=of.day("entered"),
            state=state,
            closed=None if state in LIVE else closed or self._ended(created),
            sign_on=sign_on.date() if isinstance(sign_on, datetime) else sign_on,
            owner=of.text("owner"),
            manager=of.text("manager"),
            actions=tuple(actions.read(done)) if done else (),
            reason=reason,
            detail=detail,
            need=self._need(amount),
            amount_minor=amount.minor if amount else None,
            approx=amount.approx if amount else False,
            currency=amount.currency if amount else currency,
            product=of.text("product"),
            probability=self._probability() if state == "open" else None,
            industry=of.listed("industry"),
            region=of.listed("region"),
            tier=of.listed("tier"),
            next_text=of.text("next"),
            next_on=of.day("next_on", ahead=True),
            tags=self._tags(),
            version=int(version) if version.isdecimal() and len(version) < 10 else None,
            is_different=squeezed(of.text("different")) in YES,
            raw=of.raw,
        )

    def _standing(self) -> tuple[str | None, str]:
        """Stage and state; tools that have but one column for both write `Won` as a stage."""
        state = self._of.named("state", STATES, "cell.state") or ""
        for column, said in self._of.words("stage"):
            stage, ended = self._known.stages.get(squeezed(said)), STATES.get(squeezed(said))
            if stage is None and ended is None:
                self._of.fault(column, "cell.stage", said=said)
            if state in ("", "open"):
                state = "won" if stage == self._known.final else state if stage or not ended else ended
            return stage, state or "open"
        return None, state or "open"

    def _ended(self, created: date | None) -> date | None:
        """The day a deal was closed, where only the days it took are told."""
        said = self._of.text("cycle").rstrip("天日days ")
        if created is None or not said.isdecimal() or len(said) > 5:
            return None
        return created + timedelta(days=int(said))

    def _probability(self) -> int | None:
        column, cell = self._of.first("probability")
        found: int | None = self._of.take(column, cells.percent, cell) if column >= 0 else None
        return found

    def _tags(self) -> tuple[str, ...]:
        """The tags of the process that a cell lists."""
        found = set()
        for column, said in self._of.words("tags"):
            for name in filter(None, (part.strip() for part in _BETWEEN.split(said))):
                key = self._known.tags.get(squeezed(name))
                if key is None:
                    self._of.fault(column, "cell.tag", said=name)
                else:
                    found.add(key)
        return tuple(sorted(found))

    def _source(self) -> str | None:
        if not self._of.words("source"):
            return self._known.source
        return self._of.named("source", self._known.sources, "cell.source")

    def _need(self, amount: Amount | None) -> str:
        """With the words of a range, of which only the lower end is kept as the sum."""
        need, said = self._of.text("need"), self._of.headed("amount") if amount and amount.approx else ""
        return beside(need, said) if told_range(self._of.text("amount")) and said not in need else need

    def _reason(self, state: str) -> tuple[str | None, str]:
        """Why it ended: a reason of the process, and words beside it; words alone are another reason."""
        said = self._of.text("lost")
        if not said or state not in ("lost", "invalid"):
            return None, ""
        names = self._known.lost if state == "lost" else self._known.invalid
        name, colon, detail = said.replace("：", ":", 1).partition(":")
        found = names.get(squeezed(name))
        if found and not colon:
            return found, ""
        return (found, detail.strip()) if found else (names.get("other"), said)


def cycle(row: DealRow) -> int | None:
    """The days from the first contact to the end of a deal."""
    if row.closed is None or row.created is None:
        return None
    ended, began = (day.date() if isinstance(day, datetime) else day for day in (row.closed, row.created))
    return max((ended - began) // timedelta(days=1), 0)
