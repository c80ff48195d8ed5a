"""Who joins, changes or leaves in Slack: taken over at once, without anybody asking."""

from collections.abc import Callable

from slack_bolt import Ack, BoltResponse

from handlers.guard import Body
from handlers.request import Runtime
from rules.profiles import read_profile
from services.team import people


def taker(runtime: Runtime) -> Callable[..., BoltResponse | None]:
    """For user_change and team_join, which carry the whole user."""

    def take(ack: Ack, body: Body) -> BoltResponse | None:
        profile = read_profile(body["event"]["user"], str(body.get("team_id") or ""))
        people.sync(runtime.deps, [profile], now=runtime.deps.clock.now())
        return ack()

    return take
