"""A process dies in the middle of each use case, and right after it: nothing is half done, and the same request again
leaves what it leaves undisturbed."""

from __future__ import annotations

import pytest

from tests.crash.acts import deals, setup
from tests.crash.dying import Lived, Story, count_from, seen, sound
from tests.lending import CopyOf
from tests.services.mornings import verified

STORIES = {name: Story(prepare) for room in (deals, setup) for name, prepare in room.ACTS.items()}


def survives(copy_of: CopyOf, name: str) -> int:
    """Dies at each place that the request reaches; how many those were."""
    story = STORIES[name]
    lived = Lived.of(story, copy_of(story))
    assert {f"{name} written", f"{name} stored"} <= set(lived.places), f"reached {lived.places} only"
    for n, place in enumerate(lived.places):
        url = copy_of(story)
        story.die(url, n + 1)
        assert not seen(url).but(lived.after[n]), f"dead at {place}"
        count_from(url, lived.after[n].counted)
        with story.begun(url) as machine:
            for again in ("again", "a third time"):
                assert story.ask(machine) == lived.answer, f"dead at {place}, {again}"
                assert not seen(url).but(lived.after[-1]), f"dead at {place}, {again}"
            verified(machine)
        sound(url)
    return len(lived.places)


@pytest.mark.parametrize("name", sorted(STORIES))
def test_who_dies_in_a_use_case_leaves_nothing_half_done(copy_of: CopyOf, name: str) -> None:
    survives(copy_of, name)
