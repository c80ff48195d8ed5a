"""`app.py export FILE`: the leads as an Excel or CSV file with the columns of the usual lead table."""

import argparse
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.settings import load
from bot.sheets import lead_table, writing
from handlers.terminal.kit import Kit
from handlers.terminal.screen import OK, Screen
from handlers.terminal.target import add_try, settings_for
from rules.errors import Invalid
from services.ask import Ask
from services.deps import Deps
from services.exchange import export, knowing
from services.exchange.export import Exported
from services.team import people


def options(parser: argparse.ArgumentParser, screen: Screen) -> None:
    """Where to, and as whom."""
    parser.add_argument("file", type=Path, help=screen.t("terminal.opt_export"))
    parser.add_argument("--as", dest="who", metavar="@HANDLE", help=screen.t("terminal.opt_as"))
    add_try(parser, screen)


def work(kit: Kit, screen: Screen, chosen: argparse.Namespace) -> int:
    """Raises Invalid, NotFound, Refused, OSError."""
    path: Path = chosen.file
    if path.suffix.lower() not in (".xlsx", ".csv"):
        raise Invalid("export.which", path=path)
    deps = kit.open(settings_for(kit, chosen) or load(slack=False))
    try:
        found = _found(deps, chosen.who)
    finally:
        deps.db.close()
    page = lead_table.page(found.lines, found.pipeline, screen.locale, found.region)
    path.write_bytes(writing.as_csv(page) if path.suffix.lower() == ".csv" else writing.xlsx([page]))
    screen.line(screen.t("export.done", count=len(found.lines), path=path))
    return OK


def _found(deps: Deps, who: str | None) -> Exported:
    now = deps.clock.now()
    if who is None:
        zone = ZoneInfo(knowing.zone_of(deps.config.active().pipeline))
        return export.everything(deps, zone, now=now)
    person, actor = people.by_handle(deps, who.removeprefix("@"))
    return export.seen(Ask(deps, person, actor, now))
