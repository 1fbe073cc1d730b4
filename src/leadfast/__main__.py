"""``leadfast``: one command per file in leadfast/cli."""

import argparse
import importlib
import os
import pkgutil
import sys
from types import ModuleType

import leadfast.cli
from leadfast.foundation.errors import Refusal


def main(arguments: list[str] | None = None) -> int:
    """Run one command; a refusal is printed as its sentence and ends with 1."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leadfast.config.settings")
    given = sys.argv[1:] if arguments is None else arguments
    parsed = _parser(given).parse_args(given)
    try:
        return int(parsed.run(parsed) or 0)
    except Refusal as refusal:
        print(refusal.sentence, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output (head, less) has seen enough.
        sys.stderr.close()
        return 0


def _parser(given: list[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="leadfast",
        description="Keeps every sales lead moving until the customer buys, or says never again.",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    wanted = given[0] if given and given[0] in _names() else None
    for name in _names():
        # Only the command that is asked for is imported, so that each starts quickly.
        if wanted in (None, name):
            _add(commands, name)
    return parser


def _names() -> list[str]:
    found = pkgutil.iter_modules(leadfast.cli.__path__)
    return sorted(module.name for module in found if module.name not in leadfast.cli.NOT_COMMANDS)


def _add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str) -> None:
    module: ModuleType = importlib.import_module(f"leadfast.cli.{name}")
    text = (module.__doc__ or "").strip()
    command = commands.add_parser(
        name.replace("_", "-"),
        help=text.splitlines()[0] if text else "",
        description=text,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    if hasattr(module, "add_arguments"):
        module.add_arguments(command)
    command.set_defaults(run=module.run)


if __name__ == "__main__":
    sys.exit(main())
