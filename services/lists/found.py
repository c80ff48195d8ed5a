"""`/deal find` and `/deal list`: deals by words and filters, a page at a time; a pipeline by its stages."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from rules import pages
from rules.access import Action, allowed
from rules.answers import Answer
from rules.answers.found import DealsFound, PipelineShown, StageSum, WeightedSum
from rules.answers.leads import MoneyShown
from rules.customer_lists import NAMES, ListName, meaning, told
from rules.deal_query import DealQuery, read
from rules.facts import LIVE
from rules.pipeline import Pipeline
from rules.probability import Lot, weigh
from services import shown
from services.ask import Ask
from services.clock import said
from services.clock.said import Pressed
from services.deals.cards import lights_of
from services.facts import WEIGHED
from services.money import rates as money
from services.team import access
from services.team.people import language
from storage import config as config_rows
from storage import deal_lists, deal_team
from storage import deals as deal_rows
from storage import people as people_rows
from storage import searching as rows
from storage import told as told_rows
from storage.db import Session
from storage.searching import Wanted
from storage.seen import Seen
from storage.tables import Deal, Person

PAGE = 10
FIRST = {"red": 0, "amber": 1}  # of deals that wait for somebody to look after them


def find(ask: Ask, text: str, page: int = 0, before: DealsFound | None = None) -> Answer:
    """What these words and filters mean among the deals that this person may see; any state unless one is said. `before`:
    what the message said that this takes the place of."""
    return _listed(ask, text, read(text, ask.pipeline), page, (), before or DealsFound())


def listed(ask: Ask, text: str, page: int = 0, before: DealsFound | None = None) -> Answer:
    """The same over running deals; without a filter the pipeline by its stages."""
    query = read(text, ask.pipeline)
    is_by_stage = query.is_bare and not _only_helps(ask)
    return pipeline(ask) if is_by_stage else _listed(ask, text, query, page, LIVE, before or DealsFound())


def turned(ask: Ask, text: str, page: int, where: Pressed, *, is_list: bool) -> Answer:
    """Another page of either, in place of what a message said; a message in the DM keeps it, for what is pressed there, and
    what was given to somebody from it stands where it stood: no other row moves up into a page that was read."""
    with ask.deps.db.read() as tx:
        before = said.message_of(tx, ask.actor, where)
    found = before[1] if before is not None and isinstance(before[1], DealsFound) else None
    answer = listed(ask, text, page, found) if is_list else find(ask, text, page, found)
    if before is None:
        return answer
    with ask.deps.write("found.turned") as tx:
        if (kept := said.message_of(tx, ask.actor, where)) is not None:
            said.says_now(tx, kept[0], answer)
            told_rows.put(tx, kept[0].id, answer.versions if isinstance(answer, DealsFound) else {}, ask.now)
    return answer


def _only_helps(ask: Ask) -> bool:
    """Has this person no deals of their own, and is on the team of others'?"""
    with ask.deps.db.read() as tx:
        return bool(access.roles_without_deals(ask.actor)) and bool(deal_team.live_of(tx, ask.actor.id))


def _listed(
    ask: Ask, text: str, query: DealQuery, page: int, usual: tuple[str, ...], before: DealsFound
) -> DealsFound:
    with ask.deps.db.read() as tx:
        wanted, owner = _wanted(tx, ask, query, usual)
        seen = {d.id for d in deal_rows.by_ids(tx, before.given) if access.sees(tx, ask.person, d)}
        given = {deal_id: done for deal_id, done in before.given.items() if deal_id in seen}
        wanted = replace(wanted, also=frozenset(given))
        unknown = query.owner if query.owner and owner is None else ""
        everybody = list(people_rows.everybody(tx))
        names, gone = {p.id: p.name for p in everybody}, {p.id for p in everybody if not p.is_active}
        is_leavers = owner is not None and _is_all_of(query, wanted.seen, gone)
        is_pressing_first = bool(usual) and is_leavers
        stood = before.stood_then if is_pressing_first else {}
        deals, count, page, beyond = _page(tx, ask, wanted, query, page, stood if is_pressing_first else None)
        lights = lights_of(tx, ask.pipeline, deals, ask.now) | stood
        lights |= {d.id: d.state for d in deals if d.state != "open"}
        left = {d.id: d.version for d in deals if d.id in given or _is_left(tx, ask, d, gone)}
        return DealsFound(
            asked=text,
            is_list=bool(usual),
            words=query.words,
            filters=_understood(ask, query, owner),
            least=_money(query.least, query.currency),
            most=_money(query.most, query.currency),
            unknown_owner=unknown,
            rows=shown.rows(tx, ask.pipeline, deals, lights, language(ask.person), ask.today),
            owners={
                d.id: names.get(d.owner_id or 0, "") for d in deals if d.id and d.owner_id != ask.actor.id
            },
            versions=left,
            given=dict(given),
            stood=stood,
            gone=owner if owner and is_leavers else "",
            first=page * PAGE,
            count=count,
            uncounted=beyond,
        )


