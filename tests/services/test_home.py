"""What App Home holds for whom, on both databases; and how long it takes."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from rules.answers.home import Home
from services import audit
from services.ask import Ask
from services.lists import home, sorting
from services.talk import helping
from services.team.people import actor_of
from storage import people as people_rows
from storage import undos as undo_rows
from storage.tables import Deal, DigestChannel, Nudge, Person, PersonRole, Step, Task
from tests.services.hand import Hand, at_once, in_the_end
from tests.services.machine import START, Machine

DAY = timedelta(days=1)
LONG = {
    "stage_entered_at": START - 30 * DAY,
    "clocks_from": START - 30 * DAY,
    "owner_since": START - 60 * DAY,
}
WHY = {"rule": "slow", "limit": "7wd", "event": "stage", "counted_from": START.isoformat(),
       "limit_at": START.isoformat(), "calendar": "cn", "next_at": None, "next_to": None}  # fmt: skip


def home_of(machine: Machine, name: str, *roles: str) -> Home:
    """This person's Home, with these roles besides their own."""
    with machine.db.write() as tx:
        tx.add_all(PersonRole(person_id=machine.ids[name], role=role) for role in roles)
        person = tx.get(Person, machine.ids[name])
        assert person is not None
    with machine.db.read() as tx:
        actor = actor_of(tx, person)
    return home.of(Ask(machine.deps, person, actor, machine.clock.now()))


def step(machine: Machine, deal_id: int, days: int, text: str = "send the SOW") -> None:
    due = START + days * DAY
    with machine.db.write() as tx:
        tx.add(
            Step(
                deal_id=deal_id, owner_id=machine.ids["liam"], text=text, kind="by", on_date=due.date(),
                due_at=due + timedelta(hours=2), opened_at=START - 5 * DAY, tz="Asia/Shanghai",
            )
        )  # fmt: skip


def test_a_reps_day_in_its_order_and_each_deal_once(machine: Machine) -> None:
    red = machine.deal(**LONG, last_contact_at=START - 20 * DAY)
    past, due = machine.deal(**LONG), machine.deal()
    calm = machine.deal()
    step(machine, past, -2)
    step(machine, due, 0)
    step(machine, calm, 3)
    mine = home_of(machine, "liam").mine
    assert mine is not None and mine.deals == 4
    assert [x.head.deal_id for x in mine.today.deals] == [due, past]
    assert [x.head.deal_id for x in mine.red.deals] == [red] and mine.red.deals[0].reasons == (
        "quiet",
        "slow",
    )
    assert mine.asking == 3 and not mine.amber.deals


def test_long_lists_are_cut_and_counted(machine: Machine) -> None:
    for _ in range(11):
        machine.deal(**LONG)
    mine = home_of(machine, "liam").mine
    assert mine is not None and (len(mine.red.deals), mine.red.more, mine.asking) == (8, 3, 11)


def test_drafts_imported_deals_and_todays_source(machine: Machine) -> None:
    for _ in range(4):
        machine.deal(state="draft", code=None, clocks_from=None, next_check_at=None)
    machine.deal(clocks_from=None, next_check_at=None)
    with machine.db.write() as tx:
        person = tx.get(Person, machine.ids["liam"])
        assert person is not None
        person.sticky_source, person.sticky_source_until = "expo", START + timedelta(hours=2)
        tx.add(person)
    mine = home_of(machine, "liam").mine
    assert mine is not None and (len(mine.drafts), mine.more_drafts, mine.asleep) == (3, 1, 1)
    assert mine.sticky == "Expo" and mine.sources
    home.unstick(Hand(machine, "liam").ask())
    mine = home_of(machine, "liam").mine
    assert mine is not None and mine.sticky == "" and mine.sticky_until is None


def test_just_saved_lasts_ten_minutes_and_tells_what_was_undone(machine: Machine) -> None:
    lead, noted = machine.deal(), machine.deal()
    with machine.db.write() as tx:
        for action, deal_id in (("lead", lead), ("lead", lead), ("note", noted), ("note", lead)):
            undo_rows.put(tx, machine.ids["liam"], action, deal_id, START + timedelta(minutes=10), START)
        undo_rows.put(tx, machine.ids["dana"], "lead", noted, START + timedelta(minutes=10), START)
    mine = home_of(machine, "liam").mine
    assert mine is not None
    assert [(x.action, x.head.deal_id) for x in mine.saved] == [
        ("note", lead),
        ("note", noted),
        ("lead", lead),
    ]
    with machine.db.write() as tx:
        assert undo_rows.take(tx, mine.saved[2].undo_id, machine.ids["liam"], START)
        deal = tx.get(Deal, lead)
        assert deal is not None
        deal.state = "void"
        tx.add(deal)
    mine = home_of(machine, "liam").mine
    assert mine is not None
    assert [(x.action, x.is_undone) for x in mine.saved] == [("note", False), ("lead", True)]
    machine.clock.push(minutes=10)
    mine = home_of(machine, "liam").mine
    assert mine is not None and mine.saved == ()


