"""Who is in the team: the list, one person's form, and what was just set."""

import json
from collections.abc import Callable
from typing import Any

from pydantic import ValidationError

from bot.views import parts, pickers
from bot.views.markup import id_of
from bot.views.parts import Part, actions, bold, button, context, message, section
from bot.views.reader import Reader
from bot.views.sent import chosen, kept
from bot.words import formats
from rules.access import ROLES
from rules.answers.places import (
    MeantForm,
    NewMembersSet,
    PeopleShown,
    PersonMeant,
    PersonRow,
    PlaceForm,
    PlacePart,
    PlaceSet,
)
from rules.errors import NotFound
from rules.slack_text import clean

ASKED = 80  # characters of what was asked that a page button carries
GROUPS = ("lonely", "roleless", "unmapped", "away")  # those that want something done


def listed(answer: PeopleShown, reader: Reader) -> Part:
    """Everybody asked for, each with *Change*; a menu that finds anybody; what wants something done first."""
    t = reader.t
    head = t("people.head", count=answer.members)
    blocks: list[Part | None] = [section(bold(head)), _find(reader), _open_ends(answer, reader)]
    if answer.which or answer.words:
        asked = _group(answer.which, reader) if answer.which else t("found.words", words=answer.words)
        every = button(t("people.everybody"), "people_page", "0:")
        is_well = answer.which in GROUPS and not answer.count
        told = (
            t(f"people.all_{answer.which}") if is_well else t("people.asked", asked=asked, count=answer.count)
        )
        blocks.append(section(told, every))
        if not (answer.rows or is_well):
            blocks.append(context(t("people.none")))
    blocks += [_row(row, reader) for row in answer.rows]
    return message(head, [*blocks, _pages(answer, reader), *_joining(answer, reader)])


def _find(reader: Reader) -> Part | None:
    """Slack's own search over everybody."""
    return actions(pickers.person("people_pick", reader.t("people.find")))


def _open_ends(answer: PeopleShown, reader: Reader) -> Part | None:
    counts = {key: getattr(answer, key) for key in GROUPS}
    rows = [
        button(reader.t(f"people.n_{key}", count=count), "people_page", f"0:{_word(key)}")
        for key, count in counts.items()
        if count and key != answer.which
    ]
    return actions(*rows)


def _word(group: str) -> str:
    return {"lonely": "no manager", "roleless": "no role", "unmapped": "unmapped", "away": "away"}[group]


def _group(which: str, reader: Reader) -> str:
    if which in GROUPS:
        return reader.t(f"people.g_{which}")
    return reader.t(f"role.{which}") if which in ROLES else which


def _row(row: PersonRow, reader: Reader) -> Part:
    t = reader.t
    facts = [roles(row.roles, reader) or t("people.no_role")]
    facts += [t("people.under", who=row.manager)] if row.manager else []
    facts += [formats.country(row.calendar, reader.locale)]
    if row.is_unmapped or row.is_away:
        facts = [t("people.g_unmapped" if row.is_unmapped else "people.g_away")]
    facts += [t("found.deals", count=row.deals)] if row.deals else []
    told = f"{bold(row.name)}{f' · @{row.handle}' if row.handle else ''}\n{' · '.join(facts)}"
    if row.is_away:
        return section(told)
    if row.is_unmapped:
        return section(told, button(t("people.who"), "people_who", str(row.person_id)))
    return section(told, button(t("people.change"), "people_open", str(row.person_id)))


def roles(held: tuple[str, ...], reader: Reader) -> str:
    """ "rep, manager"."""
    return reader.t("list.comma").join(reader.t(f"role.{role}") for role in held if role in ROLES)


def _pages(answer: PeopleShown, reader: Reader) -> Part | None:
    page, asked = answer.page, answer.asked[:ASKED]
    back = button(reader.t("btn.previous"), "people_page", f"{page - 1}:{asked}") if page else None
    on = None
    if answer.first + len(answer.rows) < answer.count:
        on = button(reader.t("btn.next"), "people_page", f"{page + 1}:{asked}")
    return actions(back, on)


def _joining(answer: PeopleShown, reader: Reader) -> list[Part | None]:
    t, is_rep = reader.t, answer.new_members == "rep"
    other = "refuse" if is_rep else "rep"
    turn = button(t(f"people.turn_{other}"), "people_new", other)
    return [parts.divider(), section(t(f"people.new_{answer.new_members}"), turn)]


# -- one person -----------------------------------------------------------------------------------------


