"""App Home through the front door: my day, Just saved with Undo, and what each role may see."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.calling import Payload, web_client
from bot.gateway import Gateway, Opened
from handlers.home import Publisher
from sandbox.driver import Persona, buttons_of, text_of
from services.lists import home as homes
from services.team import people
from storage.tables import Deal
from tests.world import World
from wiring import WallClock, wire

pytestmark = pytest.mark.few_on_postgresql

LINE = "/lead 恒达机械 张总 13800138000 想上ERP 预算80万 展会"
ACME = "/lead Acme Corp, Ms. Chen 212-555-0143, ERP, $80k, expo"


def published(world: World, slack_id: str) -> dict[str, Any]:
    """The Home that was last published for somebody."""
    found = [x for x in world.slack.sink() if x["kind"] == "publish" and x["user"] == slack_id]
    return found[-1] if found else {}


def seen(world: World, slack_id: str, *words: str) -> Callable[[], dict[str, Any] | None]:
    """The newest Home that said all this: an opening under way may publish once more right after it."""

    def look() -> dict[str, Any] | None:
        homes = [x for x in world.slack.sink() if x["kind"] == "publish" and x["user"] == slack_id]
        return next((v for v in reversed(homes) if all(word in text_of(v) for word in words)), None)

    return look


def opened(world: World, who: Persona, slack_id: str, *words: str) -> dict[str, Any]:
    """Opens Home and waits until it says all this; as it was published."""
    who.home()
    return world.slack.wait_for(seen(world, slack_id, *words))


def test_a_newcomer_is_told_what_to_type(world: World) -> None:
    view = opened(world, world.dana, "U0DANA", "My day", "one line is enough", "/lead", "/followup")
    assert buttons_of(view) == ["New lead", "Import a list", "My settings", "My days off"]


def test_home_follows_what_is_saved_without_being_opened_again(world: World) -> None:
    opened(world, world.dana, "U0DANA", "My day")
    world.dana.command("#sales-east", ACME)
    view = world.slack.wait_for(seen(world, "U0DANA", "Just saved", "Lead *Acme Corp* (EXPO-2026-001)"))
    assert "undo until 3:40 PM" in text_of(view) and "Log note" in buttons_of(view)
    world.clock.set(world.clock.now() + timedelta(minutes=10))  # too late; nobody opens it again
    world.slack.wait_for(lambda: "undo until" not in text_of(published(world, "U0DANA")))


def test_undo_on_home_works_and_home_shows_it(world: World) -> None:
    world.dana.command("#sales-east", ACME)
    opened(world, world.dana, "U0DANA", "Just saved")
    view = world.dana.home()
    assert view is not None
    world.dana.click(view, "Undo")
    after = world.slack.wait_for(seen(world, "U0DANA", "EXPO-2026-001 won't be reused"))
    assert "Undo" not in buttons_of(after) and world.dana.views() == []


def test_a_press_on_the_home_of_a_moment_ago_still_finds_its_button(world: World) -> None:
    """Home is published anew whenever something changes, also while a finger is on its way."""
    world.dana.command("#sales-east", ACME)
    opened(world, world.dana, "U0DANA", "Just saved")
    before = world.dana.home()
    assert before is not None
    world.dana.command("#sales-east", "/lead Orchid Clinic, Mr. Reed 212-555-0188, ERP, $20k, expo")
    world.slack.wait_for(seen(world, "U0DANA", "Lead *Orchid Clinic* (EXPO-2026-002)"))
    assert world.dana.click(before, "lead_undo").ok
    undone = world.slack.wait_for(seen(world, "U0DANA", "EXPO-2026-001 won't be reused"))
    assert "EXPO-2026-002 won't be reused" not in text_of(undone)


@pytest.mark.parametrize("kind", ["internal_error", "ratelimited"])
def test_what_slack_did_not_take_is_published_again(world: World, kind: str) -> None:
    world.dana.command("#sales-east", ACME)
    opened(world, world.dana, "U0DANA", "Just saved")
    view = world.dana.home()
    assert view is not None
    world.slack.fault("views.publish", kind, times=1, retry_after="1")
    world.dana.click(view, "Undo")
    world.slack.wait_for(seen(world, "U0DANA", "EXPO-2026-001 won't be reused"))
    assert "won't be reused" in text_of(published(world, "U0DANA"))


class Late(Gateway):
    """Another instance's door to Slack; `meanwhile` happens while its next publication is on its way."""

    meanwhile: Callable[[], object] | None = None

    def publish_home(self, slack_id: str, view: Payload, *, hash: str | None = None) -> Opened:  # noqa: A002
        happens, self.meanwhile = self.meanwhile, None
        if happens:
            happens()
        return super().publish_home(slack_id, view, hash=hash)


