"""Words that stand for "I don't know": what is filled with them is shown as unknown and fills no gate."""

import re
import unicodedata

_WRITTEN = (
    ".|..|...|-|--|—|/|?|??|???|n/a|na|nil|null|tbd|tba|tbc|unknown|unclear|unsure|not sure|don't know"
    "|dont know|no idea|待定|未定|不知道|不清楚|不详|未知|暂无|无|没定|还没定|待确认|不确定|再说"
)
_UNKNOWN = frozenset(_WRITTEN.split("|"))


def is_unknown(value: object) -> bool:
    """True for nothing, blanks, and the words people type to get past a field; any width, any case."""
    if value is None:
        return True
    if not isinstance(value, str):
        return False
    plain = unicodedata.normalize("NFKC", value).replace("。", ".").replace("’", "'")
    plain = "".join(c for c in plain if unicodedata.category(c) != "Cf").strip().casefold()
    return not plain or plain in _UNKNOWN


_LINK = re.compile(r"(?:https?://|www\.)\S+|(?:\\\\|[a-z]:\\).+|[\w-]+(?:\.[\w-]+)+/\S*", re.IGNORECASE)


def is_link(text: str) -> bool:
    """True for an address of the web, with its scheme or without, and for a path in a network."""
    return _LINK.fullmatch(text.strip()) is not None