def form(found: PlaceForm, reader: Reader) -> Part:
    """Roles, manager, calendar and home zone, as they are."""
    t, now = reader.t, found.now
    boxes = [parts.option(t(f"role.{role}"), role, t(f"role.{role}_can")) for role in ROLES]
    countries = [parts.option(formats.country(key, reader.locale) or key, key) for key in found.calendars]
    zones = [parts.option(zone, zone) for zone in found.zones]
    name = f"{bold(found.name)}{f' · @{found.handle}' if found.handle else ''}"
    return parts.modal(
        t("people.title"),
        [
            section(name),
            parts.input_checkboxes(t("people.f_roles"), "roles", boxes, now.roles),
            pickers.input_people(
                t("setup.manager"),
                "manager",
                [now.manager] if now.manager else [],
                most=1,
                optional=True,
                hint=t("people.manager_hint"),
            ),
            parts.input_select(
                t("people.f_calendar"), "calendar", countries, now.calendar, hint=t("people.calendar_hint")
            ),
            parts.input_select(t("people.f_zone"), "zone", zones, now.zone),
        ],
        submit=t("btn.save"),
        close=t("btn.cancel"),
        callback_id="people_form",
        private_metadata=json.dumps({"person": found.person_id, "were": now.model_dump(mode="json")}),
    )


def read(view: Part) -> tuple[int, PlacePart, PlacePart]:
    """(person, as it was when the form was opened, as it was filled in). Raises NotFound for what is none of ours."""
    told, values = kept(view), view["state"]["values"]
    try:
        were, person_id = PlacePart.model_validate(told.get("were")), id_of(told.get("person"))
    except ValidationError:
        raise NotFound("err.stale") from None
    if person_id is None:
        raise NotFound("err.stale")
    ticked = values.get("roles", {}).get("roles", {}).get("selected_options") or []
    picked = values.get("manager", {}).get("manager", {}).get("selected_users") or []
    filled = PlacePart(
        roles=tuple(clean(str(one.get("value") or "")) for one in ticked),
        manager=clean(str(picked[0])) if picked else "",
        calendar=chosen(view, "calendar") or were.calendar,
        zone=chosen(view, "zone") or were.zone,
    )
    return person_id, were, filled


def placed(answer: PlaceSet, reader: Reader) -> Part:
    """How somebody stands now, what follows from it, and *Undo*."""
    t, now = reader.t, answer.now
    told = t(f"people.{answer.done}", who=answer.who)
    where = [roles(now.roles, reader) or t("people.no_role")]
    where.append(t("people.under", who=answer.manager) if answer.manager else t("people.g_lonely"))
    where += [formats.country(now.calendar, reader.locale), now.zone]
    lines = [bold(told), " · ".join(where)]
    if answer.made_manager_name:
        lines.append(t("people.made_manager", who=answer.made_manager_name))
    if answer.unseen:
        lines.append(t("people.unseen", who=answer.who, count=answer.unseen))
    if answer.led:
        lines.append(t("people.led", who=answer.who, count=answer.led))
    undo = None
    if answer.done == "changed":
        undo = button(t("btn.undo"), "people_undo", answer.model_dump_json(exclude_defaults=True))
    return message(told, [section("\n".join(lines)), actions(undo)])


def undone(value: str) -> PlaceSet:
    """What a button takes back. Raises NotFound for what is none of ours."""
    try:
        return PlaceSet.model_validate_json(value)
    except ValidationError:
        raise NotFound("err.stale") from None


def joining(answer: NewMembersSet, reader: Reader) -> Part:
    """What who joins starts as from now on."""
    told = reader.t(f"people.new_{answer.new_members}")
    return message(told, [section(told)])


# -- somebody of a file ---------------------------------------------------------------------------------


def meant_form(found: MeantForm, reader: Reader) -> Part:
    """Who in Slack is this?"""
    t = reader.t
    return parts.modal(
        t("people.title"),
        [
            section(t("people.who_is", name=bold(found.name), count=found.deals)),
            pickers.input_person(t("people.f_who"), "who"),
            context(t("people.who_hint")),
        ],
        submit=t("btn.save"),
        close=t("btn.cancel"),
        callback_id="people_who_form",
        private_metadata=json.dumps({"person": found.person_id}),
    )


def read_meant(view: Part) -> tuple[int, str]:
    """(who of the file, Slack id)."""
    picked = view["state"]["values"].get("who", {}).get("who", {}).get("selected_user") or ""
    try:
        return int(kept(view).get("person") or 0), clean(str(picked))
    except (TypeError, ValueError):
        raise NotFound("err.stale") from None


def meant(answer: PersonMeant, reader: Reader) -> Part:
    """Whose deals they are now."""
    told = reader.t("people.meant", name=answer.name, who=answer.who, count=answer.deals)
    return message(told, [section(told)])


VIEWS: dict[str, Callable[[Any, Reader], Part]] = {
    PeopleShown.kind: listed,
    PlaceSet.kind: placed,
    NewMembersSet.kind: joining,
    PersonMeant.kind: meant,
}
