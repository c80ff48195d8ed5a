"""What Baton says to plain words in the DM: what it would save, and what it can do where that was no note."""

from collections.abc import Callable
from typing import Any

from bot.views import home
from bot.views.admin import help_lines
from bot.views.leads import details, name_of, odd_phone, with_code
from bot.views.notes import TRIED
from bot.views.parts import Part, actions, bold, button, context, message, section
from bot.views.reader import Reader
from bot.views.step_words import day_label, day_question, day_value, following
from bot.words import formats
from rules.access import SELLS
from rules.answers.talk import LeadOffer, NoteOffer, NoteStays, TalkHelp, VerbOffer

TOPICS = {
    "hello": "talk.hello",
    "thanks": "talk.thanks",
    "yes": "talk.nothing_open",
    "no": "talk.nothing_open",
    "undo": "talk.nothing_saved",
    "help": "talk.can",
    "question": "talk.question",
    "refused": "talk.refused",
    "forgotten": "talk.forgotten",
    "english": "talk.language",
    "chinese": "talk.language",
    "bare_lead": "talk.bare_lead",
    "bare_followup": "talk.bare_followup",
}
BARE = ("thanks", "yes", "no", "undo", "english", "chinese")  # what is answered in a word
FORMS = ("bare_lead", "bare_followup")  # a command without its words: the way to its form
# A try that reached nobody, as it would be counted.
TRIES = {
    "no_answer": "talk.no_answer",
    "voicemail": "talk.voicemail",
    "wrong_number": "talk.wrong_number",
    "call_back": "talk.call_back",
}


VERBS = {"move": "btn.move_stage", "park": "btn.park", "lost": "btn.do_lost", "invalid": "btn.do_invalid"}


def note(answer: NoteOffer, reader: Reader) -> Part:
    """ "Shall I log this for *Acme*?", its two lines, and a tap for each day that has to be asked about."""
    t, kept = reader.t, str(answer.draft_id)
    head = _meant(t("talk.note", name=bold(name_of(answer.head, reader))), answer.slip, "/followup", reader)
    lines = []
    if answer.outcome in TRIES and answer.tries:
        lines.append(t(TRIES[answer.outcome], tries=answer.tries))
    is_said = bool(lines) and lines[0].casefold().startswith(answer.agreed.casefold())
    if answer.agreed and not is_said:
        lines.append(answer.agreed if answer.tries else t("talk.agreed", text=answer.agreed))
    if answer.step is not None:
        lines.append(following(answer.step, reader))
    small = context(t("talk.guessed", name=name_of(answer.head, reader))) if answer.is_guess else None
    asked = _asked(answer, reader)
    where = f"{kept}:{answer.head.deal_id}"
    days = [
        button(day_label(choice, reader), "talk_save", f"{where}|{day_value(choice)}")
        for choice in sorted(answer.choices, key=lambda c: c.on)
    ]
    return message(
        head,
        [
            section("\n".join([head, *(f"• {line}" for line in lines)])),
            small,
            section(asked) if asked else None,
            actions(*days),
            actions(
                button(t("btn.save"), "talk_save", where, style="primary"),
                button(t("btn.edit"), "talk_edit", kept),
                button(t("btn.not_a_note"), "talk_drop", kept),
            ),
        ],
    )


def _meant(asked: str, slip: str, command: str, reader: Reader) -> str:
    """The question, after what the slip was taken for."""
    return f"{reader.t('err.ime', word=slip, command=command)}\n{asked}" if slip else asked


def _asked(answer: NoteOffer, reader: Reader) -> str:
    """What is asked about the day; that a tap on one saves it all."""
    if not answer.why_ask:
        return ""
    is_try = answer.outcome in TRIED and answer.tries and answer.why_ask == "missing"
    question = reader.t("note.ask_again") if is_try else day_question(answer.why_ask, answer.choices, reader)
    return reader.t("talk.tap_saves", question=question) if answer.choices else question


