"""What a form is filled with when it opens."""

from datetime import date

from rules.answers.base import Part
from rules.answers.leads import Choice
from rules.customer_lists import ListName

ROLES = ("decision_maker", "user", "influencer", "blocker")  # of a contact, in the decision chain


class LeadForm(Part):
    """The lead form: what was understood so far, the kept text it came from, the record it edits.

    ``stamp`` is of the fields as the record had them when the form opened; ``changed``: what the record says by now,
    field by field, where somebody saved something else meanwhile. ``product`` is the id of one of ``products``, or a name
    to type where they are too many to choose from."""

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
    product: str = ""
    products: tuple[Choice, ...] = ()
    by_name: bool = False
    sign_on: date | None = None
    role: str | None = None
    probability: str | None = None  # chosen; empty: its stage's, which is ``prior``; None: not asked for
    probabilities: tuple[int, ...] = ()  # to choose from
    prior: int | None = None
    industry: str | None = None  # a key, or words that none of ``lists`` is called by; None: not asked for
    region: str | None = None
    tier: str | None = None
    lists: dict[ListName, tuple[Choice, ...]] = {}
    stamp: str = ""
    changed: dict[str, str] = {}
    too_long: tuple[str, ...] = ()  # of which names more was said than one may be: it is with the need
    is_nameless: bool = False  # in the message that it was opened from no customer is seen


class LeadFilled(Part):
    """The lead form as sent; what the form did not ask for is None of
    ``product``, ``probability``, ``industry``, ``region`` and ``tier``."""

    deal_id: int | None = None
    draft_id: int | None = None
    account: str = ""
    contact: str = ""
    phone: str = ""
    email: str = ""
    need: str = ""
    amount: str = ""
    source: str | None = None
    product: str | None = None
    industry: str | None = None
    region: str | None = None
    tier: str | None = None
    sign_on: date | None = None
    role: str | None = None
    probability: str | None = None
    stamp: str = ""
