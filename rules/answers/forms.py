"""What a form is filled with when it opens."""

from datetime import date

from rules.answers.base import Part
from rules.answers.leads import Choice

ROLES = ("decision_maker", "user", "influencer", "blocker")  # of a contact, in the decision chain


class LeadForm(Part):
    """The lead form: what was understood so far, the kept text it came from, the record it edits.

    ``stamp`` is of the fields as the record had them when the form opened; ``changed``: what the record says by now,
    field by field, where somebody saved something else meanwhile."""

    deal_id: int | None = None
    draft_id: int | None = None
    account: str = ""
    contact: str = ""
    title: str = ""
    phone: str = ""
    email: str = ""
    need: str = ""
    amount: str = ""
    source: str | None = None
    sources: tuple[Choice, ...] = ()
    sign_on: date | None = None
    role: str | None = None
    stamp: str = ""
    changed: dict[str, str] = {}


class LeadFilled(Part):
    """The lead form as sent."""

    deal_id: int | None = None
    draft_id: int | None = None
    account: str = ""
    contact: str = ""
    phone: str = ""
    email: str = ""
    need: str = ""
    amount: str = ""
    source: str | None = None
    sign_on: date | None = None
    role: str | None = None
    stamp: str = ""
