"""Words that name no day and yet ask for one: `asap`, 尽快. What was meant is asked, today first."""

from rules.when.model import Facts, Match, Piece, Rule


def _soon(m: Match, facts: Facts) -> Piece:
    return Piece(m.end(), days=(facts.today, facts.day(1)), by=True, reason="vague", weak=3)


RULES: tuple[Rule, ...] = (
    (
        r"(?:asap|a\.s\.a\.p\.?|as soon as possible|immediately|(?:right|straight) away|urgent(?:ly)?)(?!\w)",
        _soon,
    ),
    (r"尽快|尽早|马上|立刻|立即|越快越好", _soon),
)
