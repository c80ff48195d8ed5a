"""The limits of Block Kit, each at its edge and one step beyond, with Slack's words and pointer."""

from typing import Any

import pytest

from sandbox.blocks import validate_blocks
from tests.sandbox.block_samples import (
    BLOCKS,
    CONFIRM,
    ELEMENTS,
    IMAGE,
    Json,
    mrkdwn,
    option,
    plain,
)


def section(**more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(), **more}


def actions(*elements: Json, **more: Any) -> Json:
    return {"type": "actions", "elements": list(elements), **more}


def button(**more: Any) -> Json:
    return {"type": "button", "text": plain(), **more}


def asks(element: Json, **more: Any) -> Json:
    return {"type": "input", "label": plain(), "element": element, **more}


def select(**more: Any) -> Json:
    return {"type": "static_select", "options": [option(str(i)) for i in range(2)], **more}


def options(n: int) -> list[Json]:
    return [option(str(i)) for i in range(n)]


def told(blocks: list[Json], surface: Any = "message") -> list[str]:
    return [str(fault) for fault in validate_blocks(blocks, surface)]


# What is put in, the pointer below its block, the rule's edge.
LENGTHS: list[tuple[Any, str, int]] = [
    (lambda s: section(text=mrkdwn(s)), "text/text", 3000),
    (lambda s: section(fields=[plain(s)]), "fields/0/text", 2000),
    (lambda s: section(block_id=s), "block_id", 255),
    (lambda s: {"type": "header", "text": plain(s)}, "text/text", 150),
    (lambda s: {"type": "context", "elements": [mrkdwn(s)]}, "elements/0/text", 3000),
    (lambda s: {"type": "markdown", "text": s}, "text", 12000),
    (lambda s: {**IMAGE, "alt_text": s}, "alt_text", 2000),
    (lambda s: {**IMAGE, "title": plain(s)}, "title/text", 2000),
    (lambda s: {**IMAGE, "image_url": ("https:" + s)[:-6] if len(s) > 6 else s}, "image_url", 3000),
    (lambda s: asks({"type": "plain_text_input"}, hint=plain(s)), "hint/text", 2000),
    (lambda s: {"type": "input", "label": plain(s), "element": select()}, "label/text", 2000),
    (lambda s: actions(button(text=plain(s))), "elements/0/text/text", 75),
    (lambda s: actions(button(action_id=s)), "elements/0/action_id", 255),
    (lambda s: actions(button(accessibility_label=s)), "elements/0/accessibility_label", 75),
    (lambda s: actions(select(placeholder=plain(s))), "elements/0/placeholder/text", 150),
    (lambda s: actions(select(options=[option(text=s)])), "elements/0/options/0/text/text", 75),
    (lambda s: actions(select(options=[option(s)])), "elements/0/options/0/value", 150),
    (
        lambda s: actions(select(options=[{**option(), "description": plain(s)}])),
        "elements/0/options/0/description/text",
        75,
    ),
    (lambda s: actions(button(confirm={**CONFIRM, "title": plain(s)})), "elements/0/confirm/title/text", 100),
    (lambda s: actions(button(confirm={**CONFIRM, "text": mrkdwn(s)})), "elements/0/confirm/text/text", 300),
    (
        lambda s: actions(button(confirm={**CONFIRM, "confirm": plain(s)})),
        "elements/0/confirm/confirm/text",
        30,
    ),
    (lambda s: actions(button(confirm={**CONFIRM, "deny": plain(s)})), "elements/0/confirm/deny/text", 30),
]


@pytest.mark.parametrize(("make", "where", "most"), LENGTHS, ids=[f"{w}-{n}" for _, w, n in LENGTHS])
def test_lengths(make: Any, where: str, most: int) -> None:
    """Characters, not bytes: four-byte characters count as one."""
    for letter in ("x", "中", "🌊"):
        assert told([make(letter * most)]) == []
        assert told([make(letter * (most + 1))]) == [
            f"must be less than {most + 1} characters [json-pointer:/blocks/0/{where}]"
        ]
    assert told([make("")]) == [f"must be more than 0 characters [json-pointer:/blocks/0/{where}]"]


