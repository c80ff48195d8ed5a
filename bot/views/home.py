"""App Home: my day, my team, everything, what is asked of me, the set-up; each its own few sections."""

from collections.abc import Callable, Iterable
from typing import Any

from bot.views import deal_rows, home_offers, home_rows, home_team, nudge_words, parts, tasks
from bot.views.home_rows import Blocks, title
from bot.views.leads import name_of
from bot.views.markup import clip
from bot.views.parts import Part, bold, section
from bot.views.reader import Reader
from bot.words import formats
from rules.answers import DealHead
from rules.answers.home import Home, HomeClosed, HomeMine, HomeSaved, HomeTask, HomeTasks

WORDS = 60  # characters of a note that tell it from another one
UNDO = {
    "lead": "lead_undo",
    "note": "note_undo",
    "note_more": "note_undo",
    "stage": "stage_undo",
    "close": "stage_undo",
    "files": "file_undo",
    "contact": "contact_back",
    "assign": "assign_undo",
    "dismiss": "dismiss_undo",
    "task": "task_undo",
    "decided": "decision_undo",
    "wait": "verb_undo",
    "park": "verb_undo",
    "later": "verb_undo",
    "push": "verb_undo",
}
SAVED = {
    "lead": "home.saved_lead",
    "note": "home.saved_note",
    "note_more": "home.saved_note",
    "stage": "home.saved_stage",
    "close": "home.saved_close",
    "files": "home.saved_files",
    "contact": "home.saved_contact",
    "assign": "home.saved_assign",
    "dismiss": "home.saved_dismiss",
    "task": "home.saved_task",
    "decided": "home.saved_decided",
    "wait": "home.saved_wait",
    "park": "home.saved_park",
    "later": "home.saved_later",
    "push": "home.saved_push",
}
UNDONE = {
    "lead": "home.undone_lead",
    "note": "home.undone_note",
    "note_more": "home.undone_note",
    "stage": "home.undone_stage",
    "close": "home.undone_stage",
    "files": "home.undone_files",
    "contact": "home.undone_contact",
    "assign": "home.undone_assign",
    "dismiss": "home.undone_dismiss",
    "task": "home.undone_task",
    "decided": "home.undone_decided",
    "wait": "home.undone_dismiss",
    "park": "home.undone_dismiss",
    "later": "home.undone_dismiss",
    "push": "home.undone_push",
}
TASKS_FOR = {
    "presales": "home.for_presales",
    "legal": "home.for_legal",
    "delivery": "home.for_delivery",
    "finance": "home.for_finance",
}
TAPS = 4  # sources as buttons; the rest in a menu


def view(answer: Home, reader: Reader) -> Part:
    """The Home tab. Each part is short by itself; all of them together fit a Home's 100 blocks or are cut."""
    t = reader.t
    day = formats.day(reader.today, reader.locale, reader.today)
    blocks: Blocks = [parts.header(t("home.title", day=day))]
    if answer.mine is not None:
        blocks += _first(answer.mine, reader)
    if answer.team is not None:
        blocks += home_team.team(answer.team, reader)
    if answer.mine is not None:
        blocks += _mine(answer.mine, answer.team is not None, reader)
    if answer.all is not None:
        blocks += home_team.everything(answer.all, reader)
    if answer.helping.deals:
        blocks += [parts.divider(), title(t("home.helping"), reader)]
        blocks += home_rows.rows(answer.helping, reader, reads_only=True)
    if answer.tasks is not None:
        blocks += _tasks(answer.tasks, reader)
    if answer.setup is not None:
        blocks += home_team.setup(answer.setup, reader)
    if len(blocks) == 1:
        blocks.append(section(t("help.line_nothing")))
    blocks += _ends(answer, reader)
    return parts.home(blocks)


