"""How a list comes to be: made while nothing is locked, stored only if it still holds, by the rules that Home uses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, event

from rules.answers.digests import BlockedList, MorningList
from rules.answers.home import HomeMine
from rules.calendar import preset
from rules.rates import Rates
from services.ask import Ask
from services.clock import nudges
from services.clock.nudges import quiet_start
from services.letters import messages
from services.lists import digests, home
from services.money.rates import in_base
from services.sending import outbox
from services.team.people import actor_of
from storage.db import Database, Session
from storage.tables import Deal, Nudge, Person
from tests.services.machine import START, Machine
from tests.services.mornings import Post, at, stuck, with_channel


@pytest.fixture
def machine(team_url: str) -> Iterator[Machine]:
    made = with_channel(team_url)
    yield made
    made.close()


class Watched(Database):
    """Counts the statements of each write, and lets somebody else change something just before it begins."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.ran: list[int] = []
        self.first: Callable[[Session], None] | None = None
        event.listen(self.engine, "before_cursor_execute", self._ran)
        self.other = Database(url)

    def _ran(self, connection: Connection, *_: object) -> None:
        if connection.get_execution_options().get("baton_write"):
            self.ran[-1] += 1

    @contextmanager
    def write(self) -> Iterator[Session]:
        if self.first is not None:
            with self.other.write() as tx:
                self.first(tx)
        self.ran.append(0)
        with super().write() as tx:
            yield tx


@pytest.fixture
def watched(machine: Machine) -> Iterator[Watched]:
    made = Watched(machine.db.url)
    machine.deps = replace(machine.deps, db=made)
    yield made
    made.close()
    made.other.close()


def test_a_bigger_team_makes_no_write_longer(machine: Machine, watched: Watched, post: Post) -> None:
    """Everything that a list is made from is read before the lock is taken."""
    most = []
    for deals in (2, 12):
        for _ in range(deals):
            stuck(machine, post, amount_minor=1_000_00, currency="CNY")
        for minute in (30, 40, 50):
            machine.clock.set(at(f"12-02 08:{minute}"))
            now = machine.clock.now()
            nudges.tick(machine.deps, now=now)
            watched.ran.clear()
            digests.take_slots(machine.deps, now=now, look=post.look)
            while (leased := outbox.lease(machine.deps, "w", machine.timing)) is not None:
                messages.prepare(machine.deps, leased)
                outbox.begin(machine.deps, leased, "D", machine.timing)
                outbox.sent(machine.deps, leased, "D", f"{leased.id}.0")
            most.append(max(watched.ran))
        with machine.db.write() as tx:  # the same morning once more, with more to tell
            for table in ("blocked_days", "job_slots"):
                tx.connection().exec_driver_sql(f"DELETE FROM {table}")
            tx.connection().exec_driver_sql("UPDATE deliveries SET slot = NULL")
    assert most[3:] == most[:3] and max(most) <= 12


def leased_morning(machine: Machine, when: str = "12-02 08:30") -> outbox.Delivery:
    machine.clock.set(at(when))
    nudges.tick(machine.deps, now=machine.clock.now())
    digests.take_slots(machine.deps, now=machine.clock.now())
    while True:
        leased = outbox.lease(machine.deps, "w", machine.timing)
        assert leased is not None
        if leased.person_id == machine.ids["liam"]:
            return leased
        outbox.drop(machine.deps, leased, "not this one")


def test_a_deal_that_changes_while_its_list_is_made_is_told_as_it_is(
    machine: Machine, watched: Watched, post: Post
) -> None:
    moved, stays = stuck(machine, post), stuck(machine, post)

    def talked(tx: Session) -> None:
        watched.first = None
        deal = tx.get_one(Deal, moved)
        deal.last_contact_at, deal.version = machine.clock.now(), deal.version + 1
        tx.add(deal)

    leased = leased_morning(machine)
    watched.first = talked
    letter = messages.prepare(machine.deps, leased)
    assert isinstance(letter, messages.Letter) and isinstance(letter.answer, MorningList)
    assert [x.head.deal_id for x in letter.answer.lines] == [stays]


def test_what_a_list_tells_is_decided_as_it_is_told(machine: Machine) -> None:
    """Also where nobody asked the clock for a look at what changed since its last one."""
    talked, stays = machine.deal(), machine.deal()
    leased = leased_morning(machine, "12-01 08:30")
    with machine.db.write() as tx:
        deal = tx.get_one(Deal, talked)
        deal.last_contact_at = deal.stage_entered_at = machine.clock.now()
    letter = messages.prepare(machine.deps, leased)
    assert isinstance(letter, messages.Letter) and isinstance(letter.answer, MorningList)
    assert [x.head.deal_id for x in letter.answer.lines] == [stays]
    assert {(x.deal_id, x.state) for x in machine.nudges} == {(talked, "cancelled"), (stays, "claimed")}


def test_a_list_that_never_stands_still_waits_instead_of_telling_stale_things(
    machine: Machine, watched: Watched, post: Post
) -> None:
    deal_id = stuck(machine, post)

    def busy(tx: Session) -> None:
        deal = tx.get_one(Deal, deal_id)
        deal.version += 1
        tx.add(deal)

    leased = leased_morning(machine)
    watched.first = busy
    letter = messages.prepare(machine.deps, leased)
    assert letter == messages.Unsent("later", "changed", machine.clock.now())