def _is_all_of(query: DealQuery, seen: Seen, gone: Collection[int]) -> bool:
    """Is nothing asked for but the deals of people who are gone?"""
    return query == DealQuery(owner=query.owner) and seen.owners is not None and seen.owners <= set(gone)


def _is_left(tx: Session, ask: Ask, deal: Deal, gone: Collection[int]) -> bool:
    """Does it go on with an owner who is gone, and is it this person's to give to somebody? Drafts too."""
    is_live = deal.state in LIVE and deal.owner_id in gone
    return is_live and allowed(ask.actor, Action.ASSIGN, access.facts(tx, deal))


def _wanted(tx: Session, ask: Ask, query: DealQuery, usual: tuple[str, ...]) -> tuple[Wanted, str | None]:
    """What is asked of the database, by right first; and the name of the owner that was meant, if one was."""
    seen = access.visible(tx, ask.actor)
    name = None
    if query.is_mine:
        seen = Seen(frozenset({ask.actor.id}) & (seen.owners if seen.owners is not None else {ask.actor.id}))
    if query.owner:
        theirs = seen.owners
        people = [p for p in _called(tx, query.owner) if theirs is None or p.id in theirs]
        seen = Seen(frozenset(p.id for p in people))
        name = people[0].name if people else None
    states = query.states or (frozenset({"open"}) if query.lights or query.stages else frozenset(usual))
    wanted = Wanted(
        words=query.words,
        seen=seen,
        states=states,
        stages=query.stages,
        sources=query.sources,
        tags=query.tags,
        customers={
            which: meaning(ask.pipeline.lists[which], keys, config_rows.of_customers_in_use(tx, which))
            for which, keys in _in_lists(query)
        },
        sums=_sums(tx, ask, query),
    )
    return wanted, name


def _in_lists(query: DealQuery) -> list[tuple[ListName, frozenset[str]]]:
    """What is asked of customers, list by list."""
    return [(which, keys) for which in NAMES if (keys := getattr(query, which))]


def _called(tx: Session, name: str) -> list[Person]:
    """Everybody of this name, else whose handle it is."""
    by_handle = people_rows.by_handle(tx, name)
    return people_rows.by_name(tx, name) or ([by_handle] if by_handle is not None else [])


def _sums(tx: Session, ask: Ask, query: DealQuery) -> dict[str, tuple[int | None, int | None]]:
    """What "over 100k" is in each currency that there is a rate for today, whatever currency was said."""
    if query.least is None and query.most is None:
        return {}
    rates = money.of_day(tx, ask.pipeline, ask.now)

    def said(minor: int | None, currency: str) -> int | None:
        return None if minor is None else rates.in_currency(minor, query.currency, currency)

    known = {ask.pipeline.base_currency, *rates.of}
    if query.currency not in known:
        return {query.currency: (query.least, query.most)}
    return {currency: (said(query.least, currency), said(query.most, currency)) for currency in known}


def _page(
    tx: Session, ask: Ask, wanted: Wanted, query: DealQuery, page: int, stood: Mapping[int, str] | None
) -> tuple[list[Deal], int, int, int]:
    """The deals of the page that there is nearest to the wanted one, how many there are in all, and how many were too
    many to be looked at: lights are worked out, those longest in their stage first. `stood`: the most pressing go first,
    and these as they stood."""
    if not query.lights and stood is None:
        count = rows.count(tx, wanted)
        page = pages.nearest(page, count, PAGE)
        return rows.search(tx, wanted, PAGE, page * PAGE), count, page, 0
    every = rows.longest(tx, wanted, WEIGHED)
    lights = lights_of(tx, ask.pipeline, every, ask.now) | dict(stood or {})
    kept = [d for d in every if not query.lights or d.id in wanted.also or lights[d.id] in query.lights]
    if stood is not None:
        kept.sort(key=lambda d: (FIRST.get(lights[d.id], len(FIRST)), d.id))
    page, some = pages.cut(kept, page, PAGE)
    beyond = rows.count(tx, wanted) - WEIGHED if len(every) == WEIGHED else 0
    return list(some), len(kept), page, beyond


