"""A deal on Home: who, where, why it is listed; two buttons and ⋯."""

from bot.views import owed_words, parts, stage_days
from bot.views.deal_rows import LIGHTS
from bot.views.leads import name_of
from bot.views.parts import Part, bold, section
from bot.views.reader import Reader
from bot.views.step_words import promised
from bot.words import formats
from rules.answers.base import StepShown
from rules.answers.home import HomeDeal, HomeDeals

Blocks = list[Part | None]


def title(text: str, reader: Reader) -> Part:
    """The line above a few rows."""
    return section(bold(text))


def deals(text: str, listed: HomeDeals, reader: Reader) -> Blocks:
    """A title with its rows and how many more there are; nothing without rows."""
    return [title(text, reader), *rows(listed, reader)] if listed.deals else []


def rows(listed: HomeDeals, reader: Reader, *, reads_only: bool = False, to_give: bool = False) -> Blocks:
    """Two blocks a deal; `reads_only` for somebody who may look and nothing else: one block; `to_give`: the owner left, and
    the reader gives it to somebody."""
    blocks: Blocks = []
    for deal in listed.deals:
        if reads_only:
            card = parts.button(reader.t("btn.open"), "deal_card", str(deal.head.deal_id))
            blocks.append(section(row(deal, reader), card))
        elif to_give:
            give = parts.button(reader.t("btn.reassign"), "nudge_reassign", f"0:{deal.head.deal_id}")
            card = parts.button(reader.t("btn.open"), "deal_card", str(deal.head.deal_id))
            blocks += [section(row(deal, reader)), parts.actions(give, card)]
        else:
            step = deal.step if "step" in deal.reasons else None
            fill = parts.button(reader.t("btn.owed"), "deal_owed", str(deal.head.deal_id))
            owed = fill if "owed" in deal.reasons else _new_day(deal, reader)
            blocks += [section(row(deal, reader), owed), verbs(deal.head.deal_id, reader, step)]
    return [
        *blocks,
        more(listed.which, reader.t("home.more", count=listed.more), reader) if listed.more else None,
    ]


def _new_day(deal: HomeDeal, reader: Reader) -> Part | None:
    """Another day of signing, where the old one is over."""
    if "date" not in deal.reasons:
        return None
    return parts.button(reader.t("btn.sign_on"), "nudge_sign_on", f"{deal.nudge_id}:{deal.head.deal_id}")


def needing(listed: HomeDeals, reader: Reader) -> Blocks:
    """Others' deals that the reader was told of: the verbs of who looks after them."""
    blocks: Blocks = []
    for deal in listed.deals:
        blocks += [section(row(deal, reader)), manages(deal, reader)]
    told_more = reader.t("home.more", count=listed.more)
    return [*blocks, more(listed.which, told_more, reader) if listed.more else None]


def manages(deal: HomeDeal, reader: Reader) -> Part | None:
    """I'll help, but not where the reader does already, or the owner left or is a guest; another owner, a decision where
    one is asked for, its card."""
    t, value = reader.t, f"{deal.nudge_id}:{deal.head.deal_id}"
    return parts.actions(
        parts.button(t("btn.decide"), "nudge_decide", value) if deal.decides else None,
        None
        if deal.owner_left or deal.is_guests or deal.helping_since
        else parts.button(t("btn.help_them"), "nudge_help_them", value),
        parts.button(t("btn.reassign"), "nudge_reassign", value),
        parts.button(t("btn.open"), "deal_card", str(deal.head.deal_id)),
    )


def more(which: str, text: str, reader: Reader) -> Part | None:
    """How many more there are, as a button that opens the whole list; in grey where there is none."""
    return parts.actions(parts.button(text, "home_list", f"{which}:0")) if which else parts.context(text)


