"""What is tapped under an offer: change it first, a lead instead, a note after all, or none of it."""

from rules.access import Action
from rules.answers import Answer, Sentence
from rules.answers.forms import LeadForm
from rules.answers.note_forms import NoteForm
from rules.answers.notes import NoteWhich
from rules.answers.talk import LeadOffer, NoteOffer, VerbOffer
from rules.errors import NotFound
from services.ask import Ask, once
from services.capture import lead_forms, lead_offers, leads, note_forms, notes, used
from services.sending import telling
from services.talk import offers, papers, parts
from services.talk.helping import help_with
from services.talk.places import Place
from services.team import access
from storage import deliveries as delivery_rows
from storage import drafts as draft_rows
from storage.db import Session
from storage.tables import Delivery, Draft

OFFERS = (NoteOffer, LeadOffer, NoteWhich, VerbOffer)
WAITING = ("note", "lead", papers.KIND)


@once("talk")
def drop(ask: Ask, tx: Session, draft_id: int) -> Answer:
    """It was no note: forgotten, and what Baton can do instead. What was saved meanwhile stays. Raises NotFound."""
    done = used.became(tx, ask.actor.id, draft_id)
    if done is not None:
        return done
    draft_rows.use_up(tx, _open(tx, ask, draft_id))
    return help_with(ask, "forgotten")


@once("talk")
def as_lead(ask: Ask, tx: Session, draft_id: int) -> Answer:
    """A new customer after all. Raises NotFound, Refused."""
    access.authorize(tx, ask.actor, Action.CAPTURE, None, ask.now)
    kept = _open(tx, ask, draft_id)
    return lead_offers.offer(tx, ask, kept, leads.read(tx, ask.pipeline, kept.text, ask.person))


@once("talk")
def as_note(ask: Ask, tx: Session, draft_id: int) -> Answer:
    """What looked like a question, or like something to be done, is a note. Raises NotFound, Refused."""
    kept = _open(tx, ask, draft_id)
    kept.kind = "note"
    deal_id = kept.state.get(parts.ABOUT)
    here = Place((deal_id,), is_bound=True) if deal_id else Place()
    return offers.offer(tx, ask, kept, here, is_note=True)


def form(ask: Ask, draft_id: int) -> NoteForm | LeadForm:
    """The form that a kept text is changed in, filled with what was understood. Raises NotFound."""
    with ask.deps.db.read() as tx:
        kept = _open(tx, ask, draft_id)
    if kept.kind == "lead":
        return lead_forms.of_kept(ask, draft_id)
    return note_forms.form_of_kept(ask, draft_id)


def typed(ask: Ask, draft_id: int, *, is_yes: bool) -> Answer | None:
    """The button of an offer, typed; None where it takes more than a yes. The offer's message says where it went."""
    with ask.deps.db.read() as tx:
        kept = draft_rows.of_person(tx, draft_id, ask.actor.id)
    if kept is None or kept.kind not in ("note", "lead"):
        return None
    if is_yes and kept.kind == "note" and not kept.deal_id:
        return Sentence(key="talk.verb_tap") if kept.state.get(parts.ABOUT) else None
    if not is_yes:
        answer = drop(ask, draft_id)
    elif kept.kind == "lead":
        answer = lead_forms.from_draft(ask, draft_id, is_different=False)
    else:
        answer = notes.choose(ask, draft_id, kept.deal_id or 0)
    with ask.deps.write("taps.typed") as tx:
        rewrite(tx, ask, kept, Sentence(key="talk.saved_below" if is_yes else "talk.dropped_below"))
    return answer


def take_in(tx: Session, ask: Ask, draft_id: int, ts: str, text: str) -> bool:
    """What is said in the thread of an offer belongs to it: its message shows it from now on. False when it waits no
    more."""
    kept = draft_rows.of_person(tx, draft_id, ask.actor.id)
    if kept is None or kept.kind not in WAITING or _answer_to(tx, ask, kept) is None:
        return False
    if kept.kind == papers.KIND:
        kept.text = text
        return rewrite(tx, ask, kept, papers.asked(tx, ask, kept, Place()))
    parts.put(kept, ts, text)
    return rewrite(tx, ask, kept, anew(tx, ask, kept))


def anew(tx: Session, ask: Ask, kept: Draft) -> Answer:
    """The offer of a kept text as it reads now."""
    tx.add(kept)
    if kept.kind == "lead":
        return lead_offers.offer(tx, ask, kept, leads.read(tx, ask.pipeline, kept.text, ask.person))
    here = Place((kept.deal_id,) if kept.deal_id else (), is_bound=True)
    return offers.offer(tx, ask, kept, here, is_note=True)


def rewrite(tx: Session, ask: Ask, kept: Draft, answer: Answer) -> bool:
    """Promises that the message which answered a text says this from now on, also one that is still on its way; False
    where there is none."""
    sent = _answer_to(tx, ask, kept)
    if sent is None or not sent.slot:
        return False
    if sent.channel and sent.ts:
        telling.edit(tx, ask, sent.channel, sent.ts, answer)
    else:
        telling.retell(tx, [sent.slot], lambda *_: (answer, True), ask.now)
    return True


def _answer_to(tx: Session, ask: Ask, kept: Draft) -> Delivery | None:
    """The message that answered a text; None where nobody will read it, or the text was no message."""
    sent = delivery_rows.answer_to(tx, ask.actor.id, kept.ts) if kept.ts else None
    return sent if sent is not None and (sent.ts or sent.state in delivery_rows.COMING) else None


def is_mine(ask: Ask, ts: str) -> bool:
    """Is this a message of Baton to this person? A form may not name somebody else's to be rewritten."""
    with ask.deps.db.read() as tx:
        access.authorize(tx, ask.actor, Action.SEE_SELF, None, ask.now)
        return delivery_rows.said_at(tx, ask.actor.id, ts) is not None


def _open(tx: Session, ask: Ask, draft_id: int) -> Draft:
    """This person's kept text that still waits for its tap."""
    kept = draft_rows.of_person(tx, draft_id, ask.actor.id)
    if kept is None or kept.kind not in ("note", "lead"):
        raise NotFound("err.stale")
    return kept
