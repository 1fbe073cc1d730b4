"""Locks, licences, exceptions and the schedule of checks."""

import re
import runpy
import tomllib
from pathlib import Path

from tests.architecture import code

LOCKS = sorted((code.CHECKOUT / "requirements").glob("*.txt"))
DECISIONS = code.CHECKOUT / "docs" / "decisions"


def _pins(lock: Path) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9._-]+)==([^ ;\\]+)", lock.read_text(), re.MULTILINE))


def test_locks_name_no_host() -> None:
    for lock in LOCKS:
        assert re.findall(r"://|--index-url|--extra-index-url|--find-links", lock.read_text()) == [], (
            lock.name
        )


def test_every_pin_has_its_hash() -> None:
    for lock in LOCKS:
        blocks = re.split(r"^(?=[a-z0-9._-]+==)", lock.read_text(), flags=re.MULTILINE)[1:]
        assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_the_smaller_locks_agree_with_the_largest() -> None:
    everything = _pins(code.CHECKOUT / "requirements" / "test.txt")
    for name in ("run", "demo"):
        smaller = _pins(code.CHECKOUT / "requirements" / f"{name}.txt")
        assert {p: v for p, v in smaller.items() if everything.get(p) != v} == {}


def test_every_dependency_is_explained() -> None:
    explained = (DECISIONS / "dependencies.md").read_text()
    for name in ("run", "demo", "test"):
        for line in (code.CHECKOUT / "requirements" / f"{name}.in").read_text().splitlines():
            if line and not line.startswith(("#", "-r")):
                package = re.split(r"[\[<>=]", line)[0]
                assert f"| {package} |" in explained, package


def test_every_exception_has_a_decision() -> None:
    """An ignored import or a broken layer is allowed only with a record of why."""
    contracts = tomllib.loads((code.CHECKOUT / "pyproject.toml").read_text())["tool"]["importlinter"][
        "contracts"
    ]
    records = "\n".join(record.read_text() for record in DECISIONS.glob("*.md"))
    ignored = [line for contract in contracts for line in contract.get("ignore_imports", [])]
    assert [line for line in ignored if line not in records] == []


def test_the_licence_is_apache() -> None:
    assert "Apache License" in (code.CHECKOUT / "LICENSE").read_text()


def test_a_step_looks_where_the_tests_of_its_mark_stand() -> None:
    marked = runpy.run_path(str(code.CHECKOUT / "bin" / "checks.py"))["MARKED"]
    tests = [path.relative_to(code.CHECKOUT) for path in (code.CHECKOUT / "tests").rglob("*.py")]
    wrong = [
        f"{path}: {mark}"
        for path in tests
        for mark in re.findall(r"pytest\.mark\.(\w+)", (code.CHECKOUT / path).read_text())
        if not any(path.is_relative_to(place) for place in marked.get(mark, ["tests"]))
    ]
    assert wrong == []


def test_ci_is_the_same_command() -> None:
    assert "bin/test" in (code.CHECKOUT / ".ci" / "run").read_text()


def test_the_project_names_nothing_of_one_machine() -> None:
    """No path or host of the place where it happens to be written."""
    found = []
    for file in [
        *code.modules(),
        *(code.CHECKOUT / "docs").rglob("*.md"),
        *(code.CHECKOUT / "bin").glob("*"),
    ]:
        if file.is_file() and re.search(r"/(home|root|Users)/[a-z]", file.read_text()):
            found.append(str(file))
    assert found == []


def test_every_dependency_is_used() -> None:
    """By an import, or by name in the settings; a package that nobody uses is only weight."""
    modules = {
        "argon2-cffi": "Argon2PasswordHasher", "django-allauth": "allauth", "dkimpy": "dkim", "dnspython": "dns",
        "python-liquid": "liquid", "axe-playwright-python": "axe_playwright_python", "pytest-django": "pytest_django",
        "pytest-xdist": "-n2", "django-stubs": "mypy_django_plugin", "import-linter": "importlinter",
        "mail-parser-reply": "mailparser_reply", "flufl.bounce": "flufl", "opencv-python-headless": "cv2",
        "zxing-cpp": "zxingcpp", "django-ninja": "ninja",
    }  # fmt: skip
    places = [
        *code.modules(),
        *(code.CHECKOUT / "tests").rglob("*.py"),
        *(code.CHECKOUT / "bin").glob("*.py"),
    ]
    text = "\n".join(file.read_text() for file in places if file != Path(__file__))
    text += (code.CHECKOUT / "pyproject.toml").read_text()
    listed = [
        re.split(r"[\[<>=]", line)[0]
        for name in ("run", "demo", "test")
        for line in (code.CHECKOUT / "requirements" / f"{name}.in").read_text().splitlines()
        if line and not line.startswith(("#", "-r"))
    ]
    assert [name for name in listed if modules.get(name, name.replace("-", "_")) not in text] == []
