"""What messages are found by: keyed digests of their words, and which messages wait to be read for them.

No word stands here: a digest is an HMAC under the installation's key, cut to 60 bits (A20, D7).
"""

import sqlalchemy as sa
from sqlmodel import Field

from core.storage.schema import BigId, Record


class MessageWord(Record, table=True):
    """A message has this word in one of its forms."""

    __tablename__ = "message_word"

    digest: int = Field(primary_key=True, sa_type=sa.BigInteger, sa_column_kwargs={"autoincrement": False})
    message_id: int = Field(primary_key=True, foreign_key="message.id", sa_type=BigId, index=True)


class UnreadForSearch(Record, table=True):
    """A message whose words are not in the index yet, or have changed."""

    __tablename__ = "unread_for_search"

    message_id: int = Field(primary_key=True, foreign_key="message.id", sa_type=BigId)
