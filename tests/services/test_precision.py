"""How good the rules are, from what is on record: status, Home and the terminal tell the same, once a fortnight."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.views import rule_words
from rules.answers.admin import RuleJudged, RulesJudged, TeamRules
from rules.answers.digests import VerbFilled
from rules.errors import Refused
from rules.facts import Rung
from rules.precision import Looser
from services import status
from services.clock import verbs
from services.clock.said import Pressed
from services.deals import stages
from services.deals.stages import Sent
from services.lists import home, rules_told
from services.watching import precision
from storage.tables import Nudge, StageEntry, Task
from tests.services.hand import FILLED, Hand
from tests.services.machine import Machine
from tests.services.mornings import Post, at
from tests.services.test_staff import AWAY, slack_says

pytestmark = pytest.mark.few_on_postgresql

NOW = "12-11 18:00"


def told(
    machine: Machine, deal_id: int, when: datetime, rule: str = "slow", limit: str = "7wd", who: str = "liam"
) -> int:
    """A red reminder that Liam read, or somebody else."""
    why = {"limit": limit, "limit_at": when.isoformat()}
    with machine.db.write() as tx:
        nudge = Nudge(
            rule=rule, subject=f"deal:{deal_id}", deal_id=deal_id, episode=f"e{when}", rung=Rung.RED,
            recipient=f"person:{machine.ids[who]}", person_id=machine.ids[who], lane="timed", due_at=when,
            delivered_at=when, created_at=when, state="sent", facts={"why": why, "also": []},
        )  # fmt: skip
        tx.add(nudge)
        tx.flush()
        return nudge.id


def admin(machine: Machine) -> Hand:
    if "ada" not in machine.ids:
        machine.join("ada", "admin")
    return Hand(machine, "ada")


def rules(machine: Machine) -> dict[str, RuleJudged]:
    precision.note(machine.deps, now=machine.clock.now())
    found = status.look(admin(machine).ask())
    return {x.rule: x for x in found.judged.rules}


def counts(one: RuleJudged) -> tuple[int, int, int]:
    return one.acted, one.dismissed, one.ignored


def test_each_rule_says_what_came_of_its_reminders(machine: Machine) -> None:
    liam, maya, said = Hand(machine, "liam"), Hand(machine, "maya"), at("12-01 10:00")
    machine.clock.set(at("11-24 15:30"))
    noted, dismissed, left, quiet, helped, given, dana = (machine.deal() for _ in range(7))
    for deal_id in (noted, dismissed, left, given):
        told(machine, deal_id, said)
    told(machine, helped, said, "untouched")
    told(machine, dana, said, "untouched", who="dana")
    told(machine, quiet, said, "quiet", "5wd")
    told(machine, quiet, at("11-20 10:00"), "quiet", "5wd")  # longer ago than two weeks
    machine.clock.set(at("12-01 11:00"))
    liam.note("Talked to Ms. Chen about the budget", deal_id=noted, is_again=True)
    press = next(x for x in machine.nudges if x.deal_id == dismissed)
    liam.do(verbs.act, "dismiss", Pressed(press.id, dismissed), VerbFilled(choice="their_pace"))
    maya.do(verbs.act, "help_them", Pressed(0, helped), VerbFilled())
    maya.do(verbs.act, "reassign", Pressed(0, given), VerbFilled(choice=str(machine.ids["maya"])))
    slack_says(machine, "dana", **AWAY)
    machine.clock.set(at(NOW))
    # Neither way: whose reader left, and what somebody else gave away.
    assert {rule: counts(one) for rule, one in rules(machine).items()} == {
        "slow": (1, 1, 1),
        "quiet": (0, 0, 1),
        "untouched": (0, 0, 1),  # Maya helps, and nobody called
    }
    told(machine, left, said, "untouched", who="maya")  # her own is none of her people's
    shown = rules_told.counted(maya.ask())
    assert isinstance(shown, TeamRules) and not any(x.is_loose or x.looser for x in shown.judged.rules)
    assert {x.rule: counts(x) for x in shown.judged.rules} == {
        "slow": (1, 1, 1), "quiet": (0, 0, 1), "untouched": (0, 0, 1)
    }  # fmt: skip
    machine.join("mara", "manager")
    other = rules_told.counted(Hand(machine, "mara").ask())
    assert isinstance(other, TeamRules) and other.judged.rules == ()
    with pytest.raises(Refused):
        rules_told.counted(liam.ask())


def too_tight(machine: Machine) -> None:
    """Twenty deals in discovery that Baton called slow; they moved on by themselves six working days later."""
    machine.clock.set(at("11-16 10:00"))
    deals = [machine.deal(stage="discovery") for _ in range(20)]
    with machine.db.write() as tx:
        tx.add_all(
            StageEntry(
                deal_id=x, stage="discovery", entered_at=at("11-16 10:00"), entered_by=machine.ids["liam"],
                direction="forward", config_version=1,
            )
            for x in deals
        )  # fmt: skip
    for deal_id in deals:
        told(machine, deal_id, at("12-02 10:00"))
    liam = Hand(machine, "liam")
    machine.clock.set(at("12-10 09:00"))
    for deal_id in deals:
        liam.do(stages.move, Sent(deal_id, "proposal", values=FILLED))
    machine.clock.set(at("12-11 09:00"))


def test_a_rule_that_leads_to_little_says_which_limit_would_have_spared_some(machine: Machine) -> None:
    too_tight(machine)
    slow = rules(machine)["slow"]
    assert counts(slow) == (0, 0, 20) and slow.is_loose and slow.looser is not None
    found = slow.looser
    assert (found.stage, found.before, found.after, found.spared, found.of) == ("discovery", 7, 13, 20, 20)


def loose(machine: Machine) -> tuple[str, ...]:
    page = home.of(admin(machine).ask())
    assert page.setup is not None
    return page.setup.loose


def test_admins_are_told_once_a_fortnight_on_home(machine: Machine) -> None:
    too_tight(machine)
    assert loose(machine) == ()
    assert precision.note(machine.deps, now=machine.clock.now())
    assert not precision.note(machine.deps, now=machine.clock.now()), "once a day"
    assert loose(machine) == ("slow",)
    machine.clock.set(at("12-17 09:00"))
    precision.note(machine.deps, now=machine.clock.now())
    assert loose(machine) == (), "five days later it is not news"
    assert precision.note(machine.deps, now=machine.clock.now() + timedelta(days=30))
    assert loose(machine) == ()
    assert machine.deliveries == [], "never a message"


@pytest.mark.one_on_postgresql
def test_status_shows_what_the_day_found_and_of_which_day(machine: Machine) -> None:
    too_tight(machine)
    ask = admin(machine).ask()
    assert status.look(ask).judged.rules == (), "nothing is judged while somebody waits"
    precision.note(machine.deps, now=machine.clock.now())
    machine.clock.push(days=1)
    found = status.look(admin(machine).ask()).judged
    assert [x.rule for x in found.rules] == ["slow"] and str(found.on) == "2026-12-11"


def test_a_day_is_the_companys_and_is_taken_before_it_is_looked_at(machine: Machine) -> None:
    assert precision.note(machine.deps, now=at("12-11 00:30"))
    assert not precision.note(machine.deps, now=at("12-11 09:00")), "08:00 in Shanghai is no new day"
    assert precision.note(machine.deps, now=at("12-12 00:30"))


@pytest.mark.parametrize(("stage", "says"), [("discovery", "stage `discovery`"), ("", "`slow_after: 13wd`")])
def test_the_advice_names_what_stands_in_the_file(stage: str, says: str) -> None:
    grown = Looser(stage=stage, before=7, after=13, spared=20, of=20, useful=0)
    one = RuleJudged(rule="slow", ignored=20, is_loose=True, looser=grown)
    told = rule_words.lines(RulesJudged(rules=(one,), is_part=True, most=5000), "en")
    assert says in told[1] and "`slow_after: 13wd`" in told[1] and "discovery.slow" not in told[1]
    assert "5,000" in told[2]


def test_every_reminder_is_counted_also_whose_reader_still_has_time() -> None:
    one = RuleJudged(rule="untouched", acted=1, ignored=2, waiting=3)
    (told,) = rule_words.lines(RulesJudged(rules=(one,)), "en")
    assert told == "new lead not called: 6 reminders, 1 acted on, 0 dismissed, 2 left alone, 3 still open"
    (told,) = rule_words.lines(RulesJudged(rules=(one,)), "zh")
    assert "提醒 6 次" in told and "还在等 3 次" in told


def test_what_colleagues_were_asked_counts_by_its_answer(machine: Machine) -> None:
    deal, due = machine.deal(), at("12-01 10:00")
    with machine.db.write() as tx:
        for n, state in enumerate(("answered", "open", "cancelled")):
            closed = due if state == "answered" else None
            tx.add(
                Task(
                    deal_id=deal, kind="demo", episode=f"e{n}", person_id=machine.ids["maya"], opened_at=due,
                    due_at=due, state=state, closed_at=closed,
                )
            )  # fmt: skip
    machine.clock.set(at(NOW))
    assert counts(rules(machine)["task"]) == (1, 0, 1)


def test_a_lived_week_is_judged_too(machine: Machine, post: Post) -> None:
    machine.deal()
    post.through("12-14 18:00")
    found = rules(machine)
    assert found["quiet"].ignored >= 1 and found["quiet"].acted == 0
