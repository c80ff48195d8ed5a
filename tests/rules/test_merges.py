"""Merged accounts as a tree: whatever is merged and parted in whatever order, each name counts where it should."""

from hypothesis import given
from hypothesis import strategies as st

from rules.merges import root, under

STEPS = st.lists(st.tuples(st.integers(1, 8), st.integers(1, 8), st.booleans()), max_size=40)


def test_a_chain_ends_at_its_root() -> None:
    into = {1: 2, 2: 3}
    assert [root(into, n) for n in (1, 2, 3, 4)] == [3, 3, 3, 4]
    assert under(into, 2) == {1, 2}
    assert under(into, 3) == {1, 2, 3}
    assert under({}, 5) == {5}


@given(STEPS)
def test_parted_again_nothing_is_lost(steps: list[tuple[int, int, bool]]) -> None:
    into: dict[int, int] = {}
    for one, other, parts in steps:
        if parts:
            into.pop(one, None)
        elif root(into, one) == one and root(into, other) != one:
            into[one] = root(into, other)
    for account in range(1, 9):
        top = root(into, account)
        assert top not in into
        assert account in under(into, top)
        assert all(root(into, below) == top for below in under(into, account))


@given(st.dictionaries(st.integers(1, 6), st.integers(1, 6)))
def test_a_circle_ends_too(into: dict[int, int]) -> None:
    for account in range(1, 7):
        assert root(into, account) in {*into.values(), account}
        assert account in under(into, account)
