"""A fortnight by the page's time buttons, in both languages: each ladder in its order, the verbs, a park, a changed limit.

The long one lives it again with two Batons on PostgreSQL that are killed by turns: everybody gets the same, once.
"""

from __future__ import annotations

import itertools
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from sandbox.driver import Sandbox, text_of
from tests.browser.pages import Pages
from tests.browser.walk import WIDE, Shots, Walk, Walker
from tests.crash.instances import Instance, instances
from tests.lending import CopyOf, Files
from tests.world import ROOT, START, World, demo_team

pytestmark = pytest.mark.browser

Move = Callable[[Walker, str], None]
TEAM = ("liam", "dana", "maya", "zoe", "ada")


def live(walk: Walk, move: Move, tighten: Callable[[], None]) -> None:
    liam, dana, maya = (walk(user) for user in ("U0LIAM", "U0DANA", "U0MAYA"))
    for one in (liam, dana, maya):
        one.dm()
    warned(liam, dana, maya, move)
    told(liam, maya, move)
    set_aside(liam, dana, maya, move)
    tighten()
    taken_up(liam, dana, maya, move)


def warned(liam: Walker, dana: Walker, maya: Walker, move: Move) -> None:
    """The reps read in the morning what is near, with time to act; nobody else hears of it."""
    move(maya, "morning")
    move(maya, "hour")
    mine = liam.last("早，今天先看这 2 单")
    expect(mine).to_contain_text("今天 16:00 满 5 个工作日")
    expect(mine).to_contain_text("今天 15:30 满 7 个工作日")
    expect(dana.last("Morning! 2 things today")).to_contain_text(
        "It'll be 10 working days tomorrow, 10:00 AM"
    )
    expect(maya.page.locator(".centre .message")).to_have_count(0)
    liam.shot("warned")
    dana.shot("warned")


def told(liam: Walker, maya: Walker, move: Move) -> None:
    """At the limit the rep, the next morning who manages them; a loss and a promise of help end it for both."""
    move(maya, "workday")
    listed = maya.held(maya.last("团队里 3 单需要你搭把手"))
    for deal in ("博远物流", "云帆科技", "锦程包装"):
        expect(listed).to_contain_text(f"李明 Liam 的 {deal}")
    mine = liam.held(liam.last("早，今天"))
    liam.pick(under(mine, "锦程包装"), "丢单")
    liam.modal()
    liam.choose("choice", "价格")
    sent(liam)
    expect(listed).to_contain_text("锦程包装 记成丢单了（价格）")
    liam.pick(under(mine, "云帆科技"), "找经理帮忙")
    liam.modal()
    liam.fill("text", "陈总要再降 5%")
    sent(liam)
    asked = maya.held(maya.last("陈总要再降 5%"))
    maya.press(asked, "我来帮")
    expect(asked).to_contain_text("你来帮")
    liam.shot("answered")
    maya.shot("helps")


def set_aside(liam: Walker, dana: Walker, maya: Walker, move: Move) -> None:
    """A wait is over and had once more; what nobody answers is parked, put off, given to somebody else."""
    move(maya, "workday")
    hers = dana.held(dana.last("you were waiting on 何总 until today. Did it come?"))
    dana.press(under(hers, "冷链通物流"), "Waiting on them")
    dana.modal()
    dana.fill("who", "何总")
    day(dana, "2026-12-04")
    sent(dana)
    expect(hers).to_contain_text("冷链通物流: waiting on them. I'll check in Fri, Dec 4.")
    dana.shot("waits")
    # The step of the day before is asked about; what is near for its deal stands beside it.
    expect(liam.last("华东轴承：「去现场看点检流程」约的是昨天 14:00，怎么样了？")).to_contain_text(
        "今天 15:00 满 5 个工作日没联系。"
    )
    move(maya, "workday")
    mine = liam.held(liam.last("提醒了三次，都没有下文"))
    liam.press(under(mine, "博远物流"), "先放放")
    liam.modal()
    day(liam, "2026-12-04")
    sent(liam)
    expect(mine).to_contain_text("博远物流：先放放，到 12月4日（周五）。")
    liam.shot("parked")
    theirs = maya.held(maya.last("Globex Machinery"))
    maya.press(under(theirs, "Globex Machinery"), "改派")
    form = maya.modal()
    maya.choose("choice", "Liam")
    maya.submit()
    expect(form).to_contain_text("Globex Machinery 现在归 李明 Liam 跟了")
    maya.dismiss()
    expect(dana.last("Globex Machinery is with 李明 Liam now")).to_be_visible()


