"""Files attached in a form: fetched from Slack behind the ack, stored, and only then the deal moves."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from slack_bolt import Ack, BoltResponse

from bot.failures import DeliveryError
from bot.views import gate_modal, parts
from bot.words import formats
from handlers import windows
from handlers.request import Request
from rules.answers import Answer
from rules.errors import BatonError, Busy, Invalid
from services.deals import files
from services.deals.files import Evidence


class Shown(NamedTuple):
    """An answer, and the view that says it in the form's place."""

    answer: Answer
    view: parts.Part


def attached(view: dict[str, Any]) -> tuple[Evidence, ...]:
    """What was attached in a form, as Slack names it."""
    return tuple(
        Evidence(
            item=item,
            slack_file_id=file.id,
            name=file.name,
            size=file.size,
            url=file.url,
            media_type=file.media_type,
        )
        for item, file in gate_modal.read_files(view)
    )


@dataclass(frozen=True)
class Fetching:
    """What is done once every file is stored: `then`, with the names of those that could not be had, and `refused` where
    that, or a file, is refused; what was typed beside the files is on record already.

    A file that could not be fetched is missing at the gate."""

    deal_id: int
    evidence: tuple[Evidence, ...]
    then: Callable[[str], Shown]
    refused: Callable[[BatonError], Shown]


def fetch(request: Request, fetching: Fetching) -> None:
    """Starts behind the ack. Raises Invalid when there is no room for it now: the form keeps what was filled in."""
    try:
        request.behind(lambda: _fetch(request, fetching))
    except Busy:
        raise Invalid("err.busy") from None


def _fetch(request: Request, fetching: Fetching) -> None:
    try:
        shown = fetching.then(_store(request, fetching))
    except BatonError as fault:
        shown = fetching.refused(fault)
    windows.become(request, shown.view, shown.answer)
    request.show_homes()


def _store(request: Request, fetching: Fetching) -> str:
    """Stores the files; the names of those that could not be had."""
    missed = []
    for one in fetching.evidence:
        try:
            data = request.runtime.slack.download(one.url)
        except DeliveryError:
            missed.append(one.name)
            continue
        files.keep(request.ask, fetching.deal_id, one, data)
    return formats.names(missed, request.reader.locale) if missed else ""


def wait(ack: Ack, request: Request) -> BoltResponse | None:
    """What the form says until then."""
    return windows.wait(ack, request, notice(request, request.reader.t("gate.file_fetching")))


def notice(request: Request, told: str) -> parts.Part:
    """A sentence in the form's place."""
    t = request.reader.t
    return parts.modal(t("gate.modal"), [parts.section(told)], close=t("btn.close"))
