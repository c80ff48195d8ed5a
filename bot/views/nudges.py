"""What Baton says unasked about deals: one line each with its verbs, one grey line of reasons."""

from collections.abc import Callable, Iterable
from typing import Any

from bot.views import done_words, parts, why
from bot.views.nudge_words import MANY_TRIES, line_of
from bot.views.parts import Part, bold, message, section
from bot.views.reader import Reader
from bot.views.step_words import following
from bot.views.task_words import is_with_somebody
from bot.views.undo import undo_button
from bot.words import formats
from rules.answers.digests import DealYours, HelpAsked, HelpComing, VerbDone
from rules.answers.nudges import Done, NudgeLine, NudgeMessage, Reminder
from rules.facts import Rung

EVENING = "evening"
MANAGERS = (Rung.MANAGER, Rung.DECIDE)


# -- the verbs ------------------------------------------------------------------------------------------


def verbs(line: NudgeLine, reader: Reader) -> Part | None:
    """Two buttons and ⋯. Managers get theirs; a warned rep is asked first what is in the way. Nobody is offered what is
    under way: who helps does not offer it again, and who helps is not asked again."""
    if line.done is not None:
        return undo(line.done, reader, line)
    value = f"{line.nudge_id}:{line.head.deal_id}"
    if line.rung in MANAGERS or line.owner:
        waive = ("waive",) if line.missing or line.owed else ()
        rest = ("help_them", "reassign", "decide", *waive, "dismiss", "why")
        return _row(_managers(line), rest, line, reader)
    owed = ("owed" if line.rule == "owed" else "fill",) if line.owed else ()
    if line.tries >= MANY_TRIES:
        again = ("note", "later", "ask_help", "lost", "dismiss", "why")
        return _row((*owed, "other", "wait", "invalid"), again, line, reader)
    if line.rule == "unanswered":
        more = ("note", "ask_help", "invalid", "dismiss", "why")
        return _row((*owed, "park", "close", "keep"), more, line, reader)
    rest = ("wait", "later", "ask_help", "lost", "dismiss", "why")
    is_asked = line.rung == Rung.HEADS_UP or line.listed_at is not None
    if line.blockers and is_asked and line.put_off is None and not is_with_somebody(line):
        chosen = [parts.option(c.label, f"{value}:{c.value}") for c in line.blockers]
        placeholder = reader.t("nudge.pick_blocker")
        ask = parts.select(action_id="nudge_blocker", options=chosen, placeholder=placeholder)
        return _row((*owed, "note"), rest, line, reader, ask)
    first = FIRST.get(line.rule, ("note", "wait"))
    if "quiet" in line.also and line.rule not in ("step", "owed", "date", "slipping"):
        first = ("note", "ask_help")
    if line.helping is not None and "ask_help" in first:
        first = ("note", "wait")  # somebody helps, or was asked
    return _row((*owed, *first), ("note", *rest), line, reader)


def undo(done: Done, reader: Reader, line: NudgeLine | None = None) -> Part | None:
    """The way back, while there is one; of one's own line that was "already done", what was done can be logged."""
    is_done = line is not None and not line.owner and done.reason == "done"
    where = f"{line.nudge_id}:{line.head.deal_id}" if line else ""
    note = _verb("note", where, reader) if line and is_done else None
    action = "dismiss_undo" if done.reason else UNDO.get(done.verb, "verb_undo")
    quiet = _quiet(done, where, reader) if line else None
    return parts.actions(note, quiet, undo_button(action, done.undo_id, done.undo_until, reader))


def _quiet(done: Done, where: str, reader: Reader) -> Part | None:
    """To be left alone until the day that the reason named."""
    if done.quiet_until is None or done.quiet_until <= reader.today:
        return None
    day = formats.day(done.quiet_until, reader.locale, reader.today)
    return parts.button(reader.t("btn.quiet_until", day=day), "nudge_quiet", f"{where}:{done.quiet_until}")


UNDO = {"reassigned": "assign_undo"}
MENU = 5  # options that Slack's ⋯ has
GIVES_WAY = ("lost", "ask_help")  # a deal's card has them too
OF_A_NUDGE = ("dismiss",)  # what stands in a list by itself has nothing to dismiss
FIRST = {
    "step": ("note", "date"),
    "over": ("note", "date"),
    "evening": ("note", "date"),
    "slow": ("ask_help", "note"),
    "owed": ("note",),
    "date": ("sign_on", "lost"),
    "slipping": ("plan", "wait"),
}


