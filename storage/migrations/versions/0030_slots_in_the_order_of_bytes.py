"""Slots of deliveries in the order of their bytes: they are looked for by how they begin"""

import sqlalchemy as sa
from alembic import op


revision = '0030'
down_revision = '0029'
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == 'postgresql':  # SQLite has no other order
        op.execute(sa.text('ALTER TABLE deliveries ALTER COLUMN slot TYPE TEXT COLLATE "C"'))


def downgrade() -> None:
    if op.get_bind().dialect.name == 'postgresql':
        op.execute(sa.text('ALTER TABLE deliveries ALTER COLUMN slot TYPE VARCHAR'))
