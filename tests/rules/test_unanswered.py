"""Three reminders in a row that nobody answered: a question in place of the next, then silence to the owner."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.durations import Duration
from rules.facts import DealFacts, DismissedFacts, Rung, RungFacts, StepFacts, WaitFacts
from rules.ladder import consider
from rules.unanswered import IN_A_ROW, is_let_off
from tests.rules.test_ladder_random import MANAGERS, Event, histories, live
from tests.rules.watch import LIAM, MAYA, RULES, Watch, at, deal, shown

BEGUN = "11-16 10:00"
CALL = StepFacts(1, 1, "at", at("11-19 11:00"), True, at(BEGUN), "call them")
MONTH = replace(RULES, slipping_after={"negotiation": Duration(10, "wd")}, slow_after={})
LONG = "12-31 18:00"


def left_alone(**changes: object) -> DealFacts:
    """A call that nobody logged, and a signing day that passes, in a negotiation that slips away."""
    return deal(
        BEGUN, **{"stage": "negotiation", "step": CALL, "sign_on": at("11-23 10:00").date(), **changes}
    )


def lived(facts: DealFacts, end: str = LONG) -> Watch:
    watch = Watch(facts, rules=MONTH)
    watch.run(at(BEGUN), at(end))
    return watch


def asking(watch: Watch) -> list[tuple[str, str]]:
    """What asked the owner for something."""
    ahead = (Rung.HEADS_UP, Rung.TODAY, Rung.SOON)
    return [(x.rule, shown(x.due_at)) for x in watch.nudges if x.to == "owner" and x.rung not in ahead]


def test_the_fourth_is_a_question_and_after_it_the_owner_hears_no_more() -> None:
    watch = lived(left_alone())
    said = asking(watch)
    assert [rule for rule, _ in said][IN_A_ROW:] == ["unanswered"], said
    assert len(said) == IN_A_ROW + 1
    (ask,) = [x for x in watch.nudges if x.rule == "unanswered" and x.rung == Rung.ASK]
    assert ask.also, "it says for what it stands"
    assert [x for x in watch.nudges if x.due_at > ask.due_at and x.to == "owner"] == []


def test_it_travels_as_what_it_takes_the_place_of() -> None:
    plain = Watch(left_alone(), rules=MONTH)
    for when in ("11-19 11:40", "11-20 08:30", "11-24 08:30"):
        plain.said.append(RungFacts("date", when, Rung.PAST, at(when), at(when), LIAM.id))
    before = consider(plain.deal, LIAM, MAYA, at("11-24 10:00"), MONTH, plain.said[:2])
    after = consider(plain.deal, LIAM, MAYA, at("11-24 10:00"), MONTH, plain.said)
    first = min((x for x in before.nudges if x.to == "owner"), key=lambda x: (x.due_at, x.rule))
    (ask,) = [x for x in after.nudges if x.to == "owner"]
    assert (ask.rule, ask.due_at, ask.lane) == ("unanswered", first.due_at, first.lane)
    assert after.tasks == (), "no red one was said"


def told(facts: DealFacts, when: str = "12-01 10:00") -> list[str]:
    """What is due after three that nobody answered by then."""
    said = [
        RungFacts("quiet", f"e{n}", Rung.RED, at(f"11-2{n} 10:00"), at(f"11-2{n} 10:00"), LIAM.id)
        for n in (4, 5, 6)
    ]
    found = consider(facts, LIAM, MAYA, at(when), RULES, said).nudges
    return [x.rule for x in found if x.to == "owner"]


@pytest.mark.parametrize(
    "act",
    [
        {"last_contact_at": at("11-26 11:00"), "last_contact_kind": "talked"},
        {"acted_at": at("11-26 11:00")},
        {"stage_entered_at": at("11-26 11:00")},
        {"owner_since": at("11-26 11:00")},
        {"step": replace(CALL, opened_at=at("11-26 11:00"), due_at=at("12-20 10:00"))},
        {"waiting": WaitFacts("them", "budget", at("11-26 11:00"), at("11-27 09:00"))},
        {"dismissed": (DismissedFacts(("date",), at("11-26 11:00")),)},
        {"at_risk_since": at("11-26 11:00")},
    ],
)
def test_whatever_anybody_does_begins_the_row_anew(act: dict[str, object]) -> None:
    assert told(deal(BEGUN)) == ["unanswered"]
    assert "unanswered" not in told(deal(BEGUN, **act))


@pytest.mark.parametrize(
    ("begun", "until", "rule"),
    [
        ("11-23 10:00", None, "quiet"),  # their quote is not there yet
        ("11-25 09:00", "11-25 09:30", "unanswered"),  # in that hour nothing was said
        ("11-25 09:00", "11-25 10:30", "quiet"),  # one of the three was
    ],
)
def test_what_came_while_another_team_had_it_does_not_count(begun: str, until: str | None, rule: str) -> None:
    assert told(deal(BEGUN, elsewhere=((at(begun), at(until) if until else None),))) == [rule]


def test_what_the_owner_promised_is_said_all_the_same() -> None:
    soon = StepFacts(2, 1, "at", at("12-01 10:20"), True, at(BEGUN), "call them")
    said = [
        RungFacts("quiet", f"e{n}", Rung.RED, at(f"11-2{n} 10:00"), at(f"11-2{n} 10:00"), LIAM.id)
        for n in (4, 5, 6)
    ]
    found = consider(deal(BEGUN, step=soon), LIAM, MAYA, at("12-01 10:00"), RULES, said).nudges
    assert ("step", Rung.SOON) in [(x.rule, x.rung) for x in found]


def test_what_holds_is_said_again_in_the_next_list_not_in_the_minute_of_the_answer() -> None:
    """The list in whose place the question came has gone."""
    past = StepFacts(2, 1, "by", at("11-30 18:00"), True, at(BEGUN), "send it")
    facts = deal(BEGUN, stage="signing", step=past, acted_at=at("12-01 10:00"))
    said = [
        RungFacts("quiet", f"e{n}", Rung.RED, at(f"11-2{n} 10:00"), at(f"11-2{n} 10:00"), LIAM.id)
        for n in (4, 5, 6)
    ]
    watch = Watch(facts, said=said)
    watch.run(at("12-01 10:00"), at("12-02 18:00"))
    assert [x for x in watch.log() if x.startswith("step")] == ["step PAST owner 12-02 08:30 morning"]


def asked_up(*heard: RungFacts) -> list[tuple[str, int, str]]:
    """What the manager is told after three that nobody answered, and nobody answers the question either."""
    said = [
        RungFacts("quiet", f"e{n}", Rung.RED, at(f"11-2{n} 10:00"), at(f"11-2{n} 10:00"), LIAM.id)
        for n in (4, 5, 6)
    ]
    watch = Watch(deal(BEGUN), rules=replace(RULES, slow_after={}), said=[*said, *heard])
    watch.run(at("12-01 10:00"), at(LONG))
    return [(x.rule, x.rung, shown(x.due_at)) for x in watch.nudges if x.to == "manager"]


def up(rule: str, rung: int, when: str, who: int = MAYA.id) -> RungFacts:
    return RungFacts(rule, "d", rung, at(when), at(when), who)  # type: ignore[arg-type]


BOTH = [("unanswered", Rung.MANAGER, "12-02 08:40"), ("unanswered", Rung.DECIDE, "12-09 08:40")]


def test_the_manager_hears_the_next_morning_where_they_did_not_know() -> None:
    assert asked_up() == BOTH


@pytest.mark.parametrize("rule", ["date", "step", "owed", "risk"])
def test_a_manager_who_knew_is_asked_to_decide_all_the_same(rule: str) -> None:
    """The more goes unanswered, the more they heard before: five working days after the question, then."""
    assert asked_up(up(rule, Rung.MANAGER, "11-27 08:40")) == [("unanswered", Rung.DECIDE, "12-09 08:40")]


def test_what_a_manager_before_heard_is_not_what_todays_knows() -> None:
    assert asked_up(up("step", Rung.MANAGER, "11-27 08:40", who=77)) == BOTH


def test_who_was_asked_to_decide_already_is_not_asked_twice() -> None:
    assert asked_up(up("quiet", Rung.DECIDE, "11-30 08:40")) == []


def test_a_deal_that_nobody_answers_for_ends_in_one_decision() -> None:
    watch = lived(left_alone())
    assert len([x for x in watch.nudges if x.rung == Rung.DECIDE]) == 1


def test_what_was_only_dismissed_was_not_solved() -> None:
    told = DismissedFacts(("quiet",), at("11-26 11:00"))
    assert is_let_off(deal(BEGUN, dismissed=(told,)))
    assert not is_let_off(deal(BEGUN))
    assert not is_let_off(deal(BEGUN, dismissed=(told,), acted_at=at("11-26 12:00")))
    assert not is_let_off(deal(BEGUN, dismissed=(DismissedFacts(("step",), told.at),)))


@given(histories(), st.sampled_from(MANAGERS))
def test_never_more_than_three_and_a_question_without_an_answer(events: list[Event], manager: object) -> None:
    """However a deal is lived: between two acts the owner is asked for something in four messages at most."""
    watch = live(events, manager, None)  # type: ignore[arg-type]
    acts = sorted(x.at for x in events)
    heard = sorted(
        {
            x.delivered_at
            for x in watch.said
            if x.recipient_id in (1, 9) and x.rung not in (1, 3, 4) and x.delivered_at
        }
    )
    for begin, end in zip([None, *acts], [*acts, None], strict=True):
        row = [x for x in heard if (begin is None or x > begin) and (end is None or x <= end)]
        steps = [x for x in watch.said if x.rule in ("over", "evening", "waiting") and x.delivered_at in row]
        assert len(row) - len(steps) <= IN_A_ROW + 1