def _ends(answer: Home, reader: Reader) -> Blocks:
    """What is wanted now and then, at the very end: lists in and out, my settings, days off."""
    t = reader.t
    is_empty = answer.mine is None or _is_new(answer.mine)
    nothing = is_empty and answer.team is None and answer.all is None
    row = parts.actions(
        parts.button(t("home.import"), "home_import") if answer.imports else None,
        parts.button(t("home.export"), "home_export") if answer.exports and not nothing else None,
        parts.button(t("settings.title"), "settings_open"),
        parts.button(t("off.title"), "off_new"),
        parts.button(t("closed.title"), "closed_new") if answer.closes else None,
    )
    return [parts.divider(), row]


def closed(answer: HomeClosed, reader: Reader) -> Part:
    """Guests and strangers: whom to ask, nothing else."""
    t = reader.t
    told = t("err.guest", admin=answer.admin) if answer.admin else t("err.guest_nobody")
    return parts.home([section(told)])


# -- my own ---------------------------------------------------------------------------------------------


def _first(mine: HomeMine, reader: Reader) -> Blocks:
    """What may be done at once, and what can still be taken back."""
    t = reader.t
    is_new = not (mine.deals or mine.drafts or mine.asleep)
    return [
        parts.actions(
            parts.button(t("btn.new_lead"), "lead_new", style="primary"),
            None if is_new else parts.button(t("btn.log_note"), "home_note"),
            None if is_new else parts.button(t("btn.catch_up"), "note_past"),
            None if is_new else parts.button(t("found.my_pipeline"), "home_pipeline"),
        ),
        *saved(mine.saved, reader),
    ]


def saved(kept: Iterable[HomeSaved], reader: Reader) -> Blocks:
    told = [section(*_one_saved(one, reader)) for one in kept]
    return [title(reader.t("home.saved"), reader), *told] if told else []


def _one_saved(one: HomeSaved, reader: Reader) -> tuple[str, Part | None]:
    t, name, code = reader.t, bold(name_of(one.head, reader)), one.head.code or ""
    if one.is_undone:
        return t(UNDONE.get(one.action, "home.undone_any"), name=name, code=code), None
    said = t(SAVED.get(one.action, "home.saved_any"), name=name, code=code)
    if one.words:
        said = t("home.saved_words", saved=said, words=clip(one.words, WORDS))
    if one.action not in UNDO:
        return said, None
    until = formats.clock(one.until.astimezone(reader.tz).time(), reader.locale)
    undo = parts.button(t("btn.undo"), UNDO[one.action], str(one.undo_id))
    return t("home.undo_until", saved=said, clock=until), undo


def _is_new(mine: HomeMine) -> bool:
    """Nothing of their own yet."""
    return not (mine.deals or mine.drafts or mine.offers or mine.asleep or mine.saved)


def _mine(mine: HomeMine, manages: bool, reader: Reader) -> Blocks:
    """Due today, red, amber, held back, drafts, today's source; or what to do when there is nothing."""
    t = reader.t
    if _is_new(mine):
        hint = t("home.empty_manager") if manages else t("home.empty")
        return [parts.divider(), section(f"{hint}\n{t('help.lead')}\n{t('help.line_followup')}")]
    fine = "home.calm_own" if manages else "home.calm"  # above it stands what the team asks
    calm = t("home.only_unsaved") if mine.unsaved else t(fine, count=mine.deals)
    asking = t(_head(mine), count=mine.asking) if mine.asking else calm
    everything = (
        parts.button(t("home.all_mine", count=mine.every), "home_list", "all:0") if mine.deals else None
    )
    asleep = (
        parts.actions(
            parts.button(t("found.sort", count=mine.asleep), "sort_open"),
            parts.button(t("home.asleep_list"), "home_list", "asleep:0"),
        )
        if mine.asleep
        else None
    )
    return [
        parts.divider(),
        section(asking, everything),
        deal_rows.beyond(mine.uncounted, reader),
        *home_rows.deals(t("home.today"), mine.today, reader),
        *home_rows.deals(t("home.red"), mine.red, reader),
        *home_rows.deals(t("home.amber"), mine.amber, reader),
        *_held(mine, reader),
        *home_offers.rows(mine, reader),
        *_drafts(mine, reader),
        *_sticky(mine, reader),
        asleep,
    ]


