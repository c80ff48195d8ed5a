"""What Baton says where nothing is to be saved, and in which language it speaks with somebody."""

from rules.answers.talk import TalkHelp
from services.ask import Ask
from storage import people as people_rows
from storage.db import Session


def help_with(ask: Ask, topic: str) -> TalkHelp:
    """What this person can do, said to a greeting, a question, or to what was no note."""
    return TalkHelp(topic=topic, roles=tuple(sorted(ask.actor.roles)))


def speak(tx: Session, ask: Ask, spoken: str, *, is_chosen: bool = False) -> None:
    """Baton answers in the language that somebody types, or has chosen, which is stronger."""
    people_rows.change_prefs(tx, ask.actor.id, lambda _: {people_rows.TYPES: spoken})
    ask.person.prefs = {**ask.person.prefs, people_rows.TYPES: spoken}
    if is_chosen:
        people_rows.speak(tx, ask.actor.id, spoken)
        ask.person.locale_override = spoken