def lead(answer: LeadOffer, reader: Reader) -> Part:
    """ "A new lead?", with its facts."""
    t, kept = reader.t, str(answer.draft_id)
    facts = [bold(name_of(answer.head, reader)), *details(answer.head, answer.facts, reader), answer.source]
    asked = t("talk.lead", facts=" · ".join(fact for fact in facts if fact))
    head = _meant(asked, answer.slip, "/lead", reader)
    return message(
        head,
        [
            section(head),
            context(*odd_phone(answer.facts, reader)),
            actions(
                button(t("btn.save_lead"), "talk_save_lead", kept, style="primary"),
                button(t("btn.edit"), "talk_edit", kept),
                button(t("btn.its_a_note"), "talk_as_note", kept),
                button(t("btn.not_a_lead"), "talk_drop", kept),
            ),
        ],
    )


def verb(answer: VerbOffer, reader: Reader) -> Part:
    """ "Move *Acme* to Proposal?" The form that the button opens asks for the rest, and does it."""
    t = reader.t
    which = answer.verb if answer.verb in VERBS else "move"
    about = {
        "stage": answer.stage_name,
        "day": formats.day(answer.on, reader.locale, reader.today) if answer.on else "",
        "reason": answer.reason,
    }
    bare = "" if any(about.values()) or which == "move" else "_bare"
    name = answer.said if answer.others else name_of(answer.head, reader)
    told = t(f"talk.verb_{which}{bare}", name=bold(name), **about)
    labels = {answer.head: t(VERBS[which])}
    if answer.others:
        labels = {head: with_code(head, reader, str) for head in (answer.head, *answer.others)}
        told = f"{told}\n{t('note.which', said=answer.said, count=len(labels))}"
    values = {head: f"{answer.draft_id}:{answer.verb}:{head.deal_id}:{answer.more}" for head in labels}
    style = None if answer.others else "primary"
    do = (button(label, "talk_verb", values[head], style=style) for head, label in labels.items())
    note_after_all = button(t("btn.its_a_note"), "talk_as_note", str(answer.draft_id))
    return message(told, [section(told), context(t("talk.verb_opens")), actions(*do, note_after_all)])


def help_(answer: TalkHelp, reader: Reader) -> Part:
    """A word to what was said, what this person can do by typing, and the same to click."""
    t, sells = reader.t, bool(set(answer.roles) & SELLS)
    if answer.saved:
        return message(t("home.saved"), home.saved(answer.saved, reader))
    if answer.topic == "off":
        return _days_off(answer, reader)
    head = t(TOPICS.get(answer.topic, "talk.can"))
    if answer.missed:
        head = t("talk.missed_near" if answer.near else "talk.missed", name=answer.missed, near=answer.near)
    is_bare = answer.topic in BARE
    lines = (
        []
        if answer.missed or is_bare or answer.topic in FORMS
        else help_lines(answer.roles, reader, is_dm=True)
    )
    told = "\n".join([head, *(f"• {line}" for line in lines)])
    note_after_all = (
        button(t("btn.its_a_note"), "talk_as_note", str(answer.draft_id)) if answer.draft_id else None
    )
    row = actions(
        note_after_all,
        button(t("btn.my_deals"), "talk_deals"),
        button(t("btn.log_note"), "home_note"),
        button(t("btn.new_lead"), "lead_new"),
    )
    return message(head, [section(told), row if sells and not is_bare else None])


def _days_off(answer: TalkHelp, reader: Reader) -> Part:
    """Days of their own, with the way to note them; or a note all the same."""
    told = reader.t("talk.days_off", days=answer.missed)
    note = button(reader.t("btn.its_a_note"), "talk_as_note", str(answer.draft_id))
    return message(told, [section(told), actions(button(reader.t("off.title"), "off_new"), note)])


def stays(answer: NoteStays, reader: Reader) -> Part:
    """The message is gone, the note is not."""
    told = reader.t("talk.stays", name=bold(name_of(answer.head, reader)))
    undo = button(reader.t("btn.undo"), "note_undo", str(answer.undo_id)) if answer.undo_id else None
    see = button(reader.t("btn.open"), "deal_card", str(answer.head.deal_id))
    return message(told, [section(told), actions(undo, see)])


VIEWS: dict[str, Callable[[Any, Reader], Part]] = {
    NoteOffer.kind: note,
    LeadOffer.kind: lead,
    VerbOffer.kind: verb,
    TalkHelp.kind: help_,
    NoteStays.kind: stays,
}
