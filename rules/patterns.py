"""Regular expressions that are compiled when they are first asked: together they would be a tenth of every start."""

import re
from collections.abc import Callable
from typing import Any, cast

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn")
_NONE: dict[str, Any] = {"search": None, "match": None, "fullmatch": None, "finditer": ()}
_ALL: list["_Late"] = []


class _Late:
    """Stands for a pattern until it is asked something, then has the pattern's own methods."""

    def __init__(self, source: str, flags: int) -> None:
        self._source, self._flags = source, flags
        _ALL.append(self)

    def __getattr__(self, name: str) -> Any:
        """Reached for what is not there yet, so once for each pattern."""
        if name.startswith("_"):
            raise AttributeError(name)
        pattern = re.compile(self._source, self._flags)
        for method in _METHODS:
            setattr(self, method, self._made(pattern, method))
        return self.__dict__.get(name) or getattr(pattern, name)

    def _made(self, pattern: re.Pattern[str], method: str) -> Callable[..., Any]:
        """The pattern's own method."""
        found: Callable[..., Any] = getattr(pattern, method)
        return found


class _LateHan(_Late):
    """As `_Late`; a text of ASCII is not searched."""

    def _made(self, pattern: re.Pattern[str], method: str) -> Callable[..., Any]:
        found = super()._made(pattern, method)
        if method not in _NONE:
            return found
        nothing = _NONE[method]
        return lambda text, *where: nothing if text.isascii() else found(text, *where)


def late(source: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`, at first use. Not for `re.sub(pattern, ...)` and its like, which want a pattern itself."""
    return cast("re.Pattern[str]", _Late(source, flags))


def late_han(source: str, flags: int = 0) -> re.Pattern[str]:
    """As `late`, for what has a Han character (or one as wide) in every match: it costs a line in English nothing."""
    return cast("re.Pattern[str]", _LateHan(source, flags))


def warm() -> None:
    """Compiles all of them now. Raises re.error for one that is none (a test calls this)."""
    for pattern in _ALL:
        _ = pattern.search
