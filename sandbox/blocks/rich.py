"""rich_text: sections, lists, quotes and preformatted text, and the inline elements they hold."""

from sandbox.blocks.kinds import Arr, Bool, Kind, Num, OneOf, Str
from sandbox.blocks.objects import URL, shape, typed

_RULE = "rich_text"
_NAME = Str("select.id")
_WORDS = Str(_RULE)
_WHOLE = Num("rich_text.number")
_STYLE = shape(
    _RULE,
    {
        name: Bool(_RULE)
        for name in [
            "bold",
            "italic",
            "strike",
            "underline",
            "code",
            "highlight",
            "client_highlight",
            "unlink",
        ]
    },
)


def _inline(kind: str, needs: str, /, **fields: Kind) -> Kind:
    return typed(kind, {"style": _STYLE, **fields}, needs, rule=_RULE)


INLINE: dict[str, Kind] = {
    "broadcast": _inline("broadcast", "range", range=Str(_RULE, choices=("here", "channel", "everyone"))),
    "channel": _inline("channel", "channel_id", channel_id=_NAME),
    "color": _inline("color", "value", value=Str(_RULE, pattern="#?[0-9A-Fa-f]{6}")),
    "date": _inline(
        "date", "timestamp format", timestamp=_WHOLE, format=_NAME, url=URL, fallback=Str("text.text")
    ),
    "emoji": _inline("emoji", "name", name=_NAME, unicode=_NAME, url=URL, skin_tone=_WHOLE),
    "link": _inline("link", "url", url=URL, text=_WORDS, unsafe=Bool(_RULE)),
    "team": _inline("team", "team_id", team_id=_NAME),
    "text": _inline("text", "text", text=Str("task_card.text")),
    "user": _inline("user", "user_id", user_id=_NAME),
    "usergroup": _inline("usergroup", "usergroup_id", usergroup_id=_NAME),
}
_LINE = Arr(_RULE, OneOf(_RULE, INLINE))
_BORDER = Num("rich_text.indent")
_SECTION = typed("rich_text_section", {"elements": _LINE}, "elements", rule=_RULE)

RICH_TEXT = typed(
    "rich_text",
    {
        "block_id": Str("block_id"),
        "elements": Arr(
            _RULE,
            OneOf(
                _RULE,
                {
                    "rich_text_section": _SECTION,
                    "rich_text_list": typed(
                        "rich_text_list",
                        {
                            "style": Str(_RULE, choices=("bullet", "ordered")),
                            "elements": Arr(_RULE, OneOf(_RULE, {"rich_text_section": _SECTION})),
                            "indent": Num("rich_text.indent"),
                            "offset": _WHOLE,
                            "border": _BORDER,
                        },
                        "style elements",
                        rule=_RULE,
                    ),
                    "rich_text_quote": typed(
                        "rich_text_quote", {"elements": _LINE, "border": _BORDER}, "elements", rule=_RULE
                    ),
                    "rich_text_preformatted": typed(
                        "rich_text_preformatted",
                        {"elements": _LINE, "border": _BORDER, "language": _NAME},
                        "elements",
                        rule=_RULE,
                    ),
                },
            ),
        ),
    },
    "elements",
)
