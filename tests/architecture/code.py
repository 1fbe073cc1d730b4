"""Reads our source as text and as syntax, for the tests beside it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
SOURCE = CHECKOUT / "src" / "leadfast"

# From the top; each may import only what stands below it (docs/architecture.md).
LAYERS = (
    "config",
    "web",
    "api",
    "cli",
    "worker",
    "webhooks",
    "reports",
    "planning",
    "accountability",
    "drops",
    "capture",
    "followup",
    "conversations",
    "leads",
    "people",
    "mail",
    "history",
    "workspaces",
    "foundation",
)


@cache
def modules() -> tuple[Path, ...]:
    """Every Python file of the product."""
    return tuple(sorted(SOURCE.rglob("*.py")))


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(), filename=str(file))


def name(file: Path) -> str:
    """``leads/actions/opening.py`` of a file."""
    return str(file.relative_to(SOURCE))


def package(file: Path) -> str:
    """The package of the product that ``file`` belongs to; empty for the root's own modules."""
    parts = file.relative_to(SOURCE).parts
    return parts[0] if len(parts) > 1 else ""


def part(file: Path) -> str:
    """Which of a package's parts a file belongs to: actions, reads, rules ..."""
    parts = file.relative_to(SOURCE).parts
    return Path(parts[1]).stem if len(parts) > 1 else ""


def imports(file: Path) -> Iterator[str]:
    """Every module or object that ``file`` imports, by its full name."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield f"{node.module}.{alias.name}"


def strings(file: Path) -> Iterator[str]:
    """Every string in ``file`` that is not a docstring."""
    documentation = {
        id(body[0].value)
        for node in ast.walk(tree(file))
        if (body := getattr(node, "body", None))
        and isinstance(body, list)
        and isinstance(body[0], ast.Expr)
        and isinstance(body[0].value, ast.Constant)
    }
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield node.value


def calls(file: Path) -> Iterator[tuple[str, int]]:
    """The dotted name of everything that is called, with its line."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Call):
            yield dotted(node.func), node.lineno


def dotted(node: ast.expr) -> str:
    """``Lead.objects.create`` of an expression; empty parts where something is not a name."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return dotted(node.func) + "()" if isinstance(node, ast.Call) else ""
