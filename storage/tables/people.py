"""People as Baton knows them: from Slack, from people.yaml, or only by name from an import."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from storage.tables.base import Json, Table


class Person(Table, table=True):
    """One human. ``slack_id`` is null for an unmapped person (an imported owner who is nobody in Slack yet)."""

    __tablename__ = "people"
    id: int = Field(default=None, primary_key=True)
    slack_id: str | None = Field(default=None, unique=True)
    handle: str = Field(default="", index=True)  # Slack's name without @
    name: str  # as shown to colleagues
    email: str | None = None
    kind: str = "member"  # member | guest | bot | stranger | unmapped
    is_active: bool = True
    slack_locale: str = "en-US"
    locale_override: str | None = None  # "en" | "zh"
    slack_tz: str = "UTC"  # delivery uses this zone
    home_tz: str | None = None  # limits are counted in this one; null: the slack zone when first seen
    calendar: str = "us"  # a country of rules/countries.py, whose holidays count
    manager_id: int | None = Field(default=None, foreign_key="people.id", index=True)
    dm_channel: str | None = None
    prefs: Json = Field(default_factory=dict, sa_type=sa.JSON)
    sticky_source: str | None = None
    sticky_source_until: datetime | None = None
    last_deal_id: int | None = None  # the deal last touched, offered when none is named
    placed_at: datetime | None = None  # when their manager, roles, working time or being there last changed
    created_at: datetime
    version: int = 1


class PersonRole(Table, table=True):
    """A role that a person holds: rep, manager, finance, delivery, presales, legal, director, admin."""

    __tablename__ = "person_roles"
    person_id: int = Field(foreign_key="people.id", primary_key=True)
    role: str = Field(primary_key=True)


class DayOff(Table, table=True):
    """A person's own days off, both ends included, local dates of their home calendar."""

    __tablename__ = "days_off"
    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="people.id", index=True)
    first: date
    last: date
    reason: str = ""


class Closure(Table, table=True):
    """A company day off (``is_working`` false) or an extra working day, for one calendar or for all."""

    __tablename__ = "closures"
    id: int = Field(default=None, primary_key=True)
    on: date
    calendar: str = "*"
    is_working: bool = False
    name: str = ""
