"""Deals: moved, waited for, waived, given in to, asked about."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from rules.answers import load
from rules.answers.digests import VerbFilled
from rules.answers.waits import Wish
from rules.exchange.others import RateRow
from services.deals import (
    amounts,
    colleagues,
    owing,
    risk,
    stages,
    story,
    tags,
    task_answers,
    task_words,
    team,
    wait_more,
    waits,
    waive_requests,
    waiving,
)  # fmt: skip
from services.deals.stages import Sent
from services.money import rates
from storage.tables import Delivery, PersonRole, Task
from tests.crash.acts import does
from tests.crash.dying import Act, Prepare
from tests.services.hand import Hand
from tests.services.machine import Machine

LINK = "https://wiki.example/pain"
WHOLE = {"interview": "two hours on site", "decision_maker": "Ms. Chen, COO", "pain_list": LINK}


def move(machine: Machine) -> Act:
    """Colleagues are asked for their part."""
    machine.join("pia", "presales")
    machine.join("chen", "delivery")
    return does("liam", stages.move, Sent(machine.deal(stage="discovery"), "proposal", WHOLE))


def refused(machine: Machine) -> Act:
    """What was filled in stays, and the answer is not remembered."""
    values = {"interview": "two hours on site"}
    return does("liam", stages.move, Sent(machine.deal(stage="discovery"), "proposal", values))


def close(machine: Machine) -> Act:
    return does("liam", stages.close, machine.deal(), state="lost", reason="price", words="too dear")


def give(machine: Machine) -> Act:
    deal = machine.deal(stage="discovery")
    given = {key: value for key, value in WHOLE.items() if key != "pain_list"}
    Hand(machine, "liam").do(stages.move, Sent(deal, "proposal", given, ("pain_list",)))
    return does("liam", owing.give, deal, {"pain_list": LINK})


def asked(machine: Machine) -> int:
    """Liam asked Dana about a deal of his."""
    filled = VerbFilled(choice=str(machine.ids["dana"]), text="who ran their pilot?")
    Hand(machine, "liam").do(colleagues.ask_colleague, machine.deal(), filled)
    (task,) = machine.rows(Task)
    return int(task.id)


def ask_colleague(machine: Machine) -> Act:
    asked = VerbFilled(choice=str(machine.ids["dana"]), text="who ran their pilot?")
    return does("liam", colleagues.ask_colleague, machine.deal(), asked)


def answer_task(machine: Machine) -> Act:
    return does("dana", task_answers.answer, asked(machine), "done", VerbFilled(text="Tom did"))


def answer_in_words(machine: Machine) -> Act:
    return does("dana", task_words.answer_in_words, asked(machine), "Tom did", is_done=True)


def waited_twice(machine: Machine) -> Wish:
    """What is one wait more than a stage allows."""
    liam, deal = Hand(machine, "liam"), machine.deal()
    for _ in range(2):
        until = machine.clock.now().date() + timedelta(days=14)
        liam.do(waits.wait, Wish(deal_id=deal, until=until))
        liam.do(waits.end, deal)
    return Wish(deal_id=deal, who="the board", why="budget", until=date(2026, 12, 7))


def wait(machine: Machine) -> Act:
    wish = Wish(deal_id=machine.deal(), who="Ms. Chen", until=date(2026, 12, 7))
    return does("liam", waits.wait, wish)


def end_wait(machine: Machine) -> Act:
    deal = machine.deal()
    Hand(machine, "liam").do(waits.wait, Wish(deal_id=deal, until=date(2026, 12, 7)))
    return does("liam", waits.end, deal)


def ask_for_more(machine: Machine) -> Act:
    return does("liam", wait_more.ask_for_more, waited_twice(machine))


def allow(machine: Machine) -> Act:
    wish = waited_twice(machine)
    Hand(machine, "liam").do(wait_more.ask_for_more, wish)
    return does("maya", wait_more.allow, wish)


def ask_to_waive(machine: Machine) -> Act:
    return does("liam", waive_requests.ask_to_waive, machine.deal(stage="discovery"), "they meet on Friday")


def waive(machine: Machine) -> Act:
    deal = machine.deal(stage="discovery")
    Hand(machine, "liam").do(waive_requests.ask_to_waive, deal)
    return does("maya", waiving.waive, deal, ("decision_maker",), "I met him at the fair")


def refuse_to_waive(machine: Machine) -> Act:
    deal = machine.deal(stage="discovery")
    Hand(machine, "liam").do(waive_requests.ask_to_waive, deal)
    (asked,) = (load(one.payload) for one in machine.rows(Delivery))
    return does("maya", waiving.refuse, deal, asked.stay, "meet the boss first")  # type: ignore[attr-defined]


def redact(machine: Machine) -> Act:
    saved = Hand(machine, "liam").note("they like it // call by Friday", deal_id=machine.deal())
    return does("liam", story.redact, saved.note_id)


def join_team(machine: Machine) -> Act:
    return does("liam", team.change, machine.deal(), ("U0DANA",), ())


def mark(machine: Machine) -> Act:
    return does("liam", risk.mark, machine.deal(), "their CFO left")


def unmark(machine: Machine) -> Act:
    deal = machine.deal()
    Hand(machine, "liam").do(risk.mark, deal, "their CFO left")
    return does("liam", risk.end, deal)


def put_tag(machine: Machine) -> Act:
    return does("liam", tags.put, machine.deal(), "price")


def drop_tag(machine: Machine) -> Act:
    deal = machine.deal()
    Hand(machine, "liam").do(tags.put, deal, "price")
    return does("liam", tags.drop, deal, "price")


def set_amount(machine: Machine) -> Act:
    saved = Hand(machine, "liam").note("amount is now ¥220,000", deal_id=machine.deal())
    return does("liam", amounts.put, saved.note_id, 22_000_000, "CNY")


def set_rate(machine: Machine) -> Act:
    """A deal waits for it."""
    with machine.db.write() as tx:
        tx.add(PersonRole(person_id=machine.ids["maya"], role="admin"))
    machine.deal(stage="collecting", amount_minor=100_00, currency="USD")
    return does("maya", rates.set_one, RateRow("USD", Decimal("7.1")))


ACTS: dict[str, Prepare] = {
    "stages.move": move,
    "stages.move, refused": refused,
    "stages.close": close,
    "owing.give": give,
    "colleagues.ask_colleague": ask_colleague,
    "task_answers.answer": answer_task,
    "task_words.answer_in_words": answer_in_words,
    "waits.wait": wait,
    "waits.end": end_wait,
    "wait_more.ask_for_more": ask_for_more,
    "wait_more.allow": allow,
    "waive_requests.ask_to_waive": ask_to_waive,
    "waiving.waive": waive,
    "waiving.refuse": refuse_to_waive,
    "story.redact": redact,
    "team.change": join_team,
    "risk.mark": mark,
    "risk.end": unmark,
    "tags.put": put_tag,
    "tags.drop": drop_tag,
    "amounts.put": set_amount,
    "rates.set_one": set_rate,
}
