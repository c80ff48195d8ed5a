"""A manager's Home begins with what their morning list asked about."""

import pytest

from rules.answers.digests import ManagerList, MorningList, VerbFilled
from rules.answers.nudges import Done
from services.clock import verbs
from services.clock.said import Pressed, why
from services.lists import home
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import Post, at, stuck
from tests.services.test_deciders import place


def test_home_puts_first_what_the_managers_list_asked_about(machine: Machine, post: Post) -> None:
    """Five or six were named or counted at 8:40: those and no others, until somebody does something about them."""
    deals = [stuck(machine, post, amount_minor=(n + 1) * 1_000_00, currency="CNY") for n in range(2)]
    for _ in range(4):
        machine.deal()
    post.through("12-02 09:30")
    asked = [x.head.deal_id for x in post.of(ManagerList)[-1][1].lines]
    maya = Hand(machine, "maya")
    team = home.of(maya.ask()).team
    assert team is not None and sorted(asked) == sorted(deals)
    assert [x.head.deal_id for x in team.needs.deals] == asked and all(x.nudge_id for x in team.needs.deals)
    first = team.needs.deals[0]
    maya.do(verbs.act, "help_them", Pressed(first.nudge_id, first.head.deal_id), VerbFilled())
    after = home.of(maya.ask()).team
    assert after is not None and [x.head.deal_id for x in after.needs.deals] == asked[1:]
    red = [x.head.deal_id for one in after.red for x in one.deals]
    assert first.head.deal_id in red and not set(red) & set(asked[1:])
    post.through("12-03 09:30")
    later = home.of(maya.ask()).team
    assert later is not None
    told = {x.head.deal_id: x.helping_since for one in (later.needs, *later.red) for x in one.deals}
    assert [deal_id for deal_id, since in told.items() if since is not None] == [first.head.deal_id]


def test_a_directors_home_asks_what_their_list_asked_in_a_managers_place(
    machine: Machine, post: Post
) -> None:
    for name in ("liam", "maya"):
        place(machine, name, None)
    deal, other = stuck(machine, post), machine.deal("dana")
    post.through("12-02 09:30")
    (line,) = post.of(ManagerList)[-1][1].lines
    shown = home.of(Hand(machine, "zoe").ask()).all
    assert shown is not None and line.head.deal_id == deal != other
    assert [(x.head.deal_id, x.nudge_id > 0) for x in shown.needs.deals] == [(deal, True)]
    assert deal not in {x.head.deal_id for x in shown.red.deals}
    pressed = Pressed(shown.needs.deals[0].nudge_id, deal)
    Hand(machine, "zoe").do(verbs.act, "help_them", pressed, VerbFilled())
    after = home.of(Hand(machine, "zoe").ask()).all
    assert after is not None and not after.needs.deals
    assert [x.helping_since is not None for x in after.red.deals if x.head.deal_id == deal] == [True]


@pytest.mark.parametrize(("verb", "choice"), [("help_them", ""), ("decide", "push")])
def test_a_managers_word_is_no_call_to_a_lead(machine: Machine, post: Post, verb: str, choice: str) -> None:
    """Nobody called, so it stays red; the manager who said it is asked no more, and their list says what they said."""
    machine.clock.set(at("11-24 10:05"))
    deal_id = machine.deal(stage="lead", last_contact_at=None, last_contact_kind=None)
    post.through("11-26 09:30")
    maya, liam = Hand(machine, "maya"), Hand(machine, "liam")
    team = home.of(maya.ask()).team
    assert team is not None and [x.head.deal_id for x in team.needs.deals] == [deal_id]
    pressed = Pressed(team.needs.deals[0].nudge_id, deal_id)
    said = maya.do(verbs.act, verb, pressed, VerbFilled(choice=choice))
    post.run("11-26 09:35")
    team, mine = home.of(maya.ask()).team, home.of(liam.ask()).mine
    assert team is not None and mine is not None and not team.needs.deals
    for red in (team.red[0], mine.red):
        assert [(x.head.deal_id, x.reasons) for x in red.deals] == [(deal_id, ("untouched",))]
    assert why(maya.ask(), pressed).why.rule == why(liam.ask(), Pressed(0, deal_id)).why.rule == "untouched"
    (line,) = post.as_it_stands(ManagerList)[-1][1].lines
    assert line.done == Done(verb=said.done.verb, who=said.done.who, noticed=True)
    post.through("11-27 08:55")
    when, listed = post.of(MorningList)[-1]
    assert (when, [x.rule for x in listed.lines]) == ("11-27 08:30", ["untouched"])
