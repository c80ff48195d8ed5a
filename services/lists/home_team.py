"""App Home of those who look after others: a manager's team, a director's whole, an admin's set-up."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from rules.access import Actor
from rules.answers.home import (
    HomeAll,
    HomeAsked,
    HomeChannel,
    HomeDeal,
    HomeDeals,
    HomeSetUp,
    HomeStage,
    HomeTeam,
)
from rules.digest import by_weight
from rules.lights import LIGHTS
from services.capture import untaken
from services.clock import staff
from services.clock.weigh import Weighed, weigh
from services.config.versions import ActiveConfig
from services.deals import help_requests
from services.facts import LIVE_FROM, Staff
from services.lists import home_deals, home_needs, home_requests
from services.team.people import language, team_of
from services.watching import precision
from storage import books, deal_lists, deal_team
from storage import channels as channel_rows
from storage import imports as import_rows
from storage import people as people_rows
from storage.db import Session
from storage.tables import Person

PEOPLE = 8  # reps with red deals under their names
A_REP = 3  # red deals under one name
HELP = 3
HELPING = 5
ROWS = 8
NAMES = 10


def team(tx: Session, config: ActiveConfig, manager: Person, actor: Actor, now: datetime) -> HomeTeam:
    """The team's red deals under each rep's name, and what the manager is asked for."""
    staff = Staff(tx, now.year)
    theirs = team_of(dict(staff.links), manager.id)
    names = {pid: staff.people[pid].name for pid in theirs}
    deals, uncounted = home_deals.running(tx, theirs) if theirs else ([], 0)
    weighed = weigh(tx, deals, staff, config, now)
    asked, apart = _asked(tx, config, manager, actor, weighed, staff, now)
    of_rep: dict[int, list[Weighed]] = defaultdict(list)
    for one in _red(weighed, apart):
        of_rep[one.deal.owner_id or 0].append(one)
    order = sorted(of_rep, key=lambda owner: (names[owner], owner))
    shown = [x for owner in order[:PEOPLE] for x in of_rep[owner][:A_REP]]
    dressed = home_deals.dress(tx, config, shown, manager, now, names)
    leads, more_leads = untaken.asked_of(tx, config.pipeline, manager, now)
    return HomeTeam(
        untaken=leads,
        more_untaken=more_leads,
        people=len([p for p in theirs if staff.people[p].kind == "member" and staff.people[p].is_active]),
        red=tuple(_of_rep(owner, names[owner], of_rep[owner], dressed) for owner in order[:PEOPLE]),
        more_people=max(len(order) - PEOPLE, 0),
        uncounted=uncounted,
        **dict(asked),
    )


def _asked(
    tx: Session,
    config: ActiveConfig,
    person: Person,
    actor: Actor,
    weighed: Sequence[Weighed],
    staff: Staff,
    now: datetime,
) -> tuple[HomeAsked, set[int]]:
    """What this person is asked and may answer, for a team of theirs or in a manager's place; which deals it names."""
    asked = help_requests.asked_of(tx, person.id, staff)
    words = {deal.id: task.text for task, deal in asked}
    listed = home_needs.of(tx, person.id, {x.deal_id: x for x in weighed if x.deal_id not in words})
    needs = [x for x in listed if staff.decides(person.id, x.one.deal.owner_id)]
    wanting = weigh(tx, [deal for _, deal in asked], staff, config, now) if asked else []
    shown, names = [*wanting[:HELP], *(x.one for x in needs[:ROWS])], staff.names
    dressed = home_deals.dress(tx, config, shown, person, now, names)
    requests, more_requests = home_requests.of(tx, person, actor, now)
    helps = (dressed[x.deal_id].model_copy(update={"asks": words[x.deal_id]}) for x in wanting[:HELP])
    told = tuple(x.told(dressed[x.one.deal_id]) for x in needs[:ROWS])
    found = HomeAsked(
        requests=requests,
        more_requests=more_requests,
        needs=HomeDeals(which="hand", deals=told, more=max(len(needs) - ROWS, 0)),
        help=tuple(helps),
        more_help=max(len(wanting) - HELP, 0),
    )
    return found, {*words, *(x.one.deal_id for x in needs)}


