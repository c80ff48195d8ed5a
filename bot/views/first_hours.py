"""The three questions of the first day, asked again by `/baton setup`: who manages whom, which channel, which process."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from bot.views import parts, pickers, sent, why
from bot.views.parts import Part, bold, context, message, section
from bot.views.reader import Reader
from bot.words import formats
from rules.answers.admin import ProcessSet, SetUpSoFar, TemplateEffect, TemplateShown

NOT_THERE = {
    "digest.guests": "setup.guests",
    "digest.not_in": "setup.not_in",
}  # nothing was to be posted there yet
FLAGGED = ("quiet", "slow", "slipping", "step")  # as services.setup.config_preview counts them


def team_question(so_far: SetUpSoFar, reader: Reader, saved: str = "", turn: int = 1) -> Part:
    """Question 1 of 3 under what is known, asked again until it is left empty; fresh fields each turn, for Slack keeps
    what stood there."""
    t = reader.t
    manager, team = team_fields(turn)
    return parts.modal(
        t("setup.title", n=1),
        [
            section(saved or t("setup.team")),
            _teams(so_far, reader),
            pickers.input_person(t("setup.manager"), manager, optional=True),
            pickers.input_people(t("setup.reports"), team, optional=True),
            context(t("setup.skip_teams" if so_far.teams else "setup.skip")),
        ],
        submit=t("btn.continue"),
        close=t("btn.close"),
        callback_id="setup_team",
        private_metadata=str(turn),
    )


def _teams(so_far: SetUpSoFar, reader: Reader) -> Part | None:
    """Who manages whom, as it is."""
    if not so_far.teams:
        return None
    t = reader.t
    lines = [t("setup.now")]
    for one in so_far.teams:
        names = formats.names(one.names, reader.locale)
        names = f"{names} ({t('audit.more', count=one.more)})" if one.more else names
        lines.append("• " + t("setup.team_now", manager=bold(one.manager), names=names))
    if so_far.more_teams:
        lines.append("• " + t("audit.more", count=so_far.more_teams))
    return section("\n".join(lines))


def team_fields(turn: int) -> tuple[str, str]:
    """The names of question 1's fields on this turn."""
    return f"manager{turn}", f"team{turn}"


def read_team(view: Part) -> tuple[int, str, list[str]]:
    """(turn, manager, their people) as sent; Slack ids, empty where nothing was chosen."""
    kept = str(view.get("private_metadata") or "")
    turn = int(kept) if kept.isdecimal() else 1
    manager, team = team_fields(turn)
    values = view["state"]["values"]
    chosen = values.get(manager, {}).get(manager, {}).get("selected_user") or ""
    return turn, chosen, list(values.get(team, {}).get(team, {}).get("selected_users") or [])


def channel_question(so_far: SetUpSoFar, reader: Reader, refused: str = "", channel: str = "") -> Part:
    """Question 2 of 3; asked again with the reason where no list may go to the channel that was chosen."""
    t = reader.t
    why_not = t("setup.not_there", channel=parts.mention(channel), reason=refused) if refused else ""
    known = _channels(so_far, reader)
    return parts.modal(
        t("setup.title", n=2),
        [
            section(why_not or t("setup.channel")),
            section(known) if known else None,
            pickers.input_channel(t("setup.which_channel"), "channel", optional=True),
            context(t("setup.skip_channel" if known else "setup.skip")),
        ],
        submit=t("btn.continue"),
        close=t("btn.close"),
        callback_id="setup_channel",
    )


def _channels(so_far: SetUpSoFar, reader: Reader) -> str:
    """Where the list goes, or will once its audience is declared."""
    if so_far.channels:
        where = reader.t("list.comma").join(parts.mention(one) for one in so_far.channels)
        return reader.t("setup.channel_now", channels=where)
    if so_far.suggested:
        return reader.t("setup.channel_waits", channel=parts.mention(so_far.suggested))
    return ""


def read_channel(view: Part) -> str:
    """The channel that was chosen, or ""."""
    return sent.channel(view, "channel")


def template_question(shown: Sequence[TemplateShown], reader: Reader, refused: str = "") -> Part:
    """Question 3 of 3: the choice, then each process by its stages, with the rest behind *Details*; with the reason where
    the one that was chosen cannot be had."""
    t = reader.t
    options = [parts.option(_name(one, reader), one.key) for one in shown]
    rows = [
        section(
            f"{bold(_name(one, reader))}\n{' → '.join(stage.name for stage in one.stages)}",
            parts.button(t("setup.details"), "setup_details", one.key),
        )
        for one in shown
    ]
    return parts.modal(
        t("setup.title", n=3),
        [
            section(refused or t("setup.template")),
            parts.input_select(t("setup.which_template"), "template", options, shown[0].key),
            *rows,
        ],
        submit=t("btn.done"),
        close=t("btn.close"),
        callback_id="setup_template",
    )


def template_details(one: TemplateShown, reader: Reader) -> Part:
    """A process in full: the limit of each stage and what it requires, and the reasons of a loss."""
    t = reader.t
    stages = "\n".join(_stage(stage.name, stage.limit, stage.needs, reader) for stage in one.stages)
    return parts.modal(
        t("setup.title", n=3),
        [
            section(bold(_name(one, reader))),
            context(t("setup.legend")),
            section(stages),
            context(t("setup.losses", reasons=t("list.comma").join(one.losses))),
        ],
        close=t("btn.done"),
    )


def _name(one: TemplateShown, reader: Reader) -> str:
    return one.name or reader.t("setup.as_it_is")


def _stage(name: str, limit: str, needs: Sequence[str], reader: Reader) -> str:
    slow = reader.t("setup.stage", stage=name, limit=why.limit(limit, reader)) if limit else name
    return reader.t("setup.needs", stage=slow, items=reader.t("list.comma").join(needs)) if needs else slow


def template_effect(found: TemplateEffect, reader: Reader) -> Part:
    """What the chosen process would flag today, before it comes into force."""
    t = reader.t
    lines = [
        f"• {t(f'setup.flag_{rule}', count=found.then.get(rule, 0), now=found.now.get(rule, 0))}"
        for rule in FLAGGED
        if found.then.get(rule) or found.now.get(rule)
    ]
    return parts.modal(
        t("setup.title", n=3),
        [
            section(t("setup.effect", name=bold(found.name))),
            section("\n".join(lines) or t("setup.no_flags")),
            context(t("setup.turns")),
        ],
        submit=t("setup.use"),
        close=t("btn.cancel"),
        callback_id="setup_use",
        private_metadata=json.dumps({"template": found.key}),
    )


def done(reader: Reader) -> Part:
    """After the third question."""
    return parts.modal(reader.t("modal.baton"), [section(reader.t("setup.done"))], close=reader.t("btn.done"))


def process_set(answer: ProcessSet, reader: Reader) -> Part:
    """The process that is in force from now on, and the way back to the one before."""
    t = reader.t
    if answer.is_back:
        told = t("setup.process_back")
        return message(told, [section(told), context(t("setup.turns"))])
    told = t("setup.process_now", name=bold(answer.name))
    back = parts.button(t("setup.b_back"), "setup_back", f"{answer.before}:{answer.version}")
    return message(
        told, [section(told), context(t("setup.process_kept")), parts.actions(back), section(t("setup.done"))]
    )


VIEWS: dict[str, Callable[[Any, Reader], Part]] = {ProcessSet.kind: process_set}
