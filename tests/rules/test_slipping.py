"""A month of negotiation with nothing new: one nudge that speaks for silence and stage too, and its own ladder."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from rules.clocks import running, slipping_limit
from rules.durations import Duration
from rules.facts import DealFacts, Rung, StepFacts, WaitFacts
from rules.ladder import why
from rules.lights import light
from tests.rules.watch import CN, LIAM, MAYA, RULES, Watch, at, deal, watched

MONTH = replace(RULES, slipping_after={"negotiation": Duration(22, "wd")})
BEGUN = "11-02 10:00"  # 22 working days later: 12-02 10:00
END = "12-31 18:00"


def talked(**changes: object) -> DealFacts:
    return deal(BEGUN, **{"stage": "negotiation", "last_contact_at": at(BEGUN), **changes})


def slips(facts: DealFacts, start: str = BEGUN) -> list[str]:
    return [x for x in watched(facts, start, END, rules=MONTH) if x.startswith("slipping")]


def test_its_ladder_speaks_for_silence_and_stage_from_its_limit_on() -> None:
    heard = watched(talked(), BEGUN, END, rules=MONTH)
    first = heard.index("slipping RED owner 12-02 10:00 timed +quiet,slow")
    assert heard[first:] == [
        "slipping RED owner 12-02 10:00 timed +quiet,slow",
        "slipping MANAGER manager 12-03 08:40 list +quiet,slow",
        "slipping DECIDE manager 12-10 08:40 list +quiet,slow",
    ]
    assert [x for x in heard if "HEADS_UP" in x and x.startswith("slipping")] == [
        "slipping HEADS_UP owner 12-01 08:30 morning"
    ]


def test_where_no_such_limit_is_set_nothing_is_said_of_it() -> None:
    assert slipping_limit(talked(), CN, RULES, at("12-31 10:00")) is None
    assert slips(talked(stage="proposal")) == []
    assert slips(talked(open=False)) == [] and slips(talked(clocks_from=None)) == []


def test_anything_new_starts_it_anew() -> None:
    assert slips(talked(last_contact_at=at("11-16 10:00")), "11-16 10:00")[1].startswith(
        "slipping RED owner 12-16"
    )
    assert slips(talked(stage_entered_at=at("11-16 10:00")), "11-16 10:00")[1].startswith(
        "slipping RED owner 12-16"
    )


def test_a_wait_stands_it_still_and_a_step_soon_holds_it() -> None:
    wait = WaitFacts("Mr. He", "budget", at("11-30 10:00"), at("12-04 10:00"))
    assert slips(talked(waiting=wait), "11-30 10:00")[0].startswith("slipping HEADS_UP owner 12-0")
    assert "12-02" not in "".join(slips(talked(waiting=wait), "11-30 10:00"))
    step = StepFacts(1, 1, "by", at("12-04 18:00"), False, at("12-01 11:00"))
    assert not any("RED owner 12-02" in x for x in slips(talked(step=step), "12-01 11:00"))


def test_a_contact_ends_it() -> None:
    watch = Watch(talked(), rules=MONTH)
    watch.run(at(BEGUN), at("12-02 12:00"))
    assert watch.log()[-1].startswith("slipping RED")
    watch.deal = replace(watch.deal, last_contact_at=at("12-02 14:00"))
    watch.run(at("12-02 14:00"), at("12-31 18:00"))
    after = watch.log()[watch.log().index("slipping RED owner 12-02 10:00 timed +quiet,slow") + 1 :]
    assert not [x for x in after if x.startswith("slipping") and "12-31" not in x]  # the new silence


def test_a_new_owner_hears_the_gravest_first() -> None:
    heard = watched(talked(owner_since=at("12-10 11:00")), "12-10 11:00", END, rules=MONTH)
    assert [x for x in heard if " RED " in x] == ["slipping RED owner 12-11 14:30 timed +quiet,slow"]


def test_it_is_red_and_names_its_reasons() -> None:
    assert light(talked(), CN, at("12-02 10:00"), MONTH) == "red"
    assert {c.rule for c in running(talked(), CN, at("12-02 10:00"), MONTH)} == {"quiet", "slow", "slipping"}
    assert {c.rule for c in running(talked(), CN, at("12-02 09:59"), MONTH)} == {"quiet", "slow"}
    reasons = next(x for x in why(talked(), LIAM, MAYA, at("12-02 09:00"), MONTH) if x.rule == "slipping")
    assert (reasons.limit, reasons.event, reasons.next_at) == ("22wd", "contact", at("12-02 10:00"))
    assert reasons.silenced_by == ("contact", "stage", "wait", "lost")


@given(
    hours=st.lists(st.integers(1, 900), max_size=4), entered=st.sampled_from(("11-02 10:00", "11-09 15:30"))
)
def test_one_red_nudge_at_a_time_whatever_comes(hours: list[int], entered: str) -> None:
    """Contacts at any hour: from its red one on no other rule speaks for the same silence."""
    watch = Watch(talked(stage_entered_at=at(entered), clocks_from=at(entered)), rules=MONTH)
    now = at(entered)
    for gap in [*sorted(hours), 0]:
        until = at(entered) + timedelta(hours=gap) if gap else at("12-31 18:00")
        if until > now:
            watch.run(now, until)
            now = until
            watch.deal = replace(watch.deal, last_contact_at=now)
    said = [(x.rule, x.episode, x.rung, x.to) for x in watch.nudges]
    assert len(set(said)) == len(said)
    reds = [(when, x) for when, x in watch.spoken if x.rung == Rung.RED]
    for when, red in reds:
        if red.rule == "slipping":
            start = red.why.counted_from
            assert not [
                x for at_, x in watch.spoken
                if at_ > when and x.rule == "quiet" and x.why.counted_from == start
            ]  # fmt: skip
