"""HTTP mode: signed requests, the challenge, answers, events that come again, refusals of a manifest."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier

from sandbox.driver import Sandbox
from sandbox.http import signature
from tests.sandbox.conftest import NOW, manifest
from tests.sandbox.ear import Ear, button, modal
from tests.sandbox.letterbox import Letter, Letterbox, Reply, in_json, letterbox


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    with Sandbox.start(manifest=manifest(tmp_path_factory.mktemp("app")), now=NOW) as started:
        yield started


@pytest.fixture
def slack(running: Sandbox, box: Letterbox) -> Sandbox:
    """As new for each test, with Socket Mode off."""
    running.reset(NOW)
    assert running.over_http(box.url) == ""
    return running


@pytest.fixture
def client(slack: Sandbox) -> WebClient:
    return WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])


def in_vain(slack: Sandbox, box: Letterbox, kind: str, work: Any) -> Any:
    """Lets a person wait for an answer that does not come, without waiting."""
    out: list[Any] = []
    box.answer = lambda letter: None
    thread = threading.Thread(target=lambda: out.append(work()))
    thread.start()
    box.wait(kind)
    slack.push(3.1)
    thread.join(10)
    return out[0]


def test_slacks_own_example_of_a_signature() -> None:
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
        b"&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
        b"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
        b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    told = signature("8f742231b10e8888abcd99yyyzzz85a5", "1531420618", body)
    assert told == "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"


def test_everything_is_signed(slack: Sandbox, box: Letterbox, client: WebClient) -> None:
    mia = slack.person("mia")
    mia.command("#sales", "/lead Acme & Söhne 恒达")
    mia.say("app", "hello 恒达")
    client.chat_postMessage(channel="U0MIA", text="x", blocks=[button("b")])
    assert mia.click(mia.dm()[-1], "b").ok
    box.wait("event_callback", 2)
    check = SignatureVerifier(slack.signing_secret)
    assert {letter.body.get("type", "command") for letter in box.letters} == {
        "url_verification",
        "command",
        "event_callback",
        "block_actions",
    }
    for letter in box.letters:
        assert check.is_valid_request(letter.raw, letter.headers)
        assert not SignatureVerifier("0" * 32).is_valid_request(letter.raw, letter.headers)


def test_a_command_is_a_form_and_its_answer_is_shown(slack: Sandbox, box: Letterbox) -> None:
    box.answer = lambda letter: in_json({"text": "*seen*", "response_type": "in_channel"})
    mia = slack.person("mia")
    assert mia.command("#sales", "/lead Acme").ok
    letter = box.wait("/lead")
    assert letter.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert letter.body["text"] == "Acme" and "payload" not in letter.body
    assert mia.messages("#sales")[-1]["text"] == "*seen*"
    box.answer = lambda letter: Reply('{"text": "only text"}')
    assert mia.command("#sales", "/lead Acme").text == '{"text": "only text"}'
    box.answer = lambda letter: Reply()
    assert mia.command("#sales", "/lead Acme").messages == []


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply("no", 404), "http_client_error"),
        (Reply("no", 503), "http_service_error"),
        (Reply("no", 302, headers={"Location": "/elsewhere"}), "dispatch_failed"),
        (Reply("{", kind="application/json"), "dispatch_failed"),
        (Reply(status=None), "operation_timeout"),
    ],
)
def test_an_answer_that_is_none(
    slack: Sandbox, box: Letterbox, client: WebClient, reply: Reply, code: str
) -> None:
    box.answer = lambda letter: reply
    mia = slack.person("mia")
    assert mia.command("#sales", "/lead x").error == f'/lead failed with the error "{code}"'
    assert len(box.of("/lead")) == 1


def test_a_button_and_a_shortcut_that_fail(slack: Sandbox, box: Letterbox, client: WebClient) -> None:
    client.chat_postMessage(channel="U0MIA", text="x", blocks=[button("b")])
    mia = slack.person("mia")
    box.answer = lambda letter: Reply("no", 500)
    assert mia.click(mia.dm()[-1], "b").error == "http_service_error"
    assert mia.shortcut("anywhere").error == "http_service_error"


def test_three_seconds_and_no_more(slack: Sandbox, box: Letterbox) -> None:
    mia = slack.person("mia")
    told = in_vain(slack, box, "/lead", lambda: mia.command("#sales", "/lead x"))
    assert told.error == '/lead failed with the error "operation_timeout"'
    assert slack.health()["unacked"] == 0


def test_nobody_listens(slack: Sandbox, box: Letterbox) -> None:
    with letterbox() as gone:
        assert slack.over_http(gone.url) == ""
    assert slack.person("mia").command("#sales", "/lead x").error.endswith('"dispatch_failed"')


def opened(slack: Sandbox, box: Letterbox, client: WebClient) -> Any:
    mia = slack.person("mia")
    assert mia.shortcut("anywhere").ok
    client.views_open(trigger_id=box.wait("shortcut").body["trigger_id"], view=modal())
    return mia


@pytest.mark.parametrize(
    ("reply", "result"),
    [
        (Reply(), "closed"),
        (in_json({}), "closed"),
        (in_json({"response_action": "errors", "errors": {"what": "No."}}), "errors"),
        (in_json({"response_action": "update", "view": modal("two")}), "updated"),
        (in_json({"response_action": "push", "view": modal("two")}), "pushed"),
        (in_json({"response_action": "clear"}), "closed"),
        (Reply("ok"), "timeout"),
        (Reply("no", 500), "timeout"),
    ],
)
def test_the_answer_of_a_form(
    slack: Sandbox, box: Letterbox, client: WebClient, reply: Reply, result: str
) -> None:
    mia = opened(slack, box, client)
    box.answer = lambda letter: reply
    told = mia.submit(mia.views()[-1], {"What": "tea"})
    assert told["result"] == result
    assert box.wait("view_submission").body["view"]["callback_id"] == "form"


def test_an_event_comes_again_with_its_headers(slack: Sandbox, box: Letterbox) -> None:
    box.answer = lambda letter: Reply("no", 500)
    slack.person("mia").say("app", "hm")
    for pause in (60, 300):
        slack.wait_for(lambda: slack.health()["retrying"])
        slack.push(pause)
    box.wait("event_callback", 4)
    told = [
        (one.headers.get("X-Slack-Retry-Num"), one.headers.get("X-Slack-Retry-Reason"))
        for one in box.of("event_callback")
    ]
    assert told == [(None, None), ("1", "http_error"), ("2", "http_error"), ("3", "http_error")]
    assert len({one.body["event_id"] for one in box.of("event_callback")}) == 1


def test_a_slow_answer_to_an_event_is_a_timeout(slack: Sandbox, box: Letterbox) -> None:
    first = threading.Event()

    def answer(letter: Letter) -> Reply | None:
        return Reply() if first.is_set() else first.set()

    box.answer = answer
    slack.person("mia").say("app", "hm")
    box.wait("event_callback")
    slack.push(3.1)
    assert box.wait("event_callback", 2).headers["X-Slack-Retry-Reason"] == "http_timeout"


def answered(slack: Sandbox) -> list[str]:
    """What the requests were answered that are over."""
    return [one["status"] for one in slack.wire() if one["kind"] == "http"]


def test_an_app_may_ask_not_to_be_told_again(slack: Sandbox, box: Letterbox) -> None:
    box.answer = lambda letter: Reply("no", 500, headers={"X-Slack-No-Retry": "1"})
    mia = slack.person("mia")
    mia.say("app", "one")
    box.wait("event_callback")
    box.answer = lambda letter: Reply(status=202)
    mia.say("app", "two")
    slack.wait_for(lambda: answered(slack)[-2:] == ["500", "202"])
    slack.push(400)
    mia.say("app", "three")
    box.wait("event_callback", 3)
    assert [one.body["event"]["text"] for one in box.of("event_callback")] == ["one", "two", "three"]


def test_two_redirects_are_followed_and_a_third_is_not(slack: Sandbox, box: Letterbox) -> None:
    def answer(letter: Letter) -> Reply:
        left = int(letter.path.partition("?")[2] or 3)
        if "X-Slack-Retry-Num" in letter.headers:
            left = min(left, 2)
        return Reply("", 307, headers={"Location": f"{box.url}?{left - 1}"}) if left else Reply()

    box.answer = answer
    slack.person("mia").say("app", "hm")
    last = box.wait("event_callback", 6)
    assert last.path.endswith("?0")
    assert last.headers["X-Slack-Retry-Reason"] == "too_many_redirects"


def test_sockets_are_for_socket_mode_only(slack: Sandbox, box: Letterbox) -> None:
    web = WebClient(base_url=slack.api_url)
    with pytest.raises(SlackApiError):
        web.apps_connections_open(app_token=slack.app_token)
    slack.over_sockets()
    with Ear(slack) as ear:
        slack.person("mia").command("#sales", "/lead x")
        ear.wait("slash_commands")
        assert slack.over_http(box.url) == ""
        assert ear.word("disconnect")["reason"] == "link_disabled"


def test_a_payload_comes_again(slack: Sandbox, box: Letterbox) -> None:
    box.answer = lambda letter: Reply(letter.body["text"])
    slack.person("mia").command("#sales", "/lead one")
    acks = slack.replay("slash_commands", times=2)
    assert [(ack["status"], ack["payload"]) for ack in acks] == [("ok", "one")] * 2
    assert len({one.body["trigger_id"] for one in box.of("/lead")}) == 1


def test_the_wire_log_shows_requests(slack: Sandbox, box: Letterbox) -> None:
    slack.person("mia").command("#sales", "/lead x")
    entry = [one for one in slack.wire() if one["kind"] == "http"][-1]
    assert (entry["name"], entry["status"], entry["to"]) == ("slash_commands", "200", "app")
    assert box.wait("/lead").body["response_url"] not in repr(slack.wire())
