"""The nightly look at who is in the workspace, for what no event told."""

from bot.gateway import Gateway
from rules.profiles import read_profile
from services.deps import Deps
from services.team import people


def run(deps: Deps, slack: Gateway) -> int:
    """Takes over everybody from users.list; returns how many changed. Raises DeliveryError."""
    team = str(slack.identity()["team_id"])
    profiles = [read_profile(user, team) for user in slack.people()]
    return people.sync(deps, profiles, now=deps.clock.now())
