"""A deal's card, and lists of deals."""

from collections.abc import Callable
from typing import Any

from bot.views import deal_facts, deal_rows, owed_words, stage_days, tags
from bot.views.admin import no_deals
from bot.views.deal_rows import CLOSED, LIGHTS
from bot.views.leads import with_code
from bot.views.parts import (
    Part,
    actions,
    button,
    context,
    divider,
    fields,
    link,
    message,
    modal,
    option,
    overflow,
    section,
)
from bot.views.reader import Reader
from bot.words import formats
from rules.answers.deals import DealCard, DealList, VerbWhich

ENTRIES, LINE = 5, 4  # of the ⋯ menu; of a row in the window
WORDS = 2000  # characters that a button carries


def card(answer: DealCard, reader: Reader) -> Part:
    """The whole deal at a glance; two buttons and the rest behind the menu."""
    t = reader.t
    head = with_code(answer.head, reader)
    if answer.state not in CLOSED:  # no clock of what is over runs
        head = f"{t(LIGHTS[answer.light])} {head}"
    lines = [head, _where(answer, reader)]
    if answer.waiting is not None:
        until = formats.day(answer.waiting.until.astimezone(reader.tz).date(), reader.locale, reader.today)
        key = "deal.parked" if answer.waiting.is_park else "deal.waiting"
        lines.append(t(key, who=answer.waiting.who or t("deal.them"), until=until))
    if answer.blocker:
        lines.append(t("deal.blocker", blocker=answer.blocker))
    if answer.at_risk:
        lines.append(t("deal.at_risk", reason=answer.at_risk))
    if answer.state == "draft":
        lines.append(t("deal.draft_sourceless" if answer.head.called else "deal.draft_nameless"))
    lines += owed_words.past(answer.owed, reader)
    blocks = [
        section("\n".join(lines), accessory=_no_risk(answer, reader)),
        fields(*deal_facts.facts(answer, reader)),
        _grey(_small(answer, reader)),
        *_notes(answer, reader),
        tags.worn(answer.head.deal_id, answer.tags, reader) if answer.can_note else None,
        _buttons(answer, reader),
    ]
    return message(head, blocks)


def _no_risk(answer: DealCard, reader: Reader) -> Part | None:
    if not (answer.at_risk and answer.can_edit):
        return None
    return button(reader.t("btn.risk_end"), "risk_end", str(answer.head.deal_id))


def _where(answer: DealCard, reader: Reader) -> str:
    t = reader.t
    if answer.state in CLOSED:
        return t(CLOSED[answer.state], stage=answer.stage_name, reason=answer.closed_reason)
    bar = "●" * answer.position + "○" * max(answer.stages - answer.position, 0)
    days, aside = stage_days.in_stage(answer, reader)
    if not (answer.days_in_stage or aside):
        days = t("deal.just_in")
    return f"{bar}  {answer.stage_name} · {days}{aside}"


def _small(answer: DealCard, reader: Reader) -> list[str]:
    t = reader.t
    small = []
    if answer.missing and answer.next_stage:
        items = t("list.comma").join(answer.missing)
        small.append(t("deal.gaps", stage=answer.next_stage, items=items))
    if answer.tags:
        small.append(t("deal.tags", tags=t("list.comma").join(tag.label for tag in answer.tags)))
    if answer.files:
        small.append(t("deal.files", names=t("list.comma").join(answer.files[:5])))
    small += owed_words.ahead(answer.owed, reader, is_last=answer.is_last)
    if answer.approved:
        small.append(t("gate.is_approved", items=t("list.comma").join(answer.approved)))
    if answer.waived:
        small.append(t("gate.is_waived", items=t("list.comma").join(answer.waived)))
    if answer.also_called:
        names = t("list.comma").join(name.label for name in answer.also_called)
        small.append(t("deal.also_called", names=names))
    if answer.need:
        small.append(t("deal.need", need=answer.need))
    if answer.customer:
        small.append(t("deal.customer", told=" · ".join(answer.customer)))
    source = answer.source_name
    if answer.permalink:
        original = link(answer.permalink, t("deal.original"))
        source = f"{source} · {original}" if source else original
    return [*small, t("deal.source", source=source)] if source else small


def _notes(answer: DealCard, reader: Reader) -> list[Part | None]:
    """The last ones, and the way to everything that happened."""
    story = button(reader.t("story.open"), "deal_story", f"{answer.head.deal_id}:0")
    told = "\n".join(deal_facts.note_line(note, reader) for note in answer.notes)
    return [divider(), section(told or reader.t("story.nothing"), accessory=story)]


def _grey(lines: list[str]) -> Part | None:
    """Small print, one thing a line (Slack sets several texts of one context side by side)."""
    return context("\n".join(lines)) if lines else None


