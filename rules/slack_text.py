"""Slack's encoding undone, once, before any parser sees what a person typed.

`clean` is idempotent and never raises; what it removes is only what nobody can see.
"""

import re
from urllib.parse import unquote

from rules.patterns import late

_MOST_PASSES = 40

_INVISIBLE = late(
    "[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e"
    "\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\ue000-\ue002\U000e0000-\U000e0fff]"
)
# A joiner means something between emoji only (a family, a flag); elsewhere it splits words unseen.
_STRAY_JOINER = late("(?<![\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])\u200d")
_NEWLINES = late("\r\n|[\r\u000b\u000c\u0085\u2028\u2029]")
_SPACES = late("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_BEFORE_BREAK = late(r"(?<![ \t])[ \t]+\n")  # tried once a run, however long the run is
_ENTITY = late(r"&(?:amp;)*(amp|lt|gt);")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">"}
_TOKEN = late(r"<([@#!]|(?:mailto|tel|https?|slack|skype|sip):)([^<>\n|]*)(?:\|([^<>\n]*))?>", re.I)

# Full width is kept where Chinese writes it so (，。：；？！（）), and narrowed where a machine is meant.
_KEPT_WIDE = set("，：；？！（）")
_NARROW = {c: chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F) if chr(c) not in _KEPT_WIDE}
_PLAIN = str.maketrans(
    {
        **{chr(c): s for c, s in _NARROW.items()},
        "￥": "¥",
        "￡": "£",
        "￠": "¢",
        "‘": "'",
        "’": "'",
        "‚": "'",
        "‛": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "‟": '"',
        "‐": "-",
        "‑": "-",
        "‒": "-",
        "−": "-",
    }
)
_WIDE_COLON = late(r"(?<=\d)：(?=\d)")


def clean(raw: str) -> str:
    """What the person meant to type: tokens and entities undone, invisible characters gone.

    Entities are undone to the end (`&amp;lt;` is `<`), so that cleaning twice changes nothing.
    Ends and the space before a line break are trimmed; line breaks are kept as `\\n`, and tabs (a row of a sheet).
    """
    if raw.isascii() and raw.isprintable() and "<" not in raw and "&" not in raw:
        return raw.strip()  # a line of plain English: there is nothing to undo
    text = _tidy(raw)
    for _ in range(_MOST_PASSES):
        undone = _tidy(_TOKEN.sub(_token, _ENTITY.sub(_entity, text)))
        if undone == text:
            return text
        text = undone
    return _tidy(_ENTITY.sub(_entity, text).replace("<", "‹"))


def _tidy(text: str) -> str:
    text = _STRAY_JOINER.sub("", _INVISIBLE.sub("", text))
    text = _NEWLINES.sub("\n", text)
    text = _WIDE_COLON.sub(":", _SPACES.sub(" ", text).translate(_PLAIN))
    return _BEFORE_BREAK.sub("\n", text).strip()


def _entity(match: re.Match[str]) -> str:
    return _ENTITIES[match[1]]


def _token(match: re.Match[str]) -> str:
    mark, body, label = match[1].lower(), match[2], (match[3] or "").strip()
    if mark in {"@", "#"}:
        return mark + (label or body).lstrip(mark)
    if mark == "!":
        return _special(body, label)
    return _link(mark, body, label)


def _special(body: str, label: str) -> str:
    """`<!channel>`, `<!subteam^S1|@sales>`, `<!date^…|Nov 24>` as words that call nobody."""
    if label:
        return label
    return "@" + body.split("^", 1)[0]


def _link(scheme: str, body: str, label: str) -> str:
    """A link as its label; the address beside it when the label does not already say it."""
    target = body if scheme in {"mailto:", "tel:"} else scheme + body
    if not label:
        return target
    if scheme == "tel:":
        said = _digits(label)
        return label if said and _digits(body).endswith(said) else f"{label} {target}"
    if _bare(label) in {_bare(target), _bare(unquote(target))}:
        return label
    return f"{label} {target}"


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdecimal())


def _bare(url: str) -> str:
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", url.strip().lower()).rstrip("/")
