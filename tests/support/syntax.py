"""Looking through the syntax of files."""

from __future__ import annotations

import ast
from collections.abc import Iterator


def below(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what a node consists of, one level down, without expressions: in these is neither function nor import."""
    return (child for child in ast.iter_child_nodes(node) if not isinstance(child, ast.expr))


def all_below(node: ast.AST) -> Iterator[ast.AST]:
    """Yield all that is `below` a node, at any depth."""
    waiting = [node]
    while waiting:
        children = list(below(waiting.pop()))
        yield from children
        waiting += children
