"""What somebody changed since an instant is found by an index: whose Homes are other ones by it"""

import sqlalchemy as sa
from alembic import op


revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    there = sa.text('actor_id IS NOT NULL')
    op.create_index(
        'ix_audit_actor_id_at', 'audit', ['actor_id', 'at'], sqlite_where=there, postgresql_where=there
    )


def downgrade() -> None:
    op.drop_index('ix_audit_actor_id_at', 'audit')
