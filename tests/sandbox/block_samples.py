"""One valid specimen of every block and element, to be bent by the tests."""

from typing import Any

Json = dict[str, Any]


def plain(text: str = "Words") -> Json:
    return {"type": "plain_text", "text": text, "emoji": True}


def mrkdwn(text: str = "*Words*") -> Json:
    return {"type": "mrkdwn", "text": text, "verbatim": False}


def option(value: str = "a", text: str = "A") -> Json:
    return {"text": plain(text), "value": value, "description": plain("what it is")}


CONFIRM: Json = {
    "title": plain("Sure?"),
    "text": mrkdwn("This cannot be undone"),
    "confirm": plain("Yes"),
    "deny": plain("No"),
    "style": "danger",
}
OPTIONS = [option("a", "A"), option("b", "B")]
IMAGE: Json = {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "A picture"}
RICH_TEXT: Json = {
    "type": "rich_text",
    "elements": [
        {
            "type": "rich_text_section",
            "elements": [
                {"type": "text", "text": "Hello ", "style": {"bold": True}},
                {"type": "user", "user_id": "U1"},
                {"type": "usergroup", "usergroup_id": "S1"},
                {"type": "channel", "channel_id": "C1"},
                {"type": "team", "team_id": "T1"},
                {"type": "broadcast", "range": "here"},
                {"type": "color", "value": "#FF0000"},
                {"type": "date", "timestamp": 1720710212, "format": "{date_num}", "fallback": "then"},
                {"type": "emoji", "name": "wave", "unicode": "1f44b"},
                {"type": "link", "url": "https://example.com", "text": "there"},
            ],
        },
        {
            "type": "rich_text_list",
            "style": "ordered",
            "indent": 1,
            "border": 0,
            "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "one"}]}],
        },
        {"type": "rich_text_quote", "elements": [{"type": "text", "text": "said"}]},
        {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "x = 1"}], "border": 0},
    ],
}
_PICK: Json = {"action_id": "pick", "confirm": CONFIRM, "focus_on_load": True, "placeholder": plain("Pick")}
_TYPED: Json = {
    "action_id": "typed",
    "focus_on_load": True,
    "placeholder": plain("Type"),
    "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
}
_MAX: Json = {"max_selected_items": 2}
_FILTER: Json = {"filter": {"include": ["public", "private"], "exclude_bot_users": True}}
_GROUPS: Json = {"option_groups": [{"label": plain("First"), "options": OPTIONS}]}
_FEEDBACK: Json = {"text": plain("Good"), "value": "good", "accessibility_label": "It was good"}

ELEMENTS: dict[str, Json] = {
    e["type"]: e
    for e in (
        {
            "type": "button",
            "text": plain("Press"),
            "value": "v",
            "url": "https://example.com",
            "style": "primary",
            "action_id": "press",
            "confirm": CONFIRM,
            "accessibility_label": "Press it",
        },
        {
            "type": "checkboxes",
            "action_id": "c",
            "options": OPTIONS,
            "initial_options": [OPTIONS[1]],
            "confirm": CONFIRM,
        },
        {"type": "radio_buttons", "action_id": "r", "options": OPTIONS, "initial_option": OPTIONS[0]},
        {"type": "datepicker", "initial_date": "2026-11-24", **_PICK},
        {"type": "timepicker", "initial_time": "23:59", "timezone": "Asia/Shanghai", **_PICK},
        {"type": "datetimepicker", "action_id": "d", "initial_date_time": 1628633820, "confirm": CONFIRM},
        {
            "type": "overflow",
            "action_id": "o",
            "options": [{"text": plain("Go"), "value": "go", "url": "https://example.com"}],
            "confirm": CONFIRM,
        },
        {"type": "static_select", "options": OPTIONS, "initial_option": OPTIONS[1], **_PICK},
        {"type": "external_select", "min_query_length": 0, "initial_option": OPTIONS[0], **_PICK},
        {"type": "users_select", "initial_user": "U1", **_PICK},
        {"type": "conversations_select", "default_to_current_conversation": True, **_PICK, **_FILTER},
        {"type": "channels_select", "initial_channel": "C1", **_PICK},
        {"type": "multi_static_select", "initial_options": OPTIONS, **_PICK, **_MAX, **_GROUPS},
        {"type": "multi_external_select", "initial_options": OPTIONS, **_PICK, **_MAX},
        {"type": "multi_users_select", "initial_users": ["U1"], **_PICK, **_MAX},
        {"type": "multi_conversations_select", "initial_conversations": ["C1"], **_PICK, **_MAX, **_FILTER},
        {"type": "multi_channels_select", "initial_channels": ["C1"], **_PICK, **_MAX},
        {
            "type": "plain_text_input",
            "initial_value": "",
            "multiline": True,
            "min_length": 0,
            "max_length": 3000,
            **_TYPED,
        },
        {"type": "email_text_input", "initial_value": "a@example.com", **_TYPED},
        {"type": "url_text_input", "initial_value": "https://example.com", **_TYPED},
        {
            "type": "number_input",
            "is_decimal_allowed": True,
            "min_value": "-1.5",
            "max_value": "10",
            "initial_value": "2.25",
            **_TYPED,
        },
        {"type": "rich_text_input", "initial_value": RICH_TEXT, **_TYPED},
        {"type": "file_input", "action_id": "f", "filetypes": ["pdf"], "max_files": 10},
        {
            "type": "feedback_buttons",
            "action_id": "fb",
            "positive_button": _FEEDBACK,
            "negative_button": _FEEDBACK,
        },
        {
            "type": "icon_button",
            "icon": "trash",
            "text": plain("Delete"),
            "value": "v",
            "action_id": "i",
            "confirm": CONFIRM,
            "visible_to_user_ids": ["U1"],
        },
        {
            "type": "workflow_button",
            "text": plain("Run"),
            "action_id": "w",
            "style": "danger",
            "workflow": {
                "trigger": {
                    "url": "https://slack.com/shortcuts/Ft1/a",
                    "customizable_input_parameters": [{"name": "n", "value": "v"}],
                }
            },
        },
        IMAGE,
        plain(),
        mrkdwn(),
    )
}
_CARD: Json = {
    "type": "card",
    "icon": IMAGE,
    "hero_image": IMAGE,
    "title": mrkdwn("Title"),
    "subtitle": plain("Sub"),
    "body": mrkdwn("Body"),
    "subtext": plain("Less"),
    "actions": [ELEMENTS["button"]],
}
_TASK: Json = {
    "type": "task_card",
    "task_id": "t",
    "title": "Do it",
    "status": "pending",
    "details": RICH_TEXT,
}
_CELLS = [{"type": "raw_text", "text": "a"}, {"type": "raw_number", "value": 1.5, "text": "1.50"}]
_ROW: Json = {"type": "raw_text", "text": "Head"}

