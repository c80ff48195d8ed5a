"""The stand-up: started under a list or typed, it goes from deal to deal in one window."""

from collections.abc import Sequence
from dataclasses import replace

from slack_bolt import Ack, BoltResponse

from bot.views import standups as views
from bot.views.parts import Part
from handlers.guard import Body, as_modal, instead, number, tapped, window
from handlers.request import Request
from rules.errors import Invalid
from services.lists import standup_undo, standups


def start(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """*Start stand-up*, under a channel's list: its deals; under one's own: those of the team."""
    where = str((body.get("channel") or {}).get("id") or "")
    turn = standups.begin(request.ask, where if where.startswith(("C", "G")) else "")
    request.open_modal(views.form(turn, request.reader))
    return ack()


def command(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """``/baton standup``: the deals of one's own list and one's channels."""
    turn = standups.begin(request.ask)
    request.open_modal(views.form(turn, request.reader))
    return ack()


def submit(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """What was decided is saved, and the next deal shown; after the last one the summary."""
    view = body["view"]
    _, place, _, _ = views.read(view)
    try:
        following = _go_on(view, request, is_over=False)
    except Invalid as fault:
        if fault.key == standups.MEANWHILE:  # Slack keeps what was typed: its fields stay the same
            told = request.reader.t(fault.key, **fault.fields)
            return ack(response_action="update", view=_again(view, request, told))
        names = dict(zip(views.FIELDS, views.names(place), strict=True))
        faults = {
            names[name]: request.reader.t(key, **fault.fields)
            for name, key in fault.faults.items()
            if name in names
        }
        if not faults:
            raise
        return ack(response_action="errors", errors=faults)
    return ack(response_action="update", view=following)


def end(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """*End stand-up*: what is typed is saved first; where it cannot be, it stays and the form says why."""
    view, slack = window(body), request.runtime.slack
    try:
        following = _go_on(view, request, is_over=True)
    except Invalid as fault:
        key = next(iter(fault.faults.values()), fault.key)
        following = _again(view, request, request.reader.t(key, **fault.fields))
    request.behind(lambda: slack.update_view(view["id"], following, hash=view.get("hash")))
    return ack()


def undo(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """*Undo* behind a decision of the summary, which is made anew; on Home by itself."""
    answer, view = standup_undo.undo(request.ask, number(tapped(body))), body.get("view") or {}
    kept = views.read_summary(view) if view.get("type") == "modal" else None
    if kept is None:
        return instead(ack, body, request, answer)
    following, slack = _summary(request, *kept), request.runtime.slack
    request.behind(lambda: slack.update_view(view["id"], following, hash=view.get("hash")))
    return ack()


def _summary(request: Request, deals: Sequence[int], decided: Sequence[int], looked_at: int) -> Part:
    found = standups.summary(request.ask, deals, decided, looked_at)
    return views.summary(as_modal(found, request, "standup.name"), deals, decided, looked_at)


def _go_on(view: Body, request: Request, *, is_over: bool) -> Part:
    deals, place, decided, filled = views.read(view)
    if place < len(deals) and not filled.is_empty:
        deal_id = deals[place]
        # The window stays the same from deal to deal, so each deal of it has a key of its own.
        one = replace(request.ask, key=f"standup:{view['id']}:{place}:{deal_id}")
        standups.decide(one, deal_id, filled)
        decided = (*decided, deal_id)
    turn = None if is_over else standups.at(request.ask, deals, place + 1, decided)
    if turn is not None:
        return views.form(turn, request.reader)
    looked_at = min(place + 1, len(deals)) if is_over else len(deals)
    return _summary(request, deals, decided, looked_at)


def _again(view: Body, request: Request, fault: str) -> Part:
    deals, place, decided, _ = views.read(view)
    turn = standups.at(request.ask, deals, place, decided)
    if turn is None:
        return _summary(request, deals, decided, len(deals))
    return views.form(turn, request.reader, fault)
