"""views.*: modals and Home tabs, with triggers and hashes."""

from __future__ import annotations

from sandbox import modals, shapes
from sandbox.api.call import Call
from sandbox.content import checked_view
from sandbox.entities import Json
from sandbox.errors import SlackError
from sandbox.tokens import RefusedError, Trigger


def _taken(call: Call) -> Trigger:
    """Takes the trigger; raises SlackError."""
    name = call.args.get("trigger_id") or call.args.get("interactivity_pointer")
    if not name:
        lines = ["[ERROR] missing required field: trigger_id"]
        raise SlackError("invalid_arguments", response_metadata={"messages": lines})
    try:
        return call.world.tokens.exchange(name)
    except RefusedError as refused:
        raise SlackError(str(refused)) from None


def open_view(call: Call) -> Json:
    data = checked_view(call.world, call.args["view"], ("modal",))
    trigger = _taken(call)
    view = modals.open_modal(call.world, trigger.user, data, pressed_in=trigger.view)
    return {"view": shapes.view(call.world, view)}


def push(call: Call) -> Json:
    data = checked_view(call.world, call.args["view"], ("modal",))
    view = modals.push_modal(call.world, _taken(call).user, data)
    return {"view": shapes.view(call.world, view)}


def update(call: Call) -> Json:
    world = call.world
    if not (call.text("view_id") or call.text("external_id")):
        lines = ["[ERROR] either `view_id` or `external_id` must be given"]
        raise SlackError("invalid_arguments", response_metadata={"messages": lines})
    old = modals.find(world, call.text("view_id"), call.text("external_id"))
    if old is None:
        raise SlackError("not_found")
    data = checked_view(world, call.args["view"], (old.data["type"],))
    modals.check_hash(old, call.args.get("hash"))
    return {"view": shapes.view(world, modals.update(world, old, data))}


def publish(call: Call) -> Json:
    world, user = call.world, call.text("user_id")
    if not world.spec.home:
        raise SlackError("not_enabled")
    person = world.state.people.get(user)
    if person is None or person.bot:
        raise SlackError("user_not_found")
    data = checked_view(world, call.args["view"], ("home",))
    modals.check_hash(world.state.homes.get(user), call.args.get("hash"))
    return {"view": shapes.view(world, modals.publish(world, user, data))}


METHODS = {"views.open": open_view, "views.push": push, "views.update": update, "views.publish": publish}
