"""auth, apps, team, bots and blocks: who am I, where do I connect, is this block sound."""

from __future__ import annotations

from sandbox import shapes
from sandbox.api.call import Call
from sandbox.blocks import as_validation, validate_blocks, validate_view
from sandbox.entities import Json
from sandbox.errors import SlackError
from sandbox.world import APP_TOKEN


def auth_test(call: Call) -> Json:
    world = call.world
    if call.token == APP_TOKEN:
        return {"app_name": world.spec.name, "app_id": world.spec.app_id}
    return {
        "url": f"{world.base}/",
        "team": world.state.team.name,
        "user": world.state.people[world.spec.bot_user].name,
        "team_id": world.state.team.id,
        "user_id": world.spec.bot_user,
        "bot_id": world.spec.bot_id,
        "is_enterprise_install": False,
    }


def connections_open(call: Call) -> Json:
    world = call.world
    if not world.spec.socket_mode:
        raise SlackError("forbidden_team")
    host = world.base.removeprefix("http://")
    return {"url": f"ws://{host}/socket/?ticket={world.tokens.ticket()}&app_id={world.spec.app_id}"}


def team_info(call: Call) -> Json:
    team = call.world.state.team
    if call.text("team") not in ("", team.id):
        raise SlackError("team_not_found")
    return {
        "team": {
            "id": team.id,
            "name": team.name,
            "url": f"{call.world.base}/",
            "domain": team.domain,
            "email_domain": "",
            "icon": {"image_default": True},
            "is_verified": False,
        }
    }


def bots_info(call: Call) -> Json:
    if call.text("bot") not in ("", call.world.spec.bot_id):
        raise SlackError("bot_not_found")
    return {"bot": shapes.bot(call.world)}


def validate(call: Call) -> Json:
    """Exactly one of blocks, message or view."""
    given = [name for name in ("blocks", "view", "message") if call.args.get(name) not in (None, "")]
    if len(given) != 1:
        lines = ["must provide exactly one of `blocks`, `view`, or `message`"]
        raise SlackError("invalid_arguments", response_metadata={"messages": lines})
    kind, value = given[0], call.args[given[0]]
    if kind == "view":
        faults = validate_view(value, at="")
    elif kind == "message":
        faults = validate_blocks(value.get("blocks") if isinstance(value, dict) else None, "message")
    else:
        faults = validate_blocks(value, "message", at="")
    if faults:
        body = as_validation(faults, kind)
        raise SlackError(str(body["error"]), errors=body["errors"])
    return {}


METHODS = {
    "auth.test": auth_test,
    "apps.connections.open": connections_open,
    "team.info": team_info,
    "bots.info": bots_info,
    "blocks.validate": validate,
}
