"""A file that somebody sends to Baton, and what they press under its preview: each press moves the run once.

sent → offered (its preview stands in the DM) → queued → handing (rows to mend are sent back) → done → undoing → undone.
What takes its time is done by services/exchange/working.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import chain, repeat
from typing import Any

from rules.access import IMPORTS, Action, allowed
from rules.answers import Answer, Sentence
from rules.currencies import ISO_CODES
from rules.errors import Invalid, NotFound, Refused
from rules.exchange.days import ORDERS
from rules.exchange.fields import KINDS, Kind
from rules.exchange.reader import OURS
from rules.files import extension
from services.ask import Ask, once
from services.team import access
from storage import import_runs as rows
from storage import people as people_rows
from storage.db import Session
from storage.outbox import AT_ONCE
from storage.tables import ImportRun

TABLES = ("csv", "tsv", "txt", "xlsx", "xlsm", "xls")
LARGEST = 10_000_000  # bytes; more is for whoever has the machine
IMPORT_UNDO_FOR = timedelta(hours=24)
COLUMNS = 80  # in the form of a mapping: Slack takes 100 blocks
FORMATS = ("xlsx", "csv")


@dataclass(frozen=True)
class Sent:
    """A file as Slack names it, and the thread in which it was sent."""

    slack_id: str
    name: str
    size: int = 0
    thread_ts: str = ""

    @property
    def is_table(self) -> bool:
        return extension(self.name) in TABLES


def may_import(ask: Ask) -> list[Kind]:
    """The kinds of tables that this person may bring. Raises Refused for none."""
    kinds = [kind for kind in KINDS if allowed(ask.actor, IMPORTS[kind])]
    if not kinds:
        raise Refused("import.not_yours")
    return kinds


def receive(ask: Ask, sent: Sent) -> Answer:
    """Takes a file in, to be looked at; told twice, it is one. Raises Invalid, Refused."""
    may_import(ask)
    if not sent.is_table:
        raise Invalid("import.wrong_kind", name=sent.name)
    if sent.size > LARGEST:
        raise Invalid("sheet.too_big", name=sent.name, most=LARGEST // 1_000_000)
    return _received(replace(ask, key=f"{ask.key}:{sent.slack_id}"), sent)


@once("import_file")
def _received(ask: Ask, tx: Session, sent: Sent) -> Answer:
    rows.put(
        tx,
        started_at=ask.now,
        by_id=ask.actor.id,
        state="sent",
        file=sent.name,
        slack_file={"id": sent.slack_id, "size": sent.size},
        plan={"thread": sent.thread_ts} if sent.thread_ts else {},
    )
    return Sentence(key="import.coming", fields={"file": sent.name})


@once("export")
def export(ask: Ask, tx: Session, kind: str) -> Answer:
    """Asks for the lead table; it comes into the DM as a file. Raises Invalid, Refused."""
    access.authorize(tx, ask.actor, Action.EXPORT, None, ask.now)
    if kind not in FORMATS:
        raise Invalid("export.kinds", said=kind)
    rows.put(tx, started_at=ask.now, by_id=ask.actor.id, state="export", file="", plan={"as": kind})
    return Sentence(key="export.coming")


# -- pressed under a preview -----------------------------------------------------------------------------


def start(ask: Ask, run_id: int, channel: str, ts: str) -> None:
    """*Import*. Raises NotFound where it was decided otherwise, Refused for who may not any more."""
    may_import(ask)
    values = {"started_at": ask.now, "place": {"channel": channel, "ts": ts}}
    _press(ask, run_id, "queued", ("offered",), **values)


def drop(ask: Ask, run_id: int) -> Answer:
    """*Not now*: nothing is written. Pressed again, or after *Import*, it says so."""
    with ask.deps.write("arriving.drop") as tx:
        run = mine(tx, ask, run_id)
        if run.state != "dropped" and not rows.press(tx, run_id, ("offered",), state="dropped"):
            raise NotFound("import.decided")
        return Sentence(key="import.dropped", fields={"file": run.file})


def hand_again(ask: Ask, run_id: int) -> None:
    """*Rows to mend*: the file once more. Raises NotFound when that is not kept any longer."""
    with ask.deps.db.read() as tx:
        if not mine(tx, ask, run_id).held:
            raise NotFound("import.forgotten")
    _press(ask, run_id, "handing", ("done", "handing"))


def undo(ask: Ask, run_id: int, channel: str, ts: str) -> None:
    """*Undo*, within a day. Raises NotFound when it is too late."""
    with ask.deps.db.read() as tx:
        if mine(tx, ask, run_id).started_at < ask.now - IMPORT_UNDO_FOR:
            raise NotFound("import.undo_late")
    _press(ask, run_id, "undoing", ("done", "handing"), place={"channel": channel, "ts": ts})


@once("import.remap")
def remap(ask: Ask, tx: Session, run_id: int, at: int, changed: Mapping[str, Any]) -> Answer:
    """*Change mapping* is sent: the file is looked at anew as it is read now. ``changed``: kind, columns, source, and
    who is meant by a name (name → Slack id); currency and order of dates, where they were asked."""
    run = mine(tx, ask, run_id)
    parts: list[dict[str, Any]] = [dict(part) for part in run.plan.get("parts", [])]
    if not 0 <= at < len(parts):
        raise NotFound("err.stale")
    is_of_kind = changed["kind"] == parts[at]["kind"]
    asked = chain(changed["columns"], repeat(""))
    columns = [  # ours stays ours, and so does, of its kind, what the form had no room for
        key if key in OURS or (is_of_kind and n >= COLUMNS) else told
        for n, (key, told) in enumerate(zip(parts[at]["columns"], asked, strict=False))
    ]
    parts[at] |= {"kind": changed["kind"], "columns": columns, "is_said": True, **_reading(changed)}
    plan = {**run.plan, "parts": parts, "source": changed.get("source") or None}
    said = changed.get("owners", {})
    before = {name: at for name, at in run.plan.get("owners", {}).items() if name not in said}
    plan["owners"] = {**before, **_people(tx, said)}
    values = {"plan": plan, "state": "sent", "lease_until": AT_ONCE}
    if not rows.press(tx, run_id, ("offered", "failed"), **values):
        raise NotFound("import.decided")
    return Sentence(key="import.looking", fields={"file": run.file})


def _reading(changed: Mapping[str, Any]) -> dict[str, str]:
    """How bare sums and dates are read. Raises NotFound for an edited form."""
    said = {name: str(changed[name]) for name in ("currency", "order") if changed.get(name) is not None}
    if said.get("currency", "") not in ("", *ISO_CODES) or said.get("order", "") not in ("", *ORDERS):
        raise NotFound("err.stale")
    return said


def place(ask: Ask, run_id: int, channel: str, ts: str) -> None:
    """Where the preview stands, to be rewritten when its form is sent. Raises NotFound."""
    with ask.deps.write("arriving.place") as tx:
        run = mine(tx, ask, run_id)
        if run.state not in ("offered", "failed"):
            raise NotFound("import.decided")
        run.place = {"channel": channel, "ts": ts}
        tx.add(run)


def _press(ask: Ask, run_id: int, state: str, states: Sequence[str], **values: Any) -> None:
    """Once: pressed again while that is under way, it is the same press."""
    with ask.deps.write("arriving._press") as tx:
        run = mine(tx, ask, run_id)
        if run.state == state:
            return
        if not rows.press(tx, run_id, states, state=state, lease_until=AT_ONCE, **values):
            raise NotFound("import.decided")


def mine(tx: Session, ask: Ask, run_id: int) -> ImportRun:
    """This person's run. Raises NotFound."""
    run = rows.of_person(tx, run_id, ask.actor.id)
    if run is None:
        raise NotFound("err.stale")
    return run


def _people(tx: Session, said: Mapping[str, str]) -> dict[str, int]:
    found = {}
    for name, slack_id in said.items():
        person = people_rows.by_slack_id(tx, slack_id)
        if person is not None:
            found[name] = person.id
    return found
