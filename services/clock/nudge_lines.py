"""The facts for the words of nudges: one line for each deal, as it stands when the message is sent."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from rules.answers.nudges import NudgeLine, NudgeMessage, WhyShown, one_count
from rules.clocks import in_touch
from rules.facts import DealFacts, LadderRules, PersonFacts, Rung
from rules.promises import owed_episode
from rules.waits import set_aside
from services import shown
from services.clock import dressing
from services.clock.coming import Reading
from services.clock.nudges import decide, key_of
from services.config.versions import ActiveConfig
from services.deals import gate_store
from services.facts import Known, Staff, rules_now
from services.sending.composing import Overtaken, Sending
from services.team.people import language, zone_of
from storage import accounts as account_rows
from storage import steps as step_rows
from storage.db import Session
from storage.tables import Deal, Nudge, Step


def message(
    tx: Session,
    nudges: list[Nudge],
    reader_id: int | None,
    staff: Staff,
    config: ActiveConfig,
    now: datetime,
) -> NudgeMessage | None:
    """One message with a line for each nudge; None without any."""
    found = lines(tx, nudges, reader_id, staff, config, now)
    return NudgeMessage(lines=tuple(found), told_at=now) if found else None


def loudest(nudges: Iterable[Nudge]) -> dict[int, Nudge]:
    """deal → its nudge of the highest rung: a list says one thing about a deal."""
    found: dict[int, Nudge] = {}
    for nudge in sorted(nudges, key=lambda x: -x.rung):
        if nudge.deal_id is not None:
            found.setdefault(nudge.deal_id, nudge)
    return found


def warned_beside(nudges: Iterable[Nudge], said: Mapping[int, Nudge]) -> dict[int, list[Nudge]]:
    """deal → the warnings among these, where its line is about something else; a question in their place told them."""
    found: dict[int, list[Nudge]] = {}
    for nudge in nudges:
        told = said.get(nudge.deal_id or 0)
        if (
            nudge.rung == Rung.HEADS_UP
            and told is not None
            and told is not nudge
            and told.rule != "unanswered"
        ):
            found.setdefault(nudge.deal_id or 0, []).append(nudge)
    return found


def of_deals(
    tx: Session, nudges: Mapping[int, Nudge], deal_ids: Iterable[int], sending: Sending
) -> dict[int, NudgeLine]:
    """deal → its line, for those of these deals that have a nudge. What is told is decided at this moment, with its
    reasons. Raises Overtaken where one is not to be said any more."""
    said = _decided(tx, [nudges[deal_id] for deal_id in deal_ids if deal_id in nudges], sending)
    reader_id, known = sending.delivery.person_id, sending.known
    found = lines(tx, said, reader_id, sending.staff, sending.config, sending.now, sending.saying, known)
    return {line.head.deal_id: line for line in found}


def _decided(tx: Session, nudges: Sequence[Nudge], sending: Sending) -> list[Nudge]:
    """These nudges with their reasons of now."""
    late = {x.deal_id for x in nudges if x.deal_id is not None and x.id not in sending.decided}
    plans = decide(
        tx, sending.known.deals(sorted(late)), sending.staff, sending.config.pipeline, sending.now,
        leave_out=sending.saying, known=sending.known,
    )  # fmt: skip
    planned = {(plan.deal.id, key_of(x)): x for plan in plans for x in plan.decision.nudges}
    decided = {x.id: planned.get((x.deal_id or 0, key_of(x))) for x in nudges if x.deal_id in late}
    if None in decided.values():
        raise Overtaken()
    now = replace(sending, decided={**sending.decided, **{i: x for i, x in decided.items() if x is not None}})
    return [now.as_decided(x) for x in nudges]


def lines(
    tx: Session,
    nudges: list[Nudge],
    reader_id: int | None,
    staff: Staff,
    config: ActiveConfig,
    now: datetime,
    saying: frozenset[int] = frozenset(),
    known: Known | None = None,
) -> list[NudgeLine]:
    """The lines of these nudges in their order, with a handful of queries for all of them. `saying`: further nudges that
    the same message carries; `known`: what was read before."""
    if not nudges:
        return []
    known = known or Known(tx, config.pipeline, now)
    deals = {d.id: d for d in known.deals({x.deal_id for x in nudges if x.deal_id})}
    staff.learn(tx, (d.owner_id for d in deals.values()))
    heads, facts = (
        shown.told_apart(tx, deals.values()),
        known.facts(deals.values()),
    )
    steps = step_rows.open_of_deals(tx, list(deals))
    reader = staff.people.get(reader_id) if reader_id is not None else None
    today = now.astimezone(zone_of(reader.slack_tz if reader else "UTC")).date()
    rules, found = rules_now(tx, config.pipeline), []
    locale = language(reader) if reader else "en"
    for nudge in nudges:
        deal = deals.get(nudge.deal_id or 0)
        if deal is None:
            continue
        owner = staff.facts(deal.owner_id)
        mine = set_aside(facts[deal.id], owner.delivery, now, rules) if owner else facts[deal.id]
        line = _line(nudge, deal, mine, owner, config, rules, now)
        told: dict[str, object] = {"head": heads[deal.id], "step": shown.step(steps.get(deal.id), today)}
        due = (x for x in mine.owed if x.until <= today or nudge.episode == owed_episode(x, mine))
        told["owed"] = gate_store.owed_shown(config.pipeline, due, locale)
        told["sign_on"] = shown.sign_on(mine, owner.calendar, now, rules) if owner else None
        if nudge.rule in ("over", "evening"):
            told["who"] = _with(tx, deal.id, steps.get(deal.id))
        if deal.owner_id != reader_id and deal.owner_id in staff.people:
            told["owner"] = staff.people[deal.owner_id].name
        found.append(NudgeLine.model_validate({**line, **told}))
    if reader is None:
        return found
    by = Reading(reader, staff, config, now, saying.union(nudge.id for nudge in nudges))
    return dressing.dress(tx, found, deals, by, facts)


def _with(tx: Session, deal_id: int, step: Step | None) -> str:
    """Whom an appointment is with: the contact that its words name, else the deal's first."""
    names = [contact.name for contact, _ in account_rows.contacts_of(tx, deal_id)]
    said = step.text.casefold() if step is not None else ""
    named = (name for name in names if name.split(" ")[0].casefold() in said)
    return next(named, next(iter(names), ""))


