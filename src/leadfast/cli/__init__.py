"""The command line: one file per command, found by its name.

A command is a module with a docstring (its help), ``run(arguments) -> int | None`` and, if it takes
arguments, ``add_arguments(parser)``. Django is set up by ``ground.ready()``, not at import.
"""

#: Modules here that are not commands.
NOT_COMMANDS = frozenset({"ground", "ports", "supervise", "figures", "town"})
