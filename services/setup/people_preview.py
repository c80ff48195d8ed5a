"""What a file of people would do today: deals that it flags or unflags, of which nobody above would hear, and that nobody
would work on. Nothing is stored."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from rules.access import SELLS
from rules.turns import Turn
from services.clock.staff import unheard
from services.deps import Deps
from services.facts import Staff
from services.setup import config_preview
from services.team import people_file
from storage import deal_lists


@dataclass(frozen=True)
class Effect:
    """Before and after the file; `turns`: from when each deal that turns red says so; `unseen`: handle → open deals of
    who would sell no more."""

    flagged: tuple[Counter[str], Counter[str]]
    turns: dict[int, Turn]
    unheard: tuple[int, int]
    unseen: dict[str, int]


def look(deps: Deps, source: str, *, now: datetime) -> Effect:
    """Of a file without faults."""
    with deps.db.read() as tx:
        config, meant = deps.config.current(tx), list(people_file.meant(tx, source))

        def suppose(staff: Staff) -> None:
            for one in meant:
                staff.suppose(one.person.id, one.roles, **one.values)

        now_there, then = Staff(tx, now.year), Staff(tx, now.year)
        suppose(then)
        stop = [
            one.person
            for one in meant
            if now_there.sells(one.person.id) and not SELLS & then.roles.get(one.person.id, frozenset())
        ]
        unseen = {person.handle: deal_lists.count_open(tx, [person.id]) for person in stop}
        heard = unheard(tx, now_there, config, now), unheard(tx, then, config, now)
    pipeline = config.pipeline
    return Effect(
        flagged=(
            config_preview.flagged(deps, pipeline, now=now),
            config_preview.flagged(deps, pipeline, now=now, suppose=suppose),
        ),
        turns=config_preview.turns(deps, pipeline, pipeline, now=now, suppose=suppose),
        unheard=heard,
        unseen={handle: count for handle, count in unseen.items() if count},
    )