def _buttons(answer: DealCard, reader: Reader) -> Part | None:
    t, deal = reader.t, str(answer.head.deal_id)
    rest = entries(answer, reader)
    if len(rest) > ENTRIES:
        rest = [*rest[: ENTRIES - 1], (t("deal.more_verbs"), f"more:{deal}")]
    menu = overflow(action_id="deal_more", options=[option(label, value) for label, value in rest])
    if not answer.can_edit:
        note = button(t("btn.log_note"), "note_open", deal) if answer.can_note else None
        return actions(note, menu)
    if answer.state == "draft":
        return actions(button(t("btn.edit"), "lead_edit", deal), menu)
    return actions(
        button(t("btn.log_note"), "note_open", deal),
        button(t("btn.move_stage"), "move_stage", deal),
        button(t("btn.owed"), "deal_owed", deal) if answer.owed else None,
        button(t("btn.sign_on"), "nudge_sign_on", f"0:{deal}") if answer.sign_passed else None,
        button(t("btn.ask_colleague"), "colleague_ask", deal),
        menu,
    )


# What a deal always offers who may edit it, after the verbs that depend on how it stands.
REST = (("btn.contacts", "contacts"), ("btn.blocker", "blocker"))


def entries(answer: DealCard, reader: Reader) -> list[tuple[str, str]]:
    """What the ⋯ menu offers: the words, and the verb with what it is about; the usual ones first."""
    t, deal = reader.t, answer.head.deal_id
    found: list[tuple[str, str]] = []
    decide = [("btn.decide_menu", "decide")] if answer.can_decide and answer.light == "red" else []
    if answer.can_edit and answer.state != "draft":
        ends = "btn.park_end" if answer.waiting and answer.waiting.is_park else "btn.wait_end"
        wait = (ends, "wait_end") if answer.waiting else ("btn.waiting", "wait")
        verbs = [
            wait,
            *decide,
            ("btn.edit", "edit"),
            ("btn.lost", "lost"),
            ("btn.invalid", "invalid"),
        ]
        verbs += [] if answer.at_risk else [("btn.risk", "risk")]
        verbs += [("btn.change_date", "date")] if answer.step else []
        found += [(t(key), f"{verb}:{deal}") for key, verb in [*verbs, *REST]]
    elif decide:  # a director in a manager's place
        found.append((t("btn.decide_menu"), f"decide:{deal}"))
    if answer.can_ask:
        found.append((t("btn.ask_help"), f"ask_help:{deal}"))
    if answer.can_assign:
        found.append((t("btn.reassign"), f"reassign:{deal}"))
    if answer.files:
        found.append((t("btn.files", count=len(answer.files)), f"files:{deal}"))
    if answer.state == "open":
        found.append((t("btn.why"), f"why:{deal}"))
    if answer.can_team and answer.state != "draft":
        found.append((t("btn.team"), f"team:{deal}"))
    if answer.can_waive and (answer.missing or answer.owed):
        found.append((t("btn.waive_menu"), f"waive:{deal}"))
    if answer.can_merge:
        found.append((t("btn.same_company"), f"same:{deal}"))
        found += [(t("btn.not_same", name=name.label), name.value) for name in answer.also_called]
    return found


def offered(answer: DealCard, reader: Reader) -> set[str]:
    """The verbs that a card offers as it stands, in its menu and as buttons."""
    menu = {value.partition(":")[0] for _, value in entries(answer, reader)}
    works = answer.can_edit and answer.state != "draft"
    return {
        *menu,
        "story",
        *(("note",) if answer.can_note else ()),
        *(("move", "park", "ask") if works else ()),
        *(("owed",) if works and answer.owed else ()),
        *(("edit",) if answer.can_edit else ()),
    }


def more(answer: DealCard, reader: Reader) -> Part:
    """All verbs of a deal in a window, where the ⋯ menu is too short for them."""
    rows = [button(label, "deal_more", value) for label, value in entries(answer, reader)]
    head = section(with_code(answer.head, reader))
    lines = [actions(*rows[at : at + LINE]) for at in range(0, len(rows), LINE)]
    return modal(reader.t("deal.more_title"), [head, *lines], close=reader.t("btn.done"))


def listed(answer: DealList, reader: Reader) -> Part:
    """Deals to open, or how to start when there are none."""
    t = reader.t
    if not answer.rows and answer.roles:
        return no_deals(answer.roles, reader)
    if not answer.rows:
        told = t("deal.list_empty")
        return message(told, [section(told), actions(button(t("btn.new_lead"), "lead_new"))])
    told = t("deal.list_said", said=answer.said) if answer.said else t("deal.list")
    rows = [block for row in answer.rows for block in deal_rows.row(row, reader)]
    key = "deal.more" if answer.said else "deal.more_home"
    more = context(t(key, count=answer.more)) if answer.more else None
    return message(told, [section(told), *rows, more])


def which(answer: VerbWhich, reader: Reader) -> Part:
    """The deals that a typed verb may be meant for, and all that was typed."""
    t = reader.t
    told = t("note.which_unknown", said=answer.said)
    if answer.several:
        told = t("note.which", said=answer.said, count=len(answer.heads))
    taps = [
        button(
            with_code(head, reader, str), "deal_typed", f"{answer.verb}:{head.deal_id}:{answer.more}"[:WORDS]
        )
        for head in answer.heads
    ]
    return message(told, [section(told), context(t("deal.typed", text=answer.text)), actions(*taps)])


VIEWS: dict[str, Callable[[Any, Reader], Part]] = {
    DealCard.kind: card,
    DealList.kind: listed,
    VerbWhich.kind: which,
}
