"""Commands that an input method garbled: known ones are done, bare ones get their form, nearly known ones are offered,
unknown ones get the nearest."""

from dataclasses import dataclass
from difflib import get_close_matches

from rules.answers import Answer, Sentence
from rules.answers.notes import NoteSaved
from rules.deal_query import offer_verb, same_as, team_of
from rules.errors import NotFound
from rules.note import ime_slip
from rules.talk import nearly
from services.ask import Ask
from services.capture import leads, notes
from services.capture.note_reading import Typed
from services.deals import cards, typed
from services.deals import find as finder
from services.lists.asked import asked
from services.talk.helping import help_with
from storage import drafts as draft_rows

# What a command may be called behind a slash, in either language.
NAMES = {
    "lead": "lead",
    "leads": "lead",
    "followup": "followup",
    "deal": "deal",
    "deals": "deal",
    "baton": "baton",
    "help": "baton",
    "线索": "lead",
    "跟进": "followup",
    "商机": "deal",
    "帮助": "baton",
}
KEPT = ("lead", "followup")  # commands that store what is said


@dataclass(frozen=True)
class Slip:
    """What a text is behind its slash: the answer, if it has one already; else the command that it nearly names, and the
    words that are left."""

    text: str
    answer: Answer | None = None
    command: str = ""
    word: str = ""


def read(ask: Ask, text: str, draft_id: int) -> Slip | None:
    """None for what begins with no command and no slash. Raises NotFound for an unknown one, with the nearest."""
    slip = ime_slip(text)
    if slip is not None:
        return Slip(slip.rest, _done(ask, slip.command, slip.rest, draft_id), slip.command)
    near = nearly(text, NAMES)
    if near is None:
        return None
    if near.command in KEPT:
        return Slip(
            near.rest, None if near.rest else help_with(ask, f"bare_{near.command}"), near.command, near.word
        )
    if near.command:
        return Slip(near.rest, _done(ask, near.command, near.rest, draft_id), near.command)
    plain = text.lstrip(" /、\\")
    if near.word.isascii() and not _names_a_deal(ask, plain):
        nearest = get_close_matches(near.word.lower(), NAMES, 1, 0.0)
        raise NotFound(
            "err.unknown_command", word=near.word, nearest=f"/{NAMES[nearest[0]] if nearest else 'lead'}"
        )
    return Slip(plain)


def _done(ask: Ask, command: str, rest: str, draft_id: int) -> Answer:
    """A known command does what it does with its slash; bare, it shows the way to its form."""
    if command in KEPT and not rest:
        return help_with(ask, f"bare_{command}")
    if command == "lead":
        return leads.capture(ask, leads.of_line(ask, rest, "dm"))
    if command == "followup":
        return _logged(ask, rest, draft_id)
    if command == "deal" and not _opens_a_form(rest):
        answer = asked(ask, rest)
        if answer is not None or typed.meant(ask, rest) is None:
            return answer or cards.look_up(ask, rest, is_command=True)
    # Slack opens forms only for who typed what it takes for a command.
    return (
        Sentence(key="talk.slash_first", fields={"line": f"/{command} {rest}"})
        if rest
        else help_with(ask, "help")
    )


def _opens_a_form(text: str) -> bool:
    return any(found(text) is not None for found in (offer_verb, team_of, same_as))


def _logged(ask: Ask, rest: str, draft_id: int) -> Answer:
    """The note, and that this message became it, for what is said in its thread later."""
    answer = notes.log(ask, Typed(rest, origin="dm"))
    if isinstance(answer, NoteSaved):
        with ask.deps.write("slips._logged") as tx:
            kept = draft_rows.of_person(tx, draft_id, ask.actor.id)
            if kept is not None:
                draft_rows.use_up(tx, kept, note_id=answer.note_id, deal_id=answer.head.deal_id)
    return answer


def _names_a_deal(ask: Ask, text: str) -> bool:
    with ask.deps.db.read() as tx:
        return bool(finder.named_at_start(tx, ask.pipeline, ask.actor, text).deals)
