"""The stand-up: a form that goes from deal to deal, its summary, and what a deal's owner hears."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from bot.views import parts, sent, why
from bot.views.deal_facts import note_line
from bot.views.leads import name_of
from bot.views.markup import id_of
from bot.views.nudge_words import line_of
from bot.views.parts import Part, bold, button, context, mention, message, section
from bot.views.reader import Reader
from bot.views.step_words import due
from bot.views.tasks import in_the_way
from bot.words import formats
from rules.answers.standups import Decision, StandupFilled, StandupOver, StandupTurn, StepDecided
from rules.slack_text import clean

FIELDS = ("what", "who", "on")


def start(reader: Reader) -> Part:
    """Where a list ends: *Start stand-up*."""
    return button(reader.t("btn.standup"), "standup_start", "start")


def form(turn: StandupTurn, reader: Reader, fault: str = "") -> Part:
    """One deal: how it stands, and what, who, by when; sent empty it goes on to the next."""
    t, last = reader.t, turn.place + 1 == len(turn.deals)
    what, who, on = (
        f"{name}_{turn.place}" for name in FIELDS
    )  # of each deal its own: Slack keeps what was typed
    people = [parts.option(one.label, one.value) for one in turn.people]
    kept = {"deals": turn.deals, "place": turn.place, "decided": turn.decided, "seen": turn.seen}
    return parts.modal(
        t("standup.title", place=turn.place + 1, count=len(turn.deals)),
        [
            section(fault) if fault else None,
            context(_lists(turn, reader)) if turn.lists else None,
            section(_stands(turn, reader)),
            context(why.because(turn.line, reader)) if turn.line is not None else None,
            section(_goes(turn, reader)),
            context(t("standup.guide")),
            parts.input_text(
                t("standup.f_what"), what, most=500, optional=True, focus=True, hint=t("standup.what_hint")
            ),
            parts.input_select(
                t("standup.f_who"), who, people, turn.people[0].value if people else None, optional=True
            ),
            parts.input_date(t("standup.f_on"), on, optional=True),
            parts.actions(button(t("btn.standup_end"), "standup_end", "end")),
        ],
        submit=t("btn.standup_last" if last else "btn.standup_next"),
        close=t("btn.standup_leave"),
        callback_id="standup_form",
        private_metadata=json.dumps(kept),
    )


def _lists(turn: StandupTurn, reader: Reader) -> str:
    """Which deals are gone through, from which lists; how many further ones are not."""
    t, told = reader.t, []
    for one in turn.lists:
        names = t("list.comma").join(bold(name_of(head, reader)) for head in one.deals)
        key = "standup.of_channel" if one.channel else "standup.of_own"
        told.append(t(key, count=len(one.deals), channel=mention(one.channel), names=names))
    if turn.left:
        told.append(t("standup.not_these", count=turn.left))
    return t("standup.plan", lists=t("standup.and").join(told))


def _stands(turn: StandupTurn, reader: Reader) -> str:
    """Why it is here, what is missing and in the way, as the list said; where no clock runs, whose it is."""
    if turn.line is not None:
        return line_of(turn.line, reader)
    facts = [bold(name_of(turn.head, reader)), turn.owner, in_the_way(turn.blocker, turn.group, reader)]
    return " · ".join(fact for fact in facts if fact)


def _goes(turn: StandupTurn, reader: Reader) -> str:
    """Where it stands, that nobody said what is in the way or its owner that it is moving, what help is asked for, what was last said, what is next, whose that is and when."""
    t, days = reader.t, formats.working_days(turn.days, reader.locale)
    told = [t("standup.stage", stage=turn.stage_name, days=days)]
    if not turn.blocker:
        told.append(t("standup.moving" if turn.is_moving else "standup.no_blocker"))
    if turn.asks is not None:
        told.append(
            t("standup.asks", owner=turn.owner, who=turn.asked, words=turn.asks or t("nudge.asks_plain"))
        )
    if turn.note is not None:
        told.append(t("standup.note", note=note_line(turn.note, reader)))
    if turn.step is None:
        return "\n".join([*told, t("standup.no_step")])
    facts = [
        t("standup.step", step=" ".join(x for x in (turn.step.text, due(turn.step, reader)) if x)),
        turn.step_whose,
    ]
    return "\n".join([*told, " · ".join(fact for fact in facts if fact)])


def read(view: dict[str, Any]) -> tuple[tuple[int, ...], int, tuple[int, ...], StandupFilled]:
    """Which deals, where in them, what was decided so far; and what is typed. Raises Invalid for what no picker sends."""
    kept = sent.kept(view)
    place = id_of(kept.get("place")) or 0
    what, who, on = names(place)
    values = view["state"]["values"]
    day = sent.day(values, on)
    filled = StandupFilled(
        what=clean(str((values.get(what, {}).get(what) or {}).get("value") or "")),
        who=sent.chosen(view, who),
        on=day.isoformat() if day else "",
        seen=str(kept.get("seen") or ""),
    )
    return _ids(kept.get("deals")), place, _ids(kept.get("decided")), filled


def names(place: int) -> Sequence[str]:
    """What the fields of a deal are called."""
    return tuple(f"{name}_{place}" for name in FIELDS)


def _ids(value: object) -> tuple[int, ...]:
    found = value if isinstance(value, list) else []
    return tuple(i for one in found[:50] if (i := id_of(one)) is not None)


def over(answer: StandupOver, reader: Reader) -> Part:
    """What was decided, deal by deal; then which were left."""
    t = reader.t
    head = t("standup.over", count=len(answer.decided)) if answer.decided else t("standup.over_none")
    if answer.looked_at < answer.count:
        far = t("standup.over_at", place=answer.looked_at, count=answer.count)
        head = t("list.sentences", first=far, second=head)
    lines = [section(*_decision(one, reader)) for one in answer.decided]
    left = t("list.comma").join(bold(name_of(one, reader)) for one in answer.open)
    return message(head, [section(head), *lines, context(t("standup.left", names=left)) if left else None])


def summary(modal: Part, deals: Sequence[int], decided: Sequence[int], looked_at: int) -> Part:
    """The window of the summary, which remembers what it sums up."""
    kept = {"deals": list(deals), "decided": list(decided), "place": looked_at}
    return {**modal, "private_metadata": json.dumps(kept)}


def read_summary(view: dict[str, Any]) -> tuple[tuple[int, ...], tuple[int, ...], int] | None:
    """What a window sums up; None for any other window."""
    kept = sent.kept(view)
    deals = _ids(kept.get("deals"))
    return (deals, _ids(kept.get("decided")), id_of(kept.get("place")) or 0) if deals else None


def _decision(one: Decision, reader: Reader) -> tuple[str, Part | None]:
    text = one.step.text or reader.t("nudge.step_any")
    name = bold(name_of(one.head, reader))
    told = reader.t("standup.line", name=name, owner=one.owner, step=text, due=due(one.step, reader))
    undo = None if one.undo_id is None else button(reader.t("btn.undo"), "decision_undo", str(one.undo_id))
    return told, undo


def decided(answer: StepDecided, reader: Reader) -> Part:
    """To the owner: who decided what is next, with the ways to change it."""
    t = reader.t
    if answer.is_undone:
        return _taken_back(answer, reader)
    told = t(
        "standup.decided",
        name=bold(name_of(answer.head, reader)),
        who=answer.who,
        step=answer.step.text or t("nudge.step_any"),
        due=bold(due(answer.step, reader)),
    )
    change = button(t("btn.change_date"), "step_pick", f"s{answer.step.step_id}")
    see = button(t("btn.open"), "deal_card", str(answer.head.deal_id))
    return message(told, [section(told), parts.actions(change, see)])


def _taken_back(answer: StepDecided, reader: Reader) -> Part:
    t, see = reader.t, button(reader.t("btn.open"), "deal_card", str(answer.head.deal_id))
    step = answer.step.text or t("nudge.step_any")
    told = t("standup.taken_back", name=bold(name_of(answer.head, reader)), who=answer.who, step=step)
    if answer.now is None:
        return message(told, [section(told), context(t("standup.no_step")), parts.actions(see)])
    then = t("standup.step", step=" ".join(x for x in (answer.now.text, due(answer.now, reader)) if x))
    change = button(t("btn.change_date"), "step_pick", f"s{answer.now.step_id}")
    return message(told, [section(told), context(then), parts.actions(change, see)])


VIEWS: dict[str, Callable[[Any, Reader], Part]] = {StepDecided.kind: decided, StandupOver.kind: over}
