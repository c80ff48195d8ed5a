"""Who reads what changes between a promise and its keeping: channels, stand-ins for who is gone, groups."""

from __future__ import annotations

from functools import partial

import pytest
from sqlmodel import select

from rules.answers import Answer, DealHead, Sentence, dump
from rules.answers.claims import ClaimDecided
from rules.answers.digests import BlockedList, DigestSet, DigestTaken, HelpComing, VerbDone
from rules.answers.notes import NoteEmpty
from rules.answers.nudges import Done
from rules.answers.waits import WaitAllowed
from rules.answers.waiving import ItemWaived
from rules.digest import ChannelSeen
from rules.errors import Refused
from rules.facts import Rung
from services.ask import Ask
from services.deals import stages
from services.deals.stages import Sent
from services.letters import messages
from services.lists import audience, digest_channels
from services.sending import outbox, promises, telling
from services.setup import first_hours
from storage import channels as channel_rows
from storage.tables import Audit, DigestChannel, Nudge, Person, PersonRole, Task
from tests.services.hand import Hand
from tests.services.interleaving import overtaken
from tests.services.machine import START, Machine
from tests.services.mornings import CHANNEL, Post, at, stuck

pytestmark = pytest.mark.few_on_postgresql

ALL = ChannelSeen(members=frozenset({"U0LIAM", "U0MAYA"}))


def declare(ask: Ask, audience: str = "heads") -> Answer:
    seen = ChannelSeen(members=ALL.members | {ask.person.slack_id or ""})
    return digest_channels.declare(ask, CHANNEL, seen, audience=audience, locale="en")


def test_two_who_declare_one_channel_at_once_take_it_over_from_each_other(machine: Machine) -> None:
    """Whoever comes second is told whose it was, and the first that it is taken, on PostgreSQL too."""
    machine.join("mara", "manager")
    maya, mara = Hand(machine, "maya"), Hand(machine, "mara")
    told = overtaken(
        machine.db, lambda: declare(maya.ask("maya")), lambda: declare(mara.ask("mara"), audience="full")
    )
    assert [type(one) for one in told] == [DigestSet, DigestSet]
    with machine.db.read() as tx:
        row = channel_rows.by_id(tx, CHANNEL)
    assert row is not None and (row.audience, row.declared_by) == ("full", machine.ids["mara"])
    (letter,) = [d for d in machine.deliveries if d.kind == DigestTaken.kind]
    assert (letter.person_id, letter.payload["who"]) == (machine.ids["maya"], "Mara")


# -- channels -------------------------------------------------------------------------------------------


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize(
    "others",
    [ChannelSeen(members=frozenset({"U0LIAM", "U0STRANGER"})), ChannelSeen(shared_outside=True)],
)
def test_a_post_is_not_edited_once_others_read_there(machine: Machine, others: ChannelSeen) -> None:
    with machine.db.write() as tx:
        tx.add(PersonRole(person_id=machine.ids["zoe"], role="admin"))
    Hand(machine, "maya").do(declare)
    post = Post(machine)
    deal_id = stuck(machine, post)
    post.run("12-02 08:50")
    post.seen = others
    machine.change(deal_id, last_contact_at=machine.clock.now())
    post.run("12-02 10:00")
    post.run("12-02 10:10")
    assert (
        len(post.of(BlockedList)) == 1 and post.looks == 2
    )  # the post, one look at the edit, no more that day
    post.run("12-02 11:00")
    assert [a.kind for _, _, _, a in post.said if a.kind == "digest_refused"] == ["digest_refused"]
    post.seen = ALL
    post.run("12-03 08:50")
    assert [len(a.cleared) for _, a in post.of(BlockedList)] == [0, 1]


@pytest.mark.one_on_postgresql
def test_whose_channel_it_was_hears_that_another_manager_declared_it(machine: Machine) -> None:
    machine.join("ann", "manager")
    Hand(machine, "maya").do(declare)
    Hand(machine, "maya").do(partial(declare, audience="counts"))  # one's own: nobody else is told
    Hand(machine, "ann").do(partial(declare, audience="full"))
    told = [(x.person_id, x.payload) for x in machine.deliveries]
    assert told == [(machine.ids["maya"], dump(DigestTaken(channel=CHANNEL, audience="full", who="Ann")))]
    with machine.db.read() as tx:
        log = tx.exec(select(Audit).where(Audit.action == "digest.declare").order_by(Audit.id)).all()  # type: ignore[arg-type]
        row = tx.get_one(DigestChannel, (CHANNEL, "blocked_list"))
    assert [x.actor_id for x in log] == [machine.ids["maya"], machine.ids["maya"], machine.ids["ann"]]
    assert row.root_person_id == machine.ids["ann"]


