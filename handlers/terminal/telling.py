"""Faults of a pipeline.yaml as lines that name file, line and key."""

from collections.abc import Iterable
from pathlib import Path

from bot.words import has, text
from rules.errors import Several
from rules.pipeline_faults import ConfigFault


class PipelineFaults(Several):
    """The file that should become the first configuration has faults."""

    def __init__(self, path: Path, faults: Iterable[ConfigFault]) -> None:
        self.path, self.faults = path, list(faults)
        super().__init__("; ".join(self.sentences("en")))

    def sentences(self, locale: str) -> list[str]:
        """One line per fault."""
        return [line(locale, self.path, fault) for fault in self.faults]


def line(locale: str, path: Path, fault: ConfigFault) -> str:
    """`pipeline.yaml:12: stages.2.slow_after: ...`"""
    key = fault.key if has(fault.key) else "config.wrong"
    said = text(locale, key, **{"name": "", "given": ""} | dict(fault.params))
    return f"{path}:{fault.line}: {fault.path}: {said}" if fault.path else f"{path}:{fault.line}: {said}"
