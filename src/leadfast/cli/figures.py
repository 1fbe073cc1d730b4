"""What a measurement or a benchmark hands back, and how it is printed."""

import argparse
import importlib
import json
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType


@dataclass
class Figures:
    """Named numbers, and what went wrong: ``item: expected, got``. The names never change."""

    figures: dict[str, float] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)

    def print(self, *, as_json: bool) -> None:
        if as_json:
            print(json.dumps({"figures": self.figures, "failures": self.failures}, ensure_ascii=False))
            return
        width = max((len(name) for name in self.figures), default=0)
        for name, value in self.figures.items():
            print(f"{name:{width}}  {readable(value):>14}")
        if self.failures:
            print(f"\n{len(self.failures)} failures:")
            for failure in self.failures:
                print(f"  {failure}")


def readable(value: float) -> str:
    """Whole numbers with commas, the others with three digits that matter."""
    if float(value).is_integer():
        return f"{int(value):,}"
    return f"{value:,.3f}" if abs(value) < 10 else f"{value:,.1f}"


def names(package: ModuleType, function: str) -> list[str]:
    """The modules of ``package`` that define ``function``; told by their text, so none is imported."""
    return [
        found.name
        for found in pkgutil.iter_modules(package.__path__)
        if any(f"\ndef {function}(" in text for text in _texts(package, found.name))
    ]


def find(package: ModuleType, name: str) -> ModuleType:
    return importlib.import_module(f"{package.__name__}.{name.replace('-', '_')}")


def offer(parser: argparse.ArgumentParser, package: ModuleType, function: str) -> None:
    """One subcommand per module, with its docstring as the help; its own arguments where it has some."""
    choices = parser.add_subparsers(title=function, metavar="NAME", dest="name", required=True)
    for name in names(package, function):
        module = find(package, name)
        text = (module.__doc__ or "").strip()
        one = choices.add_parser(
            name.replace("_", "-"), help=text.splitlines()[0] if text else "", description=text
        )
        one.add_argument("--json", action="store_true", help="print one JSON object instead of a table")
        if function == "measure" and getattr(module, "CORPUS", True):
            one.add_argument(
                "--corpora", type=Path, required=True, metavar="DIR", help="the directory of the corpora"
            )
        if hasattr(module, "add_arguments"):
            module.add_arguments(one)


def given(arguments: argparse.Namespace, package: ModuleType, function: str) -> Figures:
    """Run the module that was named."""
    act: Callable[[argparse.Namespace], Figures] = getattr(find(package, arguments.name), function)
    return act(arguments)


def _texts(package: ModuleType, name: str) -> list[str]:
    places = [Path(place) for place in package.__path__]
    files = [file for place in places for file in (place / f"{name}.py", place / name / "__init__.py")]
    return [file.read_text() for file in files if file.exists()]
