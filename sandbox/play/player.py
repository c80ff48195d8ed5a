"""Plays a story against a running sandbox, step by step, and says what came of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sandbox.driver import Sandbox
from sandbox.play.stage import Stage, says
from sandbox.play.story import Step, Story
from sandbox.play.times import length, moment
from sandbox.render import Json, text_of

LOOKS = ("opens", "closes")  # nothing is new after these
PATIENCE = 10.0  # seconds that a reader waits for the app
FAILURES = (LookupError, ValueError, RuntimeError, TimeoutError, OSError)


class StoryFailed(Exception):
    """A step did not come out as it was told; the text says what was there instead."""


@dataclass
class Told:
    """How a step went: `lines` are what was read, `fault` what went wrong."""

    step: Step
    who: str
    place: str
    lines: list[str] = field(default_factory=list)
    fault: str = ""


class Player:
    """Walks through one story."""

    def __init__(self, slack: Sandbox, story: Story, patience: float = PATIENCE) -> None:
        self._slack, self._story, self._patience = slack, story, patience
        self._names = {one["name"]: one for one in slack.get("/client/boot")["users"]}
        self._who, self._place, self._mark = "", "app", len(slack.sink())
        self._acts: dict[str, Callable[[Step, Stage], None]] = {
            "types": self._types,
            "replies": self._replies,
            "presses": self._presses,
            "picks": self._picks,
            "shortcut": self._shortcut,
            "submits": self._submits,
            "closes": self._closes,
            "opens": self._opens,
            "until": self._until,
            "waits": self._waits,
            "workspace": self._workspace,
        }

    def play(self, before: Callable[[Told], None] = lambda told: None) -> Iterator[Told]:
        """Every step as it was done, `before` as it begins; whoever asks decides whether to go on after a fault."""
        for step in self._story.steps:
            told = Told(step, self._who, self._place)
            try:
                self._step(step, told, before)
            except StoryFailed as failed:
                told.fault = str(failed)
            except FAILURES as wrong:
                told.fault = str(wrong.args[0] if isinstance(wrong, LookupError) and wrong.args else wrong)
            yield told

    def start(self) -> None:
        """Moves to the moment the story starts at; raises ValueError when it is past."""
        if not self._story.starts:
            return
        now, wanted = self._slack.now, moment(self._story.starts, self._slack.now, self._story.zone)
        if wanted < now:
            raise ValueError(
                f"the story starts at {self._story.starts}, and here it is {now.astimezone(self._story.zone):%Y-%m-%dT%H:%M}"
                " already, and time only moves forward: play it on a sandbox with data of its own (another --data)"
            )
        self._slack.advance(to=wanted)

    def _step(self, step: Step, told: Told, before: Callable[[Told], None]) -> None:
        if "as" in step.beside:
            self._who = self._named(step.beside["as"])
        self._place = step.beside.get("in", self._place)
        told.who, told.place = self._who, self._place
        before(told)
        if step.verb in ("", "tells"):
            return
        if not self._who and step.verb not in ("until", "waits", "workspace"):
            raise StoryFailed("nobody acts yet: say who with `as`")
        stage = Stage(self._slack, self._slack.person(self._who), self._place, self._mark)
        if act := self._acts.get(step.verb):
            self._mark = self._mark if step.verb in LOOKS else len(self._slack.sink())
            act(step, stage)
            self._slack.advance()  # by nothing: what comes of it at this moment has come before the next step
        elif step.verb == "reads":
            told.lines = self._reads(step.texts, stage)
        else:
            self._misses(step, stage)

    def _named(self, name: str) -> str:
        if name not in self._names:
            people = ", ".join(sorted(n for n, one in self._names.items() if not one.get("is_bot")))
            raise StoryFailed(f"nobody here is called {name!r}; there are: {people}")
        return name

    # -- acts ------------------------------------------------------------------------------------

    def _done(self, step: Step, refusal: str) -> None:
        """Compares what the person was told with what the story says."""
        wanted = step.beside.get("refused", "")
        if wanted and not says(refusal, wanted):
            raise StoryFailed(
                f"should be refused with {wanted!r}, and was " + (f"told {refusal!r}" if refusal else "taken")
            )
        if refusal and not wanted:
            raise StoryFailed(f"was refused: {refusal}")

    def _types(self, step: Step, stage: Stage) -> None:
        if str(step.value).startswith("/"):
            answer = stage.me.command(stage.channel, step.value)
            return self._done(step, "" if answer.ok else answer.error)
        return self._said(step, stage, None)

    def _replies(self, step: Step, stage: Stage) -> None:
        parent = self._soon(lambda: stage.message(step.beside.get("on", "")))
        self._said(step, stage, str(parent.get("thread_ts") or parent["ts"]))

    def _said(self, step: Step, stage: Stage, thread: str | None) -> None:
        try:
            stage.me.say(stage.channel, step.value, thread)
        except RuntimeError as refused:
            return self._done(step, str(refused))
        return self._done(step, "")

    def _presses(self, step: Step, stage: Stage) -> None:
        beside = step.beside
        found = self._soon(lambda: stage.button(step.value, beside.get("on", ""), beside.get("under", "")))
        answer = stage.me.click(found.thing, found.element["action_id"], block_id=found.block["block_id"])
        self._done(step, "" if answer.ok else answer.error)

    def _picks(self, step: Step, stage: Stage) -> None:
        beside = step.beside
        found = self._soon(lambda: stage.option(step.value, beside.get("on", ""), beside.get("under", "")))
        many = found.element["type"].startswith("multi_") or found.element["type"] == "checkboxes"
        chosen: Any = {"selected_options": [step.value]} if many else {"selected_option": step.value}
        name = found.element["action_id"]
        answer = stage.me.click(found.thing, name, block_id=found.block["block_id"], **chosen)
        self._done(step, "" if answer.ok else answer.error)

    def _shortcut(self, step: Step, stage: Stage) -> None:
        known = self._slack.get("/client/boot")["app"]["shortcuts"]
        found = [one for one in known if step.value in (one["name"], one["callback_id"])]
        if not found:
            raise StoryFailed(
                f"no shortcut {step.value!r}; there are: {', '.join(one['name'] for one in known)}"
            )
        on = step.beside.get("on")
        message = self._soon(lambda: stage.message(on or "")) if found[0]["type"] == "message" else None
        answer = stage.me.shortcut(found[0]["callback_id"], message)
        self._done(step, "" if answer.ok else answer.error)

    def _submits(self, step: Step, stage: Stage) -> None:
        form = self._soon(lambda: _needed(stage.form, "no form is open"))
        given = step.value if isinstance(step.value, dict) else {}
        values = {label: self._filled(value, stage) for label, value in given.items()}
        told = stage.me.submit(form, values)
        refusal = told.get("error") or "; ".join(str(one) for one in (told.get("errors") or {}).values())
        self._done(step, refusal)

    def _filled(self, value: Any, stage: Stage) -> Any:
        """A file by its path beside the story, everything else as it is."""
        if not isinstance(value, dict) or set(value) != {"file"}:
            return value
        path = self._story.path.parent / str(value["file"])
        file = stage.me.upload(path.name, path.read_bytes())
        return [file["id"]]

    def _closes(self, step: Step, stage: Stage) -> None:
        stage.me.close(self._soon(lambda: _needed(stage.form, "no form is open")), every=True)

    def _opens(self, step: Step, stage: Stage) -> None:
        """A place; Home is asked of the app."""
        self._place = stage.place = str(step.value)
        if self._place == "home":
            stage.home()
        else:
            self._soon(lambda: stage.channel)

    def _until(self, step: Step, stage: Stage) -> None:
        now = self._slack.now
        goal = moment(step.value, now, self._story.zone)
        if goal < now:
            raise StoryFailed(
                f"{step.value} is past: it is {now.astimezone(self._story.zone):%Y-%m-%dT%H:%M}"
            )
        self._slack.advance(to=goal, wait=300)

    def _waits(self, step: Step, stage: Stage) -> None:
        self._slack.advance(seconds=length(step.value) / timedelta(seconds=1), wait=300)

    def _workspace(self, step: Step, stage: Stage) -> None:
        """People, channels and members change, as their control addresses have it."""
        if not isinstance(step.value, dict):
            raise StoryFailed("`workspace` holds `people`, `channels` or `members`, each with its fields")
        for door, body in step.value.items():
            if door not in ("people", "channels", "members") or not isinstance(body, dict):
                raise StoryFailed("`workspace` holds `people`, `channels` or `members`, each with its fields")
            self._slack.post(f"/control/{door}", **body)

    # -- checks ----------------------------------------------------------------------------------

    def _reads(self, wanted: list[str], stage: Stage) -> list[str]:
        """All of these in one message, form or Home."""

        def there() -> list[str]:
            shown = [text_of(thing) for thing in stage.read()]
            found = next((text for text in reversed(shown) if all(says(text, one) for one in wanted)), None)
            if found is None:
                raise LookupError(_unread(wanted, shown))
            return found.splitlines()

        read: list[str] = self._soon(there)
        return read

    def _misses(self, step: Step, stage: Stage) -> None:
        """Looks when the app has done all that it had to do."""
        self._slack.advance()
        shown = [text_of(thing) for thing in stage.read()]
        if step.verb == "silence":
            if shown:
                raise StoryFailed("nothing should have come, and there is:\n" + _quoted(shown))
            return
        for text in step.texts:
            if any(says(one, text) for one in shown):
                raise StoryFailed(f"{text!r} should not be there:\n" + _quoted(shown))

    def _soon(self, look: Callable[[], Any]) -> Any:
        """What `look` finds, once it does not raise LookupError; the last one is raised when patience ends."""
        last: list[LookupError] = []

        def found() -> Any:
            try:
                return [look()]
            except LookupError as wrong:
                last[:] = [wrong]
                return None

        try:
            return self._slack.wait_for(found, self._patience)[0]
        except TimeoutError:
            raise last[0] from None


def _needed(thing: Json | None, otherwise: str) -> Json:
    if thing is None:
        raise LookupError(otherwise)
    return thing


def _unread(wanted: list[str], shown: list[str]) -> str:
    missing = [one for one in wanted if not any(says(text, one) for text in shown)]
    what = " and ".join(repr(one) for one in missing) or f"{wanted} in one message"
    return f"should read {what}, and " + (f"there is:\n{_quoted(shown)}" if shown else "nothing came")


def _quoted(shown: list[str]) -> str:
    return "\n".join("\n".join(f"    │ {line}" for line in text.splitlines()) for text in shown)
