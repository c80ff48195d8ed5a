"""What is known for gates, written where it belongs: contact roles, the signing date, bands, answers."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from rules.answers.deals import GateField, OwedShown
from rules.answers.leads import Choice, MoneyShown
from rules.approvals import said_to, sum_of
from rules.days import is_far
from rules.errors import Invalid, NotFound
from rules.facts import OwedFacts
from rules.gates import GateFacts, MissingItem, may_replace, missing, owed
from rules.money import Amount, AskCurrency, parse_amount
from rules.names import begins_with_name
from rules.note_words import CONTACTS
from rules.pipeline import Pipeline
from rules.stages import GateItem
from rules.words import is_link, is_unknown
from services import audit, gate_facts
from services.deals import contacts, words
from services.money import rates
from services.team.people import language, local
from storage import accounts as account_rows
from storage import deals as deal_rows
from storage import gates as gate_rows
from storage import waits as wait_rows
from storage.db import Session
from storage.tables import Contact, Deal, GateAnswer, Note, Person


def waived(pipeline: Pipeline, known: GateFacts, locale: str) -> tuple[str, ...]:
    """What a manager let pass: by name, in the order of the stages."""
    return tuple(item.name.of(locale) for item in _passed(pipeline, known) if item.kind != "approval")


def approved(pipeline: Pipeline, known: GateFacts, locale: str) -> tuple[str, ...]:
    """What a manager approved, likewise."""
    return tuple(item.name.of(locale) for item in _passed(pipeline, known) if item.kind == "approval")


def _passed(pipeline: Pipeline, known: GateFacts) -> list[GateItem]:
    passed = {key for key, answer in known.answers.items() if answer.passes}
    return [item for item in pipeline.items.values() if item.key in passed]


def is_approval(pipeline: Pipeline, key: str) -> bool:
    """Is it a manager's yes that this item asks for? Then nothing is waived by it."""
    item = pipeline.items.get(key)
    return item is not None and item.kind == "approval"


def owed_shown(pipeline: Pipeline, owed: Iterable[OwedFacts], locale: str) -> tuple[OwedShown, ...]:
    """What is owed by which day, by name."""
    return tuple(
        OwedShown(name=name_of_key(pipeline, key, locale), until=one.until)
        for one in owed
        for key in one.items
    )


def still_owed(items: Iterable[MissingItem], locale: str) -> tuple[OwedShown, ...]:
    """The same of what a gate lacks."""
    return tuple(
        OwedShown(name=one.item.name.of(locale), until=one.owed_until) for one in items if one.owed_until
    )


def waivable(pipeline: Pipeline, deal: Deal, known: GateFacts, today: date) -> list[MissingItem]:
    """What a manager may let pass: what is owed, and all that the next gate lacks."""
    following = pipeline.after(deal.stage)
    lacking = missing(pipeline, deal.stage, following.key, known, today) if following else []
    return [*(one for one in owed(pipeline, deal.stage, known) if one not in lacking), *lacking]


def name_of_key(pipeline: Pipeline, key: str, locale: str) -> str:
    """The name of an item by its key."""
    item = pipeline.items.get(key)
    return item.name.of(locale) if item else key


def fields(pipeline: Pipeline, missing: Iterable[MissingItem], person: Person) -> tuple[GateField, ...]:
    """What is missing as the fields of one form."""
    locale = language(person)
    return tuple(_field(pipeline, one, locale) for one in missing)


def _field(pipeline: Pipeline, one: MissingItem, locale: str) -> GateField:
    item = one.item
    options = tuple(Choice(value=k, label=name.of(locale)) for k, name in item.options.items())
    if item.kind == "band":
        options = tuple(Choice(value=b.key, label=b.name.of(locale)) for b in pipeline.budget_bands)
    other = item.alternative
    return GateField(
        key=item.key,
        name=item.name.of(locale),
        kind=item.kind,
        hard=item.hard,
        may_owe=one.may_owe,
        said_unknown=one.said_unknown,
        owed_until=one.owed_until,
        options=options,
        alternative=other.name.of(locale) if other else "",
        approved=agreed(pipeline, one.approved) if one.approved else None,
    )


def agreed(pipeline: Pipeline, approved: str) -> MoneyShown:
    """The sum that a manager said yes to, as it is kept with it."""
    minor, currency = sum_of(approved)
    return MoneyShown(minor=minor, currency=currency or pipeline.base_currency)


def fill(
    tx: Session, pipeline: Pipeline, deal: Deal, person: Person, values: Mapping[str, str], now: datetime
) -> None:
    """Writes the fields of the form that were filled in; unknown keys are passed over. Raises Invalid, by field."""
    items = pipeline.items
    if faults := unreadable(pipeline, values, local(person, now).date()):
        raise Invalid(next(iter(faults.values())), faults=faults)
    known = {a.item: a for a in gate_rows.answers(tx, [deal.id])}
    told: dict[str, str] = {}
    met = ""
    for key, typed in values.items():
        item, value = items.get(key), typed.strip()
        if item is None or not value or value.startswith("files:"):
            continue  # a file counts once it is stored, as an attachment
        was = known.get(key)
        if item.kind == "approval" or (was is not None and was.state == "given" and was.value == value):
            continue  # nobody approves their own; the same form sent again says nothing new
        if not may_replace(item, value, gate_facts.answer(was, deal) if was is not None else None):
            continue  # "待定" ends no promise
        told[key] = value
        is_note = item.kind == "note" and bool(item.of) and not is_unknown(value)
        note_id = _note(tx, deal.id, person, item.of[0], value, now) if is_note else None
        met = item.of[0] if is_note and item.of[0] in CONTACTS else met
        answer = GateAnswer(deal_id=deal.id, item=key, value=value, by_id=person.id, at=now, note_id=note_id)
        gate_rows.put_answer(tx, answer)
        if item.kind == "contact" and item.of and not is_unknown(value):
            _decider(tx, deal, value, item.of[0], now)
    changed = _columns(tx, pipeline, deal, told) | (_contact(tx, deal, met, now) if met else {})
    if changed:
        deal_rows.change(tx, deal.id, deal.version, **changed)
    if told:
        audit.record(tx, person.id, "gate.fill", f"deal:{deal.id}", now=now, after=told)


