"""App Home: everything that one person should find there, put together anew from the record each time."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from rules.access import IMPORTS, SELLS, Action, Actor, allowed
from rules.answers.home import Home, HomeDeal, HomeDeals, HomeMine, HomeSaved, HomeTask, HomeTasks
from rules.answers.nudges import NudgeLine
from rules.digest import my_day
from services import shown
from services.ask import Ask
from services.capture import lead_sources
from services.clock import nudge_lines
from services.clock.weigh import Weighed, weigh
from services.config.versions import ActiveConfig
from services.deals import stage_undo, tasks
from services.deps import Deps
from services.facts import Staff
from services.lists import home_deals, home_offers, home_requests, home_team
from services.team import access
from services.team.people import actor_of, can_hear, language
from storage import books, deal_lists, deal_team
from storage import deals as deal_rows
from storage import notes as note_rows
from storage import nudges as nudge_rows
from storage import people as people_rows
from storage import tasks as task_rows
from storage import undos as undo_rows
from storage.db import Session
from storage.tables import Person, Undo

ROWS = 8  # deals under one title; the rest is counted
SAVED = 5
NOTED = ("note", "note_more")  # what is undone of the words of a note
# Of several on one deal the last is taken back first.
IN_TURN = {**dict.fromkeys(stage_undo.UNDONE, "stage"), "wait": "wait", "park": "wait", "push": "push"}
DRAFTS = 3
HELD = 4
CHANGES = 500  # of one person between two looks, seconds apart: more is an import
OPENED = "home"  # a preference: this person has opened Home, so it is kept up to date


def of(ask: Ask) -> Home:
    """What this person's Home holds at `now` (business time)."""
    config = ask.config
    groups = tuple(role for role in tasks.ASKED if role in ask.actor.roles)
    with ask.deps.db.read() as tx:
        sells = bool(ask.actor.roles & SELLS)
        return Home(
            mine=_mine(tx, config, ask.person, ask.actor, ask.now) if sells else None,
            team=home_team.team(tx, config, ask.person, ask.actor, ask.now)
            if "manager" in ask.actor.roles
            else None,
            all=home_team.everything(tx, config, ask.person, ask.actor, ask.now)
            if "director" in ask.actor.roles
            else None,
            helping=home_team.helping(tx, config, ask.person, ask.now),
            tasks=_tasks(tx, config, ask.person, groups),
            setup=home_team.setup(tx, ask.now) if "admin" in ask.actor.roles else None,
            imports=any(allowed(ask.actor, action) for action in IMPORTS.values()),
            exports=allowed(ask.actor, Action.EXPORT),
            closes=allowed(ask.actor, Action.CLOSE_DAYS),
        )


# -- whose Home, and when -------------------------------------------------------------------------------


def remember(ask: Ask) -> None:
    """Notes that this person has opened Home: from now on it is kept up to date."""
    if ask.person.prefs.get(OPENED):
        return
    with ask.deps.write("home.remember") as tx:
        people_rows.change_prefs(tx, ask.person.id, lambda _: {OPENED: True})
    ask.person.prefs = {**ask.person.prefs, OPENED: True}


def reader(deps: Deps, person_id: int) -> tuple[Person, Actor] | None:
    """The person whose Home is kept up to date; None for somebody who never opened it or left."""
    with deps.db.read() as tx:
        person = people_rows.by_id(tx, person_id)
        if person is None or not can_hear(person) or not person.prefs.get(OPENED):
            return None
        return person, actor_of(tx, person)


def touched(deps: Deps, actor_id: int, since: datetime) -> frozenset[int]:
    """Whose Home, beside their own, is another one by what this person changed since an instant: the owners and
    teams of those deals, and who is asked for something about them; everybody's, where they changed very much, or took
    words out: those may stand on a director's too."""
    with deps.db.read() as tx:
        subjects = books.subjects_since(tx, actor_id, since, CHANGES)
        deal_ids = [int(x.removeprefix("deal:")) for x in subjects if x.startswith("deal:")]
        if not deal_ids:
            return frozenset()
        if len(subjects) == CHANGES or books.did_since(tx, actor_id, since, books.TAKEN_OUT):
            return frozenset(readers(deps)) - {actor_id}
        asked = tasks.asked(tx, deal_ids) | home_requests.asked_about(tx, deal_ids)
        return frozenset(deal_team.concerned(tx, deal_ids) | asked) - {actor_id}


