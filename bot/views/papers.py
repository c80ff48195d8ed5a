"""What Baton says of files sent in the DM: which deal, what is it, kept."""

from collections.abc import Callable, Iterable
from typing import Any

from bot.views.gate_words import gap
from bot.views.leads import name_of, with_code
from bot.views.markup import escape
from bot.views.parts import Part, actions, bold, button, context, message, section
from bot.views.reader import Reader
from rules.answers.papers import (
    FileFault,
    FileKept,
    FileOffer,
    FileRefused,
    FileSent,
    FileShelf,
    FileUndone,
)

SHOWN = 3  # names of files in one sentence


def _files(names: tuple[str, ...], reader: Reader) -> str:
    """ "plan.pdf", or the first of many and how many more."""
    told = reader.t("list.comma").join(bold(name) for name in names[:SHOWN])
    rest = len(names) - SHOWN
    return reader.t("file.more", names=told, count=rest) if rest > 0 else told


def faults(found: Iterable[FileFault], reader: Reader) -> list[str]:
    """Each file that is not taken, with why."""
    return [reader.t("file.fault", name=one.name, why=reader.t(one.why)) for one in found]


def offer(answer: FileOffer, reader: Reader) -> Part:
    """ "*plan.pdf*: which deal?", then "for *Acme*, what is it?"."""
    t, kept, files = reader.t, str(answer.draft_id), _files(answer.names, reader)
    if answer.head is None:
        told = t("file.which" if answer.heads else "file.no_deal", files=files)
        taps = [button(with_code(h, reader, str), "file_deal", f"{kept}:{h.deal_id}") for h in answer.heads]
        rows = [actions(*taps), actions(button(t("file.b_drop"), "file_drop", kept))]
    else:
        told = t("file.what", files=files, name=bold(name_of(answer.head, reader)), count=len(answer.names))
        where = f"{kept}:{answer.head.deal_id}"
        taps = [
            button(k.name, "file_keep", f"{where}:{k.key}", style="primary" if k.is_likely else None)
            for k in answer.kinds
        ]
        rows = [
            actions(*taps, button(t("file.b_other"), "file_keep", f"{where}:file")),
            actions(
                button(t("file.b_another_deal"), "file_deal", f"{kept}:0"),
                button(t("file.b_drop"), "file_drop", kept),
            ),
        ]
    small = faults(answer.faults, reader)
    if answer.is_guess and answer.head is not None:
        small.append(t("talk.guessed", name=name_of(answer.head, reader)))
    return message(told, [section(told), context("\n".join(small)) if small else None, *rows])


def kept(answer: FileKept, reader: Reader, *, is_below: bool = False) -> Part:
    """Stored, what the next gate lacks still, and the way back; `is_below`: under a note's answer, which leads to the
    deal and has an *Undo* of its own."""
    t = reader.t
    name, files = bold(name_of(answer.head, reader)), _files(answer.names, reader)
    told = (
        t("file.kept_as", files=files, name=name, called=answer.called)
        if answer.called
        else t("file.kept", files=files, name=name)
    )
    small = None
    if answer.missing and answer.next_stage:
        small = gap(answer, reader)
    back = t("file.b_undo") if is_below else t("btn.undo")
    undo = button(back, "file_undo", str(answer.undo_id)) if answer.undo_id else None
    see = None if is_below else button(t("btn.open"), "deal_card", str(answer.head.deal_id))
    return message(told, [section(told), context(small) if small else None, actions(undo, see)])


def refused(answer: FileRefused, reader: Reader) -> Part:
    """None of them is taken, each with its reason."""
    told = "\n".join(faults(answer.faults, reader))
    return message(told, [section(told)])


def undone(answer: FileUndone, reader: Reader) -> Part:
    """Off the deal again."""
    told = reader.t("file.undone", name=bold(name_of(answer.head, reader)))
    return message(told, [section(told)])


def files_button(count: int, deal_id: int, reader: Reader, task_id: int = 0) -> Part | None:
    """The way to the files of a deal; ``task_id`` where a task is what lets one see them."""
    if not count:
        return None
    return button(reader.t("btn.files", count=count), "files_open", f"{deal_id}:{task_id}")


def open_button(file_id: int, reader: Reader, task_id: int = 0) -> Part:
    return button(reader.t("btn.file_get"), "file_get", f"{file_id}:{task_id}")


def shelf(answer: FileShelf, reader: Reader) -> Part:
    """Each file with its *Open*."""
    t, name = reader.t, bold(name_of(answer.head, reader))
    told = t("file.shelf" if answer.files else "file.shelf_empty", name=name)
    rows = [
        section(one.name, accessory=open_button(one.file_id, reader, answer.task_id)) for one in answer.files
    ]
    return message(told, [section(told), *rows, context(t("file.shelf_more")) if answer.is_more else None])


def beside(answer: FileSent, reader: Reader) -> str:
    """The words over the file in the DM."""
    return escape(reader.t("file.here", file=answer.name, name=name_of(answer.head, reader)))


def sent(answer: FileSent, reader: Reader) -> Part:
    """Where it is now."""
    told = reader.t("file.sent", file=bold(answer.name))
    return message(told, [section(told)])


VIEWS: dict[str, Callable[[Any, Reader], Part]] = {
    FileOffer.kind: offer,
    FileKept.kind: kept,
    FileRefused.kind: refused,
    FileUndone.kind: undone,
    FileShelf.kind: shelf,
    FileSent.kind: sent,
}
