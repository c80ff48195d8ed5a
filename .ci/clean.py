"""make try-clean: forgets what the try-out has stored, unless one is at work on it."""

import fcntl
import shutil
import sys
from pathlib import Path

KEPT = Path(__file__).resolve().parent.parent / ".try"


def main():
    """clean.py [DIR]"""
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else KEPT
    if data.is_dir():
        with (data / "try.lock").open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                sys.exit("The try-out is running. End it first: Ctrl-C in its terminal.")
            shutil.rmtree(data)
    print("The try-out data is gone. The next make try starts afresh.")


if __name__ == "__main__":
    main()
