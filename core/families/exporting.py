"""«Мои данные»: everything kept about a person, for a program and for the person (F2, D9)."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from core.duty.unsafe import is_unsafe
from core.families.parts import FamilyPart, Field, Record, Section
from core.families.whose import whose_actor
from core.permissions import Permission
from core.use_case import Refused, Tx, UseCase, use_case


class HeldBack(Refused):
    """The conversation was hidden here (E7): whoever holds the phone may not be the one who wrote."""


@dataclass(frozen=True, slots=True)
class ExportMyData:
    """Whoever acts asks for everything about themselves and their family."""


@dataclass(frozen=True, slots=True)
class Export:
    """Everything, section by section. `made_at` is UTC."""

    made_at: datetime
    sections: tuple[Section, ...]


def exporting(parts: tuple[FamilyPart, ...]) -> UseCase[ExportMyData, Export]:
    """The use case over the parts of this installation. Raises `HeldBack`, `UnknownFamily`."""

    @use_case(Permission.ANYBODY, long=True)
    def export_my_data(tx: Tx, query: ExportMyData) -> Export:
        whose = whose_actor(tx, leaving=False)
        if any(is_unsafe(tx, address) for address in whose.addresses):
            raise HeldBack("hidden: the centre hands it out, once it knows to whom")
        return Export(tx.now, tuple(section for part in parts for section in part.export(tx, whose)))

    return export_my_data


def as_json(export: Export) -> str:
    """The machine-readable file: one object per section, names of fields as they are stored."""
    sections = {
        section.name: [{field.name: field.value for field in record} for record in section.records]
        for section in export.sections
    }
    return json.dumps({"made_at": export.made_at.isoformat(), **sections}, ensure_ascii=False, indent=2)


Show = Callable[[Field, Record], str]
"""Renders a field's value; the record tells what the value is about (the answer to which question, say)."""


def as_text(export: Export, say: Callable[[str], str], show: Show) -> str:
    """The readable file. `say` renders a heading or label by its Fluent key."""
    blocks = [_block(section, say, show) for section in export.sections if section.records]
    return "\n\n".join(blocks) + "\n"


def _block(section: Section, say: Callable[[str], str], show: Show) -> str:
    records = [
        "\n".join(
            f"{say(f'export-field-{field.name}')}: {show(field, record)}" for field in record if field.value is not None
        )
        for record in section.records
    ]
    return "\n\n".join([say(f"export-section-{section.name}").upper(), *records])
