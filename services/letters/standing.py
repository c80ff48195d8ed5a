"""May a promised message about a deal still go to its reader? Asked when it is sent, hours after it was promised."""

from collections.abc import Callable, Mapping
from typing import Any

from rules.access import Action, allowed
from rules.answers import Answer, deals_in
from rules.answers.admin import AuditFound, PeopleLeft, PersonLeft
from rules.answers.claims import ClaimDecided, ClaimRequest, ContactBrought, CustomerMet
from rules.answers.digests import DealYours, HelpAsked, HelpComing
from rules.answers.standups import StepDecided
from rules.answers.tasks import TaskAsked, TaskBack, TaskLate, TasksDue
from rules.answers.teams import DealOver, DealsOver, NoteBeside, TeamJoined, TeamNoted
from rules.answers.triage import LeadAssigned, TriageAsked
from rules.answers.waits import WaitAllowed, WaitRequest
from rules.answers.waiving import ItemWaived, WaiveRefused, WaiveRequest
from rules.facts import LIVE
from services import gate_facts
from services.capture import kept_leads
from services.deals import hands, help_requests, wait_more, waive_requests
from services.sending import promises
from services.team import access
from services.team.people import actor_of, can_hear
from services.watching import incidents
from storage import deal_lists, deal_team
from storage import deals as deal_rows
from storage import notes as note_rows
from storage import people as people_rows
from storage import pushes as push_rows
from storage import steps as step_rows
from storage import tasks as task_rows
from storage import waits as wait_rows
from storage.db import Session
from storage.tables import Deal, Person, Task

Check = Callable[[Session, Person, Any], bool]


def standing(tx: Session, reader: Person, answer: Answer, *, is_asked_for: bool) -> bool:
    """False when the deal is closed, the request answered, or it is none of this reader's business any more.

    ``is_asked_for``: it answers what its reader did just now, or stands in a message that they have. Everything else
    that names a deal goes out only where `CHECKS` says when it may."""
    if isinstance(answer, (HelpComing, WaitAllowed)) and answer.is_undone and not is_asked_for:
        return False  # who has not heard it need not hear that it was taken back
    check = CHECKS.get(type(answer))
    return check(tx, reader, answer) if check is not None else is_asked_for or not deals_in(answer)


def _help(tx: Session, reader: Person, answer: HelpAsked) -> bool:
    if answer.line.done is not None:
        return True  # in place of what the reader was asked before
    deal = _open(tx, answer.line.head.deal_id)
    is_asked = deal is not None and bool(task_rows.open_of_kind(tx, deal.id, help_requests.KIND))
    return is_asked and deal is not None and access.sees(tx, reader, deal)


def _task(tx: Session, reader: Person, answer: TaskAsked) -> bool:
    if not answer.is_open:
        return True  # in place of what the reader was asked before
    task = tx.get(Task, answer.task_id)
    if task is None or task.state != "open" or _open(tx, answer.head.deal_id) is None:
        return False
    return reader.id == task.person_id or task.group_role in people_rows.roles_of(tx, reader.id)


def _due(tx: Session, reader: Person, answer: TasksDue) -> bool:
    asks = [one for one in answer.tasks if one.is_open]
    return not asks or any(_task(tx, reader, one) for one in asks)


def _late(tx: Session, reader: Person, answer: TaskLate) -> bool:
    task = tx.get(Task, answer.task_id)
    return task is not None and task.state == "open" and _about(tx, reader, answer)


def _nobodys(tx: Session, reader: Person, answer: TriageAsked) -> bool:
    if answer.taken_by or answer.is_over:
        return True  # in place of the question
    deal = _open(tx, answer.facts.deal_id)
    return deal is not None and deal.owner_id is None


def _theirs(tx: Session, reader: Person, answer: Any) -> bool:
    """Of a deal that goes on and that its reader owns."""
    deal = deal_rows.by_id(tx, answer.head.deal_id)
    return deal is not None and deal.state in LIVE and deal.owner_id == reader.id


def _decided_step(tx: Session, reader: Person, answer: StepDecided) -> bool:
    """While that is what is next; or it says that it is not."""
    if answer.is_undone:
        return _theirs(tx, reader, answer)
    step = step_rows.open_of(tx, answer.head.deal_id)
    is_next = step is not None and (step.id, step.on_date) == (answer.step.step_id, answer.step.on)
    return is_next and _theirs(tx, reader, answer)


