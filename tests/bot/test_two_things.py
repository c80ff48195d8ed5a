"""A line that has two things to say of a deal says both, as sentences of their own, and when it speaks again."""

from datetime import date, time, timedelta

import pytest

from bot.views import done_words, gate_words, nudge_words, why
from bot.views.answers import render
from rules.answers import DealHead, StepShown
from rules.answers.deals import OwedShown
from rules.answers.notes import NoteSaved
from rules.answers.nudges import Done, LimitAhead, NudgeLine, NudgeMessage, ShutShown
from rules.facts import Rung
from sandbox.driver import buttons_of, text_of
from tests.bot.test_nudge_views import CHIPS, NOW, because, reader

TODAY = StepShown(text="去签意向书", on=date(2026, 11, 24), at=time(14), kind="at")


def _line(rule: str = "slow", rung: Rung = Rung.RED, **facts: object) -> NudgeLine:
    given = {"nudge_id": 1, "rule": rule, "rung": int(rung), "lane": "morning", "days_in_stage": 12}
    head = DealHead(deal_id=1, account="云帆")
    said = {"head": head, "stage_name": "商务谈判", "last_contact_at": NOW, "why": because(rule), **facts}
    return NudgeLine.model_validate(given | said)


def test_a_slow_deal_still_tells_todays_appointment() -> None:
    assert "今天 14:00 还有：去签意向书。" in nudge_words.line_of(_line(step=TODAY), reader("zh"))
    assert "Due today, 2:00 PM: 去签意向书." in nudge_words.line_of(_line(step=TODAY), reader())
    past = TODAY.model_copy(update={"on": date(2026, 11, 23)})
    assert "「去签意向书」约的是" in nudge_words.line_of(_line(step=past), reader("zh"))
    ahead = TODAY.model_copy(update={"on": date(2026, 11, 25)})
    assert "意向书" not in nudge_words.line_of(_line(step=ahead), reader("zh"))


def test_a_step_of_a_slow_deal_tells_why_it_goes_on_the_list() -> None:
    line = _line("step", Rung.TODAY, step=TODAY, also=("slow",), listed_at=time(8, 50))
    assert "「商务谈判」12 个工作日了。8:50 的卡点清单" in nudge_words.line_of(line, reader("zh")).replace(
        "08:50", "8:50"
    )
    silent = line.model_copy(update={"also": ("quiet",), "days_silent": 6})
    assert "6 个工作日没联系了。" in nudge_words.line_of(silent, reader("zh"))


def test_a_step_of_today_warns_of_the_limits_that_are_near() -> None:
    near = [("quiet", "5wd", 6), ("slow", "7wd", 24)]
    ahead = tuple(LimitAhead(rule=r, limit=n, at=NOW + timedelta(hours=h)) for r, n, h in near)
    line = _line("step", Rung.TODAY, step=TODAY, ahead=ahead)
    said = nudge_words.line_of(line, reader("zh"))
    assert said.endswith("今天 15:00 满 5 个工作日没联系。明天 09:00 在「商务谈判」满 7 个工作日。")
    assert nudge_words.line_of(line, reader()).endswith(
        "It reaches 5 working days without contact today, 3:00 PM. "
        "It reaches 7 working days in 商务谈判 tomorrow, 9:00 AM."
    )


def test_a_limit_that_was_reached_in_the_evening_is_told_as_reached() -> None:
    near = [("quiet", "5wd"), ("slow", "7wd")]
    ahead = tuple(LimitAhead(rule=r, limit=n, at=NOW - timedelta(hours=15)) for r, n in near)
    line = _line("step", Rung.PAST, step=TODAY, ahead=ahead)
    assert nudge_words.line_of(line, reader("zh")).endswith(
        "满 5 个工作日没联系了。在「商务谈判」满 7 个工作日了。"
    )
    assert nudge_words.line_of(line, reader()).endswith(
        "It's been 5 working days without contact. It's been 7 working days in 商务谈判."
    )


@pytest.mark.parametrize(
    ("asks", "end"),
    [
        ("今天得回", "「今天得回」。还差："),
        ("帮我？", "「帮我？」还差："),
        ("Can you call 何总's boss?", "「Can you call 何总's boss?」还差："),
        ("", "聊两句吧。还差："),
    ],
)
def test_a_request_ends_before_the_facts_begin(asks: str, end: str) -> None:
    line = _line(asks=asks, missing=("意向书",), owner="Liam")
    assert end in nudge_words.line_of(line, reader("zh"))


