"""A deal's story: one line for each thing that happened, newest first; the words of a note can be taken out."""

from collections.abc import Callable
from typing import Any

from bot.views import papers, parts
from bot.views.leads import with_code
from bot.views.notes import LOGGED, REACTIONS
from bot.views.parts import Part, actions, bold, button, message, section
from bot.views.reader import Reader
from bot.words import formats
from rules.answers.story import FieldChange, FieldValue, Story, StoryLine

PAGE = 15  # as services.deals.story cuts it
WORDS = 300  # of one line; the card and the note's own page have them whole
SAID = {
    "captured": "story.captured",
    "redacted": "story.redacted",
    "undone": "story.undone",
    "entered": "story.entered",
    "back": "story.back",
    "closed": "story.entered",
    "won": "story.won",
    "lost": "story.lost",
    "invalid": "story.invalid",
    "waited": "story.waited",
    "parked": "story.parked",
    "pushed": "story.pushed",
    "planned": "story.planned",
    "asked": "story.asked",
    "helping": "story.helping",
    "answered": "story.answered",
    "file": "story.file",
    "waived": "story.waived",
    "approved": "story.approved",
    "owner": "story.owner",
    "freed": "story.freed",
    "tag": "story.tag",
    "untag": "story.untag",
    "risk": "story.risk",
    "risk_end": "story.risk_end",
    "edited": "story.edited",
    "restored": "story.restored",
    "team": "story.team",
}
ENDED = ("lost", "invalid")  # by somebody; what a file brought so ended by nobody here
FIELDS = {
    "account": "lead.f_account",
    "contact": "story.f_contact",
    "role": "lead.f_role",
    "phone": "lead.f_phone",
    "email": "lead.f_email",
    "need": "lead.f_need",
    "amount": "deal.f_money",
    "sign_on": "deal.f_signing",
    "source": "lead.f_source",
    "probability": "deal.f_probability",
    "industry": "lead.f_industry",
    "region": "lead.f_region",
    "tier": "lead.f_tier",
}


def story(answer: Story, reader: Reader) -> Part:
    """The page, with the way on and back."""
    head = with_code(answer.head, reader)
    rows: list[Part | None] = [_line(line, reader) for line in answer.lines]
    card = button(reader.t("btn.open"), "deal_card", str(answer.head.deal_id))
    backs = parts.context(reader.t("story.backs", count=answer.backs)) if answer.backs else None
    return message(head, [section(head, accessory=card), backs, *rows, _pages(answer, reader)])


def _line(line: StoryLine, reader: Reader) -> Part:
    t = reader.t
    day = formats.day(line.at.astimezone(reader.tz).date(), reader.locale, reader.today)
    if line.what == "note":
        kind = t(LOGGED.get(line.kind, "note.o_talked"))
        first = " · ".join(
            word for word in (t("story.note", kind=kind, who=line.who), *_beside(line, reader)) if word
        )
    else:
        until = (
            formats.day(line.until.astimezone(reader.tz).date(), reader.locale, reader.today)
            if line.until
            else ""
        )
        who = line.who or t("modal.baton")  # what a file brought, at a terminal
        first = t(SAID.get(line.what, "story.entered"), who=who, name=line.name, until=until)
        if line.what in ENDED and line.who:
            first = t("story.ended", said=first, who=line.who)
        if line.process is not None:
            first = t("story.process", said=first, version=line.process)
        if line.is_undone:
            first = t("story.taken_back", said=first)
        first = "\n".join((first, *(_change(one, reader) for one in line.changed), *_team(line, reader)))
        if line.left:
            first += "\n" + _stayed(line, reader)
    said = " → ".join(word for word in (line.words[:WORDS], line.following[:WORDS]) if word)
    quote = t("note.quoted", words=line.quote[:WORDS]) if line.quote else ""
    return section(
        "\n".join(word for word in (f"{bold(day)} · {first}", said, quote) if word),
        accessory=papers.open_button(line.file_id, reader) if line.file_id else _take_out(line, reader),
    )


def _stayed(line: StoryLine, reader: Reader) -> str:
    """For how long it was in the stage that it left."""
    days = formats.working_days(line.stayed, reader.locale) if line.stayed else reader.t("days.under_one")
    return reader.t("story.stayed", name=line.left, days=days)


def _change(one: FieldChange, reader: Reader) -> str:
    """A field that was changed, from what to what, where that is told."""
    label, was, now = reader.t(FIELDS[one.field]), _value(one.before, reader), _value(one.after, reader)
    if one.field == "probability":  # where nobody chose one it is the stage's
        was, now = (word or reader.t("likely.of_stage") for word in (was, now))
    how = {(True, True): "change", (False, True): "change_new", (True, False): "change_gone"}
    key = how.get((bool(was), bool(now)), "change_only")
    return reader.t(f"story.{key}", field=label, was=was, now=now)


def _value(held: FieldValue, reader: Reader) -> str:
    if held.money is not None:
        sum_ = held.money
        return formats.money(sum_.minor, sum_.currency, reader.locale, approx=sum_.approx, short=True)
    if held.percent is not None:
        return f"{held.percent}%"
    return formats.day(held.on, reader.locale, reader.today) if held.on is not None else held.name


def _team(line: StoryLine, reader: Reader) -> list[str]:
    """Who joined and who left."""
    told = (("story.joined", line.joined), ("story.left", line.left_team))
    return [reader.t(key, names=formats.names(some, reader.locale)) for key, some in told if some]


def _beside(line: StoryLine, reader: Reader) -> list[str]:
    """How the customer took it, and when it was logged, if on another day than it took place."""
    t, told = reader.t, [reader.t(REACTIONS[line.reaction])] if line.reaction in REACTIONS else []
    if line.logged_at is not None:
        logged = line.logged_at.astimezone(reader.tz).date()
        if logged != line.at.astimezone(reader.tz).date():
            told.append(t("story.logged", day=formats.day(logged, reader.locale, reader.today)))
    return told


def _take_out(line: StoryLine, reader: Reader) -> Part | None:
    if not line.said:
        return None
    t = reader.t
    sure = parts.confirm(
        t("story.redact"), t("story.redact_sure"), t("story.redact_yes"), t("btn.cancel"), danger=True
    )
    return button(t("story.redact"), "note_redact", line.said, confirm=sure)


def _pages(answer: Story, reader: Reader) -> Part | None:
    page, t, deal = answer.first // PAGE, reader.t, answer.head.deal_id
    back = button(t("btn.previous"), "deal_story", f"{deal}:{page - 1}") if page else None
    on = None
    if answer.first + len(answer.lines) < answer.count:
        on = button(t("btn.next"), "deal_story", f"{deal}:{page + 1}")
    return actions(back, on)


VIEWS: dict[str, Callable[[Any, Reader], Part]] = {Story.kind: story}
