"""What the auditor found, and reminders in hand found by an index"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None

OPEN = sa.text('mended_at IS NULL')
IN_HAND = sa.text("state IN ('claimed','held')")


def upgrade() -> None:
    op.create_table(
        'findings',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('fault', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column('count', sa.Integer(), nullable=False),
        sa.Column('subjects', sa.JSON(), nullable=False),
        sa.Column('since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column('seen_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column('looks', sa.Integer(), nullable=False),
        sa.Column('is_sure', sa.Boolean(), nullable=False),
        sa.Column('told_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column('mended_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint('id'),
    )
    op.create_index(
        'ix_findings_open', 'findings', ['fault'], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.create_index('ix_findings_fault_told_at', 'findings', ['fault', 'told_at'])
    op.create_index('ix_nudges_in_hand', 'nudges', ['due_at'], sqlite_where=IN_HAND, postgresql_where=IN_HAND)


def downgrade() -> None:
    op.drop_index('ix_nudges_in_hand', 'nudges')
    op.drop_table('findings')
