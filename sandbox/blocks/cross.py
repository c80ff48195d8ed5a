"""What one field of an object says of another: one of two keys, a choice that must be among the options."""

from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation

from sandbox.blocks.fault import Faults, step

Also = Callable[[dict[str, object], str, Faults], None]
Value = dict[str, object]


def text_or_fields(value: Value, at: str, out: Faults) -> None:
    """A section needs text or fields."""
    if "text" not in value and "fields" not in value:
        out.add("must define either `text` or `fields`", step(at, "type"), "section.text_or_fields")


def _exactly_one(value: Value, at: str, out: Faults, names: tuple[str, str], rule: str) -> None:
    have = sum(name in value for name in names)
    if have == 0:
        out.add(f"must define either `{names[0]}` or `{names[1]}`", at, rule)
    elif have == 2:
        out.add(f"must define only one of `{names[0]}` or `{names[1]}`", at, rule)


def one_image_source(value: Value, at: str, out: Faults) -> None:
    """An image comes from a url or from a Slack file. With neither, Slack misses `image_url`."""
    if "image_url" not in value and "slack_file" not in value:
        out.add("missing required field: image_url", at, "image.source", "missing_field", field="image_url")
    else:
        _exactly_one(value, at, out, ("image_url", "slack_file"), "image.source")


def one_file_source(value: Value, at: str, out: Faults) -> None:
    """A Slack file is named by its id or by its url."""
    _exactly_one(value, at, out, ("id", "url"), "slack_file.source")


def filter_says_something(value: Value, at: str, out: Faults) -> None:
    """A conversation filter must filter."""
    if not value:
        out.add("must have minimum 1 properties", at, "filter.empty", type="min_properties", expected=1)


def one_option_source(value: Value, at: str, out: Faults) -> None:
    """A static menu has options or groups of options, and what is chosen at first is one of them."""
    _exactly_one(value, at, out, ("options", "option_groups"), "select.source")
    initial_among_options(value, at, out)


def initial_among_options(value: Value, at: str, out: Faults) -> None:
    """The initial option (or each of the initial ones) must be one of the options, to the letter."""
    known = {_face(option) for option in _options(value)}
    if "initial_option" in value and _face(value["initial_option"]) not in known:
        out.add(
            "`initial_option` must exactly match one of the provided options",
            step(at, "initial_option"),
            "initial_option",
        )
    chosen = value.get("initial_options")
    for i, option in enumerate(chosen[:100] if isinstance(chosen, list) else []):
        if _face(option) not in known:
            out.add(
                "`initial_options` must exactly match one or more of the provided options",
                step(step(at, "initial_options"), i),
                "initial_option",
            )


def _options(value: Value) -> Iterator[object]:
    options = value.get("options")
    yield from options if isinstance(options, list) else ()
    groups = value.get("option_groups")
    for group in groups if isinstance(groups, list) else ():
        inner = group.get("options") if isinstance(group, dict) else None
        yield from inner if isinstance(inner, list) else ()


def _face(option: object) -> tuple[str | None, ...]:
    """What makes an option this option: its value and its words, never a deep comparison."""
    if not isinstance(option, dict):
        return ()
    return tuple(
        _string(part) for part in (option.get("value"), option.get("text"), option.get("description"))
    )


def _string(part: object) -> str | None:
    if isinstance(part, dict):
        part = part.get("text")
    return part if isinstance(part, str) else None


def number_bounds(value: Value, at: str, out: Faults) -> None:
    """min_value, max_value and initial_value are numbers in strings, whole unless decimals are allowed."""
    seen: dict[str, Decimal] = {}
    for name in ("min_value", "max_value", "initial_value"):
        given = value.get(name)
        if not isinstance(given, str):
            continue
        try:
            number = Decimal(given)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or (value.get("is_decimal_allowed") is False and "." in given):
            out.add("must be a valid number", step(at, name), "number_input.range")
        else:
            seen[name] = number
    low, high, first = (seen.get(n) for n in ("min_value", "max_value", "initial_value"))
    if low is not None and high is not None and low > high:
        out.add("`min_value` cannot be greater than `max_value`", step(at, "min_value"), "number_input.range")
    if first is not None and ((low is not None and first < low) or (high is not None and first > high)):
        out.add(
            "`initial_value` must be between `min_value` and `max_value`",
            step(at, "initial_value"),
            "number_input.range",
        )


