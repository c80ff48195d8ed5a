"""One request to one use case: who asks, when, under which key; and ``once``, which gives it one effect."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import wraps
from typing import Concatenate, ParamSpec

from rules.access import Actor
from rules.answers import Answer
from rules.pipeline import Pipeline
from services import inbox
from services.config.versions import ActiveConfig
from services.deps import Deps
from services.team.people import local
from storage.db import Session
from storage.ready import Soon
from storage.tables import Person

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Ask:
    """``now`` is business time, UTC. ``key`` is the same when Slack or a double click repeats the request; a use
    case that only reads, or that says the same when pressed twice, needs none."""

    deps: Deps
    person: Person
    actor: Actor
    now: datetime
    key: str = ""
    held: Soon[ActiveConfig] | None = field(default=None, compare=False, repr=False)

    @property
    def config(self) -> ActiveConfig:
        """The configuration in force; in a write that holds it the newest, else as this process knows it."""
        return self.held() if self.held is not None else self.deps.config.active()

    def holding(self, tx: Session) -> "Ask":
        """The same request, with a process that nobody replaces until this transaction ends. It is held before
        anything else: whoever replaces it waits for all who hold it."""
        return replace(self, held=self.deps.config.held_soon(tx))

    @property
    def pipeline(self) -> Pipeline:
        return self.config.pipeline

    @property
    def today(self) -> date:
        """The date where the person is now."""
        return local(self.person, self.now).date()


def once(
    kind: str, but: tuple[type[Answer], ...] = ()
) -> Callable[[Callable[Concatenate[Ask, Session, P], Answer]], Callable[Concatenate[Ask, P], Answer]]:
    """The use case in one write transaction with its answer: a repeat of the key gets that answer, and no effect.

    The process is held: a source, stage or reason that it takes stays until it is written.

    What it raises leaves nothing behind, so the request can be sent again. ``but`` are answers that a second try
    may change: what they stored stays, and they are not remembered.
    """

    def around(
        change: Callable[Concatenate[Ask, Session, P], Answer],
    ) -> Callable[Concatenate[Ask, P], Answer]:
        what = f"{change.__module__.rpartition('.')[2]}.{change.__name__}"

        @wraps(change)
        def use_case(ask: Ask, /, *args: P.args, **given: P.kwargs) -> Answer:
            with ask.deps.write(what) as tx:
                ask = ask.holding(tx)
                known = inbox.repeat(tx, ask.key, ask.actor.id)
                if known is not None:
                    return known
                answer = change(ask, tx, *args, **given)
                if not isinstance(answer, but):
                    inbox.remember(tx, ask.key, kind, ask.actor.id, answer, ask.now)
                return answer

        return use_case

    return around
