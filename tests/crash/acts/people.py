"""People: their days, their settings, their places; what managers read and decide; files that come."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from rules.answers.days import DaysPart
from rules.answers.digests import VerbFilled
from rules.answers.standups import StandupFilled
from rules.digest import ChannelSeen
from services.clock import verbs
from services.clock.said import Pressed
from services.exchange import arriving, meaning
from services.lists import digest_channels, sorting, standup_undo, standups
from services.setup import closures, days_off, my_settings, places
from services.team import people
from storage.tables import Undo
from tests.crash.acts import does
from tests.crash.dying import Act, Prepare
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import CHANNEL, with_channel
from tests.services.test_standups import put_on_the_list

WEEK = DaysPart(first=date(2026, 12, 1), last=date(2026, 12, 4))
FAIR = DaysPart(first=date(2026, 12, 7), last=date(2026, 12, 8), calendar="cn", name="fair")


def add_off(machine: Machine) -> Act:
    return does("liam", days_off.add, WEEK)


def cancel_off(machine: Machine) -> Act:
    Hand(machine, "liam").do(days_off.add, WEEK)
    return does("liam", days_off.cancel, WEEK.first, WEEK.last)


def restore_off(machine: Machine) -> Act:
    Hand(machine, "liam").do(days_off.add, WEEK)
    told = Hand(machine, "liam").do(days_off.cancel, WEEK.first, WEEK.last)
    return does("liam", days_off.restore, told.days)


def close_company(machine: Machine) -> Act:
    machine.deal()
    return does(_admin(machine), closures.add, FAIR)


def open_company(machine: Machine) -> Act:
    ada = _admin(machine)
    Hand(machine, ada).do(closures.add, FAIR)
    return does(ada, closures.cancel, FAIR)


def company_as_before(machine: Machine) -> Act:
    ada = _admin(machine)
    told = Hand(machine, ada).do(closures.add, FAIR)
    return does(ada, closures.restore, told.days)


def save_settings(machine: Machine) -> Act:
    machine.deal()
    form = my_settings.form(Hand(machine, "liam").ask())
    return does("liam", my_settings.save, form.now.model_copy(update={"open": time(8)}))


def _admin(machine: Machine) -> str:
    machine.join("ada", "admin")
    return "ada"


def _placed(machine: Machine) -> tuple[Any, ...]:
    form = places.form(Hand(machine, _admin(machine)).ask(), machine.ids["liam"])
    filled = form.now.model_copy(update={"manager": "U0DANA", "calendar": "us"})
    return form.person_id, form.now, filled


def place(machine: Machine) -> Act:
    return does("ada", places.save, *_placed(machine))


def place_back(machine: Machine) -> Act:
    person_id, were, filled = _placed(machine)
    told = Hand(machine, "ada").do(places.save, person_id, were, filled)
    return does("ada", places.restore, person_id, told)


def start_with(machine: Machine) -> Act:
    return does(_admin(machine), places.start_with, "refuse")


def meant(machine: Machine) -> Act:
    machine.join("moses", slack_id=None, kind="unmapped", handle="")
    machine.deal("moses")
    return does(_admin(machine), meaning.set_, machine.ids["moses"], "U0DANA")


def claim(machine: Machine) -> Act:
    code = people.ensure_claim_code(machine.deps) or ""
    return lambda m: people.claim(m.deps, Hand(m, "zoe").person, code, now=m.clock.now())


# -- what is answered, read and decided -----------------------------------------------------------------


def help_wanted(machine: Machine) -> Act:
    return does("liam", verbs.act, "ask_help", Pressed(0, machine.deal()), VerbFilled(text="the price"))


def reassign(machine: Machine) -> Act:
    filled = VerbFilled(choice=str(machine.ids["dana"]))
    return does("maya", verbs.act, "reassign", Pressed(0, machine.deal()), filled)


def lost(machine: Machine) -> Act:
    return does("liam", verbs.act, "lost", Pressed(0, machine.deal()), VerbFilled(choice="price"))


def parked(machine: Machine) -> Act:
    filled = VerbFilled(choice="park", on=date(2026, 12, 7))
    return does("maya", verbs.act, "decide", Pressed(0, machine.deal()), filled)


def sort(machine: Machine) -> Act:
    deals = [
        machine.deal(clocks_from=None, next_check_at=None, amount_minor=n, currency="CNY") for n in (1, 2)
    ]
    return does("liam", sorting.sort, deals[0], sorting.LIVE)


def declare(machine: Machine) -> Act:
    seen = ChannelSeen(members=frozenset({"U0LIAM", "U0MAYA", "U0ZOE"}))
    return does("maya", digest_channels.declare, CHANNEL, seen, audience="heads", locale="zh", wins=True)


def take_off_channel(machine: Machine) -> Act:
    _channel(machine)
    return does("maya", digest_channels.take_off, CHANNEL)


def _channel(machine: Machine) -> None:
    with_channel(machine.db.url).close()


def decide(machine: Machine) -> Act:
    _channel(machine)
    deal, *_ = put_on_the_list(machine)
    filled = StandupFilled(what="send the new quote", on="2026-11-27")
    return does("maya", standups.decide, deal, filled)


def undo_decided(machine: Machine) -> Act:
    decide(machine)(machine)
    (undo,) = machine.rows(Undo)
    return does("maya", standup_undo.undo, undo.id)


# -- tables ---------------------------------------------------------------------------------------------


def received(_: Machine) -> Act:
    return does("liam", arriving.receive, arriving.Sent("F1", "名单.xlsx", 4000))


def export(_: Machine) -> Act:
    return does("liam", arriving.export, "xlsx")


ACTS: dict[str, Prepare] = {
    "days_off.add": add_off,
    "days_off.cancel": cancel_off,
    "days_off.restore": restore_off,
    "closures.add": close_company,
    "closures.cancel": open_company,
    "closures.restore": company_as_before,
    "my_settings.save": save_settings,
    "places.save": place,
    "places.restore": place_back,
    "places.start_with": start_with,
    "meaning.set_": meant,
    "people.claim": claim,
    "verbs.act": help_wanted,
    "verbs.act, reassign": reassign,
    "verbs.act, lost": lost,
    "verbs.act, park": parked,
    "sorting.sort": sort,
    "digest_channels.declare": declare,
    "digest_channels.take_off": take_off_channel,
    "standups.decide": decide,
    "standup_undo.undo": undo_decided,
    "arriving._received": received,
    "arriving.export": export,
}
