"""What Home only counts is there in full, a page at a time, for those who may see it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rules.answers.home import HomeListed
from rules.errors import NotFound
from services.lists import found, home, home_lists
from storage.tables import PersonRole, Task
from tests.services.hand import Hand
from tests.services.machine import START, Machine

LONG_AGO = START - timedelta(days=30)
RED = {
    "stage_entered_at": LONG_AGO,
    "clocks_from": LONG_AGO,
    "owner_since": LONG_AGO,
    "last_contact_at": LONG_AGO,
}


def listed(machine: Machine, name: str, which: str, page: int = 0) -> HomeListed:
    return home_lists.listed(Hand(machine, name).ask(), which, page)


def ids(found: HomeListed) -> list[int]:
    return [x.head.deal_id for x in found.deals] + [x.deal_id for x in found.heads]


def test_all_of_ones_own_what_asks_first_then_what_is_on_track(machine: Machine) -> None:
    calm = [machine.deal() for _ in range(3)]
    red = machine.deal(**RED)
    machine.deal("dana", **RED)
    assert ids(listed(machine, "liam", "all")) == [red, *calm]
    assert ids(listed(machine, "liam", "red")) == [red] and ids(listed(machine, "liam", "amber")) == []


def test_pages_follow_each_other_and_a_shorter_list_ends_earlier(machine: Machine) -> None:
    every = [machine.deal(**RED) for _ in range(45)]
    pages = [listed(machine, "liam", "red", page) for page in range(3)]
    assert [(len(ids(x)), x.first, x.count) for x in pages] == [(20, 0, 45), (20, 20, 45), (5, 40, 45)]
    assert sorted(sum(map(ids, pages), [])) == every
    assert listed(machine, "liam", "red", 9) == pages[2]


def test_drafts_and_what_nobody_touched_since_the_import(machine: Machine) -> None:
    draft = machine.deal(state="draft", code=None, clocks_from=None, next_check_at=None)
    asleep = machine.deal(clocks_from=None, next_check_at=None)
    assert ids(listed(machine, "liam", "drafts")) == [draft] and ids(listed(machine, "liam", "asleep")) == [
        asleep
    ]


def test_all_of_ones_own_are_as_many_as_the_pipeline_has(machine: Machine) -> None:
    """Home's button, the list behind it and `/deal list` count the same deals, imported ones too."""
    calm = [machine.deal() for _ in range(2)]
    asleep = [machine.deal(clocks_from=None, next_check_at=None) for _ in range(20)]
    pages = [listed(machine, "liam", "all", page) for page in (0, 1)]
    assert [x.count for x in pages] == [22, 22] and [len(ids(x)) for x in pages] == [20, 2]
    assert sum(map(ids, pages), []) == [*calm, *asleep]
    mine = home.of(Hand(machine, "liam").ask()).mine
    pipeline = Hand(machine, "liam").do(found.pipeline)
    assert mine is not None and mine.every == 22 == sum(stage.count for stage in pipeline.stages)


def test_a_manager_sees_the_teams_red_ones_and_what_help_is_asked_for(machine: Machine) -> None:
    light, heavy = (machine.deal("liam", **RED, amount_minor=n, currency="CNY") for n in (100, 900))
    dana, calm = machine.deal("dana", **RED, amount_minor=500, currency="CNY"), machine.deal("dana")
    with machine.db.write() as tx:
        tx.add(
            Task(
                deal_id=calm,
                kind="help",
                episode="help:1",
                person_id=machine.ids["maya"],
                opened_at=START,
                text="?",
            )
        )
    team = listed(machine, "maya", "team")
    assert ids(team) == [heavy, dana, light] and [x.owner for x in team.deals] == ["Liam", "Dana", "Liam"]
    assert ids(listed(machine, "maya", f"team-{machine.ids['dana']}")) == [dana]
    assert ids(listed(machine, "maya", "help")) == [calm]
    assert ids(listed(machine, "zoe", "everybody")) == [heavy, dana, light]


@pytest.mark.parametrize(
    ("name", "which"),
    [("liam", "team"), ("liam", "everybody"), ("liam", "help"), ("liam", "hand"), ("maya", "everybody"), ("zoe", "all"),
     ("zoe", "team"), ("liam", ""), ("liam", "nonsense"), ("maya", "team-x")],
)  # fmt: skip
def test_no_list_is_opened_by_a_made_up_button(machine: Machine, name: str, which: str) -> None:
    machine.deal(**RED)
    try:
        assert ids(listed(machine, name, which)) == []
    except NotFound as refused:
        assert refused.key == "err.gone"


def test_a_team_is_ones_own_also_for_who_names_another(machine: Machine) -> None:
    with machine.db.write() as tx:
        tx.add(PersonRole(person_id=machine.ids["dana"], role="manager"))
    machine.deal(**RED)
    with pytest.raises(NotFound):
        listed(machine, "dana", f"team-{machine.ids['liam']}")
