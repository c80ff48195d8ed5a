"""Tables in and out: a file sent in the DM or chosen in a form, its preview's buttons, and the lead table as a file."""

from collections.abc import Iterable
from typing import Any

from slack_bolt import Ack, BoltResponse

from bot.views import import_forms, sent
from bot.views.answers import render
from handlers.guard import Body, as_modal, beside, instead, message_of, number, sentence, tapped, window
from handlers.request import Request
from rules.errors import BatonError, Invalid
from rules.files import extension
from rules.slack_text import clean
from services.exchange import arriving, offering
from services.exchange.arriving import FORMATS, Sent

LARGE = 150_000  # bytes: some thousand lines


def files_of(found: Any, thread_ts: str = "") -> list[Sent]:
    """The files of a message or of a form."""
    return [Sent(one.id, one.name, one.size, thread_ts) for one in sent.files(found)]


def tables_of(found: Any, thread_ts: str = "") -> list[Sent]:
    """Those of them that may be an import; plain text is read as one only where somebody says so, in the form."""
    return [one for one in files_of(found, thread_ts) if one.is_table and extension(one.name) != "txt"]


# -- in -------------------------------------------------------------------------------------------------


def command(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """``/baton import``: a form for the file."""
    return open_form(ack, body, request)


def open_form(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Home's button: the form for the file. Raises Refused."""
    form = import_forms.file_form(arriving.may_import(request.ask), request.reader)
    request.open_modal(form)
    return ack()


def chosen(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """The file's form is sent; its preview comes into the DM."""
    files = [Sent(one.id, one.name, one.size) for one in import_forms.read_file(body["view"])]
    if not files:
        raise Invalid("import.no_file", faults={"file": "import.no_file"})
    try:
        answer = arriving.receive(request.ask, files[0])
    except Invalid as fault:
        raise Invalid(fault.key, faults={"file": fault.key}, **fault.fields) from fault
    request.runtime.file_came()
    return ack(response_action="update", view=as_modal(answer, request, "import.modal"))


def came(request: Request, files: Iterable[Sent]) -> None:
    """Files in the DM: tables get their previews, what is none is said."""
    for one in files:
        try:
            answer = arriving.receive(request.ask, one)
            request.runtime.file_came()
            if one.size > LARGE:  # its preview takes its time
                request.reply(answer, one.thread_ts or None)
        except BatonError as fault:
            request.reply(sentence(fault), one.thread_ts or None)


# -- under the preview ----------------------------------------------------------------------------------


def go(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """*Import*: begins behind the ack; the message says how far it is, and what came of it."""
    arriving.start(request.ask, number(tapped(body)), *message_of(body))
    request.runtime.file_came()
    return ack()


def drop(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """*Not now*."""
    return instead(ack, body, request, arriving.drop(request.ask, number(tapped(body))))


def hand(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """*Rows to mend*: the file comes once more."""
    arriving.hand_again(request.ask, number(tapped(body)))
    request.runtime.file_came()
    return ack()


def undo(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """*Undo*, after its question."""
    arriving.undo(request.ask, number(tapped(body)), *message_of(body))
    request.runtime.file_came()
    return ack()


def correct(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """*Change mapping*: the form, for the first table."""
    run_id = number(tapped(body))
    arriving.place(request.ask, run_id, *message_of(body))
    form = offering.form(request.ask, run_id, 0)
    request.open_modal(import_forms.map_form(form, request.reader))
    return ack()


def turned(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Another table, or another kind, was chosen in the form: it is drawn anew."""
    view = window(body)
    run_id, at = import_forms.about(view)
    chosen_now = tapped(body)
    is_table = body["actions"][0]["action_id"] == "import_table"
    table, kind = (number(chosen_now), "") if is_table else (at, chosen_now)
    slack, form = request.runtime.slack, offering.form(request.ask, run_id, table, kind)
    drawn = import_forms.map_form(form, request.reader)
    request.behind(lambda: slack.update_view(view["id"], drawn, hash=view.get("hash")))
    return ack()


def corrected(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """The form is sent: the file is looked at anew, and its message rewritten."""
    filled = import_forms.read(body["view"])
    try:
        kind = offering.check(filled.kind, filled.columns)
    except Invalid as fault:
        faults = {import_forms.column(int(n), filled.kind): key for n, key in fault.faults.items()}
        raise Invalid(fault.key, faults=faults) from fault
    changed = {
        "kind": kind,
        "columns": filled.columns,
        "source": filled.source,
        "owners": filled.owners,
        "currency": filled.currency,
        "order": filled.order,
    }
    arriving.remap(request.ask, filled.run_id, filled.at, changed)
    request.runtime.file_came()
    return ack()


# -- out ------------------------------------------------------------------------------------------------


def export(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """``/baton export``, or ``/baton export csv``: the file comes into the DM."""
    words = clean(body.get("text") or "").split()[1:]
    answer = arriving.export(request.ask, words[0].casefold().lstrip(".") if words else FORMATS[0])
    request.runtime.file_came()
    return ack(**render(answer, request.reader))


def export_pressed(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Home's button."""
    answer = arriving.export(request.ask, FORMATS[0])
    request.runtime.file_came()
    return beside(ack, body, request, answer)
