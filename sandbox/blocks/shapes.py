"""The blocks themselves, each from its fields, and the two kinds of view."""

from collections.abc import Mapping

from sandbox.blocks import cross
from sandbox.blocks.cross import Also
from sandbox.blocks.elements import BUTTON, ELEMENTS
from sandbox.blocks.kinds import Arr, Bool, Either, Kind, Num, Obj, OneOf, Str
from sandbox.blocks.objects import (
    IMAGE,
    IMAGE_SOURCE,
    RAW_NUMBER,
    RAW_TEXT,
    SLACK_ICON,
    URL,
    plain,
    shape,
    text,
    typed,
)
from sandbox.blocks.rich import RICH_TEXT
from sandbox.blocks.rules import ALL, ELEMENT_SURFACES, HOLDS, HOME, MODAL, SURFACES

_ID = Str("block_id")


def _block(name: str, fields: Mapping[str, Kind], needs: str = "", also: Also | None = None) -> Obj:
    return typed(name, {"block_id": _ID, **fields}, needs, also)


def _held(block: str, surface: str) -> OneOf:
    """The elements that this block may hold on this surface."""
    names = [name for name in HOLDS[block] if surface in ELEMENT_SURFACES.get(name, ALL)]
    return OneOf(block, {name: ELEMENTS[name] for name in names})


_CARD = _block(
    "card",
    {
        "hero_image": IMAGE,
        "icon": IMAGE,
        "slack_icon": SLACK_ICON,
        "title": text("card.title"),
        "subtitle": text("card.title"),
        "body": text("card.body"),
        "subtext": text("card.body"),
        "actions": Arr("card.actions", BUTTON),
    },
    also=cross.card_has_content,
)
_CELL = OneOf("table", {"raw_text": RAW_TEXT, "raw_number": RAW_NUMBER, "rich_text": RICH_TEXT})
_ROW = Arr("table.cells", _CELL)
_COLUMN = shape(
    "table", {"align": Str("table", choices=("left", "center", "right")), "is_wrapped": Bool("table")}
)
_LABEL = Str("chart.label")
_VIZ = "data_visualization"
_SERIES = shape(
    _VIZ,
    {
        "name": _LABEL,
        "data": Arr(
            "chart.points", shape(_VIZ, {"label": _LABEL, "value": Num(_VIZ, whole=False)}, "label value")
        ),
    },
    "name data",
)
_AXIS = shape(
    _VIZ,
    {
        "categories": Arr("chart.points", _LABEL),
        "x_label": Str("chart.axis_label"),
        "y_label": Str("chart.axis_label"),
    },
    "categories",
)
_SLICE = shape(_VIZ, {"label": _LABEL, "value": Num(_VIZ, whole=False, above=0)}, "label value")
_CHARTS: dict[str, Kind] = {
    "pie": typed("pie", {"segments": Arr("chart.parts", _SLICE)}, "segments", rule=_VIZ),
    **{
        name: typed(
            name,
            {"series": Arr("chart.parts", _SERIES), "axis_config": _AXIS},
            "series axis_config",
            cross.series_fit_axis,
            rule=_VIZ,
        )
        for name in ("area", "bar", "line")
    },
}
_SOURCE = typed("url", {"url": URL, "text": Str("task_card.text")}, "url text", rule="url_source")
_TASK: dict[str, Kind] = {
    "block_id": _ID,
    "task_id": Str("task_card.text"),
    "title": Str("task_card.text"),
    "details": RICH_TEXT,
    "output": RICH_TEXT,
    "sources": Arr("task_card", _SOURCE),
    "status": Str("task_card", choices=("pending", "in_progress", "complete", "error")),
}
_TASK_CARD = typed("task_card", _TASK, "task_id title")
# A plan's own tasks may leave out their type.
_PLAN_TASK = Obj("task_card", _TASK_CARD.fields, ("task_id", "title"))

