"""Something asked of a colleague: the request with its buttons, what was answered, and the small forms of answers."""

import json
from collections.abc import Callable
from datetime import date, time
from typing import Any

from bot.views import papers, parts
from bot.views.leads import name_of
from bot.views.parts import Part, bold, message, section
from bot.views.reader import Reader
from bot.views.undo import undo_button
from bot.words import formats
from rules.answers.leads import Choice
from rules.answers.tasks import (
    ColleagueAsked,
    ColleagueForm,
    TaskAsked,
    TaskBack,
    TaskForm,
    TaskLate,
    TaskSaid,
    TasksDue,
)
from rules.names import fold

Said = Callable[[date, time | None, str, date], str]
TITLES = {"date": "btn.task_date", "pass": "btn.task_pass", "word": "btn.task_word"}
SAID = {
    "done": "task.done",
    "date": "task.date",
    "word": "task.word",
    "pass": "task.pass",
    "back": "task.back",
}
OWN = {
    "done": "task.own_done",
    "date": "task.own_date",
    "word": "task.own_word",
    "pass": "task.own_pass",
    "back": "task.own_back",
}
TOLD = {"undone": "task.told_undone", "done": "task.told_done", "date": "task.told_date", "word": "task.told_word", "pass": "task.told_pass",
        "back": "task.told_back"}  # fmt: skip


GROUPS = {
    "presales": "group.presales",
    "legal": "group.legal",
    "delivery": "group.delivery",
    "finance": "group.finance",
}


def group_name(role: str, reader: Reader) -> str:
    """What a group is called: "pre-sales"; a role without a name of ours as it is written."""
    return reader.t(GROUPS[role]) if role in GROUPS else role


def in_the_way(blocker: str, group: str, reader: Reader) -> str:
    """What is in a deal's way, and whose task that is, once where both are called so; nothing where nobody said."""
    if not blocker:
        return ""
    whose = group_name(group, reader)
    if not group or fold(whose) == fold(blocker):
        return reader.t("digest.blocker", blocker=blocker)
    return reader.t("digest.blocker_of", blocker=blocker, group=whose)


def asked(answer: TaskAsked, reader: Reader) -> Part:
    """To whose turn it is: what, for which deal, who asks, until when; what was said; the ways to answer."""
    line, came = _line(answer, reader), _came(answer, reader)
    row = buttons(answer.task_id, reader) if answer.is_open else _undo(answer, reader)
    return message(
        came or line, [section(line), _papers(answer, reader), section(came) if came else None, row]
    )


def _undo(answer: TaskAsked, reader: Reader) -> Part | None:
    """To who said that it is done, as long as it may be taken back."""
    return parts.actions(undo_button("task_undo", answer.undo_id, answer.undo_until, reader))


def _papers(answer: TaskAsked, reader: Reader) -> Part | None:
    """What there is to look at; while it is to be answered, its files can be opened."""
    if not answer.papers:
        return None
    told = reader.t("task.papers", papers=reader.t("list.comma").join(map(_paper, answer.papers)))
    count = answer.files if answer.is_open else 0
    files = papers.files_button(count, answer.head.deal_id, reader, answer.task_id)
    return section(told, accessory=files) if files else parts.context(told)


def _came(answer: TaskAsked, reader: Reader) -> str:
    """What came of it, while it is more than open."""
    if answer.said is not None:
        key = "task.pass_you" if answer.said.is_yours else SAID[answer.said.verb]
        return _answer_said(OWN[answer.said.verb] if answer.said.is_own else key, answer.said, reader)
    if answer.is_open:
        return ""
    return reader.t("task.off" if answer.is_off else "task.gone")


def due(answer: TasksDue, reader: Reader) -> Part:
    """On the morning of their day: what others wait for, each with its ways to answer."""
    head = reader.t("task.due_head", count=sum(one.is_open for one in answer.tasks))
    if not any(one.is_open for one in answer.tasks):
        head = reader.t("task.due_through")
    blocks: list[Part | None] = [section(head)]
    for one in answer.tasks:
        line, came = _line(one, reader), _came(one, reader)
        blocks.append(section("\n".join([line, came] if came else [line])))
        blocks.append(_papers(one, reader) if one.is_open else None)
        blocks.append(buttons(one.task_id, reader) if one.is_open else _undo(one, reader))
    return message(head, blocks)


def late(answer: TaskLate, reader: Reader) -> Part:
    """To who opened it: it is still open, and the deal one tap away."""
    t, name = reader.t, bold(name_of(answer.head, reader))
    on = formats.day_and_clock(answer.due, answer.at, reader.locale, reader.today)
    who, key = t("list.comma").join(answer.whose), "task.late" if answer.whose else "task.late_nobody"
    line = t(key, name=name, what=answer.what, who=who, due=on)
    row = parts.actions(
        parts.button(t("btn.open"), "deal_card", str(answer.head.deal_id)),
        parts.button(t("btn.ask_colleague"), "colleague_ask", str(answer.head.deal_id)),
    )
    return message(line, [section(line), row])


