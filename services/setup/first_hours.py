"""The first hours of a workspace: its quiet start, and the three questions after the claim."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from rules.access import Action
from rules.answers.admin import (
    ChannelSuggested,
    ProcessSet,
    SetUpSoFar,
    StageShown,
    TeamShown,
    TemplateEffect,
    TemplateShown,
)
from rules.calendar import preset
from rules.digest import ChannelSeen
from rules.errors import Invalid, NotFound, Refused
from rules.pipeline import Pipeline, parse_pipeline
from services.ask import Ask
from services.clock import nudges
from services.config import versions, yaml_text
from services.deps import Deps
from services.lists.audience import why_not
from services.sending import telling
from services.setup import config_change, config_preview
from services.team import access, people
from storage import books, channels, locks
from storage import people as rows
from storage.db import Session
from storage.tables import Person

TEMPLATES = Path(__file__).parent / "templates"
ACTIVE = "active"  # the process that is in force already
SUGGESTED = "digest_suggested"  # a setting: the channel that waits for its manager
TEAMS, NAMED = 10, 8  # shown of what was answered already


def has_admin(deps: Deps) -> bool:
    """Is somebody admin already, so that no claim code is needed?"""
    with deps.db.read() as tx:
        return bool(rows.holding(tx, "admin"))


def begin(deps: Deps, *, now: datetime) -> None:
    """The workspace's first start: for five working days of the team's calendar only steps speak."""
    nudges.quiet_start(deps, preset(deps.config.active().pipeline.calendars.default), now=now)


def so_far(ask: Ask) -> SetUpSoFar:
    """What the questions were answered already. Raises Refused."""
    with ask.deps.db.read() as tx:
        access.authorize(tx, people.actor_of(tx, ask.person), Action.CONFIGURE, None, ask.now)
        names = {p.id: p.name for p in rows.active_members(tx)}
        teams: dict[int, list[str]] = {}
        for person_id, boss_id in rows.manager_links(tx).items():
            if boss_id in names and person_id in names:
                teams.setdefault(boss_id, []).append(names[person_id])
        shown = [
            TeamShown(manager=names[boss], names=tuple(sorted(team)[:NAMED]), more=max(len(team) - NAMED, 0))
            for boss, team in sorted(teams.items(), key=lambda pair: names[pair[0]])
        ]
        return SetUpSoFar(
            teams=tuple(shown[:TEAMS]),
            more_teams=max(len(shown) - TEAMS, 0),
            channels=tuple(one.channel for one in channels.with_list(tx)),
            suggested=books.setting(tx, SUGGESTED) or "",
        )


def set_team(
    ask: Ask, manager: str, team: Sequence[str], *, fields: tuple[str, str] = ("manager", "team")
) -> None:
    """These people (Slack ids) report to this manager. Raises Refused, Invalid with the field at fault."""
    with ask.deps.write("first_hours.set_team") as tx:
        people.hold_places(tx)
        access.authorize(tx, people.actor_of(tx, ask.person), Action.CONFIGURE, None, ask.now)
        boss = _member(tx, manager, fields[0])
        members = [_member(tx, slack_id, fields[1]) for slack_id in team]
        links = rows.manager_links(tx)
        if any(people.is_circle(links, member.id, boss.id) for member in members):
            raise Invalid("err.invalid", {fields[1]: "admin.circle"})
        roles = rows.roles_of(tx, boss.id) | {"manager"}
        people.set_place(tx, boss, by_id=ask.actor.id, now=ask.now, roles=roles)
        for member in members:
            people.set_place(tx, member, by_id=ask.actor.id, now=ask.now, manager_id=boss.id)


def _member(tx: Session, slack_id: str, field: str) -> Person:
    person = rows.by_slack_id(tx, slack_id)
    if person is None or person.kind != "member" or not person.is_active:
        raise Invalid("err.invalid", {field: "admin.no_member"})
    return person


def suggest_channel(ask: Ask, channel: str, seen: ChannelSeen) -> None:
    """An admin's choice for the blocked list: its audience is for the managers to declare, so they are asked. Raises
    Refused, with the reason where no list may go there."""
    with ask.deps.write("first_hours.suggest_channel") as tx:
        access.authorize(tx, ask.actor, Action.CONFIGURE, None, ask.now)
        if (reason := why_not(tx, seen)) is not None:
            raise Refused(reason)
        if any(one.channel == channel for one in channels.with_list(tx)):
            return
        books.put_setting(tx, SUGGESTED, channel)
        for manager in rows.holding(tx, "manager"):
            told = ChannelSuggested(channel=channel)
            telling.tell(tx, f"suggest:{channel}:{manager.id}", manager, told, ask.now)


def templates(deps: Deps, locale: str) -> list[TemplateShown]:
    """The process in force, then the usual variants, in the reader's language."""
    active = deps.config.active().pipeline
    found = [_shown(ACTIVE, "", active, locale)]
    for path in sorted(TEMPLATES.glob("*.yaml")):
        overlay = _overlay(path.stem)
        parsed = parse_pipeline(_over(deps, overlay), None)
        if isinstance(parsed, Pipeline):
            found.append(_shown(path.stem, overlay["name"][locale], parsed, locale))
    return found


