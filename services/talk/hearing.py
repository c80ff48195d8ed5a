"""One message of a person in the DM: kept, then understood. A repeat of it gets the same answer, and no effect."""

from dataclasses import replace

from rules import periods, talk
from rules.answers import Answer, Sentence
from rules.answers.notes import NoteSaved
from rules.answers.talk import TalkHelp
from rules.errors import NotFound
from rules.periods import Period
from services import inbox
from services.ask import Ask
from services.capture import note_more, notes
from services.capture.note_reading import Typed
from services.deals import cards, task_words
from services.lists import home
from services.talk import offers, papers, slips, taps
from services.talk.helping import help_with, speak
from services.talk.places import Said, place, said_at
from services.talk.slips import Slip
from services.team import access
from services.team.people import language, zone_of
from storage import deliveries as delivery_rows
from storage import drafts as draft_rows
from storage.db import Session
from storage.tables import Draft


def by_place(ask: Ask, ts: str, change: str = "") -> Ask:
    """The same ask under the key of the message that stands there, or of what was done to it: told twice, it is one."""
    key = delivery_rows.place_key(ask.actor.id, ts)
    return replace(ask, key=f"{key}:{change}" if change else key)


def hear(ask: Ask, said: Said) -> Answer:
    """What Baton answers to this message. Raises Refused, NotFound, with the text kept."""
    draft_id, known = _keep(ask, said)
    if known is not None:
        return known
    if _task_at(ask, said) is not None:
        return answered(ask, said, draft_id)
    slip = slips.read(ask, said.text, draft_id)
    if slip is None:
        return answered(ask, said, draft_id)
    if slip.answer is not None:
        return slip.answer
    return answered(ask, replace(said, text=slip.text), draft_id, slip)


def answered(ask: Ask, said: Said, draft_id: int, slip: Slip | None = None) -> Answer:
    """The answer to a text that is kept, and what becomes of it; behind a slip its words are what they were to be."""
    task_id = _task_at(ask, said)
    if task_id is not None:
        return _to_task(ask, said, draft_id, task_id)
    is_command = slip is not None and bool(slip.command)
    heard = talk.Talk("note") if is_command else talk.heard(said.text)
    if heard.sort in ("yes", "no") and (settled := _settled(ask, said, heard.sort, draft_id)) is not None:
        return settled
    looked = _of_files(ask, said, draft_id) or _looked(ask, heard, draft_id)
    with ask.deps.write("hearing.answered") as tx:
        known = inbox.repeat(tx, ask.key, ask.actor.id)  # at another instance it may be under way
        if known is not None:
            return known
        kept = draft_rows.of_person(tx, draft_id, ask.actor.id)
        assert kept is not None
        if slip is not None:
            kept.text = slip.text
            tx.add(kept)
        answer = looked or _answer(tx, ask, said, heard, kept, slip)
        _becomes(tx, kept, answer)
        inbox.remember(tx, ask.key, "talk", ask.actor.id, answer, ask.now)
        return answer


def _keep(ask: Ask, said: Said) -> tuple[int, Answer | None]:
    """Stores the text before anybody tries to understand it, and the language that it is typed in; with the answer
    that it already got."""
    spoken = talk.typed_language(said.text)
    with ask.deps.write("hearing._keep") as tx:
        known = inbox.repeat(tx, ask.key, ask.actor.id)
        kept = draft_rows.keep_at(tx, ask.actor.id, said.ts, said.text, said_at(said.ts, ask.now))
        if known is not None and kept.kind != draft_rows.USED:  # the process died right after its answer
            if talk.heard(said.text).sort in ("yes", "no"):
                draft_rows.use_up(tx, kept)
            else:
                _becomes(tx, kept, known)
        if spoken is not None and spoken != language(ask.person):
            speak(tx, ask, spoken)
        return kept.id, known


def _becomes(tx: Session, kept: Draft, answer: Answer) -> None:
    """What was said is used up by its answer, but for an offer, and a question that might be a note."""
    if isinstance(answer, NoteSaved):
        draft_rows.use_up(tx, kept, note_id=answer.note_id, deal_id=answer.head.deal_id)
    elif not isinstance(answer, taps.OFFERS) and not (isinstance(answer, TalkHelp) and answer.draft_id):
        draft_rows.use_up(tx, kept)


