"""The one table of Block Kit's rules: each key with its limit and the documentation page it comes from.

A key is `object.field` for a limit and `object` for the shape itself. Nothing else in this package
holds a number. Where Slack's own answers are stricter than its pages, the note says so.
"""

from dataclasses import dataclass

REF = "https://docs.slack.dev/reference/block-kit/"
BLOCK, ELEMENT, OBJECT = REF + "blocks/", REF + "block-elements/", REF + "composition-objects/"
VIEWS = "https://docs.slack.dev/reference/views/"
MESSAGE, MODAL, HOME = "message", "modal", "home"
ALL = frozenset({MESSAGE, MODAL, HOME})
ONLY_MESSAGE, ONLY_MODAL = frozenset({MESSAGE}), frozenset({MODAL})


@dataclass(frozen=True)
class Rule:
    """A rule: `most` and `least` count characters, items or the value itself, as the field's kind has it."""

    page: str
    most: int | None = None
    least: int | None = None
    note: str = ""


def _page(base: str, names: dict[str, str]) -> dict[str, Rule]:
    return {name: Rule(base + page) for name, page in names.items()}


# The shape of every block, element and object: its keys, which are required, no others allowed.
SHAPES: dict[str, Rule] = (
    _page(
        BLOCK,
        {
            name: f"{name.replace('_', '-')}-block"
            for name in (
                *("actions", "alert", "card", "carousel", "container", "context", "context_actions"),
                *("data_table", "data_visualization", "divider", "file", "header", "image", "input"),
                *("markdown", "plan", "rich_text", "section", "table", "task_card", "video"),
            )
        },
    )
    | _page(
        ELEMENT,
        {
            name: page + "-element"
            for page, names in {
                "button": "button",
                "checkboxes": "checkboxes",
                "date-picker": "datepicker",
                "datetime-picker": "datetimepicker",
                "email-input": "email_text_input",
                "feedback-buttons": "feedback_buttons",
                "file-input": "file_input",
                "icon-button": "icon_button",
                "image": "image_element",
                "multi-select-menu": "multi_static_select multi_external_select multi_users_select "
                "multi_conversations_select multi_channels_select",
                "number-input": "number_input",
                "overflow-menu": "overflow",
                "plain-text-input": "plain_text_input",
                "radio-button-group": "radio_buttons",
                "rich-text-input": "rich_text_input",
                "select-menu": "static_select external_select users_select conversations_select channels_select",
                "time-picker": "timepicker",
                "url-input": "url_text_input",
                "url-source": "url_source",
                "workflow-button": "workflow_button",
            }.items()
            for name in names.split()
        },
    )
    | _page(
        OBJECT,
        {
            "text": "text-object",
            "confirm": "confirmation-dialog-object",
            "option": "option-object",
            "option_group": "option-group-object",
            "conversation_filter": "conversation-filter-object",
            "dispatch_action_config": "dispatch-action-configuration-object",
            "slack_file": "slack-file-object",
            "slack_icon": "slack-icon-object",
            "workflow": "workflow-object",
            "trigger": "trigger-object",
        },
    )
    | {
        "modal": Rule(VIEWS + "modal-views"),
        "home": Rule(VIEWS + "home-tab-views"),
        "view": Rule(VIEWS),
        "blocks": Rule(REF + "blocks"),
    }
)

# Where each block may stand: https://docs.slack.dev/blocks.json, the list behind the pages.
SURFACES: dict[str, frozenset[str]] = {
    **dict.fromkeys(("actions", "card", "context", "divider", "header", "image", "input"), ALL),
    **dict.fromkeys(("rich_text", "section", "video"), ALL),
    **dict.fromkeys(("carousel", "data_table", "table"), frozenset({MESSAGE, HOME})),
    **dict.fromkeys(("container", "context_actions", "data_visualization"), ONLY_MESSAGE),
    **dict.fromkeys(("markdown", "plan", "task_card"), ONLY_MESSAGE),
    "alert": ONLY_MODAL,
    "file": frozenset(),  # only ever received: "You can't add this block to app surfaces directly"
}

# Elements that may not stand on every surface: https://docs.slack.dev/reference/block-kit/block-elements
ELEMENT_SURFACES: dict[str, frozenset[str]] = {
    **dict.fromkeys(("email_text_input", "file_input", "number_input", "url_text_input"), ONLY_MODAL),
    "datetimepicker": frozenset({MESSAGE, MODAL}),
    "rich_text_input": frozenset({MODAL, HOME}),
    "workflow_button": ONLY_MESSAGE,
}

