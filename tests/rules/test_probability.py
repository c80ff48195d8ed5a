"""What a pipeline comes to when each deal is counted by how likely it is to be won."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from rules.pipeline import Pipeline
from rules.probability import Lot, Weighing, probability, weigh
from services.config import versions

ROOT = Path(__file__).resolve().parents[2]
PIPELINE: Any = versions.read_proposal((ROOT / "pipeline.yaml").read_text("utf-8"))[1]
BARE: Pipeline = PIPELINE.model_copy(
    update={"stages": tuple(stage.model_copy(update={"prior": None}) for stage in PIPELINE.stages)}
)
PROPOSAL = Lot("proposal", None, 1, "CNY", 1_000_00)


@pytest.mark.parametrize(("stage", "chosen", "process", "told"), [
    ("proposal", None, PIPELINE, 50), ("proposal", 80, PIPELINE, 80), ("proposal", 0, PIPELINE, 0),
    ("proposal", None, BARE, None), ("proposal", 80, BARE, 80), ("gone", None, PIPELINE, None),
])  # fmt: skip
def test_it_is_the_stages_unless_another_was_chosen(
    stage: str, chosen: int | None, process: Pipeline, told: int | None
) -> None:
    assert probability(process, stage, chosen) == told


@pytest.mark.parametrize(("lots", "sums", "left"), [
    ([PROPOSAL], [("CNY", 500_00, 0)], (0, 0)),
    ([Lot("lead", 80, 2, "CNY", 1_000_00), PROPOSAL], [("CNY", 1_300_00, 0)], (0, 0)),
    ([Lot("lead", None, 1, "USD", 50), PROPOSAL], [("CNY", 500_00, 0), ("USD", 5, 0)], (0, 0)),
    ([Lot("lead", None, 1, "CNY", 4), Lot("screened", None, 1, "CNY", 4)], [("CNY", 1, 0)], (0, 0)),
    ([PROPOSAL, Lot("lead", 30, 1, "CNY", 100_00, is_estimated=True)], [("CNY", 530_00, 30_00)], (0, 0)),
    ([Lot("proposal", 0, 1, "CNY", 100_00)], [("CNY", 0, 0)], (0, 0)),
    ([Lot("proposal", 80, 3), Lot("gone", None, 2, "CNY", 5), Lot("gone", None, 1)], [], (4, 2)),
    ([], [], (0, 0)),
])  # fmt: skip
def test_each_currency_is_summed_by_itself_and_rounded_once(
    lots: list[Lot], sums: list[tuple[str, int, int]], left: tuple[int, int]
) -> None:
    found = weigh(PIPELINE, lots)
    assert isinstance(found, Weighing)
    assert [dataclasses.astuple(one) for one in found.sums] == sums
    assert (found.no_amount, found.no_probability) == left