@pytest.mark.parametrize(
    ("make", "where", "most"),
    [
        (lambda n: section(fields=[plain()] * n), "fields", 10),
        (lambda n: actions(*(button(action_id=str(i)) for i in range(n))), "elements", 25),
        (lambda n: {"type": "context", "elements": [plain()] * n}, "elements", 10),
        (lambda n: actions(select(options=options(n))), "elements/0/options", 100),
        (lambda n: actions({"type": "overflow", "options": options(n)}), "elements/0/options", 5),
        (lambda n: actions({"type": "checkboxes", "options": options(n)}), "elements/0/options", 10),
        (lambda n: actions({"type": "radio_buttons", "options": options(n)}), "elements/0/options", 10),
        (lambda n: {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]] * n}, "rows", 100),
        (lambda n: {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * n]}, "rows/0", 20),
        (lambda n: {**BLOCKS["container"], "child_blocks": [{"type": "divider"}] * n}, "child_blocks", 10),
        (
            lambda n: {"type": "carousel", "elements": [{"type": "card", "title": plain()}] * n},
            "elements",
            10,
        ),
    ],
)
def test_counts(make: Any, where: str, most: int) -> None:
    assert told([make(1)]) == told([make(most)]) == []
    assert told([make(most + 1)]) == [f"no more than {most} items allowed [json-pointer:/blocks/0/{where}]"]
    assert told([make(0)]) == [f"must provide at least 1 items [json-pointer:/blocks/0/{where}]"]


def test_how_many_blocks() -> None:
    rule: Json = {"type": "divider"}
    assert told([rule] * 50) == []
    assert told([rule] * 51) == ["no more than 50 items allowed [json-pointer:/blocks]"]