def _line(
    nudge: Nudge,
    deal: Deal,
    facts: DealFacts,
    owner: PersonFacts | None,
    config: ActiveConfig,
    rules: LadderRules,
    now: datetime,
) -> dict[str, object]:
    calendar = owner.calendar if owner else None
    silent = deal.last_contact_at
    counted = shown.stage_days(facts, calendar, now) if calendar else {}
    why = one_count(WhyShown.model_validate(nudge.facts["why"]), counted)
    if nudge.config_version != config.version:
        why = why.model_copy(update={"process": nudge.config_version})
    return {
        **counted,
        "nudge_id": nudge.id,
        "rule": nudge.rule,
        "rung": nudge.rung,
        "lane": nudge.lane,
        "days_silent": calendar.wd_between(silent, now) if calendar and silent else None,
        "in_touch": calendar is not None and in_touch(facts, calendar, now, rules),
        "limit": nudge.facts.get("why", {}).get("limit", ""),
        "last_contact_at": silent,
        "last_contact_kind": deal.last_contact_kind or "",
        "tries": deal.tries,
        "waiting_for": facts.waiting.who if facts.waiting else "",
        "is_parked": facts.waiting is not None and facts.waiting.is_park,
        "blocker": deal.blocker,
        "risk_reason": deal.at_risk_reason or "",
        "also": tuple(nudge.facts.get("also", ())),
        "why": why,
    }
