"""A process dies in the middle of each use case, and right after it: nothing is half done, and the same request again
leaves what it leaves undisturbed."""

from __future__ import annotations

import ast
import random
from collections.abc import Iterator

import pytest

from tests.crash.acts import capture, clock, deals, imports, people, taken_back, talk
from tests.crash.dying import Lived, Story, count_from, seen, sound
from tests.lending import CopyOf
from tests.services.mornings import verified
from tests.world import ROOT

ROOMS = capture, clock, deals, imports, people, taken_back, talk
STORIES = {name: Story(prepare) for room in ROOMS for name, prepare in room.ACTS.items()}
FEW = {"sqlite": 6, "postgresql": 2}  # in `make test`, drawn anew in each run, at two places each
# And those that did not survive once, where they did not.
HURT = {
    "files.keep + papers.wanted + papers._settled": "files.keep stored",
    "slips._logged": "notes.log stored",
    "hearing._to_task": "task_words.answer_in_words stored",
    "arriving.remap": "arriving.remap stored",
}
# Asked twice they are two: a text or a form is kept each time it is opened, an export is on record each time it is made,
# a process comes into force each time.
WITHOUT_KEY = {
    "lead_forms.start", "note_forms.form", "kept_forms.keep", "export.seen",
    "first_hours.apply_template",
}  # fmt: skip
# What may read otherwise once somebody died in between, by table.
OTHERWISE = {
    # The message of the offer keeps its buttons, which say what came of it.
    "hearing._settled": {"deliveries"},
    "taps.typed": {"deliveries"},
    # The offer is made anew, in the same words.
    "changing.edited, unheard": {"drafts", "inbox"},
}


def whats(name: str) -> list[str]:
    """What a story of this name has to reach."""
    return name.partition(",")[0].split(" + ")


def in_the_code() -> Iterator[tuple[str, str]]:
    """(module and function, its places; "" for none) of all that a person does, and of what the clock and imports do."""
    for path in (ROOT / "services").rglob("*.py"):
        for one in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(one, ast.FunctionDef):
                continue
            name = f"{path.stem}.{one.name}"
            if any(isinstance(x, ast.Call) and ast.unparse(x.func) == "once" for x in one.decorator_list):
                yield name, name
            for call in ast.walk(one):
                if isinstance(call, ast.Call) and ast.unparse(call.func) in ("ask.deps.write", "deps.write"):
                    yield name, ast.unparse(call.args[0]).strip("'")
                if isinstance(call, ast.Call) and ast.unparse(call.func) == "ask.deps.db.write":
                    yield name, ""


def test_each_use_case_has_its_request() -> None:
    found = {(name, through) for name, through in in_the_code() if through != "what"}
    assert {name for name, through in found if not through} == WITHOUT_KEY
    named = {(name, through) for name, through in found if through}
    assert [pair for pair in named if pair[0] != pair[1]] == [], "each by its own name"
    assert {name for name, _ in named} == {what for name in STORIES for what in whats(name)}


def survives(copy_of: CopyOf, name: str, where: str = "", at_most: int = 99) -> None:
    """Dies at each place that the request reaches, at this one, or at so many of them, drawn."""
    story, but = STORIES[name], OTHERWISE.get(name, set())
    lived = Lived.of(story, copy_of(story))
    for what in whats(name):
        assert {f"{what} written", f"{what} stored"} <= set(lived.places), (
            f"{name} reached {lived.places} only"
        )
    places = [(n, place) for n, place in enumerate(lived.places) if where in ("", place)]
    assert places
    for n, place in random.sample(places, min(at_most, len(places))):
        url, told = copy_of(story), f"{name}: dead at {place}"
        story.die(url, n + 1)
        assert not seen(url).but(lived.after[n]), told
        count_from(url, lived.after[n].counted)
        with story.begun(url) as machine:
            for again in (f"{told}, again", f"{told}, a third time"):
                assert story.ask(machine) == lived.answer, again
                assert not seen(url).but(lived.after[-1], but), again
            verified(machine)
        sound(url)


def test_who_dies_in_some_of_them_leaves_nothing_half_done(copy_of: CopyOf, database_kind: str) -> None:
    for name in random.sample(sorted(set(STORIES) - set(HURT)), FEW[database_kind]):
        survives(copy_of, name, at_most=2)


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_what_did_not_survive_once_does(copy_of: CopyOf) -> None:
    for name, where in HURT.items():
        survives(copy_of, name, where)


@pytest.mark.proof
@pytest.mark.parametrize("name", sorted(STORIES))
def test_who_dies_in_a_use_case_leaves_nothing_half_done(copy_of: CopyOf, name: str) -> None:
    survives(copy_of, name)
