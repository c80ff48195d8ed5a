"""What Baton says unasked about deals: one line each with its verbs, one grey line of reasons."""

from collections.abc import Callable, Iterable
from typing import Any

from bot.views import parts, why
from bot.views.nudge_words import done, told
from bot.views.parts import Part, bold, message, section
from bot.views.reader import Reader
from rules.answers.digests import HelpAsked, HelpComing, VerbDone
from rules.answers.nudges import Done, NudgeLine, NudgeMessage
from rules.facts import Rung

MANY_TRIES = 3  # that reached nobody: trying the same again is no advice any more
MANAGERS = (Rung.MANAGER, Rung.DECIDE)


# -- the verbs ------------------------------------------------------------------------------------------


def verbs(line: NudgeLine, reader: Reader) -> Part | None:
    """Two buttons and ⋯. Managers get theirs; a warned rep is asked first what is in the way."""
    if line.done is not None:
        return None
    t, value = reader.t, f"{line.nudge_id}:{line.head.deal_id}"
    if line.rung in MANAGERS or line.owner:
        first, second = _managers(line)
        rest = [v for v in ("help_them", "reassign", "decide", "why") if v not in (first, second)]
        return parts.actions(
            _verb(first, value, reader), _verb(second, value, reader), _menu(rest, value, reader)
        )
    if line.tries >= MANY_TRIES:
        return parts.actions(
            _verb("other", value, reader),
            _verb("wait", value, reader),
            _verb("invalid", value, reader),
            _menu(["note", "later", "ask_help", "lost", "why"], value, reader),
        )
    rest = ["wait", "later", "ask_help", "lost", "why"]
    if line.blockers and (line.rung == Rung.HEADS_UP or line.listed_at is not None):
        chosen = [parts.option(c.label, f"{value}:{c.value}") for c in line.blockers]
        ask = parts.select(action_id="nudge_blocker", options=chosen, placeholder=t("nudge.pick_blocker"))
        return parts.actions(ask, _verb("note", value, reader), _menu(rest, value, reader))
    first, second = {"step": ("note", "date"), "over": ("note", "date"), "slow": ("ask_help", "note")}.get(
        line.rule, ("note", "wait")
    )
    if "quiet" in line.also and line.rule != "step":
        first, second = "note", "ask_help"
    return parts.actions(
        _verb(first, value, reader),
        _verb(second, value, reader),
        _menu([v for v in rest if v not in (first, second)], value, reader),
    )


def _managers(line: NudgeLine) -> tuple[str, str]:
    return ("decide", "help_them") if line.rung == Rung.DECIDE else ("help_them", "reassign")


LABELS = {
    "note": "btn.log_note",
    "date": "btn.change_date",
    "wait": "btn.waiting",
    "later": "btn.later",
    "ask_help": "btn.ask_help",
    "lost": "btn.lost",
    "why": "btn.why",
    "other": "btn.other_person",
    "invalid": "btn.invalid",
    "help_them": "btn.help_them",
    "reassign": "btn.reassign",
    "decide": "btn.decide",
}


def _verb(verb: str, value: str, reader: Reader) -> Part:
    return parts.button(reader.t(LABELS[verb]), f"nudge_{verb}", value)


def _menu(rest: Iterable[str], value: str, reader: Reader) -> Part | None:
    options = [parts.option(reader.t(LABELS[verb]), f"{verb}:{value}") for verb in rest]
    return parts.overflow(action_id="nudge_more", options=options)


def blocks_of(lines: Iterable[NudgeLine], reader: Reader) -> list[Part | None]:
    """A paragraph and a row of verbs for each line."""
    found: list[Part | None] = []
    for line in lines:
        found += [section(told(line, reader)), verbs(line, reader)]
    return found


# -- messages -------------------------------------------------------------------------------------------


def nudges(answer: NudgeMessage, reader: Reader) -> Part:
    """One message with what is due now, and why for its first line."""
    heads = [told(line, reader) for line in answer.lines]
    return message(
        heads[0] if heads else "", [*blocks_of(answer.lines, reader), reason(answer.lines, reader)]
    )


def reason(lines: Iterable[NudgeLine], reader: Reader) -> Part | None:
    """One grey line per message: why the first that still asks for something came. With several it says whose."""
    asking = [line for line in lines if line.done is None]
    if not asking:
        return None
    name = asking[0].head.called or reader.t("deal.unnamed")
    return parts.context(why.short(asking[0], reader, name if len(asking) > 1 else ""))


def help_asked(answer: HelpAsked, reader: Reader) -> Part:
    """To the manager: who asks for help with what."""
    line = told(answer.line, reader)
    return message(line, [section(line), verbs(answer.line, reader)])


def verb_done(answer: VerbDone, reader: Reader) -> Part:
    """What came of a verb, in one line."""
    head = answer.head
    name = bold(head.called or reader.t("deal.unnamed"))
    line = done(answer.done, name, reader)
    return message(line, [section(line)])


def help_coming(answer: HelpComing, reader: Reader) -> Part:
    """To the owner: who helps, or who has the deal now."""
    return verb_done(VerbDone(head=answer.head, done=Done(verb=answer.verb, who=answer.who)), reader)


VIEWS: dict[str, Callable[[Any, Reader], Part]] = {
    NudgeMessage.kind: nudges,
    HelpAsked.kind: help_asked,
    VerbDone.kind: verb_done,
    HelpComing.kind: help_coming,
}