@pytest.mark.parametrize("has_published", [True, False])
def test_what_another_instance_read_before_does_not_hide_what_was_done_since(
    world: World, has_published: bool
) -> None:
    world.dana.command("#sales-east", ACME)
    view = opened(world, world.dana, "U0DANA", "Just saved")
    dana = people.find(world.deps, "U0DANA")
    assert dana is not None
    door = Late(web_client("xoxb-sandbox", world.slack.api_url))
    other = Publisher(world.deps, door)
    if has_published:
        other(dana.id)

    def undone() -> None:
        shown = world.dana.home() or view
        assert world.dana.click(shown, "Undo").ok
        world.slack.wait_for(seen(world, "U0DANA", "EXPO-2026-001 won't be reused"))

    door.meanwhile = undone
    other(dana.id)
    assert "won't be reused" in text_of(published(world, "U0DANA"))


def test_whoever_opened_home_is_shown_what_was_saved_just_before_baton_stopped(world: World) -> None:
    world.dana.command("#sales-east", ACME)
    opened(world, world.dana, "U0DANA", "Just saved")
    world.baton.stop()
    before = len(world.slack.sink())
    world.baton = wire(world.settings, world.clock, WallClock())
    world.baton.start()
    again = world.slack.wait_for(
        lambda: [x for x in world.slack.sink(after=before) if x["kind"] == "publish"]
    )
    assert {x["user"] for x in again} == {"U0DANA"} and "Just saved" in text_of(again[0])


def test_a_note_is_taken_back_on_home(world: World) -> None:
    world.liam.command("#sales-east", LINE)
    world.liam.command("#sales-east", "/followup 恒达 同意出方案；今天五点前发对比")
    view = opened(world, world.liam, "U0LIAM", "恒达机械* 的跟进", "到点的", "发对比，17:00 前")
    assert "改时间" in buttons_of(view)
    home = world.liam.home()
    assert home is not None
    world.liam.click(home, "note_undo")
    after = world.slack.wait_for(seen(world, "U0LIAM", "撤销了：*恒达机械* 的跟进"))
    assert "到点的" not in text_of(after)


def test_a_draft_gets_its_source_on_home_and_todays_source_goes_off(world: World) -> None:
    world.liam.command("#sales-east", "/lead 恒达机械 张总 13800138000")
    opened(world, world.liam, "U0LIAM", "差来源的草稿", "恒达机械")
    home = world.liam.home()
    assert home is not None
    world.liam.click(home, "展会")
    world.slack.wait_for(seen(world, "U0LIAM", "EXPO-2026-001", "今天的来源：*展会*，到 18:00"))
    home = world.liam.home()
    assert home is not None
    world.liam.click(home, "关掉")
    assert world.slack.wait_for(
        lambda: "今天的来源" not in text_of(published(world, "U0LIAM")) and published(world, "U0LIAM")
    )


def test_the_buttons_on_top_open_the_forms(world: World) -> None:
    world.dana.command("#sales-east", ACME)
    opened(world, world.dana, "U0DANA", "Just saved")
    home = world.dana.home()
    assert home is not None
    form = world.dana.opening.click(home, "New lead")
    world.dana.submit(form, {"account": "Bolt Ltd", "source": "Expo"})
    world.slack.wait_for(seen(world, "U0DANA", "Bolt Ltd", "EXPO-2026-002"))
    world.dana.close(world.dana.views()[-1], every=True)
    home = world.dana.home()
    assert home is not None
    assert world.dana.opening.click(home, "home_note")


