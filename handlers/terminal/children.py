"""A child process of `app.py try`: its log file, and an end that it cannot miss."""

import subprocess
import time
from pathlib import Path

PATIENCE = 10  # seconds for a clean stop, then it is killed


class Child:
    """One process, started again as often as wanted. Its stdin is held open: when we are gone, it ends."""

    def __init__(
        self, command: list[str], folder: Path, log: Path, environment: dict[str, str] | None = None
    ) -> None:
        self.log = log
        self._command, self._folder, self._environment = command, folder, environment
        self._process: subprocess.Popen[bytes] | None = None
        self._starts: list[float] = []

    @property
    def is_started(self) -> bool:
        return self._process is not None

    def start(self) -> None:
        """Starts it in a session of its own, so that Ctrl-C reaches us alone and we end things in order."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self._starts.append(time.monotonic())
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                cwd=self._folder,
                env=self._environment,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def ended(self) -> int | None:
        """The exit code of a process that ended by itself; None while it runs."""
        return None if self._process is None else self._process.poll()

    def starts_since(self, seconds: float) -> int:
        """How often it was started lately."""
        return sum(at > time.monotonic() - seconds for at in self._starts)

    def last_line(self) -> str:
        """The last thing in its log."""
        lines = self.log.read_text("utf-8", "replace").splitlines()[-1:] if self.log.exists() else []
        return lines[0] if lines else ""

    def end(self) -> None:
        """Asks it to stop, then insists."""
        process = self._process
        if process is None:
            return
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdin:
            process.stdin.close()
        self._process = None
