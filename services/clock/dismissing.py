"""A reminder is called not useful, or wrong: why, on record; its rule counts anew, and who pressed hears from when. And
*keep*, the answer to a question after reminders that nobody answered."""

from datetime import date
from typing import TypedDict

from rules.access import Action
from rules.answers import Answer
from rules.answers.digests import VerbDone, VerbFilled
from rules.answers.nudges import Done, WhyShown, why_shown
from rules.clocks import running, slipping_limit
from rules.dismissals import OTHER, REASONS, settles
from rules.errors import Invalid, Refused
from rules.facts import Rule
from rules.unanswered import LIMITS
from rules.when import When, find
from services import audit, shown
from services.ask import Ask
from services.clock import coming, verb_acts
from services.clock.coming import Reading
from services.clock.said import Pressed, as_it_stands, over, own_nudge, rewritten
from services.clock.weigh import weigh
from services.deals import undoing, waits
from services.deals.undoing import UNDO_FOR
from services.facts import Staff, deal_facts, rules_now
from services.team import access
from services.team.calendars import calendars
from services.team.people import language, local
from storage import deals as deal_rows
from storage import dismissals as rows
from storage import nudges as nudge_rows
from storage import undos as undo_rows
from storage.db import Session
from storage.tables import Deal, Dismissal, Nudge

KIND = "dismiss"  # of the way back
IN_WORDS = (*LIMITS, "step", "date", "owed", "waiting")


def dismiss(ask: Ask, tx: Session, deal: Deal, pressed: Pressed, filled: VerbFilled) -> Done:
    """The reader's own reminder of this deal. Twice says the same. Raises Refused, Invalid by the fields of its form."""
    if (nudge := own_nudge(tx, ask.actor, deal, pressed)) is None:
        raise Refused("verb.not_yours")
    if filled.choice not in REASONS:
        raise Invalid("verb.pick", faults={"choice": "verb.pick"})
    words = filled.text.strip()
    if filled.choice == OTHER and not words:
        raise Invalid("verb.words_missing", faults={"text": "verb.words_missing"})
    known, way_back = rows.of_nudge(tx, nudge.id), None
    if known is None:
        way_back = _write(ask, tx, deal, nudge, filled.choice, words)
        known = rows.of_nudge(tx, nudge.id)
        assert known is not None
    return _done(ask, tx, deal, nudge, known, way_back)


def _write(ask: Ask, tx: Session, deal: Deal, nudge: Nudge, reason: str, words: str) -> int:
    """On record, and the clock looks again; the way back."""
    also = (*nudge.facts.get("also", ()), *(_held(ask, tx, deal, nudge) if nudge.rule in LIMITS else ()))
    settled = settles(nudge.rule, also)  # type: ignore[arg-type]
    kept = rows.put(
        tx,
        nudge_id=nudge.id,
        deal_id=deal.id,
        rules={"settled": list(settled)},
        reason=reason,
        words=words,
        by_id=ask.actor.id,
        at=ask.now,
    )
    deal_rows.change(tx, deal.id, deal.version, next_check_at=ask.now)
    after = {"rule": nudge.rule, "rung": nudge.rung, "reason": reason, **({"words": words} if words else {})}
    audit.record(tx, ask.actor.id, "nudge.dismiss", f"deal:{deal.id}", now=ask.now, after=after)
    back = {"dismissal": kept, "nudge": nudge.id, "promised": coming.promised(nudge)}
    return undo_rows.put(tx, ask.actor.id, KIND, deal.id, ask.now + UNDO_FOR, ask.now, back)


def _held(ask: Ask, tx: Session, deal: Deal, nudge: Nudge) -> list[Rule]:
    """The limits that hold now: a line that says two of them is settled for both, whichever its reminder was of. So are those
    reached before the next list: one that was silent while this one spoke would ask the same two hours later. None where the
    reminder is of what is over."""
    staff = Staff(tx, ask.now.year)
    staff.learn(tx, [deal.owner_id])
    owner, facts = staff.facts(deal.owner_id), deal_facts(tx, [deal], ask.pipeline, ask.now)[deal.id]
    if owner is None:
        return []
    rules = rules_now(tx, ask.pipeline)
    clocks = running(facts, owner.calendar, ask.now, rules)
    slipping = slipping_limit(facts, owner.calendar, rules, ask.now)  # warned of, it does not run yet
    if (nudge.rule, nudge.episode) not in {(x.rule, x.episode) for x in (*clocks, slipping) if x}:
        return []
    listed = owner.delivery.next_morning(ask.now, rules.owner_list)
    return [x.rule for x in clocks if x.rule in LIMITS and (x.on(ask.now) or x.limit_at < listed)]


def keep(ask: Ask, tx: Session, deal: Deal, pressed: Pressed, filled: VerbFilled) -> Done:
    """Asked whether to park, close or keep it: it goes on as before, and what is said of it counts from one again."""
    deal_rows.acted(tx, deal, ask.now)
    audit.record(tx, ask.actor.id, "deal.keep", f"deal:{deal.id}", now=ask.now, after={"decided": "keep"})
    by = Reading(ask.person, Staff(tx, ask.now.year), ask.config, ask.now)
    again = _again(tx, deal, own_nudge(tx, ask.actor, deal, pressed), by)
    return Done(verb=_verb("kept", again), until=again.at, **_because(tx, deal, again.rule, by))


