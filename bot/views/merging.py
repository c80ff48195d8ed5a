"""Same company as…: which one, what moves, and what came of it."""

import json
from collections.abc import Callable
from typing import Any

from bot.views import parts
from bot.views.parts import Part, actions, bold, button, message, section
from bot.views.reader import Reader
from rules.answers.merging import (
    AccountsMerged,
    AccountsParted,
    MergeForm,
    MergePreview,
    MergeSide,
    NameAdded,
    NameDropped,
)


def form(answer: MergeForm, reader: Reader) -> Part:
    """Which company: one of those that are called alike, or any by name or a deal's number."""
    t = reader.t
    choices = [parts.option(choice.label, choice.value) for choice in answer.choices]
    asked = "merge.f_typed" if choices else "merge.f_other"
    return parts.modal(
        t("merge.modal"),
        [
            section(t("merge.which_is", name=bold(answer.name))),
            parts.input_select(t("merge.f_choice"), "choice", choices, optional=True),
            parts.input_text(
                t(asked),
                "other",
                answer.typed,
                most=120,
                optional=True,
                hint=t("merge.hint"),
                focus=not choices,
            ),
        ],
        submit=t("btn.next"),
        close=t("btn.cancel"),
        callback_id="merge_form",
        private_metadata=json.dumps({"deal": answer.head.deal_id}),
    )


def preview(answer: MergePreview, reader: Reader) -> Part:
    """What moves, and which name stays."""
    t, one, other = reader.t, answer.one, answer.other
    kept: dict[str, Any] = {"deal": answer.head.deal_id, "one": one.account_id}
    if other is None:
        told = t("merge.new_name", typed=bold(answer.typed), name=bold(one.name))
        blocks: list[Part | None] = [section(told), parts.context(t("merge.new_name_hint"))]
        kept["alias"] = answer.typed
    else:
        sides = (one, other)
        stays = [keeps for keeps, goes in ((one, other), (other, one)) if goes.may_go]
        stays.sort(key=lambda side: -side.deals)
        names = [parts.option(side.name, str(side.account_id)) for side in stays]
        blocks = [
            section(t("merge.sure", name=bold(one.name), other=bold(other.name))),
            parts.fields(*(_counts(side, reader) for side in sides)),
            parts.input_select(t("merge.f_stays"), "stays", names, str(stays[0].account_id)),
            parts.context(t("merge.moves")),
        ]
        kept["other"] = other.account_id
    return parts.modal(
        t("merge.modal"),
        blocks,
        submit=t("btn.merge" if other else "btn.add_name"),
        close=t("btn.cancel"),
        callback_id="merge_confirm",
        private_metadata=json.dumps(kept),
    )


def _counts(side: MergeSide, reader: Reader) -> str:
    return f"{bold(side.name)}\n{_much(side.deals, side.contacts, side.notes, reader)}"


def _much(deals: int, contacts: int, notes: int, reader: Reader) -> str:
    t = reader.t
    told = (t("merge.deals", count=deals), t("merge.contacts", count=contacts), t("merge.notes", count=notes))
    return t("list.comma").join(told)


def merged(answer: AccountsMerged, reader: Reader) -> Part:
    """One customer from now on."""
    t = reader.t
    what = _much(answer.deals, answer.contacts, answer.notes, reader)
    told = t("merge.done", gone=bold(answer.gone), kept=bold(answer.kept), what=what)
    return message(told, [section(told), actions(button(t("btn.undo"), "merge_part", str(answer.merge_id)))])


def parted(answer: AccountsParted, reader: Reader) -> Part:
    """Two again."""
    told = reader.t("merge.parted", name=bold(answer.name), kept=bold(answer.kept))
    return message(told, [section(told)])


def name_added(answer: NameAdded, reader: Reader) -> Part:
    """Known by that name too."""
    t = reader.t
    told = t("merge.name_added", alias=bold(answer.alias), name=bold(answer.name))
    return message(told, [section(told), actions(button(t("btn.undo"), "merge_drop", str(answer.alias_id)))])


def name_dropped(answer: NameDropped, reader: Reader) -> Part:
    """Not known by it any more."""
    told = reader.t("merge.name_dropped", alias=bold(answer.alias), name=bold(answer.name))
    return message(told, [section(told)])


VIEWS: dict[str, Callable[[Any, Reader], Part]] = {
    AccountsMerged.kind: merged,
    AccountsParted.kind: parted,
    NameAdded.kind: name_added,
    NameDropped.kind: name_dropped,
}