def taken_up(liam: Walker, dana: Walker, maya: Walker, move: Move) -> None:
    """Silence until the day; who manages it decides once, and is left alone then."""
    about = liam.page.locator(".centre .message", has_text="博远物流")
    heard = about.count()
    for _ in range(3):
        move(maya, "workday")
    expect(about).to_have_count(heard)
    decide = "云帆科技 在「商务谈判」13 个工作日了，一直没动。推一把、先放放，还是收掉？"
    expect(maya.last(decide)).to_be_visible()
    move(maya, "workday")
    expect(liam.last("博远物流：说好放到今天，接着跟吗？")).to_be_visible()
    expect(dana.last("冷链通物流: you were waiting on 何总 until today. Did it come?")).to_be_visible()
    expect(maya.page.locator(".centre .message", has_text=re.compile("云帆科技.*还是收掉"))).to_have_count(1)
    liam.shot("taken-up")
    dana.shot("taken-up")
    list_ = maya.held(maya.last("Initech 在「合同签署」"))
    maya.press(under(list_, "Initech"), "做个决定")
    maya.modal()
    maya.choose("choice", "推一把")
    maya.fill("text", "周二前拿到合同")
    sent(maya)
    expect(dana.last("周二前拿到合同")).to_be_visible()
    maya.shot("decided")
    decided = maya.page.locator(".centre .message", has_text="Initech 在「合同签署」")
    asked = decided.count()
    for _ in range(2):
        move(maya, "workday")
    expect(decided).to_have_count(asked)


def under(where: Locator, deal: str) -> Locator:
    """The buttons under this deal's line."""
    return where.locator(".block", has_text=deal).first.locator("xpath=following-sibling::*[1]")


def day(who: Walker, iso: str) -> None:
    who.field("on").locator("button").first.click()
    there = who.page.locator(f".popover [data-day='{iso}']")
    if not there.count():
        who.page.locator(".popover .icon-button.flip").click()
    there.click()


def sent(who: Walker) -> None:
    """The form on top is sent, and closes."""
    who.submit()
    expect(who.page.locator(".modal")).to_have_count(0)


def tightened(url: str, slack: Sandbox, folder: Path) -> None:
    """Silence may last two working days: what that flags is told dry at the terminal, then it is in force."""
    source = (ROOT / "pipeline.yaml").read_text("utf-8")
    proposal = folder / "tighter.yaml"
    proposal.write_text(source.replace("quiet_after: 5wd", "quiet_after: 2wd", 1), "utf-8")
    at = {"BATON_DATABASE_URL": url, "BATON_CONTROL_URL": slack.url, "BATON_PIPELINE": str(proposal)}
    said = []
    for what in ("check", "apply"):
        command = [sys.executable, str(ROOT / "app.py"), "config", what]
        env = os.environ | at | {"LANG": "en_US.UTF-8"}
        said.append(
            subprocess.run(command, env=env, cwd=folder, text=True, stdout=subprocess.PIPE, check=True).stdout
        )
    counted = re.search(r"quiet: (\d+) flagged now, (\d+) with this proposal", said[0])
    assert counted and int(counted[1]) < int(counted[2]), said[0]
    assert "Version 2 is active." in said[1]


def once(slack: Sandbox) -> None:
    posts = [x for x in slack.sink() if x["kind"] == "post"]
    refs = Counter(x["metadata"]["event_payload"]["ref"] for x in posts)
    assert {ref: n for ref, n in refs.items() if n > 1} == {}


def test_a_fortnight(walk: Walk, team: World, tmp_path: Path) -> None:
    live(walk, Walker.move, lambda: tightened(team.settings.database_url, team.slack, tmp_path))
    once(team.slack)


class Killing:
    """Moves the clock as a hand does, and kills one of them by SIGKILL on the way; the next time the other."""

    def __init__(self, slack: Sandbox, them: list[Instance]) -> None:
        self._slack, self._them, self._turn, self.kills = slack, them, itertools.cycle(them), 0

    def __call__(self, who: Walker, which: str) -> None:
        began = self._slack.clock()["step"]
        who.page.click(f".clock-move[data-clock={which}]")
        self._slack.wait_for(
            lambda: self._slack.clock()["step"] > began + 1 or not self._slack.clock()["target"]
        )
        one = next(self._turn)
        one.kill()
        one.start()
        self.kills += 1
        self._slack.wait_for(lambda: self._slack.clock()["listeners"] == len(self._them), 60)
        expect(who.page.locator(".clock")).not_to_have_class(re.compile("walking"), timeout=120_000)


def got(slack: Sandbox) -> dict[str, list[str]]:
    """What everybody has in the end, and the channel."""
    slack.advance()  # by nothing: all have looked once more
    read = {name: slack.person(name).dm() for name in TEAM}
    read["channel"] = slack.person("maya").messages("#sales-east")
    return {name: sorted(text_of(one) for one in messages) for name, messages in read.items()}


@pytest.mark.proof
@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_two_that_are_killed_by_turns_tell_everybody_the_same(
    copy_of: CopyOf, files: Files, pages: Pages, tmp_path: Path
) -> None:
    def before(slack: Sandbox) -> Walk:
        return lambda user: Walker(
            pages.lend(slack, WIDE["width"], WIDE["height"]).page, slack, user, Shots(None, every=False)
        )

    alone = World(files.lend(demo_team, tmp_path))
    live(
        before(alone.slack),
        Walker.move,
        lambda: tightened(alone.settings.database_url, alone.slack, tmp_path),
    )
    expected = got(alone.slack)
    assert not pages.back()
    alone.stop()
    url = copy_of(demo_team)
    with (
        Sandbox.start(now=START, seed=ROOT / "demo" / "workspace.json") as slack,
        instances(2, tmp_path, url, slack) as them,
    ):
        kill = Killing(slack, them)
        live(before(slack), kill, lambda: tightened(url, slack, tmp_path))
        once(slack)
        assert got(slack) == expected and kill.kills == 11
        assert not pages.back()