class _Because(TypedDict, total=False):
    because: WhyShown | None
    stage: str
    step: str


def _because(tx: Session, deal: Deal, rule: str, by: Reading) -> _Because:
    """What its reader hears of then, where a few words say it: most often another rule's turn."""
    if rule not in IN_WORDS:
        return {}
    (one,) = weigh(tx, [deal], by.staff, by.config, by.now) or (None,)
    because = next((why_shown(x) for x in one.whys if x.rule == rule), None) if one else None
    stage = by.config.pipeline.stage_name(deal.stage, language(by.reader))
    step = one.facts.step.text if one and one.facts.step and rule == "step" else ""
    return {"because": because, "stage": stage, "step": step}


def _verb(done: str, again: coming.Again) -> str:
    if again.at is None:
        return f"{done}_home"
    return f"{done}_later" if again.is_on_home else done


def _again(tx: Session, deal: Deal, nudge: Nudge | None, by: Reading) -> coming.Again:
    """When who pressed hears of the deal again if nothing changes: a promise from now on."""
    again = coming.heard_again(tx, deal, by)
    if nudge is not None:
        coming.promise(tx, nudge, again, by.now)
    return again


def _done(ask: Ask, tx: Session, deal: Deal, nudge: Nudge, known: Dismissal, undo_id: int | None) -> Done:
    """What is said of it, with when its reader hears of the deal again if nothing changes, and for what: a limit that
    counts anew from now is no news."""
    by = Reading(ask.person, Staff(tx, ask.now.year), ask.config, ask.now)
    again = _again(tx, deal, nudge, by)
    is_anew = again.rule in LIMITS and again.rule in known.rules["settled"]
    because = _because(tx, deal, again.rule, by) if not is_anew else {}
    until = ask.now + UNDO_FOR if undo_id is not None else None
    return Done(
        verb=_verb("dismissed", again),
        until=again.at,
        reason=known.reason,
        text=known.words,
        undo_id=undo_id,
        undo_until=until,
        quiet_until=_day_named(ask, tx, deal, known.words) if known.reason != REASONS[0] else None,
        **because,
    )


def _day_named(ask: Ask, tx: Session, deal: Deal, words: str) -> date | None:
    """The first day ahead that the words name ("the board meets mid December"), as far as one wait may go; None where this
    person may not let the deal wait."""
    if not words or not waits.may(ask, tx, deal):
        return None
    here, calendar = local(ask.person, ask.now), calendars(tx, [ask.person], ask.now.year)[ask.actor.id]
    assert here.tzinfo is not None
    said = {"locale": language(ask.person), "is_working": calendar.is_working}
    found = (x.when for x in find(words, now=ask.now, tz=here.tzinfo, **said))  # type: ignore[arg-type]
    sure = ((x,) if isinstance(x, When) else x.candidates if x.reason == "vague" else () for x in found)
    ahead = (days[0].date for days in sure if days and days[0].date > here.date())
    on = next(ahead, None)
    return min(on, waits.last_day(ask, tx, deal)) if on is not None else None


def quiet(ask: Ask, tx: Session, deal: Deal, pressed: Pressed, filled: VerbFilled) -> Done:
    """Waits until the day that the reason named, with its words. Raises Invalid, TooOften."""
    nudge = own_nudge(tx, ask.actor, deal, pressed)
    known = rows.of_nudge(tx, nudge.id) if nudge is not None else None
    words = known.words if known is not None else ""
    return verb_acts.wait(ask, tx, deal, pressed, filled.model_copy(update={"text": words}))


def undo(ask: Ask, undo_id: int, pressed: Pressed) -> Answer:
    """It is asked as before. Pressed twice, it says the same. Raises NotFound when it is too late, or not theirs."""
    with ask.deps.write("dismissing.undo") as tx:
        ask = ask.holding(tx)
        taken, was_used = undoing.take(ask, tx, undo_id, KIND)
        deal = access.deal_for(tx, ask.actor, Action.SEE_DEAL, taken.deal_id, ask.now)
        if not was_used and rows.take_back(tx, int(taken.back["dismissal"]), ask.now):
            if (nudge := nudge_rows.by_id(tx, int(taken.back.get("nudge", 0)))) is not None:
                coming.promise_again(tx, nudge, taken.back.get("promised", {}))
            if deal.state == "open":
                deal_rows.change(tx, deal.id, deal.version, next_check_at=ask.now)
            audit.record(tx, ask.actor.id, "nudge.undismiss", f"deal:{deal.id}", now=ask.now)
        if deal.state != "open":
            ended = over(tx, ask.pipeline, deal, ask.actor, language(ask.person))
            return VerbDone(head=shown.head(tx, deal), done=ended)
        at = Pressed(0, deal.id, pressed.channel, pressed.ts)
        # Pressed again, it leaves alone what was answered since.
        answer = (
            as_it_stands(tx, ask.actor, at, deal) if was_used else rewritten(tx, ask.actor, at, deal, None)
        )
        return (
            VerbDone(head=shown.head(tx, deal), done=Done(verb="undone"))
            if isinstance(answer, VerbDone)
            else answer
        )
