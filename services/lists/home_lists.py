"""What Home only counts, in full: one's own deals, the team's red ones, everybody's; a page at a time."""

from collections.abc import Collection, Sequence

from rules import pages
from rules.access import Action, allowed
from rules.answers.home import HomeListed
from rules.digest import by_weight, my_day
from rules.errors import NotFound
from services import shown
from services.ask import Ask
from services.clock import questions
from services.clock.weigh import Weighed, weigh
from services.deals import help_requests
from services.facts import TO_MANAGERS, Staff
from services.lists import home_deals, home_needs
from services.team import access
from services.team.people import team_of
from storage import deal_lists
from storage import nudges as nudge_rows
from storage.db import Session
from storage.tables import Deal, Nudge

PAGE = 20
OWN = ("all", "today", "red", "amber", "undecided", "drafts", "asleep")


def listed(ask: Ask, which: str, page: int = 0) -> HomeListed:
    """One list that this person may see, from the top (`page` 0). Raises NotFound for any other.

    `which`: all, today, red, amber, undecided, drafts, asleep of one's own; help: what who leads is asked for; hand: that, and what
    they were told of in their list; team, team-OWNER, everybody: red ones."""
    name, _, owner = which.partition("-")
    with ask.deps.db.read() as tx:
        staff = Staff(tx, ask.now.year)
        if name in OWN and allowed(ask.actor, Action.CAPTURE):
            return _own(tx, ask, staff, which, page)
        under = team_of(dict(staff.links), ask.actor.id)
        theirs = under if "manager" in ask.actor.roles else frozenset()
        if which in ("help", "hand") and ask.actor.roles & TO_MANAGERS:
            helps = [deal for _, deal in help_requests.asked_of(tx, ask.actor.id, staff)]
            found = weigh(tx, helps, staff, ask.config, ask.now) if helps else []
            led = [pid for pid in staff.people if pid in under or staff.decides(ask.actor.id, pid)]
            told, beyond = ([], 0) if which == "help" else _sent_up(tx, ask, staff, led)
            asked = {x.deal_id for x in found}
            found += [x for x in told if x.deal_id not in asked]
            return _shown(tx, ask, staff, which, page, found, beyond)
        if name == "team" and theirs:
            wanted = [pid for pid in sorted(theirs) if owner in ("", str(pid))]
            return _red(tx, ask, staff, which, page, wanted)
        if which == "everybody" and access.visible_owners(tx, ask.actor) is None:
            return _red(tx, ask, staff, which, page, None)
    raise NotFound("err.gone")


def _own(tx: Session, ask: Ask, staff: Staff, which: str, page: int) -> HomeListed:
    if which in ("drafts", "asleep"):
        found = deal_lists.drafts(tx, ask.actor.id) if which == "drafts" else _asleep(tx, ask)
        return _plain(tx, which, page, found)
    running, beyond = home_deals.running(tx, [ask.actor.id])
    weighed = weigh(tx, running, staff, ask.config, ask.now)
    by_id = {x.deal_id: x for x in weighed}
    asking = [by_id[line.deal_id] for line in my_day([x.line for x in weighed])]
    if which == "all":
        first = {x.deal_id for x in asking}
        calm = [x for x in weighed if x.deal_id not in first]
        asleep = _asleep(tx, ask)
        return _shown(tx, ask, staff, which, page, [*asking, *calm], beyond, asleep)
    if which == "undecided":
        tired = questions.tired(tx, asking, ask.actor.id, ask.now)
        return _shown(tx, ask, staff, which, page, [x for x in asking if x.deal_id in tired], beyond)
    kept = [x for x in asking if x.line.today == (which == "today")]
    if which != "today":
        kept = [x for x in kept if x.line.light == which]
    return _shown(tx, ask, staff, which, page, kept, beyond)


def _asleep(tx: Session, ask: Ask) -> list[Deal]:
    return home_deals.sleeping(tx, ask.pipeline, ask.actor.id, ask.now)


def _red(
    tx: Session, ask: Ask, staff: Staff, which: str, page: int, owners: Sequence[int] | None
) -> HomeListed:
    """The red ones, heaviest first, with their owners."""
    deals, beyond = home_deals.running(tx, owners)
    red = [x for x in weigh(tx, deals, staff, ask.config, ask.now) if x.line.light == "red"]
    by_id = {x.deal_id: x for x in red}
    order = by_weight(x.line for x in red)
    return _shown(tx, ask, staff, which, page, [by_id[x.deal_id] for x in order], beyond)


def _sent_up(tx: Session, ask: Ask, staff: Staff, theirs: Collection[int]) -> tuple[list[Weighed], int]:
    """What the ladders sent up to this manager and what still holds of it, heaviest first."""
    deals, beyond = home_deals.running(tx, theirs)
    weighed = {x.deal_id: x for x in weigh(tx, deals, staff, ask.config, ask.now)}
    sent: dict[int, list[Nudge]] = {}
    for (deal_id, _), nudge in nudge_rows.last_of(tx, weighed, ask.actor.id).items():
        sent.setdefault(deal_id, []).append(nudge)
    holds = {d for d, nudges in sent.items() if any(home_needs.holds(weighed[d], nudge) for nudge in nudges)}
    return [weighed[x.deal_id] for x in by_weight(weighed[d].line for d in holds)], beyond


def _shown(
    tx: Session,
    ask: Ask,
    staff: Staff,
    which: str,
    page: int,
    found: Sequence[Weighed],
    beyond: int = 0,
    asleep: Sequence[Deal] = (),
) -> HomeListed:
    """Rows of deals that a clock runs for, then the names of those that sleep."""
    page, cut = pages.cut([*found, *asleep], page, PAGE)
    some = [x for x in cut if isinstance(x, Weighed)]
    heads = shown.heads(tx, [x for x in cut if isinstance(x, Deal)])
    names = {pid: person.name for pid, person in staff.people.items() if pid != ask.actor.id}
    dressed = home_deals.dress(tx, ask.config, some, ask.person, ask.now, names)
    told = tuple(dressed[x.deal_id] for x in some)
    count = len(found) + len(asleep)
    return HomeListed(
        which=which,
        deals=told,
        heads=tuple(heads.values()),
        first=page * PAGE,
        count=count,
        uncounted=beyond,
    )


def _plain(tx: Session, which: str, page: int, found: Sequence[Deal]) -> HomeListed:
    """Deals that no clock runs for: their names."""
    page, some = pages.cut(found, page, PAGE)
    heads = tuple(shown.heads(tx, some).values())
    return HomeListed(which=which, heads=heads, first=page * PAGE, count=len(found))
