"""What a file may be, by its name and by what is said with it."""

from pathlib import Path

import pytest

from rules import papers
from services.config import versions

ROOT = Path(__file__).resolve().parents[2]
PIPELINE = versions.read_proposal((ROOT / "pipeline.yaml").read_text("utf-8"))[1]


@pytest.mark.parametrize(
    "stage, first",
    [("lead", "pain_list"), ("proposal", "quote"), ("signing", "contract"), ("closed", "pain_list")],
)
def test_the_gates_ahead_come_first(stage: str, first: str) -> None:
    found = [item.key for item in papers.kinds(PIPELINE, stage)]
    assert found[0] == first and set(found) == {"pain_list", "pain_photo", "quote", "contract"}


@pytest.mark.parametrize(
    "name, said, key",
    [
        ("Acme_Contract_v3.pdf", "", "contract"),
        ("恒达合同.pdf", "", "contract"),
        ("scan.pdf", "the quote", "quote"),
        ("doc1.docx", "痛点", "pain_list"),
        ("IMG_2031.HEIC", "", "pain_photo"),
        ("board.png", "", "pain_photo"),
        ("报价单.png", "", "quote"),
        ("notes.txt", "", ""),
        ("meeting file list.pdf", "", ""),
    ],
)
def test_what_it_looks_like(name: str, said: str, key: str) -> None:
    assert papers.likeliest(papers.kinds(PIPELINE, "lead"), [name], said) == key


@pytest.mark.parametrize(
    "said, is_label",
    [
        ("", True),
        ("contract", True),
        ("the contract file", True),
        ("合同文件", True),
        ("报价单", True),
        ("they liked it; send SOW by Fri", False),
        ("张总同意了，周五前发合同", False),
    ],
)
def test_words_that_only_say_what_it_is_are_no_note(said: str, is_label: bool) -> None:
    assert papers.is_label(said, papers.kinds(PIPELINE, "lead")) == is_label
