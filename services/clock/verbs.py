"""The verbs under a nudge: each acts on the deal, answers the nudge and rewrites the message, in one transaction."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from rules.access import Action
from rules.answers import Answer
from rules.answers.digests import VerbFilled, VerbForm
from rules.answers.found import DealsFound
from rules.answers.leads import Choice
from rules.answers.nudges import Done
from rules.errors import Conflict, Invalid
from rules.facts import LIVE
from rules.later import later_choices
from services import shown
from services.ask import Ask, once
from services.clock import dismissing, dressing, verb_acts, verb_owner, verb_team
from services.clock.said import Pressed, message_of, over, rewritten
from services.config.versions import ActiveConfig
from services.deals import owners, waits
from services.facts import Staff
from services.team import access
from services.team.people import language
from storage import people as people_rows
from storage import steps as step_rows
from storage import waits as wait_rows
from storage.db import Session
from storage.tables import Deal, Person, Step, Wait

PARKED = timedelta(days=14)  # until when a form offers to park a deal
MANAGERS = {"help_them": Action.DECIDE, "decide": Action.DECIDE, "reassign": Action.ASSIGN}
RIGHTS = {
    "note": Action.LOG_NOTE,
    "owed": Action.MOVE_STAGE,
    "date": Action.LOG_NOTE,
    "plan": Action.LOG_NOTE,
    "sign_on": Action.EDIT_DEAL,
    "wait": Action.WAIT,
    "park": Action.WAIT,
    "lost": Action.CLOSE_DEAL,
    "invalid": Action.CLOSE_DEAL,
    "other": Action.EDIT_DEAL,
    "risk": Action.EDIT_DEAL,
    **MANAGERS,
}
Verb = Callable[[Ask, Session, Deal, Pressed, VerbFilled], Done]


def _note(ask: Ask, tx: Session, deal: Deal, pressed: Pressed, filled: VerbFilled) -> Done:
    """The note is saved by its own form; here the message learns of it."""
    return Done(verb="note")


def _owed(ask: Ask, tx: Session, deal: Deal, pressed: Pressed, filled: VerbFilled) -> Done:
    """What was owed was filled in by its own form."""
    return Done(verb="owed")


def _park(ask: Ask, tx: Session, deal: Deal, pressed: Pressed, filled: VerbFilled) -> Done:
    return verb_acts.wait(ask, tx, deal, pressed, filled, is_park=True)


DECISIONS: dict[str, Verb] = {"push": verb_acts.push, "park": _park, "close": verb_acts.close}


def _decide(ask: Ask, tx: Session, deal: Deal, pressed: Pressed, filled: VerbFilled) -> Done:
    """Push, park until a date, or close."""
    decision = DECISIONS.get(filled.choice)
    if decision is None:
        raise Invalid("verb.pick", faults={"choice": "verb.pick"})
    return decision(ask, tx, deal, pressed, filled)


ACTS: dict[str, Verb] = {
    "note": _note,
    "owed": _owed,
    "date": verb_acts.change_date,
    "plan": verb_acts.change_date,
    "sign_on": verb_acts.sign_on,
    "wait": verb_acts.wait,
    "park": _park,
    "later": verb_acts.later,
    "lost": verb_acts.lose,
    "invalid": verb_acts.discard,
    "other": verb_acts.other_person,
    "blocker": verb_team.blocked_by,
    "ask_help": verb_team.ask_help,
    "help_them": verb_team.help_them,
    "reassign": verb_owner.reassign,
    "decide": _decide,
    "dismiss": dismissing.dismiss,
    "keep": dismissing.keep,
    "quiet": dismissing.quiet,
}


@once("verb")
def act(ask: Ask, tx: Session, verb: str, pressed: Pressed, filled: VerbFilled) -> Answer:
    """Does what a verb says and returns the message as it reads from now on. Raises Refused, NotFound, Invalid.

    A closed deal, or one that belongs to somebody else by now, answers with how it stands."""
    deal = access.deal_for(tx, ask.actor, RIGHTS.get(verb, Action.ANSWER_NUDGE), pressed.deal_id, ask.now)
    if deal.state not in (LIVE if verb == "reassign" else ("open",)):
        done = over(tx, ask.pipeline, deal, ask.actor, language(ask.person))
    else:
        done = ACTS[verb](ask, tx, deal, pressed, filled)
    return rewritten(tx, ask.actor, pressed, deal, done)


def form(ask: Ask, verb: str, pressed: Pressed) -> VerbForm:
    """What a verb's small form opens with. Raises Refused, NotFound."""
    config = ask.config
    with ask.deps.db.read() as tx:
        deal = access.deal_for(tx, ask.actor, RIGHTS.get(verb, Action.ANSWER_NUDGE), pressed.deal_id, ask.now)
        head, step = shown.head(tx, deal), step_rows.open_of(tx, pressed.deal_id)
        choices = _choices(tx, config, ask.person, deal, verb, ask.now)
        waited = _waited(tx, deal, ask.now) if verb == "wait" else None
        who = _with_whom(ask, tx, deal, pressed, choices) if verb == "reassign" else ""
        text = step.text if step and verb in ("date", "plan") else ""
        return VerbForm(
            verb=verb,
            nudge_id=pressed.nudge_id,
            deal_id=pressed.deal_id,
            channel=pressed.channel,
            ts=pressed.ts,
            name=head.called,
            choices=choices,
            chosen=_in_the_way(deal, verb, choices),
            who=waited.who if waited else who,
            owner_id=deal.owner_id if verb == "reassign" else None,
            on=_opens_on(ask, tx, deal, verb, step),
            text=waited.why if waited else text,
        )


