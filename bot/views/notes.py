"""What Baton says about a note just logged."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from bot.views import note_offers
from bot.views.gate_words import gap
from bot.views.leads import name_of, with_code
from bot.views.parts import HERE, Part, actions, bold, button, context, message, option, overflow, section
from bot.views.reader import Reader
from bot.views.step_words import OFF, day_label, day_question, day_value, due, following
from bot.words import formats
from rules.answers.base import ClosedShown
from rules.answers.notes import NoteEmpty, NoteRedacted, NoteSaved, NoteUndone, NoteWhich, StepMoved

BUTTONS = 2  # beside ⋯: the answer is read on a phone
# What came of a contact or an attempt, in a word; the second table says it in a sentence.
KINDS = {
    "talked": "note.o_talked",
    "meeting": "note.o_meeting",
    "message": "note.o_message",
    "reply": "note.o_reply",
    "no_answer": "note.o_no_answer",
    "voicemail": "note.o_voicemail",
    "wrong_number": "note.o_wrong_number",
    "call_back": "note.o_call_back",
}
LOGGED = {**KINDS, "internal": "note.o_plan"}  # as the log of a deal names them
REACTIONS = {
    "keen": "note.r_keen",
    "open": "note.r_open",
    "doubtful": "note.r_doubtful",
    "against": "note.r_against",
}
CLOSED = {"won": "closed.won", "lost": "closed.lost", "invalid": "closed.invalid"}
# How a contact was counted by its words, where it is more than a talk.
COUNTED = {"meeting": "note.as_meeting", "message": "note.as_message", "reply": "note.as_reply"}
TRIED = {
    "no_answer": "note.no_answer",
    "voicemail": "note.voicemail",
    "wrong_number": "note.wrong_number",
    "call_back": "note.call_back",
}


def closed(name: str, how: ClosedShown, reader: Reader) -> str:
    """ "*Acme* was closed as lost on Fri, Nov 20"."""
    return reader.t(CLOSED[how.state], name=name, day=formats.day(how.on, reader.locale, reader.today))


def _on_record(answer: NoteSaved, how: ClosedShown, reader: Reader) -> Part:
    """Logged on a closed deal: nothing will be reminded of, and a new lead is one tap away."""
    t, deal = reader.t, str(answer.head.deal_id)
    told = t("note.closed", closed=closed(bold(name_of(answer.head, reader)), how, reader))
    small = t("note.closed_step", step=answer.unplanned) if answer.unplanned else None
    undo = button(t("btn.undo"), "note_undo", str(answer.undo_id)) if answer.undo_id else None
    anew = button(t("btn.new_lead"), "lead_anew", deal) if how.state != "won" or answer.unplanned else None
    row = actions(undo, button(t("btn.open"), "deal_card", deal), anew)
    return message(told, [section(told), context(small) if small else None, row])


def saved(answer: NoteSaved, reader: Reader) -> Part:
    """ "Logged for *Acme*. Next: send comparison *by Wed* (in 8 days)", and what it still wants to know."""
    if answer.closed is not None and not answer.again:
        return _on_record(answer, answer.closed, reader)
    t = reader.t
    told = [_head(answer, reader)]
    if answer.step is not None:
        next_ = following(answer.step, reader)
        is_last = answer.promised_on is None and not answer.stays
        told.append(next_ if is_last else t("list.ended", said=next_))
    if answer.promised_on is not None:
        told.append(_mine(answer, answer.promised_on, reader))
    elif answer.stays:
        told.append(t("note.stays", owner=answer.stays, step=answer.unplanned))
    small = []
    if answer.is_guess:
        small.append(t("note.guessed", name=name_of(answer.head, reader)))
    if answer.is_plan:
        small.append(t("note.plan"))
    if answer.outcome in COUNTED and not (answer.again or answer.is_added):
        small.append(t(COUNTED[answer.outcome]))
    if answer.is_unsure:
        small.append(t("note.unsure_next"))
    if answer.missing and not answer.tries:
        small.append(gap(answer, reader))
    is_try = bool(answer.tries) and answer.why_ask == "missing" and answer.step is None
    if is_try and answer.outcome != "wrong_number":  # whose head asks for another number
        told.append(t("note.ask_again"))
    ask = (
        section(day_question(answer.why_ask, answer.choices, reader))
        if _is_asked(answer) and not is_try
        else None
    )
    text = told[0]
    for more in told[1:]:
        text = t("list.sentences", first=text, second=more)
    return message(
        text,
        [
            section(text),
            context(*small),
            *note_offers.blocks(answer, reader),
            ask,
            _dates(answer, reader),
            _buttons(answer, reader),
        ],
    )


def _mine(answer: NoteSaved, on: date, reader: Reader) -> str:
    """What a colleague promised is theirs to be reminded of, beside what the owner has next."""
    step = answer.unplanned or (answer.step.text if answer.step else "")
    key = "note.mine_stays" if answer.stays else "note.mine"
    day = formats.day(on, reader.locale, reader.today)
    return reader.t(key, step=step, day=day, owner=answer.stays)


def _head(answer: NoteSaved, reader: Reader) -> str:
    name = bold(name_of(answer.head, reader))
    if answer.again:
        return reader.t("note.again", name=name)
    if answer.is_added or answer.is_changed:
        key = "note.added" if answer.is_added else "note.changed"
        return reader.t(key, name=name, text=answer.agreed)
    if answer.outcome in TRIED and answer.tries:
        return reader.t(TRIED[answer.outcome], name=name, tries=answer.tries)
    if answer.took_on is not None:
        day = formats.day(answer.took_on, reader.locale, reader.today)
        return reader.t("note.saved_past", name=name, day=day)
    return reader.t("note.saved", name=name)


def _is_asked(answer: NoteSaved) -> bool:
    """Where it sounds like theirs, when the next step is comes second."""
    return bool(answer.why_ask) and not (answer.wait_on is not None and answer.why_ask == "missing")


def _dates(answer: NoteSaved, reader: Reader) -> Part | None:
    if not _is_asked(answer) and not (answer.choices and not answer.why_ask):
        return None
    step = answer.step.step_id if answer.step else None
    where = f"s{step}" if step else f"d{answer.head.deal_id}"
    taps = [
        button(day_label(choice, reader), "step_date", f"{where}|{day_value(choice)}")
        for choice in sorted(answer.choices, key=lambda c: c.on)
    ]
    wait = button(reader.t("btn.waiting"), "deal_wait", str(answer.head.deal_id))
    is_dated = answer.step is not None and answer.step.on is not None
    pick = button(
        reader.t("btn.change_date" if is_dated else "btn.pick_date"), "step_pick", f"{where}|{HERE}"
    )
    return actions(*taps, pick, wait if answer.why_ask == "missing" else None)


def _buttons(answer: NoteSaved, reader: Reader) -> Part | None:
    deal, undo = str(answer.head.deal_id), str(answer.undo_id or "")
    is_asked = bool(answer.why_ask or answer.choices)
    step = answer.step if answer.step is not None and answer.step.on is not None and not is_asked else None
    is_own = undo and not (answer.again or answer.is_added or answer.is_changed)
    return _row(
        [
            ("btn.log_again", "note_again", str(answer.note_id) if answer.again else ""),
            ("btn.change_date", "step_pick", f"s{step.step_id}|{HERE}" if step else ""),
            ("btn.undo", "note_undo", undo),
            ("btn.edit", "note_edit", undo if is_own else ""),
            ("btn.open", "deal_card", deal),
            ("btn.recap", "note_recap", note_offers.recap_of(answer)),
            ("btn.catch_up", "note_past", deal if answer.took_on is not None else ""),
        ],
        reader,
    )


def _row(taps: Sequence[tuple[str, str, str]], reader: Reader) -> Part | None:
    """The first two as buttons, the others behind ⋯, which has two entries at least; what has no value is not there."""
    there = [(reader.t(key), action, value) for key, action, value in taps if value]
    shown = BUTTONS if len(there) > BUTTONS + 1 else len(there)
    rest = [option(label, f"{action}:{value}") for label, action, value in there[shown:]]
    return actions(*(button(*tap) for tap in there[:shown]), overflow(action_id="note_rest", options=rest))


def which(answer: NoteWhich, reader: Reader) -> Part:
    """Which deal? Buttons, and what was typed is kept."""
    t = reader.t
    if answer.why == "unsure":
        told = t("note.which_unsure" if len(answer.heads) > 1 else "note.which_this")
    elif answer.why == "several":
        told = t("note.which", said=answer.said, count=len(answer.heads))
    elif answer.near:
        told = t("err.notfound_near", query=answer.said, candidates=formats.names(answer.near, reader.locale))
    else:
        told = t("note.which_unknown", said=answer.said or "…")
    taps = [
        button(
            with_code(h, reader, str),
            "note_deal",
            f"{answer.draft_id}:{h.deal_id}",
        )
        for h in answer.heads
    ]
    hint = (
        context(t("note.kept", text=answer.text))
        if taps
        else context(t("note.kept_no_deal", text=answer.text))
    )
    others = []
    if answer.may_drop:
        kept = str(answer.draft_id)
        others = [
            button(t("btn.new_lead"), "talk_as_lead", kept),
            button(t("btn.not_a_note"), "talk_drop", kept),
        ]
    return message(told, [section(told), hint, actions(*taps), actions(*others)])


def empty(answer: NoteEmpty, reader: Reader) -> Part:
    """A deal was named and nothing said about it: nothing is logged, and the form is one tap away."""
    t, deal = reader.t, str(answer.head.deal_id)
    told = t("note.empty", name=bold(name_of(answer.head, reader)))
    log = button(t("btn.log_note"), "note_open", deal, style="primary")
    return message(told, [section(told), actions(log, button(t("btn.open"), "deal_card", deal))])


def undone(answer: NoteUndone, reader: Reader) -> Part:
    """Taken back."""
    told = reader.t("note.undone", name=bold(name_of(answer.head, reader)))
    return message(told, [section(told)])


def redacted(answer: NoteRedacted, reader: Reader) -> Part:
    """Its words are gone for good."""
    told = reader.t("note.redacted", name=bold(name_of(answer.head, reader)))
    see = button(reader.t("btn.open"), "deal_card", str(answer.head.deal_id))
    return message(told, [section(told), actions(see)])


def moved(answer: StepMoved, reader: Reader) -> Part:
    """The step has its date."""
    t = reader.t
    told = t(
        "note.moved" if answer.step.text else "note.moved_on",
        name=bold(name_of(answer.head, reader)),
        step=answer.step.text,
        due=bold(due(answer.step, reader)),
    )
    small = context(t(OFF[answer.off])) if answer.off in OFF else None
    row = _row(
        [
            ("btn.change_date", "step_pick", f"s{answer.step.step_id}|{HERE}"),
            ("btn.undo", "note_undo", str(answer.undo_id or "")),
            ("btn.open", "deal_card", str(answer.head.deal_id)),
            ("btn.recap", "note_recap", str(answer.note_id or "")),
        ],
        reader,
    )
    return message(told, [section(told), small, *note_offers.far(answer.head, answer.far, reader), row])


VIEWS: dict[str, Callable[[Any, Reader], Part]] = {
    NoteSaved.kind: saved,
    NoteEmpty.kind: empty,
    NoteWhich.kind: which,
    NoteUndone.kind: undone,
    NoteRedacted.kind: redacted,
    StepMoved.kind: moved,
}
