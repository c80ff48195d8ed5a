"""What a text would be saved as: a note on the deal that it is about, or a lead. Nothing of it is saved yet."""

from rules.access import Action
from rules.answers import Answer, StepShown
from rules.answers.notes import NoteEmpty
from rules.answers.talk import NoteOffer
from rules.note_words import ATTEMPTS
from services import shown
from services.ask import Ask
from services.capture import closed, lead_offers, leads, note_after, notes
from services.capture.away import away
from services.capture.note_reading import Read, Typed, asks, chips, understand
from services.deals import find as finder
from services.talk import parts, verb_offers
from services.talk.places import Place, meant
from services.team import access
from services.team.calendars import calendars
from storage import steps as step_rows
from storage.db import Session
from storage.tables import Deal, Draft


def offer(tx: Session, ask: Ask, kept: Draft, here: Place, *, is_note: bool = False) -> Answer:
    """What this kept text would be; what has to be asked first. Raises Refused."""
    access.authorize_log(tx, ask.actor)
    if not (here.is_bound or is_note) and (asked := verb_offers.offered(tx, ask, kept)) is not None:
        return asked
    about = meant(tx, ask, kept.text, here)
    is_named = bool(about.deals) and not about.is_last
    if not (is_named or here.is_bound or is_note) and _is_lead(tx, ask, kept.text):
        return _as_lead(tx, ask, kept)
    typed = Typed(kept.text, origin="dm", draft_id=kept.id)
    if len(about.deals) != 1 or about.is_unsure:
        return notes.which(tx, ask.person, typed, about, ask.now).model_copy(update={"may_drop": True})
    return note(tx, ask, kept, about)


def as_meant(tx: Session, ask: Ask, kept: Draft, here: Place, command: str, word: str) -> Answer:
    """What was to be a command, by the word that it was typed with: offered, since it is only nearly its name."""
    if command == "lead":
        access.authorize(tx, ask.actor, Action.CAPTURE, None, ask.now)
        found = leads.read(tx, ask.pipeline, kept.text, ask.person)
        return lead_offers.offer(tx, ask, kept, found).model_copy(update={"slip": word})
    answer = offer(tx, ask, kept, here, is_note=True)
    return answer.model_copy(update={"slip": word}) if isinstance(answer, NoteOffer) else answer


def _is_lead(tx: Session, ask: Ask, text: str) -> bool:
    """A customer nobody knows, and a way to reach them."""
    found = leads.read(tx, ask.pipeline, text, ask.person)
    return bool((found.phone or found.email) and (found.account or found.contact))


def _as_lead(tx: Session, ask: Ask, kept: Draft) -> Answer:
    """The lead that the text would be; others that it names are kept and offered each by itself, once, however often the
    text is edited."""
    kept.text, *others = leads.parted(tx, ask, kept.text)
    known = list(kept.state.get(parts.BESIDE) or ())
    for other in others[len(known) :]:
        found = leads.read(tx, ask.pipeline, other, ask.person)
        known.append(lead_offers.another(tx, ask, other, found))
    kept.state = {**kept.state, parts.BESIDE: known} if known else kept.state
    return lead_offers.offer(tx, ask, kept, leads.read(tx, ask.pipeline, kept.text, ask.person))


def note(tx: Session, ask: Ask, kept: Draft, about: finder.Meant) -> Answer:
    """The note that it would be on this one deal."""
    deal = access.deal_for(tx, ask.actor, Action.LOG_NOTE, about.deals[0].id or 0, ask.now)
    if not about.rest.strip():
        return NoteEmpty(head=shown.head(tx, deal))
    calendar = calendars(tx, [ask.person], ask.now.year)[ask.actor.id]
    read = understand(about.rest, ask.person, calendar, kept.created_at)
    today = ask.today
    why, choices = asks(read, calendar, today, away(tx, deal, calendar))
    if not why and not read.note.next_text and _has_no_step(tx, deal):
        why, choices = "missing", chips(calendar, today)
    if closed.is_closed(deal) or (why == "missing" and note_after.may_be_none(ask.pipeline, deal, read)):
        why, choices = "", ()  # nothing is planned on it
    kept.deal_id, kept.state = deal.id, {**kept.state, "rest": about.rest, "shown": why}
    tx.add(kept)
    is_try = read.note.outcome in ATTEMPTS
    return NoteOffer(
        draft_id=kept.id,
        head=shown.head(tx, deal),
        agreed=read.note.agreed,
        step=_step(read, ask),
        outcome=read.note.outcome,
        tries=deal.tries + 1 if is_try else 0,
        why_ask=why,
        choices=choices,
        is_guess=about.is_last,
    )


def _has_no_step(tx: Session, deal: Deal) -> bool:
    return step_rows.open_of(tx, deal.id) is None


def _step(read: Read, ask: Ask) -> StepShown | None:
    """The next step as it would be stored."""
    if not read.note.next_text:
        return None
    text = read.step_text or read.note.next_text
    if read.when is None:
        return StepShown(text=text)
    when, days = read.when, (read.when.date - ask.today).days
    return StepShown(text=text, kind=when.kind, on=when.date, at=when.time, part=when.part, days=days)