def _task_at(ask: Ask, said: Said) -> int | None:
    """What was asked of this person by the message in whose thread they speak."""
    if not said.thread_ts:
        return None
    with ask.deps.db.read() as tx:
        return place(tx, ask, said).task_id


def _to_task(ask: Ask, said: Said, draft_id: int, task_id: int) -> Answer:
    """It is the task's: a word to who asked, or that it is done."""
    answer = task_words.answer_in_words(ask, task_id, said.text, is_done=talk.says_done(said.text))
    with ask.deps.write("hearing._to_task") as tx:
        kept = draft_rows.of_person(tx, draft_id, ask.actor.id)
        if kept is not None:
            draft_rows.use_up(tx, kept)
    return answer


def _of_files(ask: Ask, said: Said, draft_id: int) -> Answer | None:
    """A deal's name, and no more, right under the question of which deal files are: it answers that."""
    with ask.deps.write("hearing._of_files") as tx:
        own = draft_rows.of_person(tx, draft_id, ask.actor.id)
        return papers.named(tx, ask, said) if own is not None else None


def _settled(ask: Ask, said: Said, sort: str, draft_id: int) -> Answer | None:
    """``yes`` and ``no`` under an offer are its buttons; None where nothing waits for them."""
    with ask.deps.db.read() as tx:
        here = place(tx, ask, said)
        own = draft_rows.of_person(tx, draft_id, ask.actor.id)
    if here.open_id is None or own is None or here.open_id == draft_id:
        return None
    answer = taps.typed(ask, here.open_id, is_yes=sort == "yes")
    if answer is not None:
        with ask.deps.write("hearing._settled") as tx:
            draft_rows.use_up(tx, own)
    return answer


def _answer(
    tx: Session, ask: Ask, said: Said, heard: talk.Talk, kept: Draft, slip: Slip | None = None
) -> Answer:
    """A question gets its answer, a greeting help, what is said of a note is added to it, the rest is an offer."""
    if heard.sort in ("english", "chinese"):
        speak(tx, ask, "en" if heard.sort == "english" else "zh", is_chosen=True)
        return help_with(ask, heard.sort)
    if heard.sort == "undo":
        found = [one for one in home.just_saved(tx, ask.actor, ask.now) if not one.is_undone]
        return help_with(ask, "undo").model_copy(update={"saved": tuple(found)})
    if heard.sort == "off":
        days = periods.read(
            heard.about, now=ask.now, tz=zone_of(ask.person.slack_tz), locale=language(ask.person)
        )
        if isinstance(days, Period):
            return help_with(ask, "off").model_copy(update={"draft_id": kept.id, "missed": heard.about})
    if heard.sort in ("hello", "thanks", "yes", "no", "help"):
        return help_with(ask, heard.sort)
    if heard.sort in ("status", "question") and heard.is_asked:
        return help_with(ask, "question").model_copy(update={"draft_id": kept.id})
    if not access.may_log(tx, ask.actor):
        return help_with(ask, "refused")
    here = place(tx, ask, said)
    if here.is_bound and here.open_id and taps.take_in(tx, ask, here.open_id, said.ts, kept.text):
        return Sentence(key="talk.taken_in")
    if here.is_bound and here.note_id is not None:
        there = note_more.note_of(tx, ask, here.note_id)
        if there is not None:
            return note_more.add(tx, ask, *there, kept.text)
    if slip is not None and slip.command:
        return offers.as_meant(tx, ask, kept, here, slip.command, slip.word)
    _, same = inbox.given_before(tx, ask.key, ask.actor.id, kept.text, ask.now)
    return notes.again_of(tx, Typed(kept.text), same) or offers.offer(tx, ask, kept, here)


def _looked(ask: Ask, heard: talk.Talk, draft_id: int) -> Answer | None:
    """What only has to be looked up: one's own deals, the card of the one that is asked about, or those that it may be,
    or, asked for sure, that there is none of that name; None for nothing that may be seen."""
    try:
        if heard.sort == "mine":
            return cards.look_up(ask, "")
        return cards.look_up(ask, heard.about) if heard.sort == "status" and heard.about else None
    except NotFound as fault:
        if heard.sort != "status" or not heard.is_asked or not talk.may_name(heard.about):
            return None  # "what's the weather like"
        near = str(fault.fields.get("candidates", ""))
        missed = {"draft_id": draft_id, "missed": heard.about, "near": near}
        return help_with(ask, "question").model_copy(update=missed)
