"""What a message said, kept as data: a verb rewrites its line, and the message with it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from rules.access import Action, Actor, allowed
from rules.answers import Answer, dump, load
from rules.answers.digests import HelpAsked, ManagerList, MorningList, VerbDone
from rules.answers.found import DealsFound
from rules.answers.nudges import Done, NudgeLine, NudgeMessage, end_verb
from rules.errors import NotFound
from rules.pipeline import Pipeline
from services import shown
from services.ask import Ask
from services.clock import nudge_lines, standing_lines
from services.clock.weigh import weigh
from services.config.versions import ActiveConfig
from services.facts import Staff
from services.sending import promises
from services.team import access
from storage import deliveries as delivery_rows
from storage import nudges as nudge_rows
from storage.db import Session
from storage.tables import Deal, Delivery, Nudge

ENDED = ("won", "lost", "invalid")
# Answers after which a line has nothing more to say of its deal.
FINAL = ("lost", "invalid", "reassigned", *map(end_verb, ENDED))


def over(tx: Session, pipeline: Pipeline, deal: Deal, reader: Actor, locale: str) -> Done:
    """What is said of a deal that does not run any more: how it ended, and why, to who may see it still."""
    if deal.state not in ENDED:
        return Done(verb="gone")
    is_seen = allowed(reader, Action.SEE_DEAL, access.facts(tx, deal))
    why = shown.closed_reason(pipeline, deal, locale) if is_seen else ""
    return Done(verb=end_verb(deal.state), text=why)


@dataclass(frozen=True)
class Pressed:
    """Which line of which message a verb was pressed on; `channel` and `ts` are empty on Home."""

    nudge_id: int
    deal_id: int
    channel: str = ""
    ts: str = ""


def own_nudge(tx: Session, actor: Actor, deal: Deal, pressed: Pressed) -> Nudge | None:
    """The reminder that was pressed, where it is the reader's own of this deal."""
    nudge = nudge_rows.by_id(tx, pressed.nudge_id) if pressed.nudge_id else None
    return nudge if nudge and (nudge.deal_id, nudge.person_id) == (deal.id, actor.id) else None


def message_of(tx: Session, actor: Actor, pressed: Pressed) -> tuple[Delivery, Answer] | None:
    """The delivery behind a message and what it says now; None when it is none of this person's."""
    sent = delivery_rows.posted_at(tx, pressed.channel, pressed.ts) if pressed.ts else None
    if sent is None or sent.person_id != actor.id:
        return None
    data = promises.kept(sent.payload) or sent.payload
    return (sent, load({k: v for k, v in data.items() if k != "instead_of"})) if "kind" in data else None


def rewritten(tx: Session, actor: Actor, pressed: Pressed, deal: Deal, done: Done | None) -> Answer:
    """The message with this deal's line answered (None: it asks again), kept for the next verb; else one line of its own."""
    found = message_of(tx, actor, pressed)
    if found is None:
        return VerbDone(head=shown.head(tx, deal), done=done or Done(verb="gone"))
    sent, answer = found
    changed = _answered(answer, pressed.deal_id, done)
    says_now(tx, sent, changed)
    return changed


def says_now(tx: Session, sent: Delivery, answer: Answer) -> None:
    """Keeps what a message says from now on."""
    payload = {**sent.payload, "said": dump(answer)} if promises.kept(sent.payload) else dump(answer)
    delivery_rows.keep_payload(tx, sent.id, payload)


def _answered(answer: Answer, deal_id: int, done: Done | None) -> Answer:
    """The same with this deal's line, or its row in a list of deals, answered."""
    if not isinstance(answer, DealsFound):
        return with_line(answer, deal_id, lambda line: line.model_copy(update={"done": done}))
    others = {one: said for one, said in answer.given.items() if one != deal_id}
    return answer.model_copy(update={"given": others | ({deal_id: done} if done is not None else {})})


def as_it_stands(tx: Session, actor: Actor, pressed: Pressed, deal: Deal) -> Answer:
    """What the message says now; else one line of its own."""
    found = message_of(tx, actor, pressed)
    return found[1] if found else VerbDone(head=shown.head(tx, deal), done=Done(verb="gone"))


def with_line(answer: Answer, deal_id: int, change: Callable[[NudgeLine], NudgeLine]) -> Answer:
    """The same answer with every line of one deal changed."""
    if isinstance(answer, HelpAsked):
        return answer.model_copy(update={"line": change(answer.line)})
    if isinstance(answer, ManagerList) and answer.mine is not None:
        mine = with_line(answer.mine, deal_id, change)
        answer = answer.model_copy(update={"mine": mine})
    if isinstance(answer, (NudgeMessage, MorningList, ManagerList)):
        lines = tuple(change(x) if x.head.deal_id == deal_id else x for x in answer.lines)
        return answer.model_copy(update={"lines": lines})
    return answer


def line_of(answer: Answer, deal_id: int) -> NudgeLine | None:
    """One deal's line of a message."""
    if isinstance(answer, HelpAsked):
        return answer.line if answer.line.head.deal_id == deal_id else None
    lines = getattr(answer, "lines", ())
    if isinstance(answer, ManagerList) and answer.mine is not None:
        lines = (*answer.mine.lines, *lines)
    return next((line for line in lines if line.head.deal_id == deal_id), None)


def done_of(answer: Answer, deal_id: int) -> VerbDone | None:
    """What a message says that came of a deal, alone."""
    if isinstance(answer, DealsFound):
        done = answer.given.get(deal_id)
        head = next((row.head for row in answer.rows if row.head.deal_id == deal_id), None)
    else:
        line = line_of(answer, deal_id)
        done, head = (line.done, line.head) if line is not None else (None, None)
    return VerbDone(head=head, done=done) if head is not None and done is not None else None


def line_now(
    tx: Session, config: ActiveConfig, deal: Deal, reader_id: int, nudge_id: int, now: datetime
) -> NudgeLine | None:
    """A deal's line as it stands, for this reader; None where no clock runs."""
    staff = Staff(tx, now.year)
    nudge = nudge_rows.by_id(tx, nudge_id) if nudge_id else None
    if nudge is not None and nudge.deal_id == deal.id and nudge.person_id == reader_id:
        return next(iter(nudge_lines.lines(tx, [nudge], reader_id, staff, config, now)), None)
    weighed = weigh(tx, [deal], staff, config, now)
    return next(iter(standing_lines.lines(tx, weighed, reader_id, staff, config, now)), None)


def why(ask: Ask, pressed: Pressed) -> NudgeLine:
    """The line whose reasons are asked for. Raises NotFound."""
    with ask.deps.db.read() as tx:
        deal = access.deal_for(tx, ask.actor, Action.SEE_DEAL, pressed.deal_id, ask.now)
        line = line_now(tx, ask.config, deal, ask.actor.id, pressed.nudge_id, ask.now)
    if line is None:
        raise NotFound("why.gone")
    return line