def test_what_home_counts_opens_as_a_list_page_by_page(world: World) -> None:
    """21 deals on track are one sentence on Home, and all there behind its button."""
    world.liam.command("#sales-east", LINE)
    with world.deps.db.write() as tx:
        first = tx.exec(select(Deal)).one()
        alike = first.model_dump(exclude={"id", "code"})
        tx.add_all(Deal(**alike, code=f"EXPO-2026-{n:03}") for n in range(2, 22))
    opened(world, world.liam, "U0LIAM", "手上 21 单都正常")
    home = world.liam.home()
    assert home is not None
    shown = world.liam.opening.click(home, "手上全部 21 单")
    assert "第 1–20 单，共 21 单" in text_of(shown) and buttons_of(shown).count("看这单") == 20
    world.liam.click(shown, "下一页")
    shown = world.slack.wait_for(lambda: [x for x in world.liam.views() if "第 21–21 单" in text_of(x)])[-1]
    assert buttons_of(shown) == ["看这单", "上一页"]
    assert "EXPO-2026" in text_of(world.liam.opening.click(shown, "看这单"))


def test_a_guest_reads_one_polite_sentence(world: World) -> None:
    guest = world.person("gus")
    view = opened(world, guest, "U0GUEST", "sales team")
    assert text_of(view) == "I only work for the sales team. Ask Ada if you need me."


def test_a_manager_sees_the_red_ones_of_each_rep_as_days_pass(world: World) -> None:
    world.liam.command("#sales-east", LINE)
    world.dana.command("#sales-east", ACME)
    view = opened(world, world.maya, "U0MAYA", "你的团队")
    assert "恒达机械" not in text_of(view)
    world.clock.set(world.clock.now() + timedelta(days=7))  # Baton's time alone: no reminder is needed here
    after = opened(world, world.maya, "U0MAYA", "恒达机械", "Acme Corp", "还没联系过")
    told = text_of(after)
    assert told.index("李娜") < told.index("Acme Corp") < told.index("李明") < told.index("恒达机械")


def test_a_delivered_reminder_renews_home(world: World) -> None:
    world.liam.command("#sales-east", LINE)
    opened(world, world.liam, "U0LIAM", "我的一天")
    world.liam.command("#sales-east", "/followup 恒达 同意出方案；今天五点前发对比")
    world.slack.wait_for(seen(world, "U0LIAM", "恒达机械* 的跟进"))
    before = len(world.slack.sink())
    world.slack.advance(minutes=40)
    assert any("恒达机械" in text_of(m) for m in world.liam.dm())
    assert world.slack.wait_for(lambda: [x for x in world.slack.sink(after=before) if x["kind"] == "publish"])


def test_the_director_counts_and_the_admin_sees_no_deal(world: World) -> None:
    world.liam.command("#sales-east", LINE)
    zoe = opened(world, world.person("zoe"), "U0ZOE", "所有在跟的单子")
    assert "线索：正常 1" in text_of(zoe)
    ada = opened(world, world.person("ada"), "U0ADA", "Set-up")
    told = text_of(ada)
    assert "Admin: Ada" in told and "Everybody who sells has a manager" in told
    assert "恒达" not in told and "EXPO" not in told and "80" not in told
    finance = text_of(opened(world, world.person("quinn"), "U0QUINN", "找你的事"))
    assert "恒达" not in finance and "眼下没有等你的事" in finance


def test_nobody_who_never_opened_home_gets_one(world: World) -> None:
    world.dana.command("#sales-east", ACME)
    assert published(world, "U0DANA") == {}
    dana = people.find(world.deps, "U0DANA")
    assert dana is not None and homes.reader(world.deps, dana.id) is None
