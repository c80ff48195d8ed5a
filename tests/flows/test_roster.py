"""People who join, change or leave in Slack."""

from sandbox.driver import Sandbox
from services.team import people
from tests.world import World


def locale_of(world: World, slack_id: str) -> str | None:
    person = people.find(world.deps, slack_id)
    return person.slack_locale if person else None


def active(world: World, slack_id: str) -> bool | None:
    person = people.find(world.deps, slack_id)
    return person.is_active if person else None


def test_a_newcomer_is_a_rep_at_once(world: World) -> None:
    slack: Sandbox = world.slack
    slack.people(id="U0NEW", name="nina", real_name="Nina New", locale="en-US", tz="America/New_York")
    slack.wait_for(lambda: people.find(world.deps, "U0NEW"))
    slack.members("#sales-east", add=["U0NEW"])
    answer = world.person("nina").command("#sales-east", "/lead Acme Corp, Ms. Chen, ERP, $80k, expo")
    assert "EXPO-2026-001" in answer.text


def test_a_deactivated_person_is_shut_out(world: World) -> None:
    world.slack.people(id="U0DANA", name="dana", deleted=True)
    assert world.slack.wait_for(lambda: active(world, "U0DANA") is False)


def test_a_changed_language_is_followed(world: World) -> None:
    world.slack.people(id="U0DANA", name="dana", locale="zh-CN")
    assert world.slack.wait_for(lambda: locale_of(world, "U0DANA") == "zh-CN")
