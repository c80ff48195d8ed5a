"""*Why this?*: which rule, which clock, counted from what, in which calendar, when next, what would silence it."""

from datetime import date, datetime

from bot.views import owed_words, parts
from bot.views.parts import Part
from bot.views.reader import Reader
from bot.words import formats
from rules.answers.nudges import NudgeLine, ShutShown, WhyShown
from rules.durations import read_duration

RULES = {
    "step": "why.rule_step",
    "over": "why.rule_over",
    "evening": "why.rule_evening",
    "quiet": "why.rule_quiet",
    "slow": "why.rule_slow",
    "waiting": "why.rule_waiting",
    "risk": "why.rule_risk",
    "untouched": "why.rule_untouched",
    "owed": "why.rule_owed",
    "date": "why.rule_date",
    "slipping": "why.rule_slipping",
    "unanswered": "why.rule_unanswered",
}
COUNTS = {  # what a deal comes back for whose reminder was answered
    "step": "done.for_step",
    "date": "done.for_date",
    "quiet": "done.for_quiet",
    "slow": "done.for_slow",
    "slipping": "done.for_slipping",
    "untouched": "done.for_untouched",
    "owed": "done.for_owed",
    "waiting": "done.for_waiting",
}
EVENTS = {
    "contact": "why.from_contact",
    "stage": "why.from_stage",
    "import": "why.from_import",
    "clock_start": "why.from_start",
    "step": "why.from_step",
    "wait": "why.from_wait",
    "flag": "why.from_flag",
    "given": "why.from_given",
    "owed": "why.from_owed",
    "date": "why.from_date",
    "dismissed": "why.from_dismissed",
    "acts": "why.from_acts",
}
SILENCERS = {
    "outcome": "why.stop_outcome",
    "change_date": "why.stop_change_date",
    "wait": "why.stop_wait",
    "contact": "why.stop_contact",
    "step_soon": "why.stop_step_soon",
    "stage": "why.stop_stage",
    "lost": "why.stop_lost",
    "unflag": "why.stop_unflag",
    "given": "why.stop_given",
    "waived": "why.stop_waived",
    "sign_on": "why.stop_sign_on",
    "signed": "why.stop_signed",
    "keep": "why.stop_keep",
}
SHUT = {"holiday": "why.shut_holiday", "closed": "why.shut_closed", "off": "why.shut_off"}
UNITS = {"wd": "when.working_days", "wh": "why.hours", "d": "when.days", "min": "why.minutes"}


def near(line: NudgeLine, reader: Reader) -> list[str]:
    """The limits that are near, beside what the line is about."""
    stage, said = line.stage_name or line.head.stage, []
    for one in line.ahead:
        # Reached in the evening, it is warned of in the morning all the same.
        soon = "soon" if one.at > reader.then.now else "over"
        key = f"nudge.and_{soon}_quiet" if one.rule == "quiet" else f"nudge.and_{soon}_slow"
        said.append(reader.t(key, stage=stage, limit=limit(one.limit, reader), when=reader.soon(one.at)))
    return said


def limit(written: str, reader: Reader) -> str:
    """ "7wd" as people say it: "7 working days"; what cannot be read is shown as it is written."""
    try:
        found = read_duration(written)
    except ValueError:
        return written
    return reader.t(UNITS[found.unit], count=found.n)


def short(line: NudgeLine, reader: Reader, name: str = "") -> str:
    """The one grey line of a message; with `name` where the message has lines of several deals. In a message that is
    rewritten later, a *Next* that has passed is left out."""
    then, at = reader.then, line.why.next_at or line.why.up_at
    said = {"name": name, "rule": _rule(line, then), "event": _event(line, then)}
    if reader.told_at and at is not None and at <= reader.now:
        return reader.t("why.of_past" if name else "why.line_past", **said)
    return reader.t("why.of" if name else "why.line", **said, next=_next(line, then))


def because(line: NudgeLine, reader: Reader) -> str:
    """The same without when it is heard of next."""
    return reader.t("why.line_past", rule=_rule(line, reader), event=_event(line, reader))


def _rule(line: NudgeLine, reader: Reader) -> str:
    if line.is_parked and line.why.rule == "waiting":
        return reader.t("why.rule_parked")
    on = line.step.on if line.step is not None else None
    return rule(line.why, line.stage_name, reader, owed_words.items(line.owed, reader), on)


