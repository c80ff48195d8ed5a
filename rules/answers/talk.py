"""Answers to plain words in the DM: what would be saved, what is no note, what Baton can do instead.

They are between Baton and who typed: none of them goes to somebody else when that person is gone."""

from datetime import date
from typing import ClassVar

from rules.answers.base import Answer, DealHead, StepShown
from rules.answers.home import HomeSaved
from rules.answers.leads import LeadFacts
from rules.answers.notes import DateChoice


class NoteOffer(Answer):
    """What a text would be as a note. ``choices`` are days of which a tap saves the note; ``is_guess``: the text named
    nobody. ``tries`` counts this one, where it reached nobody. ``slip``: the word that was to be a command."""

    is_private: ClassVar[bool] = True
    kind: ClassVar[str] = "talk.note"
    draft_id: int
    head: DealHead
    agreed: str = ""
    step: StepShown | None = None
    outcome: str | None = None
    tries: int = 0
    why_ask: str = ""
    choices: tuple[DateChoice, ...] = ()
    is_guess: bool = False
    slip: str = ""


class LeadOffer(Answer):
    """What a text would be as a lead; ``source`` is its source's name, empty when that will be asked."""

    is_private: ClassVar[bool] = True
    kind: ClassVar[str] = "talk.lead"
    draft_id: int
    head: DealHead
    facts: LeadFacts = LeadFacts()
    source: str = ""
    slip: str = ""


class VerbOffer(Answer):
    """What a text asks to be done to a deal: ``more`` is what the form of the ``verb`` opens with (a stage, a day, a
    reason), which is said in the reader's words beside it. ``others``: further deals that ``said`` may name."""

    is_private: ClassVar[bool] = True
    kind: ClassVar[str] = "talk.verb"
    draft_id: int
    head: DealHead
    verb: str
    more: str = ""
    stage_name: str = ""
    on: date | None = None
    reason: str = ""
    said: str = ""
    others: tuple[DealHead, ...] = ()


class TalkHelp(Answer):
    """What is no note: ``topic`` says what it was (hello, thanks, help, yes, no, question, refused, forgotten, english,
    chinese, bare_lead, bare_followup, undo, off); ``draft_id``: the text that may be a note all the same; ``missed``: what
    was asked about and is not there, or the days that they are off, ``near`` names like it; ``saved``: what can be taken
    back."""

    is_private: ClassVar[bool] = True
    kind: ClassVar[str] = "talk.help"
    topic: str
    roles: tuple[str, ...] = ()
    draft_id: int | None = None
    missed: str = ""
    near: str = ""
    saved: tuple[HomeSaved, ...] = ()


class NoteStays(Answer):
    """Its author deleted the message: the note that it became stays, and can be taken back while there is time."""

    is_private: ClassVar[bool] = True
    kind: ClassVar[str] = "talk.stays"
    head: DealHead
    undo_id: int | None = None
