"""Industries, regions and tiers of a team: a name is read for its key, other words stay what they are."""

import pytest

from rules.customer_lists import Listed, entry_of, heard, kept, meaning, spelled, told
from rules.models import Name

REGIONS = (
    Listed(key="east", name=Name(en="East", zh="华东"), words=("上海", "new york")),
    Listed(key="coast", name=Name(en="Coast", zh="沿海"), words=("青岛",), moved_to="east"),
    Listed(key="west", name=Name(en="West", zh="西部"), words=("成都",)),
)


@pytest.mark.parametrize(
    ("said", "carried", "meant", "in_chinese"),
    [
        ("East", "east", "east", "华东"),
        ("华东", "east", "east", "华东"),
        ("EAST", "east", "east", "华东"),
        ("沿海", "east", "east", "华东"),  # what it became
        ("coast", "east", "east", "华东"),
        ("上海", "上海", "east", "上海"),  # says more than East
        ("New York", "New York", "east", "New York"),
        ("Mars", "Mars", None, "Mars"),
        ("", "", None, ""),
    ],
)
def test_what_is_said(said: str, carried: str, meant: str | None, in_chinese: str) -> None:
    found = entry_of(REGIONS, said)
    assert (kept(REGIONS, said), found.key if found else None) == (carried, meant)
    assert told(REGIONS, kept(REGIONS, said), "zh") == in_chinese


def test_everything_that_means_an_entry_is_found() -> None:
    held = ("east", "华东", "EAST", "上海", "New York", "coast", "沿海", "青岛", "成都", "west", "Mars", "")
    assert meaning(REGIONS, {"east"}, held) == set(held[:8])
    assert meaning(REGIONS, {"west"}, held) == {"成都", "west"}
    assert meaning(REGIONS, {"west", "mars"}, (*held, "Marsala", "Base on Mars")) == {
        "成都", "west", "Mars", "Base on Mars",
    }  # fmt: skip
    assert meaning(REGIONS, {"´"}, ("Mars, north",)) == set(), "a sign that is nothing when it is compared"


def test_rules_hear_every_name_of_it() -> None:
    assert "华东" in spelled(REGIONS, "上海") and "East" in spelled(REGIONS, "east")
    assert heard(REGIONS, "青岛一家厂想换ERP") == "East 华东"
    assert heard(REGIONS, "a plant in Eastbourne") == ""
