"""Whatever stands in the record, Home is a valid view within Slack's limits."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.views import parts
from bot.views.answers import render
from bot.views.reader import Reader
from rules.answers import DealHead, StepShown
from rules.answers.home import (
    Home,
    HomeAll,
    HomeChannel,
    HomeClosed,
    HomeDeal,
    HomeDeals,
    HomeListed,
    HomeMine,
    HomeSaved,
    HomeSetUp,
    HomeStage,
    HomeTask,
    HomeTasks,
    HomeTeam,
)
from rules.answers.leads import Choice
from rules.answers.triage import TriageAsked, TriageFacts
from sandbox.blocks import validate_view
from sandbox.driver import buttons_of, text_of

NOW = datetime(2026, 11, 24, 1, tzinfo=UTC)  # Tuesday 09:00 in Shanghai
HOSTILE = [
    "<!channel> <@U0123456789>",
    "*b* _x_ `z`",
    "",
    " ",
    "\x00",
    "\ud800",
    "👩‍👩‍👧" * 300,
    "中" * 4000,
    "{0}",
]
TEXT = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40))
COUNT = st.integers(0, 3)
WHEN = st.integers(-5000, 5000).map(lambda hours: NOW + timedelta(hours=hours))
HEADS = st.builds(
    DealHead,
    deal_id=st.integers(1, 2**60),
    code=st.none() | TEXT,
    account=TEXT,
    contact=TEXT,
    stage=TEXT,
)
STEPS = st.builds(
    StepShown,
    step_id=st.none() | st.integers(1, 2**60),
    text=TEXT,
    kind=st.sampled_from(["by", "at", "on"]),
    on=st.none() | st.dates(date(2026, 1, 1), date(2099, 12, 31)),
    at=st.none() | st.times().map(lambda t: time(t.hour, t.minute)),
)
DEALS = st.builds(
    HomeDeal,
    head=HEADS,
    stage_name=TEXT,
    light=st.sampled_from(["green", "amber", "red"]),
    reasons=st.sampled_from([(), ("step",), ("quiet",), ("slow", "quiet")]),
    step=st.none() | STEPS,
    days_in_stage=COUNT,
    last_contact_at=st.none() | WHEN,
    owner=TEXT,
    asks=st.none() | TEXT,
)
LISTS = st.builds(
    HomeDeals,
    title=TEXT,
    which=st.sampled_from(["", "red", "team-7"]),
    deals=st.lists(DEALS, max_size=8).map(tuple),
    more=st.integers(0, 9000),
)
SAVED = st.builds(
    HomeSaved,
    undo_id=st.integers(1, 99),
    action=st.sampled_from(["lead", "note", "stage", "close", "other"]),
    head=HEADS,
    until=WHEN,
    is_undone=st.booleans(),
)
SOURCES = tuple(Choice(value=f"s{n}", label="中" * 90) for n in range(30))
MINE = st.builds(
    HomeMine,
    saved=st.lists(SAVED, max_size=5).map(tuple),
    today=LISTS,
    red=LISTS,
    amber=LISTS,
    drafts=st.lists(HEADS, max_size=3).map(tuple),
    more_drafts=COUNT,
    sources=st.sampled_from([(), SOURCES[:3], SOURCES]),
    sticky=TEXT,
    sticky_until=st.none() | WHEN,
    deals=COUNT,
    asleep=COUNT,
)
TEAMS = st.builds(
    HomeTeam,
    people=COUNT,
    red=st.lists(LISTS, max_size=4).map(tuple),
    more_people=COUNT,
    help=st.lists(DEALS, max_size=3).map(tuple),
    more_help=COUNT,
)
STAGES = st.builds(HomeStage, name=TEXT, red=COUNT, amber=COUNT, green=COUNT)
ALL = st.builds(
    HomeAll, stages=st.lists(STAGES, max_size=9).map(tuple), red=LISTS, asleep=COUNT, uncounted=COUNT
)
TASKS = st.builds(
    HomeTasks,
    roles=st.sampled_from([("finance",), ("presales", "legal", "delivery")]),
    tasks=st.lists(
        st.builds(
            HomeTask,
            task_id=COUNT,
            head=HEADS,
            stage_name=TEXT,
            what=TEXT,
            who=TEXT,
            due=st.none() | st.dates(),
        ),
        max_size=8,
    ).map(tuple),
    more=COUNT,
)
SETUPS = st.builds(
    HomeSetUp,
    admins=st.lists(TEXT, max_size=10).map(tuple),
    without_manager=st.lists(TEXT, max_size=10).map(tuple),
    more_without=COUNT,
    unmapped=COUNT,
    unmapped_deals=COUNT,
    channels=st.lists(
        st.builds(
            HomeChannel,
            channel=st.sampled_from(["C0SALES", ""]),
            audience=TEXT,
            people=COUNT,
            fault=st.none() | TEXT,
        ),
        max_size=3,
    ).map(tuple),
    quiet_until=st.none() | WHEN,
)


def reader(locale: str) -> Reader:
    return Reader(locale, ZoneInfo("Asia/Shanghai"), NOW, "U0LIAM")


@given(
    st.builds(
        Home,
        mine=st.none() | MINE,
        team=st.none() | TEAMS,
        all=st.none() | ALL,
        tasks=st.none() | TASKS,
        setup=st.none() | SETUPS,
    ),
    st.sampled_from(["en", "zh"]),
)
def test_any_home_is_valid(home: Home, locale: str) -> None:
    view = render(home, reader(locale))
    assert validate_view(view) == []
    assert 0 < len(view["blocks"]) <= 100
    assert "<!channel>" not in str(view)


@given(
    st.builds(
        HomeListed,
        which=st.sampled_from(["all", "red", "drafts", "asleep", "team-7", "odd"]),
        deals=st.lists(DEALS, max_size=20).map(tuple),
        heads=st.lists(HEADS, max_size=20).map(tuple),
        first=st.sampled_from([0, 20, 40]),
        count=COUNT,
    ),
    st.sampled_from(["en", "zh"]),
)
def test_any_list_of_home_is_valid_in_its_window(listed: HomeListed, locale: str) -> None:
    view = parts.modal("Baton", render(listed, reader(locale))["blocks"], close="x")
    assert validate_view(view) == []


@pytest.mark.parametrize(
    ("first", "shown", "count", "buttons"),
    [(0, 20, 57, ["Next"]), (20, 20, 57, ["Previous", "Next"]), (40, 17, 57, ["Previous"]), (0, 7, 7, [])],
)
def test_pages_go_on_and_back_where_there_is_one(
    first: int, shown: int, count: int, buttons: list[str]
) -> None:
    acme = HomeDeal(head=DealHead(deal_id=7, account="Acme"), light="green")
    view = render(HomeListed(which="all", deals=(acme,) * shown, first=first, count=count), reader("en"))
    assert buttons_of(view) == ["Open deal"] * shown + buttons
    assert f"*My deals* · {first + 1}–{first + shown} of {count}" in text_of(view)


@given(TEXT, st.sampled_from(["en", "zh"]))
def test_a_closed_home_is_one_sentence(admin: str, locale: str) -> None:
    view = render(HomeClosed(admin=admin), reader(locale))
    assert validate_view(view) == [] and len(view["blocks"]) == 1


def test_two_buttons_and_a_menu_for_each_deal_and_a_director_only_looks() -> None:
    acme = HomeDeal(head=DealHead(deal_id=7, account="Acme"), stage_name="Proposal", light="red", reasons=("slow",),
                    days_in_stage=9)  # fmt: skip
    due = HomeDeal(head=DealHead(deal_id=8, account="Bolt"), light="amber", reasons=("step",),
                   step=StepShown(step_id=5, text="send the SOW", on=date(2026, 11, 24), at=time(14)))  # fmt: skip
    mine = HomeMine(today=HomeDeals(deals=(due,)), red=HomeDeals(which="red", deals=(acme,), more=3), deals=5)
    view = render(Home(mine=mine), reader("en"))
    assert buttons_of(view)[2:] == [
        "Catch up",
        "My pipeline",
        "All my 5 deals",
        "Log note",
        "Change date",
        "home_more",
        "Log note",
        "Open deal",
        "home_more",
        "3 more deals",
        "My settings",
        "My days off",
    ]
    told = text_of(view)
    assert "*Acme* · Proposal\nin this stage for 9 working days" in told
    assert "send the SOW, by 2:00 PM" in told and "5 deals need something from you" in told
    nameless = acme.model_copy(update={"head": DealHead(deal_id=9, product="MES", code="EXPO-2026-009")})
    rows = render(Home(mine=HomeMine(red=HomeDeals(which="red", deals=(nameless,)), deals=1)), reader("en"))
    assert "*MES · EXPO-2026-009* · no customer named yet · Proposal" in text_of(rows)
    zoe = render(Home(all=HomeAll(red=HomeDeals(deals=(acme,)))), reader("en"))
    assert buttons_of(zoe) == ["Open deal", "My settings", "My days off"]


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_a_request_for_help_has_the_managers_verbs(locale: str) -> None:
    asked = HomeDeal(head=DealHead(deal_id=7, account="Acme"), owner="Liam", asks="5% more off")
    view = render(Home(team=HomeTeam(people=1, help=(asked,))), reader(locale))
    actions = {
        x["action_id"] for block in view["blocks"] for x in block.get("elements", ()) if "action_id" in x
    }
    assert {"nudge_help_them", "nudge_reassign", "deal_card"} <= actions and "note_open" not in actions
    assert "5% more off" in text_of(view)
    assert reader(locale).t("home.team_clear") not in text_of(view), "something waits"


@pytest.mark.parametrize(("locale", "says"), [("en", "Waiting since"), ("zh", "起一直没人接")])
def test_a_lead_that_nobody_took_stands_there_until_it_is_given_out(locale: str, says: str) -> None:
    facts = TriageFacts(deal_id=7, code="EXPO-2026-004", source_name="Expo", since=NOW - timedelta(days=3))
    view = render(Home(team=HomeTeam(people=1, untaken=(TriageAsked(facts=facts),))), reader(locale))
    assert says in text_of(view) and "EXPO-2026-004" in text_of(view) and "triage_assign" in str(view)


def test_who_helps_already_is_told_since_when_and_not_offered_it_again() -> None:
    since = NOW - timedelta(days=1)
    deal = HomeDeal(head=DealHead(deal_id=7, account="Acme"), owner="Liam", helping_since=since)
    view = render(Home(team=HomeTeam(people=1, needs=HomeDeals(which="hand", deals=(deal,)))), reader("en"))
    assert "You're helping since yesterday" in text_of(view)
    assert "I'll help" not in buttons_of(view) and "Open deal" in buttons_of(view)


def test_one_thing_alone_has_no_order() -> None:
    due = HomeDeal(head=DealHead(deal_id=8, account="Bolt"), light="amber", reasons=("step",))
    told = text_of(render(Home(mine=HomeMine(today=HomeDeals(deals=(due,)), deals=2)), reader("zh")))
    assert "今天 1 件事" in told and "先看最要紧的" not in told


def test_drafts_are_asked_for_their_source_only_where_nothing_else_lacks() -> None:
    named, nameless = DealHead(deal_id=7, account="Acme"), DealHead(deal_id=8)
    for drafts, asked in (
        ((named,), "where did it come from?"),
        ((named, nameless), "*2 drafts to complete*"),
    ):
        assert asked in text_of(render(Home(mine=HomeMine(drafts=drafts)), reader("en")))


def test_somebody_without_a_role_is_told_so() -> None:
    assert "管理员" in text_of(render(Home(), reader("zh")))


def test_what_will_show_up_here_is_said_while_nothing_does() -> None:
    task = HomeTask(
        task_id=1, head=DealHead(deal_id=8, account="Bolt"), what="look at the contract", who="Liam"
    )
    for tasks, is_said in (((), True), ((task,), False)):
        told = text_of(render(Home(tasks=HomeTasks(tasks=tasks, roles=("delivery",))), reader("en")))
        assert ("it shows up here" in told) is is_said and ("look at the contract" in told) is not is_said