def readers(deps: Deps) -> tuple[int, ...]:
    """Everybody whose Home is kept up to date."""
    with deps.db.read() as tx:
        return tuple(p.id for p in people_rows.everybody(tx) if can_hear(p) and p.prefs.get(OPENED))


def unstick(ask: Ask) -> None:
    """Forgets today's source."""
    with ask.deps.write("home.unstick") as tx:
        lead_sources.stick(ask, tx, None)


# -- my own ---------------------------------------------------------------------------------------------


def _mine(tx: Session, config: ActiveConfig, person: Person, actor: Actor, now: datetime) -> HomeMine:
    staff = Staff(tx, now.year)
    running, uncounted = home_deals.running(tx, [person.id])
    weighed = weigh(tx, running, staff, config, now)
    order = {line.deal_id: n for n, line in enumerate(my_day([x.line for x in weighed]))}
    asking = sorted((x for x in weighed if x.deal_id in order), key=lambda x: order[x.deal_id])
    today = [x for x in asking if x.line.today]
    held = _held(tx, config, person, staff, {x.deal_id for x in today}, now)
    told = {x.head.deal_id for x in held}
    rest = [x for x in asking if not x.line.today and x.deal_id not in told]
    red, amber = ([x for x in rest if x.line.light == light] for light in ("red", "amber"))
    listed = {
        name: home_deals.top(found, ROWS)
        for name, found in (("today", today), ("red", red), ("amber", amber))
    }
    wanted = [x for found, _ in listed.values() for x in found]
    shown_rows = home_deals.dress(tx, config, wanted, person, now)
    parts = {name: _deals(name, found, more, shown_rows) for name, (found, more) in listed.items()}
    drafts = deal_lists.drafts(tx, person.id)
    offers, more_offers = home_offers.of(tx, person.id, now)
    heads = shown.heads(tx, drafts[:DRAFTS])
    sticky = lead_sources.sticky_source(config.pipeline, person, now)
    return HomeMine(
        saved=just_saved(tx, actor, now),
        held=held,
        offers=offers,
        more_offers=more_offers,
        drafts=tuple(heads[d.id] for d in drafts[:DRAFTS]),
        more_drafts=max(len(drafts) - DRAFTS, 0),
        sources=lead_sources.source_choices(config.pipeline, person) if drafts else (),
        sticky=config.pipeline.source_name(sticky, language(person)),
        sticky_until=person.sticky_source_until if sticky else None,
        deals=len(weighed) + uncounted,
        uncounted=uncounted,
        asleep=deal_lists.count_asleep(tx, [person.id]),
        **parts,
    )


def _deals(which: str, found: Sequence[Weighed], more: int, dressed: dict[int, HomeDeal]) -> HomeDeals:
    return HomeDeals(which=which, deals=tuple(dressed[x.deal_id] for x in found), more=more)


def _held(
    tx: Session, config: ActiveConfig, person: Person, staff: Staff, apart: Collection[int], now: datetime
) -> tuple[NudgeLine, ...]:
    """What the day's budget kept back, one line for each deal that is not listed already."""
    newest = {x.deal_id: x for x in nudge_rows.held_of(tx, person.id) if x.deal_id and x.deal_id not in apart}
    if not newest:
        return ()
    kept = sorted(newest.values(), key=lambda x: (x.due_at, x.id))[:HELD]
    lines = nudge_lines.lines(tx, kept, person.id, staff, config, now)
    locale = language(person)
    return tuple(
        x.model_copy(update={"stage_name": config.pipeline.stage_name(x.head.stage, locale)}) for x in lines
    )