SELECTS = ("static_select", "external_select", "users_select", "conversations_select", "channels_select")
_MENUS = (*SELECTS, *(f"multi_{name}" for name in SELECTS))
_CHOICES = (*_MENUS, "checkboxes", "datepicker", "radio_buttons", "timepicker")
_TEXTS = ("plain_text_input", "email_text_input", "number_input", "url_text_input", "rich_text_input")
# Which elements a block may hold ("compatible block elements" of the same list).
HOLDS: dict[str, tuple[str, ...]] = {
    "actions": (*_CHOICES, "button", "datetimepicker", "overflow", "rich_text_input", "workflow_button"),
    "section": (*_CHOICES, "button", "image", "overflow", "workflow_button"),
    "input": (*_CHOICES, *_TEXTS, "datetimepicker", "file_input"),
    "context": ("image", "plain_text", "mrkdwn"),
    "context_actions": ("feedback_buttons", "icon_button"),
    "container": (
        *("actions", "context", "divider", "header", "image", "input"),
        *("rich_text", "section", "table", "video"),
    ),
}

_B, _E, _O = BLOCK, ELEMENT, OBJECT
LIMITS: dict[str, Rule] = {
    "message.blocks": Rule(REF + "blocks", 50),
    "modal.blocks": Rule(VIEWS + "modal-views", 100),
    "home.blocks": Rule(VIEWS + "home-tab-views", 100),
    "block_id": Rule(REF + "blocks", 255, 1),
    "action_id": Rule(_E + "button-element", 255, 1),
    # blocks
    "section.text": Rule(_B + "section-block", 3000, 1),
    "section.fields": Rule(_B + "section-block", 10, 1),
    "section.field": Rule(_B + "section-block", 2000, 1),
    "header.text": Rule(_B + "header-block", 150, 1),
    "header.level": Rule(_B + "header-block", 4, 1),
    "actions.elements": Rule(_B + "actions-block", 25, 1),
    "context.elements": Rule(_B + "context-block", 10, 1),
    "context.text": Rule(_O + "text-object", 3000, 1),
    "context_actions.elements": Rule(_B + "context-actions-block", 5, 1),
    "image.image_url": Rule(_B + "image-block", 3000, 1),
    "image.alt_text": Rule(_B + "image-block", 2000, 1),
    "image.title": Rule(_B + "image-block", 2000, 1),
    "input.label": Rule(_B + "input-block", 2000, 1),
    "input.hint": Rule(_B + "input-block", 2000, 1),
    "markdown.text": Rule(_B + "markdown-block", 12000, 1, "all markdown blocks of a message together"),
    "video.title": Rule(_B + "video-block", 199, 1, "less than 200"),
    "video.author_name": Rule(_B + "video-block", 49, note="less than 50"),
    "video.description": Rule(_B + "video-block", 3000, 1),
    "video.alt_text": Rule(_B + "video-block", 2000, 1),
    "video.provider_name": Rule(_B + "video-block", 3000),
    "alert.text": Rule(_B + "alert-block", 200, 1),
    "card.title": Rule(_B + "card-block", 150, 1),
    "card.body": Rule(_B + "card-block", 200, 1),
    "card.actions": Rule(_B + "card-block", 3, 1),
    "carousel.elements": Rule(_B + "carousel-block", 10, 1),
    "container.title": Rule(_B + "container-block", 150, 1),
    "container.child_blocks": Rule(_B + "container-block", 10, 1),
    "table.rows": Rule(_B + "table-block", 100, 1),
    "table.cells": Rule(_B + "table-block", 20, 1),
    "table.columns": Rule(_B + "table-block", 20),
    "table.text": Rule(_B + "table-block", 10000, 1, "all cells together"),
    "data_table.rows": Rule(_B + "data-table-block", 101, 2, "the header and 1 to 100 rows"),
    "data_table.caption": Rule(_B + "data-table-block", least=1),
    "data_table.page_size": Rule(_B + "data-table-block", 100, 1),
    "data_table.row_header": Rule(_B + "data-table-block", 19, 0),
    "chart.title": Rule(_B + "data-visualization-block", 50, 1),
    "chart.parts": Rule(_B + "data-visualization-block", 6, 1, "segments, and series"),
    "chart.points": Rule(_B + "data-visualization-block", 20, 1),
    "chart.label": Rule(_B + "data-visualization-block", 20, 1),
    "chart.axis_label": Rule(_B + "data-visualization-block", 50),
    "chart.per_message": Rule(_B + "data-visualization-block", 2),
    "rich_text.indent": Rule(_B + "rich-text-block", 8, 0),
    "rich_text.number": Rule(_B + "rich-text-block", 2**53, 0),
    "task_card.text": Rule(_B + "task-card-block", least=1),
    # elements
    "button.text": Rule(_E + "button-element", 75, 1),
    "button.value": Rule(_E + "button-element", 2000),
    "button.url": Rule(_E + "button-element", 3000, 1),
    "button.accessibility_label": Rule(_E + "button-element", 75, 1),
    "placeholder": Rule(_E + "plain-text-input-element", 150, 1),
    "select.options": Rule(_E + "select-menu-element", 100, 1),
    "select.option_groups": Rule(_E + "select-menu-element", 100, 1),
    "select.initial": Rule(_E + "multi-select-menu-element", 100, 1),
    "select.id": Rule(_E + "select-menu-element", 255, 1),
    "select.max_selected_items": Rule(_E + "multi-select-menu-element", 100, 1),
    "select.min_query_length": Rule(_E + "select-menu-element", 3000, 0),
    "overflow.options": Rule(_E + "overflow-menu-element", 5, 1),
    "checkboxes.options": Rule(_E + "checkboxes-element", 10, 1),
    "radio_buttons.options": Rule(_E + "radio-button-group-element", 10, 1),
    "plain_text_input.min_length": Rule(_E + "plain-text-input-element", 3000, 0),
    "plain_text_input.max_length": Rule(_E + "plain-text-input-element", 3000, 1),
    "plain_text_input.initial_value": Rule(_E + "plain-text-input-element", 3000),
    "number_input.number": Rule(_E + "number-input-element", 100),
    "rich_text_input.lines": Rule(_E + "rich-text-input-element", 100, 1),
    "datetimepicker.initial": Rule(_E + "datetime-picker-element", 9_999_999_999, 1_000_000_000, "10 digits"),
    "file_input.max_files": Rule(_E + "file-input-element", 10, 1),
    "file_input.filetypes": Rule(_E + "file-input-element", 100, 1),
    "icon_button.visible_to": Rule(_E + "icon-button-element", 100),
    "workflow_button.inputs": Rule(_O + "trigger-object", 100),
    # composition objects
    "text.text": Rule(_O + "text-object", 3000, 1),
    "confirm.title": Rule(_O + "confirmation-dialog-object", 100, 1),
    "confirm.text": Rule(_O + "confirmation-dialog-object", 300, 1),
    "confirm.button": Rule(_O + "confirmation-dialog-object", 30, 1),
    "option.text": Rule(_O + "option-object", 75, 1),
    "option.value": Rule(_O + "option-object", 150, 1),
    "option.description": Rule(_O + "option-object", 75, 1),
    "option.url": Rule(_O + "option-object", 3000, 1),
    "option_group.label": Rule(_O + "option-group-object", 75, 1),
    "option_group.options": Rule(_O + "option-group-object", 100, 1),
    "filter.include": Rule(_O + "conversation-filter-object", 4, 1),
    "dispatch.triggers": Rule(_O + "dispatch-action-configuration-object", 2, 1),
    "url": Rule(_B + "image-block", 3000, 1),
    # views
    "view.title": Rule(VIEWS + "modal-views", 24, 1),
    "view.submit": Rule(VIEWS + "modal-views", 24, 1),
    "view.close": Rule(VIEWS + "modal-views", 24, 1),
    "view.private_metadata": Rule(VIEWS + "modal-views", 3000),
    "view.callback_id": Rule(VIEWS + "modal-views", 255),
    "view.external_id": Rule(VIEWS + "modal-views", 255),
    "view.size": Rule("https://docs.slack.dev/reference/methods/views.open", 250_000, note="bytes of JSON"),
}