def test_two_notes_on_one_deal_are_told_apart_by_their_words(machine: Machine) -> None:
    twice, once = machine.deal(), machine.deal()
    hand = Hand(machine, "liam")
    for deal_id, said in ((twice, "likes the pilot"), (twice, "no answer"), (once, "budget is fine")):
        hand.note(said, deal_id=deal_id)
    mine = home_of(machine, "liam").mine
    assert mine is not None
    assert [(x.head.deal_id, x.words) for x in mine.saved] == [
        (once, ""),
        (twice, "no answer"),
        (twice, "likes the pilot"),
    ]


def test_just_saved_tells_nothing_of_a_deal_that_is_somebody_elses_by_now(machine: Machine) -> None:
    liam = Hand(machine, "liam")
    given, noted = (
        liam.lead("Acme Corp, Ms. Chen 212-555-0143, ERP, expo, for Dana"),
        machine.deal(code="EXPO-2026-009"),
    )
    liam.note("agreed on the pilot", deal_id=noted)
    machine.change(noted, owner_id=machine.ids["dana"])
    (one,) = home_of(machine, "liam").mine.saved  # type: ignore[union-attr]
    assert (one.action, one.head.account, one.head.code) == ("lead", "Acme Corp", given.head.code)  # as typed
    with machine.db.write() as tx:
        deal = tx.get_one(Deal, given.head.deal_id)
        deal.account_id = tx.get_one(Deal, noted).account_id
        tx.add(deal)
    (one,) = home_of(machine, "liam").mine.saved  # type: ignore[union-attr]
    assert (one.head.account, one.head.contact, one.head.code) == ("", "", given.head.code)
    assert len(home_of(machine, "dana").mine.saved) == 0  # type: ignore[union-attr]


def test_what_the_budget_held_back_waits_here_once(machine: Machine) -> None:
    deal_id = machine.deal(**LONG)
    with machine.db.write() as tx:
        for rung in (2, 6):
            tx.add(
                Nudge(
                    rule="slow", subject=f"deal:{deal_id}", deal_id=deal_id, episode="e", rung=rung,
                    recipient=f"person:{machine.ids['liam']}", person_id=machine.ids["liam"], due_at=START,
                    state="held", facts={"why": WHY, "also": []}, created_at=START,
                )
            )  # fmt: skip
    mine = home_of(machine, "liam").mine
    assert mine is not None
    assert [x.head.deal_id for x in mine.held] == [deal_id] and mine.red.deals == ()
    assert mine.held[0].stage_name == "Proposal"


def test_a_manager_reads_red_deals_by_name_and_requests_for_help(machine: Machine) -> None:
    for owner in ("liam", "liam", "liam", "liam", "dana", "maya"):
        machine.deal(owner, **LONG)
    asked = machine.deal("dana", **LONG)
    with machine.db.write() as tx:
        tx.add(
            Task(
                deal_id=asked, kind="help", episode="x", person_id=machine.ids["maya"], opened_at=START,
                text="5% more off",
            )
        )  # fmt: skip
    found = home_of(machine, "maya", "presales")
    assert found.team is not None and found.mine is not None and found.team.people == 2
    assert [(x.title, len(x.deals), x.more) for x in found.team.red] == [("Dana", 1, 0), ("Liam", 3, 1)]
    assert [(x.head.deal_id, x.asks, x.owner) for x in found.team.help] == [(asked, "5% more off", "Dana")]
    assert len(found.mine.red.deals) == 1
    assert found.tasks is not None and found.tasks.tasks == ()


def test_a_director_counts_by_stage_and_light(machine: Machine) -> None:
    machine.deal("liam", **LONG)
    machine.deal("dana")
    machine.deal("dana", "discovery")
    machine.deal("dana", clocks_from=None, next_check_at=None)
    found = home_of(machine, "zoe")
    assert found.mine is None and found.all is not None
    assert [(x.name, x.red, x.amber, x.green) for x in found.all.stages] == [
        ("Discovery", 0, 0, 1),
        ("Proposal", 1, 0, 1),
    ]
    assert [x.owner for x in found.all.red.deals] == ["Liam"] and found.all.asleep == 1


