"""A line of text whose parts are claimed one by one; what nobody claims stays visible to the next reader."""

from typing import NamedTuple

from rules.patterns import late

TAKEN = "\x00"
HAN = "\u3007\u3400-\u9fff\uf900-\ufaff"
_BREAK = late(
    r"(?=[\x00\s,，;；|、。.！？!?()（）\[\]【】「」『』《》〈〉<>\"…：@/–—-])(?:"  # most characters are none of these
    rf"[\x00\n\t，;；|、。！？!?()（）\[\]【】「」『』《》〈〉<>\"…：]+|(?<!\d),+|,+(?!\d)|\s+[-–—/]+\s+|\.(?=\s|$)(?<!St\.)(?<!Sr\.)(?<!Jr\.)(?<!Hr\.)(?<!Mrs\.)(?<!Prof\.)(?<!Co\.)(?<!Dr\.)(?<!Mr\.)(?<!Ms\.)(?<!No\.)(?<!Inc\.)(?<!Ltd\.)(?<!Corp\.)(?<![\s\x00][A-Z]\.)(?<!^[A-Z]\.)|@(?=[{HAN}])(?<=[{HAN}]@)|(?<=[{HAN}])[-–—]|[-–—](?=[{HAN}])|(?<=[{HAN}])\s+|\s+(?=[{HAN}])|(?<=[{HAN}])/|/(?=[{HAN}]))"
)


class Piece(NamedTuple):
    """A part of the text: offsets, what it was taken for, the words themselves."""

    start: int
    end: int
    kind: str
    text: str


class Person(NamedTuple):
    """A contact as typed. `spans` are what to claim; `sure` is False for a name guessed from its place."""

    name: str
    title: str | None
    spans: tuple[tuple[int, int], ...]
    sure: bool = True


class Board:
    """The text and who has claimed which part. Claimed characters read as NUL in `masked`."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.pieces: list[Piece] = []
        self._masked = list(text)
        self._seen: str | None = None  # what was worked out since the last claim
        self._chunks: list[Piece] | None = None

    @property
    def masked(self) -> str:
        if self._seen is None:
            self._seen = "".join(self._masked)
        return self._seen

    def claim(self, start: int, end: int, kind: str) -> Piece:
        """Take `start..end` for a kind of field."""
        piece = Piece(start, end, kind, self.text[start:end])
        self.pieces.append(piece)
        self._masked[start:end] = TAKEN * (end - start)
        self._seen = self._chunks = None
        return piece

    def free(self, start: int, end: int) -> bool:
        return TAKEN not in self._masked[start:end]

    def chunks(self) -> list[Piece]:
        """Unclaimed parts between separators, claims and the spaces beside Han characters, in order."""
        if self._chunks is None:
            self._chunks = self._cut()
        return list(self._chunks)

    def _cut(self) -> list[Piece]:
        masked, at = self.masked, 0
        found: list[Piece] = []
        for gap in _BREAK.finditer(masked):
            start, end = gap.span()
            if at < start:
                self._trim(at, start, found)
            at = end
        self._trim(at, len(masked), found)
        return found

    def _trim(self, start: int, end: int, found: list[Piece]) -> None:
        part = self.text[start:end].rstrip(" @/\t-–—:：*_~`•·'")
        bare = part.lstrip(" /\t-–—:：*_~`>•·#@'")
        if bare:
            end = start + len(part)
            found.append(Piece(end - len(bare), end, "free", bare))
