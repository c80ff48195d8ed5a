"""The block elements: what stands in sections, actions, inputs and context_actions."""

from sandbox.blocks import cross
from sandbox.blocks.kinds import Arr, Bool, Kind, Num, Str
from sandbox.blocks.objects import (
    CONFIRM,
    CONVERSATION_FILTER,
    DISPATCH,
    IMAGE,
    OPTION,
    OPTION_GROUP,
    RICH_OPTION,
    STYLE,
    WORKFLOW,
    mrkdwn,
    option,
    plain,
    shape,
    typed,
)
from sandbox.blocks.rich import RICH_TEXT

_ID: dict[str, Kind] = {"action_id": Str("action_id")}
_CONFIRM: dict[str, Kind] = {"confirm": CONFIRM}
_FOCUS: dict[str, Kind] = {"focus_on_load": Bool("focus_on_load")}
_PLACEHOLDER: dict[str, Kind] = {"placeholder": plain("placeholder")}
_SPOKEN: dict[str, Kind] = {"accessibility_label": Str("button.accessibility_label")}
_PICK = _ID | _CONFIRM | _FOCUS | _PLACEHOLDER
_TYPED = _ID | _FOCUS | _PLACEHOLDER | {"dispatch_action_config": DISPATCH}
_MAX: dict[str, Kind] = {"max_selected_items": Num("select.max_selected_items")}
_STATIC: dict[str, Kind] = {
    "options": Arr("select.options", OPTION),
    "option_groups": Arr("select.option_groups", OPTION_GROUP),
}
_QUERY: dict[str, Kind] = {"min_query_length": Num("select.min_query_length")}
_HERE: dict[str, Kind] = {
    "default_to_current_conversation": Bool("conversations_select"),
    "filter": CONVERSATION_FILTER,
}
_ANSWER: dict[str, Kind] = {"response_url_enabled": Bool("response_url_enabled")}
_ONE: dict[str, Kind] = {"initial_option": OPTION}
_SOME: dict[str, Kind] = {"initial_options": Arr("select.initial", OPTION)}


def _ids(name: str) -> dict[str, Kind]:
    return {name: Arr("select.initial", Str("select.id"))}


def _id(name: str) -> dict[str, Kind]:
    return {name: Str("select.id")}


_FEEDBACK = shape(
    "feedback_buttons",
    {"text": plain("button.text"), "value": Str("button.value"), **_SPOKEN},
    "text value",
)
_NUMBER = Str("number_input.number")
BUTTON = typed(
    "button",
    {
        "text": plain("button.text"),
        "value": Str("button.value"),
        "url": Str("button.url", form="uri"),
        "style": STYLE,
        **_ID,
        **_CONFIRM,
        **_SPOKEN,
    },
    "text",
)

ELEMENTS: dict[str, Kind] = {
    "button": BUTTON,
    "checkboxes": typed(
        "checkboxes",
        {
            **_ID,
            **_CONFIRM,
            **_FOCUS,
            "options": Arr("checkboxes.options", RICH_OPTION),
            "initial_options": Arr("checkboxes.options", RICH_OPTION),
        },
        "options",
        cross.initial_among_options,
    ),
    "radio_buttons": typed(
        "radio_buttons",
        {
            **_ID,
            **_CONFIRM,
            **_FOCUS,
            "options": Arr("radio_buttons.options", RICH_OPTION),
            "initial_option": RICH_OPTION,
        },
        "options",
        cross.initial_among_options,
    ),
    "datepicker": typed(
        "datepicker",
        _PICK | {"initial_date": Str("datepicker", pattern=r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")},
    ),
    "timepicker": typed(
        "timepicker",
        _PICK
        | {
            "initial_time": Str("timepicker", pattern=r"([01]\d|2[0-3]):[0-5]\d"),
            "timezone": Str("select.id"),
        },
    ),
    "datetimepicker": typed(
        "datetimepicker", _ID | _CONFIRM | _FOCUS | {"initial_date_time": Num("datetimepicker.initial")}
    ),
    "overflow": typed(
        "overflow",
        _ID | _CONFIRM | {"options": Arr("overflow.options", option(plain("option.text"), url=True))},
        "options",
    ),
    "static_select": typed("static_select", _PICK | _STATIC | _ONE, also=cross.one_option_source),
    "external_select": typed("external_select", _PICK | _QUERY | _ONE),
    "users_select": typed("users_select", _PICK | _id("initial_user")),
    "conversations_select": typed(
        "conversations_select", _PICK | _HERE | _ANSWER | _id("initial_conversation")
    ),
    "channels_select": typed("channels_select", _PICK | _ANSWER | _id("initial_channel")),
    "multi_static_select": typed(
        "multi_static_select", _PICK | _MAX | _STATIC | _SOME, also=cross.one_option_source
    ),
    "multi_external_select": typed("multi_external_select", _PICK | _MAX | _QUERY | _SOME),
    "multi_users_select": typed("multi_users_select", _PICK | _MAX | _ids("initial_users")),
    "multi_conversations_select": typed(
        "multi_conversations_select", _PICK | _MAX | _HERE | _ids("initial_conversations")
    ),
    "multi_channels_select": typed("multi_channels_select", _PICK | _MAX | _ids("initial_channels")),
    "plain_text_input": typed(
        "plain_text_input",
        _TYPED
        | {
            "initial_value": Str("plain_text_input.initial_value"),
            "multiline": Bool("plain_text_input"),
            "min_length": Num("plain_text_input.min_length"),
            "max_length": Num("plain_text_input.max_length"),
        },
        also=cross.length_bounds,
    ),
    "email_text_input": typed(
        "email_text_input", _TYPED | {"initial_value": Str("plain_text_input.initial_value")}
    ),
    "url_text_input": typed(
        "url_text_input", _TYPED | {"initial_value": Str("plain_text_input.initial_value")}
    ),
    "number_input": typed(
        "number_input",
        _TYPED
        | {
            "is_decimal_allowed": Bool("number_input"),
            "initial_value": _NUMBER,
            "min_value": _NUMBER,
            "max_value": _NUMBER,
        },
        "is_decimal_allowed",
        cross.number_bounds,
    ),
    "rich_text_input": typed(
        "rich_text_input",
        _TYPED
        | {
            "initial_value": RICH_TEXT,
            "min_lines": Num("rich_text_input.lines"),
            "max_lines": Num("rich_text_input.lines"),
        },
        "action_id",
    ),
    "file_input": typed(
        "file_input",
        _ID
        | {
            "filetypes": Arr("file_input.filetypes", Str("select.id")),
            "max_files": Num("file_input.max_files"),
        },
    ),
    "feedback_buttons": typed(
        "feedback_buttons",
        _ID | {"positive_button": _FEEDBACK, "negative_button": _FEEDBACK},
        "positive_button negative_button",
    ),
    "icon_button": typed(
        "icon_button",
        {
            **_ID,
            **_CONFIRM,
            **_SPOKEN,
            "icon": Str("icon_button", choices=("trash",)),
            "text": plain("button.text"),
            "value": Str("button.value"),
            "visible_to_user_ids": Arr("icon_button.visible_to", Str("select.id")),
        },
        "icon text",
    ),
    "workflow_button": typed(
        "workflow_button",
        {**_ID, **_CONFIRM, **_SPOKEN, "text": plain("button.text"), "style": STYLE, "workflow": WORKFLOW},
        "text workflow action_id",
    ),
    "image": IMAGE,
    "plain_text": plain("context.text"),
    "mrkdwn": mrkdwn("context.text"),
}
