"""Every word a person reads: text(locale, key, ...) over gettext catalogues in English and Chinese.

Keys are the msgids; a catalogue is split by room (common.po, leads.po, ...) and read once, at first use.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache, partial
from gettext import GNUTranslations
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from babel.messages import pofile
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from bot.words.compiled import compiled

Locale = Literal["en", "zh"]
LOCALES: tuple[Locale, ...] = ("en", "zh")
CATALOGUES = Path(__file__).parent / "catalogues"
KEPT = Path(__file__).parent / "__pycache__"
# Babel's names: plural rules and headers come with them.
_GAP = re.compile(
    r"(?:(?<=[一-鿿]) )?\{(when|day|since|until|last|by|due|limit)\}(?: (?=[一-鿿]))?|\{(who)\} (?=[一-鿿])"
)
_CLOSES = re.compile(r"[一-鿿）]$")  # 昨天, 1 个工作日, 11月27日（周五）
_BABEL: Mapping[Locale, str] = MappingProxyType({"en": "en_US", "zh": "zh_CN"})


@lru_cache(maxsize=256)
def locale_of(tag: str | None) -> Locale:
    """Slack's profile locale ("zh-CN", "en-US", None) as one of ours: zh-* is Chinese, all else English."""
    return "zh" if (tag or "").lower().replace("_", "-").split("-")[0] == "zh" else "en"


def text(locale: str, key: str, /, **fields: object) -> str:
    """The text of `key` in `locale` with its {fields} filled in; `count=` chooses the plural form.

    Raises KeyError for a key that no catalogue has or a field that was not given: a test compares every
    call with the catalogues, so in service neither happens. Several names in a field are listed as the language
    lists them. User text in fields needs no escaping here (bot/views/parts.py escapes).
    """
    if not fields:
        return _bare(locale, key)
    count = fields.get("count")
    found = _written(locale, key, count if isinstance(count, int) else None)
    return _closed_up(found, fields).format(**{name: _listed(locale, said) for name, said in fields.items()})


@lru_cache(maxsize=4096)
def _bare(locale: str, key: str) -> str:
    """What has no fields is the same each time."""
    return _written(locale, key, None).format()


def _written(locale: str, key: str, count: int | None) -> str:
    catalogue = _catalogue(locale_of(locale))
    found = key if count is None else catalogue.ngettext(key, key, count)
    if found == key:  # not plural, or not there
        found = catalogue.gettext(key)
    if found == key:
        raise KeyError(key)
    return found


def _listed(locale: str, said: object) -> object:
    return text(locale, "list.comma").join(map(str, said)) if isinstance(said, (list, tuple)) else said


@lru_cache(maxsize=2048)
def _gaps(written: str) -> tuple[tuple[str, str], ...]:
    """(gap with its field, the field's name) for each space between Chinese and the words of a day or time, or behind a
    person."""
    return tuple((m[0], m[1] or m[2]) for m in _GAP.finditer(written))


def _closed_up(written: str, fields: Mapping[str, object]) -> str:
    """Chinese has a space before 11月27日 and behind 李娜 Dana, and none at 昨天 and 你: a catalogue cannot know which of
    them comes."""
    for gap, name in _gaps(written):
        said = str(fields.get(name) or "")
        if said and "一" <= said[0] <= "鿿" and gap[0] == " ":
            written = written.replace(gap, gap.lstrip())
        if _CLOSES.search(said) and gap[-1] == " ":
            written = written.replace(f"{{{name}}} ", f"{{{name}}}")
    return written


def teller(locale: str) -> Callable[..., str]:
    """`t = teller(locale)`; then `t("btn.undo")` where a view says many things in one language."""
    return partial(text, locale_of(locale))


def has(key: str) -> bool:
    """Is there a text under this key (in English; a test holds both catalogues to the same keys)?"""
    return _catalogue("en").gettext(key) != key


def warm() -> None:
    """Reads both catalogues now, so that no request waits for them."""
    for locale in LOCALES:
        _catalogue(locale)


def read_catalogue(locale: Locale) -> Catalog:
    """All rooms of one language merged; a key written in two rooms raises ValueError."""
    merged = Catalog(locale=_BABEL[locale], fuzzy=False)
    for path in sorted((CATALOGUES / locale).glob("*.po")):
        with path.open("rb") as file:
            for message in pofile.read_po(file, locale=_BABEL[locale]):
                if not message.id:
                    continue
                if merged.get(message.id) is not None:
                    raise ValueError(f"{path.name}: {message.id} stands in another room too")
                merged[message.id] = message
    return merged


@cache
def _catalogue(locale: Locale) -> GNUTranslations:
    content = compiled(CATALOGUES / locale, KEPT, lambda: _compile(locale))
    return GNUTranslations(io.BytesIO(content))


def _compile(locale: Locale) -> bytes:
    target = io.BytesIO()
    write_mo(target, read_catalogue(locale))
    return target.getvalue()
