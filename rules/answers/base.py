"""The base of all answers, the parts they share, and how they become JSON and come back."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from rules.names import shortened


class Part(BaseModel):
    """A frozen piece of an answer. Its validator is made when the first one is told: there are ninety kinds."""

    model_config = ConfigDict(frozen=True, defer_build=True)


class Answer(Part):
    """One thing to tell a person. Subclasses set ``kind``, which names their view; one that ``is_private`` goes to
    nobody else, also when that person is gone."""

    kind: ClassVar[str] = ""
    is_private: ClassVar[bool] = False
    known: ClassVar[dict[str, type["Answer"]]] = {}

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        Answer.known[cls.kind] = cls


class DealHead(Part):
    """A deal in one line: enough to name it and to open its card."""

    deal_id: int
    code: str | None = None
    account: str = ""
    contact: str = ""
    stage: str = ""
    product: str = ""  # of a deal that names nobody
    has_namesake: bool = False  # its owner has another open deal of that name
    begins: str = ""  # of one that names nothing at all: how it was typed

    @property
    def called(self) -> str:
        """What people call it: its account, else its contact, else its product with its code; empty for none. With its
        code, too, where the name alone would leave open which it is."""
        if name := shortened(self.account or self.contact):
            return f"{name} · {self.code}" if self.has_namesake and self.code else name
        return " · ".join(word for word in (self.product, self.code) if word)


class StepShown(Part):
    """A next step as it was said: local date, optional time or part of the day; ``kind`` is by, at or on."""

    step_id: int | None = None
    text: str = ""
    kind: str = "by"
    on: date | None = None
    at: time | None = None
    part: str | None = None
    days: int | None = None  # calendar days from the reader's today


class StageDays(Part):
    """For how many whole working days of the owner's calendar a deal has been in its stage, as its limit counts them;
    `counted_from`: since when, where that is not the stage's entry; `waited`: days of waiting that are not among them."""

    days_in_stage: int = 0
    counted_from: datetime | None = None
    waited: int = 0


class ClosedShown(Part):
    """How a deal was closed (won, lost or invalid), and on which day of the reader's."""

    state: str
    on: date


class Sentence(Answer):
    """One sentence of the catalogue, with its fields."""

    kind: ClassVar[str] = "sentence"
    key: str
    fields: dict[str, Any] = {}


class FormLate(Answer):
    """A form that Slack did not open in time: kept with all that was filled in, and offered again."""

    kind: ClassVar[str] = "form_late"
    form_id: int


def dump(answer: Answer) -> dict[str, Any]:
    """The answer as JSON data, to be stored."""
    return {"kind": answer.kind, **answer.model_dump(mode="json")}


def load(data: dict[str, Any]) -> Answer:
    """The answer that `dump` stored. Raises KeyError for a kind that is no more."""
    rest = dict(data)
    return Answer.known[rest.pop("kind")].model_validate(rest)


def deals_in(answer: Answer) -> frozenset[int]:
    """The deals that an answer names, wherever in it they stand."""
    return frozenset(head.deal_id for head in _heads(answer) if head.deal_id)


def _heads(value: object) -> Iterator[DealHead]:
    if isinstance(value, DealHead):
        yield value
    elif isinstance(value, Part):
        for name in type(value).model_fields:
            yield from _heads(getattr(value, name))
    elif isinstance(value, (tuple, list)):
        for each in value:
            yield from _heads(each)