def test_next_says_when_the_reader_hears_of_it_and_when_their_manager_does() -> None:
    told = because(
        next_at=NOW + timedelta(days=1), next_to="owner", up_at=NOW + timedelta(days=1, minutes=10)
    )
    assert why.short(_line(why=told), reader()).endswith("(your manager's list: tomorrow, 9:10 AM)")
    assert why.short(_line(why=told), reader("zh")).endswith("（明天 09:10 也上经理的清单）")
    crowded = because(next_at=None, next_to="home")
    assert "when there's room" in why.short(_line(why=crowded), reader())
    asked = _line(rule="unanswered", why=crowded)
    assert why.short(asked, reader("zh")).endswith("在首页等你定"), "asked often enough, no list names it"
    escalated = _line(why=because(next_at=None, next_to="home", up_at=NOW + timedelta(days=1)))
    assert why.short(escalated, reader()).endswith(
        "when there's room (your manager's list: tomorrow, 9:00 AM)"
    )
    assert why.short(escalated, reader("zh")).endswith("平时在首页看（明天 09:00 也上经理的清单）")
    over = why.short(_line(why=because(next_at=None)), reader())
    assert over.endswith("nothing planned, it stays on Home")


def test_next_names_the_hour_once_where_both_hear_of_it_then() -> None:
    own = _line(why=because(next_at=NOW + timedelta(days=1), next_to="owner", up_at=NOW + timedelta(days=1)))
    assert why.short(own, reader()).endswith(
        "Next: tomorrow, 9:00 AM (the list of the manager above you, too)"
    )
    assert why.short(own, reader("zh")).endswith("下次：明天 09:00（也上你上级的清单）")


def test_what_is_owed_can_be_waived_where_its_manager_reads_of_it() -> None:
    owed = (OwedShown(name="a quote", until=date(2026, 11, 20)),)
    theirs = _line("owed", Rung.MANAGER, owner="Liam", owed=owed, missing=())
    assert "Waive a missing item…" in str(render(NudgeMessage(lines=(theirs,)), reader()))


def test_nobody_is_said_to_be_in_touch_who_was_silent_too_long() -> None:
    assert "最近有联系" in nudge_words.line_of(_line(in_touch=True), reader("zh"))
    assert "最近有联系" not in nudge_words.line_of(_line(in_touch=False), reader("zh"))


def test_a_step_of_a_deal_without_a_contact_counts_no_silent_days() -> None:
    line = _line("step", Rung.TODAY, step=TODAY, also=("quiet",), last_contact_at=None)
    assert "No contact logged here yet." in nudge_words.line_of(line, reader())


MONDAY = NOW - timedelta(days=8)


