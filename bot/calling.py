"""One request to Slack's Web API: without retries, with an end to every wait, and every failure is a DeliveryError.

Nothing is tried again here: a retry that is built in could post twice.
"""

import logging
from collections.abc import Callable, Iterator
from typing import Any, TypeVar
from urllib.parse import urlsplit

from slack_sdk import WebClient

from bot.failures import FAILURES, DeliveryError, classify

SLACK = "https://slack.com/api/"
TIMEOUT = 10  # seconds, per connection and per read
LOOPBACK = ("127.0.0.1", "localhost", "::1")
Payload = dict[str, Any]
T = TypeVar("T")


def web_client(token: str | None, base_url: str = SLACK, logger: logging.Logger | None = None) -> WebClient:
    """slack_sdk's client without its retries (they post twice and sleep in the thread), 10 s at most."""
    logger = logger or logging.getLogger("baton.slack")
    if logger.level < logging.INFO:  # at DEBUG slack_sdk writes down whole messages; unset counts as DEBUG
        logger.setLevel(logging.INFO)
    client = WebClient(token=token, base_url=base_url, timeout=TIMEOUT, retry_handlers=[], logger=logger)
    if urlsplit(base_url).hostname in LOOPBACK:
        client.proxy = None  # slack_sdk takes a proxy of the environment even for this machine
    return client


class Caller:
    """Whoever asks Slack for something, with the token of its client."""

    def __init__(self, client: WebClient) -> None:
        self.client = client

    def call(self, method: str, *, repeatable: bool = False, form: bool = False, **args: Any) -> Payload:
        """One request; `form` for the methods that read no JSON. Raises DeliveryError."""
        how = {"params": args} if form else {"json": args}
        again = repeatable or form
        answer = guarded(lambda: self.client.api_call(method, **how), repeatable=again)  # type: ignore[arg-type]
        data = answer.data
        if not isinstance(data, dict):
            raise DeliveryError("retry" if again else "unknown", "not_json")
        return data

    def pages(self, method: str, key: str, **args: Any) -> Iterator[Any]:
        """All pages of a read, one item at a time."""
        cursor = ""
        while True:
            more: Payload = {"cursor": cursor} if cursor else {}
            answer = self.call(method, form=True, **args, **more)
            items = answer.get(key)
            if not isinstance(items, list):
                raise DeliveryError("retry", f"ok_without_{key}")
            yield from items
            following = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not following:
                return
            if following == cursor:
                raise DeliveryError("retry", "cursor_stands_still")
            cursor = following


def guarded(call: Callable[[], T], *, repeatable: bool = False) -> T:
    """What `call` gives. Raises DeliveryError; `repeatable`: to do it twice does no harm, so what is unknown may be tried again."""
    try:
        return call()
    except FAILURES as error:
        raise classify(error, repeatable=repeatable) from error
