"""Understanding a note: its two lines, the date of its next step, and what has to be asked about it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from rules.answers.notes import DateChoice
from rules.calendar import Calendar
from rules.days import is_far
from rules.note import NoteText, split_note
from rules.note_doubts import no_hours, without_no_hour
from rules.step_words import plain_step
from rules.when import PART_HOURS, Unclear, When, find
from services.team.people import language, local
from storage.tables import Person

MOST_CHOICES = 3
NO_HOUR = "no_hour"  # why it is asked when a step is: the hour that it names is none
STEP = "Next steps:"  # the mark of a note's second line
_PARTS = tuple(";；,，.。")
LONGEST_BREAK = 10  # working days that another country may be away in a row


@dataclass(frozen=True)
class Typed:
    """A note as it came: the text, and what is already known about it."""

    text: str
    origin: str = "command"
    deal_id: int | None = None
    permalink: str | None = None
    draft_id: int | None = None
    is_again: bool = False
    said_at: datetime | None = None  # when, if that was before now
    took_place_at: datetime | None = None  # the contact itself, if that was on another day or at another hour
    reaction: str = ""
    quote: str = ""  # the customer's own words
    leaves_step: bool = False  # an older note put right, whose own step another took the place of


@dataclass(frozen=True)
class Read:
    """A note as understood: its two lines and the date of the step, or the readings to ask about."""

    note: NoteText
    when: When | None = None
    unclear: Unclear | None = None
    step_text: str = ""  # what is next, without the words that said when
    beside: str = ""  # all that is next but those words, also what the step leaves out
    is_settled: bool = False  # the day was tapped: it is not asked about again


def understand(text: str, person: Person, calendar: Calendar, now: datetime) -> Read:
    """Splits a note and reads the date of its next step, in the person's zone and language. An hour that no day has is
    no part of the step: when it is is asked for."""
    read = _understood(text, person, calendar, now)
    bare = without_no_hour(read.step_text)
    if bare is None:
        return read
    days = read.unclear.candidates if read.unclear else (read.when,) if read.when else ()
    return replace(
        read, when=None, unclear=Unclear(days, NO_HOUR), step_text=plain_step(bare) or read.step_text
    )


def _understood(text: str, person: Person, calendar: Calendar, now: datetime) -> Read:
    here = local(person, now)
    zone = here.tzinfo
    assert zone is not None
    found = {"now": now, "tz": zone, "locale": language(person), "is_working": calendar.is_working}

    def dates(part: str) -> list[tuple[int, int, date]]:
        hits = find(part, **found)  # type: ignore[arg-type]
        if not hits:  # what is to be done at an hour that no day has is a step, too
            return [(start, end, here.date()) for start, end in no_hours(part)]
        return [(hit.start, hit.end, _day(hit.when, here.date())) for hit in hits]

    note = split_note(text, find_dates=dates, today=here.date())
    hits = find(note.next_text, **found)  # type: ignore[arg-type]
    for hit in hits:
        bare = plain_step(_without(note.next_text, hit.start, hit.end))
        beside = f"{note.next_text[: hit.start]} {note.next_text[hit.end :]}"
        if isinstance(hit.when, When):
            if is_far(hit.when.date, here.date()):
                break  # meant otherwise: the text stays whole, and the day is asked for
            if "when" in note.unsure:
                named = tuple(dict.fromkeys(x.when for x in hits if isinstance(x.when, When)))
                return Read(note, unclear=Unclear(named, "vague"), step_text=bare)
            return Read(note, when=hit.when, step_text=bare, beside=beside)
        return Read(note, unclear=_ahead(hit.when, here), step_text=bare)
    return Read(note, step_text=plain_step(note.next_text))


def understand_step(text: str, person: Person, calendar: Calendar, now: datetime) -> Read:
    """What is to be done and when, said by itself: read as the second line of a note."""
    return understand(f"{STEP} {text}", person, calendar, now)


def _without(text: str, start: int, end: int) -> str:
    """The step without its date phrase; all of it when the date was all it said."""
    edges = " ,，.。;；:：、"
    left, right = text[:start].rstrip(edges), text[end:].lstrip(edges)
    gap = " " if left and right and (left[-1].isascii() or right[0].isascii()) else ""
    parted = text[end:].lstrip(" ")[:1]
    led = text[:start].rstrip(" ")[-1:]
    if left and right and (parted in _PARTS or led in _PARTS):  # contract draft due Thursday; sign Dec 8
        gap = (parted if parted in _PARTS else led) + gap
    return (left + gap + right).strip(edges) or text.strip()


def _ahead(said: Unclear, here: datetime) -> Unclear:
    """Without the moments of today that are over, where it may be another: nothing is to be done then any more."""
    wall = here.replace(tzinfo=None)
    left = tuple(w for w in said.candidates if w.date != wall.date() or _end(w) > wall)
    return replace(said, candidates=left or said.candidates)


def _end(when: When) -> datetime:
    """Until when it is still that time."""
    until = when.time or (PART_HOURS[when.part][1] if when.part else time.max)
    return datetime.combine(when.date, until)


def _day(when: When | Unclear, today: date) -> date:
    if isinstance(when, When):
        return when.date
    return when.candidates[0].date if when.candidates else today


def asks(
    read: Read, calendar: Calendar, today: date, is_away: Callable[[date], str]
) -> tuple[str, tuple[DateChoice, ...]]:
    """What has to be asked about the date, and the readings to tap; ``is_away``: who is, that day."""
    if read.is_settled:
        return "", ()
    if read.unclear is not None:
        options = read.unclear.candidates[:MOST_CHOICES]
        why = read.unclear.reason if read.unclear.reason in ("no_day", NO_HOUR) else "unclear"
        named = tuple(_choice(w) for w in options)
        return why, named or (chips(calendar, today) if why == NO_HOUR else ())
    if read.when is not None:
        if read.when.date < today:
            return "past", ()
        if off := is_away(read.when.date):
            days = [_nearest(read.when.date, step, calendar, is_away) for step in (-1, 1)]
            return off, tuple(_choice(read.when, on=d) for d in days if d >= today)
        others = [w for w in read.when.candidates if not _by_night(w, read.when)]
        return "", tuple(_choice(w) for w in others[:MOST_CHOICES])
    if read.note.next_text or read.note.attempt:
        return "missing", chips(calendar, today)
    return "", ()


def _nearest(day: date, step: int, calendar: Calendar, is_away: Callable[[date], str]) -> date:
    """The next working day before or after, on which people are there."""
    found = calendar.shift_day(day, step)
    for _ in range(LONGEST_BREAK):
        if not is_away(found):
            break
        found = calendar.shift_day(found, step)
    return found


def chips(calendar: Calendar, today: date) -> tuple[DateChoice, ...]:
    """Tomorrow, Friday, Monday: the next such working days, each once."""
    tomorrow = calendar.shift_day(today, 1)
    friday = today + timedelta(days=(4 - today.weekday()) % 7 or 7)
    monday = today + timedelta(days=7 - today.weekday())
    days = [d for d in dict.fromkeys((tomorrow, friday, monday)) if calendar.is_working(d)]
    return tuple(DateChoice(on=d) for d in days)


def _by_night(other: When, when: When) -> bool:
    """The other half of the day, where it is nobody's hour: ten at night beside ten in the morning."""
    if other.time is None or when.time is None or other.date != when.date:
        return False
    return (other.time.hour - when.time.hour) % 24 == 12 and not 7 <= other.time.hour < 20


def _choice(when: When, on: date | None = None) -> DateChoice:
    return DateChoice(on=on or when.date, at=when.time, part=when.part, kind=when.kind)
