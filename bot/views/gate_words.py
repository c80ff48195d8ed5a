"""What a gate lacks, in words: the sentence that names it all, and what stands at each field."""

from collections.abc import Sequence

from bot.views.reader import Reader
from bot.words import formats
from rules.answers.deals import GateField, GateRefused, TaskLeft
from rules.answers.leads import MoneyShown
from rules.answers.notes import NoteSaved
from rules.answers.papers import FileKept
from rules.answers.waiving import Asks, asks_for

ASK: dict[Asks, str] = {"waive": "btn.ask_waive", "approve": "btn.ask_yes", "both": "btn.ask_manager"}


def missing(fields: Sequence[GateField], stage: str, reader: Reader) -> str:
    """How many things before which stage, by name; what was promised by a day says so, and whether that is past."""
    items = reader.t("list.comma").join(_named(field, reader) for field in fields)
    return reader.t("gate.missing", stage=stage, count=len(fields), items=items)


def _named(field: GateField, reader: Reader) -> str:
    name = " / ".join(word for word in (field.name, field.alternative) if word)
    if field.owed_until is None:
        return name
    return reader.t(
        "gate.item_owed" if _is_past(field, reader) else "gate.item_due", item=name, day=_day(field, reader)
    )


def left(task: TaskLeft, reader: Reader) -> str:
    """A word on what others have not done yet."""
    if task.due is None:
        return reader.t("gate.task_open", task=task.what)
    day = formats.day_and_clock(task.due, task.at, reader.locale, reader.today)
    return reader.t("gate.task_late" if task.due < reader.today else "gate.task_due", task=task.what, day=day)


def asks(fields: Sequence[GateField]) -> Asks:
    """What these fields want of a manager."""
    return asks_for([f.key for f in fields], [f.key for f in fields if f.kind == "approval"])


def ask_label(asks: Asks, reader: Reader) -> str:
    """What a rep asks their manager for, on a button and over a form."""
    return reader.t(ASK[asks])


def approval(field: GateField, now: MoneyShown | None, reader: Reader) -> str:
    """That a manager's yes is needed, or is needed again since they said it to another sum."""
    item = field.name[:1].upper() + field.name[1:]
    return reader.t("gate.approval", item=outgrown(item, field.approved, now, reader))


def outgrown(item: str, agreed: MoneyShown | None, now: MoneyShown | None, reader: Reader) -> str:
    """An item, with the sum that it was approved for where the deal is worth another by now."""
    if agreed is None or now is None:
        return item
    before, since = (formats.money(one.minor, one.currency, reader.locale) for one in (agreed, now))
    return reader.t("gate.item_approved", item=item, before=before, now=since)


def hint(field: GateField, reader: Reader) -> str:
    """Why it is asked for, and whether it may come later."""
    if field.said_unknown:
        return reader.t("gate.was_unknown")
    if field.owed_until is not None:
        return reader.t(
            "gate.was_owed" if _is_past(field, reader) else "gate.is_due", day=_day(field, reader)
        )
    return reader.t("gate.may_owe") if field.may_owe else ""


def fault(field: GateField, reader: Reader, *, was_ticked: bool) -> str:
    """Under a field for which the move was refused; `was_ticked`: it was to be owed, beside another of its stage."""
    if was_ticked and field.may_owe:
        return reader.t("gate.owe_one")
    if field.said_unknown:
        return reader.t("gate.said_unknown")
    if field.owed_until is not None:
        return hint(field, reader)
    if field.may_owe:
        return reader.t("gate.lacks_or_owe")
    return reader.t("gate.lacks_either" if field.kind == "file" else "gate.lacks")


def with_kept(said: str, refused: GateRefused, reader: Reader) -> str:
    """That the move was refused, and what of the form is saved all the same."""
    if not refused.kept:
        return said
    return reader.t("gate.with_kept", said=said, items=reader.t("list.comma").join(refused.kept))


def _is_past(field: GateField, reader: Reader) -> bool:
    return field.owed_until is not None and field.owed_until < reader.today


def _day(field: GateField, reader: Reader) -> str:
    return formats.day(field.owed_until, reader.locale, reader.today) if field.owed_until else ""


def gap(answer: NoteSaved | FileKept, reader: Reader) -> str:
    """What the next gate still lacks, and when to get it: from the customer, by oneself, or from one's manager."""
    lacks, missing = reader.t("list.comma").join(answer.missing), len(answer.missing)
    own = "note.gap_own" if not answer.approvals else "note.gap_either"
    own = "note.gap_yes" if answer.approvals == missing else own
    key = "note.gap" if answer.may_ask else own
    return reader.t(key, stage=answer.next_stage, items=lacks, count=missing)
