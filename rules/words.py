"""Words that stand for "I don't know": what is filled with them is shown as unknown and fills no gate."""

import re
import unicodedata

_WRITTEN = (
    "n/a|na|nil|null|none|tbd|tba|tbc|to be confirmed|to be decided|to be determined|unknown|unclear|unsure|not sure"
    "|don't know|dont know|i don't know|dunno|no idea|待定|未定|不知道|还不知道|不清楚|还不清楚|不详|未知|暂无|无|没定"
    "|还没定|待确认|待补充|待补|后补|不确定|再说|todo|to do|unknown yet|not known yet|xx|xxx"
)
# Letters to Unicode, blanks to whoever reads them.
_BLANK = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")


def _spoken(value: str) -> str:
    """The letters, figures and pictures in it: any width, any case, without marks, quotes and blanks."""
    plain = unicodedata.normalize("NFKC", value).casefold()
    return "".join(
        c for c in plain if c not in _BLANK and (unicodedata.category(c)[0] in "LN" or _is_picture(c))
    )


def _is_picture(c: str) -> bool:
    return unicodedata.category(c) == "So"


_UNKNOWN = frozenset(_spoken(word) for word in _WRITTEN.split("|"))


def is_unknown(value: object) -> bool:
    """True for nothing, blanks, marks alone, and the words people type to get past a field, whatever stands around
    them: "N.A.", "（待定）。"."""
    if value is None:
        return True
    if not isinstance(value, str):
        return False
    said = _spoken(value)
    return not said or said in _UNKNOWN or _once(said) in _UNKNOWN - {"na"}  # Nana is somebody


def _once(said: str) -> str:
    """The part that it says over and over: "tbd" of "tbdtbd"."""
    return said[: (said + said).find(said, 1)]


_LINK = re.compile(r"(?:https?://|www\.)\S+|(?:\\\\|[a-z]:\\).+|[\w-]+(?:\.[\w-]+)+/\S*", re.IGNORECASE)


def is_link(text: str) -> bool:
    """True for an address of the web, with its scheme or without, and for a path in a network."""
    return _LINK.fullmatch(text.strip()) is not None
