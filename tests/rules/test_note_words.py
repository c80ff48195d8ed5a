"""What a note's words ask for: which group is needed, and what a customer may read of it."""

from datetime import date

import pytest

from rules.days import is_bridge
from rules.needs import needed
from rules.recap import language_of, recap


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("需要售前周三来做演示；周五发方案", "presales"),
        ("need a quote from pre-sales by Friday", "presales"),
        ("we need a quote", "presales"),
        ("我要报价单", "presales"),
        ("要法务看下合同", "legal"),
        ("legal has to review the NDA", "legal"),
        ("agreed on scope, we need to get legal to look at the contract", "legal"),
        ("需要安排实施上门", "delivery"),
        ("找财务开票", "finance"),
        ("客户需要报价", ""),
        ("张总要报价", ""),
        ("they need a quote", ""),
        ("Ravi needs a quote by Friday", ""),
        ("they need legal approval", ""),
        ("waiting for their legal", ""),
        ("I need to send the quote by Friday", ""),
        ("聊了需求，张总同意看方案", ""),
        ("likes the pilot; send SOW by Fri", ""),
    ],
)
def test_which_of_our_groups_is_needed(text: str, role: str) -> None:
    found = needed(text)
    assert (found.role if found else "") == role


def test_the_words_are_those_of_the_clause() -> None:
    found = needed("聊得不错，需要售前周三来做演示；周五发方案")
    assert found is not None and found.words == "需要售前周三来做演示"


@pytest.mark.parametrize(
    ("agreed", "step", "told"),
    [
        ("likes the pilot plan", "send the SOW", ("Likes the pilot plan", "Send the SOW")),
        (
            "likes the pilot but budget is tight and SAP is cheaper",
            "send SOW",
            ("Likes the pilot", "Send SOW"),
        ),
        ("预算只有50万，同意先做一期，用友也在谈", "发方案", ("同意先做一期", "发方案")),
        ("we need legal to review it, scope is fine", "call Monday", ("Scope is fine", "Call Monday")),
        ("budget is tight", "offer a discount", ("", "")),
        ("sapling farm wants a demo", "call", ("Sapling farm wants a demo", "Call")),
    ],
)
def test_a_customer_reads_nothing_of_budget_rivals_or_our_own_house(
    agreed: str, step: str, told: tuple[str, str]
) -> None:
    found = recap(agreed, step)
    assert (found.agreed, found.next_text) == told
    assert found.left_out == ((agreed, step) != tuple(x[:1].lower() + x[1:] for x in told))


def test_a_team_adds_words_of_its_own() -> None:
    assert recap("PoC runs well, Project Falcon slips", "", ["project falcon"]).agreed == "PoC runs well"


def test_the_language_of_a_customer_is_how_they_are_called() -> None:
    assert language_of("恒达机械", "Tom") == "zh" and language_of("Acme Corp", "Ravi Patel") == "en"


@pytest.mark.parametrize(
    ("country", "day", "bridge"),
    [
        ("us", date(2026, 11, 27), True),
        ("us", date(2025, 11, 28), True),
        ("us", date(2026, 11, 20), False),
        ("us", date(2026, 12, 24), True),
        ("cn", date(2026, 11, 27), False),
    ],
)
def test_days_on_which_many_teams_are_off(country: str, day: date, bridge: bool) -> None:
    assert is_bridge(country, day) is bridge
