"""Files attached in a form: fetched from Slack behind the ack, stored, and only then the deal moves."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.failures import DeliveryError
from bot.views import parts
from handlers.request import Request
from rules.errors import BatonError, Busy, Invalid
from services.deals import files
from services.deals.files import Evidence


@dataclass(frozen=True)
class Fetching:
    """What is done once every file is stored: `then` makes the view that takes the form's place, with a notice.

    A file that could not be fetched is missing at the gate; what was typed beside it is kept all the same."""

    deal_id: int
    view_id: str
    evidence: tuple[Evidence, ...]
    then: Callable[[str], parts.Part]


def fetch(request: Request, fetching: Fetching) -> None:
    """Starts behind the ack. Raises Invalid when there is no room for it now: the form keeps what was filled in."""
    try:
        request.behind(lambda: _fetch(request, fetching))
    except Busy:
        raise Invalid("err.busy") from None


def _fetch(request: Request, fetching: Fetching) -> None:
    try:
        view = fetching.then(_store(request, fetching))
    except BatonError as wrong:
        view = notice(request, request.reader.t(wrong.key, **wrong.fields))
    request.runtime.slack.update_view(fetching.view_id, view)


def _store(request: Request, fetching: Fetching) -> str:
    """Stores the files; what has to be said about those that could not be had."""
    told = ""
    for one in fetching.evidence:
        try:
            data = request.runtime.slack.download(one.url)
        except DeliveryError:
            told = request.reader.t("gate.file_unfetched")
            continue
        files.keep(request.ask, fetching.deal_id, one, data)
    return told


def notice(request: Request, told: str) -> parts.Part:
    """A sentence in the form's place."""
    t = request.reader.t
    return parts.modal(t("gate.modal"), [parts.section(told)], close=t("btn.close"))
