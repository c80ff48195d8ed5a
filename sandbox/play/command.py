"""`python -m sandbox play story.yaml …`: plays stories against a running sandbox and prints them as they go."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TextIO
from urllib.error import URLError

from sandbox.driver import Sandbox
from sandbox.play.player import FAILURES, Player, Told
from sandbox.play.stage import says
from sandbox.play.story import Step, Story, StoryError, read_story

SHOWN = 8  # lines of what was read
CHECKS = ("reads", "misses", "silence")
DID = {
    "types": "types {}",
    "replies": "replies {}",
    "presses": "presses [{}]",
    "picks": "picks {}",
    "shortcut": "takes the shortcut {}",
    "closes": "closes the form",
    "opens": "opens {}",
    "silence": "hears nothing",
}


def options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m sandbox play", description="Play stories against a running sandbox."
    )
    parser.add_argument("stories", type=Path, nargs="+", metavar="story.yaml")
    parser.add_argument(
        "--url", default="http://127.0.0.1:8585", help="where the sandbox is (default: %(default)s)"
    )
    parser.add_argument("--keep-going", action="store_true", help="play on after a step that failed")
    parser.add_argument(
        "--pace",
        type=float,
        default=0.0,
        metavar="SECONDS",
        help="a pause after each step, and captions on the page",
    )
    parser.add_argument(
        "--patience", type=float, default=10.0, metavar="SECONDS", help="how long to wait for the app"
    )
    parser.add_argument("--check", action="store_true", help="read the files and play nothing")
    parser.add_argument("--quiet", action="store_true", help="say what failed, and the sum")
    return parser.parse_args(argv)


def main(argv: list[str]) -> int:
    """0: all as told; 1: a step failed; 2: a file or the sandbox cannot be used."""
    chosen, out = options(argv), sys.stdout
    stories, wrong = [], []
    for path in chosen.stories:
        try:
            stories.append(read_story(path))
        except (StoryError, OSError) as fault:
            wrong.append(str(fault))
    if wrong:
        sys.stderr.write("\n".join(wrong) + "\n")
        return 2
    if chosen.check:
        out.write("".join(f"{one.path}: {len(one.steps)} steps\n" for one in stories))
        return 0
    return max([_play(story, chosen, out) for story in stories])


def _play(story: Story, chosen: argparse.Namespace, out: TextIO) -> int:
    slack = Sandbox(chosen.url)
    try:
        player = Player(slack, story, chosen.patience)
        if not chosen.quiet:
            out.write(f"\n{story.title}\n" + (f"{story.about}\n" if story.about else "") + "\n")
        player.start()
    except URLError as wrong:
        sys.stderr.write(
            f"nobody answers at {chosen.url} ({wrong.reason}): start a sandbox first, or say where with --url\n"
        )
        return 2
    except FAILURES as wrong:
        sys.stderr.write(f"{story.path}: {wrong}\n")
        return 2
    done = failed = 0
    for told in player.play(_captions(slack) if chosen.pace else _nothing):
        done += 1
        failed += bool(told.fault)
        if told.fault or not chosen.quiet:
            out.write(line_of(story, told))
            out.flush()
        if told.fault and not chosen.keep_going:
            break
        if chosen.pace and told.step.verb:
            time.sleep(chosen.pace)
    left = len(story.steps) - done
    out.write(
        f"{story.path}: {done - failed} of {len(story.steps)} steps as told"
        + (f", {failed} failed" if failed else "")
        + (f", {left} not played" if left else "")
        + "\n"
    )
    return 1 if failed else 0


def _nothing(told: Told) -> None:
    pass


def _captions(slack: Sandbox) -> Callable[[Told], None]:
    """Says on every page what is about to happen."""

    def show(told: Told) -> None:
        verb = told.step.verb
        if verb and verb not in CHECKS:
            slack.post("/control/caption", who=told.who, verb=verb, text=_value(told.step))

    return show


def line_of(story: Story, told: Told) -> str:
    """One step as it is printed."""
    step = told.step
    if told.fault:
        return f"✗ {story.path}:{step.line}: {_doing(told)}\n    {told.fault}\n"
    if not step.verb:
        return ""
    if step.verb == "tells":
        return f"\n  {step.value}\n\n"
    if step.verb == "reads":
        return "".join(f"        │ {line}\n" for line in _short(told.lines, step.texts))
    return f"{step.line:4}  {_doing(told)}\n"


def _short(lines: list[str], wanted: list[str]) -> list[str]:
    """All of what was read if it is short, else the first line and those that were looked for."""
    if len(lines) <= SHOWN:
        return lines
    kept = [line for n, line in enumerate(lines) if n == 0 or any(says(line, one) for one in wanted)]
    return [*kept, f"… and {len(lines) - len(kept)} lines more"]


def _doing(told: Told) -> str:
    verb, value = told.step.verb, _value(told.step)
    if verb in ("until", "waits"):
        return f"⏱ {verb} {value}"
    if verb == "workspace":
        return f"the workspace: {value}"
    if verb == "submits":
        return f"{told.who} submits {value or 'the form'}"
    if verb in ("reads", "misses"):
        return f"{told.who} in {told.place} {'reads' if verb == 'reads' else 'does not read'} {value}"
    return f"{told.who} in {told.place} " + DID.get(verb, verb).format(value)


def _value(step: Step) -> str:
    """What stands behind the verb, on one line."""
    return "" if step.value == "true" else _flat(step.value)


def _flat(value: object) -> str:
    """Fields and what they hold, without brackets."""
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_flat(one)}" for name, one in value.items())
    return ", ".join(_flat(one) for one in value) if isinstance(value, list) else str(value)
