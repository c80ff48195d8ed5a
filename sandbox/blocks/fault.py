"""What is wrong with a payload, in Slack's words, and where: the list that every check adds to."""

from collections.abc import Mapping
from dataclasses import dataclass, field

# Slack answers with every fault it finds; a hostile payload must not make us answer with a million.
MOST = 200
SHOWN = 100  # characters of a foreign name or type that are repeated in a message


@dataclass(frozen=True)
class Fault:
    """One fault. `pointer` is a JSON pointer into the request (`/blocks/0/text/text`), `rule` a key of
    `rules.RULES`; `code` and `constraint` are what blocks.validate tells about it."""

    message: str
    pointer: str
    rule: str
    code: str = "failed_constraint"
    constraint: Mapping[str, object] = field(default_factory=dict, compare=False)

    def __str__(self) -> str:
        return f"{self.message} [json-pointer:{self.pointer}]"


class Faults:
    """Collects faults; a child path is the parent's pointer plus one step."""

    def __init__(self) -> None:
        self.list: list[Fault] = []

    def add(
        self, message: str, at: str, rule: str, code: str = "failed_constraint", **constraint: object
    ) -> None:
        """Keep one fault; beyond `MOST` nothing is kept, the payload is refused anyway."""
        if len(self.list) < MOST:
            self.list.append(Fault(message, at, rule, code, constraint))


def step(at: str, key: object) -> str:
    """The pointer of a child: `~` and `/` escaped as RFC 6901 has it, long foreign keys cut."""
    return f"{at}/{str(key)[:SHOWN].replace('~', '~0').replace('/', '~1')}"
