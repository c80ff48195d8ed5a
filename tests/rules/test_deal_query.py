"""Words and filters of `/deal find`, in either language; whatever names nothing of ours is searched for."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from rules.deal_query import DealQuery, read, same_as, team_of
from rules.pipeline import Pipeline, parse_pipeline

SOURCE = (Path(__file__).resolve().parents[2] / "pipeline.yaml").read_text("utf-8")
PIPELINE = parse_pipeline(yaml.safe_load(SOURCE), None)
assert isinstance(PIPELINE, Pipeline)


def some(*keys: str) -> frozenset[str]:
    return frozenset(keys)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", DealQuery()),
        ("bearings", DealQuery(words="bearings")),
        ("proposal", DealQuery(stages=some("proposal"))),
        ("方案演示 红灯", DealQuery(stages=some("proposal"), lights=some("red"))),
        ("方案", DealQuery(stages=some("proposal"))),
        ("恒达 方案", DealQuery(words="恒达", stages=some("proposal"))),
        ("Proposal Negotiation", DealQuery(stages=some("proposal", "negotiation"))),
        ("trade show", DealQuery(words="trade show")),
        ("cold call, red", DealQuery(sources=some("outbound"), lights=some("red"))),
        ("展会 丢单", DealQuery(sources=some("expo"), states=some("lost"))),
        ("lost acme", DealQuery(words="acme", states=some("lost"))),
        ("我的 黄灯", DealQuery(is_mine=True, lights=some("amber"))),
        ("c177@en177.example", DealQuery(words="c177@en177.example")),
        ("恒达@李明", DealQuery(words="恒达", owner="李明")),
        ("@liam proposal", DealQuery(owner="liam", stages=some("proposal"))),
        ("负责人：李娜 红", DealQuery(owner="李娜", lights=some("red"))),
        ("over 500k", DealQuery(least=50_000_000, currency="CNY")),
        ("50万以上 方案", DealQuery(least=50_000_000, currency="CNY", stages=some("proposal"))),
        (">80k <200k acme", DealQuery(words="acme", least=8_000_000, most=20_000_000, currency="CNY")),
        ("under $20k", DealQuery(most=2_000_000, currency="USD")),
        ("100万以下", DealQuery(most=100_000_000, currency="CNY")),
        ("over the moon", DealQuery(words="over the moon")),
        ("ＥＸＰＯ", DealQuery(sources=some("expo"))),
        ("0138", DealQuery(words="0138")),
    ],
)
def test_what_a_text_asks_for(text: str, query: DealQuery) -> None:
    assert read(text, PIPELINE) == query


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    query = read(text, PIPELINE)
    assert all(word in text for word in query.words.split(" "))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("same Acme = Acme Ltd", ("Acme", "Acme Ltd")),
        ("同一家 云帆＝云帆物流", ("云帆", "云帆物流")),
        ("merge EXPO-2026-001 =", ("EXPO-2026-001", "")),
        ("same day couriers", None),
        ("Acme = Acme Ltd", None),
    ],
)
def test_two_names_of_one_company(text: str, names: tuple[str, str] | None) -> None:
    assert same_as(text) == names


@pytest.mark.parametrize(
    ("text", "name"),
    [("team Acme", "Acme"), ("协作 云帆 科技", "云帆 科技"), ("TEAM  EXPO-2026-1", "EXPO-2026-1"), ("team", None),
     ("teams Acme", None), ("Acme", None), ("", None)],
)  # fmt: skip
def test_a_team_is_asked_for_by_its_word_and_a_deal(text: str, name: str | None) -> None:
    assert team_of(text) == name