def _paper(name: str) -> str:
    return parts.link(name, name) if name.startswith("http") else name


def _line(answer: TaskAsked, reader: Reader) -> str:
    t, name = reader.t, bold(name_of(answer.head, reader))
    due = by(answer.due, answer.at, reader) if answer.due else t("when.unknown")
    key = "task.asked" if answer.who else "task.asked_own"
    return t(key, name=name, stage=answer.stage_name, what=answer.what, who=answer.who, due=due)


def by(due: date, at: time | None, reader: Reader, said: Said = formats.day_and_clock) -> str:
    """Until when it is wanted, or was: by its date, since the message is still read when "tomorrow" is another day."""
    key = "task.by" if due >= reader.today else "task.was_by"
    return reader.t(key, when=said(due, at, reader.locale, reader.today))


def _answer_said(key: str, said: TaskSaid, reader: Reader, **more: str) -> str:
    """What was answered, with the words that came with it."""
    when = formats.day(said.on, reader.locale, reader.today) if said.on else reader.t("when.unknown")
    told = reader.t(key, who=said.who, when=when, to=said.to, **more)
    return f"{told}\n{reader.t('task.words', words=said.text)}" if said.text else told


def buttons(task_id: int, reader: Reader) -> Part | None:
    """Done, a date, and behind ⋯ the rest; the same in a message and on Home."""
    t, value = reader.t, str(task_id)
    rest = [(t("btn.task_word"), f"task_word:{value}"), (t("btn.task_pass"), f"task_pass:{value}")]
    return parts.actions(
        parts.button(t("btn.task_done"), "task_done", value, style="primary"),
        parts.button(t("btn.task_date"), "task_date", value),
        parts.overflow(action_id="task_more", options=[parts.option(label, v) for label, v in rest]),
    )


def back(answer: TaskBack, reader: Reader) -> Part:
    """To who waits for it: what was answered, and the deal one tap away."""
    name = bold(name_of(answer.head, reader))
    line = _answer_said(TOLD[answer.said.verb], answer.said, reader, name=name, what=answer.what)
    card = parts.button(reader.t("btn.open"), "deal_card", str(answer.head.deal_id))
    return message(line, [section(line, card)])


def colleague_form(form: ColleagueForm, reader: Reader) -> Part:
    """Ask a colleague: whom, what, by when."""
    t = reader.t
    people = [parts.option(_whom(c, reader), c.value) for c in form.people]
    return parts.modal(
        t("btn.ask_colleague"),
        [
            section(bold(name_of(form.head, reader))),
            parts.input_select(t("task.f_whom"), "choice", people, form.chosen),
            parts.input_text(
                t("task.f_what"), "text", form.text, most=500, multiline=True, hint=t("task.f_what_hint")
            ),
            parts.input_date(t("task.f_by"), "on", form.due.isoformat(), optional=True),
        ],
        submit=t("btn.ask"),
        close=t("btn.cancel"),
        callback_id="colleague_form",
        private_metadata=json.dumps({"deal": form.head.deal_id}),
    )


def _whom(choice: Choice, reader: Reader) -> str:
    if not choice.value.startswith("group:"):
        return choice.label
    return reader.t("task.group", group=group_name(choice.label, reader))


def colleague_asked(answer: ColleagueAsked, reader: Reader) -> Part:
    """They were asked, and when an answer is wanted."""
    t = reader.t
    who = t("list.comma").join(answer.who)
    told = t(
        "task.asked_done", who=who, name=bold(name_of(answer.head, reader)), due=by(answer.due, None, reader)
    )
    row = parts.actions(parts.button(t("btn.open"), "deal_card", str(answer.head.deal_id)))
    return message(told, [section(told), row])


def form(answer: TaskForm, reader: Reader) -> Part:
    """The form of one answer, which remembers under which message it was opened."""
    t, verb = reader.t, answer.verb
    kept = {"task": answer.asked.task_id, "verb": verb, "channel": answer.channel, "ts": answer.ts}
    fields: list[Part | None] = [section(_line(answer.asked, reader))]
    if verb == "date":
        fields.append(parts.input_date(t("task.f_date"), "on"))
    if verb == "pass":
        people = [parts.option(c.label, c.value) for c in answer.people]
        fields.append(
            parts.input_select(t("task.f_person"), "choice", people, optional=True, hint=t("task.f_nobody"))
            if people
            else parts.context(t("task.f_nobody"))
        )
    is_word = verb == "word"
    words = parts.input_text(t("task.f_words"), "text", most=500, multiline=True, optional=not is_word)
    return parts.modal(
        t(TITLES[verb]),
        [*fields, words],
        submit=t("btn.ok"),
        close=t("btn.cancel"),
        callback_id="task_form",
        private_metadata=json.dumps(kept),
    )


VIEWS: dict[str, Callable[[Any, Reader], Part]] = {
    TaskAsked.kind: asked,
    TasksDue.kind: due,
    TaskLate.kind: late,
    TaskBack.kind: back,
    ColleagueAsked.kind: colleague_asked,
}
