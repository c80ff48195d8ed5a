"""Views: the stack of a person's modals, Home tabs, and what an ack may do to them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sandbox import shapes
from sandbox.content import checked_view, elements_of, short_id
from sandbox.deliver import ask
from sandbox.entities import Json, View
from sandbox.errors import SlackError
from sandbox.payloads import view_closed
from sandbox.world import World

HIGHEST_STACK = 3  # https://docs.slack.dev/surfaces/modals#view_stacks
TROUBLE = "We had some trouble connecting. Try again?"


def stack(world: World, user: str) -> list[View]:
    """The open modals of a person, the top one last."""
    return world.stacks.setdefault(user, [])


def find(world: World, view_id: str = "", external_id: str = "") -> View | None:
    """An open modal or a Home tab, by either id."""
    views = [view for one in world.stacks.values() for view in one] + list(world.state.homes.values())
    for view in views:
        if (view_id and view.id == view_id) or (external_id and view.external_id == external_id):
            return view
    return None


def open_modal(world: World, user: str, data: Json, *, pressed_in: str = "") -> View:
    """A new stack of one; an older one gives way. For something pressed in a modal Slack answers ok all the same, and its
    clients may show nothing: there a view is pushed (https://github.com/slackapi/bolt-python/issues/481)."""
    view = _new(world, user, data)
    if any(one.id == pressed_in for one in stack(world, user)):
        return view
    for old in reversed(stack(world, user)):
        _gone(world, old)
    stack(world, user)[:] = [view]
    return _shown(world, view)


def push_modal(world: World, user: str, data: Json) -> View:
    """One more on top; raises SlackError not_found without a stack, push_limit_reached."""
    views = stack(world, user)
    if not views:
        raise SlackError("not_found")
    if len(views) >= HIGHEST_STACK:
        raise SlackError("push_limit_reached")
    view = replace(_new(world, user, data), root=views[0].id, previous=views[-1].id)
    views.append(view)
    return _shown(world, view)


def update(world: World, old: View, data: Json) -> View:
    """New content under the same id; what was filled in stays where block_id and action_id do."""
    _unique(world, data, old)
    fields = {(b.get("block_id"), e["action_id"]) for b in data["blocks"] for e in elements_of(b)}
    values: Json = {}
    for block_id, row in old.values.items():
        kept = {action_id: value for action_id, value in row.items() if (block_id, action_id) in fields}
        if kept:
            values[block_id] = kept
    external_id = str(data.get("external_id") or old.external_id)
    view = replace(old, data=data, hash=_hash(world), external_id=external_id, values=values)
    views = stack(world, old.user)
    if old.data["type"] == "home":
        world.state.save(view)
    else:
        views[:] = [view if one.id == old.id else one for one in views]
    return _shown(world, view)


def publish(world: World, user: str, data: Json) -> View:
    """The Home tab of a person; its id stays."""
    old = world.state.homes.get(user)
    if old is not None:
        view = update(world, old, data)
    else:
        view = _new(world, user, data)
        world.state.save(view)
        _shown(world, view)
    world.record(
        "publish",
        "views.publish",
        {"user": user, "blocks": data["blocks"], "at": world.state.now.isoformat()},
    )
    return view


def check_hash(view: View | None, given: Any) -> None:
    """Raises hash_conflict when the caller saw an older version."""
    if given and (view is None or view.hash != given):
        raise SlackError("hash_conflict")


def close(world: World, user: str, view: View, *, every: bool, notify: bool = True) -> None:
    """Takes a modal off, or the whole stack; the app hears of those that asked for it."""
    every = every or (notify and bool(view.data.get("clear_on_close")))
    views = stack(world, user)
    leaving = list(reversed(views)) if every else [one for one in views if one.id == view.id]
    for one in leaving:
        views.remove(one)
        _gone(world, one)
        if notify and one.data.get("notify_on_close"):
            world.spawn(_tell_closed(world, user, one, every))


async def _tell_closed(world: World, user: str, view: View, cleared: bool) -> None:
    await ask(world, "interactive", view_closed(world, user, view, cleared=cleared))


def apply_ack(world: World, view: View, payload: Any) -> Json:
    """What the answer to a submission does; a wrong answer is what Slack makes of it: trouble connecting."""
    if payload and not isinstance(payload, dict):
        return _trouble(world, f"{str(payload)[:80]!r} is no JSON object")
    body = payload or {}
    action = body.get("response_action")
    try:
        match action:
            case None:
                close(world, view.user, view, every=False, notify=False)
                return {"result": "closed"}
            case "clear":
                close(world, view.user, view, every=True, notify=False)
                return {"result": "closed"}
            case "errors":
                return {"result": "errors", "errors": _errors(view, body.get("errors"))}
            case "update":
                update(world, view, checked_view(world, body.get("view"), ("modal",)))
                return {"result": "updated"}
            case "push":
                push_modal(world, view.user, checked_view(world, body.get("view"), ("modal",)))
                return {"result": "pushed"}
    except SlackError as refusal:
        detail = "; ".join(refusal.beside.get("response_metadata", {}).get("messages", []))
        return _trouble(world, f"{refusal.code} {detail}")
    return _trouble(world, f"unknown response_action {action!r}")


def _trouble(world: World, why: str) -> Json:
    world.notice(f"The answer to a view submission was refused: {why}")
    return {"result": "timeout", "error": TROUBLE}


def _errors(view: View, errors: Any) -> Json:
    """Errors stand at input blocks only; raises SlackError otherwise."""
    inputs = {block["block_id"] for block in view.data["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
        raise SlackError("errors must name input blocks of the view")
    return {block_id: str(text) for block_id, text in errors.items()}


def _new(world: World, user: str, data: Json) -> View:
    _unique(world, data, None)
    external_id = str(data.get("external_id") or "")
    return View(world.state.new_id("V"), user, data, _hash(world), external_id=external_id)


def _unique(world: World, data: Json, own: View | None) -> None:
    external_id = str(data.get("external_id") or "")
    there = find(world, external_id=external_id) if external_id else None
    if there is not None and (own is None or there.id != own.id):
        raise SlackError("duplicate_external_id")


def _hash(world: World) -> str:
    return f"{world.state.meta.now_us // 1_000_000}.{short_id(world)}{short_id(world)}"


def _shown(world: World, view: View) -> View:
    kind = "home" if view.data["type"] == "home" else "view"
    world.feed.tell({"type": kind, "view": shapes.view(world, view)}, [view.user])
    return view


def _gone(world: World, view: View) -> None:
    world.feed.tell({"type": "view_closed", "view_id": view.id}, [view.user])
