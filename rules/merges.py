"""Merged accounts as a tree: each standing merge leads from one account to another; where a name counts is its root."""

from collections.abc import Mapping

Into = Mapping[int, int]  # account → the account it was merged into


def root(into: Into, account: int) -> int:
    """The account under which this one counts; itself when it was not merged."""
    seen = {account}
    while account in into and into[account] not in seen:
        account = into[account]
        seen.add(account)
    return account


def under(into: Into, account: int) -> frozenset[int]:
    """This account and all that were merged into it, at whatever distance."""
    return frozenset({account} | {one for one in into if account in _above(into, one)})


def _above(into: Into, account: int) -> set[int]:
    found: set[int] = set()
    while account in into and into[account] not in found:
        account = into[account]
        found.add(account)
    return found
