"""What a form is filled with when it opens."""

from rules.answers.base import Part
from rules.answers.leads import Choice


class LeadForm(Part):
    """The lead form: what was understood so far, the kept text it came from, the record it edits."""

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
