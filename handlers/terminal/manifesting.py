"""`app.py manifest`: the app as Slack is told it; with the address of a Baton that listens, for HTTP."""

import argparse
import json
from typing import Any
from urllib.parse import urlsplit

from bot.http import PATH
from handlers.terminal.kit import Kit
from handlers.terminal.screen import OK, Screen
from rules.errors import Invalid


def options(parser: argparse.ArgumentParser, screen: Screen) -> None:
    """The address that Slack is to call."""
    parser.add_argument("address", nargs="?", metavar="https://…", help=screen.t("terminal.opt_address"))


def work(kit: Kit, screen: Screen, chosen: argparse.Namespace) -> int:
    """Prints it. Raises Invalid for an address that Slack would not call."""
    manifest = json.loads((kit.root / "manifest.json").read_text("utf-8"))
    if chosen.address:
        over_http(manifest, _request_url(chosen.address))
    screen.line(json.dumps(manifest, ensure_ascii=False, indent=2))
    return OK


def over_http(manifest: dict[str, Any], url: str) -> None:
    """One address for all that people do and for all that happens."""
    settings = manifest["settings"]
    settings["socket_mode_enabled"] = False
    for place in (settings["event_subscriptions"], settings["interactivity"]):
        place["request_url"] = url
    for command in manifest["features"]["slash_commands"]:
        command["url"] = url


def _request_url(address: str) -> str:
    try:
        parts = urlsplit(address)
        is_good = parts.scheme == "https" and bool(parts.hostname) and not (parts.query or parts.fragment)
    except ValueError:
        is_good = False
    if not is_good:
        raise Invalid("terminal.not_https", given=address)
    return address.rstrip("/").removesuffix(PATH) + PATH
