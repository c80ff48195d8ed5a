"""What a proposed process would do today: keys that may not go, and how many deals it flags against now."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from rules.access import SELLS
from rules.clocks import is_waiting, quiet_limit, running, slipping_limit, slow_limit
from rules.customer_lists import ROOMS
from rules.digest import DealLine, late_days
from rules.facts import DealFacts, LadderRules, PersonFacts
from rules.pipeline import Named, Pipeline
from rules.pipeline_faults import ConfigFault, line_of
from rules.promises import step_late_at
from rules.stages import Stage
from rules.thresholds import ladder_rules
from rules.turns import Flag, Turn, flag_turns, told_in
from rules.waits import set_aside
from services.config import versions
from services.config.yaml_text import line_numbers
from services.deals.tasks import BLOCKER, OWN_KINDS
from services.deps import Deps
from services.facts import Staff, deal_facts, rules_now
from services.money import rates as money
from services.money.rates import in_base
from storage import books, deal_lists
from storage import config as rows
from storage import people as people_rows
from storage.db import Session
from storage.tables import Deal

BATCH = 200
Suppose = Callable[[Staff], None]  # puts people elsewhere, in memory alone


def read_whole(deps: Deps, source: str) -> tuple[dict[str, Any], Pipeline | list[ConfigFault]]:
    """A proposal that can be applied to this database, or every fault: of the text, and keys that are in use."""
    data, parsed = versions.read_proposal(source)
    if not isinstance(parsed, Pipeline):
        return data, parsed
    with deps.db.read() as tx:
        return data, missing(tx, parsed, line_numbers(source)) or parsed


def missing(tx: Session, proposed: Pipeline, lines: Mapping[str, int]) -> list[ConfigFault]:
    """A key in use is retired with `moved_to`, never removed."""
    kinds = {opens.kind for stage in proposed.stages for opens in stage.opens}
    used = (
        ("stages", rows.stages_in_use(tx), _keys(proposed.stages)),
        ("stages", rows.items_in_use(tx), proposed.items.keys()),
        ("stages", rows.task_kinds_in_use(tx) - OWN_KINDS, kinds),
        ("sources", rows.sources_in_use(tx), _keys(proposed.sources)),
        ("loss_reasons", rows.reasons_in_use(tx, "lost"), _keys(proposed.loss_reasons)),
        ("invalid_reasons", rows.reasons_in_use(tx, "invalid"), _keys(proposed.invalid_reasons)),
        ("blockers", rows.blockers_in_use(tx) | _asked_of_groups(tx), _keys(proposed.blockers)),
        ("words.tags", rows.tags_in_use(tx), proposed.words.tags.keys()),
        ("budget_bands", rows.bands_in_use(tx), _keys(proposed.budget_bands)),
    )
    return [
        ConfigFault(room, line_of(room, lines), "config.in_use", {"name": key})
        for room, keys, known in (*used, *_of_customers(tx, proposed))
        for key in sorted(keys - known)
    ] + _nobody(tx, proposed, lines)


def _of_customers(tx: Session, proposed: Pipeline) -> Iterator[tuple[str, set[str], set[str]]]:
    """The same of what customers carry; the words of a file are no key of the process in force."""
    now = versions.version(tx, books.newest_config_number(tx))
    if now is None:
        return
    for which, room in ROOMS.items():
        held = rows.of_customers_in_use(tx, which) & {one.key for one in now.lists[which]}
        yield room, held, {one.key for one in proposed.lists[which]}


def _nobody(tx: Session, proposed: Pipeline, lines: Mapping[str, int]) -> list[ConfigFault]:
    """Rules that give leads to somebody who is not there, or does not sell."""
    found = []
    for index, rule in enumerate(proposed.assignment.rules):
        for at, handle in enumerate(rule.to):
            path = f"assignment.rules.{index}.to.{at}"
            if (fault := _unable(tx, handle)) is not None:
                found.append(ConfigFault(path, line_of(path, lines), fault, {"name": handle}))
    return found


def _unable(tx: Session, handle: str) -> str | None:
    person = people_rows.by_handle(tx, handle.removeprefix("@"))
    if person is None or person.slack_id is None:
        return "config.nobody"
    return None if people_rows.roles_of(tx, person.id) & SELLS else "config.sells_not"


def _keys(each: Iterable[Stage | Named]) -> set[str]:
    return {one.key for one in each}


def _asked_of_groups(tx: Session) -> set[str]:
    """Blockers whose group is asked still; the deal may have moved on."""
    return {episode.partition(":")[0] for episode in rows.task_episodes(tx, BLOCKER)}


def _as_is(staff: Staff) -> None:
    """Everybody stands where they stand."""


def flagged(deps: Deps, pipeline: Pipeline, *, now: datetime, suppose: Suppose = _as_is) -> Counter[str]:
    """rule → how many open deals it flags at ``now`` under this process, with everybody where ``suppose`` puts them."""
    rules, found = ladder_rules(pipeline), Counter[str]()
    with deps.db.read() as tx:
        for _, facts, owner in _running(tx, pipeline, now, suppose):
            step = set_aside(facts, owner.delivery, now, rules).step
            if step and step_late_at(step, facts, owner.calendar) <= now:
                found["step"] += 1
            if is_waiting(facts, now):
                continue
            clocks = (
                slow_limit(facts, owner.calendar, rules),
                quiet_limit(facts, owner.calendar, rules, now),
                slipping_limit(facts, owner.calendar, rules, now),
            )
            found.update(clock.rule for clock in clocks if clock and clock.on(now))
    return found


def turns(
    deps: Deps, before: Pipeline, after: Pipeline, *, now: datetime, suppose: Suppose = _as_is
) -> dict[int, Turn]:
    """deal → from when it may say that ``after`` flags it, with everybody where ``suppose`` puts them, where ``before``
    did not, or later: few a person and day."""
    flags: dict[int, list[Flag]] = {}
    taken: dict[int, list[datetime]] = {}
    people: dict[int, PersonFacts] = {}
    with deps.db.read() as tx:
        live_from = rules_now(tx, after).live_from
        old, new = ladder_rules(before), ladder_rules(after)
        rates = money.of_day(tx, after, now)
        as_is = {} if suppose is _as_is else {d.id: who for d, _, who in _running(tx, after, now, _as_is)}
        for deal, facts, owner in _running(tx, after, now, suppose):
            people[owner.id] = owner
            if facts.flags_from:
                taken.setdefault(owner.id, []).append(facts.flags_from)
            was, will = _Limits(facts, as_is.get(deal.id, owner), old, now), _Limits(facts, owner, new, now)
            if was.late is None and will.is_sooner(was):
                line = DealLine(facts.id, in_base(deal, rates), will.late or 0)
                first = will.told if will.late is None else None
                flags.setdefault(owner.id, []).append(Flag(line, first, was.told))
    found: dict[int, Turn] = {}
    for person_id, theirs in flags.items():
        calendar, start = people[person_id].delivery, max(now, live_from or now)
        found |= flag_turns(theirs, taken.get(person_id, ()), calendar, new.owner_list, start)
    return found


class _Limits:
    """How late a deal is with this owner and these rules (None: no limit holds), and which list tells of it first."""

    def __init__(self, facts: DealFacts, owner: PersonFacts, rules: LadderRules, now: datetime) -> None:
        clocks = running(facts, owner.calendar, now, rules)
        self.late = late_days(clocks, owner.calendar, now)
        self.told = told_in((clock for clock in clocks if clock.rule != "untouched"), owner, rules)

    def is_sooner(self, other: "_Limits") -> bool:
        """A limit holds here, or comes sooner than there."""
        return self.late is not None or (
            self.told is not None and (other.told is None or self.told < other.told)
        )


def _running(
    tx: Session, pipeline: Pipeline, now: datetime, suppose: Suppose
) -> Iterator[tuple[Deal, DealFacts, PersonFacts]]:
    """Every open deal whose clocks run and whose owner is known, with its facts."""
    staff, every = Staff(tx, now.year), deal_lists.running(tx, None)
    suppose(staff)
    for first in range(0, len(every), BATCH):
        deals = every[first : first + BATCH]
        staff.learn(tx, (deal.owner_id for deal in deals))
        facts = deal_facts(tx, deals, pipeline, now)
        for deal in deals:
            owner = staff.facts(deal.owner_id)
            if owner is not None:
                yield deal, facts[deal.id], owner
