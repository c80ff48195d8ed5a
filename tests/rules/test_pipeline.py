"""pipeline.yaml as shipped, and every kind of fault a proposal can have."""

from collections.abc import Callable
from copy import deepcopy
from datetime import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from rules.pipeline import Pipeline, parse_pipeline
from rules.pipeline_faults import ConfigFault
from rules.readings import readings
from rules.thresholds import ladder_rules
from tests.rules.watch import CN, at

SHIPPED: dict[str, Any] = yaml.safe_load(
    (Path(__file__).resolve().parents[2] / "pipeline.yaml").read_text(encoding="utf-8")
)


def shipped() -> Pipeline:
    parsed = parse_pipeline(SHIPPED, None)
    assert isinstance(parsed, Pipeline), parsed
    return parsed


def faults(change: Callable[[dict[str, Any]], Any], lines: dict[str, int] | None = None) -> list[ConfigFault]:
    data = deepcopy(SHIPPED)
    change(data)
    parsed = parse_pipeline(data, lines)
    assert isinstance(parsed, list)
    return parsed


def test_the_shipped_process_is_the_table_of_the_product() -> None:
    p = shipped()
    limits = {s.key: (str(s.slow_after) if s.slow_after else "off") for s in p.stages}
    assert limits == {
        "lead": "2wd", "screened": "2wd", "discovery": "7wd", "proposal": "7wd", "negotiation": "10wd",
        "signing": "5wd", "collecting": "off", "closed": "off",
    }  # fmt: skip
    hard = {s.key: [i.key for i in s.exit if i.hard] for s in p.stages if s.exit}
    assert hard == {
        "lead": ["reach", "validity"], "screened": [], "discovery": ["decision_maker"], "proposal": ["quote"],
        "negotiation": ["signing_date"], "signing": ["contract", "terms"], "collecting": ["settled"],
    }  # fmt: skip
    priors = [stage.prior for stage in p.stages]
    assert priors == [10, 20, 30, 50, 70, 90, 100, None] and p.probabilities == (30, 50, 80)
    assert (len(p.sources), len(p.loss_reasons), len(p.invalid_reasons)) == (12, 10, 4)
    assert (p.digests.rep, p.digests.manager, p.digests.channel) == (time(8, 30), time(8, 40), time(8, 50))


def test_the_ladders_take_their_thresholds_from_it() -> None:
    rules = ladder_rules(shipped())
    assert "collecting" not in rules.slow_after and "collecting" not in rules.quiet_stages
    assert str(rules.slow_after["signing"]) == "5wd" and rules.owner_list == time(8, 30)


@pytest.mark.parametrize(
    ("amount", "band"),
    [(0, "C"), (99_999, "C"), (100_000, "B"), (499_999, "B"), (500_000, "A"), (10**9, "A")],
)
def test_an_amount_has_its_budget_band(amount: int, band: str) -> None:
    assert shipped().band_of(amount) == band


