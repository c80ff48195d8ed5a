"""Everything that time sets off, as one readable table over APScheduler, which only says "time has passed"."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Event, Lock, Thread
from time import monotonic

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from bot.gateway import Gateway
from bot.homes import Homes
from jobs import mornings, pulse, roster, tasks, tick, tidy, triage
from jobs.deliver import Postman
from jobs.guarding import guarded
from jobs.imports import Files
from jobs.steps import LISTENER, Movable, Stepper, Steps
from jobs.unwritable import Warner
from services.clock import overtaken, staff
from services.deps import Deps
from services.sending import alarms, grouping, outbox
from services.sending.outbox import Timing
from services.watching import absence, incidents, precision, sealing

LOG = logging.getLogger("baton.jobs")
# Twice a second: the attempts of a round leave the second that the pace looks back over in the middle between two looks,
# so that it is kept (Slack's 5 a second are used) where one look a second would find them all still in it, every time.
ROUND = timedelta(seconds=0.5)
PATIENCE = 10.0  # seconds that a round under way gets when Baton stops
FILES = "files"
SET_BACK = 5.0  # seconds; less is the machine keeping its clock right
LOOK_AGAIN = timedelta(minutes=1)  # of business time, at what should be done by now
AGAIN = timedelta(minutes=10)  # after which a job that comes seldom is tried again when it failed
STEP_PATIENCE = timedelta(seconds=25)  # process time that a step waits for paced or doubtful deliveries
OTHERS = (
    0.5  # seconds between two looks: what another instance has in hand is done long before its lease runs out
)


@dataclass(frozen=True)
class Job:
    """One line of the table: its name, how often (process time), and what it does."""

    name: str
    every: timedelta
    run: Callable[[], object]
    at_start: bool = True


def table(deps: Deps, slack: Gateway, postman: Postman) -> Sequence[Job]:
    """What runs when."""
    warner, sealer = Warner(deps, slack), sealing.Sealer(deps)
    return (
        Job("clock", timedelta(seconds=10), lambda: look(deps, slack)),
        Job("deliver", ROUND, postman.run),
        Job("unwritable", timedelta(seconds=10), warner.run, at_start=False),
        Job("alarms", timedelta(minutes=1), lambda: alarms.run(deps, now=deps.clock.now()), at_start=False),
        Job("watch", timedelta(minutes=1), lambda: watch(deps), at_start=False),
        Job("seal", timedelta(seconds=5), lambda: sealer.run(now=deps.clock.now()), at_start=False),
        Job("tidy", timedelta(hours=6), lambda: tidy.run(deps)),
        Job("roster", timedelta(hours=24), lambda: roster.run(deps, slack), at_start=False),
    )


def watch(deps: Deps) -> None:
    """Whether all was said that was due; after an absence, what came late; and once a day, how good the rules are."""
    guarded(deps, "audit", lambda: incidents.run(deps, now=deps.clock.now()))()
    guarded(deps, "absence", lambda: absence.tell(deps, now=deps.clock.now()))()
    guarded(deps, "precision", lambda: judge(deps))()


def judge(deps: Deps) -> None:
    """Once a day: how good the rules are, and how many deals nobody hears of."""
    now = deps.clock.now()
    if precision.note(deps, now=now):
        staff.count_unheard(deps, now=now)


def look(deps: Deps, slack: Gateway) -> None:
    """One look at the business clock, always in this order: a list is promised when what it carries has been decided,
    what a list will carry is not grouped into a message of its own, and old messages are edited after new ones. A part that fails does not stop the next."""
    guarded(deps, "alive", lambda: absence.beat(deps, now=deps.clock.now()))()
    guarded(deps, "tick", lambda: tick.run(deps))()
    guarded(deps, "triage", lambda: triage.run(deps))()
    guarded(deps, "tasks", lambda: tasks.run(deps))()
    guarded(deps, "mornings", lambda: mornings.run(deps, slack))()
    guarded(deps, "grouping", lambda: grouping.claim(deps, now=deps.clock.now()))()
    guarded(deps, "overtaken", lambda: overtaken.refresh(deps, now=deps.clock.now()))()


class Clockwork:
    """The running jobs. With `steps` they follow the sandbox's clock instead of the machine's time."""

    def __init__(
        self,
        deps: Deps,
        slack: Gateway,
        timing: Timing,
        steps: Steps | None = None,
        told: Callable[[int], object] | None = None,
        beside: Sequence[Job] = (),
    ) -> None:
        """`told` hears of everybody who was written to; `beside` are jobs that steps do not hold up."""
        self.deps, self.timing = deps, timing
        self.postman = Postman(deps, slack, timing, told=told)
        self._files = Files(deps, slack, told)
        self._beside = [*beside, Job(FILES, timedelta(seconds=1), self._work_on_files)]
        self._jobs = {job.name: job for job in table(deps, slack, self.postman)}
        self._stepper = Stepper(_movable(deps.clock), steps, self.run_once) if steps else None
        self._scheduler = BackgroundScheduler(timezone=UTC, executors={"default": ThreadPoolExecutor(4)})
        self._stopped, self._wanted = Event(), Event()
        self._watcher = Thread(target=self._watch, name="clock", daemon=True)
        self._errand = Thread(target=self._at_once, name="answers", daemon=True)
        self._round = Lock()  # one round at a time: a step, or what people caused between steps

    def also(self, job: Job) -> None:
        """One more job that steps do not hold up. Before `start`."""
        self._beside.append(job)

    def start(self) -> None:
        """Begins with a full round, so that what became due while Baton was down is said first."""
        jobs = list(self._jobs.values())
        if self._stepper is not None:
            self._stepper.start()
            between = Job("between", timedelta(seconds=1), self._between, at_start=False)
            jobs = [between, self._jobs["watch"], self._jobs["seal"]]
        else:
            jobs.append(Job("again", AGAIN, self._again_what_failed, at_start=False))
        for job in [*jobs, *self._beside]:
            self._scheduler.add_job(
                guarded(self.deps, job.name, job.run),
                "interval",
                seconds=job.every.total_seconds(),
                id=job.name,
                coalesce=True,
                max_instances=1,
                misfire_grace_time=None,
                **({"next_run_time": self.deps.process.now()} if job.at_start else {}),
            )
        self._scheduler.start()
        self._watcher.start()
        self._errand.start()

    def soon(self) -> None:
        """Somebody waits for an answer that was just promised: it goes out now, not with the next second's round."""
        self._wanted.set()

    def file_came(self) -> None:
        """Somebody sent a file, or pressed something under one: it is looked at now."""
        job = self._scheduler.get_job(FILES)
        if job is not None:
            job.modify(next_run_time=self.deps.process.now())

    def _work_on_files(self) -> None:
        if self._files.run():
            self.soon()

    def _at_once(self) -> None:
        while self._wanted.wait() and not self._stopped.is_set():
            self._wanted.clear()
            if self._stepper is None:
                self._do("deliver")
            elif self._round.acquire(timeout=PATIENCE):
                try:
                    self._do("deliver")
                finally:
                    self._round.release()

    def stop(self) -> None:
        """Lets running jobs finish, then lets go; what is left in a long outbox waits for the next start."""
        self._stopped.set()
        self._wanted.set()
        self.postman.rest()
        self._files.rest()
        if self._stepper is not None:
            self._stepper.stop()
        for one in (self._watcher, self._errand):
            if one.is_alive():
                one.join(PATIENCE)
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)
        self._round.acquire(timeout=PATIENCE)  # for good: a round under way ends, and none begins
        self.postman.close()

    def _watch(self) -> None:
        """APScheduler waits for an instant: where the machine's clock is set back, that is hours away, and nothing
        would run until then. So every job runs at once, and goes on from there."""
        ahead = self.deps.process.now().timestamp() - monotonic()
        while not self._stopped.wait(1.0):
            before, ahead = ahead, self.deps.process.now().timestamp() - monotonic()
            if ahead < before - SET_BACK:
                LOG.warning("the clock was set back by %d s", before - ahead)
                for job in self._scheduler.get_jobs():
                    job.modify(next_run_time=self.deps.process.now())

    def run_once(self) -> datetime | None:
        """Everything that is due at the business clock's now, until nothing is ready; the next instant (business
        time) at which there will be something. What a job raises is logged and ends its part of the round."""
        with self._round:
            self._do("clock", "alarms", "deliver")
            until = self.deps.process.now() + STEP_PATIENCE
            while (again := self._again(until)) is not None and not self._stopped.wait(again):
                self._do("deliver")
            # Here days pass between two looks of `watch`.
            guarded(self.deps, "precision", lambda: judge(self.deps))()
            guarded(
                self.deps, "tick", lambda: tick.run(self.deps)
            )()  # what was said moves its deal's next look
            return self.next_at()

    def _between(self) -> None:
        """Between two steps business time stands still, but people act: what they caused is said at once."""
        if self._round.acquire(blocking=False):
            try:
                self._do("clock", "alarms", "deliver")
            finally:
                self._round.release()

    def _again_what_failed(self) -> None:
        """A job that comes a few times a day does not stay undone, and health red, until its next turn."""
        self._do(*(x.name for x in self._jobs.values() if x.every > AGAIN and x.name in self.deps.failing))

    def _do(self, *names: str) -> None:
        for name in names:
            guarded(self.deps, name, self._jobs[name].run)()

    def _again(self, until: datetime) -> float | None:
        """Seconds until something due may be tried again, None when nothing is waiting or it takes too long."""
        process = self.deps.process.now()
        at = outbox.next_try(self.deps, self.deps.clock.now())
        if at is None or at > until or process > until:
            return None
        return min(max((at - process).total_seconds(), 0.02), OTHERS)

    def next_at(self) -> datetime | None:
        """The earliest instant of business time at which there is something to do. What is due already is in the hands of
        another instance, dead or alive, or failed: it is looked at again a minute later."""
        now = self.deps.clock.now()
        found = [tick.next_at(self.deps), outbox.next_due(self.deps, now), mornings.next_slot(self.deps)]
        found += [triage.next_at(self.deps), tasks.next_at(self.deps)]
        asked = (at if at > now else now + LOOK_AGAIN for at in found if at is not None)
        return min(asked, default=None)


