"""The usual lead table: a line for each deal, headed and told in the reader's language, read back without loss."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from bot.sheets.writing import Page
from bot.views import fields
from bot.views.deal_facts import ROLES
from bot.views.notes import KINDS
from bot.words import formats, text
from rules.customer_lists import ListName, told
from rules.exchange import actions
from rules.exchange.deals import DealRow, cycle
from rules.exchange.people import NOBODY, PART, Contact
from rules.exchange.sheet import Cell
from rules.money import minor_digits
from rules.pipeline import Named, Pipeline
from rules.stages import Stage

# The columns that sales teams know, then what they leave out and an import needs.
COLUMNS = (
    "number", "source", "account", "contact", "reach", "created", "stage", "entered", "sign_on", "owner", "manager", "actions",
    "state", "cycle", "lost", "need", "amount", "currency", "product", "probability", "next", "next_on", "tags", "industry", "region", "tier", "version",
)  # fmt: skip
STATES = {
    "open": "sheet.state_open",
    "draft": "sheet.state_draft",
    "won": "sheet.state_won",
    "lost": "sheet.state_lost",
    "invalid": "sheet.state_invalid",
}
NOTES = {**KINDS, "internal": "sheet.note_internal", "handover": "sheet.note_handover"}


def page(lines: Sequence[DealRow], pipeline: Pipeline, locale: str, region: str) -> Page:
    """The table; numbers of ``region`` are told without their country."""
    names = _Names(pipeline, locale)
    head = [fields.name(key, locale) for key in COLUMNS]
    rows = [[_CELLS[key](line, names, region) for key in COLUMNS] for line in lines]
    return Page(text(locale, "sheet.leads"), head, rows)


class _Names:
    """What keys are called."""

    def __init__(self, pipeline: Pipeline, locale: str) -> None:
        self.locale, self._pipeline = locale, pipeline
        self.stages = self._of(pipeline.stages)
        self.sources = self._of(pipeline.sources)
        self.tags = {key: tag.name.of(locale) for key, tag in pipeline.words.tags.items()}
        self.reasons = {
            "lost": self._of(pipeline.loss_reasons),
            "invalid": self._of(pipeline.invalid_reasons),
        }

    def _of(self, each: Sequence[Named | Stage]) -> Mapping[str, str]:
        return {one.key: one.name.of(self.locale) for one in each}

    def listed(self, which: ListName, held: str) -> str:
        return told(self._pipeline.lists[which], held, self.locale)

    def word(self, kind: str) -> str:
        return text(self.locale, NOTES.get(kind, "sheet.note_internal"))


def _contact(contact: Contact, names: _Names) -> str:
    role = text(names.locale, ROLES[contact.role]) if contact.role in ROLES else ""
    return PART.join(word for word in (contact.name or NOBODY, contact.title, role) if word)


def _ways(contact: Contact, names: _Names, region: str) -> str:
    ways = contact.ways
    phone = formats.phone(ways.phone, names.locale, region) if ways.phone else ways.phone_raw
    return " / ".join(word for word in (phone, ways.email) if word) or NOBODY


def _reach(line: DealRow, names: _Names, region: str) -> str:
    told = [_ways(contact, names, region) for contact in line.contacts]
    return "\n".join(told) if any(way != NOBODY for way in told) else ""


def _reason(line: DealRow, names: _Names) -> str:
    name = names.reasons.get(line.state, {}).get(line.reason or "", line.reason or "")
    return text(names.locale, "sheet.reason", reason=name, words=line.detail) if line.detail else name


def _amount(line: DealRow) -> Cell:
    if line.amount_minor is None or not line.currency:
        return None
    whole = Decimal(line.amount_minor).scaleb(-minor_digits(line.currency))
    if line.approx:
        return f"≈{whole:f}"
    return int(whole) if whole == whole.to_integral_value() else float(whole)


_CELLS: Mapping[str, Callable[[DealRow, _Names, str], Cell]] = {
    "number": lambda line, names, region: line.number,
    "source": lambda line, names, region: names.sources.get(line.source or "", line.source),
    "account": lambda line, names, region: line.account,
    "contact": lambda line, names, region: "\n".join(_contact(c, names) for c in line.contacts),
    "reach": _reach,
    "created": lambda line, names, region: line.created,
    "stage": lambda line, names, region: names.stages.get(line.stage or "", line.stage),
    "entered": lambda line, names, region: line.entered,
    "sign_on": lambda line, names, region: line.sign_on,
    "owner": lambda line, names, region: line.owner,
    "manager": lambda line, names, region: line.manager,
    "actions": lambda line, names, region: actions.cell_of(line.actions, names.word),
    "state": lambda line, names, region: text(names.locale, STATES.get(line.state, "sheet.state_open")),
    "cycle": lambda line, names, region: cycle(line),
    "lost": lambda line, names, region: _reason(line, names),
    "need": lambda line, names, region: line.need,
    "amount": lambda line, names, region: _amount(line),
    "currency": lambda line, names, region: line.currency if line.amount_minor is not None else None,
    "product": lambda line, names, region: line.product,
    "probability": lambda line, names, region: None if line.probability is None else f"{line.probability}%",
    "next": lambda line, names, region: line.next_text,
    "next_on": lambda line, names, region: line.next_on,
    "tags": lambda line, names, region: text(names.locale, "list.comma").join(
        names.tags.get(key, key) for key in line.tags
    ),
    "industry": lambda line, names, region: names.listed("industry", line.industry),
    "region": lambda line, names, region: names.listed("region", line.region),
    "tier": lambda line, names, region: names.listed("tier", line.tier),
    "version": lambda line, names, region: line.version,
}
