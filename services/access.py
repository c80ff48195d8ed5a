"""The one door: every command, button, modal, list line and job asks here before it shows or changes."""

from datetime import datetime

from rules.access import Action, Actor, Allowed, DealFactsForAccess, allowed
from rules.errors import NotFound, Refused
from services.people import chain
from storage import deals as deal_rows
from storage import people as rows
from storage.db import Session
from storage.tables import Deal
