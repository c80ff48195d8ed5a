"""What is told of a deal that is taken over all the same: what is missing is a gap on its card, what was mended is said."""

from collections.abc import Iterator, Mapping

from rules.customer_lists import NAMES
from rules.exchange.deals import DealRow
from rules.exchange.outcome import Gap
from rules.exchange.sheet import text
from rules.names import squeezed
from services.exchange.parts import Importer
from services.exchange.verdicts import Verdict


def gaps_of(
    verdict: Verdict, file: str, by: Importer, sold: Mapping[str, str], listed: frozenset[str]
) -> Iterator[Gap]:
    """In the order of the columns. ``sold``: squeezed → the product's name; ``listed``: accounts of the file's own list."""
    row: DealRow = verdict.row
    line = verdict.read.line.number

    def gap(what: str, value: str, done: str, kind: str = "gap") -> Gap:
        return Gap(file, line, what, value, done, kind)

    if verdict.what == "changed":
        return
    yield from _of_product(verdict, row, gap, sold)
    if not row.account:
        yield gap("account", "", "import.gap_on_card")
    elif "account" not in verdict.read.told:
        yield gap("account", row.account, "import.by_domain", "warning")
    elif listed and row.account not in listed:
        yield gap("account", row.account, "import.account_added", "warning")
    if verdict.meets:
        yield gap("account", row.account, f"import.meets:{verdict.meets}", "warning")
    if not row.owner and by.actor is None:
        yield gap("owner", "", "import.nobodys")
    if row.state == "lost" and not row.reason:
        yield gap("lost", "", "import.gap_on_card")
    yield from _of_days(row, gap)
    if row.code is None:  # what our own record kept so was said when it came
        for ways in (contact.ways for contact in row.contacts):
            if ways.phone_raw and not ways.phone:
                yield gap("phone", ways.phone_raw, "import.no_number", "warning")


def left(verdict: Verdict, file: str) -> Iterator[Gap]:
    """What a line says of the customer otherwise than Baton has it: that is the customer's, and no deal's to change."""
    if verdict.here is None or verdict.what == "held":
        return
    for which in NAMES:
        said, here = getattr(verdict.row, which), getattr(verdict.here, which)
        if said and here and said != here:
            yield Gap(file, verdict.read.line.number, which, said, "import.of_customer", "warning")


def _of_product(verdict: Verdict, row: DealRow, gap, sold: Mapping[str, str]) -> Iterator[Gap]:  # type: ignore[no-untyped-def]
    """As it was written: read as another spelling, added to the list, or kept as a need."""
    columns = verdict.read.at.get("product", ())
    cells = verdict.read.line.cells
    said = next((text(cells[n]) for n in columns if n < len(cells)), "")
    if said and said != row.product:
        yield gap(
            "product",
            said,
            f"import.read_as:{row.product}" if row.product else "import.product_in_need",
            "warning",
        )
    elif said and squeezed(said) not in sold:
        yield gap("product", said, "import.product_added", "warning")


def _of_days(row: DealRow, gap) -> Iterator[Gap]:  # type: ignore[no-untyped-def]
    if row.created is None:
        yield gap("created", "", "import.from_today")
    if not row.is_live and row.closed is None:
        yield gap("closed", "", "import.closed_today")
    if row.created and row.closed and str(row.closed)[:10] < str(row.created)[:10]:
        yield gap("closed", str(row.closed), "import.kept_as_is", "warning")
