"""My settings, from the button on Home to the messages."""

import pytest

from sandbox.driver import text_of
from tests.world import World


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_settings_from_home(world: World) -> None:
    dana = world.dana
    home = world.slack.wait_for(lambda: dana.home())
    form = dana.opening.click(home, "My settings")
    assert "Public holidays: China" in text_of(form)
    wrong = dana.submit(form, {"open": "11:00", "close": "11:30"})
    assert wrong["errors"] == {"close": "That leaves less than four working hours a day"}
    sent = dana.submit(form, {"open": "11:00", "close": "20:00", "language": "简体中文"})
    assert sent["result"] == "updated"
    assert "周一到周五上班，11:00–20:00" in text_of(dana.views()[-1])
    assert "我的设置" in text_of(
        world.slack.wait_for(lambda: "我的设置" in text_of(dana.home() or {}) and dana.home())
    )
