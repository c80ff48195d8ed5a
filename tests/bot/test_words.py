"""The catalogues are whole: same keys and fields in both languages, every call names a text that exists."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from bot.words import CATALOGUES, LOCALES, has, locale_of, read_catalogue, teller, text

ROOT = Path(__file__).resolve().parents[2]
KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$")
ROOMS, READ = ("bot", "handlers", "jobs", "rules", "services"), (".py", ".yaml")
HAN = re.compile(r"[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]")


@cache
def _forms(locale: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for message in read_catalogue(locale_of(locale)):
        if message.id:
            key = message.id if isinstance(message.id, str) else message.id[0]
            found[key] = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    return found


def _fields(form: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(form) if name is not None}


def test_both_languages_have_the_same_rooms_and_keys() -> None:
    rooms = {locale: {p.name for p in (CATALOGUES / locale).glob("*.po")} for locale in LOCALES}
    assert rooms["en"] == rooms["zh"]
    english, chinese = _forms("en"), _forms("zh")
    assert english.keys() ^ chinese.keys() == set()
    assert [key for key in english if not KEY.match(key)] == []


def test_every_text_is_asked_for_somewhere() -> None:
    """As a whole key, or by the beginning that an f-string or a sum completes."""
    files = [ROOT / "wiring.py", *(path for room in ROOMS for path in (ROOT / room).rglob("*"))]
    code = "\n".join(path.read_text("utf-8") for path in files if path.suffix in READ)
    whole = set(re.findall(r"[\"'`]([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+)[\"':`]", code))
    begun = tuple(set(re.findall(r"[\"']([a-z_]+\.[a-z0-9_]*)(?:\{|[\"'] \+)", code)))
    assert [key for key in _forms("en") if key not in whole and not key.startswith(begun)] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_no_text_is_empty_and_every_form_can_be_filled(locale: str) -> None:
    for key, forms in _forms(locale).items():
        for form in forms:
            assert form.strip(), key
            assert all(name.isidentifier() for name in _fields(form)), f"{key}: {form}"


def test_fields_agree_between_the_languages() -> None:
    english, chinese = _forms("en"), _forms("zh")
    fields = {key: set().union(*map(_fields, forms)) for key, forms in english.items()}
    odd = {key: fields[key] ^ set().union(*map(_fields, chinese[key])) for key in english}
    assert {key: diff - {"count"} for key, diff in odd.items() if diff - {"count"}} == {}


def test_the_tone_of_the_chinese_texts() -> None:
    banned = ("您", "请尽快", "逾期未跟进", "异常", "违规")
    assert [k for k, forms in _forms("zh").items() if any(word in f for word in banned for f in forms)] == []


@pytest.mark.parametrize(("key", "fields", "told"), [
    ("gate.owed", {"day": "11月27日（周五）", "items": "痛点清单"}, "11月27日（周五）前要补：痛点清单"),
    ("gate.owed", {"day": "11:00", "items": "痛点清单"}, "11:00 前要补：痛点清单"),
    ("why.rule_untouched", {"limit": "1 个工作日"}, "拿到线索后 1 个工作日内要联系"),
])  # fmt: skip
def test_no_stray_blank_in_chinese(key: str, fields: dict[str, str], told: str) -> None:
    assert text("zh", key, **fields) == told


def test_plural_and_missing() -> None:
    assert text("en", "when.working_days", count=1) == "1 working day"
    assert text("en", "when.working_days", count=7) == "7 working days"
    assert teller("zh")("when.working_days", count=1) == "1 个工作日"
    assert has("btn.undo") and not has("btn.nothing_such")
    for fields in ({}, {"count": 3}):
        with pytest.raises(KeyError):
            text("en", "btn.nothing_such", **fields)


@pytest.mark.parametrize(("locale", "names"), [("zh", "Gus、Ida"), ("en", "Gus, Ida")])
def test_several_names_are_listed_as_the_language_lists_them(locale: str, names: str) -> None:
    assert text(locale, "team.stranger", names=["Gus", "Ida"]).startswith(names)


def test_braces_in_what_people_typed_are_left_alone() -> None:
    assert "{admin!r} %s" in text("en", "err.guest", admin="{admin!r} %s")


@pytest.mark.parametrize(
    ("tag", "want"),
    [("zh-CN", "zh"), ("zh_TW", "zh"), ("ZH", "zh"), ("en-GB", "en"), ("ja-JP", "en"), (None, "en")],
)
def test_locale_of(tag: str | None, want: str) -> None:
    assert locale_of(tag) == want


# -- the code and the catalogues agree -------------------------------------------------------------

TEXT_ARGS = {"text", "label", "title", "placeholder", "submit", "close", "hint", "description", "confirm"}


def _calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            func = node.func
            name = (
                func.id
                if isinstance(func, ast.Name)
                else func.attr
                if isinstance(func, ast.Attribute)
                else ""
            )
            yield name, node


def faults_of_keys(source: str) -> list[str]:
    """Calls of text(locale, "key", ...) or t("key", ...) whose key or fields no catalogue has."""
    english, faults = _forms("en"), []
    for name, call in _calls(ast.parse(source)):
        at = {"text": 1, "t": 0}.get(name)
        if at is None or len(call.args) <= at:
            continue
        node = call.args[at]
        keys = [node] if isinstance(node, ast.Constant) else []
        if isinstance(node, ast.IfExp):
            keys = [n for n in (node.body, node.orelse) if isinstance(n, ast.Constant)]
        for key in (k.value for k in keys if isinstance(k.value, str) and KEY.match(k.value)):
            if key not in english:
                faults.append(f"line {call.lineno}: no text {key}")
                continue
            given = {k.arg for k in call.keywords}
            missing = set().union(*map(_fields, english[key])) - given
            if missing and None not in given:
                faults.append(f"line {call.lineno}: {key} wants {sorted(missing)}")
    return faults


def faults_of_prose(source: str, parts: set[str]) -> list[str]:
    """Words for people that stand in the code: any Han character, or a phrase handed to a part."""
    tree, faults = ast.parse(source), []
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and HAN.search(node.value):
            faults.append(f"line {node.lineno}: {node.value!r}")
    for name, call in _calls(tree):
        if name not in parts:
            continue
        handed = [*call.args[:1], *(k.value for k in call.keywords if k.arg in TEXT_ARGS)]
        for arg in handed:
            pieces = arg.values if isinstance(arg, ast.JoinedStr) else [arg]
            for piece in pieces:
                value = piece.value if isinstance(piece, ast.Constant) else None
                if isinstance(value, str) and re.search(r"[A-Za-z]{2,}", value) and not KEY.match(value):
                    faults.append(f"line {call.lineno}: {value!r}")
    return faults


def _sources(*rooms: str) -> Iterator[Path]:
    for room in rooms:
        yield from sorted((ROOT / room).rglob("*.py"))


def _parts() -> set[str]:
    path = ROOT / "bot/views/parts.py"
    tree = ast.parse(path.read_text("utf-8")) if path.exists() else ast.Module([], [])
    return {n.name for n in tree.body if isinstance(n, ast.FunctionDef) and not n.name.startswith("_")}


def test_every_call_names_a_text_that_exists() -> None:
    faults = {
        str(p.relative_to(ROOT)): f
        for p in _sources("bot", "handlers", "jobs")
        if (f := faults_of_keys(p.read_text("utf-8")))
    }
    assert faults == {}


def test_no_words_for_people_stand_outside_the_catalogues() -> None:
    parts = _parts() - {"message", "modal", "home", "actions", "link"}
    paths = [p for p in _sources("bot/views", "handlers", "jobs")]
    faults = {
        str(p.relative_to(ROOT)): f for p in paths if (f := faults_of_prose(p.read_text("utf-8"), parts))
    }
    assert faults == {}


def test_the_two_checks_see_faults() -> None:
    assert faults_of_keys('text(l, "no.such")') == ["line 1: no text no.such"]
    assert faults_of_keys('t("err.guest")') == ["line 1: err.guest wants ['admin']"]
    assert faults_of_keys('t("err.guest", admin=a), t("err.guest", **f), text(l, key)') == []
    assert len(faults_of_prose('section(f"Hello {x} there")\nx = "你"', {"section"})) == 3
    assert (
        faults_of_prose('section(t("btn.undo")); button(f"{a} · {b}", "note.undo")', {"section", "button"})
        == []
    )
