"""When a delivery is tried again. A pure function of how it failed and how often; process time, in seconds.

Source: reliability.md. A failure says whether trying again helps; a 429 pauses one channel; an unknown
outcome waits the settle time and is looked up in the history before anything is sent again.
"""

from typing import Literal

FailureKind = Literal["retry", "later", "unknown", "revoked", "recipient_gone", "channel_gone", "refused"]

SETTLE = 15.0  # how long Slack may take to show a stored post in the history
LONGEST_PAUSE = 3600.0
LONGEST_WAIT = 900.0
MOST_FAILURES = 120  # of `retry` and `unknown`: more than a day of Slack being out of reach


def next_attempt(
    kind: FailureKind,
    failures: int,
    retry_after: float | None = None,
    *,
    settle: float = SETTLE,
    spread: float = 0.0,
) -> float | None:
    """Seconds until the next attempt, or None when trying again does not help.

    `failures` counts those of the kinds `retry` and `unknown` (1 after the first): whoever only waits fails at
    nothing. `spread` from 0 to 1 (derived from the delivery's id)
    takes up to a fifth off a wait, so that a crowd does not come back at once."""
    if not 0.0 <= spread <= 1.0:
        raise ValueError(spread)
    match kind:
        case "recipient_gone" | "channel_gone" | "refused":
            return None  # another way, or nobody: not the same request again
        case "revoked":
            return LONGEST_WAIT  # the queue is kept until an admin has installed a new token
        case "later":
            pause = retry_after if retry_after is not None and retry_after >= 0 else _backoff(failures)
            return min(pause, LONGEST_PAUSE) + spread
    if failures >= MOST_FAILURES:
        return None
    return settle if kind == "unknown" else _backoff(failures) * (1 - spread / 5)


def _backoff(failures: int) -> float:
    """1, 2, 4 … seconds, at most fifteen minutes."""
    return min(2.0 ** min(max(failures - 1, 0), 20), LONGEST_WAIT)