def _managers(line: NudgeLine) -> tuple[str, ...]:
    return ("decide", "help_them") if line.rung == Rung.DECIDE else ("help_them", "reassign")


def _row(
    first: Iterable[str], rest: Iterable[str], line: NudgeLine, reader: Reader, ahead: Part | None = None
) -> Part | None:
    """These verbs as buttons, the rest behind ⋯, without those that are under way; two of the others are buttons then."""
    value, idle = f"{line.nudge_id}:{line.head.deal_id}", _under_way(line)
    first = list(first)
    wanted = len(first)
    offered = [verb for verb in dict.fromkeys((*first, *rest)) if verb not in idle]
    shown = [verb for verb in first if verb not in idle]
    shown += [verb for verb in offered if verb not in shown][: wanted - len(shown)]
    buttons = [_verb(verb, value, reader) for verb in shown]
    menu = _menu([verb for verb in offered if verb not in shown], line, reader)
    return parts.actions(ahead, *buttons, menu)


def _under_way(line: NudgeLine) -> set[str]:
    if line.helping is None or line.asks is not None or not line.helping.is_promised:
        return set()
    return ({"help_them"} if line.helping.is_reader else set()) | (
        {"ask_help"} if line.helping.is_asked else set()
    )


LABELS = {
    "owed": "btn.owed",
    "fill": "btn.owed",
    "note": "btn.log_note",
    "date": "btn.change_date",
    "sign_on": "btn.sign_on",
    "plan": "btn.plan",
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
    "dismiss": "btn.dismiss",
    "waive": "btn.waive",
    "park": "btn.park",
    "close": "btn.close_deal",
    "keep": "btn.keep",
}


IN_MENU = {**LABELS, "decide": "btn.decide_menu", "waive": "btn.waive_menu"}  # side by side there


def _verb(verb: str, value: str, reader: Reader) -> Part:
    return parts.button(reader.t(LABELS[verb]), f"nudge_{verb}", value)


def _menu(rest: Iterable[str], line: NudgeLine, reader: Reader) -> Part | None:
    """What fits: what can be done as well elsewhere gives way."""
    value, kept = f"{line.nudge_id}:{line.head.deal_id}", list(rest)
    if not line.nudge_id:
        kept = [verb for verb in kept if verb not in OF_A_NUDGE]
    for verb in GIVES_WAY:
        if len(kept) > MENU and verb in kept:
            kept.remove(verb)
    options = [parts.option(reader.t(IN_MENU[verb]), f"{verb}:{value}") for verb in kept]
    return parts.overflow(action_id="nudge_more", options=options)


def blocks_of(lines: Iterable[NudgeLine], reader: Reader) -> list[Part | None]:
    """A paragraph and a row of verbs for each line."""
    found: list[Part | None] = []
    for line in lines:
        found += [section(line_of(line, reader)), verbs(line, reader)]
    return found


# -- messages -------------------------------------------------------------------------------------------


def nudges(answer: NudgeMessage, reader: Reader) -> Part:
    """One message with what is due now, and why for its first line."""
    reader = reader.of(answer.told_at)
    todays = [line for line in answer.lines if line.rule == EVENING]
    others = [line for line in answer.lines if line.rule != EVENING]
    head = _evening(todays, reader)
    heads = [*(line_of(line, reader) for line in others), *([head] if head else []), ""]
    blocks = [*blocks_of(others, reader), section(head) if head else None, *blocks_of(todays, reader)]
    lines = (*others, *todays)
    if not others and not head and todays:
        heads = [line_of(todays[0], reader)]
    return message(heads[0], [away(answer, reader), *blocks, reason(lines, reader)])


def _evening(lines: Iterable[NudgeLine], reader: Reader) -> str:
    """What is open at the end of a day, counted; nothing once all of it was answered."""
    count, then = sum(line.done is None for line in lines), reader.then
    if not count:
        return ""
    if then.is_later:
        return reader.t("nudge.evening_past", count=count, day=then.near_day(then.today))
    return reader.t("nudge.evening_head", count=count)


