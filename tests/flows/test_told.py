"""The stories of `demo/stories`, played as anybody plays them against `make try`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.__main__ import main
from tests.lending import CopyOf
from tests.world import ROOT, World, demo_team

STORIES = sorted((ROOT / "demo" / "stories").glob("*.yaml"))


@pytest.fixture
def team(copy_of: CopyOf) -> Iterator[World]:
    made = World(copy_of(demo_team))
    yield made
    made.stop()


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("story", STORIES, ids=lambda path: path.stem)
def test_a_story_comes_out_as_told(team: World, story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["play", str(story), "--url", team.slack.url])
    assert code == 0, capsys.readouterr().out
