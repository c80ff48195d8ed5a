"""When a delivery is tried again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.retry import LONGEST_PAUSE, LONGEST_WAIT, MOST_FAILURES, SETTLE, FailureKind, next_attempt


@pytest.mark.parametrize(
    ("kind", "failures", "said", "wait"),
    [
        ("retry", 1, None, 1.0),
        ("retry", 4, None, 8.0),
        ("retry", 40, None, LONGEST_WAIT),
        ("retry", MOST_FAILURES, None, None),
        ("later", 1, 7.5, 7.5),
        ("later", 3, None, 4.0),
        ("later", 1, 1e9, LONGEST_PAUSE),
        ("unknown", 1, None, SETTLE),
        ("unknown", MOST_FAILURES, None, None),
        ("revoked", MOST_FAILURES, None, LONGEST_WAIT),
        ("revoked", 9, None, LONGEST_WAIT),
        ("refused", 1, None, None),
        ("recipient_gone", 1, None, None),
        ("channel_gone", 1, None, None),
    ],
)
def test_a_failure_says_whether_trying_again_helps(
    kind: FailureKind, failures: int, said: float | None, wait: float | None
) -> None:
    assert next_attempt(kind, failures, said) == wait


@given(st.integers(0, 10_000), st.floats(0, 1), st.one_of(st.none(), st.floats(0, 1e6)))
def test_a_pause_is_never_shorter_than_slack_asked_and_never_endless(
    failures: int, spread: float, said: float | None
) -> None:
    wait = next_attempt("later", failures, said, spread=spread)
    assert wait is not None and min(said or 0.0, LONGEST_PAUSE) <= wait <= LONGEST_PAUSE + 1
    again = next_attempt("retry", min(failures, MOST_FAILURES - 1), spread=spread)
    assert again is not None and 0 < again <= LONGEST_WAIT
