"""YAML text to plain data, strictly: a repeated key is a fault and a date stays the text the editor wrote.

The nodes libyaml composes are read straight into plain data: the library's own constructor is general enough to cost
as much as the parser, and 80 files are read at every start.
"""

from __future__ import annotations

from typing import Any, cast

import yaml

from core.catalog.faults import Fault, LintRule

_TIMESTAMP = "tag:yaml.org,2002:timestamp"
_TEXT = "tag:yaml.org,2002:str"
_BASE = cast("type[yaml.SafeLoader]", getattr(yaml, "CSafeLoader", yaml.SafeLoader))


class _PlainLoader(_BASE):  # type: ignore[misc, valid-type]
    """The fast loader without its guesses about dates, silently dropped keys and references between records."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._entered: set[int] = set()

    def read(self) -> Any:
        node = self.get_single_node()
        return None if node is None else self._plain(node)

    def _plain(self, node: yaml.Node) -> Any:
        if isinstance(node, yaml.ScalarNode):
            return node.value if node.tag == _TEXT else self.construct_object(node)
        if id(node) in self._entered:
            raise _refusal("ссылки «*» не нужны: напишите значение ещё раз", node)
        self._entered.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node)
        return [self._plain(item) for item in node.value]

    def _mapping(self, node: yaml.MappingNode) -> dict[Any, Any]:
        mapping = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise _refusal("ключом должно быть слово", key)
            mapping[self._plain(key)] = self._plain(value)
        if len(mapping) != len(node.value):
            raise _refusal("ключ повторяется", node)
        return mapping


_PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rules if tag != _TIMESTAMP]
    for first, rules in _BASE.yaml_implicit_resolvers.items()
}


def read_yaml(file: str, text: str) -> Any | Fault:
    """The plain data of one file, or what is wrong with its YAML."""
    try:
        loader = _PlainLoader(text)
        try:
            return loader.read()
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return _broken(file, f"строка {line}", f"YAML не читается: {error.problem}")
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        return _broken(file, "файл", f"YAML не читается: {error}")


def _refusal(what: str, node: yaml.Node) -> yaml.MarkedYAMLError:
    return yaml.constructor.ConstructorError(None, None, what, node.start_mark)


def _broken(file: str, record: str, what: str) -> Fault:
    return Fault(LintRule.YAML, file, record, what, "проверьте отступы, кавычки и двоеточия около этой строки")
