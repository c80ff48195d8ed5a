"""Answers about how somebody wants to be spoken to."""

from datetime import time
from typing import ClassVar, Literal

from rules.answers.base import Answer, Part

Reminder = Literal["soon", "over", "evening"]
# What one may go without: everything else is a promise.
REMINDERS: tuple[Reminder, ...] = ("soon", "over", "evening")


class SettingsFilled(Part):
    """A person's settings: working days (0 is Monday), hours, a quiet time in them, the language (empty: as in Slack
    and as one types), and the reminders that one can go without."""

    days: tuple[int, ...] = ()
    open: time | None = None
    close: time | None = None
    quiet_from: time | None = None
    quiet_to: time | None = None
    language: str = ""
    reminders: tuple[Reminder, ...] = REMINDERS


class SettingsForm(Part):
    """The settings as they are, with what is set elsewhere: the country of the holidays, the zone."""

    now: SettingsFilled
    calendar: str
    zone: str


class SettingsSaved(Answer):
    """The settings as they are from now on; ``locale``: the language in which they are read."""

    kind: ClassVar[str] = "settings.saved"
    now: SettingsFilled
    locale: str
