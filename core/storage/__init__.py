"""How rows reach the disk: engines, transactions, column types, encryption at rest, migrations.

Nothing here knows a feature. Two engines keep one promise each way: SQLite (embedded, one writer thread,
group commit) and PostgreSQL (several processes). Everything above speaks to :class:`core.storage.database.Database`.
"""
