"""What may be posted, changed, deleted, answered and read, and what Slack says when it may not."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from sandbox.driver import Sandbox, text_of
from tests.sandbox.ear import Ear, button

Json = dict[str, Any]


def refused(call: Any, **args: Any) -> Json:
    with pytest.raises(SlackApiError) as wrong:
        call(**args)
    data = wrong.value.response.data
    assert isinstance(data, dict)
    return data


@pytest.mark.parametrize(
    ("method", "args", "error"),
    [
        ("chat.postMessage", {"channel": "C404", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "C0GENERAL", "text": "x"}, "not_in_channel"),
        ("chat.postMessage", {"channel": "C0SALES"}, "no_text"),
        ("chat.postMessage", {"channel": "C0SALES", "text": "  "}, "no_text"),
        ("chat.postMessage", {"text": "x"}, "invalid_arguments"),
        ("chat.postMessage", {"channel": "C0SALES", "text": "x" * 40_001}, "msg_too_long"),
        ("chat.postMessage", {"channel": "C0SALES", "blocks": "[not json"}, "invalid_blocks_format"),
        ("chat.postMessage", {"channel": "C0SALES", "blocks": [{"type": "nope"}]}, "invalid_blocks"),
        (
            "chat.postMessage",
            {"channel": "C0SALES", "text": "x", "thread_ts": "1.2"},
            "cannot_reply_to_message",
        ),
        (
            "chat.postMessage",
            {"channel": "C0SALES", "text": "x", "metadata": "[]"},
            "invalid_metadata_format",
        ),
        (
            "chat.postMessage",
            {"channel": "C0SALES", "text": "x", "metadata": {"event_type": "e"}},
            "invalid_metadata_schema",
        ),
        ("chat.postEphemeral", {"channel": "C0SALES", "user": "U404", "text": "x"}, "user_not_in_channel"),
        ("chat.update", {"channel": "C0SALES", "ts": "1.2", "text": "x"}, "message_not_found"),
        ("chat.delete", {"channel": "C0SALES", "ts": "1.2"}, "message_not_found"),
        ("chat.getPermalink", {"channel": "C0SALES", "message_ts": "1.2"}, "message_not_found"),
        ("conversations.history", {"channel": "C0GENERAL"}, "not_in_channel"),
        ("conversations.history", {"channel": "C0SALES", "limit": 1000}, "invalid_limit"),
        ("conversations.history", {"channel": "C0SALES", "cursor": "?"}, "invalid_cursor"),
        ("conversations.history", {"channel": "C0SALES", "oldest": "soon"}, "invalid_ts_oldest"),
        ("conversations.open", {}, "users_list_not_supplied"),
        ("conversations.open", {"users": "U404"}, "user_not_found"),
        ("conversations.open", {"users": "U0MIA,U0TOM"}, "missing_scope"),
        ("conversations.list", {"types": "public_channel,door"}, "invalid_types"),
        ("users.info", {"user": "U404"}, "user_not_found"),
        ("files.info", {"file": "F404"}, "file_not_found"),
        ("reactions.add", {}, "unknown_method"),
    ],
)
def test_what_slack_refuses(client: WebClient, method: str, args: Json, error: str) -> None:
    assert refused(client.api_call, api_method=method, json=args)["error"] == error


def test_tokens(slack: Sandbox) -> None:
    def error(method: str, token: str | None) -> str:
        return str(
            refused(WebClient(token=token, base_url=slack.api_url).api_call, api_method=method)["error"]
        )

    assert error("auth.test", None) == "not_authed"
    assert error("auth.test", "xoxb-other") == "invalid_auth"
    assert error("team.info", slack.app_token) == "not_allowed_token_type"
    assert error("apps.connections.open", slack.bot_token) == "not_allowed_token_type"


def test_ts_grows_and_history_reads_parents_in_windows(slack: Sandbox, client: WebClient) -> None:
    channel = client.conversations_open(users="U0TOM")["channel"]["id"]
    stamps = [client.chat_postMessage(channel=channel, text=f"m{n}")["ts"] for n in range(5)]
    assert stamps == sorted(set(stamps))
    reply = client.chat_postMessage(channel=channel, text="reply", thread_ts=stamps[1])["ts"]
    history = client.conversations_history(channel=channel)
    assert [m["ts"] for m in history["messages"]] == stamps[::-1]
    parent = next(m for m in history["messages"] if m["ts"] == stamps[1])
    assert (parent["reply_count"], parent["latest_reply"]) == (1, reply)
    window = client.conversations_history(channel=channel, oldest=stamps[1], latest=stamps[4])
    assert [m["text"] for m in window["messages"]] == ["m3", "m2"]
    window = client.conversations_history(channel=channel, oldest=stamps[1], latest=stamps[4], inclusive=True)
    assert [m["text"] for m in window["messages"]] == ["m4", "m3", "m2", "m1"]
    thread = client.conversations_replies(channel=channel, ts=stamps[1])
    assert [m["text"] for m in thread["messages"]] == ["m1", "reply"]
    pages: list[str] = []
    for page in client.conversations_history(channel=channel, limit=2):
        pages += [m["text"] for m in page["messages"]]
    assert pages == ["m4", "m3", "m2", "m1", "m0"]


def test_metadata_is_kept_and_told_when_asked_for(slack: Sandbox, client: WebClient) -> None:
    meta = {"event_type": "baton", "event_payload": {"id": "abc"}}
    posted = client.chat_postMessage(channel="C0SALES", text="with id", metadata=meta)
    client.chat_update(channel="C0SALES", ts=posted["ts"], text="with id, newer")
    plain = client.conversations_history(channel="C0SALES", limit=1)["messages"][0]
    full = client.conversations_history(channel="C0SALES", limit=1, include_all_metadata=True)["messages"][0]
    assert "metadata" not in plain
    assert full["metadata"] == meta
    assert full["text"] == "with id, newer"
    assert full["edited"]["user"] == "U0SANDBOX"
    kinds = [entry["kind"] for entry in slack.sink()[-2:]]
    assert kinds == ["post", "update"]
    assert slack.sink()[-1]["metadata"] == meta


def test_only_the_apps_own_messages_change(slack: Sandbox, client: WebClient) -> None:
    theirs = slack.person("mia").say("#sales", "mine")
    args = {"channel": "C0SALES", "ts": theirs["ts"]}
    assert refused(client.chat_update, **args, text="x")["error"] == "cant_update_message"
    assert refused(client.chat_delete, **args)["error"] == "cant_delete_message"
    whispered = client.chat_postEphemeral(channel="C0SALES", user="U0MIA", text="psst")["message_ts"]
    assert (
        refused(client.chat_update, channel="C0SALES", ts=whispered, text="x")["error"] == "message_not_found"
    )
    assert "psst" in [text_of(m) for m in slack.person("mia").messages("#sales")]
    assert "psst" not in [text_of(m) for m in slack.person("tom").messages("#sales")]
    own = client.chat_postMessage(channel="C0SALES", text="oops")["ts"]
    client.chat_delete(channel="C0SALES", ts=own)
    assert refused(client.chat_update, channel="C0SALES", ts=own, text="x")["error"] == "message_not_found"


def test_archived_and_joined_channels(slack: Sandbox, client: WebClient) -> None:
    slack.channels(id="C0NEW", name="new", members=["mia"])
    assert refused(client.chat_postMessage, channel="C0NEW", text="x")["error"] == "not_in_channel"
    assert client.conversations_join(channel="C0NEW")["channel"]["is_member"]
    assert client.chat_postMessage(channel="#new", text="x")["channel"] == "C0NEW"
    assert client.conversations_members(channel="C0NEW")["members"] == ["U0MIA", "U0SANDBOX"]
    slack.channels(id="C0NEW", archived=True)
    assert refused(client.chat_postMessage, channel="C0NEW", text="x")["error"] == "is_archived"
    listed = client.conversations_list(exclude_archived=True)["channels"]
    assert "C0NEW" not in [one["id"] for one in listed]
    slack.channels(id="C0HIDE", name="hide", sort="private", members=["mia"])
    assert refused(client.conversations_info, channel="C0HIDE")["error"] == "channel_not_found"


def test_a_deactivated_person_is_posted_to_in_vain(slack: Sandbox, client: WebClient) -> None:
    slack.people(id="U0LEFT", name="left")
    channel = client.conversations_open(users="U0LEFT")["channel"]["id"]
    slack.people(id="U0LEFT", deleted=True)
    assert client.users_info(user="U0LEFT")["user"]["deleted"]
    assert refused(client.conversations_open, users="U0LEFT")["error"] == "user_disabled"
    assert client.conversations_info(channel=channel)["channel"]["is_user_deleted"]
    assert client.chat_postMessage(channel=channel, text="anybody there?")["ok"]
    mention = slack.person("mia").say("#sales", "ask @left")
    assert mention["text"] == "ask @left"


def test_a_response_url_serves_five_times_in_thirty_minutes(slack: Sandbox, ear: Ear) -> None:
    mia = slack.person("mia")
    mia.command("#general", "/lead")
    url = WebhookClient(ear.payloads("slash_commands")[-1]["response_url"])
    assert [url.send(text=f"{n}").status_code for n in range(6)] == [200] * 5 + [404]
    assert [m["text"] for m in mia.messages("#general")] == ["0", "1", "2", "3", "4"]
    mia.command("#general", "/lead")
    old = WebhookClient(ear.payloads("slash_commands")[-1]["response_url"])
    slack.push(30 * 60 + 1)
    answer = old.send(text="late")
    assert (answer.status_code, "expired_url" in answer.body) == (404, True)


def test_a_button_and_its_response_url_change_the_message(slack: Sandbox, ear: Ear) -> None:
    mia = slack.person("mia")
    blocks = [button("accept", "Accept", "deal-1")]
    ear.web.chat_postMessage(channel="U0MIA", text="Take it?", blocks=blocks)
    message = mia.dm()[-1]
    assert mia.click(message, "Accept").ok
    pressed = ear.payloads("block_actions")[-1]
    assert pressed["container"] == {
        "type": "message", "message_ts": message["ts"], "channel_id": message["channel"], "is_ephemeral": False,
    }  # fmt: skip
    assert pressed["channel"]["name"] == "directmessage"
    assert pressed["message"]["ts"] == message["ts"]
    assert pressed["actions"][0]["value"] == "deal-1"
    WebhookClient(pressed["response_url"]).send(text="Taken", replace_original=True)
    assert text_of(mia.dm()[-1]) == "Taken"
    ear.web.chat_postEphemeral(channel="C0SALES", user="U0MIA", text="Only you", blocks=blocks)
    whisper = mia.messages("#sales")[-1]
    mia.click(whisper, "accept")
    pressed = ear.payloads("block_actions")[-1]
    assert pressed["container"]["is_ephemeral"] and "message" not in pressed
    WebhookClient(pressed["response_url"]).send_dict({"delete_original": True})
    assert whisper["ts"] not in [m["ts"] for m in mia.messages("#sales")]


def test_what_a_person_types_arrives_marked_up(slack: Sandbox, ear: Ear) -> None:
    mia = slack.person("mia")
    mia.say("app", "Hi @tom & <b>, see #sales, @channel; mail a@b.example or acme.com. @nobody")
    event = ear.wait("message")["event"]
    assert event["text"] == (
        "Hi <@U0TOM> &amp; &lt;b&gt;, see <#C0SALES|sales>, <!channel>; "
        "mail <mailto:a@b.example|a@b.example> or <http://acme.com|acme.com>. @nobody"
    )
    assert (event["channel_type"], event["user"]) == ("im", "U0MIA")
    mia.command("#sales", "/plain @tom & co")
    assert ear.payloads("slash_commands")[-1]["text"] == "@tom &amp; co"


def test_unread_marks(slack: Sandbox, client: WebClient) -> None:
    ana = slack.person("ana")

    def unread() -> int:
        return int(next(row["unread"] for row in ana.channels() if row["kind"] == "app"))

    client.chat_postMessage(channel="U0ANA", text="one")
    last = client.chat_postMessage(channel="U0ANA", text="two")["ts"]
    assert unread() == 2
    ana.read("app", last)
    assert unread() == 0


def test_a_message_shortcut_brings_the_message(slack: Sandbox, ear: Ear) -> None:
    mia = slack.person("mia")
    message = mia.say("#sales", "Acme wants 40 units")
    assert mia.shortcut("capture_lead", message).ok
    heard = ear.payloads("message_action")[-1]
    assert (heard["message"]["text"], heard["message_ts"]) == ("Acme wants 40 units", message["ts"])
    assert heard["response_url"].startswith(slack.url)
    assert mia.shortcut("anywhere").ok
    assert "response_url" not in ear.payloads("shortcut")[-1]
    assert mia.shortcut("undeclared").error == "shortcut_not_found"
