"""What came of taking back that a deal was given to somebody else; and that what was said of one stays."""

from typing import ClassVar

from rules.answers.base import Answer, DealHead


class GivenBack(Answer):
    """It is with its owner again. ``who`` took it back; empty: the reader. ``is_yours``: the owner reads it."""

    kind: ClassVar[str] = "given_back"
    head: DealHead
    owner: str
    who: str = ""
    is_yours: bool = False


class GivenStays(Answer):
    """Not taken back: ``who`` (empty: the reader) has worked on it since, see `rules.worked` for ``act``; "left": whose it
    was can have no deals any more; empty: nobody's act."""

    kind: ClassVar[str] = "given_stays"
    head: DealHead
    act: str
    who: str = ""
    owner: str = ""
    is_open: bool = True
