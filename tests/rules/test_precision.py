"""What came of reminders: a table of histories, and what holds of any."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.facts import Rung
from rules.precision import LEAST, Act, Judged, Limited, Said, counted, judged, looser, outcomes, standing
from tests.rules.watch import CN, at

NOW = at("12-11 18:00")


def said(n: int, when: str, rule: str = "quiet", rung: int = Rung.RED, **values: object) -> Said:
    given = {"episode": "e", "deal_id": 1, "person_id": 1, **values}
    return Said(n, rule, rung=rung, at=at(when), **given)  # type: ignore[arg-type]


def came(*found: Said, acts: tuple[Act, ...] = ()) -> dict[int, str]:
    return dict(outcomes(found, standing(acts), NOW, lambda when: CN.add_wd(when, 5)))


def act(when: str, action: str = "note.log", deal_id: int = 1, by: int | None = 1) -> Act:
    return Act(deal_id, at(when), action, by)


@pytest.mark.parametrize(
    ("acts", "outcome"),
    [
        ((), "ignored"),
        ((act("12-01 16:00"),), "acted"),
        ((act("12-01 14:00"),), "ignored"),  # before it was said
        ((act("12-08 15:00"),), "acted"),
        ((act("12-08 15:31"),), "ignored"),  # five working days are over
        ((act("12-01 16:00", deal_id=2),), "ignored"),
        ((act("12-01 16:00"), act("12-01 16:05", "note.undo")), "ignored"),
        ((act("12-01 16:00"), act("12-01 16:05", "note.undo"), act("12-02 10:00", "deal.wait")), "acted"),
        ((act("12-01 16:00"), act("12-01 16:02", "deal.edit"), act("12-01 16:05", "note.undo")), "acted"),
        ((act("12-01 16:00"), act("12-01 16:05", "deal.undo")), "acted"),  # of an import: the note stands
        ((act("12-01 16:00"), act("12-01 16:05", "stage.undo")), "acted"),  # of a move before the window
        ((act("12-01 16:00", "note.undo"),), "ignored"),  # of a note before it
        ((act("12-01 16:00", "nudge.dismiss"),), "ignored"),  # counted by itself
        ((act("12-01 16:00", "nudge.later"),), "acted"),
        ((act("12-01 16:00", "deal.keep"),), "ignored"),  # nobody called: it only goes on
        ((act("12-01 16:00", by=2),), "acted"),  # a colleague called
        ((act("12-01 16:00", "deal.helping", by=2),), "ignored"),  # nobody called: its manager will help
        ((act("12-01 16:00", "deal.push", by=2),), "ignored"),
        ((act("12-01 16:00", "deal.push"),), "acted"),  # its reader manages it
        ((act("12-01 16:00", "deal.assign"),), "acted"),
        ((act("12-01 16:00", "deal.assign", by=2), act("12-02 10:00", by=3)), None),  # another's to call
        ((act("12-01 16:00", "deal.assign", by=None),), None),
        ((act("12-01 16:00"), act("12-02 10:00", "deal.assign", by=2)), "acted"),
        ((act("12-01 16:00", "deal.assign", by=2), act("12-01 16:05", "assign.undo", by=2)), "ignored"),
        ((act("12-08 15:31", "deal.assign", by=2),), "ignored"),  # it was left alone long before
    ],
)
def test_what_came_of_one(acts: tuple[Act, ...], outcome: str | None) -> None:
    assert came(said(1, "12-01 15:30"), acts=acts).get(1) == outcome


def test_keep_answers_the_question_that_asked_for_it() -> None:
    asked = said(1, "12-01 08:30", "unanswered", Rung.ASK)
    assert came(asked, acts=(act("12-01 09:00", "deal.keep"),)) == {1: "acted"}


def test_who_still_has_time_is_counted_beside_the_others() -> None:
    assert came(said(1, "12-10 15:30")) == {1: "open"}
    assert came(said(1, "12-10 15:30", is_dismissed=True)) == {1: "dismissed"}
    (one,) = judged([said(1, "12-10 15:30")], {1: "open"})
    assert (one.count, one.waiting, one.is_loose) == (0, 1, False)


def test_the_next_one_ends_the_time_of_the_one_before() -> None:
    first, second = said(1, "12-01 15:30"), said(2, "12-03 08:30", "slow")
    assert came(first, second, acts=(act("12-03 09:00"),)) == {1: "ignored", 2: "acted"}
    other = said(3, "12-02 08:40", rung=Rung.MANAGER, person_id=2)
    assert came(first, other, acts=(act("12-02 15:00"),)) == {1: "acted", 3: "acted"}, (
        "each reader by themselves"
    )


def test_a_warning_is_judged_with_what_it_warned_of() -> None:
    warned, red = said(1, "12-01 08:30", rung=Rung.HEADS_UP), said(2, "12-01 15:30")
    assert came(warned, red, acts=(act("12-01 16:00"),)) == {2: "acted"}
    assert came(warned, acts=(act("12-01 10:00"),)) == {1: "acted"}
    today, soon = said(3, "12-01 08:30", "step", Rung.TODAY), said(4, "12-01 14:00", "step", Rung.SOON)
    assert came(today, soon, acts=(act("12-01 16:00"),)) == {4: "acted"}


def test_under_half_of_twenty_is_too_tight() -> None:
    assert not Judged("slow", 0, 0, LEAST - 1).is_loose
    assert Judged("slow", LEAST // 2 - 1, 0, LEAST // 2 + 1).is_loose
    assert not Judged("slow", LEAST // 2, 0, LEAST // 2).is_loose


def slow(count: int, moved_after: int | None) -> tuple[dict[int, Said], list[Limited], list[Act]]:
    """So many deals that were slow on Nov 24; they moved so many working days later, or never."""
    when = at("11-24 10:00")
    found = {n: Said(n, "slow", "e", Rung.RED, n, 1, when) for n in range(count)}
    limits = [Limited(n, "discovery", 7, when) for n in found]
    moved = CN.add_wd(when, moved_after) if moved_after else None
    return found, limits, [Act(n, moved, "stage.move", 1) for n in found] if moved else []


@pytest.mark.parametrize("is_seen", [True, False])
def test_a_limit_grows_to_where_it_would_have_spared_enough(is_seen: bool) -> None:
    found, limits, acts = slow(20, 6)
    held = standing(acts if is_seen else [])
    after = outcomes(found.values(), held, NOW, lambda when: CN.add_wd(when, 5))
    grown = looser("slow", found, limits, after, held, CN.add_wd)
    assert set(after.values()) == {"ignored"}
    assert (grown and (grown.stage, grown.before, grown.after, grown.spared, grown.of, grown.useful)) == (
        ("discovery", 7, 13, 20, 20, 0) if is_seen else None
    )


def test_what_most_acted_on_at_once_is_no_reason_to_loosen() -> None:
    found, limits, acts = slow(20, 1)
    after = outcomes(found.values(), standing(acts), NOW, lambda when: CN.add_wd(when, 5))
    assert looser("slow", found, limits, after, standing(acts), CN.add_wd) is None


def test_talk_does_not_end_what_only_a_move_ends() -> None:
    found, limits, acts = slow(20, 6)
    talked = standing([Act(x.deal_id, x.at, "note.log", 1) for x in acts])
    after = outcomes(found.values(), talked, NOW, lambda when: CN.add_wd(when, 5))
    assert looser("slow", found, limits, after, talked, CN.add_wd) is None
    assert looser("quiet", found, limits, after, talked, CN.add_wd) is not None


histories = st.lists(
    st.builds(
        lambda n, rule, rung, deal, person, hours, gone: Said(
            n, rule, "e", rung, deal, person, at("11-24 09:00") + timedelta(hours=hours), gone
        ),
        st.integers(0, 10**6), st.sampled_from(["quiet", "slow", "step"]), st.sampled_from([1, 2, 3, 4, 5, 7, 8]),
        st.integers(1, 3), st.integers(1, 2), st.integers(0, 400), st.booleans(),
    ),
    max_size=30, unique_by=lambda x: x.id,
)  # fmt: skip
acted = st.lists(
    st.builds(
        lambda deal, hours, action: Act(deal, at("11-24 09:00") + timedelta(hours=hours), action, 1),
        st.integers(1, 3), st.integers(0, 500), st.sampled_from(["note.log", "stage.move", "note.undo", "nudge.dismiss"]),
    ),
    max_size=20,
)  # fmt: skip


@given(histories, acted)
def test_each_is_counted_once_and_more_acts_never_make_more_ignored(
    found: list[Said], acts: list[Act]
) -> None:
    some, more = (
        came(*found, acts=tuple(x))
        for x in (
            [x for x in acts if x.action == "note.log"],
            [*acts, *(Act(x.deal_id, x.at, "deal.wait", 1) for x in acts)],
        )
    )
    assert set(some) == {x.id for x in counted(found)}
    totals = judged(found, some)  # type: ignore[arg-type]
    assert sum(x.count for x in totals) == sum(x != "open" for x in some.values())
    only_more = came(*found, acts=tuple(x for x in acts if x.action in ("note.log", "stage.move")))
    assert Counter(only_more.values())["ignored"] <= Counter(some.values())["ignored"]
    assert all(more[x] == "dismissed" for x in more if next(y for y in found if y.id == x).is_dismissed)
