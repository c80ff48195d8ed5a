"""What a customer may read of a note: what was agreed and what is next, nothing of rivals, budget or our own house."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rules.needs import needed
from rules.patterns import late
from rules.wordlists import any_of, words

# A team adds its own in `words` of pipeline.yaml.
_RIVALS = words(
    """competitor competitors competition competing rival rivals sap oracle salesforce hubspot netsuite odoo dynamics zoho
    pipedrive infor epicor sage workday 竞品 竞对 竞争对手 同行 友商 别家 另一家 其他家 用友 金蝶 浪潮 鼎捷 纷享销客 销售易"""
)
_BUDGET = words(
    """budget budgets budgeted cheaper cheap expensive pricey price-sensitive margin margins discount discounts walk-away
    commission 预算 底价 底线 折扣 返点 回扣 让利 毛利 利润 太贵 便宜 压价 砍价 降价 报价太高"""
)
_CLAUSE = late(
    r"[，。；;！!\n]+|,\s+|\.\s+|\.$|\s+[-–—]+\s+|\s+(?:but|though|although|because|however|while|and)\s+|但是?|不过|因为|而且|然而",
    re.I,
)
_HAN = late(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Recap:
    """The two lines; ``left_out``: some of what was written stays inside."""

    agreed: str
    next_text: str
    left_out: bool


def recap(agreed: str, next_text: str, inside: Iterable[str] = ()) -> Recap:
    """Both lines without the clauses that name a rival or speak of budget; ``inside`` are the team's own such words."""
    pattern = _pattern([*_RIVALS, *_BUDGET, *(word.casefold() for word in inside if word.strip())])
    first, second = _outside(agreed, pattern), _outside(next_text, pattern)
    is_whole = (first, second) == (agreed.strip(), next_text.strip())
    return Recap(_sentence(first), _sentence(second), not is_whole)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _pattern(spelled: list[str]) -> re.Pattern[str]:
    latin = [word for word in spelled if word.isascii()]
    han = [word for word in spelled if not word.isascii()]
    either = [rf"(?<![a-z0-9]){any_of(latin)}(?![a-z0-9])"]
    return re.compile("|".join([*either, *([any_of(han)] if han else [])]), re.IGNORECASE)


def _outside(text: str, pattern: re.Pattern[str]) -> str:
    """The clauses that may be told, with what stood between them; all of it when there is nothing to hide."""
    if not _is_inside(text, pattern):
        return text.strip()
    kept, last = [], 0
    for mark in [*_CLAUSE.finditer(text), None]:
        end = mark.start() if mark else len(text)
        clause = text[last:end].strip()
        if clause and not _is_inside(clause, pattern):
            kept.append(clause)
        last = mark.end() if mark else end
    gap = "，" if _HAN.search("".join(kept)) else ", "
    return gap.join(kept)


def _is_inside(text: str, pattern: re.Pattern[str]) -> bool:
    """A rival, budget, a word of the team's own; or what we need of our own colleagues."""
    return pattern.search(text) is not None or needed(text) is not None


def language_of(*names: str) -> str:
    """The language of a customer by how they are called."""
    return "zh" if _HAN.search("".join(names)) else "en"
