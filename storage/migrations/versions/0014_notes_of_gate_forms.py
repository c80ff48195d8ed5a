"""What was told in the form of a gate knows the note that it became: its words go with those of the note"""

import sqlalchemy as sa
from alembic import op


revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

OF_FORM = """
UPDATE gate_answers SET note_id = (
    SELECT min(n.id) FROM notes n WHERE n.deal_id = gate_answers.deal_id AND n.author_id = gate_answers.by_id
    AND n.created_at = gate_answers.at AND n.contact_at = gate_answers.at AND n.raw = gate_answers.value
) WHERE state = 'given'
"""


def upgrade() -> None:
    with op.batch_alter_table('gate_answers') as batch:
        batch.add_column(sa.Column('note_id', sa.Integer(), nullable=True))
        batch.create_foreign_key(batch.f('fk_gate_answers_note_id_notes'), 'notes', ['note_id'], ['id'])
    there = sa.text('note_id IS NOT NULL')
    op.create_index('ix_gate_answers_note_id', 'gate_answers', ['note_id'], sqlite_where=there, postgresql_where=there)
    op.execute(OF_FORM)


def downgrade() -> None:
    op.drop_index('ix_gate_answers_note_id', 'gate_answers')
    with op.batch_alter_table('gate_answers') as batch:
        batch.drop_constraint(batch.f('fk_gate_answers_note_id_notes'), type_='foreignkey')
        batch.drop_column('note_id')