# Blocks that are the same on every surface they stand on.
_SAME: dict[str, Kind] = {
    "alert": _block(
        "alert",
        {
            "text": text("alert.text"),
            "level": Str("alert", choices=("default", "info", "warning", "error", "success")),
        },
        "text",
    ),
    "card": _CARD,
    "carousel": _block(
        "carousel", {"elements": Arr("carousel.elements", OneOf("carousel", {"card": _CARD}))}, "elements"
    ),
    "data_table": _block(
        "data_table",
        {
            "rows": Arr("data_table.rows", _ROW),
            "caption": Str("data_table.caption"),
            "page_size": Num("data_table.page_size"),
            "row_header_column_index": Num("data_table.row_header"),
        },
        "rows caption",
        cross.data_table_rows,
    ),
    _VIZ: _block(_VIZ, {"title": Str("chart.title"), "chart": OneOf(_VIZ, _CHARTS)}, "title chart"),
    "divider": _block("divider", {}),
    "header": _block("header", {"text": plain("header.text"), "level": Num("header.level")}, "text"),
    "image": _block(
        "image",
        {"alt_text": Str("image.alt_text"), "title": plain("image.title"), **IMAGE_SOURCE},
        "alt_text",
        cross.one_image_source,
    ),
    "markdown": _block("markdown", {"text": Str("markdown.text")}, "text"),
    "plan": _block(
        "plan",
        {"title": Either(Str("task_card.text"), plain("text.text")), "tasks": Arr("plan", _PLAN_TASK)},
        "title",
    ),
    "rich_text": RICH_TEXT,
    "table": _block(
        "table",
        {
            "rows": Arr("table.rows", _ROW),
            "column_settings": Arr("table.columns", _COLUMN, or_null=True),
        },
        "rows",
    ),
    "task_card": _TASK_CARD,
    "video": _block(
        "video",
        {
            "alt_text": Str("video.alt_text"),
            "title": plain("video.title"),
            "title_url": URL,
            "thumbnail_url": URL,
            "video_url": URL,
            "author_name": Str("video.author_name"),
            "provider_name": Str("video.provider_name"),
            "provider_icon_url": URL,
            "description": plain("video.description"),
        },
        "alt_text title thumbnail_url video_url",
    ),
}


def _holders(surface: str) -> dict[str, Kind]:
    """The blocks that hold elements: not every element stands on every surface."""
    return {
        "actions": _block(
            "actions", {"elements": Arr("actions.elements", _held("actions", surface))}, "elements"
        ),
        "context": _block(
            "context", {"elements": Arr("context.elements", _held("context", surface))}, "elements"
        ),
        "context_actions": _block(
            "context_actions",
            {"elements": Arr("context_actions.elements", _held("context_actions", surface))},
            "elements",
        ),
        "input": _block(
            "input",
            {
                "label": plain("input.label"),
                "hint": plain("input.hint"),
                "element": _held("input", surface),
                "optional": Bool("input"),
                "dispatch_action": Bool("input"),
            },
            "label element",
            cross.file_input_waits,
        ),
        "section": _block(
            "section",
            {
                "text": text("section.text"),
                "fields": Arr("section.fields", text("section.field")),
                "accessory": _held("section", surface),
                "expand": Bool("section"),
            },
            also=cross.text_or_fields,
        ),
    }


def _container(inner: Mapping[str, Kind]) -> Kind:
    return _block(
        "container",
        {
            "title": plain("container.title"),
            "rich_text_title": RICH_TEXT,
            "subtitle": text("container.title"),
            "child_blocks": Arr(
                "container.child_blocks", OneOf("container", {n: inner[n] for n in HOLDS["container"]})
            ),
            "width": Str("container", choices=("narrow", "standard", "wide", "full")),
            "icon": IMAGE,
            "is_collapsible": Bool("container"),
            "default_collapsed": Bool("container"),
            "has_header_divider": Bool("container"),
        },
        "child_blocks",
        cross.container_has_title,
    )


def blocks(surface: str) -> Arr:
    """The list of blocks that a message, a modal or a Home tab may have."""
    every = _SAME | _holders(surface)
    every["container"] = _container(every)
    there = {name: kind for name, kind in sorted(every.items()) if surface in SURFACES[name]}
    return Arr(f"{surface}.blocks", OneOf("surface", there))


BLOCKS: dict[str, Arr] = {surface: blocks(surface) for surface in sorted(ALL)}
_META: dict[str, Kind] = {
    "private_metadata": Str("view.private_metadata"),
    "callback_id": Str("view.callback_id"),
    "external_id": Str("view.external_id"),
}
VIEWS = OneOf(
    "view",
    {
        MODAL: typed(
            MODAL,
            {
                "title": plain("view.title"),
                "submit": plain("view.submit"),
                "close": plain("view.close"),
                "clear_on_close": Bool("modal"),
                "notify_on_close": Bool("modal"),
                "blocks": BLOCKS[MODAL],
                **_META,
            },
            "title blocks",
        ),
        HOME: typed(HOME, {"blocks": BLOCKS[HOME], **_META}, "blocks"),
    },
)