def helping(tx: Session, config: ActiveConfig, person: Person, now: datetime) -> HomeDeals:
    """The running deals of others whose team this person is on, those that ask for something first."""
    deals = [d for d in deal_team.live_of(tx, person.id) if d.state == "open"]
    if not deals:
        return HomeDeals()
    staff = Staff(tx, now.year)
    weighed = sorted(weigh(tx, deals, staff, config, now), key=lambda x: LIGHTS.index(x.line.light))
    first, more = home_deals.top(weighed, HELPING)
    dressed = home_deals.dress(tx, config, first, person, now, staff.names)
    return HomeDeals(deals=tuple(dressed[x.deal_id] for x in first), more=more)


def _of_rep(owner: int, name: str, red: Sequence[Weighed], dressed: Mapping[int, HomeDeal]) -> HomeDeals:
    first, more = home_deals.top(red, A_REP)
    # the title names the owner, the rows need not
    rows_ = tuple(dressed[x.deal_id].model_copy(update={"owner": ""}) for x in first)
    left = any(dressed[x.deal_id].owner_left for x in first)
    return HomeDeals(title=name, has_left=left, which=f"team-{owner}", deals=rows_, more=more)


def _heaviest(weighed: Sequence[Weighed]) -> list[Weighed]:
    by_id = {x.deal_id: x for x in weighed}
    return [by_id[x.deal_id] for x in by_weight(x.line for x in weighed)]


def _red(weighed: Sequence[Weighed], apart: Collection[int]) -> list[Weighed]:
    return _heaviest([x for x in weighed if x.line.light == "red" and x.deal_id not in apart])


def everything(tx: Session, config: ActiveConfig, director: Person, actor: Actor, now: datetime) -> HomeAll:
    """Running deals by stage and light, and the red ones with their owners; where no team says so, what they are asked."""
    staff = Staff(tx, now.year)
    deals, uncounted = home_deals.running(tx, None)
    weighed = weigh(tx, deals, staff, config, now)
    counts = Counter((x.deal.stage, x.line.light) for x in weighed)
    asked, apart = HomeAsked(), set[int]()
    if "manager" not in actor.roles:
        asked, apart = _asked(tx, config, director, actor, weighed, staff, now)
    red, more = home_deals.top(_red(weighed, apart), ROWS)
    dressed = home_deals.dress(tx, config, red, director, now, staff.names)
    locale = language(director)
    return HomeAll(
        stages=tuple(
            HomeStage(
                name=stage.name.of(locale),
                red=counts[stage.key, "red"],
                amber=counts[stage.key, "amber"],
                green=counts[stage.key, "green"],
            )
            for stage in config.pipeline.stages
            if any(counts[stage.key, light] for light in LIGHTS)
        ),
        red=HomeDeals(which="everybody", deals=tuple(dressed[x.deal_id] for x in red), more=more),
        asleep=deal_lists.count_asleep(tx, None),
        uncounted=uncounted,
        **dict(asked),
    )


def setup(tx: Session, now: datetime) -> HomeSetUp:
    """What is set up and what is not: people and channels, no deal."""
    alone = people_rows.without_manager(tx)
    their_deals, unmapped = import_rows.unmapped_open(tx)
    said = books.setting(tx, LIVE_FROM)
    live_from = datetime.fromisoformat(said) if said else None
    return HomeSetUp(
        admins=tuple(p.name for p in people_rows.holding(tx, "admin"))[:NAMES],
        without_manager=tuple(alone[:NAMES]),
        more_without=max(len(alone) - NAMES, 0),
        unmapped=unmapped,
        unmapped_deals=their_deals,
        unheard=staff.unheard_last(tx),
        channels=tuple(
            HomeChannel(channel=c.channel, audience=c.audience, people=c.member_count, fault=c.fault)
            for c in channel_rows.with_list(tx)
        ),
        loose=precision.to_tell(tx, now),
        quiet_until=live_from if live_from and live_from > now else None,
    )
