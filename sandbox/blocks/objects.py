"""The composition objects: texts, options, confirmation dialogs, filters, images' sources."""

from collections.abc import Mapping

from sandbox.blocks import cross
from sandbox.blocks.cross import Also
from sandbox.blocks.kinds import Arr, Bool, Kind, Num, Obj, OneOf, Str


def typed(
    name: str,
    fields: Mapping[str, Kind],
    needs: str = "",
    also: Also | None = None,
    rule: str = "",
) -> Obj:
    """An object whose `type` is `name`; `needs` names its required keys besides `type`."""
    rule = rule or name
    return Obj(rule, {"type": Str(rule, choices=(name,)), **fields}, ("type", *needs.split()), also)


def plain(rule: str) -> Obj:
    """A text object that must be plain_text; the rule gives its length."""
    return typed("plain_text", {"text": Str(rule), "emoji": Bool("text")}, "text", rule="text")


def mrkdwn(rule: str) -> Obj:
    """A text object of Slack's markup."""
    return typed("mrkdwn", {"text": Str(rule), "verbatim": Bool("text")}, "text", rule="text")


def text(rule: str) -> OneOf:
    """A text object of either type."""
    return OneOf("text", {"plain_text": plain(rule), "mrkdwn": mrkdwn(rule)})


def shape(rule: str, fields: Mapping[str, Kind], needs: str = "", also: Also | None = None) -> Obj:
    """An object without a `type`."""
    return Obj(rule, fields, tuple(needs.split()), also)


URL = Str("url", form="uri")
STYLE = Str("button", choices=("primary", "danger"))
CONFIRM = shape(
    "confirm",
    {
        "title": plain("confirm.title"),
        "text": text("confirm.text"),
        "confirm": plain("confirm.button"),
        "deny": plain("confirm.button"),
        "style": Str("confirm", choices=("primary", "danger")),
    },
    "title text confirm deny",
)


def option(label: Kind, *, url: bool = False) -> Obj:
    """One choice of a menu or group; `url` is for overflow menus alone."""
    fields: dict[str, Kind] = {
        "text": label,
        "value": Str("option.value"),
        "description": text("option.description")
        if isinstance(label, OneOf)
        else plain("option.description"),
    }
    if url:
        fields["url"] = Str("option.url", form="uri")
    return shape("option", fields, "text value")


OPTION = option(plain("option.text"))
RICH_OPTION = option(text("option.text"))
OPTION_GROUP = shape(
    "option_group",
    {"label": plain("option_group.label"), "options": Arr("option_group.options", OPTION)},
    "label options",
)
CONVERSATION_FILTER = shape(
    "conversation_filter",
    {
        "include": Arr(
            "filter.include",
            Str("conversation_filter", choices=("im", "mpim", "private", "public")),
            distinct=True,
        ),
        "exclude_external_shared_channels": Bool("conversation_filter"),
        "exclude_bot_users": Bool("conversation_filter"),
    },
    also=cross.filter_says_something,
)
DISPATCH = shape(
    "dispatch_action_config",
    {
        "trigger_actions_on": Arr(
            "dispatch.triggers",
            Str("dispatch_action_config", choices=("on_enter_pressed", "on_character_entered")),
            distinct=True,
        )
    },
)
SLACK_FILE = shape("slack_file", {"id": Str("select.id"), "url": URL}, also=cross.one_file_source)
IMAGE_SOURCE: dict[str, Kind] = {"image_url": Str("image.image_url", form="uri"), "slack_file": SLACK_FILE}
IMAGE = typed(
    "image",
    {"alt_text": Str("image.alt_text"), **IMAGE_SOURCE},
    "alt_text",
    cross.one_image_source,
    rule="image_element",
)
SLACK_ICON = typed("icon", {"name": Str("select.id")}, "name", rule="slack_icon")
WORKFLOW = shape(
    "workflow",
    {
        "trigger": shape(
            "trigger",
            {
                "url": URL,
                "customizable_input_parameters": Arr(
                    "workflow_button.inputs",
                    shape("trigger", {"name": Str("select.id"), "value": Str("button.value")}, "name value"),
                ),
            },
            "url",
        )
    },
    "trigger",
)
RAW_TEXT = typed("raw_text", {"text": Str("task_card.text")}, "text", rule="table")
RAW_NUMBER = typed(
    "raw_number",
    {"value": Num("table", whole=False), "text": Str("task_card.text")},
    "value",
    rule="table",
)
