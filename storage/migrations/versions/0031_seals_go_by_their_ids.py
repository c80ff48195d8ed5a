"""The seals are looked for by their ids: no query goes by the highest entry of one"""

from alembic import op


revision = '0031'
down_revision = '0030'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index('ix_audit_seals_top', table_name='audit_seals')


def downgrade() -> None:
    op.create_index('ix_audit_seals_top', 'audit_seals', ['top'])
