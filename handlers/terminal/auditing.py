"""`app.py audit`: whether every reminder that was due was said, once and to whom it was for, and whether the
record of changes is as it was written. Changes nothing."""

import argparse

from bot.settings import load
from handlers.terminal.kit import Kit
from handlers.terminal.screen import FAULT, OK, Screen
from handlers.terminal.target import add_try, settings_for
from rules import seals
from rules.auditing import FAULTS
from rules.seals import Verdict
from services.watching import auditor, sealing

MOST = 20  # cases of one kind that are listed


def options(parser: argparse.ArgumentParser, screen: Screen) -> None:
    """None but `--try`."""
    add_try(parser, screen)


def work(kit: Kit, screen: Screen, chosen: argparse.Namespace) -> int:
    """0 when everything adds up. Raises SettingsError, BatonError."""
    deps, is_ready = kit.look(settings_for(kit, chosen) or load(slack=False))
    try:
        if not is_ready:
            screen.line(screen.t("terminal.audit_nothing"))
            return OK
        balance, found = auditor.whole(deps)
        record = sealing.verify(deps)
    finally:
        deps.db.close()
    screen.line(
        screen.t(
            "terminal.audit_balance",
            due=balance.due,
            sent=balance.sent,
            cancelled=balance.cancelled,
            waiting=balance.waiting,
            left=balance.left,
        )
    )
    for fault in FAULTS:
        if mine := [one for one in found if one.fault == fault]:
            screen.line(screen.t(f"audit.{fault}", count=len(mine)))
            for one in mine[:MOST]:
                said = screen.t("terminal.audit_case", subject=one.subject, whom=one.whom)
                screen.line(f"  {said if one.whom else one.subject}")
    if not found and not balance.left:
        screen.line(screen.t("terminal.audit_fine"))
    _record(screen, record)
    return FAULT if found or balance.left or record.broken else OK


def _record(screen: Screen, record: Verdict) -> None:
    """How the chain over the record of changes holds."""
    screen.line(screen.t("terminal.audit_sealed", sealed=record.sealed, unsealed=record.unsealed))
    if record.last.number:
        last = record.last
        screen.line(screen.t("terminal.audit_last", number=last.number, digest=last.digest))
    for kind in seals.BREAKS:
        if ids := record.broken.get(kind):
            screen.line(screen.t(f"terminal.audit_{kind}", which=seals.spans(sorted(ids))))
