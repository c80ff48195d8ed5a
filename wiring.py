"""Baton's one meeting place: wires settings, database, Slack, handlers and jobs, and starts them."""

import gc
import logging
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from pydantic import SecretStr
from slack_bolt import App
from sqlalchemy.exc import SQLAlchemyError

import jobs
from bot import factory, words
from bot.background import Background
from bot.calling import LOOPBACK, web_client
from bot.failures import DeliveryError
from bot.gateway import Gateway
from bot.homes import Homes
from bot.http.gate import Gate
from bot.http.limits import Clocks
from bot.runner import SocketRunner
from bot.settings import Settings
from handlers import faults, home, routing
from handlers.request import Runtime
from handlers.terminal.loading import collector_at_rest, loaded
from handlers.terminal.telling import PipelineFaults
from jobs import failpoints, roster
from jobs.steps import step_clock
from rules import patterns
from rules.errors import BatonError
from services.capture import leads
from services.config import versions
from services.config.versions import ConfigCache, ConfigFaults
from services.deps import Clock, Deps
from services.lists.home import readers, touched
from services.team import calendars
from storage.db import Database, spent
from storage.schema import NewerSchema, NoCopy, is_newest

LOG = logging.getLogger("baton")
MIGRATE = "storage.migrate"  # by name: Alembic is loaded when there is something to migrate
HTTP = "bot.http.runner"  # by name: a server is loaded where one is wanted
# Seconds that a busy thread keeps the interpreter while others want it. A request lets it go at each of its 20
# statements; beside an import it would wait Python's 5 ms for each of them, a tenth of a second in all.
THREAD_TURN = 0.0005
LIBRARIES = logging.getLogger("slack")  # their words may quote a payload: bot/log.py keeps the templates


class WallClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class Runner(Protocol):
    """How Slack's requests come in: over a socket that Baton opens, or over HTTP."""

    @property
    def address(self) -> str:
        """Where Baton listens, "" when it does not."""

    def start(self) -> None: ...

    def is_connected(self) -> bool: ...

    def stop(self) -> None: ...


@dataclass
class Baton:
    """One running Baton. `stop` it, and nothing is left running."""

    runtime: Runtime
    app: App
    runner: Runner
    clockwork: jobs.Clockwork

    def start(self) -> None:
        """Opens the socket or listens, then starts the clockwork. Raises BatonError.

        What was saved just before Baton stopped may stand on no Home yet, so all are published."""
        try:
            self.runner.start()
        except DeliveryError as fault:
            raise BatonError("terminal.slack", reason=fault.code) from fault
        self.clockwork.start()
        for person_id in readers(self.runtime.deps):
            self.runtime.homes.soon(person_id)

    @property
    def address(self) -> str:
        """Where Slack's requests are taken over HTTP, "" over a socket."""
        return self.runner.address

    def warm(self) -> None:
        """Patterns, phone numbers, holidays, in the background: a third of a second that whoever asks first for
        one of them would wait."""
        self.runtime.background.submit(self._warm)

    def _warm(self) -> None:
        leads.warm()  # most likely the first that is asked for
        calendars.warm(self.runtime.deps.clock.now().year)
        patterns.warm()

    def is_connected(self) -> bool:
        return self.runner.is_connected()

    def stop(self) -> None:
        """Closes the door first, so that nothing new comes in while the rest ends."""
        self.runner.stop()
        self.clockwork.stop()
        self.runtime.background.drain()
        self.runtime.deps.db.close()


def open_deps(settings: Settings, business: Clock, process: Clock) -> Deps:
    """The database, migrated, with a configuration in force. Raises ConfigFaults, NewerSchema."""
    database = Database(settings.database_url)
    if not is_newest(database):
        loaded(MIGRATE).upgrade_database(database)
    deps = Deps(db=database, clock=business, process=process, config=ConfigCache(database))
    _first_config(deps, settings.pipeline)
    return deps


