"""`app.py probe U… | C…`: how long this workspace's Slack takes to show what it stored, and whether `client_msg_id` stops doubles.

It posts a few messages, looks for them as the outbox looks for what is in doubt, and takes them away again."""

import argparse
import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Event
from time import monotonic

from bot.calling import web_client
from bot.failures import DeliveryError
from bot.gateway import Posted
from bot.settings import Settings, load
from bot.trial import Trial
from handlers.terminal.kit import Kit
from handlers.terminal.screen import OK, Screen
from handlers.terminal.target import add_try, settings_for
from rules.errors import BatonError
from services.sending.outbox import Timing

TIMES, PACE = 3, 1.1  # messages that are looked for; seconds between two, which Slack asks for
LOOK = 0.2  # seconds between two looks
SKEW = timedelta(seconds=1)  # looked for from a moment before it was stored
YES = ("y", "yes")


def options(parser: argparse.ArgumentParser, screen: Screen) -> None:
    """Where to post, and whether to ask before."""
    parser.add_argument("where", metavar="U…|C…", help=screen.t("terminal.opt_probe_where"))
    parser.add_argument("--yes", action="store_true", help=screen.t("terminal.opt_probe_yes"))
    add_try(parser, screen)


def work(kit: Kit, screen: Screen, chosen: argparse.Namespace) -> int:
    """0 when the settle time is long enough. Raises SettingsError, BatonError."""
    settings = settings_for(kit, chosen) or load()
    probe = Probe(Trial(web_client(_token(settings), settings.slack_api_url)), screen, Event().wait)
    try:
        team = str(probe.slack.identity().get("team") or "")
        screen.line(screen.t("terminal.probe_plan", count=TIMES + 2, where=chosen.where, team=team))
        if not chosen.yes and not _agreed(screen):
            screen.line(screen.t("terminal.probe_left"))
            return OK
        return probe.run(chosen.where)
    except DeliveryError as fault:
        raise BatonError("terminal.slack", reason=fault.code) from fault


def _token(settings: Settings) -> str:
    return settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else ""


def _agreed(screen: Screen) -> bool:
    try:
        return input(screen.t("terminal.probe_ask") + " ").strip().lower() in YES
    except EOFError:
        return False


@dataclass
class Probe:
    """One run of it. ``pause`` waits so many seconds; ``posted`` is remembered so that all of it goes again."""

    slack: Trial
    screen: Screen
    pause: Callable[[float], object]
    posted: list[Posted] = field(default_factory=list)

    def run(self, where: str) -> int:
        """Measures in this channel or somebody's DM (its id or theirs); the exit code. Raises DeliveryError."""
        try:
            channel = self.slack.open_dm(where) if where.startswith(("U", "W")) else where
            code = self._settle(channel)
            self._twice(channel)
        finally:
            self._clean()
        return code

    def _settle(self, channel: str) -> int:
        """How long until the history has what was just stored."""
        settle = Timing().settle.total_seconds()
        waits = [wait for _ in range(TIMES) if (wait := self._shown_after(channel, 2 * settle)) is not None]
        if len(waits) < TIMES:
            return self.screen.fault(self.screen.t("terminal.probe_unseen", seconds=f"{2 * settle:g}"))
        said = {"fastest": f"{min(waits):.1f}", "slowest": f"{max(waits):.1f}", "settle": f"{settle:g}"}
        if max(waits) * 2 > settle:
            return self.screen.fault(self.screen.t("terminal.probe_slow", **said))
        self.screen.line(self.screen.t("terminal.probe_settles", **said))
        return OK

    def _shown_after(self, channel: str, most: float) -> float | None:
        """Seconds until the history shows what was stored; None after `most` of them."""
        ref = secrets.token_hex(8)
        view = {"text": self.screen.t("terminal.probe_message")}
        where = self.slack.post(channel, view, ref=ref)
        began, since = monotonic(), datetime.fromtimestamp(float(where.ts), UTC) - SKEW
        self.posted.append(where)
        while (waited := monotonic() - began) <= most:
            if self.slack.find_by_ref(where.channel, ref, since) is not None:
                self.pause(max(0.0, PACE - waited))
                return waited
            self.pause(LOOK)
        return None

    def _twice(self, channel: str) -> None:
        """The same client_msg_id twice: one message, two, or a refusal?"""
        same, text = str(uuid.uuid4()), self.screen.t("terminal.probe_message")
        try:
            for _ in range(2):
                self.posted.append(self.slack.post_marked(channel, text, same))
                self.pause(PACE)
        except DeliveryError as fault:
            self.screen.line(self.screen.t("terminal.probe_refused", code=fault.code))
            return
        is_one = self.posted[-1] == self.posted[-2]
        self.screen.line(self.screen.t("terminal.probe_one" if is_one else "terminal.probe_two"))

    def _clean(self) -> None:
        posted, left = list(dict.fromkeys(self.posted)), 0
        for one in posted:
            try:
                self.slack.delete(one)
            except DeliveryError:
                left += 1
        key = "terminal.probe_unclean" if left else "terminal.probe_clean"
        self.screen.line(self.screen.t(key, count=left or len(posted)))
