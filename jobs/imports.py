"""Files that people sent to Baton, and exports that they asked for: fetched, looked at, imported, handed out.

One run at a time in this process; a run that was cut off is taken up again by whoever comes first.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from threading import Event, Thread

from bot.failures import DeliveryError
from bot.gateway import Gateway
from bot.sheets import faults, lead_table, reading, writing
from bot.views.answers import render
from bot.views.reader import Reader
from bot.words import text
from rules.answers import Sentence
from rules.answers.imports import ImportRunning
from rules.errors import BatonError, Busy, Conflict, Invalid
from rules.exchange.outcome import Part
from rules.retry import next_attempt
from services.ask import Ask
from services.deps import Deps
from services.exchange import export, offering, taking_back, working
from services.exchange.working import Work
from services.lists.home import readers
from services.team.people import zone_of

LOG = logging.getLogger("baton.imports")
TURN = 0.02  # seconds between two transactions, in which those who wait get their turn
TOLD = timedelta(seconds=2)  # process time between two words about how far it is
BEAT = 8.0  # seconds; a lease lives thirty
LONG = 600  # lines; less is done before anybody has read how far it is


class Stopped(Exception):
    """Baton stops: the run goes on after the next start."""


class Files:
    """Does what is to be done, run by run."""

    def __init__(self, deps: Deps, slack: Gateway, shown: Callable[[int], object] | None = None) -> None:
        """``shown`` hears of everybody whose Home may be another one by now, and may not wait."""
        self._deps, self._slack, self._stopped, self._shown = deps, slack, Event(), shown

    def run(self) -> int:
        """Everything that waits; how much that was."""
        done = 0
        while not self._stopped.is_set() and (work := working.take(self._deps)) is not None:
            done += 1
            try:
                with self._alive(work):
                    self._do(work)
            except Conflict:
                LOG.warning("an import is somebody else's by now")
            except Stopped:
                working.give_back(self._deps, work, 0)
            except Busy:
                with suppress(Busy, Conflict):  # its lease brings it back all the same
                    working.give_back(self._deps, work, 1.0)
            except BatonError as fault:
                working.failed(self._deps, work, Sentence(key=fault.key, fields=fault.said))
            except DeliveryError as fault:
                self._put_off(work, fault)
        return done

    def rest(self) -> None:
        """Stops between two batches."""
        self._stopped.set()

    def _put_off(self, work: Work, fault: DeliveryError) -> None:
        """Slack did not give or take the file: once more where that may help, else it is said."""
        LOG.warning("a file waits: %s %s", fault.kind, fault.code)
        waits = int(work.run.plan.get("waits", 0)) + 1
        wait = next_attempt(fault.kind, waits, fault.retry_after)
        if wait is not None and fault.kind != "revoked":
            working.give_back(self._deps, work, wait, waits)
            return
        key = "export.unsent" if work.run.state in ("export", "handing") else "import.unfetched"
        working.failed(self._deps, work, Sentence(key=key, fields={"file": work.run.file}))

    def _do(self, work: Work) -> None:
        match work.run.state:
            case "export":
                self._export(work)
            case "undoing":
                taking_back.undo(self._deps, work, self._pause)
                self._show_homes()
            case "sent":
                offering.look(self._deps, work, reading.read(work.run.file, self._bytes(work)))
            case "queued":
                working.write(self._deps, work, self._parts(work), _Told(self, work), self._pause)
                self._show_homes()
            case "handing":
                self._hand(work)
            case _:
                working.handed(self._deps, work)

    @contextmanager
    def _alive(self, work: Work) -> Iterator[None]:
        """Keeps the lease while this goes on, however long a file is."""
        over = Event()

        def beat() -> None:
            with suppress(Conflict):
                while not over.wait(BEAT):
                    with suppress(Busy):
                        working.renew(self._deps, work)

        pulse = Thread(target=beat, name="files-pulse", daemon=True)
        pulse.start()
        try:
            yield
        finally:
            over.set()
            pulse.join()

    def _show_homes(self) -> None:
        if self._shown is not None:
            for person_id in readers(self._deps):
                self._shown(person_id)

    # -- the file -------------------------------------------------------------------------------------

    def _bytes(self, work: Work) -> bytes:
        """As they were fetched before, else from Slack. Raises DeliveryError, Invalid."""
        data = working.bytes_kept(self._deps, work.run)
        if data is not None:
            return data
        known = self._slack.file_info(str(work.run.slack_file["id"]))
        url, size = str(known.get("url_private_download") or ""), int(known.get("size") or 0)
        if not url or known.get("is_external"):
            raise Invalid("import.elsewhere", name=work.run.file)
        if size > reading.IN_SLACK.size:
            raise Invalid("sheet.too_big", name=work.run.file, most=reading.IN_SLACK.size // 1_000_000)
        data = self._slack.download(url, reading.IN_SLACK.size)
        working.keep(self._deps, work, hashlib.sha256(data).hexdigest(), data)
        return data

    def _parts(self, work: Work) -> Sequence[Part]:
        return offering.parts_of(work.run, reading.read(work.run.file, self._bytes(work)))

    # -- handed out -----------------------------------------------------------------------------------

    def _hand(self, work: Work) -> None:
        """The rows to mend, as a file."""
        held = working.held(work.run)
        name = faults.file_name(work.run.file, work.locale)
        told = text(work.locale, "import.handed", count=len(held))
        self._upload(work, name, faults.workbook(self._parts(work), held, work.locale), told)
        working.handed(self._deps, work)

    def _export(self, work: Work) -> None:
        """The lead table, as this person may see it at this moment. Raises Refused."""
        now = self._deps.clock.now()
        found = export.seen(Ask(self._deps, work.person, work.actor, now))
        page = lead_table.page(found.lines, found.pipeline, work.locale, found.region)
        kind = str(work.run.plan.get("as", "xlsx"))
        data = writing.as_csv(page) if kind == "csv" else writing.xlsx([page])
        day = now.astimezone(zone_of(work.person.slack_tz))
        name = f"{text(work.locale, 'sheet.leads')}-{day:%Y-%m-%d-%H%M}.{kind}"
        self._upload(work, name, data, text(work.locale, "export.here", count=len(found.lines)))
        working.handed(self._deps, work)

    def _upload(self, work: Work, name: str, data: bytes, told: str) -> None:
        channel = self._slack.open_dm(work.person.slack_id or "")
        self._slack.upload(channel, name, data, told)

    # -- how far it is --------------------------------------------------------------------------------

    def _pause(self) -> None:
        if self._stopped.is_set():
            raise Stopped()
        time.sleep(TURN)

    def tell(self, work: Work, answer: ImportRunning) -> None:
        """In the place of the preview; a word that is lost is followed by the next."""
        if work.place is None:
            return
        reader = Reader(work.locale, zone_of(work.person.slack_tz), self._deps.clock.now())
        try:
            self._slack.update(*work.place, render(answer, reader))
        except DeliveryError as fault:
            LOG.warning("progress was not told: %s", fault.code)

    def now(self) -> datetime:
        return self._deps.process.now()


class _Told:
    """Says how far a long import is, every few seconds."""

    def __init__(self, files: Files, work: Work) -> None:
        self._files, self._work, self._last = files, work, files.now()
        self._is_begun = False

    def __call__(self, done: int, total: int) -> None:
        now = self._files.now()
        if total < LONG or (self._is_begun and now < self._last + TOLD):
            return
        self._is_begun, self._last = True, now
        self._files.tell(self._work, ImportRunning(file=self._work.run.file, done=done, total=total))
