"""S12 on the page: the questions of the first day, and a limit, a holiday and a broken process that are tried on a
running team."""

from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

import app
from bot.sheets import writing
from bot.sheets.writing import Page
from tests.browser.walk import Walk, Walker
from tests.world import ROOT, World

pytestmark = pytest.mark.browser
PROPOSAL = "  - key: proposal\n    name: {en: Proposal, zh: 方案演示}\n    prior: 50\n    "
Terminal = Callable[..., str]


@pytest.fixture
def terminal(team: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Terminal:
    """`app.py` beside the Baton that serves: what it says."""
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "BATON_DATABASE_URL": team.settings.database_url,
        "BATON_CONTROL_URL": team.slack.url,
        "BATON_PIPELINE": str(ROOT / "pipeline.yaml"),
        "LC_ALL": "en_US.UTF-8",
    }.items():
        monkeypatch.setenv(name, value)

    def run(*words: str) -> str:
        said = StringIO()
        with redirect_stdout(said), redirect_stderr(said):
            app.main(words)
        return said.getvalue()

    return run


def proposed(limit: str) -> str:
    """The shipped process with this line for the limit of Proposal."""
    source = (ROOT / "pipeline.yaml").read_text("utf-8")
    assert source.count(f"{PROPOSAL}slow_after: 7wd\n") == 1
    return source.replace(f"{PROPOSAL}slow_after: 7wd\n", f"{PROPOSAL}{limit}\n")


def asked(one: Walker, line: str) -> Any:
    """Types what opens a window."""
    box = one.page.locator(".centre .composer-input")
    box.fill(line)
    box.press("Enter")
    return one.modal()


def test_the_first_questions_are_answered_by_a_template(walk: Walk, team: World) -> None:
    team.slack.members("C0EXPO", add=["gus"])
    ada = walk("U0ADA")
    ada.go("C0GENERAL")
    form = asked(ada, "/baton setup")
    expect(form).to_contain_text("王芳 Maya: 李娜 Dana and 李明 Liam")
    ada.shot("teams")
    ada.submit()
    ada.choose("channel", "expo-leads")
    ada.submit()
    expect(form).to_contain_text("#expo-leads: there are guests in the channel. Choose another channel")
    ada.shot("refused")
    ada.choose("channel", "sales-east")
    ada.submit()
    expect(form).to_contain_text("Which process do you follow?")
    ada.shot("templates")
    form.locator(".block-section", has_text="Deep discovery").last.get_by_role(
        "button", name="Details"
    ).click()
    for told in (
        "Screening (2 working days)",
        "first payment received",
        "Reasons for a lost deal: Price, Competitor",
    ):
        expect(form).to_contain_text(told)
    ada.shot("details")
    ada.press(form, "Done")
    ada.choose("template", "Fast (48 h per stage)")
    ada.submit()
    expect(form).to_contain_text("Too long in a stage: 8 deals (now 0)")
    ada.shot("effect")
    ada.submit()
    expect(form).to_contain_text("Back to the one before")
    ada.shot("in-force")


def test_a_holiday_moves_a_limit_and_a_broken_process_changes_nothing(
    walk: Walk, team: World, terminal: Terminal, tmp_path: Path
) -> None:
    ada, dana = walk("U0ADA"), walk("U0DANA")
    ada.go("C0GENERAL")
    why = asked(dana, "/deal why Globex")
    expect(why).to_contain_text("it's up Thu, Nov 26, 10:00 AM")
    dana.dismiss()
    expect(ada.type("/baton closed Nov 26")).to_contain_text("Thu, Nov 26: closed, everybody")
    ada.shot("closed")
    (tmp_path / "broken.yaml").write_text(proposed("slow_afetr: 48h"), "utf-8")
    assert "broken.yaml:39: stages.3.slow_afetr: slow_afetr is not a key" in terminal(
        "config", "apply", "broken.yaml"
    )
    why = asked(dana, "/deal why Globex")
    expect(why).to_contain_text("10 working days in Negotiation")
    expect(why).to_contain_text("it's up Fri, Nov 27, 10:00 AM")
    expect(why).to_contain_text("not counting Thu, Nov 26 (company closed)")
    dana.shot("why")


def test_a_list_comes_in_is_sorted_and_a_new_limit_flags_five_a_day(
    walk: Walk, team: World, terminal: Terminal, tmp_path: Path
) -> None:
    dana, maya = walk("U0DANA"), walk("U0MAYA")
    maya.dm()
    owners = ["李娜 Dana"] * 14 + ["李明 Liam"] * 2
    rows = [[f"Shop {n:02} Ltd", f"1371{n:07}", "Proposal", owner] for n, owner in enumerate(owners)]
    page = Page("old", ["客户名称", "手机", "当前阶段", "销售代表"], rows)
    team.maya.say("app", "", files=[team.maya.upload("old.xlsx", writing.xlsx([page]))])
    offer = maya.last("打算这样导入")
    expect(offer).to_contain_text("新增 16 单")
    maya.press(offer, "导入")
    expect(maya.last("导入好了")).to_contain_text("新增 16 单")
    maya.shot("imported")
    dana.dm()
    team.slack.advance(to="2026-11-25T08:45+08:00")
    expect(dana.page.locator(".centre .message", has_text="Shop")).to_have_count(0)
    expect(dana.last("Morning!")).to_contain_text("14 imported deals aren't sorted yet. Which are alive?")
    dana.shot("morning")
    dana.press(dana.last(), "Sort 10 of your deals")
    for n in range(10):
        expect(dana.last()).to_contain_text(f"({n} of 10 today)")
        dana.press(dana.last(), "Still live")
    expect(dana.last()).to_contain_text("10 sorted today, that's enough. 4 left")
    dana.shot("sorted")
    team.slack.advance(to="2026-11-27T10:00+08:00")
    (tmp_path / "new.yaml").write_text(proposed("slow_after: 48h"), "utf-8")
    tried = terminal("config", "check", "new.yaml")
    assert "proposal.slow_after: 48h = 2 working days" in tried and "16 with this proposal" in tried
    assert "10 deals turn red: at most 5 a person and day" in tried
    dana.go()
    expect(dana.type("/deal find shop red")).to_contain_text("Nothing found")
    assert "Version 2 is active" in terminal("config", "apply", "new.yaml")
    for clock, red in (("hour", 5), ("workday", 10)):
        dana.move(clock)
        expect(dana.type("/deal find shop red")).to_contain_text(f"{red} deals")
    dana.shot("red")
