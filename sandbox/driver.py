"""A synchronous client of the sandbox for tests and scripts: start it, be a person, move its clocks, judge.

with Sandbox.start(now="2026-11-24T15:30+08:00") as slack:
    mia = slack.person("mia")
    answer = mia.command("#sales", "/lead Acme")
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Any, TypeVar
from urllib.parse import urlencode

from sandbox.persona import Answer, Persona
from sandbox.render import Json, buttons_of, text_of

__all__ = ["Answer", "Persona", "Sandbox", "buttons_of", "text_of"]
T = TypeVar("T")
ROOT = Path(__file__).resolve().parent.parent
ELSEWHERE = 0.1  # seconds between two looks at what no change here tells of
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class SandboxError(RuntimeError):
    """The sandbox did not start, or refused a call of the driver."""


def _all_of(said: IO[str]) -> str:
    with said:
        said.seek(0)
        return said.read()


class Sandbox:
    """A running sandbox at `url`; as a context manager it ends the process it started."""

    bot_token = "xoxb-sandbox"
    app_token = "xapp-sandbox"
    signing_secret = "5a5db0c55a5db0c55a5db0c55a5db0c5"

    def __init__(
        self, url: str, process: subprocess.Popen[str] | None = None, said: IO[str] | None = None
    ) -> None:
        self.url = url.rstrip("/")
        self._said = said
        self.api_url = f"{self.url}/api/"
        self._process = process

    @classmethod
    def start(
        cls,
        *,
        manifest: Path | str | None = None,
        now: str | datetime | None = None,
        seed: Json | Path | None = None,
        data: Path | None = None,
        port: int = 0,
        rate_limits: str = "off",
        request_url: str | None = None,
    ) -> Sandbox:
        """Starts a process and waits until it is ready; raises SandboxError with what it said."""
        command = [sys.executable, "-m", "sandbox", "--port", str(port), "--rate-limits", rate_limits]
        command += ["--manifest", str(manifest or ROOT / "manifest.json")]
        if now is not None:
            command += ["--now", now.isoformat() if isinstance(now, datetime) else now]
        if request_url is not None:
            command += ["--request-url", request_url]
        if data is not None:
            command += ["--data", str(data)]
        said = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 (lives as long as the process)
        with tempfile.TemporaryDirectory() as folder:
            if seed is not None:
                path = seed if isinstance(seed, Path) else Path(folder) / "seed.json"
                if isinstance(seed, dict):
                    path.write_text(json.dumps(seed), encoding="utf-8")
                command += ["--seed", str(path)]
            process = subprocess.Popen(
                command, cwd=ROOT, stdout=subprocess.PIPE, stderr=said, text=True, encoding="utf-8"
            )
            assert process.stdout
            line = process.stdout.readline()
        if not line.startswith("sandbox ready "):
            process.wait(10)
            process.stdout.close()
            raise SandboxError(line + _all_of(said))
        return cls(line.split()[-1], process, said)

    def stop(self, *, kill: bool = False) -> None:
        """Ends the process, with `kill` at once, as a power cut does; what it complained of goes to stderr."""
        if self._process is None:
            return
        self._process.kill() if kill else self._process.terminate()
        self._process.wait(10)
        if self._process.stdout:
            self._process.stdout.close()
        self._process = None
        if self._said is not None:
            sys.stderr.write(_all_of(self._said))
            self._said = None

    @property
    def is_running(self) -> bool:
        """Does the process that `start` made still run?"""
        return self._process is not None and self._process.poll() is None

    def reset(self, now: str | datetime | None = None) -> None:
        """Everything from the seed again: connections cut, ids and clocks from their start (at `now`)."""
        moment = now.isoformat() if isinstance(now, datetime) else now
        self.post("/control/reset", now=moment)

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    # -- calls -----------------------------------------------------------------------------------

    def get(self, path: str, **query: Any) -> Json:
        wanted = {name: value for name, value in query.items() if value is not None}
        return self._call(urllib.request.Request(f"{self.url}{path}?{urlencode(wanted)}"))

    def post(self, path: str, http: str = "POST", patience: float = 60.0, **body: Any) -> Json:
        data = json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        return self._call(urllib.request.Request(self.url + path, data, headers, method=http), patience)

    def send_file(self, user: str, name: str, data: bytes) -> Json:
        """A person's file, as a page's form sends it."""
        edge = uuid.uuid4().hex
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="user"\r\n\r\n{user}\r\n'.encode(),
            f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode(),
            data,
            f"\r\n--{edge}--\r\n".encode(),
        ]
        headers = {"Content-Type": f"multipart/form-data; boundary={edge}"}
        body = b"".join(parts)
        file: Json = self._call(urllib.request.Request(f"{self.url}/client/upload", body, headers))["file"]
        return file

    def _call(self, request: urllib.request.Request, patience: float = 60.0) -> Json:
        try:
            with OPENER.open(request, timeout=patience) as answer:
                body: Json = json.load(answer)
        except urllib.error.HTTPError as wrong:
            raise SandboxError(f"{request.full_url}: {wrong.code} {wrong.read().decode()}") from None
        return body

    def person(self, name: str) -> Persona:
        """Somebody of the team, by id or handle."""
        return Persona(self, name)

    # -- waiting and time ------------------------------------------------------------------------

    def wait_for(self, predicate: Callable[[], T], timeout: float = 30.0) -> T:
        """The first true answer of `predicate`; raises TimeoutError.

        Asked again whenever something changed here, and every tenth of a second for what changes elsewhere.
        """
        deadline = time.monotonic() + timeout
        while True:
            seen = self.get("/control/changes")["changes"]
            found = predicate()
            if found:
                return found
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError(f"not true within {timeout} s: last answer {found!r}")
            self.get("/control/changes", after=seen, wait=round(min(left, ELSEWHERE), 3))

    def clock(self) -> Json:
        return self.get("/control/clock")

    @property
    def now(self) -> datetime:
        return datetime.fromisoformat(self.clock()["now"])

    def advance(
        self,
        *,
        days: float = 0,
        hours: float = 0,
        minutes: float = 0,
        seconds: float = 0,
        to: datetime | str | None = None,
        wait: float = 120.0,
    ) -> Json:
        """Moves business time and waits until every listener has done its part; raises TimeoutError."""
        if to is not None:
            goal: Json = {"to": to.isoformat() if isinstance(to, datetime) else to}
        else:
            goal = {"seconds": days * 86400 + hours * 3600 + minutes * 60 + seconds}
        told = self.post("/control/clock/advance", patience=wait + 30, **goal, wait=wait)
        if wait and not told["reached"]:
            raise TimeoutError(f"the clock did not arrive within {wait} s: {told}")
        return told

    def push(self, seconds: float) -> None:
        """Process time ahead: triggers and response urls grow old, acks run out, retries come."""
        self.post("/control/process", seconds=seconds)

    def pace(self, pace: float) -> None:
        """So many seconds of process time pass in one of the machine's, until a reset: where many tests share a machine, what
        Slack gives three seconds shall not depend on it."""
        self.post("/control/process", pace=pace)

    # -- the judge and the breaker ---------------------------------------------------------------

    def sink(self, after: int = 0) -> list[Json]:
        """Everything the app had stored, in order."""
        return list(self.get("/control/sink", after=after)["entries"])

    def wire(self, after: int = 0) -> list[Json]:
        return list(self.get("/client/wire", after=after)["entries"])

    def health(self) -> Json:
        return self.get("/control/health")

    def connected(self, timeout: float = 10.0) -> Json:
        """Waits until the app has a socket open, or over HTTP has answered the challenge."""
        return self.wait_for(lambda: (found := self.health())["connections"] and found, timeout)

    def fault(self, method: str, kind: str, **how: Any) -> None:
        """Breaks calls of `method`: share, times, seed, stored, retry_after, seconds (of slow, of lagging)."""
        self.post("/control/faults", method=method, kind=kind, **how)

    def revoke(self, revoked: bool = True) -> None:
        """The bot token is good for nothing any more, or good again."""
        self.post("/control/token", revoked=revoked)

    def no_faults(self) -> int:
        """Mends everything; returns how many calls were hit so far."""
        return int(self.post("/control/faults", http="DELETE")["hits"])

    def disconnect(self, reason: str = "drop", *, coming: int = 0) -> int:
        """How many connections there were; `coming` ones are silent from their start, after a `silence`."""
        return int(self.post("/control/disconnect", reason=reason, coming=coming)["connections"])

    def over_http(self, request_url: str) -> str:
        """Socket Mode off, everything to this URL; an error in Slack's words when it fails the challenge."""
        return str(self.post("/control/app", request_url=request_url).get("error", ""))

    def over_sockets(self) -> None:
        """Socket Mode on again."""
        self.post("/control/app")

    def replay(self, kind: str | None = None, *, last: int = 1, times: int = 1) -> list[Json]:
        """Sends the last envelopes (`slash_commands`, `interactive`, `events_api`) again; how each fared."""
        body: Json = {"last": last, "times": times} | ({"type": kind} if kind else {})
        return list(self.post("/control/replay", **body)["acks"])

    def people(self, **person: Any) -> Json:
        """Adds or changes a person."""
        return self.post("/control/people", **person)

    def channels(self, **channel: Any) -> Json:
        """Adds or changes a channel."""
        return self.post("/control/channels", **channel)

    def members(self, channel: str, *, add: list[str] | None = None, remove: list[str] | None = None) -> Json:
        return self.post("/control/members", channel=channel, add=add or [], remove=remove or [])
