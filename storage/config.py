"""Which keys of the process are in use."""

from sqlmodel import Session, col, select

from rules.customer_lists import ListName
from rules.tags import unpacked
from storage.conditions import STANDS
from storage.tables import Account, Deal, GateAnswer, Task


def stages_in_use(tx: Session) -> set[str]:
    return set(tx.exec(select(Deal.stage).where(STANDS).distinct()))


def sources_in_use(tx: Session) -> set[str]:
    return {key for key in tx.exec(select(Deal.source).distinct()) if key is not None}


def reasons_in_use(tx: Session, state: str) -> set[str]:
    """Why deals were closed as `state`: lost or invalid."""
    return {key for key in tx.exec(select(Deal.lost_reason).where(Deal.state == state).distinct()) if key}


def items_in_use(tx: Session) -> set[str]:
    """Gate items that somebody answered, owes or waived."""
    query = select(GateAnswer.item).join(Deal, col(Deal.id) == GateAnswer.deal_id)
    return set(tx.exec(query.where(STANDS).distinct()))


def tags_in_use(tx: Session) -> set[str]:
    query = select(Deal.tags).where(STANDS, col(Deal.tags).is_not(None)).distinct()
    return {key for kept in tx.exec(query) for key in unpacked(kept)}


def bands_in_use(tx: Session) -> set[str]:
    query = select(Deal.budget_band).where(STANDS).distinct()
    return {key for key in tx.exec(query) if key is not None}


def of_customers_in_use(tx: Session, which: ListName) -> set[str]:
    """What customers carry of a list: keys, and words of files."""
    column = col(getattr(Account, which))
    return {held for held in tx.exec(select(column).distinct()) if held}


def blockers_in_use(tx: Session) -> set[str]:
    query = select(Deal.blocker).where(STANDS).distinct()
    return {key for key in tx.exec(query) if key is not None}


def task_kinds_in_use(tx: Session) -> set[str]:
    return set(tx.exec(select(Task.kind).distinct()))


def task_episodes(tx: Session, kind: str) -> set[str]:
    """What opened the tasks of a kind that are still open."""
    return set(tx.exec(select(Task.episode).where(Task.kind == kind, Task.state == "open").distinct()))
