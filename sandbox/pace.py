"""Slack's rate limits: one message a second and channel with short bursts, a workspace's, and the tiers per method."""

from __future__ import annotations

from collections import deque
from math import ceil

from sandbox.process import ProcessClock

# https://docs.slack.dev/apis/web-api/rate-limits: calls a minute
TIERS = {1: 1, 2: 20, 3: 50, 4: 100}
BURST = 10  # "short bursts" above one a second; Slack gives no number
# https://docs.slack.dev/reference/methods/chat.postMessage#rate_limiting: "several hundred messages per minute"
WORKSPACE = 300
CHOICES = ("off", "posts", "all")


class Pace:
    """Says how many seconds a caller has to wait; 0 when it may go on."""

    def __init__(self, process: ProcessClock, limits: str) -> None:
        self._process = process
        self.limits = limits
        self._buckets: dict[str, tuple[float, float]] = {}
        self._windows: dict[str, deque[float]] = {}

    def post(self, channel: str) -> int:
        """One message more in this channel, and in the workspace."""
        if self.limits == "off":
            return 0
        now = self._process.now()
        left, then = self._buckets.get(channel, (float(BURST), now))
        left = min(float(BURST), left + now - then)
        if left < 1:
            self._buckets[channel] = (left, now)
            return ceil(1 - left)
        if wait := self._a_minute("", WORKSPACE):
            return wait
        self._buckets[channel] = (left - 1, now)
        return 0

    def call(self, method: str, tier: int | None) -> int:
        """One call more of this method."""
        if self.limits != "all" or tier is None:
            return 0
        return self._a_minute(method, TIERS[tier])

    def _a_minute(self, name: str, most: int) -> int:
        """At most so many in any sixty seconds."""
        now = self._process.now()
        calls = self._windows.setdefault(name, deque())
        while calls and now - calls[0] >= 60:
            calls.popleft()
        if len(calls) >= most:
            return max(1, ceil(60 - (now - calls[0])))
        calls.append(now)
        return 0
