"""What a stage asks of others, and what a rep asks of a colleague: told, answered, taken back, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time

import pytest

from rules.answers import Answer, Sentence, load
from rules.answers.digests import VerbFilled
from rules.answers.tasks import ColleagueAsked, TaskAsked, TaskBack
from rules.errors import Invalid, NotFound, Refused
from services.deals import colleagues, files, stage_undo, stages, task_answers
from services.deals.files import Evidence
from services.deals.stages import Sent
from services.lists import home
from services.talk import hearing
from services.talk.places import Said
from storage.tables import Delivery, Task
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import Post

pytestmark = pytest.mark.few_on_postgresql

WHOLE = {
    "interview": "two hours on site",
    "decision_maker": "Ms. Chen, COO",
    "pain_list": "https://wiki.example/p",
}


@pytest.fixture
def machine(team_url: str) -> Iterator[Machine]:
    """Pia and Pat are pre-sales, Chen delivers; Liam's deal is in discovery."""
    made = Machine(team_url)
    for name, role in (("pia", "presales"), ("pat", "presales"), ("chen", "delivery")):
        made.join(name, role)
    yield made
    made.close()


@pytest.fixture
def deal(machine: Machine) -> int:
    return machine.deal(stage="discovery")


def told(post: Post, name: str) -> list[TaskAsked]:
    """What this person reads in the messages that asked them, oldest first."""
    post.run()
    mine = post.machine.ids[name]
    sent = [d for d in post.machine.deliveries if d.person_id == mine and d.state == "sent"]
    return [answer for d in sent if isinstance(answer := load(d.payload), TaskAsked)]


def test_a_stage_tells_each_of_the_group_with_what_there_is_to_look_at(
    machine: Machine, post: Post, deal: int
) -> None:
    liam = Hand(machine, "liam")
    photo = Evidence("pain_list", "F1", "whiteboard.jpg", 3, "https://files.example/F1", "image/jpeg")
    files.keep(liam.ask("photo"), deal, photo, b"jpg")
    liam.do(stages.move, Sent(deal, "proposal", values=WHOLE))
    (check,) = told(post, "chen")
    assert (check.what, check.who, check.due) == ("service pre-check", "Liam", date(2026, 11, 26))
    assert check.at == time(15, 30)  # 48 hours
    assert check.papers == ("whiteboard.jpg", "https://wiki.example/p")
    assert [t.what for t in told(post, "pia")] == [t.what for t in told(post, "pat")] == ["pre-sales demo"]
    demo, task = machine.rows(Task)
    Hand(machine, "chen").do(task_answers.answer, task.id, "done", VerbFilled(text="can be installed"))
    post.run()
    assert [(b.what, b.said.text) for _, b in post.of(TaskBack)] == [
        ("service pre-check", "can be installed")
    ]
    dated = Hand(machine, "pia").do(
        task_answers.answer, demo.id, "date", VerbFilled(on=date(2026, 11, 30), text="busy")
    )
    assert (dated.due, dated.at) == (date(2026, 11, 30), None)


def test_a_move_taken_back_takes_its_requests_back(machine: Machine, post: Post, deal: int) -> None:
    liam = Hand(machine, "liam")
    moved = liam.do(stages.move, Sent(deal, "proposal", values=WHOLE))
    assert told(post, "chen")[-1].is_open
    stage_undo.undo(liam.ask(), moved.undo_id)
    assert not told(post, "chen")[-1].is_open


def test_a_move_taken_back_before_they_heard_is_never_heard(machine: Machine, post: Post, deal: int) -> None:
    liam = Hand(machine, "liam")
    moved = liam.do(stages.move, Sent(deal, "proposal", values=WHOLE))
    stage_undo.undo(liam.ask(), moved.undo_id)
    assert told(post, "chen") == told(post, "pia") == []


def test_a_lost_deal_asks_for_nothing_until_that_is_taken_back(
    machine: Machine, post: Post, deal: int
) -> None:
    liam = Hand(machine, "liam")
    liam.do(stages.move, Sent(deal, "proposal", values=WHOLE))
    assert told(post, "pia")[-1].is_open
    closed = stages.close(liam.ask("lost"), deal, state="lost", reason="price", words="")
    assert not told(post, "pia")[-1].is_open
    stage_undo.undo(liam.ask(), closed.undo_id)  # type: ignore[attr-defined]
    assert told(post, "pia")[-1].is_open


