"""What a customer is, by the team's own lists: shown on cards, chosen in the form of a deal."""

from collections.abc import Mapping

from rules.answers.forms import LeadFilled
from rules.answers.leads import Choice
from rules.customer_lists import NAMES, ListName, kept, told
from rules.errors import Invalid
from rules.pipeline import Pipeline
from rules.slack_text import clean
from storage.tables import Account

LONGEST = 70  # characters of a file's words that are shown; a field of a form takes no more


def held(pipeline: Pipeline, account: Account | None) -> dict[str, str]:
    """What a customer carries of each list: the key of an entry in use, or words of a file; empty for nothing."""
    said: dict[ListName, str] = {which: getattr(account, which, None) or "" for which in NAMES}
    return {which: one and kept(pipeline.lists[which], one) for which, one in said.items()}


def _short(held: str) -> str:
    """As it is shown, and as a form that asks for it brings it back."""
    return clean(clean(held)[:LONGEST])


def shown(pipeline: Pipeline, account: Account | None, locale: str) -> tuple[str, ...]:
    """For a card: what it is, in the order of the lists."""
    said = held(pipeline, account)
    short = ((pipeline.lists[which], _short(said[which])) for which in NAMES)
    return tuple(told(entries, one, locale) for entries, one in short if one)


def chosen(pipeline: Pipeline, account: Account | None) -> dict[str, str]:
    """For the form of a deal that has a customer: what is chosen of the lists that the team has."""
    if account is None:
        return {}
    said = held(pipeline, account)
    return {which: _short(said[which]) for which in NAMES if pipeline.lists[which]}


def offered(pipeline: Pipeline, account: Account | None, locale: str) -> dict[ListName, tuple[Choice, ...]]:
    """What these are chosen from."""
    said = chosen(pipeline, account)
    return {which: _choices(pipeline, which, said[which], locale) for which in NAMES if which in said}


def _choices(pipeline: Pipeline, which: ListName, said: str, locale: str) -> tuple[Choice, ...]:
    """The entries in use, and the words of a file that stand there."""
    entries = [one for one in pipeline.lists[which] if one.moved_to is None]
    every = [Choice(value=one.key, label=one.name.of(locale)) for one in entries]
    if said and said not in {one.key for one in entries}:
        every.append(Choice(value=said, label=said))
    return tuple(every)


def picked(pipeline: Pipeline, carried: Mapping[str, str], filled: LeadFilled) -> dict[str, str]:
    """What a form as sent changes. Raises Invalid for what was not offered."""
    changed: dict[str, str] = {}
    for which in NAMES:
        said: str | None = getattr(filled, which)
        if said is None or said == _short(carried[which]):
            continue
        if said and said not in {one.key for one in pipeline.lists[which] if one.moved_to is None}:
            raise Invalid(faults={which: "err.stale"})
        changed[which] = said
    return changed


def brought(account: Account, carried: Mapping[str, str], filled: LeadFilled) -> dict[str, str]:
    """What the form said of the customer that a deal had goes to the one that it gets, where that has nothing of its own: a
    name that was put right is another customer too."""
    asked = [which for which in NAMES if getattr(filled, which) is not None]
    return {which: carried[which] for which in asked if carried[which] and not getattr(account, which)}


def put(account: Account, changed: Mapping[str, str]) -> None:
    """The customer carries this from now on."""
    for which, said in changed.items():
        setattr(account, which, said or None)
    account.version += 1 if changed else 0
