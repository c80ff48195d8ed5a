"""What Baton says about itself: help by role, its state, the three questions of the first day."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from bot.failures import kind_of
from bot.views import parts, rule_words
from bot.views.audiences import REASONS
from bot.views.parts import Part, bold, context, message, section
from bot.views.reader import Reader
from bot.words import formats
from rules.access import SELLS
from rules.answers.admin import (
    AuditFound,
    CameBack,
    ChannelSuggested,
    Help,
    NotDelivered,
    NotSaving,
    Status,
    TeamRules,
    Undelivered,
    Unmapped,
)
from rules.auditing import SAID

LOST = {"recipient_gone": "alarm.gone", "channel_gone": "alarm.channel"}  # by bot.failures.Kind
GIVEN_UP = {"inactive": "alarm.gone", "crashes": "alarm.crashes"}  # our own words


NOT_SAVING = {"full": "saving.full", "readonly": "saving.readonly"}  # else its disk is broken


def help_(answer: Help, reader: Reader) -> Part:
    """Three lines for a rep, two more for a manager, one each for the others."""
    told = "\n".join(f"• {line}" for line in help_lines(answer.roles, reader))
    return message(told, [section(told)])


def help_lines(has: Sequence[str], reader: Reader, *, is_dm: bool = False) -> list[str]:
    """What somebody with these roles can do, a line for each thing; in the DM plain words come first."""
    t, roles = reader.t, set(has)
    lines = [t("help.line_dm"), t("help.lead"), t("help.line_followup")] if roles & SELLS else []
    if reader.locale == "en" and lines and not is_dm:
        lines = [*lines[1:], lines[0]]  # Chinese leads with the DM: an input method turns / into a comma
    lines += (
        [t("help.line_manager"), t("help.line_digest"), t("help.line_standup")] if "manager" in roles else []
    )
    lines += [t("help.line_director")] if "director" in roles else []
    lines += [t("help.line_finance")] if "finance" in roles else []
    if roles & {"delivery", "presales", "legal"}:
        lines += [t("help.line_tasks"), *([] if roles & SELLS else [t("help.line_team")])]
    lines += [t("help.line_admin")] if "admin" in roles else []
    return lines or [t("help.line_nothing")]


def no_deals(roles: Sequence[str], reader: Reader) -> Part:
    """To somebody whose work is not deals of their own: what they can do instead of adding a lead."""
    told = "\n".join([reader.t("found.not_yours"), *(f"• {line}" for line in help_lines(roles, reader))])
    return message(told, [section(told)])


def status(answer: Status, reader: Reader) -> Part:
    """Green or red first, then the counts."""
    t = reader.t
    reasons = [t(one.key, minutes=one.minutes, code=one.code) for one in answer.troubles]
    head = t("status.red", reasons=t("list.comma").join(reasons)) if reasons else t("status.green")
    lines = [
        t("status.people", count=answer.members),
        *([t("status.lonely", count=answer.without_manager)] if answer.without_manager else []),
        t("status.deals", count=answer.open_deals, version=answer.config_version),
        t("status.messages", waiting=answer.waiting, failed=answer.failed),
        t("status.digests", count=answer.digests),
        *[t("status.digest_fault", reason=t(REASONS[one])) for one in answer.digest_faults if one in REASONS],
    ]
    if answer.unknown_year:
        lines.append(t("status.unknown_year", year=str(answer.unknown_year)))
    if answer.unheard:
        lines.append(t("status.unheard", count=answer.unheard))
    blocks: list[Part | None] = [section(bold(head)), section("\n".join(f"• {line}" for line in lines))]
    if answer.unmapped_deals:
        blocks += unmapped(Unmapped(deals=answer.unmapped_deals, people=answer.unmapped_people), reader)[
            "blocks"
        ]
    return message(head, [*blocks, *_rules(answer, reader)])


def unmapped(answer: Unmapped, reader: Reader) -> Part:
    """Whose deals nobody is reminded of yet, and the way to say who they are."""
    told = reader.t("admin.unmapped", count=answer.deals, people=answer.people)
    return message(
        told,
        [section(told), parts.actions(parts.button(reader.t("admin.b_unmapped"), "home_people", "unmapped"))],
    )


def _rules(answer: Status, reader: Reader) -> list[Part | None]:
    """Beside each rule what came of its reminders; nothing before the first ones are judged."""
    told = rule_words.lines(answer.judged, reader.locale)
    if not told:
        return []
    on = answer.judged.on
    title = bold(
        reader.t("rule.title_on", day=formats.day(on, reader.locale, reader.today))
        if on
        else reader.t("rule.title")
    )
    return [section("\n".join([title, *(f"• {line}" for line in told)])), context(reader.t("rule.counts"))]


def undelivered(answer: Undelivered, reader: Reader) -> Part:
    """To admins: who did not hear, why, and what helps."""
    head = reader.t("alarm.head", count=answer.count)
    lines = [f"• {_lost(one, reader)}" for one in answer.lines]
    if answer.more:
        lines.append(f"• {reader.t('alarm.more', count=answer.more)}")
    return message(head, [section(bold(head)), section("\n".join(lines))])


def _lost(one: NotDelivered, reader: Reader) -> str:
    known = LOST.get(kind_of(one.code), "alarm.refused")
    key = "alarm.unsure" if one.is_unsure else GIVEN_UP.get(one.code, known)
    who = parts.mention(one.channel) if one.channel else one.who
    why = reader.t(key, code=one.code)
    return reader.t("alarm.line", who=who, why=why, count=one.count)


def audit_found(answer: AuditFound, reader: Reader) -> Part:
    """To admins: what the auditor found, for whom and since when, and what helps; or that it is over."""
    t = reader.t

    def at(instant: datetime) -> str:
        return formats.moment(instant, reader.tz, reader.locale, reader.now)

    head = t(f"audit.{answer.fault}", count=answer.count)
    if answer.mended_at is not None:
        told = t("audit.mended", what=head, at=at(answer.mended_at))
        return message(told, [section(told)])
    who = [parts.mention(one.channel) if one.channel else one.who for one in answer.whom]
    who += [t("audit.more", count=answer.more)] if answer.more else []
    lines = [t("audit.whom", who=t("list.comma").join(who))] if who else []
    lines += [t("audit.since", at=at(answer.since))] if answer.since else []
    lines += [t(f"audit.{'said' if answer.fault in SAID else 'do'}")]
    return message(head, [section(bold(head)), section("\n".join(f"• {line}" for line in lines))])


def not_saving(answer: NotSaving, reader: Reader) -> Part:
    """What is the matter, that nobody loses anything, and what to do."""
    told = reader.t(NOT_SAVING.get(answer.why, "saving.broken"))
    return message(told, [section(told), context(reader.t("saving.meanwhile"))])


def came_back(answer: CameBack, reader: Reader) -> Part:
    """To admins: since when nobody was there, and what came late."""
    t = reader.t
    since, until = formats.from_to(answer.since, answer.until, reader.tz, reader.locale, reader.now)
    late = [t("sys.lists", count=answer.lists)] if answer.lists else []
    late += [t("sys.reminders", count=answer.reminders)] if answer.reminders else []
    what = t("sys.late", what=t("sys.and").join(late)) if late else t("sys.nothing_late")
    told = t("sys.away", since=since, until=until, what=what)
    return message(told, [section(told)])


def suggested(answer: ChannelSuggested, reader: Reader) -> Part:
    """To a manager: the admin's choice, and how to declare its audience."""
    told = reader.t("admin.channel_suggested", channel=parts.mention(answer.channel))
    return message(told, [section(told)])


def team_rules(answer: TeamRules, reader: Reader) -> Part:
    """To a manager: what came of each rule's reminders to their people."""
    told = rule_words.lines(answer.judged, reader.locale) or [reader.t("rule.none")]
    head = reader.t("rule.team")
    return message(head, [section(bold(head)), section("\n".join(f"• {line}" for line in told))])


VIEWS: dict[str, Callable[[Any, Reader], Part]] = {
    Help.kind: help_,
    Status.kind: status,
    TeamRules.kind: team_rules,
    ChannelSuggested.kind: suggested,
    Unmapped.kind: unmapped,
    Undelivered.kind: undelivered,
    AuditFound.kind: audit_found,
    CameBack.kind: came_back,
    NotSaving.kind: not_saving,
}
