"""Every table, by room; `metadata` is what the migrations are compared with."""

from storage.tables.accounts import Account, AccountAlias, Contact, DealContact, Product, SearchToken
from storage.tables.base import metadata
from storage.tables.books import (
    Audit,
    AuditValue,
    CodeCounter,
    ConfigVersion,
    Draft,
    Inbox,
    Rate,
    Setting,
    Undo,
)
from storage.tables.clock import BlockedDay, Delivery, DigestChannel, JobSlot, Later, Nudge
from storage.tables.deals import (
    Attachment,
    Deal,
    GateAnswer,
    ImportRow,
    ImportRun,
    Note,
    StageEntry,
    Step,
    Task,
    Wait,
)
from storage.tables.people import Closure, DayOff, Person, PersonRole

__all__ = [
    "Account",
    "AccountAlias",
    "Attachment",
    "Audit",
    "AuditValue",
    "BlockedDay",
    "Closure",
    "CodeCounter",
    "ConfigVersion",
    "Contact",
    "DayOff",
    "Deal",
    "DealContact",
    "Delivery",
    "DigestChannel",
    "Draft",
    "GateAnswer",
    "ImportRow",
    "ImportRun",
    "Inbox",
    "JobSlot",
    "Later",
    "Note",
    "Nudge",
    "Person",
    "PersonRole",
    "Product",
    "Rate",
    "SearchToken",
    "Setting",
    "StageEntry",
    "Step",
    "Task",
    "Undo",
    "Wait",
    "metadata",
]
