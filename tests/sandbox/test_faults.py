"""Bad days on request: each kind of answer, what was stored all the same, a seeded share, pace."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from sandbox.driver import Sandbox

POST = {"channel": "C0SALES", "text": "x"}


@pytest.fixture
def broken(slack: Sandbox) -> Iterator[Sandbox]:
    yield slack
    slack.no_faults()


def call(slack: Sandbox, timeout: float = 5.0) -> tuple[int, str, dict[str, str]]:
    """One chat.postMessage without a helpful library between."""
    line = http.client.HTTPConnection(urlsplit(slack.url).netloc, timeout=timeout)
    headers = {"Authorization": f"Bearer {slack.bot_token}", "Content-Type": "application/json"}
    try:
        line.request("POST", "/api/chat.postMessage", json.dumps(POST), headers)
        answer = line.getresponse()
        return answer.status, answer.read().decode(), dict(answer.headers)
    finally:
        line.close()


def stored(slack: Sandbox) -> int:
    return len(slack.sink())


@pytest.mark.parametrize(
    ("kind", "status", "body", "kept"),
    [
        ("http_500", 500, "", 0),
        ("html", 503, "<html>", 0),
        ("truncated", 200, '{"ok": true', 1),
        ("empty", 200, "", 1),
        ("ok_without_ts", 200, '{"ok": true}', 1),
        ("internal_error", 200, '{"ok": false, "error": "internal_error"}', 0),
    ],
)
def test_a_broken_answer(broken: Sandbox, kind: str, status: int, body: str, kept: int) -> None:
    before = stored(broken)
    broken.fault("chat.postMessage", kind, times=1)
    code, text, _ = call(broken)
    assert (code, text.startswith(body)) == (status, True)
    if kind == "truncated":
        with pytest.raises(json.JSONDecodeError):
            json.loads(text)
    assert stored(broken) - before == kept
    assert json.loads(call(broken)[1])["ok"]


@pytest.mark.parametrize(("kind", "kept"), [("stored_not_acked", 1), ("closed", 0)])
def test_a_connection_that_breaks(broken: Sandbox, kind: str, kept: int) -> None:
    before = stored(broken)
    broken.fault("*", kind, times=1)
    with pytest.raises((http.client.HTTPException, ConnectionError)):
        call(broken)
    assert stored(broken) - before == kept


def test_no_answer_at_all(broken: Sandbox) -> None:
    broken.fault("chat.postMessage", "hang", times=1, stored=True)
    before = stored(broken)
    with pytest.raises(TimeoutError):
        call(broken, timeout=0.2)
    broken.push(200)
    assert stored(broken) == before + 1


def test_a_slow_answer_comes_whole(broken: Sandbox) -> None:
    broken.fault("chat.postMessage", "slow", times=1, seconds=20)
    before = stored(broken)
    answers: list[Any] = []
    thread = threading.Thread(target=lambda: answers.append(call(broken)))
    thread.start()
    broken.wait_for(lambda: stored(broken) > before)
    broken.push(20)
    thread.join(10)
    assert json.loads(answers[0][1])["ok"]


def test_a_retry_after_of_any_shape(broken: Sandbox) -> None:
    for value in ("7", "1.5", "Tue, 24 Nov 2026 07:30:00 GMT"):
        broken.fault("chat.postMessage", "ratelimited", times=1, retry_after=value)
        status, _, headers = call(broken)
        assert (status, headers["Retry-After"]) == (429, value)


def test_a_share_is_the_same_for_the_same_seed(broken: Sandbox) -> None:
    def row() -> list[bool]:
        broken.no_faults()
        broken.fault("chat.postMessage", "fatal_error", share=0.4, seed=7)
        return [json.loads(call(broken)[1])["ok"] for _ in range(20)]

    first = row()
    assert first == row()
    assert 4 < first.count(False) < 14


@pytest.mark.parametrize(("limits", "most"), [("posts", 10), ("all", 10)])
def test_one_message_a_second_and_channel(tmp_path: Path, limits: str, most: int) -> None:
    with Sandbox.start(rate_limits=limits) as slack:
        answers: list[Any] = [call(slack) for _ in range(most + 1)]
        assert [one[0] for one in answers] == [200] * most + [429]
        assert answers[-1][2]["Retry-After"] == "1"
        slack.push(1)
        assert call(slack)[0] == 200
        assert len(slack.sink()) == most + 1
