"""Alembic's entry: the same for both engines; SQLite changes tables by copying them (batch)."""

import sqlalchemy as sa
from alembic import context

from app.database import load_all_tables
from app.migrating import sync_url
from core.storage.schema import metadata

load_all_tables()
config = context.config
engine = sa.create_engine(sync_url(config.attributes["url"]), poolclass=sa.NullPool)
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
