"""What a message in Fluent refers to."""

from __future__ import annotations

from fluent.syntax import ast
from fluent.syntax.visitor import Visitor


class References(Visitor):
    """Collects variables, messages, terms and attributes."""

    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802  named by fluent.syntax
        self.found.add("$" + node.id.name)

    def visit_MessageReference(self, node: ast.MessageReference) -> None:  # noqa: N802
        self.found.add(node.id.name)

    def visit_TermReference(self, node: ast.TermReference) -> None:  # noqa: N802
        self.found.add("-" + node.id.name)

    def visit_Attribute(self, node: ast.Attribute) -> None:  # noqa: N802
        self.found.add("." + node.id.name)
        self.generic_visit(node)