def sign_of_life(deps: Deps, url: str, is_connected: Callable[[], bool]) -> Job:
    """As often as the auditor looks."""
    return Job("pulse", timedelta(minutes=1), lambda: pulse.run(deps, url, is_connected))


def _movable(clock: object) -> Movable:
    """The business clock, if it can be set. Raises TypeError: stepping a clock that runs by itself is a slip."""
    if not isinstance(clock, Movable):
        raise TypeError("the sandbox's steps want a business clock that can be set (jobs.steps.StepClock)")
    return clock


def schedule(
    deps: Deps,
    slack: Gateway,
    control_url: str | None = None,
    timing: Timing | None = None,
    homes: Homes | None = None,
) -> Clockwork:
    """Builds the clockwork; nothing runs before `start`. With a sandbox (`control_url`) nothing is paced, since its
    time stands still between steps."""
    # At INFO it writes a line a second; its warning is that a job which still runs is not started twice, as we want.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    # Each instance is waited for: what one has not committed yet, another cannot wish for.
    name = LISTENER if deps.db.is_sqlite else f"{LISTENER}:{os.getpid()}"
    steps = Steps(control_url, name) if control_url else None
    timing = timing or (TRYING if control_url else Timing())
    if homes is None:
        return Clockwork(deps, slack, timing, steps)
    catch_up = Job("homes", timedelta(seconds=1), homes.catch_up)
    return Clockwork(deps, slack, timing, steps, homes.soon, [catch_up])


TRYING = Timing(settle=timedelta(seconds=2), gap=timedelta(), rate=0)
