"""`/baton off` and `/baton closed`: days on which nobody works, by a line or a tap; bare, those that are noted."""

from collections.abc import Callable

from pydantic import ValidationError
from slack_bolt import Ack, BoltResponse

from bot.views import days as views
from bot.views.answers import render
from bot.words import LOCALES, text
from handlers.guard import Body, as_modal, instead, tapped
from handlers.request import Request
from rules import periods
from rules.answers import Answer
from rules.answers.days import DaysPart
from rules.countries import COUNTRIES
from rules.errors import Invalid, NotFound
from rules.periods import Period
from rules.slack_text import clean
from services.setup import closures, days_off
from services.setup.closures import EVERYWHERE


def off(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Days off: listed, noted, or taken back."""
    said, ask = _said(body), request.ask
    if not said:
        return ack(**render(days_off.shown(ask), request.reader))
    rest = _behind(said, "days.word_cancel")
    if rest is not None:
        days = _read(rest, request, "off.unread") if rest else None
        answer: Answer = days_off.cancel(ask, days.first, days.last) if days else days_off.shown(ask)
    else:
        days = _read(said, request, "off.unread")
        answer = days_off.add(ask, DaysPart(first=days.first, last=days.last, name=days.name))
    return ack(**render(answer, request.reader))


def closed(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """The company's days: listed, set (`working`: at work on a day off), or taken back."""
    said, ask = _said(body), request.ask
    if not said:
        return ack(**render(closures.shown(ask), request.reader))
    rest = _behind(said, "days.word_cancel")
    if rest == "":
        return ack(**render(closures.shown(ask), request.reader))
    if rest is not None:
        return ack(**render(closures.cancel(ask, _company(rest, request)), request.reader))
    working = _behind(said, "days.word_working")
    days = _company(said if working is None else working, request)
    days = days.model_copy(update={"is_working": working is not None})
    return ack(**render(closures.add(ask, days), request.reader))


def _said(body: Body) -> str:
    """What stands behind the command's own word."""
    return clean(body.get("text") or "").strip().partition(" ")[2].strip()


def _behind(said: str, key: str) -> str | None:
    """What follows this word of either language; None where the line does not begin with it."""
    first, _, rest = said.partition(" ")
    return rest.strip() if first.casefold() in {text(locale, key) for locale in LOCALES} else None


def _read(said: str, request: Request, unread: str) -> Period:
    """Raises Invalid, with what to type instead."""
    reader = request.reader
    found = periods.read(said, now=request.ask.now, tz=reader.tz, locale=reader.locale)
    if isinstance(found, Period):
        return found
    raise Invalid(unread if found.reason == "unread" else f"days.{found.reason}", said=said[:60])


def _company(said: str, request: Request) -> DaysPart:
    """Days, of one country where the line begins with its two letters: "cn Feb 20"."""
    first, _, rest = said.partition(" ")
    country, key = EVERYWHERE, first.casefold()
    if rest and key in COUNTRIES:
        whole = periods.read(said, now=request.ask.now, tz=request.reader.tz, locale=request.reader.locale)
        if not isinstance(whole, Period):  # "in 3 days" is no line about India
            country, said = key, rest
    days = _read(said, request, "closed.unread")
    return DaysPart(first=days.first, last=days.last, name=days.name, calendar=country)


# -- by a tap -------------------------------------------------------------------------------------------


def _tap(
    service: Callable[[Request, DaysPart], Answer],
) -> Callable[[Ack, Body, Request], BoltResponse | None]:
    def handler(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
        try:
            days = DaysPart.model_validate_json(tapped(body))
        except ValidationError:
            raise NotFound("err.stale") from None
        return instead(ack, body, request, service(request, days))

    return handler


cancel = _tap(lambda request, days: days_off.cancel(request.ask, days.first, days.last))
undo = _tap(lambda request, days: days_off.restore(request.ask, days))
close_undo = _tap(lambda request, days: closures.restore(request.ask, days))
open_again = _tap(lambda request, days: closures.cancel(request.ask, days))


# -- by a form ------------------------------------------------------------------------------------------


def open_form(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """One's days off, and two days to add."""
    noted = days_off.shown(request.ask)
    request.open_modal(views.off_form(noted, request.reader))
    return ack()


def open_company_form(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """The company's days, and days to add."""
    noted, countries = closures.shown(request.ask), closures.countries(request.ask)
    request.open_modal(views.company_form(noted, countries, request.reader))
    return ack()


def submit(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Days off from the form."""
    answer = days_off.add(request.ask, views.read(body["view"]).model_copy(update={"calendar": ""}))
    return ack(response_action="update", view=as_modal(answer, request, "off.new"))


def submit_company(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """The company's days from the form."""
    answer = closures.add(request.ask, views.read(body["view"]))
    return ack(response_action="update", view=as_modal(answer, request, "closed.new"))