def effect_of(ask: Ask, key: str) -> TemplateEffect:
    """What a variant would flag today, against what is flagged now. Raises Refused, Invalid as `apply_template`."""
    with ask.deps.db.read() as tx:
        access.authorize(tx, ask.actor, Action.CONFIGURE, None, ask.now)
        proposal = _proposal(ask, key)
        if config_preview.missing(tx, proposal.pipeline, proposal.lines):
            raise Invalid("admin.template_in_use")
    active, locale = ask.deps.config.active().pipeline, people.language(ask.person)
    return TemplateEffect(
        key=key,
        name=_overlay(key)["name"][locale],
        now=dict(config_preview.flagged(ask.deps, active, now=ask.now)),
        then=dict(config_preview.flagged(ask.deps, proposal.pipeline, now=ask.now)),
    )


def _proposal(ask: Ask, key: str) -> config_change.Proposal:
    if key not in {path.stem for path in TEMPLATES.glob("*.yaml")}:
        raise Invalid("err.invalid", {"template": "admin.no_template"})
    source = yaml.safe_dump(_over(ask.deps, _overlay(key)), allow_unicode=True, sort_keys=False)
    return config_change.propose(source)


def apply_template(ask: Ask, key: str) -> ProcessSet:
    """Makes a variant the active process. Raises Refused, Invalid when deals stand in a stage it lacks."""
    try:
        proposal = _proposal(ask, key)
        with ask.deps.db.write() as tx:
            before, made = _come_into_force(tx, ask, proposal)
    except versions.ConfigFaults as fault:
        raise Invalid("err.invalid", {"template": "admin.template_in_use"}) from fault
    ask.deps.config.refresh()  # the deals are looked at by the next tick: Slack waits for an answer here
    name = _overlay(key)["name"][people.language(ask.person)]
    return ProcessSet(name=name, version=made, before=before)


def go_back(ask: Ask, before: int, made: int) -> ProcessSet:
    """The process before is in force again, while no other came after the one that took its place: pressed twice, it
    is so already. Raises Refused, NotFound, Invalid: another came since, or deals stand in a stage that it lacks."""
    try:
        with ask.deps.write("first_hours.go_back") as tx:
            locks.hold(tx, versions.LOCK)
            access.authorize(tx, ask.actor, Action.CONFIGURE, None, ask.now)
            if (source := versions.source_of(tx, before)) is None:
                raise NotFound("err.stale")
            proposal, newest = config_change.propose(source), books.newest_config(tx)
            if newest is None or (newest.version != made and newest.body != proposal.data):
                raise Invalid("setup.changed_since")
            version = _come_into_force(tx, ask, proposal)[1]
    except versions.ConfigFaults as fault:
        raise Invalid("admin.template_in_use") from fault
    ask.deps.config.refresh()
    return ProcessSet(version=version, before=made, is_back=True)


def _come_into_force(tx: Session, ask: Ask, proposal: config_change.Proposal) -> tuple[int, int]:
    """(the version before, the one in force now)."""
    access.authorize(tx, ask.actor, Action.CONFIGURE, None, ask.now)
    before = books.newest_config_number(tx)
    return before, config_change.apply(tx, proposal, by_id=ask.actor.id, now=ask.now).version


def _overlay(key: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml_text.read((TEMPLATES / f"{key}.yaml").read_text("utf-8"))
    return found


def _over(deps: Deps, overlay: dict[str, Any]) -> dict[str, Any]:
    """The active process with another's stages and ladders; sources, reasons and times stay the team's own."""
    data: dict[str, Any] = yaml_text.read(versions.active_source(deps.db))
    ladders = {**data.get("ladders", {}), **overlay.get("ladders", {})}
    return {**data, "stages": overlay["stages"], "ladders": ladders}


def _shown(key: str, name: str, pipeline: Pipeline, locale: str) -> TemplateShown:
    stages = tuple(
        StageShown(
            name=stage.name.of(locale),
            limit=str(stage.slow_after or ""),
            needs=tuple(item.name.of(locale) for item in stage.exit if item.hard and item.moved_to is None),
        )
        for stage in pipeline.stages
        if stage.moved_to is None
    )
    losses = tuple(reason.name.of(locale) for reason in pipeline.loss_reasons if reason.moved_to is None)
    return TemplateShown(key=key, name=name, stages=stages, losses=losses)
