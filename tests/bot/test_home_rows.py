"""What stands under a deal on Home, in both languages."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.views import home_rows
from bot.views.reader import Reader
from rules.answers import DealHead, StepShown
from rules.answers.home import HomeDeal

NOW = datetime(2026, 11, 26, 1, tzinfo=UTC)
GIVEN = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("zh", "下一步：12月3日（周四）前"),
        ("en", "Next: by Thu, Dec 3"),
    ],
)
def test_a_step_without_words_is_its_day_alone(locale: str, said: str) -> None:
    deal = HomeDeal(head=DealHead(deal_id=1, account="Acme"), step=StepShown(on=date(2026, 12, 3)))
    assert home_rows.row(deal, Reader(locale, ZoneInfo("Asia/Shanghai"), NOW)).endswith(said)


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("zh", "从 11月24日（周二）15:30 起还没联系过"),
        ("en", "nobody has called yet, since Tue, Nov 24, 3:30 PM"),
    ],
)
def test_an_overdue_first_contact_says_since_when(locale: str, said: str) -> None:
    deal = HomeDeal(head=DealHead(deal_id=1, account="Acme"), reasons=("untouched",), given_at=GIVEN)
    assert said in home_rows.row(deal, Reader(locale, ZoneInfo("Asia/Shanghai"), NOW))
