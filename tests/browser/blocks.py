"""Block Kit for the page's tests: a message with every block, and a modal with every input."""

from typing import Any

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def option(value: str, text: str) -> Json:
    return {"text": plain(text), "value": value}


def button(action: str, text: str, **more: Any) -> Json:
    return {"type": "button", "action_id": action, "text": plain(text), **more}


SOURCES = [option("expo", "Trade show"), option("web", "Website"), option("ref", "Referral")]
CONFIRM = {"title": plain("Mark as lost?"), "text": mrkdwn("*Acme* leaves."), "confirm": plain("Do it")}
CONFIRM |= {"deny": plain("Keep")}


def _cell(text: str) -> Json:
    return {"type": "raw_text", "text": text}


def _said(text: str, **style: bool) -> Json:
    return {"type": "text", "text": text, **({"style": style} if style else {})}


def _section(*elements: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(elements)}


RICH = {
    "type": "rich_text",
    "elements": [
        _section(
            _said("Gaps", bold=True), {"type": "emoji", "name": "dart"}, {"type": "user", "user_id": "U0DANA"}
        ),
        {"type": "rich_text_list", "style": "ordered", "elements": [_section(_said("budget"))]},
        {"type": "rich_text_quote", "elements": [_said("their words")]},
        {"type": "rich_text_preformatted", "elements": [_said("a = 1")]},
    ],
}

EVERYTHING: list[Json] = [
    {"type": "header", "text": plain("Acme Corp")},
    {
        "type": "section",
        "text": mrkdwn(
            "*bold* _lean_ ~gone~ `code` 字*粗*字 <https://example.com/a_b_c|the site> :tada: &lt;img&gt;"
        ),
        "accessory": {"type": "overflow", "action_id": "more", "options": SOURCES},
    },
    {
        "type": "section",
        "fields": [mrkdwn("*By*\n<!date^1796353200^{date_num} {time}|Dec 2>"), plain("Amount")],
    },
    {"type": "divider"},
    RICH,
    {
        "type": "markdown",
        "text": "## Plan\n- **first**\n- [second](https://example.com)\n\n| a | b |\n|---|---|\n| 1 | 2 |",
    },
    {"type": "image", "image_url": "https://example.com/plan.png", "alt_text": "the plan"},
    {"type": "context", "elements": [mrkdwn("Why: 7 working days")]},
    {"type": "table", "rows": [[_cell("Deal"), _cell("Days")], [_cell("Acme"), _cell("9")]]},
    {
        "type": "actions",
        "elements": [
            button("log", "Log note", style="primary"),
            button("lost", "Lost", style="danger", confirm=CONFIRM),
            {
                "type": "static_select",
                "action_id": "source",
                "placeholder": plain("Source"),
                "options": SOURCES,
            },
            {"type": "datepicker", "action_id": "day"},
            {"type": "timepicker", "action_id": "time"},
            {"type": "checkboxes", "action_id": "ticks", "options": SOURCES[:2]},
            {"type": "radio_buttons", "action_id": "radio", "options": SOURCES[:2]},
        ],
    },
]


def field(name: str, label: str, element: Json, *, optional: bool = False) -> Json:
    """An input block whose action is `v`."""
    element = {**element, "action_id": "v"}
    return {
        "type": "input",
        "block_id": name,
        "label": plain(label),
        "element": element,
        "optional": optional,
    }


def modal(title: str = "New lead") -> Json:
    rows = [
        field("company", "Company", {"type": "plain_text_input", "focus_on_load": True, "max_length": 60}),
        field("source", "Source", {"type": "static_select", "options": SOURCES}),
        field("day", "Next step on", {"type": "datepicker"}, optional=True),
        field("time", "At", {"type": "timepicker", "initial_time": "14:00"}, optional=True),
        field("owner", "Owner", {"type": "users_select", "initial_user": "U0DANA"}),
        field("tags", "Products", {"type": "multi_static_select", "options": SOURCES}, optional=True),
        field("place", "Where", {"type": "conversations_select"}, optional=True),
        field("budget", "Budget", {"type": "number_input", "is_decimal_allowed": True}, optional=True),
        field("mail", "Email", {"type": "email_text_input"}, optional=True),
        field("site", "Web site", {"type": "url_text_input"}, optional=True),
        field("warm", "How warm", {"type": "radio_buttons", "options": SOURCES}, optional=True),
        field("also", "Also", {"type": "checkboxes", "options": SOURCES}, optional=True),
        field("need", "Need", {"type": "plain_text_input", "multiline": True}, optional=True),
        field("photo", "Photo", {"type": "file_input", "max_files": 2}, optional=True),
    ]
    named = {"title": plain(title), "submit": plain("Save"), "close": plain("Cancel")}
    return {"type": "modal", "callback_id": "lead", **named, "blocks": rows}


def branching(chosen: str = "") -> Json:
    """A modal whose second question depends on the first, which tells the app as soon as it is answered."""
    first = field("kind", "What happened", {"type": "radio_buttons", "options": SOURCES}, optional=True)
    first |= {"dispatch_action": True}
    rows = [first, field("note", "Note", {"type": "plain_text_input"}, optional=True)]
    if chosen:
        rows.append(field("more", f"More about {chosen}", {"type": "plain_text_input"}, optional=True))
    named = {"title": plain("Log note"), "submit": plain("Save")}
    return {"type": "modal", "callback_id": "note", **named, "blocks": rows}