# -- whose business it is by then -----------------------------------------------------------------------

HEAD = DealHead(deal_id=1, account="Acme")
TOLD: dict[str, tuple[Answer, bool, bool]] = {  # said while liam has it, and once dana has it
    "a wait": (WaitAllowed(head=HEAD, manager="Maya", until=START.date()), True, False),
    "a waiver": (ItemWaived(head=HEAD, who="Maya", item="budget", reason="known"), True, False),
    "given away": (HelpComing(head=HEAD, verb="reassigned", who="Dana"), False, True),
    "theirs": (ClaimDecided(head=HEAD, name="Acme", who="Liam", is_reader=True), True, False),
    "decided": (ClaimDecided(name="Acme", who="Liam"), True, True),
    "nobody said when": (NoteEmpty(head=HEAD), False, False),
    "of no deal": (Sentence(key="err.gone"), True, True),
}


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize("told", TOLD)
def test_a_promise_about_a_deal_goes_out_only_where_it_is_its_readers_business_by_then(
    machine: Machine, told: str
) -> None:
    """Told on Friday evening, said on Monday morning."""
    answer, *is_said = TOLD[told]
    deal_id = machine.deal("liam")
    assert deal_id == HEAD.deal_id
    liam = Hand(machine, "liam")
    for owner, expected in zip(("liam", "dana"), is_said, strict=True):
        machine.change(deal_id, owner_id=machine.ids[owner])
        with machine.db.write() as tx:
            assert telling.tell(tx, f"told:{owner}", liam.person, answer, machine.clock.now())
        leased = outbox.lease(machine.deps, "w", machine.timing)
        assert leased is not None
        assert isinstance(messages.prepare(machine.deps, leased), messages.Letter) is expected
        outbox.drop(machine.deps, leased, "test")


def test_an_answer_to_what_its_reader_did_is_said_whoever_has_the_deal_by_now(machine: Machine) -> None:
    """*Not mine* gives a deal away, and its answer names it."""
    machine.deal("dana")
    telling.reply(Hand(machine, "liam").ask("passed"), NoteEmpty(head=HEAD))
    leased = outbox.lease(machine.deps, "w", machine.timing)
    assert leased is not None and isinstance(messages.prepare(machine.deps, leased), messages.Letter)


# -- who hears instead ----------------------------------------------------------------------------------


def leave(machine: Machine, name: str) -> None:
    with machine.db.write() as tx:
        person = tx.get_one(Person, machine.ids[name])
        person.is_active, person.version = False, person.version + 1
        tx.add(person)


def instead(machine: Machine) -> messages.Letter | messages.Unsent:
    """The first delivery finds nobody; what becomes of the one that goes out in its place."""
    first = outbox.lease(machine.deps, "w", machine.timing)
    assert first is not None
    outbox.failed(machine.deps, first, "recipient_gone", "inactive", machine.timing, doing="open")
    second = outbox.lease(machine.deps, "w", machine.timing)
    assert second is not None and second.person_id == machine.ids["maya"]
    return messages.prepare(machine.deps, second)


