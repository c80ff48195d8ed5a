"""Days off and the company's days through the front door: by a line, by a tap, by the forms on Home."""

import pytest

from sandbox.driver import buttons_of, text_of
from tests.world import World


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_days_off_by_a_line_and_by_the_form(world: World) -> None:
    liam = world.liam
    noted = liam.command("#sales-east", "/baton 休假 12月24日到12月28日")
    assert "12月24日（周四）到12月28日（周一）* 休假，3 个工作日" in noted.text and "12月29日" in noted.text
    assert "「12月24号到tehe」没看懂" in liam.command("#sales-east", "/baton off 12月24号到tehe").text
    liam.click(noted.message, "撤销")
    world.slack.wait_for(lambda: "还没记过" in liam.command("#sales-east", "/baton 休假").text)
    form = liam.opening.click(liam.command("#sales-east", "/baton off").message, "记休假")
    assert liam.submit(form, {"first": "2026-12-28", "last": "2026-12-24"})["errors"]["last"].startswith(
        "结束"
    )
    assert liam.submit(form, {"first": "2026-12-24", "last": "2026-12-28"})["result"] == "updated"
    assert "可以帮你" in text_of(liam.views()[-1])
    assert "取消" in liam.command("#sales-east", "/baton 休假 取消 12月25日").text


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_the_company_closes(world: World) -> None:
    ada = world.person("ada")
    assert "Dec" not in world.dana.command("#general", "/baton closed Dec 31").text
    told = ada.command("#general", "/baton closed cn Feb 11")
    assert "China" in told.text and "Thu, Feb 11, 2027" in told.text
    worked = ada.command("#general", "/baton closed working cn Feb 20, 2027").text
    assert "a working day, China" in worked
    assert "can't tell the days" in ada.command("#general", "/baton closed cn sometime").text
    listed = ada.command("#general", "/baton closed")
    assert buttons_of(listed.message).count("Cancel these") == 2
    form = ada.opening.click(listed.message, "Add company days")
    sent = ada.submit(form, {"first": "2026-12-31", "name": "Year-end party"})
    assert sent["result"] == "updated" and "everybody" in text_of(ada.views()[-1])
    assert "back to the public calendar" in ada.command("#general", "/baton closed cancel cn Feb 11").text
    assert "Year-end party" in ada.command("#general", "/baton closed").text
