"""Verbs that bring others in: a blocker's task for its group, a manager's help."""

from rules.answers.digests import HelpAsked, VerbFilled
from rules.answers.nudges import Done, NudgeLine
from rules.errors import Invalid, NotFound, Refused
from rules.facts import Rung
from services import audit
from services.ask import Ask
from services.clock import coming, dressing
from services.clock.coming import Reading
from services.clock.said import Pressed, line_now, own_nudge
from services.deals import help_requests, no_call, tasks
from services.deals.owner_told import tell_owner
from services.facts import Staff
from services.sending.grouping import COUNTED, start_of_day
from services.sending.telling import tell
from services.team.people import decider, language
from storage import deals as deal_rows
from storage import deliveries as delivery_rows
from storage import tasks as task_rows
from storage.db import Session
from storage.tables import Deal, Person, Task

# -- what is in the way ---------------------------------------------------------------------------------


def blocked_by(ask: Ask, tx: Session, deal: Deal, pressed: Pressed, filled: VerbFilled) -> Done:
    """A tap on what is in the way; what is ours becomes a task of that group, not of the owner."""
    known = next((b for b in ask.pipeline.blockers if b.key == filled.choice and b.moved_to is None), None)
    if known is None:
        raise NotFound("err.stale")
    is_moving = known.side == "none"
    before = {"blocker": deal.blocker}
    deal_rows.acted(
        tx, deal, ask.now, blocker=None if is_moving else known.key, blocker_at=None if is_moving else ask.now
    )
    after = {"blocker": None if is_moving else known.key}
    audit.record(
        tx, ask.person.id, "deal.blocker", f"deal:{deal.id}", now=ask.now, before=before, after=after
    )
    if is_moving:
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
    told = delivery_rows.count_told(tx, f"person:{manager.id}", COUNTED, start_of_day(manager, ask.now))
    if told < ask.pipeline.budget.manager_dms_a_day:
        line = _for_manager(ask, tx, manager, deal, pressed, filled.text)
        if line is not None:
            tell(
                tx,
                help_requests.slot(task, task.version),
                manager,
                HelpAsked(line=line, who=ask.person.name),
                ask.now,
            )
    return Done(verb="help", who=manager.name)


def _for_manager(
    ask: Ask, tx: Session, manager: Person, deal: Deal, pressed: Pressed, words: str
) -> NudgeLine | None:
    line = line_now(tx, ask.config, deal, ask.person.id, pressed.nudge_id, ask.now)
    if line is None:
        return None
    asked = {
        "nudge_id": 0,
        "rung": int(Rung.MANAGER),
        "lane": "list",
        "owner": ask.person.name,
        "asks": words,
    }
    mine = line.model_copy(update={**asked, "listed_at": None})
    by = Reading(manager, Staff(tx, ask.now.year), ask.config, ask.now)
    by.staff.learn(tx, [manager.id])
    return dressing.dress(tx, [mine], {deal.id: deal}, by)[0]


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
