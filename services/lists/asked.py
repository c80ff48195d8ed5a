"""What a typed `/deal` that begins with a word for finding or listing asks for."""

from collections.abc import Callable

from rules.answers import Answer, Sentence
from rules.deal_query import is_help, is_sources, search_of
from services.ask import Ask
from services.lists import found, sources

SEARCHES: dict[str, Callable[[Ask, str], Answer]] = {"find": found.find, "list": found.listed}


def asked(ask: Ask, text: str) -> Answer | None:
    """The deals, the count of sources, or what can be typed; None for a text that begins with no such word."""
    if is_help(text):
        return Sentence(key="deal.help")
    if is_sources(text):
        return sources.counted(ask)
    first, _, rest = text.partition(" ")
    kind = search_of(first)
    return SEARCHES[kind](ask, rest.strip()) if kind else None
