"""Verbs that bring others in: a blocker's task for its group, a manager's help."""

from datetime import datetime

from rules.answers.digests import HelpAsked, VerbFilled
from rules.answers.nudges import Done
from rules.errors import Invalid, NotFound, Refused
from rules.facts import Rung
from services import audit
from services.ask import Ask
from services.clock import coming, dressing
from services.clock.coming import Reading
from services.clock.said import Pressed, line_now, own_nudge
from services.config.versions import ActiveConfig
from services.deals import help_requests, no_call, tasks
from services.deals.owner_told import tell_owner
from services.deps import Deps
from services.facts import Staff
from services.sending.grouping import COUNTED, start_of_day
from services.sending.telling import tell
from services.team.people import decider, language
from storage import deals as deal_rows
from storage import deliveries as delivery_rows
from storage import people as people_rows
from storage import tasks as task_rows
from storage.db import Session
from storage.tables import Deal, Person, Task

# -- what is in the way ---------------------------------------------------------------------------------


def blocked_by(ask: Ask, tx: Session, deal: Deal, pressed: Pressed, filled: VerbFilled) -> Done:
    """A tap on what is in the way; what is ours becomes a task of that group, not of the owner."""
    known = next((b for b in ask.pipeline.blockers if b.key == filled.choice and b.moved_to is None), None)
    if known is None:
        raise NotFound("err.stale")
    before, after = {"blocker": deal.blocker}, {"blocker": known.key}
    deal_rows.acted(tx, deal, ask.now, blocker=known.key, blocker_at=ask.now)
    tasks.end_unheld(tx, deal, known.key, ask.now)
    audit.record(
        tx, ask.person.id, "deal.blocker", f"deal:{deal.id}", now=ask.now, before=before, after=after
    )
    if known.side == "none":
        mine, theirs = Done(verb="moving"), Done(verb="they_moving", who=ask.person.name)
        said = help_requests.apart(ask.person, mine, theirs)
        help_requests.close(tx, deal, ask.person, "moving", said, ask.now)
        return _with_next(ask, tx, deal, pressed, mine)
    label = known.name.of(language(ask.person))
    whose = tasks.open_for(ask, tx, deal, known) if known.ours else []
    done = Done(verb="blocker", text=label)
    if whose:
        done = Done(verb="blocker_task", text=label, whose=tuple(one.name for one in whose))
    elif known.ours and not tasks.is_anybody(tx, known.ours):
        done = Done(verb="blocker_nobody", text=label, who=known.ours)
    return _with_next(ask, tx, deal, pressed, done)


def _with_next(ask: Ask, tx: Session, deal: Deal, pressed: Pressed, done: Done) -> Done:
    """With when who pressed hears of the deal again if nothing changes: what is in the way stops no clock."""
    by = Reading(ask.person, Staff(tx, ask.now.year), ask.config, ask.now)
    again = coming.heard_again(tx, deal, by)
    if nudge := own_nudge(tx, ask.actor, deal, pressed):
        coming.promise(tx, nudge, again, ask.now)
    return done.model_copy(update={"until": None if again.is_on_home else again.at})


# -- help -----------------------------------------------------------------------------------------------


def ask_help(ask: Ask, tx: Session, deal: Deal, pressed: Pressed, filled: VerbFilled) -> Done:
    """The manager hears at once while the day's few messages last, else in the next list. Raises Refused."""
    if not filled.text:
        raise Invalid("verb.words_missing", faults={"text": "verb.words_missing"})
    manager = decider(tx, deal.owner_id)
    if manager is None or manager.id == ask.person.id:
        raise Refused("verb.no_manager")
    task = next(iter(task_rows.open_of_kind(tx, deal.id, help_requests.KIND)), None)
    before = {"text": task.text} if task else {}
    if task is None:
        episode = help_requests.episode_of(ask)
        task = Task(deal_id=deal.id, kind=help_requests.KIND, episode=episode, opened_at=ask.now, version=0)
    elif (task.text, task.person_id) == (filled.text, manager.id):
        return Done(verb="help", who=manager.name)
    task.person_id, task.opened_by, task.text = manager.id, ask.person.id, filled.text
    task.version += 1  # other words, or another manager: said anew
    tx.add(task)
    tx.flush()
    deal_rows.acted(tx, deal, ask.now)
    after = {"task_id": task.id, "text": task.text}
    audit.record(tx, ask.person.id, "deal.help", f"deal:{deal.id}", now=ask.now, before=before, after=after)
    _tell(tx, ask.config, deal, task, ask.person, manager, ask.now, pressed.nudge_id)
    return Done(verb="help", who=manager.name)


