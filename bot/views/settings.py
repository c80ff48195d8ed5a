"""My settings: the form over Home, and what holds from now on."""

from collections.abc import Callable
from datetime import time
from typing import Any

from bot.views import parts
from bot.views.parts import Part, context, message, section
from bot.views.reader import Reader
from bot.views.sent import hour
from bot.words import formats
from rules.answers.settings import REMINDERS, SettingsFilled, SettingsForm, SettingsSaved
from rules.slack_text import clean

LANGUAGES = (
    ("auto", "settings.language_auto"),
    ("zh", "settings.language_zh"),
    ("en", "settings.language_en"),
)
TOLD = {"soon": "settings.soon", "over": "settings.over", "evening": "settings.evening"}


def form(found: SettingsForm, reader: Reader) -> Part:
    """Everything as it is; what is set elsewhere is said below."""
    t, now = reader.t, found.now
    days = [parts.option(formats.weekday(day, reader.locale), str(day)) for day in range(7)]
    languages = [parts.option(t(name), key) for key, name in LANGUAGES]
    reminders = [parts.option(t(TOLD[key]), key) for key in REMINDERS]
    country = formats.country(found.calendar, reader.locale)
    return parts.modal(
        t("settings.title"),
        [
            parts.input_checkboxes(
                t("settings.f_days"), "days", days, [str(day) for day in now.days], optional=False
            ),
            parts.input_time(t("settings.f_open"), "open", _picked(now.open)),
            parts.input_time(t("settings.f_close"), "close", _picked(now.close)),
            parts.input_time(
                t("settings.f_quiet_from"), "quiet_from", _picked(now.quiet_from), optional=True
            ),
            parts.input_time(
                t("settings.f_quiet_to"),
                "quiet_to",
                _picked(now.quiet_to),
                optional=True,
                hint=t("settings.quiet_hint"),
            ),
            parts.input_select(t("settings.f_language"), "language", languages, now.language or "auto"),
            parts.input_checkboxes(t("settings.f_reminders"), "reminders", reminders, now.reminders),
            context(t("settings.elsewhere", country=country, zone=found.zone)),
        ],
        submit=t("btn.save"),
        close=t("btn.cancel"),
        callback_id="settings_form",
    )


def _picked(clock: time | None) -> str | None:
    return f"{clock:%H:%M}" if clock else None


def read(sent: dict[str, Any]) -> SettingsFilled:
    """What was filled in. Raises Invalid for what no picker sends."""
    values = sent["state"]["values"]
    option = values.get("language", {}).get("language", {}).get("selected_option") or {}
    language = clean(str(option.get("value") or ""))
    ticked = _ticked(values, "reminders")
    return SettingsFilled(
        days=tuple(int(day) for day in _ticked(values, "days") if day in set("0123456")),
        open=hour(values, "open"),
        close=hour(values, "close"),
        quiet_from=hour(values, "quiet_from"),
        quiet_to=hour(values, "quiet_to"),
        language="" if language == "auto" else language,
        reminders=tuple(key for key in REMINDERS if key in ticked),
    )


def _ticked(values: dict[str, Any], name: str) -> list[str]:
    chosen = values.get(name, {}).get(name, {}).get("selected_options") or []
    return [clean(str(one.get("value") or "")) for one in chosen if isinstance(one, dict)]


def saved(answer: SettingsSaved, reader: Reader) -> Part:
    """The week and the hours, and that lists come with them."""
    t, now = reader.t, answer.now
    lines = [t("settings.saved", days=_week(now.days, reader), hours=_span(now.open, now.close, reader))]
    if now.quiet_from and now.quiet_to:
        lines.append(t("settings.saved_quiet", quiet=_span(now.quiet_from, now.quiet_to, reader)))
    return message(lines[0], [section("\n".join([*lines, t("settings.saved_lists")]))])


def _week(days: tuple[int, ...], reader: Reader) -> str:
    """ "Mon to Fri", "Mon, Tue, and Thu"."""
    names = [formats.weekday(day, reader.locale) for day in days]
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return reader.t("days.period", first=names[0], last=names[-1])
    return formats.names(names, reader.locale)


def _span(first: time | None, last: time | None, reader: Reader) -> str:
    ends = {"first": first or time(), "last": last or time()}
    return reader.t("settings.span", **{name: formats.clock(at, reader.locale) for name, at in ends.items()})


VIEWS: dict[str, Callable[[Any, Reader], Part]] = {SettingsSaved.kind: saved}
