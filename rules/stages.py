"""A stage of the process: its limits, what a deal needs to leave it, and the tasks that entering it opens."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from rules.access import Role
from rules.models import Key, Limit, Model, Name, Percent

GateKind = Literal["text", "choice", "note", "contact", "file", "date", "number", "band", "approval"]
ITEMS = 4  # exit items of a stage


class GateItem(Model):
    """One exit item. ``hard`` blocks; the rest may be owed by Friday once a stage, but for an approval.

    ``of`` lists note kinds or contact roles; ``over`` asks for it only above this amount (major units of
    the base currency); ``in_stage`` asks for a note of a contact since the stage was entered; ``or`` names what may
    stand in for it. One with ``moved_to`` is asked no more.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", arbitrary_types_allowed=True, populate_by_name=True
    )
    key: Key
    name: Name
    kind: GateKind = "text"
    hard: bool = False
    of: tuple[str, ...] = ()
    options: Mapping[str, Name] = {}
    over: int | None = Field(default=None, ge=0)
    in_stage: bool = False
    moved_to: Key | None = None
    alternative: "GateItem | None" = Field(default=None, alias="or")

    @property
    def is_amount(self) -> bool:
        """Does it ask what the deal is worth, and no other number?"""
        return self.kind == "number" and self.key == "amount"

    @property
    def may_promise(self) -> bool:
        """May the rep owe it? What only somebody else gives is not theirs to promise."""
        return not self.hard and self.kind != "approval"


class Opens(Model):
    """A task that entering the stage opens for a group."""

    kind: Key
    name: Name
    to: Role
    due: Limit
    moved_to: Key | None = None


def _few(items: tuple[GateItem, ...]) -> tuple[GateItem, ...]:
    """At most four are asked; retired ones do not count."""
    if sum(item.moved_to is None for item in items) > ITEMS:
        raise PydanticCustomError("too_many", "too many exit items")
    return items


class Stage(Model):
    """A stage with its limits and exit items. Without ``slow_after`` the slow signal is off, without ``slipping_after`` nothing
    is said to be slipping away, without ``prior`` nothing is known of how likely its deals are to be won."""

    key: Key
    name: Name
    prior: Percent | None = None
    slow_after: Limit | None = None
    slipping_after: Limit | None = None
    exit: Annotated[tuple[GateItem, ...], AfterValidator(_few)] = ()
    opens: tuple[Opens, ...] = ()
    final: bool = False
    moved_to: Key | None = None
