"""`/deal find` and *My day* of a rep with 50 deals, among 1,000,000 deals against among 10,000.

What a rep asks for may cost what it finds, not what others have. Both databases are SQLite files; the rounds alternate.
"""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.table import Figure
from benchmarks.tick import FEW, MANY, NOW, OWNERS, Team
from rules.access import Actor
from services.ask import Ask
from services.lists import found, home
from storage import people
from storage.tables import PersonRole

MINE, ROUNDS = 50, 9
REP, HEAD = OWNERS, 1  # the last of them, and whom all report to
ACCOUNTS = """
INSERT INTO accounts (id, name, name_norm, details, created_at, version)
SELECT id, 'Firm ' || id || ' Kiln' || (id % 100), 'firm ' || id || ' kiln' || (id % 100), '{}', created_at, 1 FROM deals
"""
OWNED = "UPDATE deals SET account_id = id, owner_id = CASE WHEN id % (:total / :mine) = 0 THEN :rep ELSE owner_id END"
OTHERS = "UPDATE deals SET owner_id = 2 WHERE owner_id = :rep"
TOKENS = """
INSERT INTO search_tokens (token, deal_id)
SELECT token, id FROM (
    SELECT 'firm' AS token, id FROM deals UNION ALL SELECT 'kiln' || (id % 100), id FROM deals
    UNION ALL SELECT '#' || id || '55123', id FROM deals UNION ALL SELECT 'n' || id, id FROM deals
    UNION ALL SELECT ',price,', id FROM deals WHERE id % (:total / :mine) = 0
) ORDER BY token, id
"""


class Office:
    """A database with so many deals, and the rep who asks."""

    def __init__(self, folder: Path, total: int) -> None:
        self.team = Team(folder, total, mine=MINE, rep=REP)
        self.team.run(OTHERS, ACCOUNTS, OWNED, TOKENS, "ANALYZE")
        db, deps = self.team.db, self.team.deps
        with db.write() as tx:
            tx.add(PersonRole(person_id=REP, role="rep"))
            tx.add(PersonRole(person_id=HEAD, role="director"))
        with db.read() as tx:
            person, head = people.by_id(tx, REP), people.by_id(tx, HEAD)
        assert person is not None and head is not None
        self.ask = Ask(deps, person, Actor(REP, frozenset({"rep"}), "member", True), NOW)
        self.all = Ask(deps, head, Actor(HEAD, frozenset({"director"}), "member", True), NOW)
        own = total // MINE * 7  # the number of one deal of theirs
        self.asked: dict[str, Callable[[], object]] = {
            "`/deal find` a name": lambda: self._found(f"n{own}", 1),
            "`/deal find` a word of many": lambda: self._found("kiln0", None),
            "`/deal find` a tag": lambda: self._found("tag:price", None),
            "`/deal find` a tag by who sees everything": lambda: self._found("tag:price", None, self.all),
            "`/deal find` a phone": lambda: self._found(f"{own}55123"[::-1], 1),
            "*My day*": lambda: home.of(self.ask),
        }

    def _found(self, words: str, expected: int | None, ask: Ask | None = None) -> object:
        answer = found.find(ask or self.ask, words)
        count = getattr(answer, "count", 0)
        if count != (MINE if expected is None else expected):
            raise RuntimeError(f"{words}: found {count}")
        return answer

    def took(self, what: str) -> float:
        """Seconds of one answer."""
        start = perf_counter()
        self.asked[what]()
        return perf_counter() - start


def run() -> Sequence[Figure]:
    """The median of each over both."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="baton-bench-")))
        many, few = Office(folder, MANY), Office(folder, FEW)
        stack.callback(many.team.db.close)
        stack.callback(few.team.db.close)
        figures = []
        for what in many.asked:
            pairs = [(many.took(what), few.took(what)) for _ in range(ROUNDS + 1)][1:]
            among_many, among_few = (median(side) * 1000 for side in zip(*pairs, strict=True))
            told = f"{what}, a rep's 50 deals among 1,000,000 against among 10,000"
            figures.append(Figure(told, among_many, "ms", against=among_few, goal=1.5))
        return figures