def test_a_colleague_is_asked_and_answers(machine: Machine, post: Post, deal: int) -> None:
    liam = Hand(machine, "liam")
    form = colleagues.form(liam.ask(), deal)
    assert [c.value for c in form.people if c.value.startswith("group:")] == [
        "group:presales",
        "group:delivery",
    ]
    assert {c.label for c in form.people[2:]} == {"Zoe", "Maya", "Dana", "Pia", "Pat", "Chen"}
    assert form.due == date(2026, 11, 25)
    dana = str(machine.ids["dana"])
    asked = liam.do(
        colleagues.ask_colleague, deal, VerbFilled(choice=dana, text="who ran their pilot?"), key="view:V1"
    )
    assert isinstance(asked, ColleagueAsked) and (asked.who, asked.due) == (("Dana",), date(2026, 11, 25))
    assert (
        liam.do(colleagues.ask_colleague, deal, VerbFilled(choice=dana, text="again"), key="view:V1") == asked
    )
    (task,) = machine.rows(Task)
    assert [(t.what, t.papers) for t in told(post, "dana")] == [("who ran their pilot?", ())]
    on_home = home.of(Hand(machine, "dana").ask()).tasks
    assert on_home is not None and [t.what for t in on_home.tasks] == ["who ran their pilot?"]
    Hand(machine, "dana").do(task_answers.answer, task.id, "word", VerbFilled(text="Tom did"))
    post.run()
    assert [b.said.text for _, b in post.of(TaskBack)] == ["Tom did"]


def test_a_group_is_asked_until_a_day(machine: Machine, post: Post, deal: int) -> None:
    filled = VerbFilled(choice="group:presales", text="a quote for 40 seats", on=date(2026, 11, 27))
    asked = Hand(machine, "liam").do(colleagues.ask_colleague, deal, filled)
    assert (asked.who, asked.due) == (("Pia", "Pat"), date(2026, 11, 27))
    assert told(post, "pia")[0].due == date(2026, 11, 27)


@pytest.mark.parametrize(
    ("filled", "field"),
    [
        (VerbFilled(choice="", text="x"), "choice"),
        (VerbFilled(choice="group:legal", text="x"), "choice"),
        (VerbFilled(choice="7²", text="x"), "choice"),
        (VerbFilled(choice="group:presales"), "text"),
        (VerbFilled(choice="group:presales", text="x", on=date(2026, 11, 23)), "on"),
    ],
)
def test_what_is_missing_is_said_at_its_field(
    machine: Machine, deal: int, filled: VerbFilled, field: str
) -> None:
    with pytest.raises(Invalid) as fault:
        Hand(machine, "liam").do(colleagues.ask_colleague, deal, filled)
    assert set(fault.value.faults) == {field} and machine.rows(Task) == []


def test_eight_requests_are_not_eight_messages(machine: Machine, post: Post, deal: int) -> None:
    liam, dana = Hand(machine, "liam"), str(machine.ids["dana"])
    for words in (
        "who ran their pilot",
        "Who ran their pilot?",
        "who ran  their pilot!!",
        "？who ran their pilot",
    ):
        assert isinstance(
            liam.do(colleagues.ask_colleague, deal, VerbFilled(choice=dana, text=words)), ColleagueAsked
        )
    assert len(told(post, "dana")) == 1
    for n in range(4):
        liam.do(colleagues.ask_colleague, deal, VerbFilled(choice=dana, text=f"and question {n}"))
    with pytest.raises(Invalid) as fault:
        liam.do(colleagues.ask_colleague, deal, VerbFilled(choice=dana, text="one more"))
    assert fault.value.faults == {"text": "task.enough"} and len(told(post, "dana")) == 5
    liam.do(
        colleagues.ask_colleague,
        machine.deal(stage="discovery"),
        VerbFilled(choice=dana, text="another deal"),
    )
    assert len(told(post, "dana")) == 6


