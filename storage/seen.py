"""Which deals a person sees, as a filter that is put on before anything is ranked."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from storage.tables import Deal


@dataclass(frozen=True)
class Seen:
    """Whose deals these are (None: everybody's), and single ones of others: those of whose team the person is."""

    owners: frozenset[int] | None
    deals: frozenset[int] = frozenset()

    def holds(self, deal: Deal) -> bool:
        """Is this deal one of them?"""
        return self.owners is None or deal.owner_id in self.owners or deal.id in self.deals

    def only(self) -> list[Any]:
        """The conditions of a query over deals; a filter on owners alone where there is nothing else, which an index
        serves."""
        if self.owners is None:
            return []
        of_owners = col(Deal.owner_id).in_(sorted(self.owners))
        return [sa.or_(of_owners, col(Deal.id).in_(sorted(self.deals))) if self.deals else of_owners]
