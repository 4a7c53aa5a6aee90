"""Plain records to YAML a content editor can read and a diff can follow: stable, Unicode, short things on
one line.
"""

from __future__ import annotations

from typing import Any

import yaml

WIDTH = 110
_FLOW_BUDGET = 100
_ONE_LINE = frozenset(
    {
        "life_situations",
        "where_to_apply",
        "synonyms",
        "words",
        "measures",
        "modes",
        "crisis_types",
        "weekdays",
        "related_federal",
        "deadline_rule",
        "formula",
        "regions",
        "zones",
        "departments",
        "specialists",
        "source",
        "working_hours",
    }
)
_RECORDS_ON_A_LINE = frozenset({"zones", "departments", "specialists", "source", "working_hours"})


class _Flow(list[Any]):
    """A list written on one line."""


class _FlowMap(dict[str, Any]):
    """A mapping written on one line."""


class _Dumper(yaml.SafeDumper):
    """Safe YAML without anchors, list items indented under their key."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


_Dumper.add_representer(
    _Flow, lambda dumper, data: dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=True)
)
_Dumper.add_representer(
    _FlowMap, lambda dumper, data: dumper.represent_mapping("tag:yaml.org,2002:map", data, flow_style=True)
)


def yaml_text(header: str, content: Any) -> str:
    """The file's text: a comment, then the content; equal content gives equal text."""
    comment = "".join(f"# {line}\n" for line in header.splitlines())
    body = yaml.dump(_styled(content, ""), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH, indent=2)
    return comment + "\n" + _spaced(body)


def _styled(value: Any, key: str) -> Any:
    if key == "eligibility":
        return _condition(value)
    if key in _RECORDS_ON_A_LINE:
        return [_flow(each) for each in value] if value else value
    if key in _ONE_LINE:
        return _flow(value)
    if isinstance(value, dict):
        return {name: _styled(each, name) for name, each in value.items()}
    if isinstance(value, list):
        return [_styled(each, "") for each in value]
    return value


def _condition(node: dict[str, Any]) -> Any:
    """On one line when it fits, else one part per line."""
    if len(str(node)) <= _FLOW_BUDGET or next(iter(node)) not in ("all", "any"):
        return _flow(node)
    [(key, parts)] = node.items()
    return {key: [_condition(part) for part in parts]}


def _flow(value: Any) -> Any:
    if isinstance(value, dict):
        return _FlowMap({name: _flow(each) for name, each in value.items()})
    return _Flow(_flow(each) for each in value) if isinstance(value, list) else value


def _spaced(body: str) -> str:
    """A blank line before each record of a top-level list, so that records stand apart."""
    lines = body.splitlines()
    starts = [index for index, line in enumerate(lines) if line.startswith("- ") and index]
    for index in reversed(starts):
        lines.insert(index, "")
    return "\n".join(lines) + "\n"
