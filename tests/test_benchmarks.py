"""The tool that measures measures rightly."""

import pytest

from benchmarks.table import Figure, percentile


@pytest.mark.parametrize(("share", "want"), [(0.5, 50), (0.99, 99), (1.0, 100), (0.0, 1)])
def test_percentile(share: float, want: int) -> None:
    assert percentile(range(100, 0, -1), share) == want


@pytest.mark.parametrize(
    ("figure", "met"),
    [
        (Figure("a", 3, "ms", against=10, goal=0.3), True),
        (Figure("a", 3.1, "ms", against=10, goal=0.3), False),
        (Figure("a", 1200, "rows/s", goal=1000, at_most=False), True),
        (Figure("a", 900, "rows/s", goal=1000, at_most=False), False),
        (Figure("a", 1, "s"), True),
    ],
)
def test_goals_are_judged_by_the_ratio_where_there_is_one(figure: Figure, met: bool) -> None:
    assert figure.met is met
    assert figure.cells()[-1] == ("" if figure.goal is None else "met" if met else "MISSED")
