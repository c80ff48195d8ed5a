"""Companies' names that are like no other, so that nothing about them is taken for a repeat or a duplicate."""

import hashlib


def company(n: int) -> str:
    """The n-th of them."""
    letters = hashlib.sha256(str(n).encode()).hexdigest()[:14]
    return letters.translate(str.maketrans("0123456789", "ghijklmnop"))
