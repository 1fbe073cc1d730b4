"""What the documents say is so: links lead somewhere, commands exist, promises name their tests."""

import re
from pathlib import Path

import pytest

import leadfast.cli
from tests.architecture import code

DOCUMENTS = sorted(
    [*code.CHECKOUT.glob("*.md"), *(path for path in (code.CHECKOUT / "docs").rglob("*.md"))],
)


def _relative(path: Path) -> str:
    return str(path.relative_to(code.CHECKOUT))


@pytest.mark.parametrize("document", DOCUMENTS, ids=_relative)
def test_links_lead_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)|<img[^>]*src=\"([^\"]+)\"", document.read_text())
    local = [first or second for first, second in targets if "://" not in (first or second)]
    assert [target for target in local if not (document.parent / target).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=_relative)
def test_commands_exist(document: Path) -> None:
    named = set(re.findall(r"`(?:bin/)?leadfast ([a-z][a-z-]*)", document.read_text()))
    cli = Path(leadfast.cli.__path__[0])
    assert [
        name
        for name in named
        if not (cli / f"{name.replace('-', '_')}.py").exists() and not (cli / name).is_dir()
    ] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=_relative)
def test_tests_that_are_named_exist(document: Path) -> None:
    text = document.read_text()
    paths = set(re.findall(r"`(tests/[\w/.]+?)/?`", text))
    assert [path for path in paths if not (code.CHECKOUT / path).exists()] == []
    ours = "\n".join(path.read_text() for path in (code.CHECKOUT / "tests").rglob("test_*.py"))
    functions = set(re.findall(r"`(test_\w+)`", text))
    assert [name for name in functions if f"def {name}(" not in ours] == []
    files = set(re.findall(r"`(test_\w+\.py)`", text))
    known = {path.name for path in (code.CHECKOUT / "tests").rglob("test_*.py")}
    assert files - known == set()


def test_constraints_that_are_promised_exist() -> None:
    text = (code.CHECKOUT / "docs" / "promises.md").read_text()
    source = "\n".join(path.read_text() for path in code.modules())
    promised = set(re.findall(r"(?:CHECK|UNIQUE|FOREIGN KEY|CONSTRAINT) `(\w+)`", text))
    assert [name for name in promised if name not in source] == []


def test_every_check_of_the_audit_has_its_promise() -> None:
    """A check is one sentence that says what must hold, and SQL that returns what breaks it."""
    for script in code.SOURCE.glob("*/audit/*.sql"):
        first = script.read_text().splitlines()[0]
        assert re.match(r"-- .+\.$", first), script


def test_the_glossary_is_in_order_and_says_each_word_once() -> None:
    words = re.findall(r"^\*\*(.+?)\*\*:", (code.CHECKOUT / "docs" / "glossary.md").read_text(), re.MULTILINE)
    assert len({word.lower() for word in words}) == len(words)
    assert words == sorted(words, key=str.lower)


def test_every_variable_of_the_environment_is_documented() -> None:
    """What operators can set is on one page."""
    text = (code.CHECKOUT / "docs" / "operations.md").read_text()
    settings = (
        code.SOURCE / "config",
        code.SOURCE / "foundation" / "postgres",
        code.SOURCE / "cli" / "ports.py",
    )
    files = [file for place in settings for file in ([place] if place.is_file() else place.rglob("*.py"))]
    named = {
        name
        for file in files
        for name in re.findall(r"\"((?:LEADFAST|DATABASE)_[A-Z_]+|PORT)\"", file.read_text())
    }
    internal = {
        "LEADFAST_POOL",
        "LEADFAST_STATIC_COLLECTED",
        "LEADFAST_DEMO",
        "LEADFAST_DEBUG",
        "LEADFAST_PORT_HELD",
    }
    assert sorted(name for name in named - internal if f"`{name}`" not in text) == []


def test_the_decisions_are_numbered_without_gaps() -> None:
    found = sorted(path.name[:4] for path in (code.CHECKOUT / "docs" / "decisions").glob("[0-9]*.md"))
    assert found == [f"{number:04}" for number in range(1, len(found) + 1)]