def wire(settings: Settings, business: Clock, process: Clock) -> Baton:
    """Everything of one serving process; takes over the people from Slack. Raises DeliveryError."""
    os.environ.setdefault("NO_PROXY", ",".join(LOOPBACK))
    deps = open_deps(settings, business, process)
    if settings.control_url and (place := os.environ.get(failpoints.VARIABLE)):
        deps = replace(deps, reach=failpoints.armed(place))
    token = _plain(settings.slack_bot_token)
    slack = Gateway(web_client(token, settings.slack_api_url, LIBRARIES))
    identity = slack.identity()
    roster.run(deps, slack)
    background = Background(logger=LOG)
    publisher, times = home.Publisher(deps, slack), (deps.process.now, deps.clock.now)
    homes = Homes(background, publisher, partial(touched, deps), *times)
    clockwork = jobs.schedule(deps, slack, control_url=settings.control_url, homes=homes)
    soon, file_came = clockwork.soon, clockwork.file_came
    runtime = Runtime(deps, slack, background, homes, soon=soon, file_came=file_came, pause=time.sleep)
    app = factory.build_app(
        settings.slack_api_url,
        auth=factory.auth_result(token, identity),
        on_error=faults.teller(runtime, LOG),
        logger=LIBRARIES,
    )
    routing.register(app, runtime)
    words.warm()
    runner = _runner(settings, app, runtime, identity)
    if settings.ping_url is not None:
        clockwork.also(jobs.sign_of_life(deps, _plain(settings.ping_url), runner.is_connected))
    return Baton(runtime, app, runner, clockwork)


def _runner(settings: Settings, app: App, runtime: Runtime, identity: dict[str, Any]) -> Runner:
    if settings.transport == "socket":
        return SocketRunner(app, _plain(settings.slack_app_token))
    gate = Gate(
        secret=_plain(settings.slack_signing_secret),
        team_id=str(identity["team_id"]),
        app_id=runtime.slack.app_id(str(identity["bot_id"])),
    )
    http, clocks = loaded(HTTP), Clocks(runtime.deps.process.now, spent)
    runner: Runner = http.HttpRunner(app, gate, clocks, host=settings.http_host, port=settings.http_port)
    return runner


def _plain(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""


def _first_config(deps: Deps, path: Path) -> None:
    """On the first start the file is the proposal; later only `config apply` changes what is active."""
    with deps.db.write() as tx:
        versions.apply_first(tx, path.read_text(encoding="utf-8"), now=deps.clock.now())


def business_clock(settings: Settings) -> Clock:
    """The machine's clock, or the sandbox's business time where there is one. Raises BatonError without it."""
    if settings.control_url is None:
        return WallClock()
    try:
        return step_clock(settings.control_url)
    except OSError as fault:
        raise BatonError("terminal.no_sandbox", address=settings.control_url) from fault


@contextmanager
def told(settings: Settings) -> Iterator[None]:
    """What can be wrong outside Baton, as sentences: the database, its version, Slack, the first pipeline."""
    try:
        yield
    except NewerSchema as fault:
        raise BatonError("terminal.newer") from fault
    except NoCopy as fault:
        raise BatonError("terminal.no_copy", why=str(fault)) from fault
    except ConfigFaults as fault:
        raise PipelineFaults(settings.pipeline, fault.faults) from fault
    except DeliveryError as fault:
        raise BatonError("terminal.slack", reason=fault.code) from fault
    except SQLAlchemyError as fault:
        cause = getattr(fault, "orig", None) or fault
        raise BatonError("terminal.database", reason=str(cause).splitlines()[0]) from fault


def opened(settings: Settings) -> Deps:
    """For commands beside the serving process: short writers of their own."""
    with told(settings), collector_at_rest():
        return open_deps(settings, business_clock(settings), WallClock())


def looked(settings: Settings) -> tuple[Deps, bool]:
    """For commands that change nothing; False when the database still waits for its first start, or for this
    version's: then only its address is known to be right."""
    with told(settings), collector_at_rest():
        database = Database(settings.database_url)
        deps = Deps(database, business_clock(settings), WallClock(), ConfigCache(database))
        return deps, is_newest(database) and versions.is_there(database)


def serving(settings: Settings) -> Baton:
    """For `app.py run`. What was loaded stays for good: the collector need not look at it again."""
    sys.setswitchinterval(THREAD_TURN)
    with told(settings), collector_at_rest():
        baton = wire(settings, business_clock(settings), WallClock())
        gc.freeze()
        return baton
