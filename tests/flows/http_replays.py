"""Requests that each come several times, at any instance, in any order: what came of them, by the database and Slack."""

from __future__ import annotations

import copy
import itertools
import json
import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import col, select

from bot.words import text
from sandbox.driver import Sandbox
from storage.db import Database
from storage.tables import Account, Audit, Deal, Delivery
from tests.bot.signing import post
from tests.companies import company

TIMES, PEOPLE = 5, ("U0DANA", "U0LIAM")
BUSY = tuple(json.dumps(text(locale, "err.busy"))[1:-1] for locale in ("en", "zh"))
Json = dict[str, Any]
Answer = tuple[int, str]


@dataclass
class Rig:
    """Baton at these addresses, on one database."""

    slack: Sandbox
    addresses: list[str]
    db: Database
    dice: random.Random
    threads: int = 24
    busy: int = 0  # how often somebody was told to try again, and did
    different: list[set[Answer]] = field(default_factory=list)
    _ids: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def mark(self) -> str:
        """What Slack never gives twice."""
        return f"{next(self._ids)}.{self.dice.getrandbits(40)}"

    def all_of(self, payloads: list[Json]) -> list[Answer]:
        """Each of them five times, all in one heap; the answer of each."""
        heap = list(range(len(payloads))) * TIMES
        self.dice.shuffle(heap)
        where = [self.dice.choice(self.addresses) for _ in heap]
        answers: list[set[Answer]] = [set() for _ in payloads]
        with ThreadPoolExecutor(self.threads) as people:
            sent = people.map(lambda n, to: (n, self._accepted(to, payloads[n])), heap, where)
            for n, answer in sent:
                answers[n].add(answer)
        self.different += [each for each in answers if len(each) > 1]
        return [min(each) for each in answers]

    def _accepted(self, address: str, payload: Json) -> Answer:
        """Who is told that nothing was saved tries again."""
        while True:
            status, said = post(address, payload)
            if status != 503 and not any(words in said for words in BUSY):
                return status, said
            self.busy += 1

    def audited(self, *actions: str) -> Counter[tuple[str, str]]:
        """How often each of these was done to each record."""
        with self.db.read() as tx:
            rows = tx.exec(select(Audit)).all()
        return Counter((row.action, row.subject) for row in rows if row.action in actions)

    def told(self, names: list[str]) -> Counter[str]:
        """How many messages of ours speak of each of these companies."""
        with self.db.read() as tx:
            said = [json.dumps(row.payload, ensure_ascii=False) for row in tx.exec(select(Delivery)).all()]
        return Counter(name for words in said for name in names if f'"{name}"' in words)

    def deals(self) -> Counter[str]:
        """How many leads each of our companies has."""
        with self.db.read() as tx:
            rows = tx.exec(select(Account.name).join(Deal, col(Deal.account_id) == Account.id)).all()
        return Counter(rows)


def command(rig: Rig, line: str) -> Json:
    name, _, typed = line.partition(" ")
    return {
        "command": name, "text": typed, "trigger_id": rig.mark(), "user_id": rig.dice.choice(PEOPLE),
        "channel_id": "C0SALES", "team_id": "T0BATON", "api_app_id": "A0SANDBOX",
    }  # fmt: skip


def said_to_baton(rig: Rig, line: str) -> Json:
    """An event: a message in Baton's DM."""
    user = rig.dice.choice(PEOPLE)
    event = {"type": "message", "channel_type": "im", "channel": f"D{user[1:]}", "user": user, "text": line}
    return {
        "type": "event_callback", "event_id": rig.mark(), "event": event | {"ts": rig.mark()},
        "team_id": "T0BATON", "api_app_id": "A0SANDBOX",
    }  # fmt: skip


def pressed(rig: Rig, user: str, name: str, value: str) -> Json:
    action = {"type": "button", "action_id": name, "block_id": "b", "value": value, "action_ts": rig.mark()}
    return {
        "type": "block_actions", "user": {"id": user}, "team": {"id": "T0BATON"}, "api_app_id": "A0SANDBOX",
        "container": {"type": "message", "message_ts": rig.mark(), "channel_id": "C0SALES"}, "actions": [action],
    }  # fmt: skip


def form_of(slack: Sandbox) -> Json:
    """A lead's form as Slack sends it filled in; the sandbox has been told to call one of ours."""
    dana = slack.person("dana")
    form = dana.opening.command("#sales-east", "/lead")
    filled = dana.submit(form, {"account": "Example", "phone": "212-555-0100", "source": "Expo"})
    assert filled["result"] == "updated", filled
    sent = [one["payload"]["payload"] for one in slack.wire() if one["kind"] == "http"]
    return next(payload for payload in sent if payload.get("type") == "view_submission")


def filled_in(rig: Rig, form: Json, name: str, phone: str) -> Json:
    payload = copy.deepcopy(form)
    payload["view"]["id"] = f"V{rig.mark()}"
    for block, value in (("account", name), ("phone", phone)):
        for given in payload["view"]["state"]["values"][block].values():
            given["value"] = value
    return payload


def play(rig: Rig, total: int, say: Callable[[str], None]) -> None:
    """Leads by command, by form and in the DM; then notes on some and Undo on others: `total` payloads, five times
    each. Asserts that each had one effect and one answer."""
    form = form_of(rig.slack)
    parts = {"typed": total * 4 // 10, "forms": total // 10, "told": total // 10, "notes": total // 5}
    names = iter(company(n) for n in range(total))
    phones = (f"212555{n:04}" for n in itertools.count(1000))

    def taken(sort: str) -> list[str]:
        return list(itertools.islice(names, parts[sort]))

    typed, forms, told = taken("typed"), taken("forms"), taken("told")
    leads = [command(rig, f"/lead {name}, {next(phones)}, ERP, expo") for name in typed]
    leads += [filled_in(rig, form, name, next(phones)) for name in forms]
    leads += [said_to_baton(rig, f"、lead {name}, {next(phones)}, ERP, expo") for name in told]
    answers = rig.all_of(leads)
    say(f"{len(leads)} leads, {rig.busy} told to try again")

    again: list[Json] = []  # what follows on a typed lead: a note, or Undo
    for name, asked, (_, said) in zip(typed, leads, answers, strict=False):
        if len(again) < parts["notes"]:
            line = command(rig, f"/followup {name} they like it; send the offer by Friday")
            again.append(line | {"user_id": asked["user_id"]})
        else:
            again.append(pressed(rig, asked["user_id"], "lead_undo", _button(said, "lead_undo")))
    again += [command(rig, "/deal " + name) for name in forms][: total - len(leads) - len(again)]
    rig.all_of(again)
    say(f"{len(again)} on them, {rig.busy} told to try again")

    ours = {name: count for name, count in rig.deals().items() if name != "Example"}
    assert ours == dict.fromkeys((*typed, *forms, *told), 1)
    assert rig.told(told) == dict.fromkeys(told, 1)
    done = rig.audited("note.log", "deal.undo")
    assert [key for key, count in done.items() if count > 1] == []
    undone = [subject for action, subject in done if action == "deal.undo"]
    assert len(undone) == len(typed) - parts["notes"]
    assert len(done) - len(undone) == parts["notes"], done
    assert rig.different == []


def _button(said: str, name: str) -> str:
    found = (
        element["value"]
        for block in json.loads(said)["blocks"]
        for element in block.get("elements", ())
        if element.get("action_id") == name
    )
    return str(next(found))
