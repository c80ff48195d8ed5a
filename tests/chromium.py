"""Where a Chromium is on this machine, if there is one."""

import os
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
SKIPPED = "browser tests skipped: no Chromium found (apt install chromium, or set BATON_CHROMIUM to its path)"


def find() -> str | None:
    """BATON_CHROMIUM, else the first Chromium or Chrome on the PATH, else None."""
    named = os.environ.get("BATON_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    return named or (str(MAC) if MAC.exists() else None)


def required() -> bool:
    """True where the browser tests may not be skipped (CI)."""
    return os.environ.get("BATON_REQUIRE_BROWSER") == "1"
