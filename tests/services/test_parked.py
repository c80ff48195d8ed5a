"""A parked deal: what was promised for it before stands still, and begins anew with the list that asks about the park."""

from __future__ import annotations

from datetime import date

import pytest

from rules.answers.digests import ManagerList, MorningList, VerbFilled
from rules.answers.nudges import NudgeMessage
from rules.when import When
from services.capture import steps
from services.clock import verbs
from services.clock.said import Pressed
from services.clock.weigh import weigh
from services.deals import cards, stages, waits
from services.deals.stages import Sent
from services.facts import Staff
from storage.tables import Delivery, Nudge, Person
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import Post, at, lines_of

pytestmark = pytest.mark.few_on_postgresql

END = date(2026, 12, 11)
STEP = {"step", "over", "evening"}


def parked(machine: Machine, post: Post, due: date, on: str, until: date = END) -> int:
    """A deal of Liam's with a step, parked by him."""
    deal_id, liam = machine.deal("liam", "discovery"), Hand(machine, "liam")
    liam.do(steps.set_date, f"d{deal_id}", When(date=due, time=None, kind="by"))
    post.through(on)
    liam.do(verbs.act, "park", Pressed(0, deal_id), VerbFilled(on=until))
    post.run()
    post.said.clear()
    return deal_id


def heard(post: Post) -> list[tuple[str, str, str]]:
    """When, in what, for what: each message that is posted."""
    kinds = {MorningList: "list", ManagerList: "manager", NudgeMessage: "alone"}
    return [
        (when, kinds[type(answer)], line.rule)
        for when, _, what, answer in post.said
        if what == "post" and type(answer) in kinds
        for line in lines_of(answer)
    ]


def asked(machine: Machine, deal_id: int) -> Pressed:
    """The question of the list of that morning."""
    last = [x for x in machine.rows(Nudge) if x.deal_id == deal_id and x.rule == "waiting"][-1]
    sent = [x for x in machine.rows(Delivery) if x.kind == "morning" and x.state == "sent"][-1]
    assert sent.channel and sent.ts
    return Pressed(last.id, deal_id, sent.channel, sent.ts)


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize("due", [date(2026, 11, 27), END], ids=["past", "of that day"])
def test_what_the_list_asks_is_not_asked_again_half_an_hour_later(
    machine: Machine, post: Post, due: date
) -> None:
    deal_id = parked(machine, post, due, "11-26 18:00")
    post.through("12-11 08:30")
    assert heard(post) == [("12-11 08:30", "list", "waiting")]
    (line,) = lines_of(post.of(MorningList)[-1][1])
    assert line.head.deal_id == deal_id and line.step is not None
    assert line.why.next_at == at("12-11 17:00" if due == END else "12-14 08:30"), "an hour before its end"
    post.through("12-11 16:00")
    assert [x for x in heard(post)[1:] if x[2] in STEP] == []
    post.through("12-15 10:00")
    steps_of = [x for x in heard(post) if x[1] != "manager" and x[2] in STEP and x[0] < "12-14"]
    assert steps_of == ([("12-11 17:00", "alone", "step")] if due == END else [])


def test_the_answers_of_that_half_hour_know_the_step(machine: Machine, post: Post) -> None:
    """*Later* says which list the deal stands in next, and it does."""
    deal_id = parked(machine, post, date(2026, 11, 27), "11-26 18:00")
    post.through("12-11 08:30")
    pressed = asked(machine, deal_id)
    post.live(at("12-11 08:40"))
    answer = Hand(machine, "liam").do(verbs.act, "later", pressed, VerbFilled(choice="two_days"))
    (done,) = (x.done for x in lines_of(answer))
    assert done is not None and done.is_listed, "for its step it is in the list until then"
    post.through("12-14 09:00")
    assert ("12-14 08:30", "list", "step") in heard(post)


@pytest.mark.one_on_postgresql
def test_the_manager_hears_two_days_after_the_owner_was_asked_again(machine: Machine, post: Post) -> None:
    """The step was told before the park; that does not count after it."""
    parked(machine, post, date(2026, 11, 30), "12-01 10:00")
    post.through("12-15 08:30")
    assert [x for x in heard(post) if x[1] == "manager" and x[2] == "step"] == []
    assert ("12-11 08:30", "list", "waiting") in heard(post)
    told = [x for x in machine.rows(Nudge) if x.rule == "step" and x.delivered_at == at("12-11 08:30")]
    assert [x.person_id for x in told] == [machine.ids["liam"]]
    post.through("12-15 08:40")
    up = [x for x in machine.rows(Nudge) if x.rule == "step" and x.person_id == machine.ids["maya"]]
    assert [x.delivered_at for x in up] == [at("12-15 08:40")]


def test_ended_by_its_owner_the_step_is_in_their_next_list_and_then_the_managers(
    machine: Machine, post: Post
) -> None:
    deal_id = parked(machine, post, date(2026, 11, 27), "12-01 10:00")
    post.through("12-07 07:00")
    Hand(machine, "liam").do(waits.end, deal_id)
    post.through("12-09 08:30")
    assert heard(post)[0] == ("12-07 08:30", "list", "step")
    assert [x for x in heard(post) if x[1] == "manager" and x[2] == "step"] == []
    post.through("12-09 08:40")
    up = [x for x in machine.rows(Nudge) if x.rule == "step" and x.person_id == machine.ids["maya"]]
    assert [x.delivered_at for x in up] == [at("12-09 08:40")]


@pytest.mark.one_on_postgresql
def test_an_item_that_was_owed_before_waits_too(machine: Machine, post: Post) -> None:
    """By Friday 27 Nov; its manager hears on the working day after the list that asks about the park."""
    given = {"interview": "on site", "decision_maker": "Ms. Chen"}
    deal_id, liam = machine.deal("liam", "discovery"), Hand(machine, "liam")
    liam.do(stages.move, Sent(deal_id, "proposal", given, ("pain_list",)))
    post.through("11-30 10:00")
    liam.do(verbs.act, "park", Pressed(0, deal_id), VerbFilled(on=END))
    post.run()
    post.said.clear()
    post.through("12-14 08:30")
    assert [x for x in heard(post) if x[0] < "12-14"][0] == ("12-11 08:30", "list", "waiting")
    assert [x for x in heard(post) if x[0] < "12-14" and x[2] == "owed"] == []
    assert [x for x in machine.rows(Nudge) if x.rule == "owed" and x.person_id == machine.ids["maya"]] == []
    post.through("12-14 09:00")
    up = [x for x in machine.rows(Nudge) if x.rule == "owed" and x.person_id == machine.ids["maya"]]
    assert [x.delivered_at for x in up] == [at("12-14 08:40")]


def test_the_card_of_a_deal_whose_owner_travels_says_what_the_list_does(machine: Machine, post: Post) -> None:
    """At the hour at which its park ends where they are, not at the one at home."""
    with machine.db.write() as tx:
        liam = tx.get(Person, machine.ids["liam"])
        assert liam is not None
        liam.slack_tz = "America/New_York"
        tx.add(liam)
    deal_id = parked(machine, post, date(2026, 11, 27), "11-26 23:00")
    for when, light in (("12-11 21:00", "green"), ("12-11 22:00", "red")):
        post.through(when)
        ask = Hand(machine, "liam").ask()
        with machine.db.read() as tx:
            (listed,) = weigh(tx, [machine.deal_row(deal_id)], Staff(tx, 2026), ask.config, ask.now)
        found = (cards.open_card(ask, deal_id), cards.look_up(ask, "").rows[0])
        assert [listed.line.light, *(x.light for x in found)] == [light] * 3, when
