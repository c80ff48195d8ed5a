"""What only the whole payload shows, and what the methods answer."""

import json
from pathlib import Path
from typing import Any

import pytest

from sandbox.blocks import as_error, as_validation, validate_blocks, validate_view
from tests.sandbox.block_samples import BLOCKS, Json, home, modal, mrkdwn, option, plain

INPUT: Json = {"type": "input", "label": plain(), "element": {"type": "plain_text_input"}}


def told(view: object) -> list[str]:
    return [str(fault) for fault in validate_view(view)]


def test_ids_are_unique() -> None:
    def buttons(*ids: str, **more: Any) -> Json:
        elements = [{"type": "button", "text": plain(), "action_id": i} for i in ids]
        return {"type": "actions", "elements": elements, **more}

    assert validate_blocks([buttons("a", "b"), buttons("a", "b")]) == []
    assert [str(f) for f in validate_blocks([buttons("a"), buttons("b", "b")])] == [
        '`action_id` "b" already exists [json-pointer:/blocks/1/elements/1/action_id]'
    ]
    assert [
        str(f) for f in validate_blocks([buttons("a", block_id="x"), {"type": "divider", "block_id": "x"}])
    ] == ['`block_id` "x" already exists [json-pointer:/blocks/1/block_id]']
    inside = {**BLOCKS["container"], "child_blocks": [{"type": "divider", "block_id": "x"}]}
    assert [f.pointer for f in validate_blocks([buttons("a", block_id="x"), inside])] == [
        "/blocks/1/child_blocks/0/block_id"
    ]


def test_one_focus_in_a_view() -> None:
    focus = {**INPUT, "element": {"type": "plain_text_input", "focus_on_load": True}}
    calm = {**INPUT, "element": {"type": "plain_text_input", "focus_on_load": False}}
    assert told(modal(focus, calm, INPUT)) == []
    assert told(modal(focus, focus)) == [
        "only one element can have `focus_on_load` set to true "
        "[json-pointer:/view/blocks/1/element/focus_on_load]"
    ]


def test_inputs_need_submit_in_a_modal_and_nowhere_else() -> None:
    view = modal({"type": "divider"}, INPUT)
    del view["submit"]
    assert told(view) == [
        "must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/1/input]"
    ]
    assert told(home(INPUT)) == []
    assert validate_blocks([INPUT]) == []


