"""The button *Undo* with the time until which it does."""

from datetime import datetime

from bot.views.parts import Part, button
from bot.views.reader import Reader
from bot.words import formats


def undo_button(action: str, undo_id: int | None, until: datetime | None, reader: Reader) -> Part | None:
    """While there is a way back; None when its time is over."""
    if undo_id is None or until is None or reader.now >= until:
        return None
    clock = formats.clock(until.astimezone(reader.tz).time(), reader.locale)
    return button(reader.t("btn.undo_until", clock=clock), action, str(undo_id))
