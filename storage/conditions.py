"""What many queries ask for, named once."""

import sqlalchemy as sa

# The ids of deals, in a statement that is made once.
DEALS: sa.BindParameter[list[int]] = sa.bindparam("deals", expanding=True)
