"""Who left has deals still: each is given to somebody from the list of them, which says so; and who may give them."""

from __future__ import annotations

from typing import Any

import pytest

from bot.views import verb_modal
from bot.views.answers import render
from bot.views.reader import Reader
from rules.answers.admin import PersonLeft
from rules.answers.digests import DealYours, HelpComing, ManagerList, VerbFilled
from rules.answers.found import DealsFound
from rules.errors import Conflict, Invalid, NotFound, Refused
from sandbox.driver import text_of
from sandbox.render import elements
from services.capture import triage
from services.clock import said, verb_owner, verbs
from services.clock.said import Pressed
from services.lists import found, home
from services.sending import telling
from services.team.people import zone_of
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import Post, at
from tests.services.test_staff import AWAY, slack_says, tick

pytestmark = pytest.mark.few_on_postgresql
WHEN = "11-24 15:30"


class Maya:
    """Dana has left; Maya reads a list of her deals in the DM, and gives them away there."""

    def __init__(self, machine: Machine, deals: int) -> None:
        self.machine, self.deals = machine, [machine.deal("dana") for _ in range(deals)]
        slack_says(machine, "dana", **AWAY)
        self.hand, self.post = Hand(machine, "maya"), Post(machine)
        telling.reply(self.hand.ask("list"), self.list())
        self.post.run(WHEN)
        sent = next(x for x in machine.deliveries if x.kind == DealsFound.kind)
        assert sent.channel and sent.ts
        self.where = (sent.channel, sent.ts)

    def list(self) -> DealsFound:
        answer = found.listed(self.hand.ask(), "@dana")
        assert isinstance(answer, DealsFound)
        return answer

    def press(self, n: int) -> Pressed:
        return Pressed(0, self.deals[n], *self.where)

    def give(self, n: int, to: str = "liam") -> Any:
        filled = VerbFilled(choice=str(self.machine.ids[to]))
        return self.hand.do(verbs.act, "reassign", self.press(n), filled)

    def reader(self, locale: str = "en") -> Reader:
        return Reader(locale=locale, tz=zone_of("Asia/Shanghai"), now=at(WHEN), slack_id="U0MAYA")

    def text(self, answer: Any, locale: str = "en") -> str:
        return text_of(render(answer, self.reader(locale)))

    def gives(self, answer: Any) -> list[str]:
        """The deals that can be given away there."""
        shown = (element for _, element in elements(render(answer, self.reader())))
        return [x["value"] for x in shown if x["action_id"].startswith("nudge_reassign")]


def test_a_deal_given_from_the_list_is_answered_in_its_row(machine: Machine) -> None:
    maya = Maya(machine, 2)
    name = maya.list().rows[0].head.called
    first = next(n for n, deal in enumerate(maya.deals) if deal == maya.list().rows[0].head.deal_id)
    answer = maya.give(first)
    text = maya.text(answer)
    assert f"*{name}*" in text and "is with Liam now." in text and "1 deal of Dana, who left" in text
    assert maya.gives(answer) == [f"0:{maya.deals[1 - first]}"]
    told = said.done_of(answer, maya.deals[first])
    assert told is not None and (told.head.deal_id, told.done.who) == (maya.deals[first], "Liam")
    assert told.done.undo_id is None and "Undo" not in maya.text(answer), "who left takes nothing back"


def test_a_deal_of_the_second_page_is_given_there_and_answered_in_its_row(machine: Machine) -> None:
    maya = Maya(machine, 12)

    def turned(page: int) -> DealsFound:
        shown = found.turned(maya.hand.ask(), "@dana", page, Pressed(0, 0, *maya.where), is_list=True)
        assert isinstance(shown, DealsFound)
        return shown

    machine.clock.set(at("12-17 15:30"))
    for n in set(range(12)) - {5, 8}:  # nobody talked to those two for weeks
        machine.change(maya.deals[n], last_contact_at=at("12-17 10:00"), stage_entered_at=at("12-17 10:00"))
    pressing = [row.head.deal_id for row in turned(0).rows[:3]]
    assert pressing == [maya.deals[n] for n in (5, 8, 0)]
    first = pressing[0]
    maya.give(5)
    # Its new owner works on it at once: it is green by now.
    machine.change(maya.deals[5], last_contact_at=machine.clock.now(), stage_entered_at=machine.clock.now())
    deals = [row.head.deal_id for row in turned(1).rows]
    assert deals == maya.deals[10:], "of those that nobody read none has moved up"
    answer = maya.give(maya.deals.index(deals[0]))
    told = said.done_of(answer, deals[0])
    assert told is not None and told.done.who == "Liam" and maya.gives(answer) == [f"0:{deals[1]}"]
    assert "10 deals of Dana, who left" in maya.text(answer)
    assert "Dana 已离开，名下 10 单" in maya.text(answer, "zh")
    back = turned(0)
    assert back.rows[0].head.deal_id == first and len(maya.gives(back)) == 9
    assert "is with Liam now" in maya.text(back)


