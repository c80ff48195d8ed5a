"""Tags: the taps that offer them, the row that takes them off."""

from collections.abc import Iterable

from bot.views.parts import Part, actions, button
from bot.views.reader import Reader
from rules.answers.leads import Choice


def offers(deal_id: int, tags: Iterable[Choice], reader: Reader) -> Part | None:
    """ "Tag: price?", a tap for each."""
    return actions(*(put(deal_id, tag, reader) for tag in tags))


def worn(deal_id: int, tags: Iterable[Choice], reader: Reader) -> Part | None:
    """The deal's tags; a tap takes one off."""
    return actions(*(drop(deal_id, tag, reader) for tag in tags))


def put(deal_id: int, tag: Choice, reader: Reader) -> Part:
    return button(reader.t("btn.tag", tag=tag.label), "tag_put", f"{deal_id}:{tag.value}")


def drop(deal_id: int, tag: Choice, reader: Reader) -> Part:
    return button(reader.t("btn.untag", tag=tag.label), "tag_drop", f"{deal_id}:{tag.value}")
