"""Clubs, events and open-door days.

Revision: 0052
"""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "gathering",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("centre_id", BIG_ID, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("about", sa.String(length=600), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("age_from", sa.SmallInteger(), nullable=True),
        sa.Column("age_to", sa.SmallInteger(), nullable=True),
        sa.Column("offered", sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind IN ('club', 'event', 'open_day')", name=op.f("ck_gathering_gathering_kind")),
        sa.CheckConstraint("capacity > 0 AND taken BETWEEN 0 AND capacity", name=op.f("ck_gathering_never_one_too_many")),
        sa.CheckConstraint("0 <= age_from AND age_from <= age_to", name=op.f("ck_gathering_ages")),
        sa.CheckConstraint("(age_from IS NULL) = (age_to IS NULL)", name=op.f("ck_gathering_whose_age")),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_gathering_centre_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gathering")),
    )
    op.create_index(op.f("ix_gathering_centre_id"), "gathering", ["centre_id"], unique=False)
    op.create_table(
        "meeting",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("gathering_id", BIG_ID, nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_meeting_takes_time")),
        sa.ForeignKeyConstraint(["gathering_id"], ["gathering.id"], name=op.f("fk_meeting_gathering_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("gathering_id", "starts_at", name=op.f("uq_meeting_gathering_id_starts_at")),
    )
    op.create_index(op.f("ix_meeting_starts_at"), "meeting", ["starts_at"], unique=False)
    op.create_table(
        "enrolment",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("ticket", sa.String(length=8), nullable=False),
        sa.Column("gathering_id", BIG_ID, nullable=False),
        sa.Column("family_id", BIG_ID, nullable=False),
        sa.Column("adult_id", BIG_ID, nullable=True),
        sa.Column("ordinal", sa.SmallInteger(), nullable=False),
        sa.Column("age", sa.SmallInteger(), nullable=True),
        sa.Column("standing", sa.String(length=32), nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("standing IN ('enrolled', 'waiting')", name=op.f("ck_enrolment_standing")),
        sa.CheckConstraint("ordinal BETWEEN 1 AND 5", name=op.f("ck_enrolment_ordinal")),
        sa.ForeignKeyConstraint(["gathering_id"], ["gathering.id"], name=op.f("fk_enrolment_gathering_id")),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"], name=op.f("fk_enrolment_family_id")),
        sa.ForeignKeyConstraint(["adult_id"], ["adult.id"], name=op.f("fk_enrolment_adult_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
        sa.UniqueConstraint("ticket", name=op.f("uq_enrolment_ticket")),
        sa.UniqueConstraint(
            "gathering_id", "family_id", "ordinal", name=op.f("uq_enrolment_gathering_id_family_id_ordinal")
        ),
    )
    op.create_index("ix_enrolment_queue", "enrolment", ["gathering_id", "standing", "id"], unique=False)
    op.create_index(op.f("ix_enrolment_family_id"), "enrolment", ["family_id"], unique=False)
    op.create_index(op.f("ix_enrolment_adult_id"), "enrolment", ["adult_id"], unique=False)
    op.create_table(
        "attendance",
        sa.Column("meeting_id", BIG_ID, nullable=False),
        sa.Column("enrolment_id", BIG_ID, nullable=False),
        sa.Column("came", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_attendance_meeting_id")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_attendance_enrolment_id")),
        sa.PrimaryKeyConstraint("meeting_id", "enrolment_id", name=op.f("pk_attendance")),
    )


def downgrade() -> None:
    op.drop_table("attendance")
    for column in ("adult_id", "family_id"):
        op.drop_index(op.f(f"ix_enrolment_{column}"), table_name="enrolment")
    op.drop_index("ix_enrolment_queue", table_name="enrolment")
    op.drop_table("enrolment")
    op.drop_index(op.f("ix_meeting_starts_at"), table_name="meeting")
    op.drop_table("meeting")
    op.drop_index(op.f("ix_gathering_centre_id"), table_name="gathering")
    op.drop_table("gathering")
