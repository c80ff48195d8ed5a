"""What somebody was told since an instant is found by an index"""

from alembic import op


revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index('ix_deliveries_recipient_due', 'deliveries', ['recipient', 'due_at'])


def downgrade() -> None:
    op.drop_index('ix_deliveries_recipient_due', 'deliveries')