# Rules between fields, blocks and elements: checked in cross.py and whole.py.
BETWEEN: dict[str, Rule] = {
    "surface": Rule("https://docs.slack.dev/blocks.json"),
    "unique.block_id": Rule(REF + "blocks"),
    "unique.action_id": Rule(_E + "button-element", note="within its block"),
    "focus_on_load": Rule(_E + "plain-text-input-element", 1, note="one element of a view"),
    "modal.submit": Rule(VIEWS + "modal-views"),
    "initial_option": Rule(_E + "select-menu-element"),
    "section.text_or_fields": Rule(_B + "section-block"),
    "image.source": Rule(_B + "image-block"),
    "slack_file.source": Rule(_O + "slack-file-object"),
    "select.source": Rule(_E + "select-menu-element"),
    "number_input.range": Rule(_E + "number-input-element"),
    "plain_text_input.range": Rule(_E + "plain-text-input-element"),
    "filter.empty": Rule(_O + "conversation-filter-object"),
    "response_url_enabled": Rule(_E + "select-menu-element", note="only in an input block of a modal"),
    "file_input.dispatch": Rule(_B + "input-block"),
    "card.content": Rule(_B + "card-block"),
    "card.icon": Rule(_B + "card-block"),
    "container.title_needed": Rule(_B + "container-block"),
    "container.collapsed": Rule(_B + "container-block"),
    "table.one": Rule(_B + "table-block", 1, note="one in a message"),
    "data_table.width": Rule(_B + "data-table-block"),
    "data_table.header": Rule(_B + "data-table-block"),
    "chart.names": Rule(_B + "data-visualization-block"),
    "chart.categories": Rule(_B + "data-visualization-block"),
}

RULES: dict[str, Rule] = SHAPES | LIMITS | BETWEEN
