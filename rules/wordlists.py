"""Word lists written as running text."""


def words(text: str) -> list[str]:
    """The words of a text block, in order."""
    return text.split()
