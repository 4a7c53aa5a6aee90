"""Every Fluent key the program can ask for, found in its code and templates, and every message there is to ask.

A key stands in the code as a literal, or is made of a family of keys and a member of a closed set
(`f"plan-state-{state}"`, `"panel-mode-" ~ mode`). Families are listed in `text_families.py`.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

import jinja2
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor
from jinja2 import nodes

from app.settings import ROOT

TEXTS = ROOT / "data" / "texts" / "ru"
CODE = ("admin", "app", "bot", "core")
TEMPLATES = ROOT / "admin" / "templates"
HOLE = "{}"
_WORD = re.compile(r"[a-z]+(-[a-z0-9_]+)*")
_KEY = re.compile(r"[a-z]+(-[a-z0-9_]+)+")
_FAMILY = re.compile(r"(?=.*\{\})(?=.*-)[a-z{}][a-z0-9{}_-]*")
_ASKING = {"say", "label", "_say", "_list", "t", "render", "Say", "Label", "Text"}


@dataclass(frozen=True)
class Written:
    """A message as it stands in a file."""

    file: str
    words: str
    refers: frozenset[str]
    own_variables: frozenset[str]
    plurals: tuple[ftl.SelectExpression, ...]
    """Places where the form of a word follows a number."""


@dataclass(frozen=True)
class Asked:
    """One place that asks for words: the key or family, and the arguments it gives (None: known only at run time)."""

    where: str
    key: str
    arguments: frozenset[str] | None


class _Inside(Visitor):
    def __init__(self) -> None:
        self.variables: set[str] = set()
        self.messages: set[str] = set()
        self.words: list[str] = []
        self.plurals: list[ftl.SelectExpression] = []

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:
        self.variables.add(node.id.name)

    def visit_MessageReference(self, node: ftl.MessageReference) -> None:
        self.messages.add(node.id.name)

    def visit_TextElement(self, node: ftl.TextElement) -> None:
        self.words.append(node.value)

    def visit_SelectExpression(self, node: ftl.SelectExpression) -> None:
        forms = {variant.key.name for variant in node.variants if isinstance(variant.key, ftl.Identifier)}
        if "one" in forms and "two" not in forms:  # `clocks` counts in words
            self.plurals.append(node)
        self.generic_visit(node)


def written() -> dict[str, Written]:
    """Every message by key. A file that cannot be read whole, or a key written twice, fails here."""
    found: dict[str, Written] = {}
    for path in sorted(TEXTS.glob("*.ftl")):
        for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
            assert not isinstance(entry, ftl.Junk), f"{path.name} cannot be read: {entry.content[:80]!r}"
            if isinstance(entry, ftl.Message):
                assert entry.id.name not in found, f"{entry.id.name} is written twice"
                found[entry.id.name] = _written(path.name, entry)
    return found


def _written(file: str, message: ftl.Message) -> Written:
    inside = _Inside()
    inside.visit(message)
    words, refers, variables = " ".join(inside.words), frozenset(inside.messages), frozenset(inside.variables)
    return Written(file, words, refers, variables, tuple(inside.plurals))


def variables(messages: dict[str, Written], key: str) -> frozenset[str]:
    """What `key` needs to be told, messages it refers to included."""
    own = messages[key]
    return own.own_variables.union(*(variables(messages, other) for other in own.refers))


def trees() -> Iterator[tuple[str, ast.AST]]:
    """Every module of the program."""
    for folder in CODE:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def literals() -> set[str]:
    """Every string of code and templates that can be a key."""
    found = {
        node.value
        for _, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    found |= {
        const.value for _, page in pages() for const in page.find_all(nodes.Const) if isinstance(const.value, str)
    }
    return {text for text in found if _WORD.fullmatch(text)}


def families() -> dict[str, set[str]]:
    """Keys made at run time, each hole written `{}`, with the places where they are made."""
    found: dict[str, set[str]] = {}
    for where, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and _FAMILY.fullmatch(shape := _shape(node)):
                found.setdefault(shape, set()).add(where)
    for asked in _asked_by_pages():
        if HOLE in asked.key:
            found.setdefault(asked.key, set()).add(asked.where)
    return found


def _shape(node: ast.expr) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(_shape(part) for part in parts)
        case ast.FormattedValue() | _:
            return HOLE


def asked() -> Iterator[Asked]:
    """Every call that names its key on the spot, in code and templates."""
    for where, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _name(node.func) in _ASKING and node.args:
                for key in _choices(node.args[0]):
                    yield Asked(f"{where}:{node.lineno}", key, _arguments(node))
    yield from _asked_by_pages()


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _choices(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from _choices(node.body)
        yield from _choices(node.orelse)
    elif isinstance(node, ast.Constant | ast.JoinedStr) and (_KEY.fullmatch(s := _shape(node)) or _FAMILY.fullmatch(s)):
        yield s


def _arguments(call: ast.Call) -> frozenset[str] | None:
    """Names of the arguments; a `Say` or a `Label` gets whatever its window's getter returns."""
    name, named = _name(call.func), {keyword.arg for keyword in call.keywords}
    if name in ("Say", "Label") or None in named:
        return None
    given = {argument for argument in named if argument is not None}
    if name == "_list":
        return frozenset()
    if len(call.args) > 1:
        data = call.args[1]
        if not isinstance(data, ast.Dict) or None in data.keys:
            return None
        given |= {key.value for key in data.keys if isinstance(key, ast.Constant)}
    return frozenset(given)


def pages() -> Iterator[tuple[str, nodes.Template]]:
    """Every template of the panel."""
    environment = jinja2.Environment(autoescape=True)
    for path in sorted(TEMPLATES.glob("*.html")):
        yield path.name, environment.parse(path.read_text(encoding="utf-8"))


def _asked_by_pages() -> Iterator[Asked]:
    for where, page in pages():
        for call in page.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "t":
                given = None if call.dyn_kwargs else frozenset(keyword.key for keyword in call.kwargs)
                for key in _page_choices(call.args[0]):
                    yield Asked(f"{where}:{call.lineno}", key, given)


def _page_choices(node: nodes.Node) -> Iterator[str]:
    match node:
        case nodes.Const(value=str(text)):
            yield text
        case nodes.Concat(nodes=parts):
            yield "".join(part.value if isinstance(part, nodes.Const) else HOLE for part in parts)
        case nodes.CondExpr(expr1=yes, expr2=no):
            yield from _page_choices(yes)
            if no is not None:
                yield from _page_choices(no)
