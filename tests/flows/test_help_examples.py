"""What help shows as an example works as it stands in the try-out, for whom it is shown to."""

import re
from collections.abc import Iterator

import pytest

from bot.words import LOCALES, text
from sandbox.driver import text_of
from tests.flows.talking import Talker
from tests.lending import CopyOf
from tests.world import World, demo_team

EXAMPLE = re.compile("`([^`]+)`")
FAILS = (
    "err.notfound", "err.notfound_near", "err.gone", "err.refused", "err.unknown_command", "note.which_unknown",
    "note.which_unsure", "note.which_this", "note.kept_no_deal", "talk.question", "talk.refused", "digest.not_here",
)  # fmt: skip


@pytest.fixture
def world(copy_of: CopyOf) -> Iterator[World]:
    made = World(copy_of(demo_team))
    yield made
    made.stop()


def says_no(said: str) -> list[str]:
    """Which of the catalogue's refusals this is."""
    begins = {text(locale, key, **_any(locale, key)).split("…")[0] for locale in LOCALES for key in FAILS}
    return [start for start in begins if start and start in said]


def _any(locale: str, key: str) -> dict[str, str]:
    """Every field of a text, each as the mark at which it is cut."""
    names = ("query", "candidates", "word", "nearest", "said", "text")
    return dict.fromkeys(names, "…")


@pytest.mark.parametrize("name", ["liam", "dana", "maya", "zoe", "quinn", "ada"])
@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_every_example_of_help_works_as_it_is_typed(world: World, name: str) -> None:
    person, talker = world.person(name), Talker(world, name)
    examples = EXAMPLE.findall(person.command("#general", "/baton help").text)
    assert examples or name == "quinn"
    for example in dict.fromkeys(examples):
        if example.startswith("/"):
            answer = person.command("#general", example)
            assert answer.ok, (example, answer.error)
            said = answer.text
        else:
            said = text_of(talker.say(example))
        assert not says_no(said), (example, said)


@pytest.mark.parametrize(
    ("name", "told"), [("quinn", "查账"), ("chen", "哪单"), ("ada", "`/baton status`"), ("zoe", "漏斗")]
)
@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_who_has_no_deals_is_not_told_to_add_a_lead(world: World, name: str, told: str) -> None:
    answer = world.person(name).command("#general", "/deal list").text
    assert told in answer and "/lead" not in answer
    assert "/lead" not in world.person(name).command("#general", "/deal").text
