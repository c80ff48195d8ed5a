"""Files attached in the note form: refused there or kept in mind with the note, fetched behind the ack, then stored."""

from dataclasses import dataclass

from slack_bolt import Ack, BoltResponse

from bot.failures import DeliveryError
from bot.views import note_modal, parts
from bot.views import papers as file_views
from bot.views.answers import render
from handlers import windows
from handlers.guard import Body, as_modal, sentence
from handlers.request import Request
from rules.answers import Answer, Sentence
from rules.answers.notes import NoteSaved
from rules.answers.papers import FileFault, FileKept
from rules.errors import BatonError, Busy
from services.talk import papers
from services.talk.papers import Paper, Wanted


@dataclass(frozen=True)
class Sent:
    """What was attached, and which evidence it is; empty: none that a gate asks for."""

    files: tuple[Paper, ...]
    item: str


def attached(view: Body) -> Sent:
    """What was attached in the note form."""
    found, item = note_modal.read_files(view)
    return Sent(tuple(Paper(*one) for one in found), item)


def refused(ack: Ack, request: Request, sent: Sent) -> BoltResponse | None:
    """Under the field, each file that Baton does not take; the form keeps what was typed. None when all are taken."""
    faults = [FileFault(name=one.name, why=one.fault) for one in sent.files if one.fault is not None]
    if not faults:
        return None
    return ack(
        response_action="errors", errors={"files": "\n".join(file_views.faults(faults, request.reader))}
    )


def keep(request: Request, sent: Sent, saved: NoteSaved) -> None:
    """Stores what is kept in mind with the note; where that cannot be now, the DM offers it."""
    want = Wanted(saved.files_id or 0, saved.head.deal_id, sent.item, sent.files)
    try:
        request.behind(lambda: _store(request, want, saved))
    except Busy:
        request.reply(papers.offered(request.ask, want.draft_id))


def _store(request: Request, want: Wanted, saved: NoteSaved) -> None:
    try:
        data = [request.runtime.slack.download(one.url) for one in want.files]
        answer: Answer = papers.store_all(request.ask, want, data)
    except DeliveryError:
        answer = Sentence(key="file.unfetched")
        request.reply(papers.offered(request.ask, want.draft_id))
    except BatonError as fault:
        answer = sentence(fault)
    windows.become(request, _both(request, saved, answer), answer)
    request.show_homes()


def _both(request: Request, saved: NoteSaved, answer: Answer) -> parts.Part:
    """The note's answer, and below it what became of the files."""
    below = render(answer, request.reader)
    if isinstance(answer, FileKept):  # which says what is missing now
        saved = saved.model_copy(update={"missing": ()})
        below = file_views.kept(answer, request.reader, is_below=True)
    view = as_modal(saved, request, "note.modal")
    return {**view, "blocks": [*view["blocks"], parts.divider(), *below["blocks"]]}
