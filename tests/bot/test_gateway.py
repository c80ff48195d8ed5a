"""Every answer that Slack may give to a post, and what the gateway makes of it."""

from __future__ import annotations

import datetime as dt
import json
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from bot.calling import web_client
from bot.failures import DeliveryError, kind_of, retry_after
from bot.gateway import Gateway, Posted
from bot.views import parts
from tests.bot.loopback import Loopback, loopback, reply

VIEW = {"text": "hello", "blocks": [{"type": "divider"}]}
OK = reply({"ok": True, "ts": "1.0", "channel": "D1"})
SINCE = dt.datetime(2026, 11, 24, 7, 30, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def _server() -> Iterator[Loopback]:
    with loopback() as server:
        yield server


@pytest.fixture
def slack(_server: Loopback) -> Loopback:
    _server.requests.clear()
    return _server


@pytest.fixture
def gateway(slack: Loopback) -> Gateway:
    return Gateway(web_client("xoxb-1", slack.url + "api/"))


def no(code: str) -> bytes:
    return reply({"ok": False, "error": code})


def limited(**headers: str) -> bytes:
    return reply({"ok": False, "error": "ratelimited"}, "429 Too Many Requests", **headers)


TABLE: list[tuple[str, bytes, str, str, float | None]] = [
    ("429 with whole seconds", limited(Retry_After="7"), "later", "ratelimited", 7),
    ("429 with broken seconds", limited(Retry_After="2.5"), "later", "ratelimited", 2.5),
    (
        "429 with a date",
        limited(Retry_After="Tue, 24 Nov 2026 07:31:00 GMT", Date="Tue, 24 Nov 2026 07:30:00 GMT"),
        "later",
        "ratelimited",
        60,
    ),
    ("429 without", limited(), "later", "ratelimited", 30),
    ("429 with nonsense", limited(Retry_After="soon"), "later", "ratelimited", 30),
    ("429 below zero", limited(Retry_After="-5"), "later", "ratelimited", 1),
    ("429 not a number", limited(Retry_After="nan"), "later", "ratelimited", 30),
    ("429 in HTML", reply(b"<html>", "429 Too Many", Retry_After="3"), "later", "ratelimited", 3),
    ("rate_limited with a 200", no("rate_limited"), "later", "rate_limited", 30),
    ("500 empty", reply(b"", "500 Internal Server Error"), "unknown", "http_500", None),
    ("502 HTML", reply(b"<html>bad</html>", "502 Bad Gateway"), "unknown", "http_502", None),
    ("503 JSON", reply({"ok": False, "error": "service_unavailable"}, "503 Unavailable"), "unknown", "service_unavailable", None),
    ("internal_error", no("internal_error"), "unknown", "internal_error", None),
    ("fatal_error", no("fatal_error"), "unknown", "fatal_error", None),
    ("200 HTML", reply(b"<html>a proxy</html>"), "unknown", "http_200", None),
    ("200 empty", reply(b""), "unknown", "http_200", None),
    ("JSON cut off", reply(b'{"ok": true, "ts": "1.'), "unknown", "http_200", None),
    ("body cut off", OK[:-8], "unknown", "IncompleteRead", None),
    ("bad UTF-8", reply(b'{"ok": true, "ts": "\xff"}'), "unknown", "UnicodeDecodeError", None),
    ("a list", reply([1]), "unknown", "AttributeError", None),
    ("ok without ts", reply({"ok": True, "channel": "D1"}), "unknown", "ok_without_ts", None),
    ("no answer at all", b"", "unknown", "RemoteDisconnected", None),
    ("no HTTP", b"hello\r\n\r\n", "unknown", "BadStatusLine", None),
    ("deactivated", no("user_disabled"), "recipient_gone", "user_disabled", None),
    ("archived", no("is_archived"), "channel_gone", "is_archived", None),
    ("not in channel", no("not_in_channel"), "channel_gone", "not_in_channel", None),
    ("revoked", no("token_revoked"), "revoked", "token_revoked", None),
    ("scope", no("missing_scope"), "revoked", "missing_scope", None),
    ("blocks", no("invalid_blocks"), "refused", "invalid_blocks", None),
    ("a new word", no("brand_new_error"), "refused", "brand_new_error", None),
    ("404", reply(b"no such page", "404 Not Found"), "refused", "http_404", None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "kind", "code", "wait"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_the_table(
    slack: Loopback, gateway: Gateway, answer: bytes, kind: str, code: str, wait: float | None
) -> None:
    slack.say(answer)
    with pytest.raises(DeliveryError) as failed:
        gateway.post("D1", VIEW, ref="r1")
    error = failed.value
    assert (error.kind, error.code, error.retry_after) == (kind, code, wait)
    assert len(slack.requests) == 1, "nothing may be sent twice"
    if code != "ok_without_ts":
        with pytest.raises(DeliveryError) as failed:
            gateway.publish_home("U1", VIEW)  # twice does no harm
        assert failed.value.kind == ("retry" if kind == "unknown" else kind)


def test_an_unreachable_slack_was_not_told_anything() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(DeliveryError) as failed:
        Gateway(web_client("xoxb-1", f"http://127.0.0.1:{port}/api/")).post("D1", VIEW, ref="r")
    assert failed.value.kind == "retry"


def test_a_hanging_slack_is_left() -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        client = web_client("xoxb-1", f"http://127.0.0.1:{deaf.getsockname()[1]}/api/")
        assert client.timeout == 10 and client.retry_handlers == []
        client.timeout = 0.05  # type: ignore[assignment]
        with pytest.raises(DeliveryError) as failed:
            Gateway(client).post("D1", VIEW, ref="r")
    assert (failed.value.kind, failed.value.code) == ("unknown", "TimeoutError")


def test_a_post_carries_its_ref_and_unfurls_nothing(slack: Loopback, gateway: Gateway) -> None:
    slack.say(OK)
    assert gateway.post("D1", VIEW, ref="r-7") == Posted("D1", "1.0")
    path, headers, body = slack.requests[0]
    assert path == "/api/chat.postMessage" and headers["Authorization"] == "Bearer xoxb-1"
    assert body["metadata"] == {"event_type": "baton_delivery", "event_payload": {"ref": "r-7"}}
    assert (body["unfurl_links"], body["unfurl_media"]) == (False, False)
    assert body["blocks"] == VIEW["blocks"] and body["text"] == "hello"


def test_find_by_ref_reads_history_to_its_end(slack: Loopback, gateway: Gateway) -> None:
    other = {"ts": "1.0", "text": "x"}
    mine = {"ts": "2.0", "metadata": {"event_type": "baton_delivery", "event_payload": {"ref": "r-7"}}}
    first: dict[str, Any] = {"ok": True, "messages": [other], "response_metadata": {"next_cursor": "c2"}}
    slack.say(first, {"ok": True, "messages": [mine]})
    assert gateway.find_by_ref("D1", "r-7", SINCE) == "2.0"
    assert slack.requests[0][2]["oldest"] == "1795505400.000000" and slack.requests[1][2]["cursor"] == "c2"
    slack.say(first, {"ok": True, "messages": [other]})
    assert gateway.find_by_ref("D1", "r-7", SINCE) is None
    slack.say(first, reply(b"", "500 Oops"))
    with pytest.raises(DeliveryError) as failed:  # half a history is no answer
        gateway.find_by_ref("D1", "r-7", SINCE)
    assert failed.value.kind == "retry"
    for odd in ({"ok": True}, {"ok": True, "messages": [], "response_metadata": {"next_cursor": "c2"}}):
        slack.say(odd)
        with pytest.raises(DeliveryError):  # nor is one without messages, or one that never ends
            gateway.find_by_ref("D1", "r-7", SINCE)


def test_people_members_and_places(slack: Loopback, gateway: Gateway) -> None:
    slack.say(
        {"ok": True, "members": [{"id": "U1"}], "response_metadata": {"next_cursor": "n"}},
        {"ok": True, "members": [{"id": "U2"}]},
    )
    assert [p["id"] for p in gateway.people()] == ["U1", "U2"]
    assert slack.requests[0][2]["include_locale"] == "1"
    slack.say({"ok": True, "channel": {"id": "D9"}, "permalink": "https://x", "members": ["U1"]})
    assert gateway.open_dm("U1") == "D9" and gateway.permalink("C1", "1.0") == "https://x"
    assert gateway.channel_info("C1") == {"id": "D9"} and list(gateway.members("C1")) == ["U1"]
    slack.say({"ok": True})
    for ask in (
        lambda: gateway.open_dm("U1"),
        lambda: gateway.permalink("C", "1"),
        lambda: gateway.channel_info("C"),
    ):
        with pytest.raises(DeliveryError) as failed:
            ask()
        assert failed.value.kind == "retry"


def test_views(slack: Loopback, gateway: Gateway) -> None:
    slack.say({"ok": True, "view": {"id": "V1", "hash": "h1"}})
    view = parts.modal("t", [parts.section("x")])
    assert gateway.open_view("t1", view).view_id == "V1"
    assert gateway.update_view("V1", view, hash="h1").hash == "h1"
    assert json.loads(json.dumps(slack.requests[1][2]))["hash"] == "h1"
    slack.say(no("expired_trigger_id"))
    with pytest.raises(DeliveryError) as failed:
        gateway.open_view("t1", view)
    assert (failed.value.kind, failed.value.code) == ("refused", "expired_trigger_id")


def test_response_urls(slack: Loopback, gateway: Gateway) -> None:
    slack.say(reply(b"ok"))
    gateway.respond(slack.url + "response/1", VIEW, replace=True)
    assert (
        slack.requests[0][2]["replace_original"] is True
        and slack.requests[0][2]["response_type"] == "ephemeral"
    )
    gateway.respond(slack.url + "response/1", None)
    assert slack.requests[1][2] == {"delete_original": True}
    slack.say(reply(b"used_url", "404 Not Found"))
    with pytest.raises(DeliveryError) as failed:
        gateway.respond(slack.url + "response/1", VIEW)
    assert (failed.value.kind, failed.value.code) == ("refused", "used_url")


def test_downloads_tell_our_token_to_slack_alone(slack: Loopback, gateway: Gateway) -> None:
    slack.say(reply(b"%PDF", Content_Type="application/pdf"))
    assert gateway.download(slack.url + "files/1/a.pdf") == b"%PDF"
    assert slack.requests[0][1]["Authorization"] == "Bearer xoxb-1"
    for url, most, kind in [
        (slack.url + "files/1", 3, "refused"),
        ("https://slack.com.evil.example/f", 9, "refused"),
        ("http://files.slack.com/f", 9, "refused"),
        ("file:///etc/passwd", 9, "refused"),
    ]:
        with pytest.raises(DeliveryError) as failed:
            gateway.download(url, most)
        assert failed.value.kind == kind
    with loopback() as elsewhere:
        elsewhere.say(reply(b"x"))
        away = elsewhere.url.replace("127.0.0.1", "localhost")
        slack.say(reply(b"", "302 Found", Location=away))
        gateway.download(slack.url + "files/1")
        assert "Authorization" not in elsewhere.requests[0][1]


def test_every_word_has_one_kind() -> None:
    assert kind_of("invalid_blocks") == "refused" and kind_of("user_not_found") == "recipient_gone"
    assert retry_after({}) == 30 and retry_after({"retry-after": ["4"]}) == 4
    assert retry_after({"Retry-After": "999999"}) == 3600 and retry_after({"Retry-After": "inf"}) == 30
