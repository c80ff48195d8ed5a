"""How long an open connection has said nothing. By a clock that nobody sets: the machine's own may be wrong."""

from collections.abc import Callable, Hashable

SILENCE = 30.0  # seconds without a word: three pings that were not answered


class Silence:
    """Heard of what comes in by `heard`, and of what only leaves a mark (a pong) by `mark`."""

    def __init__(self, now: Callable[[], float], limit: float = SILENCE) -> None:
        self._now, self._limit = now, limit
        self._mark: Hashable = None
        self._heard = self._tried = now()

    def heard(self) -> None:
        """Something came in."""
        self._heard = self._now()

    def mark(self, mark: Hashable) -> None:
        """Something came in if this differs from last time; None says nothing."""
        if mark is not None and mark != self._mark:
            self._mark = mark
            self.heard()

    @property
    def seconds(self) -> float:
        return self._now() - self._heard

    @property
    def is_over_limit(self) -> bool:
        return self.seconds > self._limit

    def begin(self) -> None:
        """A first connection has all its time, before anything was heard."""
        self._heard = self._tried = self._now()

    def wants_another(self) -> bool:
        """Whether to connect anew: now, and then once in as long as a silence lasts, until somebody speaks."""
        if not self.is_over_limit or self._now() - self._tried <= self._limit:
            return False
        self._tried = self._now()
        return True
