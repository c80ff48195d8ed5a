"""What a manager's last list asked about and nobody has answered since: first on their Home, and marked there."""

from collections.abc import Mapping
from dataclasses import dataclass

from rules.answers import load
from rules.answers.digests import ManagerList
from rules.answers.home import HomeDeal
from rules.digest import by_weight
from rules.facts import Rung
from services.clock.weigh import Weighed
from services.deals import help_requests
from services.sending import promises
from storage import deliveries as delivery_rows
from storage import nudges as nudge_rows
from storage.db import Session
from storage.nudges import DWELL
from storage.tables import Delivery, Nudge, Task

KIND = "manager_list"


@dataclass(frozen=True)
class Need:
    """A deal that the list named or counted, with what it was told with."""

    one: Weighed
    nudge: Nudge | None
    decides: bool

    def told(self, row: HomeDeal) -> HomeDeal:
        """Its row with what the verbs answer."""
        nudge_id = self.nudge.id if self.nudge else 0
        return row.model_copy(update={"nudge_id": nudge_id, "decides": self.decides})


def of(tx: Session, manager_id: int, weighed: Mapping[int, Weighed]) -> list[Need]:
    """In the list's order, those it only counted after it; without what was answered, or holds no more."""
    last = delivery_rows.last_sent(tx, manager_id, KIND)
    if last is None:
        return []
    found_in = named(last)
    of_list = nudge_rows.of_delivery(tx, last.id)
    carried = {x.deal_id: x for x in of_list if x.deal_id and x.facts.get("to") == "manager"}
    helped = help_requests.latest(tx, [weighed[d].deal for d in {*found_in, *carried} if d in weighed])
    rest = by_weight(weighed[d].line for d in carried if d in weighed and d not in found_in)
    found = []
    for deal_id in (*found_in, *(x.deal_id for x in rest)):
        one, nudge = weighed.get(deal_id), carried.get(deal_id)
        if (
            one is None
            or found_in.get(deal_id, (False, 0))[0]
            or _acted_since(one, helped.get(deal_id), last)
        ):
            continue
        if holds(one, nudge) if nudge else one.line.light == "red":
            rung = found_in[deal_id][1] if deal_id in found_in else nudge.rung if nudge else 0
            found.append(Need(one, nudge, rung == Rung.DECIDE))
    return found


def named(last: Delivery) -> dict[int, tuple[bool, int]]:
    """deal → whether its line was answered, and its rung, in the list's order."""
    said = promises.kept(last.payload)
    answer = load(said) if said else None
    if not isinstance(answer, ManagerList):
        return {}
    return {line.head.deal_id: (line.done is not None, line.rung) for line in answer.lines}


def _acted_since(one: Weighed, helped: Task | None, last: Delivery) -> bool:
    """Somebody did something about it: the manager promised to help or decided, or its owner moved."""
    words = (helped.closed_at if helped else None, *(x.at for x in one.facts.pushed))
    return any(at is not None and at > last.due_at for at in (one.facts.acted_at, *words))


def holds(one: Weighed, nudge: Nudge) -> bool:
    """It was said of the clock that counts now; of a promise or a flag, while there is one."""
    if nudge.rule in (*DWELL, "date"):
        return any(clock.episode == nudge.episode and clock.on(one.now) for clock in one.clocks)
    if nudge.rule == "risk":
        return one.facts.at_risk_since is not None
    return one.line.light == "red"
