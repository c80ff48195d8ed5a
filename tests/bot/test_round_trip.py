"""The kernel against the strict Slack on loopback: a command in, a modal out, posts found again, Home, faults."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from slack_bolt import App

from bot.background import Background
from bot.calling import web_client
from bot.factory import Fault, auth_result, build_app
from bot.failures import DeliveryError
from bot.gateway import Gateway
from bot.runner import SocketRunner
from bot.views import parts
from sandbox.driver import Sandbox, text_of

NOW = dt.datetime.fromisoformat("2026-11-24T15:30:00+08:00")


@pytest.fixture(scope="module")
def slack() -> Iterator[Sandbox]:
    with Sandbox.start(now=NOW) as running:
        yield running


@pytest.fixture
def gateway(slack: Sandbox) -> Iterator[Gateway]:
    yield Gateway(web_client(slack.bot_token, slack.api_url))
    slack.no_faults()


@pytest.fixture
def faults() -> list[Fault]:
    return []


@pytest.fixture
def app(slack: Sandbox, gateway: Gateway, faults: list[Fault]) -> Iterator[App]:
    """Our app over our runner, connected; tests add listeners."""
    auth = auth_result(slack.bot_token, gateway.identity())
    built = build_app(
        slack.api_url, auth=auth, on_error=faults.append, logger=logging.getLogger("baton.test")
    )
    runner = SocketRunner(built, slack.app_token)
    runner.start()
    slack.connected()
    yield built
    assert runner.is_connected()
    runner.stop()


def _fail() -> None:
    raise RuntimeError("no database")


def test_a_command_that_raises_gives_the_text_back(slack: Sandbox, app: App, faults: list[Fault]) -> None:
    app.command("/deal")(_fail)
    answer = slack.person("mia").command("#sales", "/deal R&D <x>")
    assert answer.ok
    assert faults[-1].ref in answer.text and "/deal R&amp;D &lt;x&gt;" in answer.text


def test_a_command_answers_with_a_view_of_ours(slack: Sandbox, app: App) -> None:
    row = parts.actions(*(parts.button(t, "when.pick", t) for t in ("Fri", "Mon")))
    app.command("/lead")(lambda ack: ack(parts.message("ok", [parts.section("R&D <A>"), row])))
    answer = slack.person("mia").command("#sales", "/lead")
    assert answer.ok and "R&amp;D &lt;A&gt;" in answer.text


def test_a_command_opens_a_modal_that_survives_a_fault(
    slack: Sandbox, gateway: Gateway, app: App, faults: list[Fault]
) -> None:
    pool = Background()

    def lead(ack: Callable[..., None], body: dict[str, Any]) -> None:
        view = parts.modal(
            "New lead", [parts.input_text("Company", "company", "R&D")], "Save", "Cancel", "lead.new"
        )
        assert pool.submit(lambda: gateway.open_view(body["trigger_id"], view))
        ack()

    app.command("/lead")(lead)
    app.view("lead.new")(_fail)
    mia = slack.person("mia")
    view = mia.opening.command("#sales", "/lead")
    told = mia.submit(view, {"company": "Acme"})
    assert told["result"] == "errors" and faults[-1].ref in told["errors"]["company"]
    assert pool.drain()


def test_posts_are_found_again_and_rewritten(slack: Sandbox, gateway: Gateway) -> None:
    mia = next(p for p in gateway.people() if p["name"] == "mia")
    assert mia["locale"]
    channel = gateway.open_dm(mia["id"])
    since = NOW - dt.timedelta(hours=1)
    assert gateway.find_by_ref(channel, "ref-1", since) is None
    posted = gateway.post(channel, parts.message("one", [parts.section("one & only")]), ref="ref-1")
    gateway.post(channel, parts.message("two"), ref="ref-2")
    assert gateway.find_by_ref(channel, "ref-1", since) == posted.ts
    gateway.update(channel, posted.ts, parts.message("one again"))
    assert gateway.find_by_ref(channel, "ref-1", since) == posted.ts  # an update keeps the ref
    texts = [text_of(m) for m in slack.person("mia").messages(channel)]
    assert texts[-2:] == ["one again", "two"]
    assert posted.ts.replace(".", "") in gateway.permalink(channel, posted.ts)
    assert gateway.channel_info("C0SALES")["name"] == "sales"
    assert mia["id"] in set(gateway.members("C0SALES"))


def test_home_is_published(slack: Sandbox, gateway: Gateway) -> None:
    gateway.publish_home("U0MIA", parts.home([parts.header("My day"), parts.section("all quiet")]))
    view = slack.person("mia").home()
    assert view is not None and view["blocks"][0]["text"]["text"] == "My day"


@pytest.mark.parametrize(
    ("kind", "stored", "expected"),
    [
        ("ratelimited", False, "later"),
        ("http_500", True, "unknown"),
        ("html", True, "unknown"),
        ("truncated", True, "unknown"),
        ("empty", True, "unknown"),
        ("ok_without_ts", True, "unknown"),
        ("stored_not_acked", True, "unknown"),
        ("channel_not_found", False, "channel_gone"),
        ("token_revoked", False, "revoked"),
    ],
)
def test_an_unknown_post_is_looked_up_and_adopted(
    slack: Sandbox, gateway: Gateway, kind: str, stored: bool, expected: str
) -> None:
    channel = gateway.open_dm("U0MIA")
    slack.fault("chat.postMessage", kind, times=1, **({"stored": True} if stored else {}))
    with pytest.raises(DeliveryError) as failed:
        gateway.post(channel, parts.message(kind), ref=f"ref-{kind}")
    assert failed.value.kind == expected
    found = gateway.find_by_ref(channel, f"ref-{kind}", NOW - dt.timedelta(hours=1))
    assert (found is not None) == stored
