"""What verbs do to a deal: a new date, a wait, later, lost, push. Each within the caller's transaction."""

from datetime import date, datetime

from rules.access import Actor
from rules.answers.digests import VerbFilled
from rules.answers.nudges import Done
from rules.clocks import wait_fault
from rules.errors import Invalid, Refused
from rules.ladder import later_choices
from rules.when import When
from services import audit, note_store
from services.calendars import calendars
from services.config import ActiveConfig
from services.facts import Staff
from services.leads import local
from storage import deals as deal_rows
from storage import digests as rows
from storage import nudges as nudge_rows
from storage.db import Session
from storage.tables import Deal, Later, Person, StageEntry, Wait

MANAGER_ASKED = "no_decision"  # the reason of a deal that its manager closes


def touch(tx: Session, deal: Deal, now: datetime, **values: object) -> None:
    """Changes a deal and lets the clock look again."""
    assert deal.id is not None
    deal_rows.change(tx, deal.id, deal.version, **{"next_check_at": now, **values})


def day_ahead(filled: VerbFilled, person: Person, now: datetime) -> date:
    """The day of a form, today or later. Raises Invalid."""
    if filled.on is None:
        raise Invalid("verb.date_missing", faults={"on": "verb.date_missing"})
    if filled.on < local(person, now).date():
        raise Invalid("verb.date_past", faults={"on": "verb.date_past"})
    return filled.on


def change_date(
    tx: Session, person: Person, actor: Actor, deal: Deal, filled: VerbFilled, now: datetime
) -> Done:
    """The next step is on another day: a new revision, a new episode."""
    day, calendar = day_ahead(filled, person, now), calendars(tx, [person], now.year)[actor.id]
    assert deal.id is not None
    step = deal_rows.open_step(tx, deal.id)
    before = str(step.on_date) if step else None
    if step is None:
        step = note_store.put_step(
            tx, deal, person, calendar, filled.text, When(date=day, time=None, kind="by"), now
        )
    else:
        when = When(date=day, time=step.at_time, kind=step.kind)  # type: ignore[arg-type]
        step.text, step.on_date, step.tz = filled.text or step.text, day, person.slack_tz
        step.due_at = note_store.due_at(day, when, calendar, person)
        step.revision += 1
        tx.add(step)
        tx.flush()
    touch(tx, deal, now, clocks_from=deal.clocks_from or now)
    audit.record(
        tx, actor.id, "step.date", f"deal:{deal.id}", now=now, before={"on": before}, after={"on": str(day)}
    )
    return Done(verb="date", on=day, text=step.text)


def wait(tx: Session, person: Person, actor: Actor, deal: Deal, filled: VerbFilled, now: datetime) -> Done:
    """Waits on the customer until a day: 20 working days at most, twice a stage. Raises Invalid, Refused."""
    day, calendar = day_ahead(filled, person, now), calendars(tx, [person], now.year)[actor.id]
    assert deal.id is not None
    hours = calendar.hours_on(day)
    until = calendar.at_local(day, hours.open) if hours else calendar.opening(calendar.shift_day(day, 1))
    assert until is not None
    here = [w for w in deal_rows.waits(tx, [deal.id]).get(deal.id, []) if w.stage == deal.stage]
    fault = wait_fault(now, until, len(here), calendar)
    if fault == "wait.third":
        raise Refused("verb.wait_third")
    if fault is not None:
        key = "verb.wait_too_long" if fault == "wait.too_long" else "verb.date_past"
        raise Invalid(key, faults={"on": key})
    for running in here:
        if running.ended_at is None:
            running.ended_at = now
            tx.add(running)
    row = Wait(
        deal_id=deal.id,
        stage=deal.stage,
        who=filled.who,
        why=filled.text,
        since=now,
        until=until,
        by_id=actor.id,
    )
    tx.add(row)
    touch(tx, deal, now)
    audit.record(tx, actor.id, "deal.wait", f"deal:{deal.id}", now=now, after={"until": until.isoformat()})
    return Done(verb="wait", until=until)


def later(
    tx: Session, config: ActiveConfig, actor: Actor, deal: Deal, nudge_id: int, choice: str, now: datetime
) -> Done:
    """Comes back in at most two working days; only the first Later of an episode delays the manager."""
    nudge = rows.nudge(tx, nudge_id) if nudge_id else None
    if nudge is None or nudge.deal_id != deal.id or nudge.person_id != actor.id:
        raise Refused("verb.no_later")
    staff = Staff(tx, now.year)
    staff.learn(tx, [deal.owner_id])
    owner = staff.facts(deal.owner_id)
    offered = later_choices(now, owner.delivery, config.pipeline.digests.rep) if owner else {}
    if choice not in offered:
        raise Invalid("verb.pick", faults={"choice": "verb.pick"})
    assert deal.id is not None
    before = [
        x
        for x in nudge_rows.laters_of(tx, [deal.id]).get(deal.id, [])
        if (x.rule, x.episode) == (nudge.rule, nudge.episode)
    ]
    tx.add(
        Later(
            deal_id=deal.id,
            rule=nudge.rule,
            episode=nudge.episode,
            until=offered[choice],
            n=len(before) + 1,
            by_id=actor.id,
        )
    )
    touch(tx, deal, now)
    after = {"rule": nudge.rule, "until": offered[choice].isoformat()}
    audit.record(tx, actor.id, "nudge.later", f"deal:{deal.id}", now=now, after=after)
    return Done(verb="later", until=offered[choice])


def lose(
    tx: Session,
    config: ActiveConfig,
    person: Person,
    actor: Actor,
    deal: Deal,
    filled: VerbFilled,
    now: datetime,
    *,
    by_manager: bool = False,
) -> Done:
    """Closes a deal as lost with its reason; it keeps the stage it died in. Raises Invalid."""
    assert deal.id is not None
    key = MANAGER_ASKED if by_manager else filled.choice
    reasons = [r for r in config.pipeline.loss_reasons if r.moved_to is None]
    reason = next((r for r in reasons if r.key == key), reasons[-1] if by_manager else None)
    if reason is None:
        raise Invalid("verb.pick", faults={"choice": "verb.pick"})
    if reason.wants_words and not filled.text and not by_manager:
        raise Invalid("verb.words_missing", faults={"text": "verb.words_missing"})
    entries = deal_rows.stage_entries(tx, deal.id)
    if entries and entries[-1].left_at is None:
        entries[-1].left_at, entries[-1].left_by = now, actor.id
        tx.add(entries[-1])
    tx.add(
        StageEntry(
            deal_id=deal.id,
            stage="lost",
            entered_at=now,
            entered_by=actor.id,
            direction="closed",
            reason=reason.key,
            config_version=config.version,
        )
    )
    touch(
        tx,
        deal,
        now,
        state="lost",
        lost_reason=reason.key,
        lost_detail=filled.text or None,
        closed_at=now,
        closed_from_stage=deal.stage,
    )
    audit.record(
        tx, actor.id, "deal.lost", f"deal:{deal.id}", now=now, before={"state": "open"}, after={"state": "lost", "reason": reason.key}
    )  # fmt: skip
    zh = person.locale_override == "zh" or person.slack_locale.lower().startswith("zh")
    return Done(verb="lost", text=reason.name.of("zh" if zh else "en"))


def push(tx: Session, actor: Actor, deal: Deal, now: datetime) -> Done:
    """The manager's word to go on: on record, nothing restarts."""
    touch(tx, deal, now)
    audit.record(tx, actor.id, "deal.push", f"deal:{deal.id}", now=now, after={"decided": "push"})
    return Done(verb="push")
