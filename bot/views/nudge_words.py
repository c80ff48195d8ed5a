"""What one line of a reminder says, in the reader's words."""

from bot.views import done_words, owed_words, sign_words, stage_days, step_words, task_words, why
from bot.views.parts import bold
from bot.views.reader import Reader
from bot.words import formats
from rules.answers.base import StageDays, StepShown
from rules.answers.nudges import NudgeLine
from rules.facts import Rung

CONTACT = {
    "talked": "nudge.contact_talked",
    "meeting": "nudge.contact_meeting",
    "message": "nudge.contact_message",
    "reply": "nudge.contact_reply",
}
MANY_TRIES = 3  # that reached nobody: trying the same again is no advice any more
WITH = {"over": "nudge.over", "waiting": "nudge.waiting"}  # what is asked about the customer


def name_of(line: NudgeLine, reader: Reader) -> str:
    """The deal's name in bold, its owner's beside it where somebody else reads."""
    head = line.head
    name = bold(head.called or reader.t("deal.unnamed"))
    return reader.t("nudge.owned", name=name, owner=line.owner) if line.owner else name


def line_of(line: NudgeLine, reader: Reader) -> str:
    """What a line says, or what was answered to it."""
    if line.done is not None:
        whose = line.model_copy(update={"owner": ""}) if line.done.verb == "reassigned" else line
        return done_words.said(line.done, name_of(whose, reader), reader)
    reader = reader.then
    said, asked = _sentence(line, reader)
    beside = _beside(line, reader)
    is_step_told = bool(beside) or line.rule == "step"
    more = [
        beside,
        *why.near(line, reader),
        task_words.whose(line, reader) if is_step_told else "",
        owed_words.beside(line.owed, reader, is_told=line.rule == "owed"),
        sign_words.beside(line, reader),
        _missing(line, reader),
        _tries(line, reader),
        task_words.blocker(line, reader),
        _helping(line, reader),
        _question(line, asked, reader),
    ]
    gap, rest = "" if reader.locale == "zh" else " ", [word for word in more if word]
    own = said.rstrip(reader.t("list.closes"))  # may be somebody's words, which may end anyhow
    if rest and not own.endswith(tuple(reader.t("list.ends"))):
        said = reader.t("nudge.sentence", words=said)
    return gap.join([said, *rest])


def _question(line: NudgeLine, asked: str, reader: Reader) -> str:
    """What the owner is asked at the end of a line, or when, after *Later*; others are told, not asked."""
    if line.put_off is not None and not line.owner:
        return reader.t("nudge.put_off", when=reader.near_day(line.put_off.astimezone(reader.tz).date()))
    with_somebody = task_words.is_with_somebody(line)
    # An unanswered one has a question of its own, with its buttons.
    if line.listed_at is not None and line.rule != "unanswered" and not reader.is_later:
        key = "nudge.pre_list_with" if with_somebody else "nudge.pre_list"
        return reader.t(key, clock=formats.clock(line.listed_at, reader.locale))
    is_offered = asked == "nudge.want_a_hand" and (line.helping is not None or with_somebody)
    return reader.t(asked) if asked and not line.owner and not is_offered else ""


def _about_them(line: NudgeLine, name: str, reader: Reader) -> str:
    """What is asked when a call with the customer, a wait for them, or the time it was parked for is over."""
    t, is_over = reader.t, line.rule == "over"
    until = reader.near_day(line.why.limit_at.astimezone(reader.tz).date())
    if line.is_parked and not is_over:
        return t("nudge.park_over", name=name, until=until)
    who = line.who if is_over else line.waiting_for
    return t(WITH[line.rule], name=name, who=who or t("nudge.the_customer"), until=until)


def _sentence(line: NudgeLine, reader: Reader) -> tuple[str, str]:
    """The sentence, and the key of what its owner is asked after the facts."""
    t, name = reader.t, name_of(line, reader)
    if line.asks is not None:
        asks = t("nudge.asks_words", words=line.asks) if line.asks else t("nudge.asks_plain")
        bare = bold(line.head.called or t("deal.unnamed"))
        return t("nudge.asks", name=bare, owner=line.owner or t("deal.nobody"), asks=asks), ""
    stage = line.stage_name or line.head.stage
    if line.rule == "step":
        return step_words.said(line, name, reader), ""
    if line.rule == "owed":
        return owed_words.line_of(line.owed, name, reader), ""
    if line.rule == "date":
        key = "nudge.date_of" if line.owner else "nudge.date"
        return t(key, name=name, day=sign_words.day(line, reader)), ""
    if line.rule == "evening":
        step = line.step or StepShown()
        text, when = step.text or t("nudge.step_any"), step_words.promised(step, reader)
        return t("nudge.evening", name=name, text=text, when=when), ""
    if line.rule in WITH:
        return _about_them(line, name, reader), ""
    if line.rule == "unanswered" and line.rung != Rung.DECIDE:
        is_tried = line.tries >= MANY_TRIES
        of = "nudge.unanswered_tried_of" if is_tried else "nudge.unanswered_of"
        key = of if line.owner else "nudge.unanswered"
        asked = "nudge.other_wait_invalid" if is_tried else "nudge.park_close_keep"
        return t(key, name=name), asked
    if line.rule == "risk":
        return t("nudge.risk", name=name, reason=line.risk_reason or t("nudge.no_reason")), ""
    if line.rule == "untouched" and line.rung != Rung.DECIDE:
        since = formats.moment(line.why.counted_from, reader.tz, reader.locale, reader.now)
        key = "nudge.untouched_of" if line.owner else "nudge.untouched"
        return t(key, name=name, since=since), ""
    if line.rung == Rung.DECIDE:
        days, aside = stage_days.in_stage(line, reader)
        return t("nudge.decide", name=name, days=days, aside=aside, stage=stage), ""
    if line.rung == Rung.HEADS_UP and line.why.limit_at > reader.now:
        return _heads_up(line, name, stage, reader), "nudge.in_the_way"
    return _red(line, name, stage, reader)


