"""The demo of `app.py try`: its people and its pipeline, put in once; the data stays on the next start."""

from pathlib import Path

import yaml

from rules.errors import BatonError
from services.deps import Deps
from services.setup import demo
from services.team import people_file


def load(deps: Deps, people: Path, folder: Path) -> None:
    """Applies the people and loads the deals, unless that was done. Raises BatonError for a faulty file."""
    if demo.is_loaded(deps):
        return
    now = deps.clock.now()
    faults = people_file.apply(deps, people.read_text("utf-8"), by_id=None, now=now)
    if faults:
        raise BatonError("terminal.demo", path=people, line=faults[0].line)
    entries = yaml.safe_load((folder / "deals.yaml").read_text("utf-8"))
    demo.load(deps, entries, now=now)
