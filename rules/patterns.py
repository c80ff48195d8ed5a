"""Regular expressions that are compiled when they are first asked: together they would be a tenth of every start."""

import re
from typing import Any, cast

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn")
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
            setattr(self, method, getattr(pattern, method))
        return getattr(pattern, name)


def late(source: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`, at first use. Not for `re.sub(pattern, ...)` and its like, which want a pattern itself."""
    return cast("re.Pattern[str]", _Late(source, flags))


def warm() -> None:
    """Compiles all of them now. Raises re.error for one that is none (a test calls this)."""
    for pattern in _ALL:
        _ = pattern.search