def just_saved(tx: Session, actor: Actor, now: datetime) -> tuple[HomeSaved, ...]:
    """The newest change of each kind on a deal counts, of those `IN_TURN` the one that can be taken back; what fell with a
    lead taken back is not offered, nor what was done to a deal that is somebody else's by now. A lead typed for others is, by
    what was typed of its name."""
    found, seen = undo_rows.running(tx, actor.id, now, 4 * SAVED), access.visible(tx, actor)
    deals = {d.id: d for d in deal_rows.by_ids(tx, {x.deal_id for x in found})} if found else {}
    heads = shown.heads(tx, deals.values()) if deals else {}
    saved: dict[tuple[str, int, int], HomeSaved] = {}
    since = set[tuple[int, str]]()  # what was done after the one that is looked at, and is taken back first
    for undo in found:
        deal = deals.get(undo.deal_id)
        if deal is None or (deal.state == "void" and undo.action != "lead"):
            continue
        head, sees = heads[undo.deal_id], seen.holds(deal)
        if not sees and undo.action not in ("lead", "task"):
            continue
        if (kind := IN_TURN.get(undo.action)) is not None:
            if (undo.deal_id, kind) in since:
                continue
            since |= {(undo.deal_id, kind)} if undo.state == "open" else set()
        key = (undo.action, undo.deal_id, 0 if undo.action == "lead" else undo.id)
        is_undone = undo.state == "done"
        saved.setdefault(
            key,
            HomeSaved(
                undo_id=undo.id,
                action=undo.action,
                head=shown.as_typed(head, deal) if undo.action == "lead" and not sees else head,
                until=undo.until,
                is_undone=is_undone,
            ),
        )
    return _told_apart(tx, list(saved.values())[:SAVED], {undo.id: undo for undo in found})


def _told_apart(tx: Session, saved: list[HomeSaved], undos: Mapping[int, Undo]) -> tuple[HomeSaved, ...]:
    """Several notes on one deal, each with how it begins."""
    notes = [(one.head.deal_id, one.undo_id) for one in saved if one.action in NOTED]
    twice = {deal_id for deal_id, n in Counter(deal_id for deal_id, _ in notes).items() if n > 1}
    words = {undo_id: _begins(tx, undos[undo_id]) for deal_id, undo_id in notes if deal_id in twice}
    return tuple(one.model_copy(update={"words": words.get(one.undo_id, "")}) for one in saved)


def _begins(tx: Session, undo: Undo) -> str:
    """The first line of what was said: of a note, or of what was added to one."""
    note = note_rows.by_id(tx, int(undo.back.get("note_id") or 0))
    if note is None:
        return ""
    before = str(undo.back.get("added", {}).get("raw", ""))
    said = (
        note.agreed or note.next_text or note.raw if undo.action == "note" else note.raw.removeprefix(before)
    )
    return said.strip().partition("\n")[0]


# -- what others ask of me ------------------------------------------------------------------------------


def _tasks(tx: Session, config: ActiveConfig, person: Person, groups: tuple[str, ...]) -> HomeTasks | None:
    """Open tasks of the person and of their groups, with the deal's head and nothing else of it; None for who is in no
    group and was asked nothing."""
    found = task_rows.asked_of(tx, person.id, groups, tasks.APART)
    if not (found or groups):
        return None
    first = found[:ROWS]
    deals = deal_rows.by_ids(tx, {task.deal_id for task in first}) if first else []
    heads = shown.heads(tx, deals)
    names = {p.id: p.name for p in people_rows.everybody(tx)} if first else {}
    owners = {d.id: d.owner_id for d in deals}
    locale = language(person)
    return HomeTasks(
        roles=groups,
        tasks=tuple(
            HomeTask(
                task_id=task.id,
                head=heads[task.deal_id],
                stage_name=config.pipeline.stage_name(heads[task.deal_id].stage, locale),
                what=tasks.what(config.pipeline, task, locale),
                who=names.get(asker or 0, "")
                if (asker := task.opened_by or owners.get(task.deal_id)) != person.id
                else "",
                due=tasks.day_of(task.due_at, person) if task.due_at else None,
                at=tasks.hour_of(task, person),
            )
            for task in first
            if task.deal_id in heads
        ),
        more=max(len(found) - ROWS, 0),
    )
