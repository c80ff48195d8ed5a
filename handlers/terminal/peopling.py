"""`app.py people check|apply`: roles, managers and calendars from people.yaml."""

import argparse
from collections.abc import Iterable
from pathlib import Path

from bot.settings import load
from handlers.terminal.configuring import tell_flagged, tell_turns
from handlers.terminal.kit import Kit
from handlers.terminal.screen import FAULT, OK, Screen
from handlers.terminal.target import add_try, said_again, settings_for
from services.deps import Deps
from services.setup import people_preview
from services.setup.people_preview import Effect
from services.team import people_file
from services.team.people_file import PeopleFault


def options(parser: argparse.ArgumentParser, screen: Screen) -> None:
    """What to do, and the file."""
    parser.add_argument(
        "what", choices=("check", "apply"), metavar="check|apply", help=screen.t("terminal.opt_people")
    )
    parser.add_argument("file", nargs="?", type=Path, help=screen.t("terminal.opt_people_file"))
    add_try(parser, screen)


def work(kit: Kit, screen: Screen, chosen: argparse.Namespace) -> int:
    """Says every fault at once; a file with faults changes nothing."""
    settings = settings_for(kit, chosen) or load(slack=False)
    path: Path = chosen.file or settings.people
    if not chosen.file and not path.is_file():
        return screen.fault(screen.t("people.no_file", path=path))
    source = path.read_text("utf-8")
    deps = kit.open(settings)
    is_dry, now = chosen.what == "check", deps.clock.now()
    try:
        faults = people_file.apply(deps, source, by_id=None, now=now, dry=is_dry)
        if faults:
            return tell_faults(screen, path, faults)
        if is_dry:
            _tell_effect(screen, deps, people_preview.look(deps, source, now=now))
    finally:
        deps.db.close()
    key = "people.fine" if is_dry else "people.applied"
    screen.line(screen.t(key, path=path, command=said_again("people apply", chosen)))
    return OK


def _tell_effect(screen: Screen, deps: Deps, found: Effect) -> None:
    """What it would flag today, who would hear of nothing, and whose deals nobody would work on."""
    tell_flagged(screen, *found.flagged)
    tell_turns(screen, deps, found.turns.values())
    before, after = found.unheard
    if before or after:
        screen.line(screen.t("people.unheard", before=before, after=after))
    for handle, count in found.unseen.items():
        screen.line(screen.t("people.sells_no_more", name=handle, count=count))


def tell_faults(screen: Screen, path: Path, faults: Iterable[PeopleFault]) -> int:
    """Each fault with file, line and key."""
    for fault in faults:
        told = screen.t(fault.key, **{"name": "", "handle": ""} | fault.fields)
        screen.fault(
            f"{path}:{fault.line}: {fault.path}: {told}" if fault.path else f"{path}:{fault.line}: {told}"
        )
    return FAULT
