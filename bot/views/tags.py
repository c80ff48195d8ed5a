"""Tags: the taps that offer them, the row that takes them off."""

from collections.abc import Iterable
from typing import Any

from bot.views.parts import Part, actions, button
from bot.views.reader import Reader
from rules.answers.deals import DealTagged
from rules.answers.leads import Choice

HERE = ":here"  # ends the value of a chip that is turned over where it stands


def offers(deal_id: int, tags: Iterable[Choice], reader: Reader) -> Part | None:
    """ "Tag: price?", a tap for each."""
    return actions(*(put(deal_id, tag, reader) for tag in tags))


def worn(deal_id: int, tags: Iterable[Choice], reader: Reader) -> Part | None:
    """The deal's tags; a tap takes one off."""
    return actions(*(drop(deal_id, tag, reader) for tag in tags))


def turned(message: dict[str, Any], pressed: str, answer: DealTagged, reader: Reader) -> Part | None:
    """The message with the pressed chip turned over: what was offered is worn, with its way back, in the same place.
    None where the message has no such chip."""
    turn = drop if answer.is_on else put
    chip = turn(answer.head.deal_id, answer.tag, reader, HERE)
    blocks, is_there = [], False
    for block in message.get("blocks") or ():
        row = block.get("elements") if block.get("type") == "actions" else None
        if row and any(tap.get("value") == pressed for tap in row):
            is_there = True
            taps = [_in_place_of(tap, chip) if tap.get("value") == pressed else tap for tap in row]
            block = {**block, "elements": taps}
        blocks.append(block)
    return {"text": message.get("text") or "", "blocks": blocks} if is_there else None


def _in_place_of(tap: dict[str, Any], chip: Part) -> Part:
    """With the number that keeps the ids of one message apart."""
    _, mark, number = str(tap.get("action_id", "")).partition("#")
    return {**chip, "action_id": f"{chip['action_id']}{mark}{number}"}


def put(deal_id: int, tag: Choice, reader: Reader, where: str = "") -> Part:
    return button(reader.t("btn.tag", tag=tag.label), "tag_put", f"{deal_id}:{tag.value}{where}")


def drop(deal_id: int, tag: Choice, reader: Reader, where: str = "") -> Part:
    return button(reader.t("btn.untag", tag=tag.label), "tag_drop", f"{deal_id}:{tag.value}{where}")
