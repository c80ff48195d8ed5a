"""What is due is looked at owner by owner, so that the reminders of one list stand together"""

import sqlalchemy as sa
from alembic import op


revision = '0035'
down_revision = '0034'
branch_labels = None
depends_on = None

DUE = sa.text('next_check_at IS NOT NULL')


def upgrade() -> None:
    _index('next_check_at', 'owner_id')


def downgrade() -> None:
    _index('next_check_at')


def _index(*columns: str) -> None:
    op.drop_index('ix_deals_due', 'deals')
    op.create_index('ix_deals_due', 'deals', list(columns), sqlite_where=DUE, postgresql_where=DUE)
