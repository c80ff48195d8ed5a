"""What was answered to a line of a reminder, in the reader's words."""

from bot.views import why
from bot.views.reader import Reader
from bot.views.tasks import group_name
from bot.words import formats
from rules.answers.nudges import Done

DONE = {
    "note": "done.note",
    "wait": "done.wait",
    "waits": "done.waits",
    "wait_listed": "done.wait_listed",
    "later": "done.later",
    "later_listed": "done.later_listed",
    "later_home": "done.later_home",
    "date": "done.date",
    "decided": "done.decided",
    "sign_on": "done.sign_on",
    "help": "done.help",
    "lost": "done.lost",
    "invalid": "done.invalid",
    "other": "done.other",
    "blocker": "done.blocker",
    "blocker_nobody": "done.blocker_nobody",
    "blocker_task": "done.blocker_task",
    "moving": "done.moving",
    "helping": "done.helping",
    "helping_you": "done.helping_you",
    "reassigned": "done.reassigned",
    "they_wait": "done.they_wait",
    "they_park": "done.they_park",
    "they_park_why": "done.they_park_why",
    "they_close": "done.they_close",
    "they_close_why": "done.they_close_why",
    "later_limits": "done.later_limits",
    "they_push": "done.they_push",
    "they_push_why": "done.they_push_why",
    "moved": "done.moved",
    "they_moved": "done.they_moved",
    "they_noted": "done.they_noted",
    "they_moving": "done.they_moving",
    "over_lost": "done.over_lost",
    "over_invalid": "done.over_invalid",
    "over_lost_why": "done.over_lost_why",
    "over_won": "done.over_won",
    "over_void": "done.over_void",
    "push": "done.push",
    "push_spared": "done.push_spared",
    "dismissed": "done.dismissed",
    "dismissed_for": "done.dismissed_for",
    "dismissed_home": "done.dismissed_home",
    "dismissed_later": "done.dismissed_later",
    "dismissed_later_for": "done.dismissed_later_for",
    "undone": "done.undone",
    "kept": "done.kept",
    "kept_for": "done.kept_for",
    "kept_home": "done.kept_home",
    "kept_later": "done.kept_later",
    "park": "done.park",
    "task": "done.task",
    "owed": "done.owed",
    "gone": "done.gone",
    "elsewhere": "done.elsewhere",
}
IN_THE_WAY = ("blocker", "blocker_nobody", "blocker_task", "moving")  # stop no clock: when it comes again
BY_DAY = ("wait", "waits", "park", "they_wait", "they_park", "push")  # end with a morning, whose day is named
DISMISSED = {
    "done": "done.why_done",
    "their_pace": "done.why_their_pace",
    "not_this_deal": "done.why_not_this_deal",
}


def said(answer: Done, name: str, reader: Reader) -> str:
    """What was answered, in one line; `until` and `on` become the reader's own day. A wait ends with a morning's list."""
    when = ""
    if answer.until is not None and answer.verb in BY_DAY:
        when = formats.day(answer.until.astimezone(reader.tz).date(), reader.locale, reader.today)
    elif answer.until is not None:
        is_today = answer.until.astimezone(reader.tz).date() == reader.today
        said_as = formats.soon if is_today else formats.moment
        when = said_as(answer.until, reader.tz, reader.locale, reader.now)
    elif answer.on is not None:
        when = formats.day(answer.on, reader.locale, reader.today)
    reason = reader.t(DISMISSED[answer.reason]) if answer.reason in DISMISSED else ""
    because = why.counting(answer.because, answer.stage, answer.step, reader) if answer.because else ""
    more = "_for" if because else "_why" if answer.text else "_listed" if answer.is_listed else ""
    more = "_spared" if answer.verb == "push" and when else more
    key = DONE.get(f"{answer.verb}{more}") or DONE.get(answer.verb, "done.gone")
    who = group_name(answer.who, reader) if answer.verb == "blocker_nobody" else answer.who
    who = who or reader.t("list.comma").join(answer.whose)
    text = answer.text or reason or (reader.t("nudge.step_any") if answer.verb in ("date", "decided") else "")
    told = reader.t(key, name=name, when=when, who=who, text=text, because=because)
    return reader.t("done.and_again", told=told, when=when) if when and answer.verb in IN_THE_WAY else told
