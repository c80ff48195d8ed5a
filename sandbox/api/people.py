"""users.*: the members of the team."""

from __future__ import annotations

from sandbox import shapes
from sandbox.api.call import Call
from sandbox.api.pages import page
from sandbox.entities import Json, Person
from sandbox.errors import SlackError


def _shape(call: Call, person: Person) -> Json:
    email = "users:read.email" in call.world.spec.scopes
    return shapes.user(call.world, person, locale=call.flag("include_locale"), email=email)


def info(call: Call) -> Json:
    person = call.world.state.people.get(call.text("user"))
    if person is None:
        raise SlackError("user_not_found")
    return {"user": _shape(call, person)}


def listed(call: Call) -> Json:
    """Without `limit` the whole team comes at once, as Slack tries to."""
    people = list(call.world.state.people.values())
    part, cursor = page(call, people, default=len(people) or 1)
    return {
        "members": [_shape(call, person) for person in part],
        "cache_ts": call.world.state.meta.now_us // 1_000_000,
        "response_metadata": {"next_cursor": cursor},
    }


METHODS = {"users.info": info, "users.list": listed}
