"""Whatever people type, what parts.py makes is within Slack's limits and forges nothing."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block, ButtonElement
from slack_sdk.models.views import View

from bot.views import parts
from bot.views.markup import bold, clip, escape, link, mention, width
from sandbox.blocks import validate_blocks, validate_view

HOSTILE = [
    "<!channel> <@U0123456789> <https://evil.example|click>", "&amp; & &lt;b&gt;", "*bold* _x_ ~y~ `z`", "",
    " \n\t ", "\x00nul", "\ud800 half", "👩‍👩‍👧‍👦" * 800, "é" * 4000, "\u202eRTL", "=cmd()", "a" * 100_000,
    "\ue000!channel\ue002", "\ue000@U0123456789\ue001x\ue002", "&" * 3001, "<" * 760, "中" * 3001, "@channel @here",
]  # fmt: skip
ANY = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=400),
    st.text(st.sampled_from("&<>|*é👍中\ue000\ue001\ue002!@U"), max_size=3500),
)


def _options(texts: list[str]) -> list[dict[str, Any]]:
    return [parts.option(t, f"v{i}", t) for i, t in enumerate(texts)]


def _message(texts: list[str], repeat: int) -> dict[str, Any]:
    first = texts[0]
    sure = parts.confirm(first, first, first, first, danger=True)
    row = [parts.button(t, "pick", f"v{i}", "primary", sure) for i, t in enumerate(texts)]
    blocks = [
        parts.header(first),
        parts.section(first, parts.overflow("more", _options(texts))),
        parts.section(bold(first) + link("https://example.com/?a=1&b=2", first)),
        parts.fields(*texts),
        parts.context(*texts),
        parts.divider(),
        parts.actions(*row, parts.select("choose", _options(texts), first, "v0")),
        parts.actions(),
    ]
    return parts.message(first, blocks * repeat)


def _modal(texts: list[str], repeat: int) -> dict[str, Any]:
    first, blocks = texts[0], []
    for n in range(repeat):
        blocks += [
            parts.input_text(
                first, f"a{n}", first, placeholder=first, hint=first, focus=True, multiline=True
            ),
            parts.input_select(first, f"b{n}", _options(texts), "v0", placeholder=first),
            parts.input_date(first, f"c{n}", "2026-12-02"),
            parts.input_time(first, f"d{n}", "14:00"),
            parts.input_checkboxes(first, f"e{n}", _options(texts), ["v0"]),
            parts.input_file(first, f"f{n}", ["pdf"]),
            parts.section(first),
        ]
    return parts.modal(first, blocks, first, first, "modal.x", "{}")


def _texts(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["text"]] if isinstance(node.get("text"), str) else []
        return own + [t for v in node.values() for t in _texts(v)]
    return [t for v in node for t in _texts(v)] if isinstance(node, list) else []


def _check_text(texts: list[str]) -> None:
    for value in texts:
        assert value.strip()
        value.encode("utf-8")  # no half surrogates
        bare = re.sub(r"<(?:https?://|mailto:|tel:|@[UW]|#[CG])[^<>]*>", "", value)
        assert not re.search(r"[<>]|&(?!amp;|lt;|gt;)", bare), bare[:200]
        assert "<!" not in value


def _judge(surface: str, payload: dict[str, Any]) -> None:
    if surface == "message":
        for block in Block.parse_all(payload["blocks"]):
            block.to_dict()
    else:
        View(**payload).to_dict()
    faults = validate_blocks(payload["blocks"]) if surface == "message" else validate_view(payload)
    assert not faults


@settings(max_examples=25, deadline=None)
@given(st.lists(ANY, min_size=1, max_size=12), st.integers(1, 30))
def test_every_message_is_taken(texts: list[str], repeat: int) -> None:
    made = _message(texts, repeat)
    assert 0 < len(made["blocks"]) <= 50
    assert sum(map(width, _texts(made["blocks"]))) <= 9_000
    assert width(made["text"]) <= 3000
    _check_text(_texts(made))
    _judge("message", made)


@settings(max_examples=8, deadline=None)
@given(st.lists(ANY, min_size=1, max_size=12), st.integers(1, 16))
def test_every_modal_and_home_is_taken(texts: list[str], repeat: int) -> None:
    made = _modal(texts, repeat)
    assert 0 < len(made["blocks"]) <= 100 and len(json.dumps(made)) < 65_000
    assert sum(bool(b.get("element", {}).get("focus_on_load")) for b in made["blocks"]) <= 1
    _check_text(_texts(made))
    _judge("view", made)
    home = parts.home(_message(texts, 1)["blocks"] * repeat)
    assert len(home["blocks"]) <= 100 and len(json.dumps(home)) < 250_000
    _judge("view", home)


@settings(max_examples=40, deadline=None)
@given(ANY, st.integers(1, 200))
def test_clip_splits_nothing(text: str, most: int) -> None:
    whole = escape(text + link("https://example.com/x", text[:20]))
    short = clip(whole, most)
    assert width(short) <= most
    body = short.removesuffix("…")
    assert whole.startswith(body.rstrip()) or whole == short
    _check_text([short])


def test_clip_keeps_a_family_together() -> None:
    assert clip("ab👩‍👩‍👧‍👦cd", 5) == "ab…"
    assert clip("a&amp;b", 5) == "a…"
    assert clip("<https://a.example|b> and more", 12) == "…"
    assert clip("abc", 3) == "abc"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("R&D <A>", "R&amp;D &lt;A&gt;"),
        ("<!channel>", "&lt;!channel&gt;"),
        ("\ue000!channel\ue002", ""),
        ('it\'s "so" | `x`', 'it\'s "so" | `x`'),
        (mention("U0123456789"), "<@U0123456789>"),
        (mention("C0123456789"), "<#C0123456789>"),
        (link("https://a.example/?x=1&y=2", "R&D"), "<https://a.example/?x=1&amp;y=2|R&amp;D>"),
        (link("javascript:alert(1)", "click"), "click"),
        (link("https://a.example", "a|b>c"), "<https://a.example|a¦b&gt;c>"),
        (bold("Acme & Co"), "*Acme &amp; Co*"),
        (bold("A*STAR"), "A*STAR"),
    ],
)
def test_escaping(typed: str, shown: str) -> None:
    assert parts.section(f"x{typed}")["text"]["text"] == f"x{shown}"


def test_what_is_left_out_is_counted() -> None:
    many = [parts.section(f"deal {n}") for n in range(60)]
    made = parts.message("m", many, more=lambda n: parts.context(f"{n}"))
    assert len(made["blocks"]) == 50 and made["blocks"][-1]["elements"][0]["text"] == "11"
    whole = parts.message("m", many[:50])
    assert whole["blocks"][-1]["type"] == "section"


def test_equal_buttons_of_a_row_stay_apart() -> None:
    row = parts.actions(*(parts.button(d, "when.pick", d) for d in ("Fri", "Mon")), None)
    assert row is not None
    ids = [e["action_id"] for e in row["elements"]]
    assert ids == ["when.pick", "when.pick#2"] and {parts.action_name(i) for i in ids} == {"when.pick"}


def test_faults_of_the_code_are_loud() -> None:
    with pytest.raises(ValueError):
        parts.button("x", "a", "v" * 2001)
    with pytest.raises(ValueError):
        parts.modal("x", [parts.input_text("x", "a")])
    with pytest.raises(ValueError):
        parts.modal("x", [parts.input_text("x", "a"), parts.input_text("y", "a")], "ok")
    assert ButtonElement.parse(parts.button("x", "a", url="https://a.example")) is not None
