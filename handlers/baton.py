"""`/baton help | claim CODE | status | setup`, and the three questions that follow the claim."""

from collections.abc import Callable, Collection, Mapping
from difflib import get_close_matches

from slack_bolt import Ack, BoltResponse

from bot.views import first_hours as views
from bot.views import sent
from bot.views.answers import render
from bot.views.parts import Part
from bot.words import LOCALES, text
from handlers import days, digests, imports, places, rates, standups, windows
from handlers.guard import Body, Handler, as_modal, instead, number, tapped
from handlers.request import Request
from rules.access import IMPORTS, Action, Actor, allowed
from rules.answers import Sentence
from rules.answers.admin import Help
from rules.errors import BatonError, Invalid, NotFound, Refused
from rules.slack_text import clean
from services import status as state
from services.setup import first_hours
from services.team import people


def command(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """The first word decides, in either language; an unknown one gets the nearest known."""
    words = clean(body.get("text") or "").split()
    said = words[0].casefold() if words else "help"
    known = {text(locale, f"baton.word_{word}"): word for locale in LOCALES for word in WORDS}
    if said not in known:
        offered = [word for word, verb in known.items() if _may(request.ask.actor, verb)]
        near = get_close_matches(said, offered, 1, 0.4) or [text(request.reader.locale, "baton.word_help")]
        raise NotFound("err.unknown_command", word=words[0][:40], nearest=f"/baton {near[0]}")
    return WORDS[known[said]](ack, body, request)


def _may(actor: Actor, word: str) -> bool:
    """May this person use it: nobody is pointed at what is refused."""
    needed = NEEDS.get(word, ())
    return not needed or any(allowed(actor, action) for action in needed)


def help_(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """What this person can do."""
    return ack(**render(Help(roles=tuple(sorted(request.ask.actor.roles))), request.reader))


def claim(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """The one-time code makes the first admin, and the questions begin."""
    code = "".join(clean(body.get("text") or "").split()[1:])
    people.claim(request.ask.deps, request.ask.person, code, now=request.ask.now)
    request.open_modal(views.team_question(first_hours.so_far(request.ask), request.reader))
    return ack(**render(Sentence(key="admin.claimed"), request.reader))


def questions(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """The three questions again."""
    if not _may(request.ask.actor, "setup"):
        raise Refused()
    request.open_modal(views.team_question(first_hours.so_far(request.ask), request.reader))
    return ack()


def status(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """How Baton is doing, for an admin."""
    return ack(**render(state.look(request.ask), request.reader))


def team_answered(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Question 1: saved and asked again; left empty, the next one."""
    turn, manager, team = views.read_team(body["view"])
    if not manager and not team:
        return ack(
            response_action="update",
            view=views.channel_question(first_hours.so_far(request.ask), request.reader),
        )
    fields = views.team_fields(turn)
    given = dict(zip(fields, (manager, team), strict=True))
    faults = {name: request.reader.t("setup.both") for name, value in given.items() if not value}
    if faults:
        return ack(response_action="errors", errors=faults)
    first_hours.set_team(request.ask, manager, team, fields=fields)
    saved = request.reader.t("setup.saved", count=len(team))
    again = views.team_question(first_hours.so_far(request.ask), request.reader, saved, turn + 1)
    return ack(response_action="update", view=again)


def channel_answered(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Question 2: who reads there is asked of Slack, beside the ack; then the managers are asked to declare it."""
    channel = views.read_channel(body["view"])
    if not channel:
        return ack(response_action="update", view=_templates(request))
    return _meanwhile(ack, request, lambda: _suggested(request, channel))


def _suggested(request: Request, channel: str) -> Part:
    try:
        first_hours.suggest_channel(request.ask, channel, digests.look(request, channel))
    except BatonError as fault:
        so_far = first_hours.so_far(request.ask)
        key = views.NOT_THERE.get(fault.key)
        why = request.reader.t(key) if key else _said(fault, request)
        return views.channel_question(so_far, request.reader, why, channel)
    return _templates(request)


def _templates(request: Request, refused: str = "") -> Part:
    shown = first_hours.templates(request.ask.deps, request.reader.locale)
    return views.template_question(shown, request.reader, refused)


def template_answered(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Question 3: first what it would flag today; of the process in force there is nothing to say."""
    key = sent.chosen(body["view"], "template")
    if key == first_hours.ACTIVE:
        return ack(response_action="update", view=views.done(request.reader))
    return _meanwhile(ack, request, lambda: _effect(request, key))


def _effect(request: Request, key: str) -> Part:
    try:
        return views.template_effect(first_hours.effect_of(request.ask, key), request.reader)
    except BatonError as fault:
        return _templates(request, _said(fault, request))


def template_used(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """It comes into force."""
    answer = first_hours.apply_template(request.ask, str(sent.kept(body["view"]).get("template") or ""))
    return ack(response_action="update", view=as_modal(answer, request, "modal.baton"))


def template_details(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """One of the processes in full, over the question."""
    for one in first_hours.templates(request.ask.deps, request.reader.locale):
        if one.key == tapped(body):
            request.open_modal(views.template_details(one, request.reader))
    return ack()


def template_back(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """The process before is in force again."""
    before, _, version = tapped(body).partition(":")
    answer = first_hours.go_back(request.ask, number(before), number(version))
    return instead(ack, body, request, answer)


def _said(fault: BatonError, request: Request) -> str:
    keys = list(fault.faults.values()) if isinstance(fault, Invalid) and fault.faults else [fault.key]
    return request.reader.t(keys[0], **fault.said)


def _meanwhile(ack: Ack, request: Request, job: Callable[[], Part]) -> BoltResponse | None:
    """The window says that it takes a moment, and becomes what the job makes of it."""
    request.behind(lambda: windows.become(request, job()))
    return windows.wait(ack, request, windows.working(request))


NEEDS: Mapping[str, Collection[Action]] = {
    "status": (Action.CONFIGURE,),
    "setup": (Action.CONFIGURE,),
    "people": (Action.CONFIGURE,),
    "rate": (Action.CONFIGURE,),
    "closed": (Action.CLOSE_DAYS,),
    "digest": (Action.SET_AUDIENCE,),
    "standup": (Action.SEE_TEAM,),
    "import": IMPORTS.values(),
    "export": (Action.EXPORT,),
}
WORDS: dict[str, Handler] = {
    "help": help_,
    "claim": claim,
    "status": status,
    "setup": questions,
    "people": places.command,
    "digest": digests.command,
    "standup": standups.command,
    "rate": rates.command,
    "off": days.off,
    "closed": days.closed,
    "import": imports.command,
    "export": imports.export,
}
