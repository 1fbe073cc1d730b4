"""The shape of the tree: sizes, layers, what a package's parts may know of each other."""

import re
from pathlib import Path

import pytest

from tests.architecture import code

LONGEST = 400

# Inside a package, from the top: each part imports only what stands below it.
PARTS = ("apps", "jobs", "actions", "reads", "models", "rules", "facts", "errors")
SAME_LEVEL = {"facts": 6, "errors": 6}

# Pure too, by other names: what mail means is read from its text alone.
PURE = ("rules", "understanding")

SHAPED = (
    "workspaces",
    "history",
    "mail",
    "people",
    "leads",
    "conversations",
    "followup",
    "capture",
    "drops",
    "accountability",
    "planning",
    "reports",
    "webhooks",
)


def test_no_module_is_long() -> None:
    """Migrations are written by a program and read by one; they may be long."""
    ours = [file for file in code.modules() if "migrations" not in file.parts]
    assert [f"{code.name(f)}: {n}" for f in ours if (n := len(f.read_text().splitlines())) > LONGEST] == []


def test_no_test_is_long() -> None:
    tests = (code.CHECKOUT / "tests").rglob("*.py")
    assert [f"{f}: {n}" for f in tests if (n := len(f.read_text().splitlines())) > LONGEST] == []


def test_every_package_is_a_layer() -> None:
    found = {path.name for path in code.SOURCE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert found <= set(code.LAYERS)


def test_the_import_contract_lists_the_same_layers() -> None:
    text = (code.CHECKOUT / "pyproject.toml").read_text()
    listed = re.findall(r'^    "\((\w+)\)",$', text, re.MULTILINE)
    assert tuple(listed) == code.LAYERS


@pytest.mark.parametrize("package", SHAPED)
def test_parts_import_downwards(package: str) -> None:
    wrong = []
    for file in code.modules():
        if code.package(file) != package or "migrations" in file.parts or code.part(file) not in PARTS:
            continue
        here = _level(code.part(file))
        for imported in code.imports(file):
            words = imported.split(".")
            inside = words[:2] == ["leadfast", package] and len(words) > 2 and words[2] in PARTS
            if inside and _level(words[2]) < here:
                wrong.append(f"{code.name(file)} imports {imported}")
    assert wrong == []


def _level(part: str) -> int:
    return SAME_LEVEL.get(part, PARTS.index(part))


def test_packages_have_no_drawers() -> None:
    """No file named for being useful instead of for what it is about."""
    drawers = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "base", "core", "lib"}
    assert [code.name(f) for f in code.modules() if f.stem in drawers] == []


def test_rules_are_pure() -> None:
    """Rules know no framework, no clock and no input or output."""
    forbidden = (
        "django", "psycopg", "os", "pathlib", "io", "socket", "subprocess", "time", "random", "secrets",
        "logging", "requests", "urllib.request", "leadfast.foundation.clock",
    )  # fmt: skip
    wrong = []
    for file in code.modules():
        if code.part(file) not in PURE:
            continue
        for imported in code.imports(file):
            if any(imported == word or imported.startswith(f"{word}.") for word in forbidden):
                wrong.append(f"{code.name(file)} imports {imported}")
        for called, line in code.calls(file):
            if called in ("open", "print", "input") or re.search(
                r"\b(datetime|date)\.(now|today|utcnow)$", called
            ):
                wrong.append(f"{code.name(file)}:{line} calls {called}")
    assert wrong == []


def test_rules_import_only_rules() -> None:
    wrong = []
    for file in code.modules():
        if code.part(file) not in PURE:
            continue
        for imported in code.imports(file):
            words = imported.split(".")
            if (
                words[0] == "leadfast"
                and words[1] != "foundation"
                and not set(words[2:3]) & {*PURE, "facts", "errors"}
            ):
                wrong.append(f"{code.name(file)} imports {imported}")
    assert wrong == []


def test_only_mail_touches_its_transport() -> None:
    transport = "leadfast.mail.transport"
    wrong = [
        f"{code.name(file)} imports {imported}"
        for file in code.modules()
        if code.package(file) != "mail"
        for imported in code.imports(file)
        if imported.startswith(transport)
    ]
    assert wrong == []


def test_string_foreign_keys_obey_the_layers() -> None:
    """``TenantKey("leads.Lead")`` is an import too, though no tool sees it."""
    wrong = []
    for file in code.modules():
        if code.part(file) != "models":
            continue
        here = code.LAYERS.index(code.package(file))
        for text in code.strings(file):
            found = re.fullmatch(r"(\w+)\.[A-Z]\w+", text)
            if found and found.group(1) in code.LAYERS and code.LAYERS.index(found.group(1)) < here:
                wrong.append(f"{code.name(file)} points up at {text}")
    assert wrong == []


def test_no_signals_between_packages() -> None:
    wrong = [
        f"{code.name(file)} imports {imported}"
        for file in code.modules()
        for imported in code.imports(file)
        if imported.startswith(("django.dispatch", "django.db.models.signals"))
    ]
    assert wrong == []


def test_every_package_says_what_it_is() -> None:
    silent = [f for f in code.SOURCE.glob("*/__init__.py") if not f.read_text().strip().startswith('"""')]
    assert [code.name(f) for f in silent] == []


def test_the_checkout_is_where_we_think() -> None:
    assert (Path(code.CHECKOUT) / "pyproject.toml").exists()
