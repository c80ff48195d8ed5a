"""Long lists by pages. They grow shorter while people read, so a page that is gone is the nearest one that there is."""

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def nearest(page: int, count: int, size: int) -> int:
    """The page (from 0) to show of `count` items, `size` of them a page; 0 of an empty list."""
    return min(max(page, 0), max((count - 1) // size, 0))


def cut(items: Sequence[T], page: int, size: int) -> tuple[int, Sequence[T]]:
    """The nearest page, and what stands on it."""
    page = nearest(page, len(items), size)
    return page, items[page * size : (page + 1) * size]