def test_a_function_reads_its_tasks_and_an_admin_no_deal(machine: Machine) -> None:
    deal_id = machine.deal("liam", **LONG)
    with machine.db.write() as tx:
        for kind, episode, group, person in (
            ("blocker", "our_quote:x", "presales", None),
            ("blocker", "legal:x", "legal", None),
            ("unblock", "slow:x", None, "dana"),
        ):
            tx.add(
                Task(
                    deal_id=deal_id, kind=kind, episode=episode, group_role=group,
                    person_id=machine.ids[person] if person else None, opened_at=START, due_at=START + DAY,
                )
            )  # fmt: skip
        tx.add(DigestChannel(channel="C0SALES", declared_at=START, member_count=4, fault="digest.guests"))
    tasks = home_of(machine, "dana", "presales").tasks
    assert tasks is not None
    assert [(x.what, x.who, x.due) for x in tasks.tasks] == [("Our quote", "Liam", date(2026, 11, 25))]
    found = home_of(machine, "zoe", "admin")
    assert found.setup is not None and found.setup.admins == ("Zoe",)
    assert found.setup.without_manager == () and found.setup.channels[0].fault == "digest.guests"
    assert "Acme" not in found.setup.model_dump_json()


def test_home_is_kept_up_to_date_for_those_who_opened_it(machine: Machine) -> None:
    deal_id = machine.deal("liam")
    liam, maya = machine.ids["liam"], machine.ids["maya"]
    assert home.reader(machine.deps, liam) is None
    home.remember(Hand(machine, "liam").ask())
    found = home.reader(machine.deps, liam)
    assert found is not None and found[1].roles == {"rep"}
    with machine.db.write() as tx:
        audit.record(tx, maya, "deal.edit", f"deal:{deal_id}", now=START)
    assert home.touched(machine.deps, maya, START) == {liam} and home.readers(machine.deps) == (liam,)
    assert home.touched(machine.deps, maya, START + DAY) == frozenset()
    with machine.db.write() as tx:
        for _ in range(100):  # a tick meanwhile
            audit.record(tx, None, "nudge.plan", f"deal:{deal_id}", now=START)
    assert home.touched(machine.deps, maya, START) == {liam}
    home.remember(Hand(machine, "zoe").ask())
    with machine.db.write() as tx:
        audit.record(tx, maya, "note.redact", f"deal:{deal_id}", now=START + DAY)
        for n in range(home.CHANGES):  # an import: everybody's, as where words were taken out
            audit.record(tx, maya, "deal.capture", f"deal:{1000 + n}", now=START)
    for since in (START, START + DAY):
        assert home.touched(machine.deps, maya, since) == {liam, machine.ids["zoe"]}


def test_what_a_person_prefers_is_changed_key_by_key(machine: Machine) -> None:
    """Home opened, a language typed, deals sorted, all at once: each leaves the others as they are."""
    liam = Hand(machine, "liam")
    asleep = [machine.deal("liam", clocks_from=None) for _ in range(8)]

    def types() -> None:
        with machine.db.write() as tx:
            helping.speak(tx, Hand(machine, "liam").ask(), "zh", is_chosen=True)

    calls: list[Callable[[], object]] = [types, lambda: home.remember(Hand(machine, "liam").ask())]
    calls += [lambda deal=deal: Hand(machine, "liam").do(sorting.sort, deal, sorting.LIVE) for deal in asleep]
    at_once([partial(in_the_end, call) for call in calls])
    with machine.db.read() as tx:
        person = people_rows.by_id(tx, liam.actor.id)
    assert person is not None and person.locale_override == "zh"
    assert person.prefs == {"home": True, "types": "zh", "sorted": {"on": "2026-11-24", "n": 8}}


def test_two_hundred_open_deals_take_little_time(machine: Machine) -> None:
    for n in range(200):
        machine.deal(
            **LONG | {"stage_entered_at": START - (n % 12) * DAY}, last_contact_at=START - (n % 9) * DAY
        )
    home_of(machine, "liam")
    spent = []
    for _ in range(3):
        began = time.process_time()
        mine = home_of(machine, "liam").mine
        spent.append(time.process_time() - began)
    assert mine is not None and mine.deals == 200 and mine.red.more
    assert min(spent) < 0.15  # seconds of processor time: this machine may be busy with other tests


def test_a_first_contact_that_is_overdue_is_red_on_home_as_in_the_lists(machine: Machine) -> None:
    """The owner's Home, the manager's, the morning list, and none of it once somebody called."""
    deal = machine.deal(stage="lead", last_contact_at=None)
    machine.clock.set(START + DAY - timedelta(minutes=1))
    mine = home_of(machine, "liam").mine
    assert mine is not None and not mine.red.deals
    machine.clock.set(START + DAY)
    mine, team = home_of(machine, "liam").mine, home_of(machine, "maya").team
    assert mine is not None and team is not None
    assert [(x.head.deal_id, x.reasons) for x in mine.red.deals] == [(deal, ("untouched",))]
    assert [(x.head.deal_id, x.reasons) for x in team.red[0].deals] == [(deal, ("untouched",))]
    assert mine.red.deals[0].given_at == START
    machine.change(deal, last_contact_at=machine.clock.now())
    mine = home_of(machine, "liam").mine
    assert mine is not None and not mine.red.deals