def test_who_left_while_the_list_was_made_gets_none(machine: Machine, watched: Watched, post: Post) -> None:
    stuck(machine, post)

    def leaves(tx: Session) -> None:
        watched.first = None
        liam = tx.get_one(Person, machine.ids["liam"])
        liam.is_active, liam.version = False, liam.version + 1
        tx.add(liam)

    leased = leased_morning(machine)
    watched.first = leaves
    assert messages.prepare(machine.deps, leased) == messages.Unsent("gone", "inactive")
    leased.op = "update"  # of one that they had: nobody is told that it did not arrive
    assert messages.prepare(machine.deps, leased) == messages.Unsent("dropped", "inactive")


def test_what_goes_on_the_channels_list_is_told_while_it_still_would(machine: Machine, post: Post) -> None:
    mine = [stuck(machine, post, amount_minor=n * 1_000_00, currency="CNY") for n in range(1, 7)]
    leased = leased_morning(machine)
    machine.change(mine[5], last_contact_at=machine.clock.now())
    letter = messages.prepare(machine.deps, leased)
    assert isinstance(letter, messages.Letter) and isinstance(letter.answer, MorningList)
    listed = {x.head.deal_id for x in letter.answer.lines if x.listed_at}
    assert listed == set(mine[1:5])  # the channel shows five; the sixth, the greatest, was talked to since


def test_what_the_list_itself_says_for_the_first_time_goes_on_the_channels_list_too(
    machine: Machine, post: Post
) -> None:
    """The greatest goes red when the day's messages are used up: its owner reads so twenty minutes before the channel."""
    for number in range(7):
        machine.clock.set(at("11-24 09:30") + timedelta(minutes=75 * number))
        machine.deal(amount_minor=(number + 1) * 1_000_00, currency="CNY")
    post.through("12-02 08:55")
    _, morning = post.of(MorningList)[-1]
    _, posted = post.of(BlockedList)[-1]
    shown = {x.head.deal_id for x in (*posted.on_us, *posted.on_them)}
    told = {x.head.deal_id: x.listed_at is not None for x in morning.lines}
    assert told == {deal: deal in shown for deal in told}


def test_in_the_quiet_start_home_and_the_morning_list_say_the_same(machine: Machine, post: Post) -> None:
    stuck(machine, post)
    quiet_start(machine.deps, preset("cn"), now=at("12-01 09:00"))
    post.run("12-02 08:30")
    mine = home_of(machine, "liam")
    assert post.of(MorningList) == [] and mine.red.deals == () and mine.asking == 0


def home_of(machine: Machine, name: str) -> HomeMine:
    with machine.db.read() as tx:
        person = tx.get(Person, machine.ids[name])
        assert person is not None
        actor = actor_of(tx, person)
    mine = home.of(Ask(machine.deps, person, actor, machine.clock.now())).mine
    assert mine is not None
    return mine


@pytest.mark.parametrize(
    ("minor", "currency", "rate", "base", "expected"),
    [
        (100_00, "EUR", "7.8", "CNY", 780_00),
        (10_000, "JPY", "0.05", "CNY", 500_00),  # ten thousand yen, not a hundred
        (10_000, "JPY", "0.0061", "EUR", 61_00),
        (100_00, "EUR", "163.5", "JPY", 16_350),
        (1_500, "KWD", "3.25", "USD", 4_88),  # one and a half dinars of a thousand each, rounded
        (100_00, "CNY", "9", "CNY", 100_00),
        (100_00, None, None, "CNY", 100_00),
        (100_00, "EUR", None, "CNY", None),
        (None, "EUR", "7.8", "CNY", None),
    ],
)
def test_sums_are_weighed_in_the_base_currency_with_the_decimals_of_each(
    minor: int | None, currency: str | None, rate: str | None, base: str, expected: int | None
) -> None:
    kept = rate and f"{rate} {base}"
    deal = Deal(amount_minor=minor, currency=currency, rate_to_base=kept, stage="proposal", created_at=START,
                stage_entered_at=START)  # fmt: skip
    assert in_base(deal, Rates(base)) == expected


def test_a_worker_whose_lease_ran_out_puts_nothing_on_a_list_that_is_out(
    machine: Machine, post: Post
) -> None:
    """Else a nudge would wait for ever on a message that was sent without it, or count as said."""
    stuck(machine, post)
    slow = leased_morning(machine)
    machine.process.push(seconds=26)
    outbox.reconcile(machine.deps, machine.timing)
    quick = outbox.lease(machine.deps, "quick", machine.timing)
    assert quick is not None and quick.id == slow.id
    assert isinstance(messages.prepare(machine.deps, quick), messages.Letter)
    assert outbox.begin(machine.deps, quick, "D", machine.timing)
    outbox.sent(machine.deps, quick, "D", "1.0")
    said = machine.deliveries[-1].payload
    late = planned_for_the_list(machine)
    assert messages.prepare(machine.deps, slow) == messages.Unsent("later", "taken", machine.clock.now())
    assert [x.state for x in machine.nudges if x.id == late] == ["planned"]
    assert machine.deliveries[-1].payload == said


def planned_for_the_list(machine: Machine) -> int:
    """A nudge that is planned just after the list went out; its id."""
    deal_id, now = machine.deal(clocks_from=START, last_contact_at=START), machine.clock.now()
    with machine.db.write() as tx:
        made = Nudge(
            rule="quiet", subject=f"deal:{deal_id}", deal_id=deal_id, episode="quiet:new", rung=2,
            recipient=f"person:{machine.ids['liam']}", person_id=machine.ids["liam"], lane="morning",
            due_at=now, created_at=now, state="planned",
        )  # fmt: skip
        tx.add(made)
        tx.flush()
        return made.id