ONE: list[tuple[Any, str]] = [
    ({"type": "section"}, "must define either `text` or `fields` [json-pointer:/blocks/0/type]"),
    ({"text": plain()}, "missing required field: type [json-pointer:/blocks/0]"),
    ({"type": 5}, "must provide a string [json-pointer:/blocks/0/type]"),
    ("text", "must provide an object [json-pointer:/blocks/0]"),
    ({"type": "header"}, "missing required field: text [json-pointer:/blocks/0]"),
    (
        {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
        "must be a valid enum value [json-pointer:/blocks/0/text/type]",
    ),
    ({"type": "nothing"}, "unsupported type: nothing [json-pointer:/blocks/0/type]"),
    (
        section(text={"type": "markdown", "text": "x"}),
        "unsupported type: markdown [json-pointer:/blocks/0/text/type]",
    ),
    (
        section(text={**mrkdwn(), "emoji": True}),
        "invalid additional property: emoji [json-pointer:/blocks/0/text]",
    ),
    (section(color="red"), "invalid additional property: color [json-pointer:/blocks/0]"),
    (
        actions(button(block_id="b")),
        "invalid additional property: block_id [json-pointer:/blocks/0/elements/0]",
    ),
    (
        actions(button(style="default")),
        "must be a valid enum value [json-pointer:/blocks/0/elements/0/style]",
    ),
    (actions(button(style=None)), "must provide a string [json-pointer:/blocks/0/elements/0/style]"),
    (actions(button(url="example")), "input must be a valid: uri [json-pointer:/blocks/0/elements/0/url]"),
    (
        actions(button(value="v" * 2001)),
        "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]",
    ),
    (
        actions(button(url="https:" + "u" * 2995)),
        "must be less than 3001 characters [json-pointer:/blocks/0/elements/0/url]",
    ),
    (
        actions(button(confirm={"title": plain(), "text": plain(), "deny": plain()})),
        "missing required field: confirm [json-pointer:/blocks/0/elements/0/confirm]",
    ),
    (
        actions({"type": "plain_text_input"}),
        "unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]",
    ),
    (
        section(accessory=ELEMENTS["datetimepicker"]),
        "unsupported type: datetimepicker [json-pointer:/blocks/0/accessory/type]",
    ),
    (
        {"type": "image", "image_url": "https://a"},
        "missing required field: alt_text [json-pointer:/blocks/0]",
    ),
    ({"type": "image", "alt_text": "a"}, "missing required field: image_url [json-pointer:/blocks/0]"),
    (
        {**IMAGE, "slack_file": {"id": "F1"}},
        "must define only one of `image_url` or `slack_file` [json-pointer:/blocks/0]",
    ),
    (
        {"type": "image", "alt_text": "a", "slack_file": {"id": "F1", "url": "https://a"}},
        "must define only one of `id` or `url` [json-pointer:/blocks/0/slack_file]",
    ),
    (
        actions({"type": "static_select"}),
        "must define either `options` or `option_groups` [json-pointer:/blocks/0/elements/0]",
    ),
    (
        actions(select(option_groups=[{"label": plain(), "options": options(1)}])),
        "must define only one of `options` or `option_groups` [json-pointer:/blocks/0/elements/0]",
    ),
    (
        actions(select(initial_option=option("9"))),
        "`initial_option` must exactly match one of the provided options "
        "[json-pointer:/blocks/0/elements/0/initial_option]",
    ),
    (
        actions(select(initial_option=None)),
        "must provide an object [json-pointer:/blocks/0/elements/0/initial_option]",
    ),
    (
        actions({"type": "checkboxes", "options": options(1), "initial_options": [option("0", "other")]}),
        "`initial_options` must exactly match one or more of the provided options "
        "[json-pointer:/blocks/0/elements/0/initial_options/0]",
    ),
    (
        actions(select(options=[{**option(), "url": "https://a"}])),
        "invalid additional property: url [json-pointer:/blocks/0/elements/0/options/0]",
    ),
    (
        actions({"type": "datepicker", "initial_date": "24.11.2026"}),
        r"input must match regex pattern: ^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$ "
        "[json-pointer:/blocks/0/elements/0/initial_date]",
    ),
    (
        actions({"type": "timepicker", "initial_time": "24:00"}),
        r"input must match regex pattern: ^([01]\d|2[0-3]):[0-5]\d$ "
        "[json-pointer:/blocks/0/elements/0/initial_time]",
    ),
    (
        actions({"type": "datetimepicker", "initial_date_time": 16286338200}),
        "must be less than 9999999999 [json-pointer:/blocks/0/elements/0/initial_date_time]",
    ),
    (
        actions({"type": "multi_users_select", "max_selected_items": 0}),
        "must be greater than 1 [json-pointer:/blocks/0/elements/0/max_selected_items]",
    ),
    (
        actions({"type": "conversations_select", "filter": {}}),
        "must have minimum 1 properties [json-pointer:/blocks/0/elements/0/filter]",
    ),
    (
        actions({"type": "channels_select", "response_url_enabled": True}),
        "`response_url_enabled` is only allowed in input blocks of modals "
        "[json-pointer:/blocks/0/elements/0/response_url_enabled]",
    ),
    (
        asks({"type": "plain_text_input", "max_length": 3001}),
        "must be less than 3000 [json-pointer:/blocks/0/element/max_length]",
    ),
    (
        asks({"type": "plain_text_input", "max_length": 0}),
        "must be greater than 1 [json-pointer:/blocks/0/element/max_length]",
    ),
    (
        asks({"type": "plain_text_input", "min_length": 5, "max_length": 4}),
        "`min_length` cannot be greater than `max_length` [json-pointer:/blocks/0/element/min_length]",
    ),
    (
        asks({"type": "plain_text_input", "max_length": True}),
        "must provide an integer [json-pointer:/blocks/0/element/max_length]",
    ),
    (asks(button()), "unsupported type: button [json-pointer:/blocks/0/element/type]"),
    (
        {"type": "container", "child_blocks": [{"type": "divider"}]},
        "must define either `title` or `rich_text_title` [json-pointer:/blocks/0]",
    ),
    (
        {**BLOCKS["container"], "child_blocks": [BLOCKS["container"]]},
        "unsupported type: container [json-pointer:/blocks/0/child_blocks/0/type]",
    ),
    (
        {"type": "card", "subtitle": plain()},
        "must define at least one of `hero_image`, `title`, `actions` or `body` [json-pointer:/blocks/0]",
    ),
]


@pytest.mark.parametrize(("block", "message"), ONE, ids=[m[:60] for _, m in ONE])
def test_one_fault(block: Any, message: str) -> None:
    assert told([block]) == [message]


def test_all_faults_are_told_at_once() -> None:
    assert told([section(text=plain("x" * 3001)), {"type": "divider"}, actions(), section(a=1, b=2)]) == [
        "must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
        "must provide at least 1 items [json-pointer:/blocks/2/elements]",
        "invalid additional property: a [json-pointer:/blocks/3]",
        "invalid additional property: b [json-pointer:/blocks/3]",
    ]