def _tell(
    tx: Session,
    config: ActiveConfig,
    deal: Deal,
    task: Task,
    asker: Person,
    manager: Person,
    now: datetime,
    nudge_id: int = 0,
) -> None:
    """While the manager's few messages of the day last: it is in their next list anyhow."""
    told = delivery_rows.count_told(tx, f"person:{manager.id}", COUNTED, start_of_day(manager, now))
    line = line_now(tx, config, deal, asker.id, nudge_id, now)
    if line is None or told >= config.pipeline.budget.manager_dms_a_day:
        return
    asked = {
        "nudge_id": 0,
        "rung": int(Rung.MANAGER),
        "lane": "list",
        "owner": asker.name,
        "asks": task.text,
    }
    mine = line.model_copy(update={**asked, "listed_at": None})
    by = Reading(manager, Staff(tx, now.year), config, now)
    by.staff.learn(tx, [manager.id])
    said = HelpAsked(line=dressing.dress(tx, [mine], {deal.id: deal}, by)[0], who=asker.name)
    tell(tx, help_requests.slot(task, task.version), manager, said, now)


def pass_on(deps: Deps, *, now: datetime) -> None:
    """Requests for help to somebody who may not answer them any more, since they left or others manage the deal, are
    asked of who decides now."""
    with deps.db.read() as tx:
        staff, config = Staff(tx, now.year), deps.config.current(tx)
        left = [task.id for task, deal in help_requests.running(tx) if _is_left(task, deal, staff)]
    for task_id in left:
        with deps.write("verb_team.pass_on") as tx:
            found = task_rows.held(tx, task_id)
            if found is not None and found[0].state == "open" and found[1].state == "open":
                _pass_on(tx, config, *found, now)


def _is_left(task: Task, deal: Deal, staff: Staff) -> bool:
    return not staff.decides(task.person_id, deal.owner_id)


def _pass_on(tx: Session, config: ActiveConfig, task: Task, deal: Deal, now: datetime) -> None:
    manager, asker = decider(tx, deal.owner_id), people_rows.by_id(tx, task.opened_by or 0)
    if manager is None or asker is None or manager.id in (task.person_id, asker.id):
        return
    before, task.person_id = {"person_id": task.person_id}, manager.id
    task.version += 1
    tx.add(task)
    tx.flush()
    after = {"person_id": manager.id}
    audit.record(tx, None, "deal.help", f"deal:{deal.id}", now=now, before=before, after=after)
    _tell(tx, config, deal, task, asker, manager, now)


def help_them(ask: Ask, tx: Session, deal: Deal, pressed: Pressed, filled: VerbFilled) -> Done:
    """I'll help: the owner stays, and hears it; so do their and the manager's lines while nothing has moved on."""
    help_requests.start(ask, tx, deal, pressed.ts)
    no_call.said(ask, tx, deal)
    audit.record(
        tx, ask.person.id, "deal.helping", f"deal:{deal.id}", now=ask.now, after={"by": ask.person.id}
    )
    day = ask.now.date()  # clicked twice, or offered twice that day: the owner hears it once
    tell_owner(ask, tx, deal, f"helping:{deal.id}:{ask.person.id}:{day}", help_requests.HELPING)
    return Done(verb="helping_you", who=ask.person.name)
