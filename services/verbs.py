"""The verbs under a nudge: each acts on the deal, answers the nudge and rewrites the message, in one transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from rules.access import Action, Actor
from rules.answers import Answer
from rules.answers.digests import VerbFilled, VerbForm
from rules.answers.leads import Choice
from rules.answers.nudges import Done
from rules.errors import Invalid
from rules.ladder import later_choices
from services import access, inbox, shown, verb_acts, verb_team
from services.config import ActiveConfig
from services.deps import Deps
from services.facts import Staff
from services.people import language
from services.said import Pressed, rewritten
from storage import deals as deal_rows
from storage import digests as rows
from storage import people as people_rows
from storage.db import Session
from storage.tables import Deal, Person

MANAGERS = {"help_them": Action.DECIDE, "decide": Action.DECIDE, "reassign": Action.ASSIGN}
RIGHTS = {
    "note": Action.LOG_NOTE,
    "date": Action.LOG_NOTE,
    "wait": Action.WAIT,
    "lost": Action.CLOSE_DEAL,
    **MANAGERS,
}


@dataclass(frozen=True)
class Acting:
    """One verb of one person on one deal, inside its transaction."""

    tx: Session
    config: ActiveConfig
    person: Person
    actor: Actor
    deal: Deal
    pressed: Pressed
    filled: VerbFilled
    now: datetime


ACTS: dict[str, Callable[[Acting], Done]] = {
    "note": lambda x: Done(verb="note"),
    "date": lambda x: verb_acts.change_date(x.tx, x.person, x.actor, x.deal, x.filled, x.now),
    "wait": lambda x: verb_acts.wait(x.tx, x.config, x.person, x.deal, x.filled, x.now),
    "later": lambda x: verb_acts.later(
        x.tx, x.config, x.actor, x.deal, x.pressed.nudge_id, x.filled.choice, x.now
    ),
    "lost": lambda x: verb_acts.lose(x.tx, x.config, x.person, x.deal, x.filled, x.now),
    "blocker": lambda x: verb_team.blocked_by(x.tx, x.config, x.person, x.deal, x.filled.choice, x.now),
    "ask_help": lambda x: verb_team.ask_help(
        x.tx, x.config, x.person, x.deal, x.pressed, x.filled.text, x.now
    ),
    "help_them": lambda x: verb_team.help_them(x.tx, x.person, x.deal, x.now),
    "reassign": lambda x: verb_team.reassign(x.tx, x.person, x.actor, x.deal, x.filled.choice, x.now),
    "decide": lambda x: _decide(x),
}


def act(
    deps: Deps,
    person: Person,
    actor: Actor,
    verb: str,
    pressed: Pressed,
    filled: VerbFilled,
    *,
    key: str,
    now: datetime,
) -> Answer:
    """Does what a verb says and returns the message as it reads from now on. Raises Refused, NotFound, Invalid.

    A closed deal, or one that belongs to somebody else by now, answers with how it stands."""
    config = deps.config.active()
    with deps.db.write() as tx:
        known = inbox.repeat(tx, key)
        if known is not None:
            return known
        deal = access.deal_for(tx, actor, RIGHTS.get(verb, Action.ANSWER_NUDGE), pressed.deal_id, now)
        if deal.state != "open":
            done = Done(verb="gone")
        else:
            done = ACTS[verb](Acting(tx, config, person, actor, deal, pressed, filled, now))
        nudge = rows.nudge(tx, pressed.nudge_id) if pressed.nudge_id else None
        if nudge is not None and nudge.person_id == actor.id and nudge.deal_id == deal.id:
            rows.answered(tx, pressed.nudge_id, done.verb, now)
        answer = rewritten(tx, actor, pressed, deal, done)
        inbox.remember(tx, key, f"verb.{verb}", actor.id, answer, now)
        return answer


def _decide(x: Acting) -> Done:
    """Push, park until a date, or close."""
    if x.filled.choice == "park":
        done = verb_acts.wait(x.tx, x.config, x.person, x.deal, x.filled, x.now)
        done = Done(verb="park", until=done.until)
    elif x.filled.choice == "close":
        done = verb_acts.lose(x.tx, x.config, x.person, x.deal, x.filled, x.now, by_manager=True)
    elif x.filled.choice == "push":
        done = verb_acts.push(x.tx, x.actor, x.deal, x.now)
    else:
        raise Invalid("verb.pick", faults={"choice": "verb.pick"})
    verb_team.close_help(x.tx, x.deal, done.verb, x.now)
    return done


def form(deps: Deps, person: Person, actor: Actor, verb: str, pressed: Pressed, *, now: datetime) -> VerbForm:
    """What a verb's small form opens with. Raises Refused, NotFound."""
    config = deps.config.active()
    with deps.db.read() as tx:
        deal = access.deal_for(tx, actor, RIGHTS.get(verb, Action.ANSWER_NUDGE), pressed.deal_id, now)
        head, step = shown.head(tx, deal), deal_rows.open_step(tx, pressed.deal_id)
        return VerbForm(
            verb=verb,
            nudge_id=pressed.nudge_id,
            deal_id=pressed.deal_id,
            channel=pressed.channel,
            ts=pressed.ts,
            name=head.account or head.contact or head.code or "",
            choices=_choices(tx, config, person, deal, verb, now),
            on=step.on_date if step and verb == "date" else None,
            text=step.text if step and verb == "date" else "",
        )


def _choices(
    tx: Session, config: ActiveConfig, person: Person, deal: Deal, verb: str, now: datetime
) -> tuple[Choice, ...]:
    if verb == "later":
        staff = Staff(tx, now.year)
        staff.learn(tx, [deal.owner_id])
        owner = staff.facts(deal.owner_id)
        offered = later_choices(now, owner.delivery, config.pipeline.digests.rep) if owner else {}
        return tuple(Choice(value=name, label=name) for name in offered)
    if verb == "lost":
        reasons = (r for r in config.pipeline.loss_reasons if r.moved_to is None)
        return tuple(Choice(value=r.key, label=r.name.of(language(person))) for r in reasons)
    if verb == "reassign":
        links = people_rows.manager_links(tx)
        return tuple(
            Choice(value=str(p.id), label=p.name)
            for p in verb_team.takers(tx, links, person)
            if p.id != deal.owner_id
        )
    return ()
