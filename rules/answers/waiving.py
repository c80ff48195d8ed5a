"""Answers about letting a deal pass a gate: what is asked of a manager, what they said, what its owner hears."""

from collections.abc import Collection
from typing import ClassVar, Literal

from rules.answers.base import Answer, DealHead, Part
from rules.answers.leads import MoneyShown

Asks = Literal["waive", "approve", "both"]
ENDS = ("no", "moved", "closed")  # after these nothing is asked any more


def asks_for(keys: Collection[str], approvals: Collection[str]) -> Asks:
    """What a manager is asked for with these items, of which some want their yes and the others to be let pass."""
    wanted = [key in approvals for key in keys]
    return "waive" if not any(wanted) else "approve" if all(wanted) else "both"


class WaiveForm(Part):
    """The form that asks: who is asked, for which stage, without which items."""

    deal: DealHead
    manager: str
    stage_name: str
    items: tuple[str, ...]
    asks: Asks = "waive"


class WaiveAsked(Answer):
    """The manager will hear what is wanted of them; ``is_again``: they were asked that before."""

    kind: ClassVar[str] = "gate.waive_asked"
    head: DealHead
    manager: str
    is_again: bool = False
    asks: Asks = "waive"


class WaiveSaid(Part):
    """What a manager said to it: ``how`` is waived or approved (the item of ``key``) or no (to the whole); or what became of
    it: moved (to the stage of ``name``) or closed. Without ``who`` it was the reader."""

    how: str
    key: str = ""
    name: str = ""
    who: str = ""
    words: str = ""


class WaiveRequest(Answer):
    """To the manager: who wants to pass which gate, without what, and why; then what was said to it. ``stay``: since
    when the deal was in its stage as it was asked; ``approvals``: the keys of what wants a yes, ``agreed``: of those the
    sum to which one was said, ``money``: what the deal is worth now."""

    kind: ClassVar[str] = "gate.waive_request"
    head: DealHead
    asker: str
    stage_name: str
    items: tuple[str, ...]
    keys: tuple[str, ...] = ()
    approvals: tuple[str, ...] = ()
    agreed: dict[str, MoneyShown] = {}
    money: MoneyShown | None = None
    asker_id: int = 0
    stay: str = ""
    reason: str = ""
    files: int = 0  # of the deal, when it was asked
    said: tuple[WaiveSaid, ...] = ()

    @property
    def left(self) -> tuple[str, ...]:
        """The names of what nobody has let pass yet."""
        if not self.keys:
            return self.items
        left = self.keys_left
        return tuple(name for key, name in zip(self.keys, self.items, strict=False) if key in left)

    @property
    def asks(self) -> Asks:
        """What is wanted of the manager still, or was where nothing is left."""
        return asks_for(self.keys_left or self.keys, self.approvals)

    @property
    def keys_left(self) -> list[str]:
        """Likewise, by key."""
        passed = {one.key for one in self.said if one.how not in ENDS}
        return [key for key in self.keys if key not in passed]

    @property
    def is_open(self) -> bool:
        """Is there something to answer still?"""
        return bool(self.left) and all(one.how not in ENDS for one in self.said)


class Waived(Answer):
    """A manager let items pass, or approved what asks for it; ``also``: the names after the first."""

    kind: ClassVar[str] = "gate.waived"
    head: DealHead
    item: str
    also: tuple[str, ...] = ()
    is_approval: bool = False


class WaiveDeclined(Answer):
    """To the manager who said no: who hears it."""

    kind: ClassVar[str] = "gate.waive_declined"
    head: DealHead
    asker: str


class WaiveRefused(Answer):
    """To who asked: a manager said no, with a word or without."""

    kind: ClassVar[str] = "gate.waive_refused"
    head: DealHead
    who: str
    items: tuple[str, ...]
    words: str = ""


class ItemWaived(Answer):
    """To the owner: a manager let items pass, and why; or approved them. ``also``: the names after the first."""

    kind: ClassVar[str] = "gate.item_waived"
    head: DealHead
    who: str
    item: str
    also: tuple[str, ...] = ()
    reason: str
    is_approval: bool = False