def _to_decide(tx: Session, reader: Person, answer: WaitRequest | ClaimRequest | WaiveRequest) -> bool:
    deal = _open(tx, answer.head.deal_id)
    return deal is not None and allowed(actor_of(tx, reader), Action.DECIDE, access.facts(tx, deal))


def _wait(tx: Session, reader: Person, answer: WaitRequest) -> bool:
    """While the deal stands where it was asked about, its owner is who asked, and no wait was set since."""
    deal = _open(tx, answer.head.deal_id)
    is_asked = deal is not None and bool(wait_more.holding(tx, deal, answer.wish.until))
    return is_asked and _to_decide(tx, reader, answer)


def _waive(tx: Session, reader: Person, answer: WaiveRequest) -> bool:
    """While the deal stands where it was asked about, its owner is who asked, and something is left to answer."""
    if not answer.is_open:
        return True  # in place of what the reader was asked before
    deal = _open(tx, answer.head.deal_id)
    if deal is None or answer.stay not in ("", waive_requests.stay_of(deal)):
        return False
    passed = gate_facts.passed(tx, deal)
    is_asked = not answer.keys or (deal.owner_id == answer.asker_id and not passed.issuperset(answer.keys))
    return is_asked and _to_decide(tx, reader, answer)


def _claim(tx: Session, reader: Person, answer: ClaimRequest) -> bool:
    is_asked = kept_leads.find(tx, answer.draft_id, answer.asker_id) is not None
    return is_asked and _to_decide(tx, reader, answer)


def _coming(tx: Session, reader: Person, answer: HelpComing) -> bool:
    if answer.is_undone:
        return _about(tx, reader, answer)
    if answer.verb in ("they_park", "they_push"):
        return _holds(tx, answer) and _about(tx, reader, answer)
    if answer.verb == help_requests.HELPING:
        return _about(tx, reader, answer)
    if answer.verb == "they_close":  # not taken back, and still theirs
        shut = deal_rows.by_id(tx, answer.head.deal_id)
        return shut is not None and shut.state not in LIVE and shut.owner_id == reader.id
    deal = _open(tx, answer.head.deal_id)
    return deal is not None and deal.owner_id != reader.id  # it went to somebody, and did not come back


def _holds(tx: Session, answer: HelpComing) -> bool:
    """Of *push* and *park* the last one, and no park that somebody ended."""
    deal = deal_rows.by_id(tx, answer.head.deal_id)
    park = wait_rows.open_park(tx, deal) if deal is not None else None
    pushed = push_rows.newest(tx, answer.head.deal_id, 1)
    is_parked = park is not None and not any(push.at > park.since for push in pushed)
    return is_parked == (answer.verb == "they_park")


def _over(tx: Session, reader: Person, answer: DealOver) -> bool:
    return hands.as_it_is(tx, reader, answer) is not None


def _all_over(tx: Session, reader: Person, answer: DealsOver) -> bool:
    return hands.left(tx, reader, answer) is not None


def _decided(tx: Session, reader: Person, answer: ClaimDecided) -> bool:
    deal = deal_rows.by_id(tx, answer.head.deal_id) if answer.head is not None else None
    return answer.head is None or (deal is not None and access.sees(tx, reader, deal))


def _audit(tx: Session, reader: Person, answer: AuditFound) -> bool:
    """While it is so; an admin who is none any more need not mend it."""
    return "admin" in people_rows.roles_of(tx, reader.id) and incidents.stands(tx, answer)


def _left(tx: Session, reader: Person, answer: PersonLeft) -> bool:
    """While they are away and have open deals: for who leads them, else as a number for the admins."""
    person = people_rows.by_id(tx, answer.person_id)
    if can_hear(person) or not deal_lists.count_live(tx, [answer.person_id]):
        return False
    if answer.is_lonely:
        return "admin" in people_rows.roles_of(tx, reader.id)
    seen = access.visible_owners(tx, actor_of(tx, reader))
    return seen is None or answer.person_id in seen


def _some_left(tx: Session, reader: Person, answer: PeopleLeft) -> bool:
    return any(_left(tx, reader, one) for one in answer.people)


