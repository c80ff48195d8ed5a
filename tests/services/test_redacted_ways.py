"""Every way by which words come to a deal, and that the timeline's button takes them out of every table again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from rules.answers import Answer
from rules.answers.digests import VerbFilled
from rules.answers.standups import StandupFilled
from rules.answers.talk import NoteOffer
from services.capture import notes
from services.clock import verbs
from services.clock.said import Pressed
from services.deals import story
from services.lists import standups
from services.sending import telling
from services.talk import changing, hearing, papers
from services.talk.papers import Paper
from services.talk.places import Said
from tests.services.canary import CANARY, left
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import Post

TYPED = f"EXPO-2026-001 they like the {CANARY} pilot; send the {CANARY} paper by Fri"


class Talk:
    """Liam in his DM, each message answered there; Maya above him."""

    def __init__(self, machine: Machine, post: Post) -> None:
        self.post, self.deal, self.count = post, machine.deal(), 0
        self.liam, self.maya = Hand(machine, "liam"), Hand(machine, "maya")

    def say(self, text: str, under: str = "") -> tuple[str, Answer]:
        """Where it stands, and its answer."""
        self.count += 1
        ts = f"17955053{self.count:02}.000100"
        ask = hearing.by_place(self.liam.ask(), ts)
        answer = hearing.hear(ask, Said(text, ts, under))
        telling.reply(ask, answer)
        self.post.run()
        return ts, answer

    def edit(self, ts: str, text: str, under: str = "") -> None:
        self.count += 1
        ask = hearing.by_place(self.liam.ask(), ts, f"edit{self.count}")
        answer = changing.edited(ask, Said(text, ts, under))
        if answer is not None:
            telling.reply(ask, answer)
        self.post.run()

    def save(self, offer: Answer) -> None:
        assert isinstance(offer, NoteOffer)
        self.liam.do(notes.choose, offer.draft_id, self.deal)
        self.post.run()

    def date(self, on: date, text: str) -> None:
        self.liam.do(verbs.act, "date", Pressed(0, self.deal), VerbFilled(on=on, text=text))
        self.post.run()


def edited(talk: Talk) -> None:
    """Before it was a note, and after."""
    ts, offer = talk.say(TYPED)
    talk.edit(ts, f"{TYPED} and the {CANARY} boss")
    talk.save(offer)
    talk.edit(ts, f"no: they hate {CANARY}, send nothing")
    talk.edit(ts, f"no: they adore {CANARY}; send the {CANARY} sheet by Mon")


def threaded(talk: Talk) -> None:
    ts, offer = talk.say(TYPED)
    second, _ = talk.say(f"and {CANARY} too", ts)
    talk.edit(second, f"and {CANARY} three", ts)
    talk.save(offer)
    third, _ = talk.say(f"four {CANARY}", ts)
    talk.edit(third, f"five {CANARY}", ts)


def step_in_other_words(talk: Talk) -> None:
    """Of its note, which Slack told meanwhile; then another one, of none."""
    talk.liam.note(TYPED)
    talk.date(date(2026, 11, 25), f"send the whole {CANARY} book")
    talk.post.through("11-25 18:00")
    talk.date(date(2026, 12, 3), f"send half the {CANARY} book")


def said_twice(talk: Talk) -> None:
    """What is not answered is no note, and may still become one."""
    talk.say(TYPED)
    talk.save(talk.say(f"{TYPED} ok")[1])


def with_a_file(talk: Talk) -> None:
    """Which waits to be told what it is."""
    said, paper = Said(TYPED, "1795505300.000100"), Paper("F1", "map.pdf", 9, "https://files.slack.com/a")
    papers.came(hearing.by_place(talk.liam.ask(), said.ts, "files"), said, [paper], has_note=True)
    talk.save(talk.say(TYPED)[1])


def decided(talk: Talk) -> None:
    """By a manager, and put in other words by the owner."""
    talk.maya.do(standups.decide, talk.deal, StandupFilled(what=f"send the new {CANARY} quote by Fri"))
    talk.post.through("11-25 18:00")
    talk.date(date(2026, 12, 1), f"send the {CANARY} quote at last")


@pytest.mark.parametrize("way", [edited, threaded, step_in_other_words, said_twice, with_a_file, decided])
def test_no_table_keeps_the_words(machine: Machine, post: Post, way: Callable[[Talk], None]) -> None:
    talk = Talk(machine, post)
    way(talk)
    post.through("11-27 09:30")
    assert left(machine)
    while said := [line.said for line in story.page_of(talk.liam.ask(), talk.deal).lines if line.said]:
        kind, _, number = said[0].partition(":")
        talk.liam.do(story.redact, int(number), kind)
    assert left(machine) == []
    post.said.clear()
    post.run("12-02 09:00")
    assert CANARY not in str(post.said)