def _head(mine: HomeMine) -> str:
    """What is more than a day's work is not called so. Alone, nothing comes first; Chinese has no singular to say so."""
    if mine.asking == 1:
        return "home.asking_one"
    is_cut = any(listed.more for listed in (mine.today, mine.red, mine.amber))
    return "home.asking_many" if is_cut else "home.asking"


def _held(mine: HomeMine, reader: Reader) -> Blocks:
    blocks: Blocks = [title(reader.t("home.held"), reader)] if mine.held else []
    for line in mine.held:
        blocks += [
            section(nudge_words.line_of(line, reader)),
            home_rows.verbs(line.head.deal_id, reader, line.step),
        ]
    return blocks


def _drafts(mine: HomeMine, reader: Reader) -> Blocks:
    if not mine.drafts:
        return []
    blocks: Blocks = [title(reader.t(_what_lacks(mine), count=len(mine.drafts) + mine.more_drafts), reader)]
    for head in mine.drafts:
        is_named = bool(head.account or head.contact)
        told = bold(name_of(head, reader)) if is_named else _nameless(head, reader)
        blocks += [section(told), _taps(head, mine, reader)]
    if mine.more_drafts:
        blocks.append(home_rows.more("drafts", reader.t("home.more_drafts", count=mine.more_drafts), reader))
    return blocks


def _what_lacks(mine: HomeMine) -> str:
    """Asking for the source is right only where that is all that lacks."""
    return "home.drafts" if all(h.account or h.contact for h in mine.drafts) else "home.drafts_unfinished"


def _nameless(head: DealHead, reader: Reader) -> str:
    """Which of them it is, by its first words, and what it lacks."""
    if not head.begins:
        return reader.t("home.draft_nameless")
    return reader.t("home.draft_begins", words=head.begins)


def _taps(head: DealHead, mine: HomeMine, reader: Reader) -> Part | None:
    """The sources to tap; a draft of nobody yet wants its name first."""
    if not (head.account or head.contact):
        return parts.actions(parts.button(reader.t("btn.edit"), "lead_edit", str(head.deal_id)))
    said = f"{head.deal_id}:"
    taps = [parts.button(c.label, "lead_source", said + c.value) for c in mine.sources[:TAPS]]
    rest = [parts.option(c.label, f"lead_source:{said}{c.value}") for c in mine.sources[TAPS:]]
    return parts.actions(
        *taps, parts.select(action_id="home_more", options=rest, placeholder=reader.t("btn.other_source"))
    )


def _sticky(mine: HomeMine, reader: Reader) -> Blocks:
    if not mine.sticky or mine.sticky_until is None:
        return []
    clock = formats.clock(mine.sticky_until.astimezone(reader.tz).time(), reader.locale)
    off = parts.button(reader.t("home.unstick"), "home_unstick")
    return [section(reader.t("home.sticky", source=bold(mine.sticky), clock=clock), off)]


# -- what others ask of me ------------------------------------------------------------------------------


def _tasks(asked: HomeTasks, reader: Reader) -> Blocks:
    t = reader.t
    blocks: Blocks = [parts.divider(), title(t("home.tasks"), reader)]
    for task in asked.tasks:
        blocks += [section(_task(task, reader)), tasks.buttons(task.task_id, reader)]
    if not asked.tasks:
        told = "\n".join(t(TASKS_FOR[role]) for role in asked.roles if role in TASKS_FOR)
        blocks += [section(told) if told else None, parts.context(t("home.no_tasks"))]
    return [*blocks, parts.context(t("list.more", count=asked.more)) if asked.more else None]


def _task(task: HomeTask, reader: Reader) -> str:
    due = tasks.by(task.due, task.at, reader, formats.near) if task.due else ""
    facts = [bold(name_of(task.head, reader)), task.stage_name, task.what, task.who, due]
    return " · ".join(fact for fact in facts if fact)


VIEWS: dict[str, Callable[[Any, Reader], Part]] = {Home.kind: view, HomeClosed.kind: closed}
