"""Tags stand among the words by which a deal is found"""

import sqlalchemy as sa
from alembic import op


revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None

DEALS = sa.table('deals', sa.column('id', sa.Integer), sa.column('tags', sa.Text))
TOKENS = sa.table('search_tokens', sa.column('token', sa.Text), sa.column('deal_id', sa.Integer))


def upgrade() -> None:
    bind = op.get_bind()
    tagged = bind.execute(sa.select(DEALS.c.id, DEALS.c.tags).where(DEALS.c.tags.is_not(None)))
    found = [{'token': f',{tag},', 'deal_id': at} for at, tags in tagged for tag in tags.split(',') if tag]
    if found:
        bind.execute(sa.insert(TOKENS), found)


def downgrade() -> None:
    op.get_bind().execute(sa.delete(TOKENS).where(TOKENS.c.token.like(',%')))
