"""What a bench hands back, and how it becomes lines on the screen and the table in docs/benchmarks.md."""

import os
import platform
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from math import ceil
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
BEGIN, END = "<!-- figures: make bench writes them -->", "<!-- end of figures -->"
HEAD = ("measured", "value", "against", "ratio", "goal", "")


@dataclass(frozen=True)
class Figure:
    """One measured thing. With `against` (measured side by side, same unit) the goal is about value / against."""

    what: str
    value: float
    unit: str
    against: float | None = None
    goal: float | None = None  # of the ratio if there is `against`, else of the value
    at_most: bool = True  # False: the goal is a least

    @property
    def judged(self) -> float:
        """What the goal is compared with."""
        return self.value / self.against if self.against else self.value

    @property
    def met(self) -> bool:
        """True if there is no goal, or it is kept."""
        if self.goal is None:
            return True
        return self.judged <= self.goal if self.at_most else self.judged >= self.goal

    def cells(self) -> tuple[str, ...]:
        """The figure as a row of the table."""
        times = "x" if self.against else ""
        sign = "at most" if self.at_most else "at least"
        goal = "" if self.goal is None else f"{sign} {self.goal:,.10g}{times}"
        against = f"{self.against:,.3g} {self.unit}" if self.against else ""
        ratio = f"{self.judged:.2f}x" if self.against else ""
        verdict = "" if self.goal is None else "met" if self.met else "MISSED"
        return (self.what, f"{rounded(self.value)} {self.unit}", against, ratio, goal, verdict)


Bench = Callable[[], Sequence[Figure]]


def rounded(value: float) -> str:
    """Three digits that matter, and no powers of ten."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def percentile(samples: Iterable[float], share: float) -> float:
    """The smallest sample that at least this share of them does not exceed (0.5: the median)."""
    ordered = sorted(samples)
    return ordered[max(0, ceil(share * len(ordered)) - 1)]


def machine() -> str:
    """One sentence on what the figures were measured with."""
    parts = (f"{os.cpu_count()} cores", platform.machine(), platform.system())
    libraries = ", ".join(f"{name} {version(name)}" for name in ("slack_bolt", "SQLAlchemy"))
    return f"{', '.join(parts)}; Python {platform.python_version()}, {libraries}."


def markdown(figures: Sequence[Figure]) -> str:
    """The table of the page."""
    rows = [HEAD, tuple("---" for _ in HEAD), *(f.cells() for f in figures)]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in rows)


def write_page(figures: Sequence[Figure]) -> None:
    """Put the table and the machine between the marks of docs/benchmarks.md; the prose round it stays."""
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    after = rest.partition(END)[2]
    text = f"{BEGIN}\n{markdown(figures)}\n\nMeasured on {machine()}\n{END}"
    PAGE.write_text(before + text + after, encoding="utf-8")
