"""Accounts, contacts, products and the words by which deals are found."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from storage.tables.base import BYTEWISE, MONEY, Json, Table, sparse


class Account(Table, table=True):
    """A customer. ``name_norm`` is the name without width, case and legal suffix, for duplicates."""

    __tablename__ = "accounts"
    # With what the look for alike names reads, so that it reads the index alone.
    __table_args__ = (
        sa.Index("ix_accounts_name_norm", "name_norm", "id", "merged_into"),
        sparse("ix_accounts_domain", "domain"),
        sparse("ix_accounts_merged_into", "merged_into"),
    )
    id: int = Field(default=None, primary_key=True)
    name: str
    name_norm: str = Field(sa_type=BYTEWISE)
    domain: str | None = None
    industry: str | None = None
    region: str | None = None
    tier: str | None = None
    details: Json = Field(default_factory=dict, sa_type=sa.JSON)
    merged_into: int | None = Field(default=None, foreign_key="accounts.id")
    created_at: datetime
    version: int = 1


class AccountAlias(Table, table=True):
    """Another name for an account, as people really type it."""

    __tablename__ = "account_aliases"
    id: int = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="accounts.id", index=True)
    alias: str
    alias_norm: str = Field(index=True)


class AccountMerge(Table, table=True):
    """Two names, one customer: what is written under ``account_id`` counts for ``into_id``, until it is undone."""

    __tablename__ = "account_merges"
    __table_args__ = (
        sa.Index(
            "uq_account_merges_standing",
            "account_id",
            unique=True,
            sqlite_where=sa.text("undone_at IS NULL"),
            postgresql_where=sa.text("undone_at IS NULL"),
        ),
    )
    id: int = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="accounts.id")
    into_id: int = Field(foreign_key="accounts.id", index=True)
    at: datetime
    by_id: int | None = Field(default=None, foreign_key="people.id")
    undone_at: datetime | None = None


class Contact(Table, table=True):
    """A person at a customer. Visible only through a deal that one may see. ``said_account_id`` as a deal's."""

    __tablename__ = "contacts"
    __table_args__ = (
        sparse("ix_contacts_said_account_id", "said_account_id"),
        sparse("ix_contacts_phone", "phone"),
        sparse("ix_contacts_email_norm", "email_norm"),
    )
    id: int = Field(default=None, primary_key=True)
    account_id: int | None = Field(default=None, foreign_key="accounts.id", index=True)
    said_account_id: int | None = Field(default=None, foreign_key="accounts.id")
    name: str
    title: str | None = None
    phone: str | None = None  # E.164 where it could be read
    phone_raw: str | None = None
    email: str | None = None
    email_norm: str | None = None  # in lower case, for duplicates
    created_at: datetime
    version: int = 1


class DealContact(Table, table=True):
    """A contact's part in a deal's decision chain: decision_maker, user, influencer, blocker or unknown."""

    __tablename__ = "deal_contacts"
    __table_args__ = {"sqlite_with_rowid": False}
    deal_id: int = Field(foreign_key="deals.id", primary_key=True)
    contact_id: int = Field(foreign_key="contacts.id", primary_key=True, index=True)
    role: str = "unknown"


class Product(Table, table=True):
    """Something the team sells; list price in minor units of ``currency``."""

    __tablename__ = "products"
    id: int = Field(default=None, primary_key=True)
    name: str
    name_norm: str = Field(unique=True)
    series: str | None = None
    list_price_minor: int | None = Field(default=None, sa_type=MONEY)
    currency: str | None = None
    created_at: datetime


class SearchToken(Table, table=True):
    """Words, Han bigrams and phone digits of a deal, found by how they begin: the same search on both databases."""

    __tablename__ = "search_tokens"
    # Some ten rows a lead: without SQLite's row ids they are written to two trees instead of three.
    __table_args__ = {"sqlite_with_rowid": False}
    token: str = Field(primary_key=True, sa_type=BYTEWISE)
    deal_id: int = Field(foreign_key="deals.id", primary_key=True, index=True)
