"""How the date tables are written: `text | reading`, a question as `text | ?reason first ; second`."""

from datetime import datetime
from zoneinfo import ZoneInfo

from rules.when import Lean, Unclear, When, parse

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def one(when: When) -> str:
    """A reading in one compact bit: `2026-12-02 14:00 by`."""
    clock = f" {when.time:%H:%M:%S}".removesuffix(":00") if when.time else ""
    part = f" {when.part}" if when.part else ""
    return f"{when.date}{clock}{part} {when.kind}"


def shown(reading: When | Unclear) -> str:
    if isinstance(reading, When):
        return " ~ ".join(map(one, (reading, *reading.candidates)))
    return f"?{reading.reason} {' ; '.join(map(one, reading.candidates))}".strip()


def rows(table: str) -> list[tuple[str, str]]:
    lines = (line.partition(" | ") for line in table.strip().splitlines())
    return [(text.strip(), expected.strip()) for text, _, expected in lines]


def wrong(table: str, now: datetime, locale: str, lean: Lean = "future") -> list[str]:
    """Every row that reads otherwise than the table says, all at once."""
    found = []
    for text, expected in rows(table):
        reading = shown(parse(text, now=now, tz=now.tzinfo or SHANGHAI, locale=locale, lean=lean))
        if reading != expected:
            found.append(f"{text} | {reading}   (table: {expected})")
    return found