def test_a_deal_given_elsewhere_is_answered_in_the_list_and_no_other_form_gives_it_away_again(
    machine: Machine,
) -> None:
    maya = Maya(machine, 1)
    form = verbs.form(maya.hand.ask(), "reassign", maya.press(0))
    sent = verb_modal.view(form, maya.reader()) | {"state": {"values": {}}}
    opened = verb_modal.read(sent)[1].owner_id
    here = Pressed(0, maya.deals[0])
    to_liam = VerbFilled(choice=str(machine.ids["liam"]), owner_id=opened)
    maya.hand.do(verbs.act, "reassign", here, to_liam)
    maya.post.run("11-24 15:40")
    (_, now_said) = maya.post.as_it_stands(DealsFound)[-1]
    assert "is with Liam now" in maya.text(now_said) and maya.gives(now_said) == []
    to_maya = VerbFilled(choice=str(machine.ids["maya"]), owner_id=opened)
    with pytest.raises(Invalid) as fault:
        maya.hand.do(verbs.act, "reassign", here, to_maya)
    assert (fault.value.key, fault.value.fields) == ("verb.given_meanwhile", {"who": "Liam"})
    assert machine.deal_row(maya.deals[0]).owner_id == machine.ids["liam"]
    maya.hand.do(verbs.act, "reassign", here, VerbFilled(choice=str(machine.ids["maya"])))
    maya.post.run("11-24 15:50")
    assert "is with Maya now" in maya.text(maya.post.as_it_stands(DealsFound)[-1][1])


def test_a_leavers_deals_are_counted_alike_and_stand_in_each_list_until_they_have_an_owner(
    machine: Machine,
) -> None:
    draft = machine.deal("dana", state="draft", code=None, clocks_from=None)
    maya = Maya(machine, 1)
    maya.deals.append(draft)
    assert maya.list().count == 2 and set(maya.list().left) == set(maya.deals)
    tick(machine)
    maya.post.through("11-25 09:00")
    assert [x.deals for _, x in maya.post.of(PersonLeft)] == [2]
    maya.give(1)
    maya.post.through("11-26 09:00")
    lists = maya.post.of(ManagerList)[1:]  # one came late on the day itself
    assert [(when, [(x.who, x.deals) for x in a.gone]) for when, a in lists] == [
        ("11-25 08:40", [("Dana", 2)]),
        ("11-26 08:40", [("Dana", 1)]),
    ]
    assert "Dana has left, and 1 deal still has no new owner" in maya.text(lists[1][1])
    assert "Dana 已离开，手上还有 1 单没人接" in maya.text(lists[1][1], "zh")
    assert [x.head.deal_id for _, x in maya.post.of(DealYours)] == [draft]
    maya.give(0)
    maya.post.through("11-27 09:00")
    assert len(maya.post.of(ManagerList)) == 3


def test_who_is_back_has_it_back_in_the_same_row(machine: Machine) -> None:
    maya = Maya(machine, 1)
    slack_says(machine, "dana", is_active=True)
    told = said.done_of(answer := maya.give(0), maya.deals[0])
    assert told is not None and told.done.undo_id is not None and maya.gives(answer) == []
    back = verb_owner.undo(maya.hand.ask("undo"), told.done.undo_id, Pressed(0, 0, *maya.where))
    assert "is with Liam now" not in maya.text(back) and maya.gives(back) == [f"0:{maya.deals[0]}"]


def test_a_button_that_is_old_says_who_has_it_now(machine: Machine) -> None:
    maya = Maya(machine, 1)
    machine.change(maya.deals[0], owner_id=machine.ids["liam"])
    with pytest.raises(Conflict) as fault:
        verbs.form(maya.hand.ask(), "reassign", maya.press(0))
    assert (fault.value.key, fault.value.fields) == ("verb.has_it", {"who": "Liam"})