def row(deal: HomeDeal, reader: Reader) -> str:
    """ "*Acme* · Proposal · Liam", and under it why it is here."""
    light = reader.t(LIGHTS.get(deal.light, "deal.green"))
    first = [
        f"{light} {bold(name_of(deal.head, reader))}",
        reader.t("home.no_customer") if deal.head.product else "",
        deal.stage_name,
        owner(deal.owner, deal.owner_left, reader),
    ]
    why = [_reason(reason, deal, reader) for reason in deal.reasons]
    if "step" not in deal.reasons and deal.step is not None:
        why.append(_with_whom(_next(deal.step, reader), deal, reader))
    asks = (
        reader.t("home.asks", words=deal.asks or reader.t("nudge.asks_plain"))
        if deal.asks is not None
        else ""
    )
    helps = ""
    if deal.helping_since is not None:
        day = reader.near_day(deal.helping_since.astimezone(reader.tz).date())
        helps = reader.t("nudge.you_help", since=day)
    lines = [" · ".join(x for x in first if x), asks, " · ".join(x for x in why if x), helps]
    return "\n".join(line for line in lines if line)


def owner(name: str, has_left: bool, reader: Reader) -> str:
    """Their name, with a word where they left: then nobody follows up."""
    return f"{name} · {reader.t('people.g_away')}" if name and has_left else name


def _reason(reason: str, deal: HomeDeal, reader: Reader) -> str:
    t = reader.t
    if reason == "step":
        return _with_whom(_due(deal.step or StepShown(), reader), deal, reader)
    if reason == "owed":
        return owed_words.row(deal.owed, reader)
    if reason == "slipping":
        return t("home.slipping")
    if reason == "date" and deal.sign_on is not None:
        return t("home.date", day=formats.day(deal.sign_on, reader.locale, reader.today))
    if reason == "waiting":
        return t("home.wait_over")
    if reason == "untouched" and deal.given_at is not None:
        since = formats.moment(deal.given_at, reader.tz, reader.locale, reader.now)
        return t("home.untouched", since=since)
    if reason == "slow":
        days, aside = stage_days.in_stage(deal, reader)
        return t("home.slow", days=days, aside=aside)
    if deal.last_contact_at is None:
        return t("home.quiet_never")
    on = deal.last_contact_at.astimezone(reader.tz).date()
    return t("home.quiet", day=formats.day(on, reader.locale, reader.today))


def _due(step: StepShown, reader: Reader) -> str:
    """A step of today by its clock, a past one by its day."""
    t, text = reader.t, step.text or reader.t("nudge.step_any")
    if step.on is None or step.on > reader.today:
        return _next(step, reader)
    if step.on < reader.today:
        return t("home.step_past", text=text, when=promised(step, reader))
    if step.at is None:
        when = formats.near(step.on, None, reader.locale, reader.today, step.part)
        return t("home.step_today", text=text, when=when)
    clock = formats.clock(step.at, reader.locale)
    return t("home.step_at", text=text, clock=clock if step.kind == "at" else t("when.by", when=clock))


def _with_whom(step: str, deal: HomeDeal, reader: Reader) -> str:
    """The step, and which colleague promised it."""
    who = reader.t("list.comma").join(deal.step_whose)
    return reader.t("home.step_whose", step=step, who=who) if who else step


def _next(step: StepShown, reader: Reader) -> str:
    when = reader.t("when.unknown")
    if step.on is not None:
        said = formats.by if step.kind == "by" else formats.day_and_clock
        when = said(step.on, step.at, reader.locale, reader.today, step.part)
    return reader.t("home.next" if step.text else "home.next_on", text=step.text, when=when)


def verbs(deal_id: int, reader: Reader, step: StepShown | None = None) -> Part | None:
    """Log note, and what fits best; the rest behind ⋯. Entries of the menu are "action:value"."""
    t, deal = reader.t, str(deal_id)
    where = f"s{step.step_id}" if step is not None and step.step_id is not None else f"d{deal}"
    change = parts.button(t("btn.change_date"), "step_pick", where)
    card = parts.button(t("btn.open"), "deal_card", deal)
    first, other = (
        (change, (t("btn.open"), f"deal_card:{deal}"))
        if step is not None
        else (
            card,
            (t("btn.change_date"), f"step_pick:{where}"),
        )
    )
    menu = [
        other,
        (t("btn.waiting"), f"deal_wait:{deal}"),
        (t("btn.move_stage"), f"move_stage:{deal}"),
        (t("btn.lost"), f"deal_lost:{deal}"),
        (t("btn.why"), f"nudge_why:0:{deal}"),
    ]
    return parts.actions(
        parts.button(t("btn.log_note"), "note_open", deal),
        first,
        parts.overflow(action_id="home_more", options=[parts.option(label, value) for label, value in menu]),
    )
