"""Looking for deals: words, filters, pages and rights; a pipeline by stages; imported deals sorted ten a day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.views.answers import render
from bot.views.reader import Reader
from rules.answers.digests import MorningList
from rules.answers.found import DealsFound, PipelineShown, Sorting
from rules.errors import NotFound, Refused
from rules.exchange.others import RateRow
from rules.names import search_tokens
from sandbox.driver import text_of
from services.lists import asked as words
from services.lists import found, sorting
from services.money import rates
from services.money.worth import dearest_first
from storage import imports as rows
from storage import tokens as token_rows
from storage.tables import Account, Rate, Wait
from tests.services.hand import Hand, at_once
from tests.services.interleaving import overtaken
from tests.services.machine import START, Machine
from tests.services.mornings import Post
from tests.services.test_configured import change


def deal(machine: Machine, name: str, owner: str = "liam", **values: Any) -> int:
    made = machine.deal(owner, **values)
    with machine.db.write() as tx:
        token_rows.add(tx, made, search_tokens(name))
    return made


def look(machine: Machine, who: str, text: str, page: int = 0) -> DealsFound:
    told = found.find(Hand(machine, who).ask(), text, page)
    assert isinstance(told, DealsFound)
    return told


def shown(told: DealsFound) -> str:
    reader = Reader(locale="en", tz=ZoneInfo("Asia/Shanghai"), now=START, slack_id="U0LIAM")
    return text_of(render(told, reader))


def ids(told: DealsFound) -> list[int]:
    return [row.head.deal_id for row in told.rows]


def test_words_and_filters_meet(machine: Machine) -> None:
    one = deal(machine, "Globex bearings", source="expo", amount_minor=60_000_000, currency="CNY")
    two = deal(machine, "Globex pumps", stage="discovery", source="expo")
    lost = deal(machine, "Globex valves", state="lost")
    assert ids(look(machine, "liam", "globex")) == [two, one, lost]
    assert ids(look(machine, "liam", "globex proposal")) == [one]
    assert ids(look(machine, "liam", "expo")) == [two, one]
    assert ids(look(machine, "liam", "globex lost")) == [lost]
    assert ids(look(machine, "liam", "over 500k")) == [one]
    assert "at least CN¥500K" in shown(look(machine, "liam", "over 500k"))
    over = look(machine, "liam", "globex lost")
    assert over.rows[0].light == "lost" and "lost *Acme 3* · EXPO-2026-003" in shown(over)
    assert look(machine, "liam", "proposal globex").filters == ("Proposal",)
    assert ids(look(machine, "liam", "!!!")) == []


def test_a_region_is_found_however_its_customers_words_are_written(machine: Machine) -> None:
    """SQLite knows capitals of English alone."""
    alps = {"key": "alps", "name": {"en": "Alps", "zh": "阿尔卑斯"}, "words": ["Österreich", "Île-de-France"]}
    change(machine, lambda data: data["regions"].append(alps))
    made = [deal(machine, "Globex") for _ in range(6)]
    held = ("Österreich", "ÖSTERREICH", "osterreich", "Île-de-France", "alps", "Mars")
    with machine.db.write() as tx:
        for deal_id, region in zip(made, held, strict=True):
            tx.get_one(Account, machine.deal_row(deal_id).account_id).region = region
    assert ids(look(machine, "liam", "region:alps")) == made[4::-1]
    assert ids(look(machine, "liam", "region:Österreich")) == made[4::-1]
    assert ids(look(machine, "dana", "region:alps")) == []
    assert ids(look(machine, "liam", "region: mars")) == made[5:]  # words of a file that are in no list
    assert (
        "Mars" not in shown(look(machine, "dana", "region:m"))
        and ids(look(machine, "liam", "region:m")) == []
    )


def test_a_sum_is_asked_in_every_currency_with_a_rate(machine: Machine) -> None:
    """100,000 yuan at 7.12 are 14,044.94 dollars; there is no rate for euros."""
    dear = deal(machine, "Globex", amount_minor=150_000_00, currency="USD")
    cheap = deal(machine, "Initech", amount_minor=14_044_00, currency="USD")
    here = deal(machine, "Acme", amount_minor=100_000_00, currency="CNY")
    deal(machine, "Umbrella", amount_minor=900_000_00, currency="EUR")
    deal(machine, "Hooli")
    assert ids(look(machine, "liam", "over 100k")) == [here]
    with machine.db.write() as tx:
        tx.add(Rate(currency="USD", base="CNY", since=date(2026, 11, 1), rate="7.12"))
    assert ids(look(machine, "liam", "over 100k")) == [here, dear]
    assert ids(look(machine, "liam", "under 100k")) == [here, cheap]
    assert ids(look(machine, "liam", "over $14,044")) == [here, cheap, dear]


def test_a_light_is_weighed(machine: Machine) -> None:
    now = machine.clock.now()
    old = deal(
        machine, "old", stage_entered_at=now - timedelta(days=30), clocks_from=now - timedelta(days=30)
    )
    deal(machine, "new")
    assert ids(look(machine, "liam", "red")) == [old]


def test_everybody_finds_what_they_may_see(machine: Machine) -> None:
    mine, hers = deal(machine, "Globex"), deal(machine, "Globex", "dana")
    assert ids(look(machine, "liam", "globex")) == [mine]
    assert ids(look(machine, "dana", "globex")) == [hers]
    for who in ("maya", "zoe"):
        told = look(machine, who, "globex")
        assert ids(told) == [hers, mine] and told.owners == {mine: "Liam", hers: "Dana"}
    assert ids(look(machine, "maya", "@dana globex")) == [hers]
    foreign = look(machine, "liam", "@dana globex")
    assert (foreign.unknown_owner, foreign.rows) == ("dana", ())
    assert foreign.unknown_owner and look(machine, "liam", "@nobody").unknown_owner == "nobody"


def test_pages(machine: Machine) -> None:
    made = [deal(machine, "Globex") for _ in range(23)]
    first, last, beyond = (look(machine, "liam", "globex", page) for page in (0, 2, 99))
    assert (ids(first), first.count) == (made[::-1][:10], 23)
    assert ids(last) == ids(beyond) == made[::-1][20:] and beyond.first == 20


def test_a_list_is_of_running_deals_and_bare_it_is_the_pipeline(machine: Machine) -> None:
    open_ = deal(machine, "Globex", amount_minor=10_000_00, currency="CNY")
    deal(machine, "Globex", state="lost")
    deal(machine, "Globex", "dana", amount_minor=5_00, currency="USD")
    deal(machine, "Globex", stage="discovery")
    liam = Hand(machine, "liam").ask()
    told = words.asked(liam, "list globex")
    assert isinstance(told, DealsFound) and told.is_list and open_ in ids(told) and told.count == 2
    mine, team = words.asked(liam, "列表"), words.asked(Hand(machine, "maya").ask(), "LIST")
    assert isinstance(mine, PipelineShown) and not mine.is_team
    assert [(s.key, s.count, s.unknown) for s in mine.stages] == [("discovery", 1, 1), ("proposal", 1, 0)]
    assert isinstance(team, PipelineShown) and team.is_team
    worth = team.stages[1].worth
    assert [(m.minor, m.currency) for m in worth] == [(10_000_00, "CNY"), (5_00, "USD")]
    assert words.asked(liam, "listen to Globex") is None


# -- imported ones --------------------------------------------------------------------------------------


@pytest.fixture
def asleep(machine: Machine) -> list[int]:
    """Twelve imported deals, the dearest last."""
    return [
        deal(machine, "x", clocks_from=None, next_check_at=None, amount_minor=n, currency="CNY")
        for n in range(12)
    ]


def sort(machine: Machine, deal_id: int, verb: str = "live", who: str = "liam") -> Sorting:
    told = Hand(machine, who).do(sorting.sort, deal_id, verb)
    assert isinstance(told, Sorting)
    return told


def test_the_dearest_come_first_and_ten_a_day(machine: Machine, asleep: list[int]) -> None:
    told = sorting.show(Hand(machine, "liam").ask())
    assert isinstance(told, Sorting)
    assert ([r.head.deal_id for r in told.rows], told.left, told.today) == (asleep[::-1][:5], 12, 0)
    for one in asleep[::-1][:10]:
        told = sort(machine, one)
    assert (told.today, told.left, [r.done for r in told.rows]) == (10, 2, ["live"])
    for verb in ("live", "park"):  # from a list that was opened before
        told = sort(machine, asleep[0], verb)
        assert (told.today, told.left, told.rows) == (10, 2, ())
    assert machine.deal_row(asleep[0]).clocks_from is None
    machine.clock.push(days=1)
    again = sorting.show(Hand(machine, "liam").ask())
    assert isinstance(again, Sorting) and (again.today, len(again.rows)) == (0, 2)


def test_a_morning_with_nothing_else_offers_them_once_and_again_after_some_were_sorted(
    machine: Machine, asleep: list[int], post: Post
) -> None:
    for day in ("11-25", "11-26"):
        post.run(f"{day} 08:30")
        assert [told.asleep for _, told in post.of(MorningList)] == [12]
    sort(machine, asleep[0], "park")
    post.run("11-27 08:30")
    assert [told.asleep for _, told in post.of(MorningList)] == [12, 11]


def test_the_dearest_is_the_one_that_is_worth_most_in_one_currency(machine: Machine) -> None:
    def imported(**values: Any) -> int:
        return machine.deal(clocks_from=None, next_check_at=None, origin="import", **values)

    def offered() -> list[int]:
        told = sorting.show(Hand(machine, "liam").ask())
        assert isinstance(told, Sorting)
        return [row.head.deal_id for row in told.rows]

    bare, yen = imported(), imported(amount_minor=1_000_000, currency="JPY")
    dollars = imported(amount_minor=9_000_00, currency="USD")
    small, large = (imported(amount_minor=n, currency="CNY") for n in (100_00, 90_000_00))
    assert offered() == [large, yen, dollars, small, bare], "without a rate in the middle"
    for currency, rate in (("JPY", "0.05"), ("USD", "7")):
        rates.apply(machine.deps, [RateRow(currency, Decimal(rate), None)], now=START)
    assert offered() == [large, dollars, yen, small, bare]
    with machine.db.read() as tx:
        pipeline = machine.deps.config.active().pipeline
        assert [d.id for d in dearest_first(tx, pipeline, rows.asleep(tx), START)] == offered()


def test_live_starts_its_clocks_and_park_waits(machine: Machine, asleep: list[int]) -> None:
    sort(machine, asleep[0])
    assert machine.deal_row(asleep[0]).clocks_from == machine.clock.now()
    sort(machine, asleep[1], "park")
    assert [w.deal_id for w in machine.rows(Wait)] == [asleep[1]]
    assert machine.deal_row(asleep[1]).clocks_from == machine.clock.now()


def test_sorted_twice_at_once_it_counts_once(machine: Machine, asleep: list[int]) -> None:
    at_once([lambda: sort(machine, asleep[0])] * 4)
    told = sorting.show(Hand(machine, "liam").ask())
    assert isinstance(told, Sorting) and told.today == 1


def test_two_at_once_sort_no_more_than_ten(machine: Machine, asleep: list[int]) -> None:
    for one in asleep[:9]:
        sort(machine, one)
    overtaken(machine.db, lambda: sort(machine, asleep[9]), lambda: sort(machine, asleep[10]))
    assert sum(machine.deal_row(one).clocks_from is not None for one in asleep) == 10


def test_only_ones_own_are_sorted(machine: Machine, asleep: list[int]) -> None:
    with pytest.raises(NotFound):
        sort(machine, asleep[0], who="dana")
    with pytest.raises(NotFound):
        sort(machine, asleep[0], "burn")
    with pytest.raises(Refused):
        sorting.show(Hand(machine, "zoe").ask())