@pytest.mark.parametrize(
    ("view", "message"),
    [
        (None, "must provide an object [json-pointer:/view]"),
        ({}, "missing required field: type [json-pointer:/view]"),
        ({"type": "message"}, "unsupported type: message [json-pointer:/view/type]"),
        ({"type": "home"}, "missing required field: blocks [json-pointer:/view]"),
        ({"type": "modal", "blocks": []}, "missing required field: title [json-pointer:/view]"),
        (modal(title=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/title/text]"),
        (modal(submit=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/submit/text]"),
        (modal(close=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/close/text]"),
        (modal(close=None), "must provide an object [json-pointer:/view/close]"),
        (
            modal(title={"type": "mrkdwn", "text": "x"}),
            "must be a valid enum value [json-pointer:/view/title/type]",
        ),
        (
            modal(private_metadata="m" * 3001),
            "must be less than 3001 characters [json-pointer:/view/private_metadata]",
        ),
        (modal(private_metadata={}), "must provide a string [json-pointer:/view/private_metadata]"),
        (modal(callback_id="c" * 256), "must be less than 256 characters [json-pointer:/view/callback_id]"),
        (modal(id="V1"), "invalid additional property: id [json-pointer:/view]"),
        (modal(hash="1.a"), "invalid additional property: hash [json-pointer:/view]"),
        (home(title=plain()), "invalid additional property: title [json-pointer:/view]"),
        (modal(blocks={}), "must provide an array [json-pointer:/view/blocks]"),
        (
            home({**INPUT, "element": {"type": "file_input"}}),
            "unsupported type: file_input [json-pointer:/view/blocks/0/element/type]",
        ),
        (
            modal({**INPUT, "dispatch_action": True, "element": {"type": "file_input"}}),
            "unsupported type: file_input [json-pointer:/view/blocks/0/element/type]",
        ),
    ],
)
def test_a_view(view: object, message: str) -> None:
    assert told(view) == [message]


def test_a_view_has_at_most_250_kb() -> None:
    def many(n: int) -> Json:
        groups = [{"label": plain(), "options": [option(f"{i}", "中" * 75) for i in range(n)]}]
        menus = [{"type": "static_select", "action_id": str(i), "option_groups": groups} for i in range(9)]
        return home({"type": "actions", "elements": menus})

    assert len(json.dumps(many(60), ensure_ascii=False).encode()) < 250_000
    assert told(many(60)) == []
    assert told(many(90)) == ["must be less than 250001 bytes [json-pointer:/view]"]


def test_sums_of_a_message() -> None:
    table = BLOCKS["table"]
    assert as_error(validate_blocks([table, table]))["error"] == "invalid_attachments"
    assert [str(f) for f in validate_blocks([table, BLOCKS["data_table"]])] == [
        "only_one_table_allowed [json-pointer:/blocks/1]"
    ]
    assert validate_view(home(table, table)) == []
    chart = BLOCKS["data_visualization"]
    assert validate_blocks([chart, chart]) == []
    assert [f.rule for f in validate_blocks([chart] * 3)] == ["chart.per_message"]
    half = {"type": "markdown", "text": "x" * 6001}
    assert [str(f) for f in validate_blocks([half, half])] == [
        "must be less than 12001 characters [json-pointer:/blocks]"
    ]
    cell = {"type": "raw_text", "text": "x" * 101}
    assert validate_blocks([{"type": "table", "rows": [[cell] * 9] * 11}]) == []
    assert [f.rule for f in validate_blocks([{"type": "table", "rows": [[cell] * 10] * 10}])] == [
        "table.text"
    ]


def test_charts_and_data_tables_fit_together() -> None:
    def chart(data: list[str], name: str = "b") -> Json:
        points = [{"label": label, "value": 1} for label in data]
        right = [{"label": label, "value": 2} for label in "xy"]
        series = [{"name": "a", "data": right}, {"name": name, "data": points}]
        axis = {"categories": ["x", "y"]}
        return {
            "type": "data_visualization",
            "title": "t",
            "chart": {"type": "line", "series": series, "axis_config": axis},
        }

    assert validate_blocks([chart(["y", "x"])]) == []
    assert [f.rule for f in validate_blocks([chart(["x", "y"], "a")])] == ["chart.names"]
    for data in (["x"], ["x", "x"], ["x", "z"], ["x", "y", "y"]):
        assert [f.pointer for f in validate_blocks([chart(data)])] == ["/blocks/0/chart/series/1/data"]
    slices: list[Json] = [{"label": "x", "value": 0}]
    pie = {"type": "data_visualization", "title": "t", "chart": {"type": "pie", "segments": slices}}
    assert [str(f) for f in validate_blocks([pie])] == [
        "must be greater than 0 [json-pointer:/blocks/0/chart/segments/0/value]"
    ]
    word = {"type": "raw_text", "text": "x"}
    uneven = {"type": "data_table", "caption": "c", "rows": [[word, word], [word]]}
    assert [f.pointer for f in validate_blocks([uneven])] == ["/blocks/0/rows/1"]
    rich = {"type": "data_table", "caption": "c", "rows": [[BLOCKS["rich_text"]], [word]]}
    assert [f.rule for f in validate_blocks([rich])] == ["data_table.header"]


def test_the_answer_of_post_message() -> None:
    long = [{"type": "section", "text": mrkdwn("x" * 3001)}]
    lines = [
        "failed to match all allowed schemas [json-pointer:/blocks/0/text]",
        "must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
    ]
    assert as_error(validate_blocks(long)) == {
        "ok": False,
        "error": "invalid_blocks",
        "errors": lines,
        "response_metadata": {"messages": [f"[ERROR] {line}" for line in lines]},
    }
    assert as_error([]) == as_validation([]) == {"ok": True}


def test_the_answer_of_views_open() -> None:
    assert as_error(validate_view(modal(private_metadata="m" * 3001))) == {
        "ok": False,
        "error": "invalid_arguments",
        "response_metadata": {
            "messages": [
                "[ERROR] failed to match all allowed schemas [json-pointer:/view]",
                "[ERROR] must be less than 3001 characters [json-pointer:/view/private_metadata]",
            ]
        },
    }


def test_the_answer_of_blocks_validate_is_that_of_its_page(shared_data: Path) -> None:
    page = json.loads((shared_data / "slack/api-ref/methods/blocks.validate.json").read_text())
    expected = page["examples"]["error_invalid_blocks"]["example"]
    bad = [{"type": "section", "text": {"type": "invalid", "text": "x"}}]
    answer: Any = as_validation(validate_blocks(bad, at=""))
    got = answer["errors"][0]["constraint"].pop("got")
    assert got == "invalid"
    assert answer == expected
    missing: Any = as_validation(validate_view({"type": "home"}, at=""), "view")
    assert missing["error"] == "invalid_view"
    assert missing["errors"] == [
        {
            "code": "missing_field",
            "field": "blocks",
            "message": "missing required field: blocks",
            "pointer": "",
        }
    ]


@pytest.mark.parametrize("view", [modal, home])
def test_how_many_blocks_a_view_has(view: Any) -> None:
    rule: Json = {"type": "divider"}
    assert told(view(*[rule] * 100)) == []
    assert told(view(*[rule] * 101)) == ["no more than 100 items allowed [json-pointer:/view/blocks]"]


def test_number_input() -> None:
    def of(**more: str) -> list[str]:
        element = {"type": "number_input", "is_decimal_allowed": False, **more}
        return [str(f) for f in validate_view(modal({**INPUT, "element": element}))]

    at = "[json-pointer:/view/blocks/0/element/"
    assert of(min_value="1", max_value="9", initial_value="5") == []
    assert of(min_value="9", max_value="1") == [
        f"`min_value` cannot be greater than `max_value` {at}min_value]"
    ]
    assert of(initial_value="1.5") == [f"must be a valid number {at}initial_value]"]
    assert of(initial_value="NaN") == [f"must be a valid number {at}initial_value]"]
    assert of(max_value="3", initial_value="4") == [
        f"`initial_value` must be between `min_value` and `max_value` {at}initial_value]"
    ]
    assert told(home({**INPUT, "element": {"type": "number_input"}})) == [
        "unsupported type: number_input [json-pointer:/view/blocks/0/element/type]"
    ]