def _red(line: NudgeLine, name: str, stage: str, reader: Reader) -> tuple[str, str]:
    """A limit is over: quiet, slow, or both at once; slipping says it for all."""
    rules, (days, aside) = {line.rule, *line.also}, stage_days.in_stage(line, reader)
    said = {"name": name, "days": days, "aside": aside, "stage": stage, "owner": line.owner}
    if line.rule == "slipping":
        return reader.t(
            "nudge.slipping", name=name, stage=stage, limit=why.limit(line.limit, reader)
        ), "nudge.what_now"
    if rules >= {"quiet", "slow"} and line.last_contact_at is not None:
        return reader.t("nudge.both", **said, silent=_silent(line, reader)), "nudge.next_move"
    if "slow" in rules and line.last_contact_at is None:
        return reader.t("nudge.slow_never", **said), ""
    if line.rule == "quiet":
        return _quiet(line, name, reader), ""
    key = ("nudge.slow_of" if line.owner else "nudge.slow") if line.in_touch else "nudge.slow_plain"
    return reader.t(key, **said), "nudge.want_a_hand"


def _heads_up(line: NudgeLine, name: str, stage: str, reader: Reader) -> str:
    limit = why.limit(line.limit, reader)
    when = reader.soon(line.why.limit_at)
    if line.rule == "slipping":
        return reader.t("nudge.heads_up_slipping", name=name, stage=stage, limit=limit, when=when)
    if line.rule == "quiet" and "slow" not in line.also:
        start = None if line.why.event == "contact" or _is_last_day(line, reader) else line.why.counted_from
        aside = stage_days.aside(StageDays(counted_from=start, waited=line.why.waited), reader)
        silent = _silent(line, reader)
        return reader.t("nudge.heads_up_quiet", name=name, when=when, limit=limit, silent=silent, aside=aside)
    on = line.why.counted_from.astimezone(reader.tz).date()
    since = reader.near_day(on)
    aside = stage_days.aside(StageDays(waited=line.why.waited), reader)
    key = "nudge.heads_up" if line.why.event == "stage" else "nudge.heads_up_from"
    return reader.t(key, name=name, stage=stage, limit=limit, when=when, since=since, aside=aside)


def _is_last_day(line: NudgeLine, reader: Reader) -> bool:
    """It counts from the day of the last contact, which is told beside."""
    days = [x and x.astimezone(reader.tz).date() for x in (line.last_contact_at, line.why.counted_from)]
    return days[0] == days[1]


def _quiet(line: NudgeLine, name: str, reader: Reader) -> str:
    if line.last_contact_at is None:
        start = formats.day(line.why.counted_from.astimezone(reader.tz).date(), reader.locale, reader.today)
        return reader.t("nudge.quiet_never", name=name, since=start)
    days = formats.working_days(line.days_silent or 0, reader.locale)
    return reader.t("nudge.quiet", name=name, days=days, last=_last(line, reader))


def _silent(line: NudgeLine, reader: Reader) -> str:
    is_never = line.last_contact_at is None
    return reader.t("nudge.silent_never") if is_never else reader.t("nudge.silent", last=_last(line, reader))


def _last(line: NudgeLine, reader: Reader) -> str:
    """ "the call on Nov 17": what the last contact was, and its day."""
    assert line.last_contact_at is not None
    on = formats.day(line.last_contact_at.astimezone(reader.tz).date(), reader.locale, reader.today)
    return reader.t(CONTACT.get(line.last_contact_kind, "nudge.contact_any"), day=on)


def _beside(line: NudgeLine, reader: Reader) -> str:
    """What else holds of the deal: a step of today beside a limit, a limit beside a step."""
    if line.rule in ("step", "unanswered") or (line.rule == "date" and line.also):
        return _also(line, reader)
    is_told = line.rule in ("slow", "quiet", "slipping", "waiting", "owed", "date")
    return step_words.beside(line.step, reader) if line.step is not None and is_told else ""


def _also(line: NudgeLine, reader: Reader) -> str:
    """The limit that holds beside a step."""
    if "slipping" in line.also:
        return reader.t("nudge.and_slipping")
    if "slow" in line.also:
        days, aside = stage_days.in_stage(line, reader)
        return reader.t("nudge.and_slow", stage=line.stage_name or line.head.stage, days=days, aside=aside)
    if "quiet" not in line.also:
        return ""
    if line.days_silent is None:
        return reader.t("nudge.and_quiet_never")
    return reader.t("nudge.and_quiet", days=formats.working_days(line.days_silent, reader.locale))


def _missing(line: NudgeLine, reader: Reader) -> str:
    items = reader.t("list.comma").join(line.missing[:2])
    return reader.t("nudge.missing", items=items) if items and line.rule in ("slow", "quiet") else ""


def _tries(line: NudgeLine, reader: Reader) -> str:
    return reader.t("nudge.tries", count=line.tries) if line.tries else ""


def _helping(line: NudgeLine, reader: Reader) -> str:
    """Who helps with it since when, told to who would ask and to who would offer; whom the owner has asked."""
    if line.helping is None or line.asks is not None or not (line.helping.is_promised or not line.owner):
        return ""
    since = reader.near_day(line.helping.since.astimezone(reader.tz).date())
    helps = "nudge.you_help" if line.helping.is_reader else "nudge.helps"
    key = helps if line.helping.is_promised else "nudge.was_asked"
    return reader.t(key, who=line.helping.who, since=since)
