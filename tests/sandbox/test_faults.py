"""Bad days on request: each kind of answer, what was stored all the same, a seeded share, pace."""

from __future__ import annotations

import http.client
import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from sandbox.driver import OPENER, Sandbox
from sandbox.pace import Pace
from sandbox.process import ProcessClock
from tests.sandbox.ear import Ear

POST = {"channel": "C0SALES", "text": "x"}


@pytest.fixture
def broken(slack: Sandbox) -> Iterator[Sandbox]:
    yield slack
    slack.no_faults()


def call(
    slack: Sandbox, timeout: float = 5.0, method: str = "chat.postMessage", **args: Any
) -> tuple[int, str, dict[str, str]]:
    """One call, a chat.postMessage if nothing is said, without a helpful library between."""
    line = http.client.HTTPConnection(urlsplit(slack.url).netloc, timeout=timeout)
    headers = {"Authorization": f"Bearer {slack.bot_token}", "Content-Type": "application/json"}
    try:
        line.request("POST", f"/api/{method}", json.dumps(args or POST), headers)
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
        ("http_502", 502, "", 0),
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
    assert broken.wait_for(lambda: stored(broken) - before) == 1
    broken.push(200)


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
    broken.fault("chat.postMessage", "ratelimited", times=1, retry_after=None)
    status, _, headers = call(broken)
    assert (status, "Retry-After" in headers) == (429, False)


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


def test_a_workspaces_limit_is_above_a_channels() -> None:
    moment = [0.0]
    pace = Pace(ProcessClock(lambda: moment[0]), "posts")
    waits = [pace.post(f"C{n}") for n in range(301)]
    assert waits == [0] * 300 + [60]
    moment[0] = 59.5
    assert pace.post("C0") == 1
    moment[0] = 60
    assert pace.post("C0") == 0


def test_a_methods_tier(tmp_path: Path) -> None:
    with Sandbox.start(rate_limits="all") as slack:
        answers = [call(slack, method="conversations.list", limit=1) for _ in range(21)]
        assert [one[0] for one in answers] == [200] * 20 + [429]
        assert json.loads(answers[-1][1]) == {"ok": False, "error": "ratelimited"}
        assert 0 < int(answers[-1][2]["Retry-After"]) <= 60
        assert call(slack, method="users.list", limit=1)[0] == 200
        slack.push(60)
        assert call(slack, method="conversations.list", limit=1)[0] == 200


def test_a_history_that_lags(broken: Sandbox, client: WebClient) -> None:
    def shown(ts: str) -> list[bool]:
        read = [client.conversations_history(channel="C0SALES", limit=5)["messages"]]
        read.append(client.conversations_replies(channel="C0SALES", ts=parent)["messages"])
        return [any(one["ts"] == ts for one in messages) for messages in read]

    parent = client.chat_postMessage(channel="C0SALES", text="x")["ts"]
    broken.push(10)
    reply = client.chat_postMessage(channel="C0SALES", text="x", thread_ts=parent)["ts"]
    new = client.chat_postMessage(channel="C0SALES", text="y")["ts"]
    for method in ("conversations.history", "conversations.replies"):
        broken.fault(method, "lagging", seconds=8)
    assert (shown(parent), shown(new), shown(reply)) == ([True, True], [False, False], [False, False])
    broken.push(8)
    assert (shown(new), shown(reply)) == ([True, False], [False, True])


def test_a_revoked_token(broken: Sandbox, client: WebClient, ear: Ear) -> None:
    broken.revoke()
    with pytest.raises(SlackApiError, match="token_revoked"):
        client.auth_test()
    broken.person("mia").say("app", "to nobody")
    assert client.apps_connections_open(app_token=broken.app_token)["ok"]
    broken.revoke(False)
    broken.person("mia").say("app", "to somebody")
    assert ear.wait("message")["event"]["text"] == "to somebody"
    assert client.auth_test()["ok"]


def test_doors_beside_the_api_break_too(broken: Sandbox, ear: Ear) -> None:
    mia = broken.person("mia")
    mia.command("#sales", "/lead x")
    hook = WebhookClient(ear.payloads("slash_commands")[-1]["response_url"], retry_handlers=[])
    broken.fault("response_url", "http_503", times=1)
    assert hook.send(text="lost").status_code == 503
    broken.fault("response_url", "stored_not_acked", times=1)
    with pytest.raises((http.client.HTTPException, ConnectionError)):
        hook.send(text="kept")
    assert [m["text"] for m in mia.messages("#sales") if m.get("ephemeral")][-1:] == ["kept"]
    broken.fault("upload", "http_500", times=1)
    with pytest.raises(urllib.error.HTTPError, match="500"):
        ear.web.files_upload_v2(filename="a.txt", content="a")
    broken.fault("download", "html", times=1)
    private = ear.web.files_upload_v2(filename="a.txt", content="a")["file"]["id"]
    address = ear.web.files_info(file=private)["file"]["url_private"]
    request = urllib.request.Request(address, headers={"Authorization": f"Bearer {broken.bot_token}"})
    with pytest.raises(urllib.error.HTTPError, match="503"):
        OPENER.open(request, timeout=5)
