"""Exchange rates: what holds today, and one that was just set."""

from collections.abc import Callable
from typing import Any

from bot.views.parts import Part, bold, context, message, section
from bot.views.reader import Reader
from bot.words import formats
from rules.answers.rates import RateSet, RatesShown


def was_set(answer: RateSet, reader: Reader) -> Part:
    """From which day on, and how many signed deals got theirs."""
    t = reader.t
    since = formats.day(answer.since, reader.locale, reader.today)
    told = t("rate.line", currency=answer.currency, rate=answer.rate, base=answer.base, since=since)
    signed = context(t("rate.signed", count=answer.signed)) if answer.signed else None
    return message(told, [section(told), signed])


def table(answer: RatesShown, reader: Reader) -> Part:
    """A currency a line; then those that open deals want and that have none."""
    t = reader.t
    lines = [
        t(
            "rate.line",
            currency=one.currency,
            rate=one.rate,
            base=answer.base,
            since=formats.day(one.since, reader.locale, reader.today),
        )
        for one in answer.rates
    ]
    lacking = [t("rate.lacking", currency=c, count=n) for c, n in sorted(answer.lacking.items())]
    head = bold(t("rate.title", base=answer.base))
    return message(
        head,
        [section("\n".join([head, *(lines or [t("rate.none")]), *lacking])), context(t("rate.how"))],
    )


VIEWS: dict[str, Callable[[Any, Reader], Part]] = {RateSet.kind: was_set, RatesShown.kind: table}
