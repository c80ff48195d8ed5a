"""What Baton says unasked about deals: one line each with its verbs, one grey line of reasons."""

from collections.abc import Callable, Iterable
from typing import Any

from bot.views import parts, why
from bot.views.parts import Part, bold, message, section
from bot.views.reader import Reader
from bot.words import formats
from rules.answers.base import StepShown
from rules.answers.digests import HelpAsked, HelpComing, TaskAsked, VerbDone
from rules.answers.nudges import Done, NudgeLine, NudgeMessage
from rules.facts import Rung

CONTACT = {
    "talked": "nudge.contact_talked",
    "meeting": "nudge.contact_meeting",
    "message": "nudge.contact_message",
    "reply": "nudge.contact_reply",
}
STEP = {
    Rung.TODAY: "nudge.step_today",
    Rung.SOON: "nudge.step_soon",
    Rung.PAST: "nudge.step_past",
    Rung.MANAGER: "nudge.step_manager",
}
DONE = {
    "note": "done.note",
    "wait": "done.wait",
    "later": "done.later",
    "date": "done.date",
    "help": "done.help",
    "lost": "done.lost",
    "blocker": "done.blocker",
    "blocker_task": "done.blocker_task",
    "moving": "done.moving",
    "helping": "done.helping",
    "reassigned": "done.reassigned",
    "push": "done.push",
    "park": "done.park",
    "task": "done.task",
    "gone": "done.gone",
}
MANAGERS = (Rung.MANAGER, Rung.DECIDE)


def name_of(line: NudgeLine, reader: Reader) -> str:
    """The deal's name in bold, its owner's beside it where somebody else reads."""
    head = line.head
    name = bold(head.account or head.contact or head.code or reader.t("deal.unnamed"))
    return reader.t("nudge.owned", name=name, owner=line.owner) if line.owner else name


def told(line: NudgeLine, reader: Reader) -> str:
    """What a line says, or what was answered to it."""
    if line.done is not None:
        return done(line.done, name_of(line, reader), reader)
    said = _said(line, reader)
    more = [_missing(line, reader), _tries(line, reader), _blocker(line, reader)]
    if line.listed_at is not None:
        more.append(reader.t("nudge.pre_list", clock=formats.clock(line.listed_at, reader.locale)))
    gap = "" if reader.locale == "zh" else " "
    return gap.join([said, *(word for word in more if word)])


def _said(line: NudgeLine, reader: Reader) -> str:
    t, name = reader.t, name_of(line, reader)
    if line.asks is not None:
        asks = line.asks or t("nudge.asks_plain")
        return t("nudge.asks", name=name, owner=line.owner or t("deal.nobody"), asks=asks)
    days = formats.working_days(line.days_in_stage, reader.locale)
    stage = line.stage_name or line.head.stage
    if line.rule == "step":
        return _step(line, name, reader)
    if line.rule == "waiting":
        who = line.waiting_for or t("nudge.the_customer")
        return t("nudge.waiting", name=name, who=who)
    if line.rule == "risk":
        return t("nudge.risk", name=name, reason=line.risk_reason or t("nudge.no_reason"))
    if line.rung == Rung.DECIDE:
        return t("nudge.decide", name=name, days=days, stage=stage)
    if line.rung == Rung.HEADS_UP:
        return _heads_up(line, name, reader)
    if line.rule == "quiet":
        both = "slow" in line.also
        silent = _silent(line, reader)
        return (
            t("nudge.both", name=name, days=days, stage=stage, silent=silent)
            if both
            else _quiet(line, name, reader)
        )
    if "quiet" in line.also:
        return t("nudge.both", name=name, days=days, stage=stage, silent=_silent(line, reader))
    return t("nudge.slow", name=name, days=days, stage=stage)


def _heads_up(line: NudgeLine, name: str, reader: Reader) -> str:
    limit = why.limit(line.limit, reader)
    when = formats.moment(line.why.limit_at, reader.tz, reader.locale, reader.now)
    if line.rule == "quiet" and "slow" not in line.also:
        return reader.t(
            "nudge.heads_up_quiet", name=name, when=when, limit=limit, silent=_silent(line, reader)
        )
    days = formats.working_days(line.days_in_stage, reader.locale)
    stage = line.stage_name or line.head.stage
    return reader.t("nudge.heads_up", name=name, days=days, stage=stage, limit=limit, when=when)


def _quiet(line: NudgeLine, name: str, reader: Reader) -> str:
    if line.last_contact_at is None:
        start = formats.day(line.why.counted_from.astimezone(reader.tz).date(), reader.locale, reader.today)
        return reader.t("nudge.quiet_never", name=name, since=start)
    days = formats.working_days(line.days_silent or 0, reader.locale)
    return reader.t("nudge.quiet", name=name, days=days, last=_last(line, reader))