@pytest.mark.parametrize(
    ("facts", "en", "zh"),
    [
        ({}, "12 working days", "12 个工作日"),
        ({"waited": 5}, "12 working days (5 working days on hold not counted)",
         "12 个工作日了，停着的 5 个工作日不算"),
        ({"counted_from": MONDAY}, "12 working days (counted from Mon, Nov 16)",
         "12 个工作日了，从 11月16日（周一）算起"),
        ({"counted_from": MONDAY, "waited": 1},
         "12 working days (counted from Mon, Nov 16; 1 working day on hold not counted)",
         "12 个工作日了，从 11月16日（周一）算起，停着的 1 个工作日不算"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("rung", [Rung.RED, Rung.DECIDE])
@pytest.mark.parametrize("last", [None, NOW])
def test_days_in_a_stage_say_from_when_they_count(
    facts: dict[str, object], en: str, zh: str, rung: Rung, last: object
) -> None:
    line = _line(rung=rung, last_contact_at=last, **facts)
    assert en in nudge_words.line_of(line, reader()) and zh in nudge_words.line_of(line, reader("zh"))


def test_a_warning_says_from_when_the_limit_counts() -> None:
    told = because("quiet", limit="5wd", limit_at=NOW + timedelta(days=1), waited=2)
    line = _line("quiet", Rung.HEADS_UP, limit="5wd", why=told, last_contact_at=None)
    assert "5 working days tomorrow" in nudge_words.line_of(line, reader())
    assert "(counted from Mon, Nov 16; 2 working days on hold not counted)." in nudge_words.line_of(
        line, reader()
    )
    assert why.short(line, reader()).startswith(
        "Why: 5 working days allowed without a customer contact, counted from Mon, Nov 16, 2 working days on hold not counted."
    )
    shut = [(26, 26, "holiday"), (27, 30, "off")]
    days = [ShutShown(first=date(2026, 11, a), last=date(2026, 11, z), why=which) for a, z, which in shut]
    line = line.model_copy(update={"why": told.model_copy(update={"waited": 0, "shut": tuple(days)})})
    said = "counted from Mon, Nov 16, not counting Thu, Nov 26 (holiday), Fri, Nov 27 to Mon, Nov 30 (day off). Next"
    assert said in why.short(line, reader())
    said = "从 11月16日（周一）进这个阶段算起，11月26日（周四）放假、11月27日（周五）到11月30日（周一）休假不算。下次"
    assert said in why.short(line, reader("zh"))


def test_a_parked_deal_is_told_as_parked_and_a_kept_one_with_what_comes_next() -> None:
    told = because("waiting", event="wait", limit="", limit_at=NOW + timedelta(days=2))
    parked = _line("waiting", is_parked=True, why=told)
    assert why.because(parked, reader()).startswith("Why: parked, from")
    assert "先放放，从 11月16日（周一）放到" in why.because(parked, reader("zh"))
    kept = Done(
        verb="kept", until=NOW + timedelta(days=1), because=because("slow", limit="2wd"), stage="Lead"
    )
    assert done_words.said(kept, "*Acme*", reader()).endswith(
        ": the limit of 2 working days in Lead still counts."
    )
    assert done_words.said(kept, "*Acme*", reader("zh")).endswith("我再提醒，「Lead」上限 2 个工作日照常算。")
    step = kept.model_copy(update={"because": because("step")})
    assert done_words.said(step, "*Acme*", reader()).endswith(": the next step you promised still counts.")


@pytest.mark.parametrize(("days", "ended"), [(-1, "Mon, Nov 23"), (2, "Thu, Nov 26")])
def test_a_wait_says_when_it_began_and_when_it_ends(days: int, ended: str) -> None:
    """Also on the card of a deal that still waits."""
    told = because("waiting", event="wait", limit="", limit_at=NOW + timedelta(days=days))
    assert why.short(_line("waiting", Rung.ASK, why=told), reader()).startswith(
        f"Why: the wait for the customer, from Mon, Nov 16 to {ended}. "
    )


PARK = ("btn.park", "btn.close_deal", "btn.keep")
OTHER = ("btn.other_person", "btn.waiting", "btn.invalid")
ASKED = {
    ("en", PARK): "Park it, close it, or keep it going?",
    ("zh", PARK): "先放放、收掉，还是接着跟？",
    ("en", OTHER): "Somebody else there, waiting for them, or not a lead?",
    ("zh", OTHER): "换个人，在等客户，还是无效？",
}


@pytest.mark.parametrize("locale", ["en", "zh"])
@pytest.mark.parametrize(("tries", "keys"), [(0, PARK), (2, PARK), (3, OTHER)])
@pytest.mark.parametrize("listed_at", [None, time(8, 50)])
def test_the_question_of_a_third_list_has_its_own_buttons(
    locale: str, tries: int, keys: tuple[str, ...], listed_at: time | None
) -> None:
    """Also on a deal that goes on the channel's list; where nobody reaches the customer it asks about that."""
    asked = _line("unanswered", Rung.ASK, listed_at=listed_at, tries=tries, blockers=CHIPS)
    view = render(NudgeMessage(lines=(asked,)), reader(locale))
    assert ASKED[locale, keys] in text_of(view) and "8:50" not in text_of(view)
    assert buttons_of(view)[:3] == [reader(locale).t(key) for key in keys]
    [menu] = [x for b in view["blocks"] if b["type"] == "actions" for x in b["elements"] if "options" in x]
    assert menu["options"][0]["value"].startswith("note:")


TRIED = {
    0: ("so I asked whether to park it, close it or keep it", "问过是先放放、收掉，还是接着跟"),
    3: (
        "so I asked whether to try somebody else there, wait for them, or call it no lead",
        "问了换个人、等客户，还是算无效",
    ),
}


@pytest.mark.parametrize("tries", TRIED)
def test_the_manager_reads_what_its_owner_was_asked(tries: int) -> None:
    asked = _line("unanswered", Rung.MANAGER, owner="Liam", tries=tries)
    for said, locale in zip(TRIED[tries], ("en", "zh"), strict=True):
        assert said in nudge_words.line_of(asked, reader(locale))


def test_one_thing_that_lacks_is_that_and_two_are_them() -> None:
    saved = NoteSaved(
        head=DealHead(deal_id=1, account="Acme"), next_stage="Proposal", missing=("pain list",), may_ask=False
    )
    assert "pain list. You can add that when" in gate_words.gap(saved, reader())
    two = saved.model_copy(update={"missing": ("pain list", "decision maker")})
    assert "decision maker. You can add them when" in gate_words.gap(two, reader())


def test_what_a_manager_approves_is_asked_for_and_not_added() -> None:
    saved = NoteSaved(
        head=DealHead(deal_id=1, account="Acme"), next_stage="Proposal", missing=("discount",), may_ask=False
    )
    yes = saved.model_copy(update={"approvals": 1})
    assert "discount. You can ask for that when" in gate_words.gap(yes, reader())
    assert "换阶段的时候找经理批" in gate_words.gap(yes, reader("zh"))
    both = yes.model_copy(update={"missing": ("pain list", "discount")})
    assert "discount. You can add or ask for them when" in gate_words.gap(both, reader())
    assert "该补的补" in gate_words.gap(both, reader("zh"))


def test_a_warning_of_silence_says_the_day_once_that_it_counts_from() -> None:
    counted = because("quiet").model_copy(
        update={"limit_at": NOW + timedelta(hours=20), "counted_from": NOW - timedelta(days=4)}
    )
    for days, is_same in ((4, True), (6, False)):
        last = NOW - timedelta(days=days, hours=1)
        near = _line("quiet", Rung.HEADS_UP, limit="5wd", why=counted, last_contact_at=last)
        said = nudge_words.line_of(near, reader("zh"))
        assert ("从 11月20日（周五）算起" not in said) == is_same and said.count("11月20日") == 1
