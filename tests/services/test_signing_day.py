"""The expected day of signing is over: the owner's next list asks for another, the manager reads of it two working days
later, Home and the card say so, and another day, a wait or an end is the end of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.views import why
from bot.views.answers import render
from bot.views.reader import Reader
from rules.answers.deals import DealCard
from rules.answers.digests import ManagerList, MorningList, VerbFilled
from rules.answers.forms import LeadFilled
from rules.answers.nudges import NudgeLine
from rules.answers.waits import Wish
from rules.errors import Invalid
from rules.lead_text import LeadText
from sandbox.driver import text_of
from services.capture import lead_edit
from services.clock import said, verbs
from services.clock.said import Pressed
from services.deals import cards, stages, waits
from services.lists import home
from storage.tables import Nudge
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import Post, at

pytestmark = pytest.mark.few_on_postgresql

FRIDAY, MONDAY, TUESDAY, WEDNESDAY = "11-27 08:30", "11-30 08:30", "12-01 08:40", "12-02 08:40"
SIGNS = date(2026, 11, 27)


@pytest.fixture
def deal(machine: Machine, post: Post) -> int:
    """Liam's deal, talked about on Thursday, to be signed on Friday: nothing else is late for a week."""
    machine.clock.set(at("11-26 15:00"))
    deal_id = machine.deal(stage="negotiation", expected_sign_on=SIGNS)
    post.run()
    post.said.clear()
    return deal_id


def read(machine: Machine, answer: Any, locale: str = "en") -> str:
    return text_of(render(answer, Reader(locale, ZoneInfo("Asia/Shanghai"), machine.clock.now(), "U0")))


def lines(post: Post, kind: type[Any]) -> list[tuple[str, NudgeLine]]:
    return [(when, x) for when, answer in post.of(kind) for x in answer.lines if x.rule == "date"]


def nudged(machine: Machine) -> list[tuple[int, str]]:
    return [(n.rung, n.lane) for n in machine.rows(Nudge) if n.rule == "date"]


def card(machine: Machine, deal: int) -> DealCard:
    found = cards.open_card(Hand(machine, "liam").ask(), deal)
    assert isinstance(found, DealCard)
    return found


def test_the_owner_s_next_list_asks_and_the_manager_s_says_it_a_working_day_later(
    machine: Machine, post: Post, deal: int
) -> None:
    post.run(FRIDAY)
    assert lines(post, MorningList) == [] and card(machine, deal).light == "green"
    post.run(MONDAY)
    ((when, answer),) = post.of(MorningList)
    assert when == MONDAY
    assert "*Acme 1*: the expected signing date, Fri, Nov 27, has passed. What's the new date?" in read(
        machine, answer
    )
    assert "*Acme 1*：预计签约日 11月27日（周五）过了，改到哪天？" in read(machine, answer, "zh")
    blocks = render(answer, Reader("en", ZoneInfo("Asia/Shanghai"), machine.clock.now(), "U0"))["blocks"]
    (row,) = [[e["action_id"] for e in block["elements"]] for block in blocks if block["type"] == "actions"]
    assert row[:2] == ["nudge_sign_on", "nudge_lost"]
    assert lines(post, ManagerList) == []
    post.run(TUESDAY)
    ((_, line),) = lines(post, ManagerList)
    ((_, told),) = post.of(ManagerList)
    assert line.owner and "has passed and there is no new one." in read(machine, told)
    assert "预计签约日 11月27日（周五）过了，还没改日子。" in read(machine, told, "zh")
    assert nudged(machine) == [(5, "morning"), (7, "list")]
    assert [kind for _, kind, _, _ in post.said if kind in ("nudges", "late", "steps")] == []


def test_home_and_the_card_say_that_it_passed(machine: Machine, post: Post, deal: int) -> None:
    post.run(MONDAY)
    shown = card(machine, deal)
    assert shown.light == "red" and shown.sign_passed
    assert "🔴 Fri, Nov 27, passed" in read(machine, shown)
    assert "🔴 11月27日（周五），过了" in read(machine, shown, "zh")
    page = text_of(
        render(
            home.of(Hand(machine, "liam").ask()),
            Reader("en", ZoneInfo("Asia/Shanghai"), machine.clock.now(), "U0"),
        )
    )
    assert "expected signing Fri, Nov 27 has passed" in page


