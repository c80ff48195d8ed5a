"""A lead may be nobody's: offered in the triage channel since then"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

OFFERED = sa.text('triage_since IS NOT NULL AND owner_id IS NULL')


def upgrade() -> None:
    with op.batch_alter_table('deals', schema=None) as batch_op:
        batch_op.add_column(sa.Column('triage_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        batch_op.create_index('ix_deals_triage_since', ['triage_since'], unique=False, sqlite_where=OFFERED, postgresql_where=OFFERED)


def downgrade() -> None:
    with op.batch_alter_table('deals', schema=None) as batch_op:
        batch_op.drop_index('ix_deals_triage_since', sqlite_where=OFFERED, postgresql_where=OFFERED)
        batch_op.drop_column('triage_since')