def away(answer: Reminder, reader: Reader) -> Part | None:
    """One grey line at the head of what comes late since Baton was away."""
    if (gap := answer.away) is None:
        return None
    then = reader.then
    since, until = formats.from_to(
        gap.since, gap.until, reader.tz, reader.locale, then.now, is_near=not then.is_later
    )
    if gap.count:
        return parts.context(reader.t("sys.back", since=since, until=until, count=gap.count))
    return parts.context(reader.t("sys.back_list", since=since, until=until))


def reason(lines: Iterable[NudgeLine], reader: Reader) -> Part | None:
    """One grey line per message: why the first that still asks for something came. With several it says whose."""
    asking = [line for line in lines if line.done is None]
    if not asking:
        return None
    name = asking[0].head.called or reader.t("deal.unnamed")
    return parts.context(why.short(asking[0], reader, name if len(asking) > 1 else ""))


def help_asked(answer: HelpAsked, reader: Reader) -> Part:
    """To the manager: who asks for help with what; then what came of it below, with the way to the deal."""
    line, row = line_of(answer.line, reader), verbs(answer.line, reader)
    if answer.line.done is None:
        return message(line, [section(line), row])
    asked = line_of(answer.line.model_copy(update={"done": None}), reader)
    card = parts.button(reader.t("btn.open"), "deal_card", str(answer.line.head.deal_id))
    return message(line, [section(asked), section(line), row, parts.actions(card)])


def verb_done(answer: VerbDone, reader: Reader) -> Part:
    """What came of a verb, in one line."""
    head = answer.head
    name = bold(head.called or reader.t("deal.unnamed"))
    line = done_words.said(answer.done, name, reader)
    return message(line, [section(line), undo(answer.done, reader)])


def deal_yours(answer: DealYours, reader: Reader) -> Part:
    """To a deal's new owner: it is theirs, where it stands, what is promised and what is missing."""
    t, head = reader.t, answer.head
    told = t("yours.told", name=bold(head.called or t("deal.unnamed")), who=answer.who)
    facts = [t("yours.stage", stage=answer.stage_name or head.stage)]
    if answer.waiting_until is not None:
        until = answer.waiting_until.astimezone(reader.tz).date()
        key = "yours.parked" if answer.is_parked else "yours.waiting"
        facts.append(t(key, when=reader.near_day(until)))
    if answer.call_by is not None:
        when = formats.moment(answer.call_by, reader.tz, reader.locale, reader.now)
        facts.append(t("yours.call_by", when=when))
    facts.append(following(answer.step, reader) if answer.step else t("yours.no_step"))
    if answer.missing:
        facts.append(t("yours.missing", items=t("list.comma").join(answer.missing)))
    row = parts.actions(parts.button(t("btn.open"), "deal_card", str(head.deal_id), style="primary"))
    return message(told, [section("\n".join([told, *facts])), row])


NOT_THEIRS = ("reassigned", "they_close")  # what the owner hears of a deal that they have no more


def help_coming(answer: HelpComing, reader: Reader) -> Part:
    """To the owner: who helps, parked it, says push on, or has the deal now, which is one tap away where it is theirs."""
    name, deal = bold(answer.head.called or reader.t("deal.unnamed")), str(answer.head.deal_id)
    told = Done(verb=answer.verb, who=answer.who, until=answer.until, text=answer.text)
    line = done_words.said(told, name, reader)
    if answer.is_undone:
        key = "done.they_park_undone" if answer.verb == "they_park" else "done.they_push_undone"
        line = reader.t(key, name=name, who=answer.who)
    if answer.verb in NOT_THEIRS:
        return message(line, [section(line)])
    card = parts.button(reader.t("btn.open"), "deal_card", deal)
    return message(
        line, [section(line), parts.actions(card, parts.button(reader.t("btn.log_note"), "note_open", deal))]
    )


VIEWS: dict[str, Callable[[Any, Reader], Part]] = {
    NudgeMessage.kind: nudges,
    HelpAsked.kind: help_asked,
    VerbDone.kind: verb_done,
    HelpComing.kind: help_coming,
    DealYours.kind: deal_yours,
}
