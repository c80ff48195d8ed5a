"""Two people met one customer (撞单): who keeps them."""

from datetime import datetime, timedelta

HOLDS_FOR = timedelta(days=90)  # calendar days without a contact, then the customer is anybody's


def holds(captured_at: datetime, last_contact_at: datetime | None, now: datetime) -> bool:
    """Does the first capture still hold: was the customer captured or contacted in the last 90 days?"""
    return now - max(captured_at, last_contact_at or captured_at) <= HOLDS_FOR