@pytest.mark.parametrize(
    ("owner", "state", "is_told"),
    [("liam", "open", True), ("elsewhere", "open", False), ("liam", "lost", False), (None, "open", False)],
)
def test_a_manager_hears_instead_only_what_they_may_see(
    machine: Machine, owner: str | None, state: str, is_told: bool
) -> None:
    machine.join("elsewhere", "rep")
    deal_id = machine.deal(owner, state=state) if owner else 0
    with machine.db.write() as tx:
        told = VerbDone(head=DealHead(deal_id=deal_id, account="Acme"), done=Done(verb="gone"))
        promises.promise(tx, None, told.kind, f"person:{machine.ids['liam']}", dump(told), START)
    assert isinstance(instead(machine), messages.Letter) is is_told


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize(("owner", "is_told"), [("liam", True), ("elsewhere", False)])
def test_reminders_on_the_way_to_who_is_gone_pass_the_same_door(
    machine: Machine, owner: str, is_told: bool
) -> None:
    machine.join("elsewhere", "rep")
    deal_id = machine.deal(owner)
    why = {"rule": "quiet", "limit": "5wd", "event": "contact", "counted_from": START.isoformat(),
           "limit_at": START.isoformat()}  # fmt: skip
    for kind in ("morning", "nudges"):
        with machine.db.write() as tx:
            to = f"person:{machine.ids['liam']}"
            delivery_id = promises.promise(tx, None, kind, to, {}, START)
            nudge = Nudge(
                rule="quiet", subject=f"deal:{deal_id}", deal_id=deal_id, episode=f"quiet:{kind}", rung=Rung.RED,
                recipient=to, person_id=machine.ids["liam"], due_at=START, created_at=START, state="claimed",
                delivery_id=delivery_id, facts={"to": "owner", "why": why},
            )  # fmt: skip
            tx.add(nudge)
        found = instead(machine)
        assert isinstance(found, messages.Letter) is is_told
        if isinstance(found, messages.Letter):
            assert found.answer.kind == "nudges"  # not a list of the manager's own
        else:
            assert {x.reason for x in machine.nudges} == {"right_lost"}
        with machine.db.write() as tx:
            tx.connection().exec_driver_sql("UPDATE deliveries SET state = 'dropped'")


# -- a group --------------------------------------------------------------------------------------------


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize(
    ("others", "person"),
    [
        ({}, "pre"),
        ({"kind": "guest"}, "pre"),  # holds the role, and Baton does not talk to guests
        ({"kind": "bot"}, "pre"),
        ({"kind": "member"}, None),  # two of them: the group's
    ],
)
def test_a_task_of_a_stage_is_one_persons_where_only_one_can_hear(
    machine: Machine, others: dict[str, str], person: str | None
) -> None:
    machine.join("pre", "presales")
    if others:
        machine.join("other", "presales", **others)
    deal_id = machine.deal(stage="discovery")
    values = {
        "interview": "two hours on site",
        "pain_list": "https://wiki.example/p",
        "decision_maker": "Ms. Chen",
    }
    Hand(machine, "liam").do(stages.move, Sent(deal_id, "proposal", values=values))
    demo = next(x for x in machine.rows(Task) if x.kind == "demo")
    assert demo.person_id == (machine.ids[person] if person else None)


def test_admins_and_managers_are_told_in_their_working_hours(machine: Machine) -> None:
    with machine.db.write() as tx:
        tx.add(PersonRole(person_id=machine.ids["zoe"], role="admin"))
    night, morning = at("11-25 23:30"), at("11-26 09:00")
    machine.clock.set(night)
    first_hours.suggest_channel(Hand(machine, "zoe").ask(), CHANNEL, ChannelSeen())
    Hand(machine, "maya").do(declare)
    with machine.db.write() as tx:
        found = channel_rows.by_id(tx, CHANNEL)
        assert found is not None
        audience.note(tx, found, "digest.refused_guests", night.date(), night)
    told = {(x.kind, x.person_id): x.due_at for x in machine.deliveries}
    maya, zoe = machine.ids["maya"], machine.ids["zoe"]
    assert told == {("admin.channel_suggested", maya): morning, ("digest_refused", zoe): morning}


@pytest.mark.parametrize(
    ("seen", "reason"),
    [
        (ChannelSeen(shared_outside=True), "digest.shared"),
        (ChannelSeen(members=frozenset({"U0STRANGER"})), "digest.guests"),
        (ChannelSeen(baton_in=False), "digest.not_in"),
        (ChannelSeen(archived=True), "digest.archived"),
    ],
)
def test_the_set_up_suggests_no_channel_that_a_list_may_not_go_to(
    machine: Machine, seen: ChannelSeen, reason: str
) -> None:
    machine.join("ada", "admin")
    with pytest.raises(Refused) as refused:
        first_hours.suggest_channel(Hand(machine, "ada").ask(), CHANNEL, seen)
    assert refused.value.key == reason and machine.deliveries == []
