"""What many queries ask for, named once."""

import sqlalchemy as sa
from sqlmodel import col

from rules.facts import LIVE
from storage.tables import Account, Deal

# In statements that are made once: the ids of deals, and how many rows are wanted.
DEALS: sa.BindParameter[list[int]] = sa.bindparam("deals", expanding=True)
MOST: sa.BindParameter[int] = sa.bindparam("most", type_=sa.Integer)
IS_LIVE = col(Deal.state).in_(LIVE)
IS_OPEN = col(Deal.state) == "open"
STANDS = col(Deal.state) != "void"  # not taken back
RUNS = sa.and_(IS_OPEN, col(Deal.clocks_from).is_not(None))
SLEEPS = sa.and_(IS_OPEN, col(Deal.clocks_from).is_(None))  # nobody has touched it since it was imported
LIVE_FIRST = sa.case((IS_LIVE, 0), else_=1)
COUNTS_AS = sa.func.coalesce(col(Account.merged_into), col(Account.id))  # what an account is, or became
