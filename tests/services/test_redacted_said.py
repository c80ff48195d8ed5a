"""Words that are said of a deal beside its notes leave the books by the same button: of waits and parks, of requests for
help and to colleagues, of a manager who says to go on."""

from __future__ import annotations

from datetime import date

import pytest

from rules.answers.digests import VerbFilled
from rules.answers.waits import WaitTooOften, Wish
from rules.errors import NotFound, Refused
from services.clock import verbs
from services.clock.said import Pressed
from services.deals import cards, colleagues, story, task_answers, wait_more, waits
from services.sending import telling
from storage.tables import Push, Task, Wait
from tests.services.canary import CANARY, left
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import Post
from tests.services.test_redacted_back import shown
from tests.services.test_story import told


def offers(machine: Machine, who: str, deal: int) -> list[str]:
    """What of the story this reader may take words out of, the oldest first."""
    return [line.said for line in reversed(told(machine, who, deal).lines) if line.said]


def which(said: str) -> tuple[int, str]:
    kind, _, number = said.partition(":")
    return int(number), kind


def said_by_everybody(machine: Machine, post: Post) -> int:
    """Help asked for twice, a colleague who answers, a push, waits, one that is asked for, a park; of which deal."""
    liam, maya, dana = (Hand(machine, who) for who in ("liam", "maya", "dana"))
    deal = machine.deal()

    def act(hand: Hand, verb: str, **filled: object) -> None:
        hand.do(verbs.act, verb, Pressed(0, deal), VerbFilled(**filled))
        machine.clock.push(minutes=1)
        post.run()

    act(liam, "ask_help", text=f"how do I reach the {CANARY}?")
    act(liam, "ask_help", text=f"who knows the {CANARY} of Acme?")
    liam.do(colleagues.ask_colleague, deal, VerbFilled(choice=str(dana.person.id), text=f"the {CANARY} list"))
    post.run()
    (asked,) = (task for task in machine.rows(Task) if task.kind == "ask")
    dana.do(task_answers.answer, asked.id, "done", VerbFilled(text=f"sent the {CANARY} list"))
    act(maya, "decide", choice="push", text=f"and ask about the {CANARY}")
    act(liam, "wait", who=f"the {CANARY} of theirs", text=f"budget of the {CANARY}", on=date(2026, 11, 27))
    post.through("11-30 18:00")
    wish = Wish(deal_id=deal, who=f"{CANARY}", why=f"their {CANARY}", until=date(2026, 12, 3))
    liam.do(waits.wait, wish)
    liam.do(waits.wait, wish.model_copy(update={"why": f"the other {CANARY}"}))
    telling.reply(liam.ask("card"), cards.open_card(liam.ask(), deal))
    post.through("12-04 18:00")
    more = wish.model_copy(update={"until": date(2026, 12, 9)})
    refused = liam.do(waits.wait, more)
    assert isinstance(refused, WaitTooOften)
    telling.reply(liam.ask("more"), refused)
    liam.do(wait_more.ask_for_more, more)
    post.run()
    maya.do(wait_more.allow, more)
    act(maya, "decide", choice="park", text=f"until the {CANARY} is back", on=date(2026, 12, 11))
    post.through("12-05 18:00")
    return int(deal)


def test_every_word_said_of_a_deal(machine: Machine, post: Post) -> None:
    liam, maya = Hand(machine, "liam"), Hand(machine, "maya")
    deal = said_by_everybody(machine, post)
    assert {row.partition(":")[0] for row in left(machine)} >= {
        "audit_values", "deliveries", "inbox", "pushes", "tasks", "waits",
    }  # fmt: skip
    places = shown(machine)
    mine, all_ = offers(machine, "liam", deal), offers(machine, "maya", deal)
    assert set(mine) < set(all_) and offers(machine, "zoe", deal) == []
    with pytest.raises(Refused):
        Hand(machine, "zoe").do(story.redact, *which(all_[0]))
    with pytest.raises(Refused):
        liam.do(story.redact, *which(next(iter(set(all_) - set(mine)))))
    for said in all_:
        (liam if said in mine else maya).do(story.redact, *which(said))
        with pytest.raises(NotFound):
            maya.do(story.redact, *which(said))
    assert left(machine) == []
    post.said.clear()
    post.run()
    assert CANARY not in str(post.said)
    edits = {x.target_ts for x in machine.deliveries if x.op == "update"}
    assert {ts for _, ts in places} <= edits and offers(machine, "maya", deal) == []
    assert len(machine.rows(Wait)) == 5 and len(machine.rows(Push)) == 1
