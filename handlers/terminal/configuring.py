"""`app.py config check|apply|export`: the team's process, proposed in a file, active in the database."""

import argparse
from collections import Counter
from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from bot.settings import load
from bot.views import rule_words
from bot.words import formats, locale_of
from handlers.terminal.kit import Kit
from handlers.terminal.screen import OK, Screen
from handlers.terminal.target import add_try, said_again, settings_for
from handlers.terminal.telling import PipelineFaults
from rules.calendar import preset
from rules.durations import Duration
from rules.pipeline import Pipeline
from rules.readings import Reading, readings
from rules.turns import NEW_FLAGS, Turn
from services.config import versions
from services.deps import Deps
from services.setup import config_change, config_preview
from services.watching import precision

BABEL = {"en": "en_US", "zh": "zh_CN"}
DAY = {"en": "EEE MMM d, HH:mm", "zh": "M/d EEE HH:mm"}


def options(parser: argparse.ArgumentParser, screen: Screen) -> None:
    """What to do, and the file of the proposal."""
    parser.add_argument(
        "what",
        choices=("check", "apply", "export"),
        metavar="check|apply|export",
        help=screen.t("terminal.opt_config"),
    )
    parser.add_argument("file", nargs="?", type=Path, help=screen.t("terminal.opt_config_file"))
    add_try(parser, screen)


def work(kit: Kit, screen: Screen, chosen: argparse.Namespace) -> int:
    """A proposal with faults changes nothing. Raises PipelineFaults with all of them, BatonError."""
    settings = settings_for(kit, chosen) or load(slack=False)
    path: Path = chosen.file or settings.pipeline
    deps, is_ready = (kit.open(settings), True) if chosen.what == "apply" else kit.look(settings)
    try:
        if chosen.what == "export":
            screen.out.write(versions.active_source(deps.db) if is_ready else "")
            return OK
        source, now = path.read_text("utf-8"), deps.clock.now()
        if chosen.what == "apply":
            return _apply(screen, deps, path, source, now)
        return (
            _compared(screen, deps, path, source, chosen) if is_ready else _first(screen, path, source, now)
        )
    finally:
        deps.db.close()


def _first(screen: Screen, path: Path, source: str, now: datetime) -> int:
    """There is nothing yet to compare a proposal with."""
    data, parsed = versions.read_proposal(source)
    if not isinstance(parsed, Pipeline):
        raise PipelineFaults(path, parsed)
    _tell_readings(screen, data, parsed, now)
    screen.line(screen.t("config.first", path=path))
    return OK


def _compared(screen: Screen, deps: Deps, path: Path, source: str, chosen: argparse.Namespace) -> int:
    now = deps.clock.now()
    data, parsed = config_preview.read_whole(deps, source)
    if not isinstance(parsed, Pipeline):
        raise PipelineFaults(path, parsed)
    _tell_readings(screen, data, parsed, now)
    _tell_flags(screen, deps, parsed, now)
    version = versions.number_in_force(deps.db, data)
    if version is not None:
        screen.line(screen.t("config.same", version=version))
    else:
        screen.line(screen.t("config.fine", path=path, command=said_again("config apply", chosen)))
    return OK


def _apply(screen: Screen, deps: Deps, path: Path, source: str, now: datetime) -> int:
    try:
        proposal = config_change.propose(source)
        with deps.db.write() as tx:
            applied = config_change.apply(tx, proposal, by_id=None, now=now)
    except versions.ConfigFaults as fault:
        raise PipelineFaults(path, fault.faults) from fault
    looked = config_change.look_again(deps, now=now)
    key = "config.applied" if applied.is_new else "config.same"
    screen.line(screen.t(key, version=applied.version, count=applied.deals))
    tell_turns(screen, deps, looked.turns)
    return OK


def _tell_readings(screen: Screen, data: object, pipeline: Pipeline, now: datetime) -> None:
    """How each limit is read, with an example from now on."""
    calendar = preset(pipeline.calendars.default)
    start = calendar.next_opening(now)
    seen: set[str] = set()
    for reading in readings(data, calendar, start):
        if reading.written not in seen:
            seen.add(reading.written)
            screen.line(f"  {_place(reading.path, pipeline)}: {_reading(screen, reading, calendar.tz)}")


def _place(path: str, pipeline: Pipeline) -> str:
    """The path with a stage's key for its number: `proposal.slow_after` for `stages.3.slow_after`."""
    top, _, rest = path.partition(".")
    number, _, below = rest.partition(".")
    return f"{pipeline.stages[int(number)].key}.{below}" if top == "stages" and number.isdigit() else path


def _reading(screen: Screen, reading: Reading, tz: ZoneInfo) -> str:
    is_far = reading.end - reading.start > timedelta(days=6)
    start, end = (_moment(screen, at, tz, is_far) for at in (reading.start, reading.end))
    return screen.t(
        "config.reading", written=reading.written, read=_in_words(screen, reading.limit), start=start, end=end
    )


def _in_words(screen: Screen, limit: Duration) -> str:
    if limit.unit == "wd":
        return formats.working_days(limit.n, screen.locale)
    key = {"wh": "config.hours", "d": "when.days", "min": "config.minutes"}[limit.unit]
    return screen.t(key, count=limit.n)


def _moment(screen: Screen, at: datetime, tz: ZoneInfo, with_day: bool) -> str:
    lang = locale_of(screen.locale)
    pattern = DAY[lang] if with_day else "EEE HH:mm"
    return str(format_datetime(at.astimezone(tz), pattern, locale=BABEL[lang]))


def _tell_flags(screen: Screen, deps: Deps, proposed: Pipeline, now: datetime) -> None:
    """What would be flagged today against what is flagged now."""
    before = config_preview.flagged(deps, deps.config.active().pipeline, now=now)
    after = config_preview.flagged(deps, proposed, now=now)
    tell_flagged(screen, before, after)
    _tell_judged(screen, deps, now)
    active = deps.config.active().pipeline
    tell_turns(screen, deps, config_preview.turns(deps, active, proposed, now=now).values())


def tell_flagged(screen: Screen, before: Counter[str], after: Counter[str]) -> None:
    """Rule by rule, now and with a proposal."""
    for rule in ("step", "quiet", "slow", "slipping"):
        name = screen.t(f"config.rule_{rule}")
        screen.line(screen.t("config.flags", rule=name, before=before[rule], after=after[rule]))


def _tell_judged(screen: Screen, deps: Deps, now: datetime) -> None:
    """What came of each rule's reminders under the process in force."""
    config = deps.config.active()
    with deps.db.read() as tx:
        found = precision.look(tx, config, now)
    told = rule_words.lines(found, screen.locale)
    for line in [screen.t("rule.title"), *(f"  {line}" for line in told)] if told else []:
        screen.line(line)


def tell_turns(screen: Screen, deps: Deps, turns: Collection[Turn]) -> None:
    """How many deals turn red by a change, and on which day the last of their owners reads so."""
    if turns:
        calendar = preset(deps.config.refresh().pipeline.calendars.default)
        last, today = max(turn.on for turn in turns), calendar.local(deps.clock.now()).date()
        day = formats.day(last, screen.locale, today)
        screen.line(screen.t("config.turns", count=len(turns), most=NEW_FLAGS, day=day))