@pytest.mark.parametrize(
    ("change", "path", "key"),
    [
        (lambda d: d["stages"][3].update(slow_after="soon"), "stages.3.slow_after", "config.duration"),
        (lambda d: d["stages"][3].update(slow_afetr="7wd"), "stages.3.slow_afetr", "config.unknown_key"),
        (lambda d: d["stages"][3].pop("name"), "stages.3.name", "config.missing"),
        (lambda d: d["stages"][3].update(key="Proposal!"), "stages.3.key", "config.wrong"),
        (lambda d: d["stages"][3].update(key="lead"), "stages.3.key", "config.double"),
        (lambda d: d["budget"].update(channel_top=0), "budget.channel_top", "config.wrong"),
        (lambda d: d["ladders"].update(waits_a_stage=21), "ladders.waits_a_stage", "config.wrong"),
        (lambda d: d["stages"][3].update(moved_to="nowhere"), "stages.3.moved_to", "config.nowhere"),
        (lambda d: d["stages"][3].update(moved_to="proposal"), "stages.3.moved_to", "config.circle"),
        (lambda d: [d["stages"][at].update(moved_to=to) for at, to in ((2, "proposal"), (3, "discovery"))], "stages.3.moved_to", "config.circle"),
        (lambda d: d["regions"][1]["name"].update(zh=d["regions"][0]["name"]["zh"]), "regions.1.name.zh", "config.double"),
        (lambda d: d["stages"][2]["exit"][0].update(moved_to="gone"), "stages.2.exit.0.moved_to", "config.nowhere"),
        (lambda d: d["stages"][3]["opens"][0].update(moved_to="demo"), "stages.3.opens.0.moved_to", "config.circle"),
        (lambda d: d["stages"][5]["exit"][1].update(kind="date"), "stages.5.exit.1.kind", "config.other_date"),
        (lambda d: d["stages"][2]["exit"][1]["or"].update(kind="date"), "stages.2.exit.1.or.kind", "config.other_date"),
        (lambda d: d["stages"][3]["name"].update(zh=""), "stages.3.name.zh", "config.wrong"),
        (lambda d: d["stages"][2]["exit"][0].update(key="pain_list"), "stages.2.exit.1.key", "config.double"),
        (lambda d: d["stages"][2].update(exit=[d["stages"][2]["exit"][0]] * 5), "stages.2.exit", "config.too_many"),
        (lambda d: d["sources"][1].update(code="expo"), "sources.1.code", "config.double"),
        (lambda d: d.pop("stages"), "stages", "config.missing"),
        (lambda d: d.update(stages="all"), "stages", "config.wrong"),
        (lambda d: d.update(sources=[1]), "sources.0", "config.wrong"),
        (lambda d: d["digests"].update(rep="8.30"), "digests.rep", "config.clock"),
        (lambda d: d["digests"].update(rep=5000), "digests.rep", "config.clock"),
        (lambda d: d.update(calendars={"default": "mars"}), "calendars.default", "config.wrong"),
        (lambda d: d.update(calendars={"apac": "cn"}), "calendars.apac", "config.unknown_key"),
        (lambda d: d["stages"][3]["opens"][0].update(to="preslaes"), "stages.3.opens.0.to", "config.wrong"),
        (lambda d: d["blockers"][2].update(ours="nobody"), "blockers.2.ours", "config.wrong"),
        (lambda d: d["stages"][0]["exit"][0].update(of=["chat"]), "stages.0.exit.0.of", "config.nowhere"),
        (lambda d: d["stages"][2]["exit"][2].update(of=["boss"]), "stages.2.exit.2.of", "config.nowhere"),
        (lambda d: d["stages"][3].update(prior=101), "stages.3.prior", "config.percent"),
        (lambda d: d["stages"][3].update(prior="80%"), "stages.3.prior", "config.percent"),
        (lambda d: d["stages"][3].update(prior=True), "stages.3.prior", "config.percent"),
        (lambda d: d.update(probabilities=[30, 0.5]), "probabilities.1", "config.percent"),
        (lambda d: d.update(probabilities=[30, 80, 30]), "probabilities.2", "config.double"),
        (lambda d: d.update(probabilities=30), "probabilities", "config.wrong"),
        (lambda d: d.update(probabilities=list(range(99))), "probabilities", "config.long_list"),
        (lambda d: d.update(tiers=[d["tiers"][0]] * 100), "tiers", "config.long_list"),
        (lambda d: d.update(base_currency="yuan"), "base_currency", "config.wrong"),
    ],
)  # fmt: skip
def test_a_fault_is_named_by_path_and_kind(
    change: Callable[[dict[str, Any]], Any], path: str, key: str
) -> None:
    assert (path, key) in [(f.path, f.key) for f in faults(change)]


def test_every_fault_is_told_at_once_by_line() -> None:
    def change(data: dict[str, Any]) -> None:
        data["stages"][1]["slow_after"] = "x"
        data["stages"][3]["key"] = "lead"
        data["ladders"]["quiet_after"] = "never"

    lines = {"stages.1": 20, "stages.1.slow_after": 23, "stages.3": 60, "ladders": 150}
    assert [(f.line, f.path) for f in faults(change, lines)] == [
        (23, "stages.1.slow_after"),
        (60, "stages.3.key"),
        (150, "ladders.quiet_after"),
    ]


def test_what_is_no_map_is_one_fault() -> None:
    assert parse_pipeline(["stages"], {}) == [ConfigFault("", 1, "config.not_a_map")]


def test_a_limit_is_read_back_with_what_it_comes_to() -> None:
    found = {r.path: r for r in readings(SHIPPED, CN, at("11-24 15:30"))}
    precheck = found["stages.3.opens.1.due"]
    assert (precheck.written, str(precheck.limit), precheck.end) == ("48h", "2wd", at("11-26 15:30"))
    assert "ladders.heads_up" in found and "stages.0.slow_after" in found
