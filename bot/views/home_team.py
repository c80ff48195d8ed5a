"""Home of those who look after others: the team, everything that runs, the set-up."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.views import claims, deal_rows, home_rows, parts, rule_words, triage, waits, waiving
from bot.views.audiences import AUDIENCES, REASONS
from bot.views.home_rows import Blocks, title
from bot.views.parts import bold, section
from bot.views.reader import Reader
from bot.words import formats
from rules.answers.claims import ClaimRequest
from rules.answers.home import HomeAll, HomeAsked, HomeChannel, HomeDeals, HomeSetUp, HomeStage, HomeTeam
from rules.answers.waits import WaitRequest
from rules.answers.waiving import WaiveRequest

REQUESTS: Mapping[str, Callable[[Any, Reader], parts.Part]] = {
    WaiveRequest.kind: waiving.request,
    WaitRequest.kind: waits.request,
    ClaimRequest.kind: claims.request,
}


def team(answer: HomeTeam, reader: Reader) -> Blocks:
    """What needs the manager first, then the other red deals under each rep's name, in the names' order."""
    t = reader.t
    sources = parts.button(t("btn.sources"), "home_sources")
    rules = parts.button(t("btn.rules"), "home_rules")
    blocks: Blocks = [parts.divider(), section(bold(t("home.team"))), parts.actions(sources, rules)]
    asked = [*_requests(answer, reader), *_untaken(answer, reader), *_helps(answer, reader)]
    if not answer.people:
        return [*blocks, *asked, section(t("home.no_team"))]
    blocks += [deal_rows.beyond(answer.uncounted, reader), *asked]
    for one in answer.red:
        whose = home_rows.owner(one.title, one.has_left, reader)
        blocks += [title(whose, reader), *home_rows.rows(one, reader, to_give=one.has_left)]
    if not (answer.red or asked):
        blocks.append(section(t("home.team_clear")))
    if answer.more_people:
        told = t("home.more_people", count=answer.more_people)
        blocks.append(home_rows.more("team", told, reader))
    return blocks


def _untaken(answer: HomeTeam, reader: Reader) -> Blocks:
    """Leads that they are to give out."""
    if not answer.untaken:
        return []
    more = parts.context(reader.t("home.more", count=answer.more_untaken)) if answer.more_untaken else None
    leads = [block for one in answer.untaken for block in triage.on_home(one, reader)]
    return [title(reader.t("home.untaken"), reader), *leads, more]


def _helps(answer: HomeAsked, reader: Reader) -> Blocks:
    """What their list asked about, then the requests for help."""
    blocks: Blocks = []
    if answer.needs.deals:
        blocks += [title(reader.t("home.needs"), reader), *home_rows.needing(answer.needs, reader)]
    if answer.help:
        helps = HomeDeals(which="help", deals=answer.help, more=answer.more_help)
        blocks += [title(reader.t("home.help"), reader), *home_rows.needing(helps, reader)]
    return blocks


def _requests(answer: HomeAsked, reader: Reader) -> Blocks:
    """What they are to allow or decide, as the messages that asked say it."""
    if not answer.requests:
        return []
    more = parts.context(reader.t("home.more", count=answer.more_requests)) if answer.more_requests else None
    asked = [block for one in answer.requests for block in REQUESTS[one.kind](one, reader)["blocks"]]
    return [title(reader.t("home.requests"), reader), *asked, more]


def everything(answer: HomeAll, reader: Reader) -> Blocks:
    """What they are asked, a line for each stage, then the other red ones."""
    t = reader.t
    asked = [*_requests(answer, reader), *_helps(answer, reader)]
    blocks: Blocks = [parts.divider(), *asked, title(t("home.all"), reader)]
    stages = "\n".join(_stage(stage, reader) for stage in answer.stages)
    blocks.append(section(stages or t("home.all_none")))
    blocks.append(deal_rows.beyond(answer.uncounted, reader))
    if answer.red.deals:
        blocks += [title(t("home.red"), reader), *home_rows.rows(answer.red, reader, reads_only=True)]
    asleep = parts.context(t("home.asleep_all", count=answer.asleep)) if answer.asleep else None
    return [*blocks, asleep]


def _stage(stage: HomeStage, reader: Reader) -> str:
    t = reader.t
    counts = [
        t("home.n_red", count=stage.red) if stage.red else "",
        t("home.n_amber", count=stage.amber) if stage.amber else "",
        t("home.n_green", count=stage.green) if stage.green else "",
    ]
    return t("home.stage", stage=stage.name, counts=" · ".join(x for x in counts if x))


def setup(answer: HomeSetUp, reader: Reader) -> Blocks:
    """What is done and what is not, in one list; a button asks the questions again."""
    t, locale = reader.t, reader.locale
    lines = [t("home.admins", names=formats.names(answer.admins, locale))] if answer.admins else []
    lines.append(_managers(answer, reader))
    lines += [_channel(channel, reader) for channel in answer.channels] or [t("home.no_channel")]
    if answer.unheard:
        lines.append(t("status.unheard", count=answer.unheard))
    if answer.unmapped:
        lines.append(t("home.unmapped", count=answer.unmapped, deals=answer.unmapped_deals))
    if answer.quiet_until is not None:
        until = formats.moment(answer.quiet_until, reader.tz, locale, reader.now)
        lines.append(t("home.quiet_start", until=until))
    if answer.loose:
        rules = t("list.comma").join(rule_words.name_of(rule, locale) for rule in answer.loose)
        lines.append(t("rule.home", rules=rules))
    return [
        parts.divider(),
        title(t("home.setup"), reader),
        section("\n".join(f"• {line}" for line in lines)),
        parts.actions(
            parts.button(t("people.title"), "home_people"), parts.button(t("home.ask_again"), "home_setup")
        ),
    ]


def _managers(answer: HomeSetUp, reader: Reader) -> str:
    if not answer.without_manager:
        return reader.t("home.all_managed")
    names = formats.names(answer.without_manager, reader.locale)
    if answer.more_without:
        names = f"{names} ({reader.t('list.more', count=answer.more_without)})"
    return reader.t("home.unmanaged", names=names)


def _channel(channel: HomeChannel, reader: Reader) -> str:
    t, where = reader.t, parts.mention(channel.channel)
    if channel.fault:
        reason = t(REASONS.get(channel.fault, "digest.not_in"))
        return t("home.channel_fault", channel=where, reason=reason)
    audience = t(AUDIENCES.get(channel.audience, "digest.aud_heads"))
    return t("home.channel", channel=where, audience=audience, count=channel.people)
