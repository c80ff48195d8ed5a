"""The colleagues who were asked for something, and what they do."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from bot.views.reader import Reader
from rules.answers import load
from rules.answers.digests import VerbFilled
from rules.answers.tasks import TaskAsked
from services.clock import verbs
from services.clock.said import Pressed
from services.deals import task_answers
from services.lists import home
from storage.tables import Deal, PersonRole, Task
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import Post, at


def asked(url: str) -> None:
    """Liam's deal waits for our quote; Pia and Dana are pre-sales, Lex is legal, and Baton has written to them."""
    machine = Machine(url)
    machine.join("pia", "presales")
    machine.join("lex", "legal")
    with machine.db.write() as tx:
        tx.add(PersonRole(person_id=machine.ids["dana"], role="presales"))
    tap_blocker(machine, machine.deal())
    Post(machine).run("11-24 15:31")
    machine.close()


def tap_blocker(machine: Machine, deal_id: int, choice: str = "our_quote") -> None:
    Hand(machine, "liam").do(verbs.act, "blocker", Pressed(0, deal_id), VerbFilled(choice=choice))


READER = Reader("en", ZoneInfo("Asia/Shanghai"), at("11-24 15:31"), "U0")


class Group:
    """The colleagues who were asked, and what they do."""

    def __init__(self, machine: Machine) -> None:
        self.machine, self.post = machine, Post(machine)
        machine.clock.set(at("11-24 15:31"))
        (self.deal_id,) = (deal.id for deal in machine.rows(Deal))

    def tap_blocker(self, choice: str = "our_quote") -> None:
        tap_blocker(self.machine, self.deal_id, choice)

    @property
    def task(self) -> Task:
        (found,) = [t for t in self.machine.rows(Task) if t.kind == "blocker"]
        assert isinstance(found, Task)
        return found

    def ts(self, name: str) -> str:
        """The message that this person got."""
        mine = self.machine.ids[name]
        return next(
            d.ts or "" for d in self.machine.deliveries if d.kind == "task_asked" and d.person_id == mine
        )

    def tap(
        self, name: str, verb: str = "done", ts: str | None = None, key: str | None = None, **filled: Any
    ) -> TaskAsked:
        where = self.ts(name) if ts is None else ts
        told = Hand(self.machine, name).do(
            task_answers.answer, self.task.id, verb, VerbFilled(**filled), where, key=key
        )
        assert isinstance(told, TaskAsked)
        return told

    def edits(self) -> list[tuple[int | None, TaskAsked]]:
        """Messages rewritten by the outbox: whose, and what they say."""
        self.post.run()
        sent = [d for d in self.machine.deliveries if d.op == "update" and d.state == "sent"]
        return [(d.person_id, answer) for d in sent if isinstance(answer := load(d.payload), TaskAsked)]

    def asked_on_home(self, name: str) -> list[str]:
        tasks = home.of(Hand(self.machine, name).ask()).tasks
        return [task.what for task in tasks.tasks] if tasks else []
