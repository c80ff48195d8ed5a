"""How somebody wants to be spoken to: hours, a quiet time, the language, and reminders that one can go without."""

from collections.abc import Sequence
from typing import Any

from rules import own_hours
from rules.access import Action
from rules.answers import Answer
from rules.answers.settings import REMINDERS, SettingsFilled, SettingsForm, SettingsSaved
from rules.errors import Invalid
from rules.own_hours import OwnHours
from services import audit
from services.ask import Ask, once
from services.team import access
from services.team.calendars import HOURS, MUTED, calendar_of, usual_week
from services.team.people import language
from storage import deal_lists
from storage import deals as deal_rows
from storage import people as people_rows
from storage.db import Session
from storage.tables import Person

LANGUAGES = ("", "en", "zh")


def form(ask: Ask) -> SettingsForm:
    """The settings as they are."""
    with ask.deps.db.read() as tx:
        access.authorize(tx, ask.actor, Action.SEE_SELF, None, ask.now)
        person = people_rows.by_id(tx, ask.actor.id) or ask.person
        zone = person.home_tz or person.slack_tz
        return SettingsForm(now=_now(person, ask.now.year), calendar=person.calendar, zone=zone)


@once("settings.save")
def save(ask: Ask, tx: Session, filled: SettingsFilled) -> Answer:
    """Holds from now on, also for what is planned already. Raises Invalid by field."""
    access.authorize(tx, ask.actor, Action.SEE_SELF, None, ask.now)
    ids = [deal.id for deal in deal_lists.running(tx, [ask.actor.id])]
    deal_rows.hold(tx, ids)
    person = people_rows.held(tx, ask.actor.id)
    assert person is not None
    own, before = _hours(filled), _now(person, ask.now.year)
    is_usual = own.week == usual_week(person.calendar)
    given: dict[str, Any] = {
        HOURS: None if is_usual else own_hours.dump(own),
        MUTED: [key for key in REMINDERS if key not in filled.reminders],
    }
    people_rows.change_prefs(tx, person.id, lambda _: given)
    person.locale_override = filled.language if filled.language in LANGUAGES and filled.language else None
    tx.add(person)
    tx.flush()
    after = _now(person, ask.now.year)
    if after != before:
        told = {"before": before.model_dump(mode="json"), "after": after.model_dump(mode="json")}
        audit.record(tx, person.id, "person.settings", f"person:{person.id}", now=ask.now, **told)
        deal_rows.look_again(tx, ids, ask.now)
    return SettingsSaved(now=after, locale=language(person))


def _hours(filled: SettingsFilled) -> OwnHours:
    quiet = (filled.quiet_from, filled.quiet_to)
    days: Sequence[int] = sorted({day for day in filled.days if 0 <= day < 7})
    if faults := own_hours.fault(days, filled.open, filled.close, quiet):
        raise Invalid(faults=dict(faults))
    assert filled.open is not None and filled.close is not None
    span = (quiet[0], quiet[1]) if quiet[0] is not None and quiet[1] is not None else None
    return OwnHours(tuple(days), filled.open, filled.close, span)


def _now(person: Person, year: int) -> SettingsFilled:
    own = own_hours.of_week(calendar_of(person, (), (), year).week)
    quiet = own.quiet or (None, None)
    muted = person.prefs.get(MUTED) or []
    return SettingsFilled(
        days=own.days,
        open=own.open,
        close=own.close,
        quiet_from=quiet[0],
        quiet_to=quiet[1],
        language=person.locale_override or "",
        reminders=tuple(key for key in REMINDERS if key not in muted),
    )
