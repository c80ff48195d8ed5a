"""Which rule a lead fits, who of its people gets it, and when an untaken one speaks."""

from datetime import datetime

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from rules.assignment import Rule, Seen, Triage, due, least_loaded, takers
from rules.calendar import preset
from rules.pipeline import Pipeline, parse_pipeline
from services.config.yaml_text import line_numbers
from tests.services.machine import ROOT, START

SHIPPED = (ROOT / "pipeline.yaml").read_text("utf-8")
RULES = (
    Rule(region=("华东", "East"), source=("expo",), to=("liam",)),
    Rule(need=("ERP", "库存"), to=("dana", "liam")),
    Rule(industry=("manufacturing",), to=("maya",)),
)


@pytest.mark.parametrize(
    ("lead", "to"),
    [
        (Seen(region="华东", source="expo"), ("liam",)),
        (Seen(text="苏州安信达 华东 想上ERP", source="expo"), ("liam",)),
        (Seen(region="华东", source="web", need="erp"), ("dana", "liam")),
        (Seen(text="wants an ERP, soon"), ("dana", "liam")),
        (Seen(need="库存盘点"), ("dana", "liam")),
        (Seen(text="enterprise planning, interpret"), ()),
        (Seen(region="Eastern", source="expo"), ()),
        (Seen(industry="Manufacturing"), ("maya",)),
        (Seen(), ()),
    ],
)
def test_the_first_rule_that_fits_in_all_it_asks(lead: Seen, to: tuple[str, ...]) -> None:
    assert takers(RULES, lead) == to


@given(st.lists(st.integers(1, 9), unique=True), st.dictionaries(st.integers(1, 9), st.integers(0, 5)))
def test_nobody_has_less_than_who_gets_it(people: list[int], load: dict[int, int]) -> None:
    chosen = least_loaded(people, load)
    assert (chosen is None) == (not people)
    assert all(load.get(chosen or 0, 0) <= load.get(one, 0) for one in people)


def test_an_untaken_lead_speaks_in_working_time() -> None:
    found = due(Triage(channel="C0TRIAGE"), START, preset("cn"))
    at = {level: when.astimezone(START.tzinfo).strftime("%a %H:%M") for level, when in found.items()}
    assert at == {"bump": "Wed 10:30", "manager": "Wed 15:30", "director": "Thu 15:30"}
    assert found["bump"] > datetime.fromisoformat("2026-11-24T18:00:00+08:00")


def test_each_fault_of_the_rules_is_named_by_line_and_key() -> None:
    source = SHIPPED + "\n".join(
        (
            "",
            "assignment:",
            "  triage: {channel: '#sales', bump_after: soon}",
            "  rules:",
            "    - {source: [expo, nowhere], to: [liam]}",
            "    - {need: [ERP], to: []}",
            "    - {neeed: [ERP], to: [liam]}",
        )
    )
    first = SHIPPED.count("\n") + 2
    faults = parse_pipeline(yaml.safe_load(source), line_numbers(source))
    assert not isinstance(faults, Pipeline)
    assert [(f.line - first, f.path.removeprefix("assignment."), f.key) for f in faults] == [
        (1, "triage.bump_after", "config.duration"),
        (1, "triage.channel", "config.wrong"),
        (3, "rules.0.source.1", "config.nowhere"),
        (4, "rules.1.to", "config.wrong"),
        (5, "rules.2.neeed", "config.unknown_key"),
    ]
