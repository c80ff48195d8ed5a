"""Whole Batons as processes that one can kill, freeze and start again, while business time passes."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sandbox.driver import ROOT, Sandbox
from tests.serving import begun

UP = "Baton is running"  # what `app.py run` prints when it listens
SILENT = 46  # seconds of process time after which the sandbox's clock waits for nobody


class Instance:
    """One `app.py run` on this database, connected to this sandbox, following its clock."""

    def __init__(self, folder: Path, database_url: str, slack: Sandbox, **settings: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self._slack = folder, slack
        self._how = (folder, database_url, slack)
        self._settings = {"BATON_CONTROL_URL": slack.url} | settings
        self._process: subprocess.Popen[str] | None = None
        self._waited_for = ""

    def start(self, **settings: str) -> None:
        """Returns when it serves."""
        self._process = begun(*self._how, "--demo", str(ROOT / "demo"), **self._settings | settings)
        assert self._process.stdout
        for line in self._process.stdout:
            if UP in line:
                self._forget(self._waited_for)
                return
        raise RuntimeError(self.log)

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text("utf-8")

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def listener(self) -> str:
        """What the sandbox's clock knows it by."""
        return f"baton:{self.pid}"

    def kill(self) -> None:
        """SIGKILL; nobody waits for it any more, as after its restart."""
        os.kill(self.pid, signal.SIGKILL)
        self.gone()

    def gone(self, *, leave: bool = True) -> int:
        """Takes leave of a process that ends by itself; how it ended. Without `leave` the clock waits until it is back."""
        assert self._process is not None
        self._process.wait(60)
        self._process.communicate()
        self._waited_for = self.listener
        if leave:
            self._forget(self.listener)
        code, self._process = self._process.returncode, None
        return code

    def _forget(self, listener: str) -> None:
        if listener:
            self._slack.post("/control/clock/leave", listener=listener)

    def freeze(self) -> None:
        os.kill(self.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        os.kill(self.pid, signal.SIGCONT)

    def stop(self) -> int:
        """A clean end; its exit code."""
        self.thaw()
        os.kill(self.pid, signal.SIGTERM)
        return self.gone()

    @property
    def is_there(self) -> bool:
        return self._process is not None


@contextmanager
def instances(count: int, folder: Path, database_url: str, slack: Sandbox) -> Iterator[list[Instance]]:
    """So many, started one after the other; none outlives the block."""
    made = [Instance(folder / f"baton{n}", database_url, slack) for n in range(count)]
    try:
        for one in made:
            one.start()
        yield made
    finally:
        for one in made:
            if one.is_there:
                one.kill()
