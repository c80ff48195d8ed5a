"""Messages about files: the preview with its mapping and counts, how far an import is, what came of it."""

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any

from bot.views import fields, parts
from bot.views.parts import Part, bold, context, message, section
from bot.views.reader import Reader
from bot.words import formats, has, text
from rules.answers.imports import (
    FaultShown,
    ImportDone,
    ImportPreview,
    ImportRunning,
    ImportUndone,
    TableShown,
)
from rules.exchange.reader import OURS

MADE = ("deals", "accounts", "products", "people")
COUNTS = (*MADE, "changed", "same", "kept", "emptied")
RUNNING = {"import": "import.running", "look": "import.looking_at", "undo": "import.undoing"}
HEADS, TABLES, NAMED = 40, 6, 5  # columns told of a table, tables of a file, accounts by name


def preview(answer: ImportPreview, reader: Reader) -> Part:
    """What is in the file, how it is read, what would be done, what has to be mended; then three buttons."""
    t = reader.t
    told = t("import.preview", file=bold(answer.file))
    blocks: list[Part | None] = [section(told)]
    for table in answer.tables[:TABLES]:
        blocks.append(section(_table(table, len(answer.tables) > 1, reader)))
        blocks.append(_read_so(table, reader))
    blocks.append(context(t("import.remembered")) if answer.is_remembered else None)
    lines = [*_counts(answer.counts, reader), *updated(answer.updated, reader.locale)]
    lines += [t("import.count_wrong", count=answer.wrong)] if answer.wrong else []
    lines += [t("import.count_doubles", count=answer.doubles)] if answer.doubles else []
    blocks.append(section("\n".join(f"• {line}" for line in lines or [t("import.nothing_new")])))
    if answer.owners:
        names = [t("import.owner", name=one.name, count=one.lines) for one in answer.owners]
        blocks.append(section(t("import.owners", names=t("list.comma").join(names))))
    if answer.faults:
        faults = [f"• {_fault(one, reader)}" for one in answer.faults]
        more = [t("import.more_faults", count=answer.more)] if answer.more else []
        blocks.append(section("\n".join([bold(t("import.to_mend")), *faults, *more])))
    if answer.wrong or answer.doubles:
        blocks.append(context(t("import.handed_after") if answer.can_go else t("import.mend_first")))
    value = str(answer.run_id)
    blocks.append(
        parts.actions(
            parts.button(t("btn.import"), "import_go", value, style="primary") if answer.can_go else None,
            parts.button(t("btn.mapping"), "import_map", value),
            parts.button(t("btn.not_now"), "import_drop", value),
        )
    )
    return message(told, blocks)


def _table(table: TableShown, is_one_of_many: bool, reader: Reader) -> str:
    """What it is about; then each column and what it is taken for, where its head does not say so itself."""
    t, locale = reader.t, reader.locale
    kind = t(fields.KINDS.get(table.about, "kind.deals"), count=table.lines)  # type: ignore[call-overload]
    head = t("import.table", file=bold(table.name), kind=kind) if is_one_of_many else bold(kind)
    taken, plain, left = [], [], []
    for one in (one for one in table.columns[:HEADS] if one.field not in OURS):
        name = fields.called(one.field, locale) if one.field else ""
        if not name:
            left.append(one.head)
        elif name == one.head:
            plain.append(name)
        else:
            taken.append(f"{one.head or '–'} → {name}")
    comma = t("list.comma")
    lines = [head]
    lines += [comma.join(taken)] if taken else []
    lines += [t("import.as_headed", names=comma.join(plain))] if plain else []
    lines += [t("import.left_out", names=comma.join(left))] if left else []
    return "\n".join(lines)


def _read_so(table: TableShown, reader: Reader) -> Part | None:
    """How sums without a currency and dates that may be another day are read, with one of each."""
    t = reader.t
    said = []
    if table.unclear and table.read_as is not None:
        day = formats.day(table.read_as, reader.locale, reader.today)
        said.append(t("import.days_as", said=table.unclear, day=day))
    if table.bare:
        said.append(t("import.sums_in", sum=table.bare, currency=table.currency))
    said += [t("import.read_otherwise")] if said else []
    told = reduce(lambda first, second: t("list.sentences", first=first, second=second), said, "")
    return context(told.strip()) if said else None