def rule(why: WhyShown, stage: str, reader: Reader, items: str = "", on: date | None = None) -> str:
    """Which rule: "7 working days in Proposal"; `items`: what is owed; `on`: the day of the step."""
    said = {"limit": limit(why.limit, reader), "stage": stage, "items": items}
    said["when"] = reader.near_day(on or why.limit_at.astimezone(reader.tz).date())
    key = RULES.get(why.rule, "why.rule_step")
    if why.rule == "quiet" and why.limit_at > reader.now:  # nobody was silent for so long yet
        key = "why.rule_quiet_limit"
    return reader.t(key, **said)


def counting(why: WhyShown, stage: str, step: str, reader: Reader) -> str:
    """What a deal comes back for whose reminder was answered, where a few words say it."""
    key, said = COUNTS.get(why.rule), limit(why.limit, reader)
    key = "done.for_this_step" if why.rule == "step" and step else key
    return reader.t(key, limit=said, stage=stage, step=step) if key is not None else ""


def _event(line: NudgeLine, reader: Reader) -> str:
    why = line.why
    key = EVENTS.get(why.event, "why.from_start")
    key = "why.from_park" if why.event == "wait" and line.is_parked else key
    said = reader.t(key, day=_day(why.counted_from, reader), until=_day(why.limit_at, reader))
    waited = formats.working_days(why.waited, reader.locale)
    said = reader.t("why.waited", event=said, waited=waited) if why.waited else said
    shut = reader.t("list.comma").join(_shut(one, reader) for one in why.shut)
    return reader.t("why.shut", event=said, days=shut) if shut else said


def _shut(one: ShutShown, reader: Reader) -> str:
    first, last = (formats.day(on, reader.locale, reader.today) for on in (one.first, one.last))
    days = first if one.first == one.last else reader.t("days.period", first=first, last=last)
    return reader.t(SHUT.get(one.why, "why.shut_closed"), days=days)


def _day(at: datetime, reader: Reader) -> str:
    return formats.day(at.astimezone(reader.tz).date(), reader.locale, reader.today)


def _next(line: NudgeLine, reader: Reader) -> str:
    """When its reader hears of the deal again; a manager who reads of somebody's deal hears it in their own list."""
    t, why = reader.t, line.why
    up = reader.soon(why.up_at) if why.up_at else ""
    if why.next_at is None and why.next_to == "home":
        if line.rule == "unanswered":
            return t("why.next_asked_up" if up else "why.next_asked", up=up)
        return t("why.next_list_up" if up else "why.next_list", up=up)
    if why.next_at is None:
        return t("why.next_never")
    when = reader.soon(why.next_at)
    if up:
        return t("why.next_both" if up != when else "why.next_same", when=when, up=up)
    is_up = why.next_to == "manager" and not line.owner
    return t("why.next_manager" if is_up else "why.next_you", when=when)


def modal(line: NudgeLine, name: str, reader: Reader, under: str = "") -> Part:
    """Everything, in a window of its own; `under`: which message it was asked for, for what is pressed here."""
    t, why = reader.t, line.why
    at = formats.moment(why.limit_at, reader.tz, reader.locale, reader.now)
    country = formats.country(why.calendar, reader.locale)
    calendar = t("why.calendar", country=country) if country else t("why.calendar_own")
    stops = [t(SILENCERS[key]) for key in why.silenced_by if key in SILENCERS]
    lines = [
        t("why.m_rule", rule=_rule(line, reader)),
        t("why.m_from", event=_event(line, reader), at=at),
        t("why.m_calendar", calendar=calendar),
        t("why.m_next", next=_next(line, reader)),
        t("why.m_process", version=why.process) if why.process is not None else "",
        t("why.m_stops", stops=t("why.or").join(stops)) if stops else "",
    ]
    body = "\n".join(word for word in lines if word)
    row = None
    if line.nudge_id and line.done is None:
        value = f"{line.nudge_id}:{line.head.deal_id}"
        row = parts.actions(parts.button(t("btn.dismiss"), "nudge_dismiss", value))
    blocks = [parts.section(name), parts.section(body), row]
    return parts.modal(t("btn.why"), blocks, close=t("btn.close"), private_metadata=under)
