"""A sandbox that is reset is as new: what one test did is gone for the next."""

from pathlib import Path

import pytest

from sandbox.driver import Sandbox, SandboxError
from tests.sandbox.conftest import NOW
from tests.sandbox.ear import Ear


def test_reset_starts_from_the_seed(tmp_path: Path) -> None:
    with Sandbox.start(now=NOW) as slack:
        first = slack.person("mia").say("#sales", "one")["ts"]
        with Ear(slack):
            slack.people(id="U9", name="new")
            slack.fault("*", "http_500")
            slack.advance(days=2)
            slack.reset()
            assert slack.health()["connections"] == 0
        assert slack.now.isoformat() == "2026-11-24T07:30:00+00:00" and slack.clock()["step"] == 0
        assert slack.sink() == [] and "new" not in str(slack.get("/client/boot")["users"])
        assert slack.person("mia").say("#sales", "two")["ts"] == first  # ids count from the start again
        assert slack.no_faults() == 0
        with Ear(slack) as ear:
            slack.person("mia").command("#sales", "/lead x")
            assert ear.wait("slash_commands")["text"] == "x"


def test_reset_at_another_time() -> None:
    with Sandbox.start(now=NOW) as slack:
        slack.reset("2026-12-01T09:00+08:00")
        assert slack.now.isoformat() == "2026-12-01T01:00:00+00:00"


def test_a_sandbox_that_keeps_its_data_is_not_reset(tmp_path: Path) -> None:
    kept = Sandbox.start(now=NOW, data=tmp_path / "kept")
    with kept as slack, pytest.raises(SandboxError, match="keeps its data"):
        slack.reset()