def _counts(counts: Mapping[str, int], reader: Reader) -> list[str]:
    return [reader.t(f"import.count_{name}", count=counts[name]) for name in COUNTS if counts.get(name)]


def updated(names: Sequence[str], locale: str) -> list[str]:
    """Which accounts are completed, the first five by name."""
    told, more = text(locale, "list.comma").join(names[:NAMED]), len(names) - NAMED
    key = "import.updates_more" if more > 0 else "import.updates"
    return [text(locale, key, names=told, count=more)] if names else []


def _fault(one: FaultShown, reader: Reader) -> str:
    said = reader.t(one.key, **one.fields) if has(one.key) else one.key
    said = reader.t("sheet.fault_at", column=one.head, fault=said) if one.head else said
    line = reader.t("import.row", n=one.line)
    where = f"{one.table} · {line}" if one.table else line
    return reader.t("sheet.fault_at", column=where, fault=said)


def running(answer: ImportRunning, reader: Reader) -> Part:
    """How far it is."""
    told = reader.t(RUNNING.get(answer.verb, "import.running"), file=bold(answer.file))
    if answer.total:
        told = reader.t("import.progress", told=told, done=answer.done, total=answer.total)
    return message(told, [section(told)])


def done(answer: ImportDone, reader: Reader) -> Part:
    """What came of it, and the way back."""
    t, value = reader.t, str(answer.run_id)
    told = t("import.done", file=bold(answer.file))
    lines = _counts(answer.counts, reader) or [t("import.nothing_new")]
    lines += [t("import.count_held", count=answer.held)] if answer.held else []
    undo = None
    if answer.undo_until is not None:
        sure = parts.confirm(
            t("import.undo_title"), _what_goes(answer, reader), t("btn.undo"), t("btn.cancel"), danger=True
        )
        undo = parts.button(t("btn.undo"), "import_undo", value, confirm=sure)
    mend = parts.button(t("btn.to_mend", count=answer.held), "import_hand", value) if answer.held else None
    until = None
    if answer.undo_until is not None:
        moment = formats.moment(answer.undo_until, reader.tz, reader.locale, reader.now)
        until = context(t("import.undo_until", moment=moment))
    return message(
        told,
        [section(told), section("\n".join(f"• {line}" for line in lines)), parts.actions(mend, undo), until],
    )


def _what_goes(answer: ImportDone, reader: Reader) -> str:
    """What Undo takes back of this run: what it made, what it changed, but what stays."""
    told = {
        "import.undo_made": any(answer.counts.get(name) for name in MADE),
        "import.undo_changed": bool(answer.counts.get("changed")),
        "import.undo_but": True,
    }
    gap = "" if reader.locale == "zh" else " "
    return gap.join(reader.t(key) for key, there in told.items() if there)


def undone(answer: ImportUndone, reader: Reader) -> Part:
    """What was taken back, and what stays."""
    t = reader.t
    told = t("import.undone", file=bold(answer.file))
    lines = [t("import.back_deals", count=answer.deals)] if answer.deals else []
    lines += [t("import.restored", count=answer.restored)] if answer.restored else []
    others = answer.restored_others
    lines += [t("import.restored_others", count=others)] if others else []
    lines += [t("import.back_others", count=answer.others)] if answer.others else []
    lines += [t("import.touched", count=answer.touched)] if answer.touched else []
    lines += [t("import.stay_changed", count=answer.changed)] if answer.changed else []
    lines = lines or [t("import.back_nothing")]
    small = context(t("import.none_back")) if answer.is_handed else None
    return message(told, [section(told), section("\n".join(f"• {line}" for line in lines)), small])


VIEWS: dict[str, Callable[[Any, Reader], Part]] = {
    ImportPreview.kind: preview,
    ImportRunning.kind: running,
    ImportDone.kind: done,
    ImportUndone.kind: undone,
}
