"""Logs are lines of JSON without secrets and without what anybody wrote."""

import io
import json
import logging
from collections.abc import Iterator

import pytest

from bot import log


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    root, ours = logging.getLogger(), logging.getLogger(log.OURS)
    kept = root.handlers[:], root.level, ours.level
    stream = io.StringIO()
    log.start("INFO", stream)
    yield stream
    root.handlers[:], root.level = kept[:2]
    ours.setLevel(kept[2])


def last(lines: io.StringIO) -> dict:  # type: ignore[type-arg]
    return dict(json.loads(lines.getvalue().splitlines()[-1]))


def test_our_own_words_are_kept_and_secrets_masked(lines: io.StringIO) -> None:
    logging.getLogger("baton.x").info("token %s at postgresql://u:pw@host/db", "xoxb-1-2-abc")
    told = last(lines)
    assert (told["level"], told["logger"]) == ("info", "baton.x")
    assert "xoxb" not in told["message"] and "pw" not in told["message"] and "host/db" in told["message"]


def test_words_of_other_libraries_are_not_kept(lines: io.StringIO) -> None:
    logging.getLogger("slack_sdk").warning("Unhandled request: 恒达机械 13800138000")
    assert "恒达" not in lines.getvalue() and last(lines)["message"]
    logging.getLogger("slack_sdk").warning("failed with %s", "恒达机械")
    assert last(lines)["message"] == "failed with %s"
    logging.getLogger("slack_sdk").info("quiet")
    assert "quiet" not in lines.getvalue()


def test_a_failure_is_its_type_and_its_places(lines: io.StringIO) -> None:
    try:
        try:
            raise KeyError("恒达机械")
        except KeyError as fault:
            raise ValueError("张总 13800138000") from fault
    except ValueError:
        logging.getLogger("baton").exception("a job failed")
    told = last(lines)
    assert (told["error"], told["cause"]) == ("ValueError", "KeyError")
    assert "test_log.py" in told["places"][0]
    assert "恒达" not in lines.getvalue() and "138" not in lines.getvalue().replace(told["at"], "")
