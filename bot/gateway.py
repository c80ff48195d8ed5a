"""Baton's one door to Slack: posts, updates, views, look-ups, downloads; every failure is a DeliveryError."""

from __future__ import annotations

import datetime as dt
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPMessage
from urllib.parse import urlsplit

from slack_sdk.webhook import WebhookClient

from bot.calling import LOOPBACK, TIMEOUT, Caller, Payload, guarded
from bot.failures import DeliveryError, of_status

EVENT_TYPE = "baton_delivery"


@dataclass(frozen=True)
class Posted:
    """Where a message stands: what chat.update and permalinks want."""

    channel: str
    ts: str


@dataclass(frozen=True)
class Opened:
    """A view that Slack shows, and the hash that guards its next update."""

    view_id: str
    hash: str


class Gateway(Caller):
    """What Baton asks of Slack. Views are dicts of bot/views: {"text", "blocks"}, a modal or a home."""

    # -- messages --

    def post(self, channel: str, view: Payload, *, ref: str, thread_ts: str | None = None) -> Posted:
        """Post a message, in a thread where one is named; it carries our opaque `ref`, by which find_by_ref finds it
        again."""
        meta = {"event_type": EVENT_TYPE, "event_payload": {"ref": ref}}
        thread: Payload = {"thread_ts": thread_ts} if thread_ts else {}
        answer = self.call(
            "chat.postMessage",
            channel=channel,
            metadata=meta,
            unfurl_links=False,
            unfurl_media=False,
            **thread,
            **_content(view),
        )
        ts, where = answer.get("ts"), answer.get("channel") or channel
        if not isinstance(ts, str) or not ts:
            raise DeliveryError("unknown", "ok_without_ts")
        return Posted(str(where), ts)

    def update(self, channel: str, ts: str, view: Payload) -> None:
        """Rewrite a message of ours; its metadata stays. Doing it twice does no harm."""
        self.call("chat.update", repeatable=True, channel=channel, ts=ts, **_content(view))

    def open_dm(self, slack_id: str) -> str:
        """The id (D…) of Baton's conversation with a person."""
        answer = self.call("conversations.open", repeatable=True, users=slack_id)
        return _text(answer.get("channel"), "id")

    def find_by_ref(
        self, channel: str, ref: str, oldest: dt.datetime, thread_ts: str | None = None
    ) -> str | None:
        """The ts of the message that carries `ref`, posted since `oldest` (aware, Slack's time), or None. A history
        holds no replies: those are looked for in their thread (a bot may read the threads of its own DMs).

        None means that history was read to its end: a failure on the way raises.
        """
        thread: Payload = {"ts": thread_ts} if thread_ts else {}
        pages = self.pages(
            "conversations.replies" if thread_ts else "conversations.history",
            "messages",
            channel=channel,
            oldest=f"{oldest.timestamp():.6f}",
            inclusive=True,
            include_all_metadata=True,
            limit=200,
            **thread,
        )
        for message in pages:
            meta = message.get("metadata") or {}
            if meta.get("event_type") == EVENT_TYPE and (meta.get("event_payload") or {}).get("ref") == ref:
                return str(message["ts"])
        return None

    def permalink(self, channel: str, ts: str) -> str:
        """The address of a message."""
        answer = self.call("chat.getPermalink", form=True, channel=channel, message_ts=ts)
        return _text(answer, "permalink")

    def respond(
        self,
        response_url: str,
        view: Payload | None,
        *,
        ephemeral: bool = True,
        replace: bool = False,
    ) -> None:
        """Answer through a response_url (five times in 30 minutes); view None deletes the original."""
        body: Payload = {"delete_original": True} if view is None else dict(_content(view))
        if view is not None:
            body["response_type"] = "ephemeral" if ephemeral else "in_channel"
            body["replace_original"] = replace
            body |= {"unfurl_links": False, "unfurl_media": False}
        hook = WebhookClient(response_url, timeout=TIMEOUT, retry_handlers=[], logger=self.client.logger)
        hook.proxy = None if urlsplit(response_url).hostname in LOOPBACK else self.client.proxy
        answer = guarded(lambda: hook.send_dict(body))
        if answer.status_code != 200:
            raise of_status(answer.status_code, answer.body.strip(), answer.headers)

    def may_answer(self, address: str) -> bool:
        """Is this a response_url of Slack's, as far as one can see?"""
        there, slack = urlsplit(address), urlsplit(self.client.base_url)
        return (there.scheme, there.netloc) in (("https", "hooks.slack.com"), (slack.scheme, slack.netloc))

    # -- views --

    def open_view(self, trigger_id: str, view: Payload) -> Opened:
        """Open a modal; the trigger lives 3 s and serves once."""
        return _opened(self.call("views.open", trigger_id=trigger_id, view=view))

    def push_view(self, trigger_id: str, view: Payload) -> Opened:
        """Put a modal on top of the open one (three at most)."""
        return _opened(self.call("views.push", trigger_id=trigger_id, view=view))

    def update_view(self, view_id: str, view: Payload, *, hash: str | None = None) -> Opened:  # noqa: A002
        """Rewrite an open modal; with `hash`, only if it is still the one we saw (else refused hash_conflict)."""
        guard: Payload = {"hash": hash} if hash else {}
        return _opened(self.call("views.update", repeatable=not guard, view_id=view_id, view=view, **guard))

    def update_named(self, external_id: str, view: Payload) -> Opened:
        """Rewrite the open modal that was given this name; not_found while there is none."""
        return _opened(self.call("views.update", repeatable=True, external_id=external_id, view=view))

    def publish_home(self, slack_id: str, view: Payload, *, hash: str | None = None) -> Opened:  # noqa: A002
        """Show a person's Home tab; with `hash`, only if nobody published it since (else refused hash_conflict)."""
        guard: Payload = {"hash": hash} if hash else {}
        return _opened(self.call("views.publish", repeatable=True, user_id=slack_id, view=view, **guard))

    # -- look-ups --

    def identity(self) -> Payload:
        """auth.test: team_id, user_id (the bot's), bot_id, url. Fetched once, at start."""
        return self.call("auth.test", repeatable=True)

    def app_id(self, bot_id: str) -> str:
        """The app that this bot is of."""
        answer = self.call("bots.info", form=True, bot=bot_id)
        return _text(answer.get("bot"), "app_id")

    def people(self) -> Iterator[Payload]:
        """Everybody in the workspace as users.list tells them, with locale and zone, page by page."""
        return self.pages("users.list", "members", limit=200, include_locale=True)

    def channel_info(self, channel: str) -> Payload:
        """name, is_archived, is_ext_shared, num_members, ... of a channel."""
        answer = self.call("conversations.info", form=True, channel=channel, include_num_members=True)
        found = answer.get("channel")
        if not isinstance(found, dict):
            raise DeliveryError("retry", "ok_without_channel")
        return found

    def members(self, channel: str) -> Iterator[str]:
        """The ids of a channel's members."""
        return self.pages("conversations.members", "members", channel=channel, limit=200)

    def download(self, url: str, most: int = 10_000_000) -> bytes:
        """A file's bytes (url_private_download). Our token goes to Slack's hosts alone, never on a redirect."""
        host = urlsplit(url).hostname or ""
        own = urlsplit(self.client.base_url).hostname
        if host != own and not (host.endswith(".slack.com") and url.startswith("https://")):
            raise DeliveryError("refused", "not_a_slack_address")
        request = urllib.request.Request(url)
        request.add_unredirected_header("Authorization", f"Bearer {self.client.token}")
        proxies: dict[str, str] | None = {} if host in LOOPBACK else None
        opener = urllib.request.build_opener(urllib.request.ProxyHandler(proxies))
        headers, body = guarded(lambda: _read(opener, request, most + 1), repeatable=True)
        if len(body) > most:
            raise DeliveryError("refused", "file_too_large")
        if headers.get_content_type() == "text/html" and b"slack" in body[:4000].lower():
            raise DeliveryError("revoked", "login_page")  # what Slack answers to a token without files:read
        return body

    def file_info(self, file_id: str) -> Payload:
        """name, size, url_private_download, ... of a file that Baton may see."""
        found = self.call("files.info", form=True, file=file_id).get("file")
        if not isinstance(found, dict):
            raise DeliveryError("retry", "ok_without_file")
        return found

    def upload(self, channel: str, name: str, data: bytes, told: str) -> None:
        """A file of ours under a few words, in three steps; only the last one shows it, and where that one's outcome is
        unknown, trying again may show it twice."""
        guarded(
            lambda: self.client.files_upload_v2(
                channel=channel, filename=name, content=data, title=name, initial_comment=told
            )
        )


def _read(
    opener: urllib.request.OpenerDirector, request: urllib.request.Request, most: int
) -> tuple[HTTPMessage, bytes]:
    try:
        with opener.open(request, timeout=TIMEOUT) as answer:
            return answer.headers, answer.read(most)
    except urllib.error.HTTPError as error:
        with error:
            raise of_status(error.code, "", dict(error.headers.items())) from error


def _content(view: Payload) -> Payload:
    """Text always (it is what notifications show); blocks where there are any."""
    return {"text": view["text"], "blocks": view["blocks"]} if view.get("blocks") else {"text": view["text"]}


def _opened(answer: Payload) -> Opened:
    view = answer.get("view") or {}
    return Opened(str(view.get("id") or ""), str(view.get("hash") or ""))


def _text(found: object, key: str) -> str:
    value = found.get(key) if isinstance(found, dict) else None
    if not isinstance(value, str) or not value:
        raise DeliveryError("retry", f"ok_without_{key}")
    return value
