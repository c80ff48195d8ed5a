"""A deal's team: its form, what came of it, and the message to who joined."""

import json
from collections.abc import Callable
from typing import Any

from bot.views import done_words, parts, pickers
from bot.views.leads import name_of, with_code
from bot.views.notes import KINDS
from bot.views.parts import Part, actions, bold, button, message, section
from bot.views.reader import Reader
from bot.words import formats
from rules.answers.teams import (
    MOST,
    DealOver,
    DealsOver,
    NoteBeside,
    TeamChanged,
    TeamForm,
    TeamJoined,
    TeamNoted,
)
from rules.slack_text import clean

NAMED = 10  # deals that one message names


def form(found: TeamForm, reader: Reader) -> Part:
    """Who sees the deal beside its owner; none is an answer too."""
    t = reader.t
    return parts.modal(
        t("btn.team"),
        [
            section(bold(name_of(found.head, reader))),
            pickers.input_people(
                t("team.f_people"), "people", found.people, most=MOST, optional=True, hint=t("team.f_hint")
            ),
        ],
        submit=t("btn.save"),
        close=t("btn.cancel"),
        callback_id="team_form",
        private_metadata=json.dumps({"deal": found.head.deal_id, "were": found.people}),
    )


def read(sent: dict[str, Any]) -> tuple[str, ...]:
    """The Slack ids of who was chosen."""
    field = sent["state"]["values"].get("people", {}).get("people", {})
    found = field.get("selected_users") if isinstance(field, dict) else None
    return tuple(clean(str(one)) for one in found) if isinstance(found, list) else ()


def changed(answer: TeamChanged, reader: Reader) -> Part:
    """Who is on it now, and that who joined hears it."""
    t, name = reader.t, bold(name_of(answer.head, reader))
    told = [t("team.now", name=name, names=formats.names(answer.team, reader.locale))]
    if not answer.team:
        told = [t("team.nobody", name=name)]
    if answer.joined:
        told.append(t("team.they_hear", names=formats.names(answer.joined, reader.locale)))
    return message(told[0], [section("\n".join(told))])


def joined(answer: TeamJoined, reader: Reader) -> Part:
    """To who joined: whose deal it is, and what they can do with it."""
    t, deal = reader.t, str(answer.head.deal_id)
    key = "team.joined" if answer.owner else "team.joined_nobodys"
    name = with_code(answer.head, reader)
    told = t(key, who=answer.who, name=name, stage=answer.stage_name, owner=answer.owner)
    row = actions(button(t("btn.open"), "deal_card", deal), button(t("btn.log_note"), "note_open", deal))
    return message(told, [section(told), row])


def noted(answer: TeamNoted, reader: Reader) -> Part:
    """To the owner: what others wrote on their deals, one under the other, and each one's way on."""
    told = [_beside(one, reader) for one in answer.notes]
    blocks: list[Part] = []
    for one, said in zip(answer.notes, told, strict=True):
        deal, open_ = str(one.head.deal_id), reader.t("btn.open")
        blocks.append(section(said, button(open_, "deal_card", deal)))
    return message(next(iter(told), ""), blocks)


def _beside(one: NoteBeside, reader: Reader) -> str:
    t, name = reader.t, bold(name_of(one.head, reader))
    if one.is_undone:
        return t("team.noted_undone", who=one.who, name=name)
    said = one.said or t(KINDS.get(one.outcome, "note.o_talked"))
    lines = [t("team.noted", who=one.who, name=name, said=said)]
    if one.promised_on is not None:
        day = formats.day(one.promised_on, reader.locale, reader.today)
        lines.append(t("team.noted_task", who=one.who, step=one.next_text, day=day))
    elif one.next_text and one.next_text != one.said:
        lines.append(t("team.noted_next", step=one.next_text))
    return "\n".join(lines)


def over(answer: DealOver, reader: Reader) -> Part:
    """To who has a hand in it: it is over, or somebody else's, and what becomes of what they were to do."""
    told = _over(answer, reader)
    return message(told, [section(told)])


def all_over(answer: DealsOver, reader: Reader) -> Part:
    """Of all that an import ended or gave away, or that happened while the reader was not at work."""
    t, head = reader.t, reader.t("over.many" if answer.is_import else "over.several")
    lines = [_over(one, reader) for one in answer.deals[:NAMED]]
    if len(lines) == 1 and not answer.is_import and not answer.others:
        return over(answer.deals[0], reader)
    more = len(answer.deals) - len(lines) + len(answer.others)
    lines += [t("over.more", count=more)] if more else []
    return message(head, [section(one) for one in (head, *lines)])


def _over(answer: DealOver, reader: Reader) -> str:
    t, name = reader.t, bold(name_of(answer.head, reader))
    is_given = answer.done.verb == "reassigned"
    said = [done_words.said(answer.done, name, reader)]
    if answer.is_back:
        said = [t("over.given_back" if is_given else "over.back", name=name, who=answer.done.who)]
    if answer.is_back and answer.helps:
        said.append(t("over.helps"))
    if answer.tasks:
        key = "stay" if is_given else "back" if answer.is_back else "gone"
        items = t("list.comma").join(t("over.task", what=one.what) for one in answer.tasks)
        said.append(t(TASKS[key], items=items))
    told = said[0]
    for more in said[1:]:
        told = t("list.sentences", first=told, second=more)
    return told


TASKS = {"stay": "over.tasks_stay", "back": "over.tasks_back", "gone": "over.tasks_gone"}
VIEWS: dict[str, Callable[[Any, Reader], Part]] = {
    TeamChanged.kind: changed,
    TeamJoined.kind: joined,
    TeamNoted.kind: noted,
    DealOver.kind: over,
    DealsOver.kind: all_over,
}