def _understood(ask: Ask, query: DealQuery, owner: str | None) -> tuple[str, ...]:
    """The filters that were understood: what our words are called, and keys of the catalogue for the rest."""
    locale = language(ask.person)
    stages = [ask.pipeline.stage_name(s.key, locale) for s in ask.pipeline.stages if s.key in query.stages]
    sources = [ask.pipeline.source_name(key, language(ask.person)) for key in sorted(query.sources)]
    keys = [f"found.{key}" for key in (*sorted(query.states), *sorted(query.lights))]
    tags = [ask.pipeline.tag_name(key, locale) for key in sorted(query.tags)]
    of_customers = [
        told(ask.pipeline.lists[which], key, locale)
        for which, some in _in_lists(query)
        for key in sorted(some)
    ]
    return (*stages, *sources, *tags, *of_customers, *keys, *([owner] if owner else []))


def _money(minor: int | None, currency: str) -> MoneyShown | None:
    return None if minor is None else MoneyShown(minor=minor, currency=currency)


# -- by stages ------------------------------------------------------------------------------------------


def pipeline(ask: Ask) -> PipelineShown:
    """Running deals by stage: a manager's team and one's own, a director's everybody, else one's own."""
    with ask.deps.db.read() as tx:
        owners = access.visible_owners(tx, ask.actor)
        sums = rows.by_stage(tx, owners)
        running = rows.longest(tx, Wanted(seen=Seen(owners), states=frozenset({"open"})), WEIGHED + 1)
        reds = _reds(tx, ask, running) if len(running) <= WEIGHED else None
        return PipelineShown(
            is_team=owners is None or len(owners) > 1,
            stages=tuple(_stage_sums(ask, ask.pipeline, sums, reds)),
            **_weighted(ask.pipeline, rows.lots(tx, owners, ask.pipeline.base_currency)),
            drafts=len(deal_lists.drafts(tx, ask.actor.id)),
            asleep=deal_lists.count_asleep(tx, [ask.actor.id]),
            roles=access.roles_without_deals(ask.actor) if owners is not None else (),
        )


def _weighted(process: Pipeline, lots: Sequence[Lot]) -> dict[str, Any]:
    found = weigh(process, lots)
    sums = tuple(
        WeightedSum(
            money=MoneyShown(minor=x.minor, currency=x.currency),
            estimated=_money(x.estimated or None, x.currency),
        )
        for x in found.sums
    )
    return {"weighted": sums, "no_amount": found.no_amount, "no_probability": found.no_probability}


def _reds(tx: Session, ask: Ask, deals: Sequence[Deal]) -> dict[str, int]:
    lights = lights_of(tx, ask.pipeline, list(deals), ask.now)
    found: dict[str, int] = {}
    for deal in deals:
        if lights[deal.id] == "red":
            found[deal.stage] = found.get(deal.stage, 0) + 1
    return found


def _stage_sums(
    ask: Ask, process: Pipeline, sums: Sequence[rows.StageTotal], reds: dict[str, int] | None
) -> list[StageSum]:
    locale, found = language(ask.person), []
    unknown = sorted({s.stage for s in sums if not process.knows(s.stage)})
    for stage in (*process.stages, *map(process.stage, unknown)):
        mine = [s for s in sums if s.stage == stage.key]
        if not mine:
            continue
        worth = [MoneyShown(minor=s.minor, currency=s.currency) for s in mine if s.currency and s.minor]
        found.append(
            StageSum(
                key=stage.key,
                name=stage.name.of(locale),
                count=sum(s.count for s in mine),
                red=None if reds is None else reds.get(stage.key, 0),
                worth=tuple(sorted(worth, key=lambda m: m.currency != process.base_currency)),
                unknown=sum(s.count for s in mine if not s.currency),
            )
        )
    return found
