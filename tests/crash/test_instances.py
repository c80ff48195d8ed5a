"""Two whole Batons on one PostgreSQL are killed, frozen and started again while days pass; Slack's sink is the judge.

What is said must be what a single Baton says that nobody disturbs: every reminder and every list, once.
"""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic

import pytest
from sqlmodel import col, select

from sandbox.driver import Sandbox
from services.config.versions import ConfigCache
from services.deps import Deps
from services.sending.promises import LISTS
from services.watching import auditor, sealing
from storage.db import Database
from storage.tables import Delivery, Nudge
from tests.crash.instances import SILENT, Instance, instances
from tests.lending import CopyOf
from tests.services.machine import HandClock
from tests.world import ROOT, World, demo_team
from wiring import WallClock

SEED = ROOT / "demo" / "workspace.json"
BEGIN = "2026-11-24T15:30+08:00"
BAD = {"stored_not_acked": 0.06, "http_500": 0.05, "html": 0.03, "truncated": 0.03, "ratelimited": 0.03}
SAID = ("sent", "dropped")
on_postgresql = pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
Say = Callable[[str], None]


class Hand:
    """Every few steps of the clock it does something to one of them; the other goes on alone meanwhile."""

    def __init__(self, slack: Sandbox, them: list[Instance], acts: Iterator[str], *, every: int) -> None:
        self.slack, self.them, self.every = slack, them, every
        self.done: Counter[str] = Counter()
        self._acts, self._turn = acts, itertools.cycle(them)
        self._frozen: Instance | None = None

    def act(self) -> None:
        if self._frozen is not None:
            self._frozen.thaw()
            self._frozen = None
            self._all_back()
        elif (act := next(self._acts, None)) is not None:
            self.done[act] += 1
            getattr(self, act)(next(self._turn))

    def _all_back(self) -> None:
        """Nobody is touched before the other is awake: with both of them silent, time would go on over nobody."""
        self.slack.wait_for(lambda: self.slack.clock()["listeners"] == len(self.them), 60)

    def kill(self, one: Instance) -> None:
        one.kill()
        one.start()
        self._all_back()

    def freeze(self, one: Instance) -> None:
        one.freeze()
        self._frozen = one

    def restart(self, one: Instance) -> None:
        assert one.stop() == 0
        one.start()
        self._all_back()

    def let_pass(self, to: str, say: Say) -> None:
        """Until the clock is there. A step that waits for one who is frozen goes on without it."""
        self.slack.advance(to=to, wait=0)
        clock, acted = self.slack.clock(), 0
        while clock["target"]:
            if clock["step"] - acted >= self.every:
                acted = clock["step"]
                self.act()
                say(f"{clock['now']}, step {acted}, {dict(self.done)}")
            before = clock["step"]
            clock = self.slack.get("/control/clock", after=before, wait=0.3)
            if self._frozen is not None and clock["late"] == [self._frozen.listener]:
                self.slack.push(SILENT)
        if self._frozen is not None:
            self.act()
        self.slack.advance()  # by nothing: all have looked once more


def said(url: str) -> set[tuple[object, ...]]:
    """Every reminder that was said and every list that came, by what each of them is."""
    db = Database(url)
    with db.read() as tx:
        nudges = tx.exec(select(Nudge).where(Nudge.state == "sent")).all()
        lists = tx.exec(
            select(Delivery.slot).where(Delivery.state == "sent", col(Delivery.kind).in_(LISTS))
        ).all()
    db.close()
    return {(one.rule, one.subject, one.episode, one.recipient, one.rung) for one in nudges} | {
        (slot,) for slot in lists
    }


def said_undisturbed(url: str, to: str) -> set[tuple[object, ...]]:
    world = World(url)
    world.slack.advance(to=to)
    found = said(url)
    world.stop()
    return found


def judge(url: str, slack: Sandbox) -> None:
    """What the books call sent is in the sink, once; nothing else is; the auditor finds no fault."""
    db = Database(url)
    deps = Deps(db, HandClock(slack.now), WallClock(), ConfigCache(db))

    def unfinished() -> list[str]:
        with db.read() as tx:
            due = col(Delivery.due_at) <= deps.clock.now()
            return list(tx.exec(select(Delivery.state).where(due, col(Delivery.state).not_in(SAID))))

    slack.wait_for(lambda: not unfinished(), 60)
    posts = [x for x in slack.sink() if x["kind"] == "post"]
    refs = Counter(x["metadata"]["event_payload"]["ref"] for x in posts)
    with db.read() as tx:
        sent = set(tx.exec(select(Delivery.ref).where(Delivery.op == "post", Delivery.state == "sent")))
    assert {ref: n for ref, n in refs.items() if n > 1} == {}, "twice"
    assert refs.keys() == sent, "lost, or sent by nobody"
    balance, found = auditor.whole(deps)
    assert (balance.left, found) == (0, [])
    assert sealing.verify(deps).broken == {}
    db.close()


def play(copy_of: CopyOf, folder: Path, to: str, acts: Iterator[str], every: int, say: Say) -> Counter[str]:
    expected = said_undisturbed(copy_of(demo_team), to)
    url = copy_of(demo_team)
    with Sandbox.start(now=BEGIN, seed=SEED) as slack:
        for n, (kind, share) in enumerate(BAD.items()):
            slack.fault("chat.postMessage", kind, share=share, seed=n)
        with instances(2, folder, url, slack) as them:
            hand = Hand(slack, them, acts, every=every)
            hand.let_pass(to, say)
            judge(url, slack)
            assert [one.stop() for one in them] == [0, 0]
        heard = said(url)
        assert (expected - heard, heard - expected) == (set(), set())
        say(f"{len(expected)} reminders and lists, {len(slack.sink())} entries in the sink")
    return hand.done


@on_postgresql
def test_two_of_whom_one_is_frozen_and_one_is_killed_say_everything_once(
    copy_of: CopyOf, tmp_path: Path
) -> None:
    done = play(
        copy_of, tmp_path, "2026-11-26T10:00+08:00", iter(("freeze", "kill")), 2, say=lambda line: None
    )
    assert done == {"freeze": 1, "kill": 1}


@pytest.mark.proof
@on_postgresql
def test_two_that_are_killed_frozen_and_restarted_through_a_fortnight_say_everything_once(
    copy_of: CopyOf, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dice, began = random.Random(14), monotonic()
    acts = (act for _ in itertools.count() for act in dice.sample(("kill", "freeze", "restart"), 3))

    def say(line: str) -> None:
        with capsys.disabled():
            print(f"two instances, {monotonic() - began:.0f} s: {line}", flush=True)

    done = play(copy_of, tmp_path, "2026-12-08T18:00+08:00", acts, 2, say)
    assert min(done[act] for act in ("kill", "freeze", "restart")) >= 3, done
