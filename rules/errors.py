"""The small family of expected failures. Each carries the catalogue key of the sentence a person reads."""

from typing import Any


class BatonError(Exception):
    """Something a person can be told in one sentence: ``key`` names it, ``fields`` fill it in."""

    key = "err.save"

    def __init__(self, key: str | None = None, **fields: Any) -> None:
        self.key = key or self.key
        self.fields = fields
        super().__init__(f"{self.key} {sorted(fields)}")

    @property
    def said(self) -> dict[str, str | list[str]]:
        """The fields as they are kept until somebody reads them; several names are listed in the reader's language."""
        return {
            name: [str(one) for one in value] if isinstance(value, (list, tuple)) else str(value)
            for name, value in self.fields.items()
        }


class Several(Exception):
    """More than one thing is wrong at once, each a sentence of its own."""

    def sentences(self, locale: str) -> list[str]:
        """What is wrong, in the reader's language, one line each."""
        raise NotImplementedError


class Refused(BatonError):
    """The person may not do or see this. Absent and forbidden look the same."""

    key = "err.refused"


class NotFound(BatonError):
    """No such thing among what this person can see."""

    key = "err.notfound"


class Conflict(BatonError):
    """Somebody else changed it meanwhile; the person is shown the new state."""

    key = "err.conflict"


class Busy(BatonError):
    """The database was locked for longer than a person can wait: nothing was written, another try may do."""

    key = "err.busy"


class Unwritable(Busy):
    """The database takes nothing: its disk is full, read-only or broken. Nothing was written; somebody has to help."""

    key = "err.unwritable"


class Invalid(BatonError):
    """What was typed cannot be taken as it is; ``faults`` maps a field to the key of its sentence."""

    key = "err.invalid"

    def __init__(self, key: str | None = None, faults: dict[str, str] | None = None, **fields: Any) -> None:
        self.faults = faults or {}
        super().__init__(key, **fields)
