"""Files sent in the DM: of which deal they are and what, tapped; fetched from Slack behind the ack, then stored."""

from dataclasses import replace
from typing import Any

from slack_bolt import Ack, BoltResponse

from bot.failures import DeliveryError
from bot.views import papers as papers_view
from bot.views import sent
from handlers.guard import Body, aside, instead, number, say, sentence, tapped
from handlers.request import Request
from rules.answers import Answer, Sentence
from rules.answers.papers import FileSent
from rules.errors import BatonError
from services.deals import opening
from services.talk import hearing, papers
from services.talk.papers import Paper, Wanted
from services.talk.places import Said


def files_of(found: Any) -> list[Paper]:
    """The files of a message."""
    return [Paper(*one) for one in sent.files(found)]


def is_only_label(request: Request, said: Said) -> bool:
    return papers.is_only_label(request.ask, said)


def came(request: Request, said: Said, found: list[Paper], has_note: bool) -> None:
    """Asks what has to be asked about them, in the thread where they were sent."""
    if not found:
        return
    asked = replace(request, ask=hearing.by_place(request.ask, said.ts, "files"))
    try:
        answer = papers.came(asked.ask, said, found, has_note)
    except BatonError as fault:
        answer = sentence(fault)
    asked.reply(answer, said.thread_ts)


def of_deal(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """The deal was tapped, or another one is wanted (0)."""
    draft, _, deal = tapped(body).partition(":")
    return instead(ack, body, request, papers.of_deal(request.ask, number(draft), number(deal)))


def drop(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Not for a deal."""
    return instead(ack, body, request, papers.drop(request.ask, number(tapped(body))))


def keep(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """What it is was tapped, ``draft:deal:item``: stored, and then its message says so."""
    draft, deal, item = [*tapped(body).split(":"), "", ""][:3]
    want = papers.wanted(request.ask, number(draft), number(deal), item)
    if isinstance(want, Answer):
        return instead(ack, body, request, want)
    request.behind(lambda: _keep(request, body, want))
    return ack()


def _keep(request: Request, body: Body, want: Wanted) -> None:
    try:
        data = [request.runtime.slack.download(one.url) for one in want.files]
        answer: Answer = papers.store_all(request.ask, want, data)
    except DeliveryError:
        request.reply(Sentence(key="file.unfetched"))
        return
    except BatonError as fault:
        answer = sentence(fault)
    if request.response_url:
        request.show(answer, replace=True)
    else:
        request.reply(answer)
    request.show_homes()


def undo(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Undo, within ten minutes."""
    return instead(ack, body, request, papers.undo(request.ask, number(tapped(body))))


def shelf(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Files (3), ``deal:task``: each with its *Open*."""
    deal, _, task = tapped(body).partition(":")
    return aside(ack, body, request, opening.shelf(request.ask, number(deal), number(task or "0")))


def get(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Open, ``file:task``: once for a press, into the DM of who pressed, and it is said where it went."""
    file, _, task = tapped(body).partition(":")
    file_id, task_id = number(file), number(task or "0")
    told = opening.press(request.ask, file_id, task_id)
    if told is not None:
        request.behind(lambda: _send(body, request, told, file_id, task_id))
    return ack()


def _send(body: Body, request: Request, told: FileSent, file_id: int, task_id: int) -> None:
    slack = request.runtime.slack
    try:
        data = opening.fetch(request.ask, file_id, task_id)
        channel = slack.open_dm(request.reader.slack_id)
        slack.upload(channel, told.name, data, papers_view.beside(told, request.reader))
    except DeliveryError:
        say(body, request, Sentence(key="file.unsent", fields={"file": told.name}))
        return
    except BatonError as fault:
        say(body, request, sentence(fault))
        return
    if body.get("container", {}).get("channel_id") != channel:  # there it can be seen
        say(body, request, told)
