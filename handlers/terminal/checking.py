"""`app.py check`: every fault of the installation at once: .env, the database, pipeline.yaml, people.yaml."""

import argparse

from bot.settings import Settings, SettingsError, load
from handlers.terminal import peopling, telling
from handlers.terminal.kit import Kit
from handlers.terminal.screen import FAULT, OK, Screen
from handlers.terminal.target import add_try, settings_for
from rules.errors import BatonError
from rules.pipeline import Pipeline
from services.config import versions
from services.deps import Deps
from services.team import people_file


def options(parser: argparse.ArgumentParser, screen: Screen) -> None:
    """None but `--try`."""
    add_try(parser, screen)


def work(kit: Kit, screen: Screen, chosen: argparse.Namespace) -> int:
    """0 when nothing is wrong. Nothing of a workspace is changed."""
    faults = 0
    settings: Settings | None = None
    try:
        settings = settings_for(kit, chosen) or load()
    except SettingsError as fault:
        faults += screen.fault("\n".join(fault.sentences(screen.locale)))
        settings = _without_slack()
    if settings is None:
        return FAULT
    in_pipeline = _pipeline(screen, settings)
    if faults + in_pipeline + (0 if in_pipeline else _database(kit, screen, settings)):
        return FAULT
    screen.line(screen.t("terminal.check_fine"))
    return OK


def _without_slack() -> Settings | None:
    """The rest of the settings, when only the tokens are missing: the other faults are wanted too."""
    try:
        return load(slack=False)
    except SettingsError:
        return None


def _pipeline(screen: Screen, settings: Settings) -> int:
    try:
        source = settings.pipeline.read_text("utf-8")
    except FileNotFoundError:
        return screen.fault(screen.t("terminal.no_file", path=settings.pipeline))
    except (OSError, UnicodeDecodeError) as fault:
        words = {
            "path": settings.pipeline,
            "reason": getattr(fault, "strerror", None) or type(fault).__name__,
        }
        return screen.fault(screen.t("terminal.file", **words))
    parsed = versions.read_proposal(source)[1]
    if isinstance(parsed, Pipeline):
        return OK
    return screen.fault("\n".join(telling.line(screen.locale, settings.pipeline, fault) for fault in parsed))


def _database(kit: Kit, screen: Screen, settings: Settings) -> int:
    try:
        deps, is_ready = kit.look(settings)
    except BatonError as fault:
        return screen.fault(screen.t(fault.key, **fault.fields))
    try:
        if not is_ready:
            screen.line(screen.t("terminal.not_started"))
            return OK
        return _people(screen, settings, deps)
    finally:
        deps.db.close()


def _people(screen: Screen, settings: Settings, deps: Deps) -> int:
    if not settings.people.is_file():
        return OK
    source = settings.people.read_text("utf-8")
    faults = people_file.apply(deps, source, by_id=None, now=deps.clock.now(), dry=True)
    return peopling.tell_faults(screen, settings.people, faults) if faults else OK
