"""YAML text to plain data, strictly: a repeated key is a fault and a date stays the text the editor wrote."""

from __future__ import annotations

from typing import Any, cast

import yaml

from core.catalog.faults import Fault, LintRule

_TIMESTAMP = "tag:yaml.org,2002:timestamp"
_BASE = cast("type[yaml.SafeLoader]", getattr(yaml, "CSafeLoader", yaml.SafeLoader))


class _PlainLoader(_BASE):  # type: ignore[misc, valid-type]
    """The fast loader without its guesses about dates and without silently dropped keys."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        mapping = super().construct_mapping(node, deep=deep)
        if len(mapping) != len(node.value):
            raise yaml.constructor.ConstructorError(None, None, "ключ повторяется", node.start_mark)
        return cast("dict[Any, Any]", mapping)


_PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rules if tag != _TIMESTAMP]
    for first, rules in _BASE.yaml_implicit_resolvers.items()
}


def read_yaml(file: str, text: str) -> Any | Fault:
    """The plain data of one file, or what is wrong with its YAML."""
    try:
        return yaml.load(text, Loader=_PlainLoader)  # noqa: S506 - a safe loader, only stricter
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return _broken(file, f"строка {line}", f"YAML не читается: {error.problem}")
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        return _broken(file, "файл", f"YAML не читается: {error}")


def _broken(file: str, record: str, what: str) -> Fault:
    return Fault(LintRule.YAML, file, record, what, "проверьте отступы, кавычки и двоеточия около этой строки")