def _about(tx: Session, reader: Person, answer: Any) -> bool:
    """Of a deal that is open, and that its reader may see."""
    deal = _open(tx, answer.head.deal_id)
    return deal is not None and access.sees(tx, reader, deal)


def _joined(tx: Session, reader: Person, answer: TeamJoined) -> bool:
    """For who is on the team, and nobody in their place."""
    deal = _open(tx, answer.head.deal_id)
    return deal is not None and reader.id in {p.id for p in deal_team.people_of(tx, deal.id)}


def _noted(tx: Session, reader: Person, answer: TeamNoted) -> bool:
    return any(_note_stands(tx, reader, one) for one in answer.notes)


def _note_stands(tx: Session, reader: Person, one: NoteBeside) -> bool:
    """While its deal is open and its reader's, and what was written there stands; or it says that it does not."""
    note = note_rows.by_id(tx, one.note_id)
    is_kept = one.is_undone or (note is not None and note.state != "undone")
    return is_kept and _theirs(tx, reader, one)


def left_of(tx: Session, reader: Person, answer: Answer) -> Answer:
    """What is left of a message about several things: each of them has to stand by itself. All of it, where nothing
    does: an edit then takes words out of what its reader has."""
    if isinstance(answer, TeamNoted):
        notes = tuple(one for one in answer.notes if _note_stands(tx, reader, one))
        return answer.model_copy(update={"notes": notes or answer.notes})
    if isinstance(answer, TasksDue):
        tasks = tuple(one for one in answer.tasks if _task(tx, reader, one))
        return answer.model_copy(update={"tasks": tasks or answer.tasks})
    if isinstance(answer, PeopleLeft):
        people = tuple(one for one in answer.people if _left(tx, reader, one))
        return answer.model_copy(update={"people": people or answer.people})
    if isinstance(answer, DealOver):
        return hands.as_it_is(tx, reader, answer) or answer
    if isinstance(answer, DealsOver):
        return hands.left(tx, reader, answer) or answer
    return answer


def left_out(answer: Answer, left: Answer, payload: Mapping[str, Any]) -> dict[str, list[int]]:
    """Which notes `left_of` left out, now or at an earlier attempt, kept beside the message without their words: should
    their deal come back to its reader, the next note on it tells of them too."""
    if not isinstance(answer, TeamNoted) or not isinstance(left, TeamNoted):
        return {}
    said = {one.note_id for one in left.notes}
    gone = [one.note_id for one in answer.notes if one.note_id not in said]
    return {promises.UNSAID: list(dict.fromkeys((*payload.get(promises.UNSAID, ()), *gone)))}


CHECKS: dict[type[Answer], Check] = {
    AuditFound: _audit,
    PersonLeft: _left,
    PeopleLeft: _some_left,
    HelpAsked: _help,
    TaskAsked: _task,
    TasksDue: _due,
    TaskLate: _late,
    TriageAsked: _nobodys,
    LeadAssigned: _theirs,
    DealYours: _theirs,
    StepDecided: _decided_step,
    WaiveRequest: _waive,
    WaiveRefused: _theirs,
    WaitRequest: _wait,
    ClaimRequest: _claim,
    ClaimDecided: _decided,
    HelpComing: _coming,
    DealOver: _over,
    DealsOver: _all_over,
    ItemWaived: _theirs,
    WaitAllowed: _theirs,
    TaskBack: _about,
    CustomerMet: _about,
    ContactBrought: _about,
    TeamJoined: _joined,
    TeamNoted: _noted,
}


def stands_in(tx: Session, reader: Person, answer: Answer) -> bool:
    """Whether a message to somebody who is gone may go to this reader: only what is about open deals, all of which
    they may see. Everything else was between Baton and that person."""
    about = frozenset() if answer.is_private else deals_in(answer)
    deals = [deal for deal_id in about if (deal := _open(tx, deal_id)) is not None]
    return bool(about) and len(deals) == len(about) and all(access.sees(tx, reader, deal) for deal in deals)


def _open(tx: Session, deal_id: int) -> Deal | None:
    deal = deal_rows.by_id(tx, deal_id)
    return deal if deal is not None and deal.state == "open" else None