def test_who_may_ask(machine: Machine, deal: int) -> None:
    filled = VerbFilled(choice="group:presales", text="x")
    for name, fault in (("dana", NotFound), ("zoe", Refused), ("pia", NotFound)):
        with pytest.raises(fault):
            Hand(machine, name).do(colleagues.ask_colleague, deal, filled)
    assert isinstance(Hand(machine, "maya").do(colleagues.ask_colleague, deal, filled), ColleagueAsked)


def test_a_deal_that_is_over_asks_nobody(machine: Machine, deal: int) -> None:
    machine.change(deal, state="lost")
    with pytest.raises(Invalid):
        Hand(machine, "liam").do(
            colleagues.ask_colleague, deal, VerbFilled(choice="group:presales", text="x")
        )


def under(machine: Machine, post: Post, who: str, deal: int, text: str, ts: str) -> Answer:
    """Says it in the thread of the message that asked this person."""
    hand = Hand(machine, who)
    asked = [d for d in machine.rows(Delivery) if d.person_id == hand.actor.id and d.op == "post"]
    sent = next(d for d in asked if d.kind == TaskAsked.kind)
    return hearing.hear(hearing.by_place(hand.ask(), ts), Said(text, ts, sent.ts or ""))


@pytest.mark.one_on_postgresql
def test_what_is_said_in_its_thread_reaches_who_asked_and_stays_with_it(
    machine: Machine, post: Post, deal: int
) -> None:
    liam = Hand(machine, "liam")
    liam.do(
        colleagues.ask_colleague, deal, VerbFilled(choice=str(machine.ids["chen"]), text="check the site")
    )
    told(post, "chen")
    first = under(machine, post, "chen", deal, "need the floor plan first", "1764000000.000100")
    assert first == under(machine, post, "chen", deal, "need the floor plan first", "1764000000.000100")
    assert first == Sentence(key="task.thread_word", fields={"who": "Liam"})
    under(machine, post, "chen", deal, "and a badge", "1764000001.000100")
    (task,) = machine.rows(Task)
    assert (task.state, task.answer, task.words) == ("open", "word", "need the floor plan first\nand a badge")
    shown = told(post, "chen")[-1].said
    assert shown is not None and shown.text == task.words
    assert under(machine, post, "chen", deal, "Done!", "1764000002.000100") == Sentence(
        key="task.thread_done"
    )
    under(machine, post, "chen", deal, "report is on the drive", "1764000003.000100")
    (task,) = machine.rows(Task)
    assert (task.state, task.answer) == ("answered", "done")
    assert task.words == "need the floor plan first\nand a badge\nreport is on the drive"
    post.run()
    rows = [load(d.payload) for d in machine.rows(Delivery) if d.kind == TaskBack.kind]
    heard = [x for x in rows if isinstance(x, TaskBack)]
    assert [(x.said.verb, x.said.text) for x in heard] == [
        ("word", "need the floor plan first"),
        ("word", "and a badge"),
        ("done", ""),
        ("word", "report is on the drive"),
    ]


def test_the_same_words_sent_again_are_one_request(machine: Machine, post: Post, deal: int) -> None:
    liam, filled = Hand(machine, "liam"), VerbFilled(choice=str(machine.ids["chen"]), text="floor plan?")
    answers = [liam.do(colleagues.ask_colleague, deal, filled) for _ in range(3)]
    assert answers == answers[:1] * 3 and len(told(post, "chen")) == 1
    (task,) = machine.rows(Task)
    Hand(machine, "chen").do(task_answers.answer, task.id, "done", VerbFilled())
    liam.do(colleagues.ask_colleague, deal, filled)
    assert len([t for t in told(post, "chen") if t.is_open]) == 1 and len(machine.rows(Task)) == 2


def test_a_stage_that_is_entered_again_asks_who_has_it_still_no_second_time(
    machine: Machine, post: Post, deal: int
) -> None:
    liam = Hand(machine, "liam")
    for _ in range(3):
        machine.clock.push(minutes=40)
        liam.do(stages.move, Sent(deal, "proposal", values=WHOLE))
        liam.do(stages.move, Sent(deal, "discovery", reason="not yet"))
    assert len(told(post, "chen")) == len(told(post, "pia")) == 1
