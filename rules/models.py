"""What the parts of a process are made of: strict models, permanent keys, durations and clock times as they are written."""

from datetime import time
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from rules.durations import Duration, read_duration

Key = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,39}$")]


def _duration(value: object) -> object:
    if isinstance(value, Duration):
        return value
    try:
        return read_duration(str(value))
    except ValueError:
        raise ValueError("duration") from None


def _clock(value: object) -> object:
    if isinstance(value, time):
        return value
    try:
        if isinstance(value, int):  # YAML 1.1 reads 10:30 as a number in base 60
            return time(value // 60, value % 60)
        return time.fromisoformat(str(value))
    except ValueError:
        raise ValueError("clock") from None


def _percent(value: object) -> object:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 100:
        return value
    raise ValueError("percent")


Limit = Annotated[Duration, BeforeValidator(_duration)]
Percent = Annotated[int, BeforeValidator(_percent)]
ClockTime = Annotated[time, BeforeValidator(_clock)]


class Model(BaseModel):
    """Strict: an unknown key is a fault, so that a typing slip does not pass in silence."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Name(Model):
    """A name in both languages."""

    en: str = Field(min_length=1, max_length=70)
    zh: str = Field(min_length=1, max_length=70)

    def of(self, locale: str) -> str:
        return self.zh if locale == "zh" else self.en
