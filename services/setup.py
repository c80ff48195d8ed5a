"""The first hours of a workspace: who is admin, and the three questions that follow."""

from services.deps import Deps
from storage import people as rows


def has_admin(deps: Deps) -> bool:
    """Is somebody admin already, so that no claim code is needed?"""
    with deps.db.read() as tx:
        return bool(rows.holding(tx, "admin"))
