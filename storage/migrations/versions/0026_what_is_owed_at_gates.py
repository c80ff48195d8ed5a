"""What is owed at gates is found by its deal: few rows are, and every list asks"""

import sqlalchemy as sa
from alembic import op


revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None

OWED = sa.text("state = 'owed'")


def upgrade() -> None:
    op.create_index(
        'ix_gate_answers_owed', 'gate_answers', ['deal_id'], sqlite_where=OWED, postgresql_where=OWED
    )


def downgrade() -> None:
    op.drop_index('ix_gate_answers_owed', table_name='gate_answers')
