"""Baton's one meeting place: wires settings, database, Slack, handlers and jobs, and starts them."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from slack_bolt import App

import handlers
import jobs
from bot import factory
from bot.background import Background
from bot.gateway import Gateway, web_client
from bot.settings import Settings
from handlers import terminal
from handlers.request import Runtime
from rules.profiles import read_profile
from services import config, people
from services.config import ConfigCache
from services.deps import Clock, Deps
from storage.db import Database
from storage.migrate import upgrade_database


class WallClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class Baton:
    """One running Baton: stop it, and nothing is left."""

    runtime: Runtime
    app: App
    socket: factory.SocketRunner
    clockwork: jobs.Clockwork

    def start(self) -> None:
        """Opens the socket, then starts the clockwork."""
        self.socket.start()
        self.clockwork.start()

    def stop(self) -> None:
        """Closes the socket first, so that nothing new comes in while the rest ends."""
        self.socket.stop()
        self.clockwork.stop()
        self.runtime.background.close()
        self.runtime.deps.db.close()


def wire(settings: Settings, business: Clock, process: Clock) -> Baton:
    """Builds everything from the settings; migrates the database and takes over the people. Talks to Slack."""
    database = Database(settings.database_url)
    upgrade_database(database)
    deps = Deps(db=database, clock=business, process=process, config=ConfigCache(database))
    _first_config(deps, settings.pipeline)
    token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else ""
    slack = Gateway(web_client(token, settings.slack_api_url))
    identity = slack.identity()
    people.sync(deps, (read_profile(u, identity["team_id"]) for u in slack.people()), now=business.now())
    runtime = Runtime(deps=deps, slack=slack, background=Background())
    app = factory.build_app(token, settings.slack_api_url, identity)
    handlers.register(app, runtime)
    app_token = settings.slack_app_token.get_secret_value() if settings.slack_app_token else ""
    socket = factory.SocketRunner(app, app_token)
    return Baton(runtime, app, socket, jobs.schedule(runtime.deps, slack, settings.control_url))


def _first_config(deps: Deps, path: Path) -> None:
    """On the first start the file is the proposal; later only `config apply` changes what is active."""
    with deps.db.write() as tx:
        config.apply_first(tx, path.read_text(encoding="utf-8"), now=deps.clock.now())


def main(arguments: Sequence[str]) -> int:
    """`python app.py run|try|check|config|import|people …`; returns the exit code."""
    return terminal.run(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