def length_bounds(value: Value, at: str, out: Faults) -> None:
    """A text input's shortest length cannot exceed its longest."""
    low, high = value.get("min_length"), value.get("max_length")
    if isinstance(low, int) and isinstance(high, int) and low > high:
        out.add(
            "`min_length` cannot be greater than `max_length`",
            step(at, "min_length"),
            "plain_text_input.range",
        )


def card_has_content(value: Value, at: str, out: Faults) -> None:
    """A card shows at least one of four things, and one icon at most."""
    if not any(name in value for name in ("hero_image", "title", "actions", "body")):
        out.add("must define at least one of `hero_image`, `title`, `actions` or `body`", at, "card.content")
    if "icon" in value and "slack_icon" in value:
        out.add("must define only one of `icon` or `slack_icon`", at, "card.icon")


def container_has_title(value: Value, at: str, out: Faults) -> None:
    """A container has a title, and starts collapsed only when it can be collapsed."""
    if "title" not in value and "rich_text_title" not in value:
        out.add("must define either `title` or `rich_text_title`", at, "container.title_needed")
    if value.get("default_collapsed") is True and value.get("is_collapsible") is not True:
        out.add(
            "`default_collapsed` requires `is_collapsible`",
            step(at, "default_collapsed"),
            "container.collapsed",
        )


def file_input_waits(value: Value, at: str, out: Faults) -> None:
    """dispatch_action does not go with file_input: "an unsupported type error will be raised"."""
    element = value.get("element")
    if (
        value.get("dispatch_action") is True
        and isinstance(element, dict)
        and element.get("type") == "file_input"
    ):
        out.add("unsupported type: file_input", step(step(at, "element"), "type"), "file_input.dispatch")


def data_table_rows(value: Value, at: str, out: Faults) -> None:
    """All rows are equally wide and the header holds no rich text."""
    rows = value.get("rows")
    if not isinstance(rows, list) or not rows or not all(isinstance(row, list) for row in rows):
        return
    for i, row in enumerate(rows[1:101], start=1):
        if len(row) != len(rows[0]):
            out.add(
                "all rows must have the same number of cells", step(step(at, "rows"), i), "data_table.width"
            )
    for j, cell in enumerate(rows[0][:20]):
        if isinstance(cell, dict) and cell.get("type") == "rich_text":
            out.add(
                "unsupported type: rich_text",
                step(step(step(step(at, "rows"), 0), j), "type"),
                "data_table.header",
            )


def series_fit_axis(value: Value, at: str, out: Faults) -> None:
    """Series have names of their own, and each exactly one point for each category."""
    series, axis = value.get("series"), value.get("axis_config")
    categories = axis.get("categories") if isinstance(axis, dict) else None
    if not isinstance(series, list) or not isinstance(categories, list):
        return
    names: set[str] = set()
    for i, one in enumerate(series[:6]):
        if not isinstance(one, dict):
            continue
        here, name, data = step(step(at, "series"), i), one.get("name"), one.get("data")
        if isinstance(name, str) and name in names:
            out.add("series names must be unique", step(here, "name"), "chart.names")
        names |= {name} if isinstance(name, str) else set()
        labels = [p.get("label") for p in data if isinstance(p, dict)] if isinstance(data, list) else []
        if [_string(x) for x in _sorted(labels)] != [_string(x) for x in _sorted(categories)]:
            out.add(
                "must have exactly one data point for each category", step(here, "data"), "chart.categories"
            )


def _sorted(names: list[object]) -> list[str]:
    return sorted(name for name in names[:200] if isinstance(name, str))