BLOCKS: dict[str, Json] = {
    b["type"]: b
    for b in (
        {
            "type": "section",
            "block_id": "s",
            "text": mrkdwn(),
            "fields": [mrkdwn(), plain()],
            "accessory": ELEMENTS["button"],
            "expand": True,
        },
        {"type": "divider", "block_id": "d"},
        {"type": "header", "text": plain(), "level": 2},
        {"type": "context", "elements": [IMAGE, plain(), mrkdwn()]},
        {"type": "actions", "elements": [ELEMENTS["button"], ELEMENTS["overflow"]]},
        {
            "type": "input",
            "label": plain("Label"),
            "hint": plain("Hint"),
            "element": ELEMENTS["plain_text_input"],
            "optional": True,
            "dispatch_action": True,
        },
        {**IMAGE, "title": plain("A picture")},
        {
            "type": "video",
            "alt_text": "A film",
            "title": plain("Film"),
            "title_url": "https://example.com/v",
            "thumbnail_url": "https://example.com/v.png",
            "video_url": "https://example.com/embed/v",
            "author_name": "A",
            "provider_name": "B",
            "provider_icon_url": "https://example.com/i.png",
            "description": plain("About"),
        },
        RICH_TEXT,
        {"type": "markdown", "text": "**bold**"},
        {
            "type": "table",
            "rows": [_CELLS, [RICH_TEXT, _CELLS[0]]],
            "column_settings": [None, {"align": "right", "is_wrapped": True}],
        },
        {
            "type": "data_table",
            "caption": "Deals",
            "rows": [[_ROW, _ROW], _CELLS],
            "page_size": 10,
            "row_header_column_index": 0,
        },
        {"type": "context_actions", "elements": [ELEMENTS["feedback_buttons"], ELEMENTS["icon_button"]]},
        {
            "type": "data_visualization",
            "title": "Stages",
            "chart": {
                "type": "bar",
                "series": [
                    {"name": "a", "data": [{"label": "x", "value": 1}, {"label": "y", "value": -2.5}]},
                    {"name": "b", "data": [{"label": "y", "value": 1}, {"label": "x", "value": 0}]},
                ],
                "axis_config": {"categories": ["x", "y"], "x_label": "X", "y_label": "Y"},
            },
        },
        {"type": "alert", "text": plain("Careful"), "level": "warning"},
        _CARD,
        {"type": "carousel", "elements": [_CARD, _CARD]},
        {
            "type": "container",
            "title": plain("All of it"),
            "subtitle": mrkdwn("and more"),
            "icon": IMAGE,
            "width": "wide",
            "is_collapsible": True,
            "default_collapsed": True,
            "child_blocks": [{"type": "divider"}, {"type": "section", "text": mrkdwn()}],
        },
        {"type": "plan", "title": "The plan", "tasks": [_TASK]},
        {**_TASK, "sources": [{"type": "url", "url": "https://example.com", "text": "there"}]},
    )
}


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain("Title"), "submit": plain("Save"), "blocks": list(blocks), **more}


def home(*blocks: Json, **more: Any) -> Json:
    return {"type": "home", "blocks": list(blocks), **more}
