"""Commands of processes of their own beside a serving Baton: nothing is lost, and it soon runs what was applied."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from sqlmodel import select

from storage.tables import Deal
from tests.companies import company
from tests.world import ROOT, World

HEAD = "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n"
ROWS = 300


class Beside:
    """Commands of a Baton in processes of their own."""

    def __init__(self, world: World, folder: Path) -> None:
        self.folder = folder
        self.env = {k: v for k, v in os.environ.items() if not k.startswith(("BATON_", "SLACK_"))} | {
            "BATON_DATABASE_URL": world.settings.database_url,
            "BATON_CONTROL_URL": world.slack.url,
            "BATON_PIPELINE": str(ROOT / "pipeline.yaml"),
            "BATON_DATA_DIR": str(folder),
            "LANG": "en_US.UTF-8",
        }

    def start(self, *words: str) -> subprocess.Popen[str]:
        command = [sys.executable, str(ROOT / "app.py"), *words]
        return subprocess.Popen(
            command,
            cwd=self.folder,
            env=self.env,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )


def is_at_work(commands: list[subprocess.Popen[str]]) -> bool:
    """Is one of them still running? Takes a fifth of a second to see it, for nobody types faster."""
    for command in commands:
        try:
            command.wait(0.2)
        except subprocess.TimeoutExpired:
            return True
    return False


def said(beside: Beside, command: subprocess.Popen[str], *words: str) -> str:
    """What a command says in the end: one that was told to try again, does."""
    told, _ = command.communicate(timeout=60)
    if command.returncode and "try again" in told:
        return said(beside, beside.start(*words), *words)
    assert command.returncode == 0, told
    return told


def test_an_import_and_a_new_process_come_in_while_people_work(world: World, tmp_path: Path) -> None:
    source = (ROOT / "pipeline.yaml").read_text("utf-8")
    (tmp_path / "new.yaml").write_text(source.replace("slow_after: 2wd", "slow_after: 1wd", 1), "utf-8")
    lines = [f"A{n:03},Ann,,Shop {n},Engaging,2026-11-02,,\n" for n in range(ROWS)]
    (tmp_path / "sales_pipeline.csv").write_text(HEAD + "".join(lines), "utf-8")
    beside = Beside(world, tmp_path)

    commands = (("import", ".", "--report", "gaps.csv"), ("config", "apply", "new.yaml"))
    running = [beside.start(*words) for words in commands]
    captured = 0
    while is_at_work(running) or captured < 5:
        told = world.dana.command("#sales-east", f"/lead {company(captured)}, 212555{captured:04}, ERP, expo")
        if "Got it" in told.text:
            captured += 1
        else:  # a slow machine: who is told to try again, does
            assert "Nothing was saved; try again" in told.text
    pairs = zip(running, commands, strict=True)
    imported, applied = (said(beside, command, *words) for command, words in pairs)

    assert "Version 2 is active" in applied and f"{ROWS} new deals" in imported
    with world.deps.db.read() as tx:
        origins = [deal.origin for deal in tx.exec(select(Deal))]
    assert origins.count("import") == ROWS and origins.count("command") == captured
    world.slack.advance(to="2026-11-25T16:00+08:00")
    assert world.deps.config.active().version == 2
    light = world.dana.command("#sales-east", f"/deal {company(0)}")
    assert "🔴" in light.text, "slow after one working day, as the new process says"
