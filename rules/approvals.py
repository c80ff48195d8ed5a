"""A manager's yes that is asked for above some sum: the sum that it was said to, and when a deal has outgrown it."""


def said_to(minor: int | None, currency: str | None) -> str | None:
    """A sum in minor units as it is kept with the yes; None where the deal has none."""
    return None if minor is None else f"{minor} {currency or ''}"


def sum_of(kept: str) -> tuple[int, str]:
    """Minor units and currency of what was kept; "" is the base currency."""
    minor, _, currency = kept.partition(" ")
    return int(minor), currency


def is_outgrown(kept: str | None, minor: int | None, currency: str | None) -> bool:
    """Is the deal worth more than what was said yes to, or counted in another currency, whose rate moves by itself?"""
    if kept is None or minor is None:
        return False
    agreed, said_in = sum_of(kept)
    return minor > agreed or (currency or "") != said_in
