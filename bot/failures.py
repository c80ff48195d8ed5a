"""Every way in which Slack says no, or says nothing: one table from a failure to what to do about it.

The kinds: retry (nothing was stored, try again soon), later (Slack names a time), unknown (it may have been
stored: look before trying again), recipient_gone, channel_gone, revoked (the installation itself; keep the
queue, tell the admin), refused (this request will never pass).
"""

from __future__ import annotations

import errno
import http.client
import math
import socket
import ssl
import urllib.error
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from types import MappingProxyType
from typing import Literal

from slack_sdk.errors import SlackApiError, SlackClientError

Kind = Literal["retry", "later", "unknown", "recipient_gone", "channel_gone", "revoked", "refused"]


@dataclass(eq=False)
class DeliveryError(Exception):
    """Slack did not take it. `retry_after` in seconds (for later), `code` is Slack's word or ours."""

    kind: Kind
    code: str
    retry_after: float | None = None

    def __str__(self) -> str:
        return f"{self.kind}: {self.code}" + (f" (after {self.retry_after:g} s)" if self.retry_after else "")


# What a call can fail with. ValueError: a body that is no JSON or no UTF-8. AttributeError: JSON that is no
# object (slack_sdk asks it for .get). SlackClientError: everything slack_sdk raises itself.
FAILURES = (SlackClientError, http.client.HTTPException, OSError, ValueError, AttributeError)

# Slack's words, by what helps. A word that stands nowhere is `refused`: trying again would not help.
_CODES: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        # pace: per channel, per method, per workspace
        "later": ("ratelimited", "rate_limited", "message_limit_exceeded", "accesslimited", "team_added_to_org"),
        # Slack broke half-way: docs say that the request may have succeeded
        "unknown": ("internal_error", "fatal_error", "service_unavailable", "request_timeout", "update_failed"),
        # the person left, was deactivated, or cannot be written to
        "recipient_gone": (
            "user_disabled", "user_not_found", "users_not_found", "user_not_visible", "cannot_dm_bot",
            "messages_tab_disabled", "invalid_user_combination",
        ),
        # the place is gone, closed to us, or closed to apps
        "channel_gone": (
            "channel_not_found", "is_archived", "not_in_channel", "is_inactive", "posting_to_channel_denied",
            "channel_is_limited_access", "restricted_action", "restricted_action_read_only_channel",
            "restricted_action_thread_only_channel", "restricted_action_non_threadable_channel",
            "external_channel_migrating",
        ),
        # nothing will pass until an admin acts: the token, the app or a permission
        "revoked": (
            "invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "no_permission",
            "missing_scope", "not_allowed_token_type", "org_login_required", "ekm_access_denied", "two_factor_setup_required",
            "app_access_restricted", "team_access_not_granted", "team_not_found", "access_denied",
        ),
    }
)  # fmt: skip
_KIND_OF: Mapping[str, Kind] = MappingProxyType(
    {code: kind for kind, codes in _CODES.items() for code in codes}
)
# The connection was never made, so nothing was sent.
_UNSENT = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.ECONNREFUSED, errno.EADDRNOTAVAIL}
DEFAULT_WAIT = 30.0
LONGEST_WAIT = 3600.0


def kind_of(code: str) -> Kind:
    """What helps against one of Slack's error words."""
    return _KIND_OF.get(code, "refused")


def classify(error: Exception, *, repeatable: bool = False) -> DeliveryError:
    """A failure of a call as a DeliveryError; `repeatable` calls (reads, updates) turn unknown into retry."""
    if isinstance(error, DeliveryError):
        found = error
    elif isinstance(error, SlackApiError):
        found = _of_answer(error)
    else:
        found = DeliveryError("retry" if _never_sent(error) else "unknown", type(error).__name__)
    if repeatable and found.kind == "unknown":
        return DeliveryError("retry", found.code)
    return found


def of_status(status: int, code: str, headers: Mapping[str, object]) -> DeliveryError:
    """An answer by its HTTP status and Slack's word, if it said one."""
    word = code if code.replace("_", "").isalnum() else ""
    if status == 429 or kind_of(word) == "later":
        return DeliveryError("later", word or "ratelimited", retry_after(headers))
    if word and status < 500:
        return DeliveryError(kind_of(word), word)
    # 5xx, HTML, a body cut off: the request arrived, its fate is open. Other statuses never reach the method.
    return DeliveryError("unknown" if status >= 500 or status < 400 else "refused", word or f"http_{status}")


def retry_after(headers: Mapping[str, object]) -> float:
    """Seconds to wait from a Retry-After of whole or broken seconds or a date (measured from the answer's
    own Date), within 1 s and 1 h; 30 s where it says nothing usable.
    """
    said = {str(name).lower(): _first(value) for name, value in headers.items()}
    value = said.get("retry-after", "").strip()
    try:
        seconds = float(value)
    except ValueError:
        seconds = _until(value, said.get("date", ""))
    if not math.isfinite(seconds):
        return DEFAULT_WAIT
    return min(max(seconds, 1.0), LONGEST_WAIT)


def _until(value: str, date: str) -> float:
    try:
        return (parsedate_to_datetime(value) - parsedate_to_datetime(date)).total_seconds()
    except (ValueError, TypeError):  # no date, or one of them without a zone
        return math.nan


def _first(value: object) -> str:
    return str(value[0]) if isinstance(value, (list, tuple)) and value else str(value)


def _of_answer(error: SlackApiError) -> DeliveryError:
    answer = error.response
    data = getattr(answer, "data", answer)
    code = data.get("error") if isinstance(data, dict) else None
    status, headers = getattr(answer, "status_code", 200), getattr(answer, "headers", {})
    return of_status(status, code if isinstance(code, str) else "", headers)


def _never_sent(error: Exception) -> bool:
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(cause, (ConnectionRefusedError, socket.gaierror, ssl.SSLCertVerificationError)):
        return True
    return isinstance(cause, OSError) and cause.errno in _UNSENT