def _silent(line: NudgeLine, reader: Reader) -> str:
    if line.last_contact_at is None:
        return reader.t("nudge.silent_never")
    return reader.t("nudge.silent", last=_last(line, reader))


def _last(line: NudgeLine, reader: Reader) -> str:
    """ "your call on Nov 17": what the last contact was, and its day."""
    assert line.last_contact_at is not None
    on = formats.day(line.last_contact_at.astimezone(reader.tz).date(), reader.locale, reader.today)
    return reader.t(CONTACT.get(line.last_contact_kind, "nudge.contact_any"), day=on)


def _step(line: NudgeLine, name: str, reader: Reader) -> str:
    step = line.step or StepShown()
    text = step.text or reader.t("nudge.step_any")
    when = _when(step, reader)
    key = STEP.get(Rung(line.rung), "nudge.step_past") if line.rung < Rung.AGAIN else "nudge.step_past"
    if key == "nudge.step_soon" and step.kind == "at" and step.at is not None:
        key, when = "nudge.step_at", formats.clock(step.at, reader.locale)
    return reader.t(key, name=name, text=text, when=when)


def _when(step: StepShown, reader: Reader) -> str:
    if step.on is None:
        return reader.t("when.unknown")
    said = formats.by if step.kind == "by" else formats.day_and_clock
    return said(step.on, step.at, reader.locale, reader.today)


def _missing(line: NudgeLine, reader: Reader) -> str:
    if not line.missing or line.rule not in ("slow", "quiet"):
        return ""
    return reader.t("nudge.missing", items=formats.names(line.missing[:2], reader.locale))


def _tries(line: NudgeLine, reader: Reader) -> str:
    return reader.t("nudge.tries", count=line.tries) if line.tries else ""


def _blocker(line: NudgeLine, reader: Reader) -> str:
    label = next((c.label for c in line.blockers if c.value == line.blocker), "")
    return reader.t("nudge.blocker", blocker=label) if label else ""


def done(answer: Done, name: str, reader: Reader) -> str:
    """What was answered, in one line; `until` and `on` become the reader's own day."""
    when = ""
    if answer.until is not None:
        when = formats.moment(answer.until, reader.tz, reader.locale, reader.now)
    elif answer.on is not None:
        when = formats.day(answer.on, reader.locale, reader.today)
    key = DONE.get(answer.verb, "done.gone")
    return reader.t(key, name=name, when=when, who=answer.who, text=answer.text)


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
    rest = ["wait", "later", "ask_help", "lost", "why"]
    if line.blockers and (line.rung == Rung.HEADS_UP or line.listed_at is not None):
        chosen = [parts.option(c.label, f"{value}:{c.value}") for c in line.blockers]
        ask = parts.select(action_id="nudge_blocker", options=chosen, placeholder=t("nudge.in_the_way"))
        return parts.actions(ask, _verb("note", value, reader), _menu(rest, value, reader))
    first, second = {"step": ("note", "date"), "slow": ("ask_help", "note")}.get(line.rule, ("note", "wait"))
    if "quiet" in line.also:
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
    """One grey line per message: the reason of the first line that still asks for something."""
    first = next((line for line in lines if line.done is None), None)
    return parts.context(why.short(first.why, first.stage_name, reader)) if first else None


def help_asked(answer: HelpAsked, reader: Reader) -> Part:
    """To the manager: who asks for help with what."""
    line = told(answer.line, reader)
    return message(line, [section(line), verbs(answer.line, reader)])


def task_asked(answer: TaskAsked, reader: Reader) -> Part:
    """To the group whose turn it is: what, for which deal, who asks, until when."""
    head, t = answer.head, reader.t
    name = bold(head.account or head.contact or head.code or t("deal.unnamed"))
    due = formats.by(answer.due, None, reader.locale, reader.today) if answer.due else t("when.unknown")
    line = t("task.asked", name=name, stage=answer.stage_name, what=answer.what, who=answer.who, due=due)
    return message(line, [section(line)])


def verb_done(answer: VerbDone, reader: Reader) -> Part:
    """What came of a verb, in one line."""
    head = answer.head
    name = bold(head.account or head.contact or head.code or reader.t("deal.unnamed"))
    line = done(answer.done, name, reader)
    return message(line, [section(line)])


def help_coming(answer: HelpComing, reader: Reader) -> Part:
    """To the owner: who helps, or who has the deal now."""
    return verb_done(VerbDone(head=answer.head, done=Done(verb=answer.verb, who=answer.who)), reader)


VIEWS: dict[str, Callable[[Any, Reader], Part]] = {
    NudgeMessage.kind: nudges,
    HelpAsked.kind: help_asked,
    TaskAsked.kind: task_asked,
    VerbDone.kind: verb_done,
    HelpComing.kind: help_coming,
}