def unreadable(pipeline: Pipeline, values: Mapping[str, str], today: date) -> dict[str, str]:
    """What was filled in that cannot be read as what its item asks for: each fault under its field."""
    items = pipeline.items
    asked = ((items.get(key), typed.strip()) for key, typed in values.items())
    told = (_fault(pipeline, item, value, today) for item, value in asked if item is not None and value)
    return dict(fault for fault in told if fault is not None)


def field_of(item: GateItem) -> str:
    """Where words about an item go in a form: a file's are its link."""
    return f"{'link' if item.kind == 'file' else 'item'}_{item.key}"


def _fault(pipeline: Pipeline, item: GateItem, value: str, today: date) -> tuple[str, str] | None:
    fault = ""
    if item.kind == "date" and not _is_day(value):
        fault = "verb.date_missing"
    elif item.kind == "date" and is_far(date.fromisoformat(value), today):
        fault = "verb.date_far"
    elif item.kind == "band" and value not in {band.key for band in pipeline.budget_bands}:
        fault = "verb.pick"
    elif item.kind == "file" and not (value.startswith("files:") or is_link(value) or is_unknown(value)):
        fault = "gate.no_link"
    elif item.kind == "number" and not is_unknown(value):
        fault = _number_fault(pipeline, item, value)
    return (field_of(item), fault) if fault else None


def _number_fault(pipeline: Pipeline, item: GateItem, value: str) -> str:
    if item.is_amount:
        said = parse_amount(value, pipeline.base_currency)
        return "lead.fault_currency" if isinstance(said, AskCurrency) else "" if said else "lead.fault_amount"
    return "" if any(char.isdecimal() for char in value) else "gate.no_number"


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _note(tx: Session, deal_id: int, person: Person, kind: str, text: str, now: datetime) -> int | None:
    """What was told in the form is a note like any other, of now. Its id."""
    made = Note(
        deal_id=deal_id,
        author_id=person.id,
        kind=kind,
        agreed=text,
        raw=text,
        contact_at=now,
        created_at=now,
    )
    tx.add(made)
    tx.flush()
    return made.id


def _contact(tx: Session, deal: Deal, kind: str, now: datetime) -> dict[str, object]:
    """A visit told at the gate is a sign of the customer's, as it is in a note: who says that they were there is not asked
    next morning why nobody was. It ends a wait, and the clock looks again, also where the move is refused."""
    wait_rows.end(tx, deal.id, now)
    return {"next_check_at": now, **contacts.counted(tx, deal, kind, now)}


def waive(
    tx: Session, pipeline: Pipeline, deal: Deal, person: Person, item: str, reason: str, now: datetime
) -> None:
    """A manager lets an item pass, with the reason, audited; a yes that is asked for above some sum is to the sum of now.
    Raises NotFound for an unknown item."""
    asked = pipeline.items.get(item)
    if asked is None:
        raise NotFound("err.stale")
    value = (
        said_to(deal.amount_minor, deal.currency)
        if asked.kind == "approval" and asked.over is not None
        else None
    )
    gate_rows.put_answer(
        tx,
        GateAnswer(
            deal_id=deal.id, item=item, state="waived", value=value, reason=reason, by_id=person.id, at=now
        ),
    )
    after = {"item": item, "reason": reason, **({"sum": value} if value else {})}
    audit.record(tx, person.id, "gate.waive", f"deal:{deal.id}", now=now, after=after)


def _columns(tx: Session, pipeline: Pipeline, deal: Deal, told: Mapping[str, str]) -> dict[str, object]:
    """What a filled item means for the deal itself."""
    items, changed = pipeline.items, dict[str, object]()
    for key, value in told.items():
        if items[key].kind == "date":
            changed["expected_sign_on"] = date.fromisoformat(value)
        if items[key].kind == "band":
            changed["budget_band"] = value
        if items[key].is_amount and isinstance(said := parse_amount(value, pipeline.base_currency), Amount):
            changed |= rates.priced(tx, pipeline, deal, said)
    return changed


def _decider(tx: Session, deal: Deal, name: str, role: str, now: datetime) -> None:
    """A contact of that name gets the role; a new name becomes a contact."""
    for contact, _ in account_rows.contacts_of(tx, deal.id):
        if begins_with_name(name, contact.name):
            account_rows.set_role(tx, deal.id, contact.id, role)
            tx.flush()
            return
    made = Contact(account_id=deal.account_id, name=name, created_at=now)
    tx.add(made)
    tx.flush()
    account_rows.link(tx, deal.id, made.id, role)
    words.reindex(tx, [deal.id])
