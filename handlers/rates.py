"""`/baton rate`: the exchange rates of today, or a new one: a currency, its rate, and from which day on."""

from slack_bolt import Ack, BoltResponse

from bot.views.answers import render
from handlers.guard import Body
from handlers.request import Request
from rules.errors import Invalid
from rules.exchange import heads
from rules.exchange.others import OtherReader, RateRow
from rules.exchange.sheet import Line, Table
from rules.slack_text import clean
from services.exchange import knowing
from services.money import rates

COLUMNS = ("currency", "rate", "since")


def command(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Bare: what holds today; else a currency, its rate, and from which day on."""
    words = clean(body.get("text") or "").split()[1:]
    if not words:
        return ack(**render(rates.shown(request.ask), request.reader))
    return ack(**render(rates.set_one(request.ask, _read(words, request)), request.reader))


def _read(words: list[str], request: Request) -> RateRow:
    """As a line of a file of rates. Raises Invalid."""
    if len(words) < 2:
        raise Invalid("rate.how")
    ask, reader = request.ask, request.reader
    cells = (words[0], words[1], " ".join(words[2:]) or None)
    table = Table("", COLUMNS, (Line(1, cells),))
    known = knowing.of(ask.pipeline, reader.locale, ask.now, reader.tz)
    read = OtherReader("rates", table, heads.columns_of(table, "rates").columns, known).read(table.lines[0])
    if read.faults:
        raise Invalid(read.faults[0].key, None, **read.faults[0].fields)
    row: RateRow = read.row
    return row
