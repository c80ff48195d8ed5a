"""The door: `python app.py COMMAND` loads what this command needs and no more. Everything meets in wiring.py."""

import sys
from collections.abc import Sequence
from pathlib import Path

from handlers import terminal
from handlers.terminal.kit import Kit
from handlers.terminal.loading import loaded

WIRING = "wiring"


def main(arguments: Sequence[str]) -> int:
    """`python app.py try|run|check|config|people|manifest|import|audit|probe`; returns the exit code."""
    kit = Kit(
        root=Path(__file__).resolve().parent,
        open=lambda settings: loaded(WIRING).opened(settings),
        look=lambda settings: loaded(WIRING).looked(settings),
        wire=lambda settings: loaded(WIRING).serving(settings),
    )
    return terminal.run(arguments, kit)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