def _waited(tx: Session, deal: Deal, now: datetime) -> Wait | None:
    """The wait for the customer that is over, or that runs still: the list of its last day asks before its hour."""
    found = wait_rows.ran_out(tx, deal, now) or wait_rows.running(tx, deal, now)
    return found if found is not None and not found.is_park else None


def _opens_on(ask: Ask, tx: Session, deal: Deal, verb: str, step: Step | None) -> date | None:
    """The day that stands in its form: the step's; of a park two weeks and of a wait the usual one, as far as it may last."""
    if verb in ("decide", "park"):
        return min(ask.today + PARKED, waits.last_day(ask, tx, deal))
    if verb == "wait":
        return waits.usual_day(ask, tx, deal, step)
    return step.on_date if step and verb in ("date", "plan") else None


def _in_the_way(deal: Deal, verb: str, choices: Sequence[Choice]) -> str | None:
    """What is said to be in the way of it already. No other form comes with an answer: why a deal is lost would be worth
    nothing."""
    return deal.blocker if verb == "blocker" and deal.blocker in {c.value for c in choices} else None


def _with_whom(ask: Ask, tx: Session, deal: Deal, pressed: Pressed, choices: Sequence[Choice]) -> str:
    """Whose it is. Raises Conflict where it was to be given on for want of an owner and has one now, and where there is
    nobody else."""
    owner = people_rows.by_id(tx, deal.owner_id or 0)
    who = owner.name if owner is not None else ""
    found = message_of(tx, ask.actor, pressed)
    was_left = found is not None and isinstance(found[1], DealsFound) and deal.id in found[1].left
    if was_left and owner is not None and owner.is_active:
        raise Conflict("verb.has_it", who=who)
    if not choices:
        raise Conflict("verb.nobody_else", who=who)
    return who


def _choices(
    tx: Session, config: ActiveConfig, person: Person, deal: Deal, verb: str, now: datetime
) -> tuple[Choice, ...]:
    if verb == "later":
        staff = Staff(tx, now.year)
        staff.learn(tx, [deal.owner_id])
        owner = staff.facts(deal.owner_id)
        offered = later_choices(now, owner.delivery, config.pipeline.digests.rep) if owner else {}
        return tuple(Choice(value=name, label=name) for name in offered)
    if verb in ("lost", "invalid", "decide"):
        return shown.reasons(config.pipeline, verb, language(person))
    if verb == "blocker":
        return dressing.blockers(config.pipeline, language(person))
    if verb == "reassign":
        return tuple(Choice(value=str(p.id), label=p.name) for p in owners.receivers(tx, deal, person))
    return ()