def another_day(machine: Machine, deal: int) -> None:
    Hand(machine, "liam").do(verbs.act, "sign_on", Pressed(0, deal), VerbFilled(on=date(2026, 12, 18)))


def edited(machine: Machine, deal: int) -> None:
    liam = Hand(machine, "liam")
    form = lead_edit.form(liam.ask(), deal)
    lead = LeadText(account=form.account or None, need=form.need)
    filled = LeadFilled(
        deal_id=deal, account=form.account, need=form.need, stamp=form.stamp, sign_on=date(2026, 12, 18)
    )
    liam.do(lead_edit.change, deal, lead, filled)


def parked(machine: Machine, deal: int) -> None:
    Hand(machine, "liam").do(
        waits.wait, Wish(deal_id=deal, who="legal", why="terms", until=date(2026, 12, 11))
    )


def lost(machine: Machine, deal: int) -> None:
    Hand(machine, "liam").do(lambda ask: stages.close(ask, deal, state="lost", reason="price", words="dear"))


def moved_on(machine: Machine, deal: int) -> None:
    machine.change(deal, stage="signing", stage_entered_at=machine.clock.now())


@pytest.mark.parametrize("end", [another_day, edited, parked, lost, moved_on])
def test_whatever_answers_it_ends_it(
    machine: Machine, post: Post, deal: int, end: Callable[[Machine, int], None]
) -> None:
    post.run(MONDAY)
    machine.clock.set(at("11-30 10:00"))
    end(machine, deal)
    post.said.clear()
    for morning in ("12-01 08:30", TUESDAY, "12-02 08:30", WEDNESDAY):
        post.run(morning)
    assert not lines(post, MorningList) and not lines(post, ManagerList)
    assert nudged(machine) == [(5, "morning")] and not card(machine, deal).sign_passed


def test_the_verb_sets_another_day_and_the_message_says_so(machine: Machine, post: Post, deal: int) -> None:
    post.run(MONDAY)
    *_, sent = [d for d in machine.deliveries if d.kind == "morning" and d.person_id == machine.ids["liam"]]
    (nudge,) = [n for n in machine.rows(Nudge) if n.rule == "date"]
    where, liam = Pressed(nudge.id, deal, sent.channel or "", sent.ts or ""), Hand(machine, "liam")
    with pytest.raises(Invalid) as wrong:
        liam.do(verbs.act, "sign_on", where, VerbFilled(on=date(2026, 11, 20)))
    assert wrong.value.faults == {"on": "verb.date_past"}
    answer = liam.do(verbs.act, "sign_on", where, VerbFilled(on=date(2026, 12, 18)))
    assert "*Acme 1*: now expected to sign Fri, Dec 18." in read(machine, answer)
    assert "*Acme 1*：预计签约日改到 12月18日（周五）。" in read(machine, answer, "zh")
    assert machine.deal_row(deal).expected_sign_on == date(2026, 12, 18)
    assert machine.deal_row(deal).acted_at is None  # an edit of a date restarts nothing


@pytest.mark.one_on_postgresql
def test_a_day_set_elsewhere_is_told_in_the_message(machine: Machine, post: Post, deal: int) -> None:
    post.run(MONDAY)
    post.said.clear()
    machine.clock.set(at("11-30 10:00"))
    machine.change(deal, expected_sign_on=date(2026, 12, 18))
    post.run("11-30 10:05")
    assert any("now expected to sign Fri, Dec 18" in read(machine, x[3]) for x in post.said)


def test_its_reasons_name_the_day(machine: Machine, post: Post, deal: int) -> None:
    post.run(MONDAY)
    (nudge,) = [n for n in machine.rows(Nudge) if n.rule == "date"]
    line = said.why(Hand(machine, "liam").ask(), Pressed(nudge.id, deal))
    told = {
        locale: why.short(line, Reader(locale, ZoneInfo("Asia/Shanghai"), machine.clock.now(), "U0"))
        for locale in ("en", "zh")
    }
    assert "the signing date that passed, expected for Fri, Nov 27" in told["en"]
    assert "预计签约日过了，原来预计 11月27日（周五）签" in told["zh"]
