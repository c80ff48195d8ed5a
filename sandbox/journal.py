"""The kept state: one JSON line per change, appended before the change is answered; torn last lines are ignored."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from io import FileIO
from pathlib import Path

from sandbox.entities import KINDS, Entity, Json


def line_of(thing: Entity, dropped: bool) -> bytes:
    row: Json = {"kind": thing.kind, "value": thing.to_json()}
    if dropped:
        row["dropped"] = True
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass") + b"\n"


class Journal:
    """A file that is only appended to; without a folder nothing is kept.

    Each line is one write to the system, so that a killed process loses at most the line it was in.
    """

    def __init__(self, folder: Path | None) -> None:
        self.path = folder / "journal.jsonl" if folder else None
        self.files = folder / "files" if folder else None
        self._out: FileIO | None = None
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "files").mkdir(exist_ok=True)

    def write(self, thing: Entity, dropped: bool = False) -> None:
        if self.path is None:
            return
        if self._out is None:
            self._out = FileIO(self.path, "a")
        self._out.write(line_of(thing, dropped))

    def replay(self) -> Iterator[tuple[bool, Entity]]:
        """Every kept change in order, with whether it is a removal."""
        if self.path is None or not self.path.exists():
            return
        with self.path.open("rb") as lines:
            for line in lines:
                if not line.endswith(b"\n"):
                    return
                row = json.loads(line.decode("utf-8", "surrogatepass"))
                yield bool(row.get("dropped")), KINDS[row["kind"]](**row["value"])

    def compact(self, things: Iterable[Entity]) -> None:
        """Puts one line per living thing in place of the history, in one move."""
        if self.path is None:
            return
        self.close()
        fresh = self.path.with_suffix(".new")
        with fresh.open("wb") as out:
            for thing in things:
                out.write(line_of(thing, False))
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(self.path)

    def close(self) -> None:
        if self._out is not None:
            self._out.close()
            self._out = None
