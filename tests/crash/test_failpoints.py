"""A real process dies at each named place, starts again, and everything was said once, as if it had not died."""

from __future__ import annotations

import re
import signal
from pathlib import Path

import pytest

from jobs.failpoints import PLACES
from sandbox.driver import Sandbox
from tests.crash.instances import Instance
from tests.crash.test_instances import BEGIN, SEED, judge, said, said_undisturbed
from tests.lending import CopyOf
from tests.world import ROOT, demo_team

TO = "2026-11-25T11:00+08:00"  # after the first reminder that goes out outside a list, at 10:05
AFTER_A_DEATH = {"found": "posted", "freed": "leased"}  # reached only by one that comes after a dead one


def test_every_place_is_in_the_code_and_on_the_list() -> None:
    code = [path.read_text("utf-8") for room in ("services", "jobs") for path in (ROOT / room).rglob("*.py")]
    assert sorted(re.findall(r"deps\.reach\(\"(\w+)\"\)", "".join(code))) == sorted(PLACES)


def die_at(place: str, url: str, folder: Path) -> None:
    """Dies there; the one that comes after it may die once more; the last one says what is left."""
    first = AFTER_A_DEATH.get(place)
    deaths = [first, place] if first else [place]
    with Sandbox.start(now=BEGIN, seed=SEED) as slack:
        one = Instance(folder, url, slack)
        for n, death in enumerate(deaths):
            one.start(BATON_DIE_AT=death)
            if n == 0:
                slack.advance(to=TO, wait=0)
            assert one.gone(leave=False) == -signal.SIGKILL, f"{death} was not reached"
        one.start()
        slack.advance(to=TO)
        slack.advance()
        judge(url, slack)
        assert one.stop() == 0


def survived(place: str, copy_of: CopyOf, folder: Path) -> None:
    expected = said_undisturbed(copy_of(demo_team), TO)
    url = copy_of(demo_team)
    die_at(place, url, folder)
    assert said(url) == expected


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_one_that_dies_in_the_middle_of_a_tick_says_everything_once(copy_of: CopyOf, tmp_path: Path) -> None:
    survived("planned", copy_of, tmp_path)


@pytest.mark.proof
@pytest.mark.parametrize("place", sorted(PLACES))
def test_one_that_dies_at_any_place_says_everything_once(copy_of: CopyOf, tmp_path: Path, place: str) -> None:
    survived(place, copy_of, tmp_path)
