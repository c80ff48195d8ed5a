"""Done means, its last sentence: 8,800 opportunities come in, and still the right people hear and nobody is flooded."""

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlmodel import col, select

from sandbox.driver import ROOT, Persona, text_of
from storage.tables import Account, Deal, Person
from tests.browser.walk import Walk
from tests.services.tables import opportunities, part_of
from tests.world import World

pytestmark = pytest.mark.browser
REPS = {"liam": "Moses Frase", "dana": "Violet Mclelland"}
SHANGHAI = 8 * 3600
LISTS = ("早，", "Morning!")
STEPS = ("快到点了", "一会儿", "分钟后", "Coming up", "In ")  # timed by the person
NAME = re.compile(r"\*(.+?)\*")


def brought_in(team: World, folder: Path, data: Path) -> str:
    """What `python app.py import` says, beside the Baton that serves."""
    mapped = [word for handle, agent in REPS.items() for word in ("--map", f"{agent}=@{handle}")]
    command = [
        sys.executable,
        "app.py",
        "import",
        str(folder),
        *mapped,
        "--clocks",
        "now",
        "--currency",
        "USD",
    ]
    where = {
        "BATON_DATABASE_URL": team.settings.database_url,
        "BATON_CONTROL_URL": team.slack.url,
        "BATON_DATA_DIR": str(data),
        "LANG": "en_US.UTF-8",
    }
    done = subprocess.run(command, cwd=ROOT, env=os.environ | where, capture_output=True, text=True)
    assert not done.returncode, done.stderr
    return done.stdout


def owned(team: World) -> dict[str, set[str]]:
    """By handle: how a person's open deals are called, by account or by code."""
    found: dict[str, set[str]] = {}
    with team.deps.db.read() as tx:
        rows = tx.exec(
            select(Deal.code, Account.name, Person.handle)
            .join(Person, col(Deal.owner_id) == Person.id)
            .join(Account, col(Deal.account_id) == Account.id, isouter=True)
        )
        for code, account, handle in rows:
            found.setdefault(handle, set()).update({account or code, code})
    return found


def unasked(person: Persona) -> list[tuple[int, str]]:
    """Day (from 1970) and words of what Baton sent this person by itself, steps at their own times left out."""
    sent = [(int(float(m["ts"]) + SHANGHAI) // 86400, text_of(m)) for m in person.dm()]
    return [(day, said) for day, said in sent if not said.startswith(STEPS)]


@pytest.mark.parametrize("each", [10, pytest.param(1, marks=pytest.mark.proof)])
def test_8800_opportunities_come_in_and_nobody_is_flooded(
    walk: Walk, team: World, shared_data: Path, tmp_path: Path, each: int
) -> None:
    """All that these two have, and a tenth of what nobody here has and nobody hears of; in the proof the whole."""
    liam, maya = walk("U0LIAM"), walk("U0MAYA")
    mine, whole = set(REPS.values()), shared_data / "crm-sales-opportunities"
    folder = part_of(whole, tmp_path / "part", lambda n, line: line["sales_agent"] in mine or n % each == 0)
    said = brought_in(team, folder, tmp_path)
    assert f"{len(opportunities(folder))} new deals" in said and "reminders start for" in said
    liam.dm()
    for day in range(3):  # on the first morning nothing is stuck
        liam.move("workday")
        expect(maya.page.locator(".centre .message", has_text="今日卡点 ·")).to_have_count(day)
    hear_of_their_own_only(team)
    stays_within_the_budget(team)
    list_is_readable(team)
    for one in (liam, maya):
        one.shot("after-the-import")
        expect(one.home()).to_contain_text("我的一天 · 11月27日（周五）")
        assert one.page.locator(".home .block").count() < 80
        one.shot("home-after-the-import")


def hear_of_their_own_only(team: World) -> None:
    deals = owned(team)
    for rep in REPS:
        said = [words for _, words in unasked(team.person(rep))]
        # "GTX Basic · OTHER-2026-257" has no account, "Finjob · EXIST-2026-141" is one of several: the code says which
        named = {name.rpartition(" · ")[2] for words in said for name in NAME.findall(words)}
        assert named and named <= deals[rep]
    assert "Moses Frase" not in deals, "a mapped person's deals are the rep's"
    for nobody in ("zoe", "quinn", "chen", "gus"):
        assert not team.person(nobody).dm()


def stays_within_the_budget(team: World) -> None:
    """A rep: one list and four more a day. A manager: one list of team deals, with at most five of them."""
    for rep in REPS:
        heard = unasked(team.person(rep))
        lists = Counter(day for day, said in heard if said.startswith(LISTS))
        rest = Counter(day for day, said in heard if not said.startswith(LISTS))
        assert set(lists.values()) == {1} and max(rest.values()) <= 4
    lists = Counter(day for day, said in unasked(team.maya) if "需要你搭把手" in said)
    assert set(lists.values()) == {1}
    for _, said in unasked(team.maya):
        assert said.count("[我来帮]") <= 5


def list_is_readable(team: World) -> None:
    """One post a day with five deals at most, each with an owner who is here."""
    posts = [m for m in team.maya.messages("#sales-east") if "今日卡点 ·" in text_of(m)]
    days = Counter(int(float(m["ts"]) + SHANGHAI) // 86400 for m in posts)
    assert max(days.values()) == 1
    for post in posts:
        lines = text_of(post).splitlines()
        deals = [line for line in lines if " 天 · " in line]
        assert len(deals) <= 5 and len(lines) <= 10
        assert all("李明 Liam" in line or "李娜 Dana" in line for line in deals)
