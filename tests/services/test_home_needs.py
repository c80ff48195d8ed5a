"""A manager's Home begins with what their morning list asked about."""

from rules.answers.digests import ManagerList, VerbFilled
from services.clock import verbs
from services.clock.said import Pressed
from services.lists import home
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import Post, stuck


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
