"""The centre's templates of answers: kept, changed and removed by those who answer families.

They say nothing about anybody: what is about a family stands in holes (`template_words.py`).
"""

from dataclasses import dataclass

from sqlmodel import col, select

from core.cases.conversations import row_id, staff
from core.cases.desk_tables import ReplyTemplate
from core.cases.refusals import BadTemplate
from core.cases.template_words import strange_holes
from core.permissions import Permission
from core.staff.audit import Trace, record
from core.use_case import Tx, use_case

LONGEST_TITLE, LONGEST_BODY, MOST = 80, 3_000, 200


@dataclass(frozen=True, slots=True)
class ReadTemplates:
    """Of one centre; None: of every centre the acting person answers for."""

    centre_id: int | None = None


@dataclass(frozen=True, slots=True)
class Template:
    """One template."""

    template_id: int
    centre_id: int
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Templates:
    """By title."""

    entries: tuple[Template, ...]


@use_case(Permission.REPLY)
def read_templates(tx: Tx, query: ReadTemplates) -> Templates:
    """The templates. Raises `Forbidden` outside the own centres."""
    rows = select(ReplyTemplate).order_by(col(ReplyTemplate.title), col(ReplyTemplate.id))
    if query.centre_id is not None:
        tx.require_centre(query.centre_id)
        rows = rows.where(col(ReplyTemplate.centre_id) == query.centre_id)
    elif staff(tx).centres is not None:
        rows = rows.where(col(ReplyTemplate.centre_id).in_(staff(tx).centres or ()))
    return Templates(tuple(_template(row) for row in tx.session.exec(rows.limit(MOST))))


@dataclass(frozen=True, slots=True)
class SaveTemplate:
    """New words of a template; `template_id` None: a new one of the centre."""

    centre_id: int
    title: str
    body: str
    template_id: int | None = None


@use_case(Permission.REPLY, Permission.SYSTEM)
def save_template(tx: Tx, command: SaveTemplate) -> Template:
    """Keep it. Raises `BadTemplate` for empty or overlong words and for holes that mean nothing, `Forbidden`."""
    tx.require_centre(command.centre_id)
    title, body = command.title.strip(), command.body.strip()
    strange = strange_holes(body)
    if not title or not body or len(title) > LONGEST_TITLE or len(body) > LONGEST_BODY or strange:
        raise BadTemplate(strange)
    new = ReplyTemplate(centre_id=command.centre_id, title=title, body=body)
    row = _own(tx, command.template_id) if command.template_id else new
    row.title, row.body = title, body
    tx.session.add(row)
    tx.session.flush()
    record(tx, Trace("template.save", "reply_template", row_id(row), row.centre_id, ("title", "body")))
    return _template(row)


@dataclass(frozen=True, slots=True)
class RemoveTemplate:
    """A template nobody needs any more."""

    template_id: int


@use_case(Permission.REPLY)
def remove_template(tx: Tx, command: RemoveTemplate) -> Templates:
    """Remove it; what is left of its centre. Raises `BadTemplate` when it is gone already, `Forbidden`."""
    row = _own(tx, command.template_id)
    tx.session.delete(row)
    record(tx, Trace("template.remove", "reply_template", command.template_id, row.centre_id))
    tx.session.flush()
    return read_templates(tx, ReadTemplates(row.centre_id))


def _own(tx: Tx, template_id: int) -> ReplyTemplate:
    row = tx.session.get(ReplyTemplate, template_id)
    if row is None:
        raise BadTemplate(())
    tx.require_centre(row.centre_id)
    return row


def _template(row: ReplyTemplate) -> Template:
    return Template(row_id(row), row.centre_id, row.title, row.body)
