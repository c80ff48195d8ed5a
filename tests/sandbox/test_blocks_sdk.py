"""A second opinion: what Slack's own Python classes build and hold valid, the sandbox takes."""

from typing import Any

from slack_sdk.models import blocks as sdk
from slack_sdk.models.views import View

from sandbox.blocks import SURFACES, validate_blocks, validate_view
from tests.sandbox.block_samples import BLOCKS

OPTIONS = [sdk.Option(text="A", value="a"), sdk.Option(text="B", value="b", description="the second")]
CONFIRM = sdk.ConfirmObject(title="Sure?", text="Really", confirm="Yes", deny="No", style="primary")
IMAGE = sdk.ImageElement(image_url="https://example.com/a.png", alt_text="A")
ANY: dict[str, Any] = {"action_id": "x", "confirm": CONFIRM}
PICK: dict[str, Any] = {**ANY, "placeholder": "Pick"}

PRESSED: list[Any] = [
    sdk.ButtonElement(text="Press", value="v", style="danger", **ANY),
    sdk.LinkButtonElement(text="Go", url="https://example.com", action_id="y"),
    sdk.CheckboxesElement(options=OPTIONS, initial_options=OPTIONS[:1], **ANY),
    sdk.RadioButtonsElement(options=OPTIONS, initial_option=OPTIONS[1], **ANY),
    sdk.DatePickerElement(initial_date="2026-11-24", **PICK),
    sdk.TimePickerElement(initial_time="09:30", timezone="Asia/Shanghai", **PICK),
    sdk.DateTimePickerElement(initial_date_time=1628633820, **ANY),
    sdk.StaticSelectElement(options=OPTIONS, initial_option=OPTIONS[0], **PICK),
    sdk.StaticSelectElement(option_groups=[sdk.OptionGroup(label="G", options=OPTIONS)], **PICK),
    sdk.ExternalDataSelectElement(min_query_length=1, **PICK),
    sdk.UserSelectElement(initial_user="U1", **PICK),
    sdk.ConversationSelectElement(filter=sdk.ConversationFilter(include=["public"]), **PICK),
    sdk.ChannelSelectElement(initial_channel="C1", **PICK),
    sdk.StaticMultiSelectElement(options=OPTIONS, max_selected_items=2, **PICK),
    sdk.ExternalDataMultiSelectElement(initial_options=OPTIONS, **PICK),
    sdk.UserMultiSelectElement(initial_users=["U1"], **PICK),
    sdk.ConversationMultiSelectElement(initial_conversations=["C1"], **PICK),
    sdk.ChannelMultiSelectElement(initial_channels=["C1"], **PICK),
    sdk.OverflowMenuElement(options=OPTIONS, **ANY),
]
TYPED: list[Any] = [
    sdk.PlainTextInputElement(multiline=True, max_length=3000, placeholder="Type", action_id="x"),
    sdk.EmailInputElement(action_id="x"),
    sdk.UrlInputElement(action_id="x"),
    sdk.NumberInputElement(action_id="x", is_decimal_allowed=False, min_value="1"),
    sdk.RichTextInputElement(action_id="x"),
]
SHOWN: list[Any] = [
    sdk.SectionBlock(text="*Words*", fields=["one", "two"], accessory=IMAGE),
    sdk.SectionBlock(fields=["one"]),
    sdk.DividerBlock(),
    sdk.HeaderBlock(text="Head"),
    sdk.ContextBlock(elements=[IMAGE, sdk.MarkdownTextObject(text="small"), sdk.PlainTextObject(text="x")]),
    sdk.ImageBlock(image_url="https://example.com/a.png", alt_text="A", title="T"),
]


def _told(blocks: list[Any], surface: Any) -> list[str]:
    return [str(fault) for fault in validate_blocks([b.to_dict() for b in blocks], surface)]


def test_what_the_sdk_builds_is_taken() -> None:
    for surface in ("message", "modal", "home"):
        assert _told(SHOWN, surface) == []
    for element in PRESSED:
        assert _told([sdk.ActionsBlock(elements=[element])], "message") == []
        if element.type != "datetimepicker":
            assert _told([sdk.SectionBlock(text="x", accessory=element)], "home") == []


def test_a_view_of_the_sdk_is_taken() -> None:
    asked = [
        sdk.InputBlock(label="Label", hint="Hint", element=element, optional=True)
        for element in (*PRESSED, *TYPED)
        if element.type not in ("button", "overflow")
    ]
    view = View(type="modal", title="Title", submit="Save", close="Back", callback_id="c", blocks=asked)
    assert [str(f) for f in validate_view(view.to_dict())] == []
    assert [str(f) for f in validate_view(View(type="home", blocks=SHOWN).to_dict())] == []


def test_the_sdk_finds_our_specimens_valid_too() -> None:
    for block in BLOCKS.values():
        built = sdk.Block.parse(block)
        if built is not None:
            built.validate_json()
            surface: Any = sorted(SURFACES[block["type"]])[0]
            assert validate_blocks([built.to_dict()], surface) == []
