"""A person presses a button or answers an element, in a message, a modal or Home."""

from __future__ import annotations

from dataclasses import replace

from sandbox import modals, payloads
from sandbox.answers import filled
from sandbox.client.common import RefusalError, active, place, text
from sandbox.content import elements_of
from sandbox.deliver import ask
from sandbox.entities import Json, Message, Person, View
from sandbox.fields import KEY_OF
from sandbox.world import World

NOT_INTERACTIVE = "This app is not configured to handle interactive responses."
# What Slack repeats of the element in the action
REPEATED = ("text", "value", "style", "url", "placeholder", "confirm")


async def press(world: World, args: Json) -> Json:
    """Delivers block_actions; the person sees Slack's text when the app does not answer in time."""
    user = active(world, args)
    if not world.spec.interactive:
        raise RefusalError(NOT_INTERACTIVE)
    container = args.get("container")
    if not isinstance(container, dict):
        raise RefusalError("container must be an object", 400)
    if container.get("type") == "message":
        body = _in_message(world, user, container, args)
    else:
        body = _in_view(world, user, container, args)
    ack = await ask(world, "interactive", body)
    if ack.refusal:
        raise RefusalError(ack.refusal)
    return {}


def _state(args: Json) -> Json:
    state = args.get("state") or {}
    if not isinstance(state, dict):
        raise RefusalError("state must be an object", 400)
    return state


def _in_message(world: World, user: Person, container: Json, args: Json) -> Json:
    channel = place(world, container, user.id)
    message = _seen(world, channel.id, text(container, "ts"), user.id)
    action = _action(world, message.blocks, args)
    values = filled(world, message.blocks, _with_own(args, action), {})
    return payloads.message_button(world, user.id, channel, message, action, values)


def _seen(world: World, channel: str, ts: str, user: str) -> Message:
    message = world.state.message(channel, ts)
    if message is None:
        message = world.state.ephemerals.get(channel, {}).get(ts)
        if message is None or message.visible_to != user:
            raise RefusalError("message_not_found")
    return message


def _in_view(world: World, user: Person, container: Json, args: Json) -> Json:
    view = modals.find(world, text(container, "view_id"))
    if view is None or view.user != user.id:
        raise RefusalError("view_not_found")
    action = _action(world, view.data["blocks"], args)
    values = filled(world, view.data["blocks"], _with_own(args, action), view.values)
    return payloads.view_button(world, user.id, _keep(world, replace(view, values=values)), action)


def _keep(world: World, view: View) -> View:
    if view.data["type"] == "home":
        world.state.save(view)
    else:
        views = modals.stack(world, view.user)
        views[:] = [view if one.id == view.id else one for one in views]
    return view


def _with_own(args: Json, action: Json) -> Json:
    """The state as the page told it, with the answer of the pressed element itself."""
    state = {block_id: dict(row) for block_id, row in _state(args).items() if isinstance(row, dict)}
    key = KEY_OF.get(action["type"])
    if key and key in action:
        state.setdefault(action["block_id"], {})[action["action_id"]] = {
            "type": action["type"],
            key: action[key],
        }
    return state


def _action(world: World, blocks: list[Json], args: Json) -> Json:
    """The entry of `actions`; raises RefusalError when there is no such element."""
    for block in blocks:
        for element in elements_of(block):
            if (block["block_id"], element["action_id"]) != (args.get("block_id"), args.get("action_id")):
                continue
            if block["type"] == "input" and not block.get("dispatch_action"):
                raise RefusalError("an input without dispatch_action sends nothing", 400)
            return _entry(world, block, element, args)
    raise RefusalError("element_not_found")


def _entry(world: World, block: Json, element: Json, args: Json) -> Json:
    kind = element["type"]
    entry: Json = {"type": kind, "action_id": element["action_id"], "block_id": block["block_id"]}
    entry |= {name: element[name] for name in REPEATED if name in element}
    entry |= {name: value for name, value in element.items() if name.startswith("initial_")}
    key = KEY_OF.get(kind)
    if key:
        entry[key] = args.get(key)
        if key == "selected_option" and entry[key] is not None:
            entry[key] = _offered(element, entry[key])
    return entry | {"action_ts": world.state.stamp()}


def _offered(element: Json, chosen: object) -> Json:
    """The option as the app offered it; nobody can choose another."""
    options = list(element.get("options") or [])
    for group in element.get("option_groups") or []:
        options += group["options"]
    wanted = chosen.get("value") if isinstance(chosen, dict) else chosen
    for option in options:
        if option["value"] == wanted:
            found: Json = option
            return found
    raise RefusalError("option_not_found")
