"""/baton digest: which audience a channel's blocked list has."""

from slack_bolt import Ack, BoltResponse

from bot.channels import seen
from bot.failures import DeliveryError
from bot.views import audiences as views
from bot.views import parts, sent
from bot.views.answers import render
from bot.words import LOCALES, text
from handlers import windows
from handlers.guard import Body, aside, say, sentence, tapped
from handlers.request import Request
from rules.answers import Answer
from rules.digest import ChannelSeen
from rules.errors import BatonError, Busy, NotFound
from rules.slack_text import clean
from services.lists import digest_channels


def command(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """``/baton digest`` in a channel. Who reads there is asked of Slack, so the form opens beside the ack; ``off``
    behind it takes the channel off the list."""
    words = clean(body.get("text") or "").casefold().split()[1:]
    if words and words[0] in {
        word for locale in LOCALES for word in text(locale, "digest.words_off").split()
    }:
        return ack(**render(digest_channels.take_off(request.ask, str(body["channel_id"])), request.reader))
    request.behind(lambda: _open(body, request))
    return ack()


def off(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """*Take it off the list*, under a list that its channel could not get."""
    return aside(ack, body, request, digest_channels.take_off(request.ask, tapped(body)))


def other(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """*Choose another channel*, under a list that its channel could not get."""
    request.open_modal(views.other(tapped(body), request.reader))
    return ack()


def choose(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """The other channel is picked: who reads there is asked of Slack, and the audience in the same window."""
    request.behind(lambda: _ask_audience(body["view"], request))
    return windows.wait(ack, request, windows.working(request))


def _ask_audience(view: Body, request: Request) -> None:
    of, picked = str(sent.kept(view).get("channel") or ""), sent.channel(view, "channel")
    try:
        form = digest_channels.form(request.ask, picked, look(request, picked), of)
    except BatonError as fault:
        said = request.reader.t(fault.key, **fault.fields)
        windows.become(request, views.other(of, request.reader, said), sentence(fault))
        return
    windows.become(request, views.form(form, request.reader))


def _open(body: Body, request: Request) -> None:
    channel = str(body["channel_id"])
    try:
        form = digest_channels.form(request.ask, channel, look(request, channel))
    except BatonError as fault:
        say(body, request, sentence(fault))
        return
    request.open_now(views.form(form, request.reader))


def look(request: Request, channel: str) -> ChannelSeen:
    """The channel as Slack shows it now. Raises NotFound where it is no channel of Baton's, Busy where Slack could not
    say."""
    if not channel.startswith(("C", "G")):
        raise NotFound("digest.not_here")
    try:
        return seen(request.runtime.slack, channel)
    except DeliveryError as error:
        raise Busy() from error


def submit(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """The audience is declared: looked at again beside the ack, and told in the same window."""
    request.behind(lambda: _declare(body, request))
    return windows.wait(ack, request, windows.working(request))


def _declare(body: Body, request: Request) -> None:
    view = body["view"]
    channel = str(sent.kept(view).get("channel") or "")
    try:
        answer: Answer = digest_channels.declare(
            request.ask,
            channel,
            look(request, channel),
            audience=sent.chosen(view, "audience"),
            locale=sent.chosen(view, "language"),
            wins=bool(sent.ticked(view, "wins")),
            of=str(sent.kept(view).get("of") or ""),
        )
    except BatonError as fault:
        answer = sentence(fault)
    said = render(answer, request.reader)["blocks"]
    done = parts.modal(view["title"]["text"], said, close=request.reader.t("btn.done"))
    windows.become(request, done, answer)
