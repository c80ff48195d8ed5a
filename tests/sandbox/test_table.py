"""The table of methods against Slack's own reference: arguments, scopes, tiers, errors."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from sandbox.api import METHODS
from sandbox.api.table import COMMON_ERRORS, TABLE
from sandbox.driver import ROOT

REFERENCE = Path(os.environ.get("BATON_SHARED") or ROOT.parent / "shared") / "data/slack/api-ref/methods"
needs_reference = pytest.mark.skipif(not REFERENCE.is_dir(), reason=f"no reference of Slack at {REFERENCE}")
TIER = {"t1": 1, "t2": 2, "t3": 3, "t4": 4, "t5": None}
# On the pages of the methods, under general errors, or measured; the reference leaves them out
BEYOND = {
    "chat.postMessage": {"msg_too_long", "invalid_attachments"},
    "chat.postEphemeral": {"invalid_metadata_format", "invalid_metadata_schema", "metadata_too_large"},
    "views.publish": {"user_not_found"},
}
KNOWN = [name for name in TABLE if (REFERENCE / f"{name}.json").exists()]


def test_every_method_of_the_table_exists_and_the_other_way_round() -> None:
    assert set(METHODS) == set(TABLE)


@needs_reference
@pytest.mark.parametrize("name", KNOWN)
def test_a_method_is_as_slack_describes_it(name: str) -> None:
    row = TABLE[name]
    slack = json.loads((REFERENCE / f"{name}.json").read_text(encoding="utf-8"))
    required = set(slack["args"].get("required") or []) - {"token"}
    scopes = set((slack.get("scope") or {}).get("bot", []))
    if name != "bots.info":
        assert set(row.required) == required
    assert set(row.scopes) <= scopes
    assert bool(row.scopes) == bool(scopes)
    if slack.get("rate_limits"):
        assert row.tier == TIER[slack["rate_limits"]]
    assert row.errors - set(slack["errors"]) - BEYOND.get(name, set()) <= COMMON_ERRORS


def test_no_refusal_stands_outside_the_table() -> None:
    known = COMMON_ERRORS.union(*(row.errors for row in TABLE.values()))
    room = ROOT / "sandbox"
    raised = set()
    for path in [*(room / "api").glob("*.py"), room / "content.py", room / "modals.py"]:
        raised |= set(re.findall(r'SlackError\("(\w+)"', path.read_text(encoding="utf-8")))
    assert raised - known == set()