def test_the_form_says_whose_it_is_and_is_never_empty(machine: Machine) -> None:
    maya, deal = Maya(machine, 0), machine.deal("liam")
    form = verbs.form(maya.hand.ask(), "reassign", Pressed(0, deal))
    assert [one.label for one in form.choices] == ["Maya"]
    assert "With Liam now" in text_of(verb_modal.view(form, maya.reader()))
    assert "现在归 Liam 跟" in text_of(verb_modal.view(form, maya.reader("zh")))
    slack_says(machine, "maya", **AWAY)
    slack_says(machine, "liam", **AWAY)
    with pytest.raises(Conflict) as fault:
        verbs.form(Hand(machine, "zoe").ask(), "reassign", Pressed(0, deal))
    assert fault.value.key == "verb.nobody_else"


def test_a_list_of_which_nothing_is_left_says_that_all_are_with_somebody(machine: Machine) -> None:
    maya = Maya(machine, 1)
    assert "All of Dana's deals are with somebody else now" in maya.text(maya.give(0))
    text = maya.text(maya.list())
    assert "Dana has no running deals." in text and "Words:" not in text
    assert "Dana 手上没有在跟的单子。" in maya.text(maya.list(), "zh")
    assert "Nothing found" in maya.text(found.listed(maya.hand.ask(), "@dana red"))


def test_a_manager_may_keep_it_herself_and_is_told_nothing_of_it(machine: Machine) -> None:
    maya = Maya(machine, 1)
    labels = [x.label for x in verbs.form(maya.hand.ask(), "reassign", maya.press(0)).choices]
    assert labels == ["Liam", "Maya"]
    assert "is with Maya now" in maya.text(maya.give(0, "maya"))
    assert machine.deal_row(maya.deals[0]).owner_id == machine.ids["maya"]
    maya.post.run("11-24 15:40")
    assert maya.post.of(DealYours) == [] and maya.post.of(HelpComing) == []


def test_home_says_of_an_owner_that_she_left(machine: Machine) -> None:
    maya = Maya(machine, 1)
    machine.clock.set(at("12-17 15:30"))
    shown = {who: home.of(Hand(machine, who).ask()) for who in ("maya", "zoe")}
    assert maya.gives(shown["maya"]) == [f"0:{maya.deals[0]}"]
    for who, locale, word in (("maya", "en", "Dana · left"), ("zoe", "zh", "Dana · 已离开")):
        assert word in maya.text(shown[who], locale), who
        assert "nudge_help_them" not in str(render(shown[who], maya.reader())), "there is nobody to help"


def test_home_offers_no_help_to_an_owner_who_became_a_guest(machine: Machine) -> None:
    machine.deal("dana")
    Post(machine).through("12-17 15:30")
    slack_says(machine, "dana", kind="guest")
    shown = str(
        render(
            home.of(Hand(machine, "maya").ask()),
            Reader("en", zone_of("Asia/Shanghai"), at("12-17 15:30"), "U0MAYA"),
        )
    )
    assert "nudge_reassign" in shown and "nudge_help_them" not in shown


# -- by its number --------------------------------------------------------------------------------------


def test_a_deal_is_assigned_by_its_number_by_whoever_may_reassign_it(machine: Machine) -> None:
    maya = Maya(machine, 1)
    code = str(machine.deal_row(maya.deals[0]).code)
    asked = triage.to_give_out(maya.hand.ask(), code)
    assert (asked.deal_id, asked.has_owner) == (maya.deals[0], True)
    zoe = Hand(machine, "zoe")
    with pytest.raises(Refused):  # the deal has a manager who can
        triage.to_give_out(zoe.ask(), code)
    slack_says(machine, "maya", **AWAY)
    assert triage.to_give_out(zoe.ask(), code).has_owner


def test_who_may_not_assign_is_sent_to_a_manager_where_there_is_one(machine: Machine) -> None:
    code = str(machine.deal_row(machine.deal("dana")).code)
    machine.join("ada", "admin")
    for who, key in (("liam", "err.managers_only"), ("ada", "err.managers_only_here")):
        for number in (code, "EXPO-2026-999"):
            with pytest.raises(Refused) as fault:
                triage.to_give_out(Hand(machine, who).ask(), number)
            assert fault.value.key == key
    with pytest.raises(NotFound):
        triage.to_give_out(Hand(machine, "maya").ask(), "EXPO-2026-999")
