"""The table of answers: which view says which answer."""

from collections.abc import Callable
from typing import Any

from bot.views import (
    admin,
    audiences,
    claims,
    contacts,
    days,
    deal_done,
    deals,
    digests,
    first_hours,
    found,
    gates,
    given,
    home,
    home_lists,
    imports,
    kept,
    leads,
    leavers,
    merging,
    note_offers,
    notes,
    nudges,
    papers,
    places,
    rates,
    settings,
    standups,
    story,
    talk,
    tasks,
    teams,
    triage,
    waits,
    waiving,
)
from bot.views.parts import Part, message, section
from bot.views.reader import Reader
from rules.answers import Answer, Sentence

View = Callable[[Any, Reader], Part]


def sentence(answer: Sentence, reader: Reader) -> Part:
    """One sentence of the catalogue."""
    told = reader.t(answer.key, **answer.fields)
    return message(told, [section(told)])


VIEWS: dict[str, View] = {
    "sentence": sentence,
    **admin.VIEWS,
    **first_hours.VIEWS,
    **leavers.VIEWS,
    **audiences.VIEWS,
    **claims.VIEWS,
    **contacts.VIEWS,
    **days.VIEWS,
    **digests.VIEWS,
    **deals.VIEWS,
    **deal_done.VIEWS,
    **found.VIEWS,
    **gates.VIEWS,
    **home.VIEWS,
    **home_lists.VIEWS,
    **imports.VIEWS,
    **kept.VIEWS,
    **leads.VIEWS,
    **merging.VIEWS,
    **given.VIEWS,
    **nudges.VIEWS,
    **note_offers.VIEWS,
    **notes.VIEWS,
    **papers.VIEWS,
    **places.VIEWS,
    **rates.VIEWS,
    **settings.VIEWS,
    **standups.VIEWS,
    **story.VIEWS,
    **talk.VIEWS,
    **tasks.VIEWS,
    **teams.VIEWS,
    **triage.VIEWS,
    **waits.VIEWS,
    **waiving.VIEWS,
}


def render(answer: Answer, reader: Reader) -> Part:
    """The answer as a message for this reader. Raises KeyError for a kind without a view (a test looks)."""
    return VIEWS[answer.kind](answer, reader)
