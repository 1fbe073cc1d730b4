"""From a fresh clone to a running command: what a stranger's first minute looks like.

Each test works on a copy of the files that git knows, in a path with spaces, and may use a package
index for its first run only. These are slow; bin/test runs them once, in a step of their own.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.code import CHECKOUT

pytestmark = pytest.mark.setup

# pip finds no index behind this address, and an environment that is complete asks for none.
OFFLINE = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_EXTRA_INDEX_URL": "", "PIP_NO_INDEX": "1"}


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="leadfast clone "))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)


def clone(target: Path) -> Path:
    """The files of this checkout as git would give them to a stranger."""
    known = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=CHECKOUT, capture_output=True, check=True,
    ).stdout.decode().split("\0")  # fmt: skip
    for name in filter(None, known):
        if (CHECKOUT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(CHECKOUT / name, target / name)
    return target


def environment(**more: str) -> dict[str, str]:
    drop = ("LEADFAST_", "DATABASE_URL", "DJANGO_", "PG", "VIRTUAL_ENV", "PYTHON")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(drop)}
    # The same Python that runs the tests, as a stranger's would be: without this environment's packages.
    return kept | {"LEADFAST_PYTHON": base_python()} | more


def base_python() -> str:
    return getattr(sys, "_base_executable", sys.executable)


def run(clone: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(clone / "bin" / "leadfast"), *words],
        cwd="/", env=environment(**more), capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip


@pytest.fixture(scope="module")
def installed(place: Path) -> Path:
    """A clone whose first command has been run."""
    made = clone(place / "a path with spaces")
    first = run(made, "--help")
    assert first.returncode == 0, first.stderr
    assert "Setting Leadfast up" in first.stderr
    assert "Keeps every sales lead moving" in first.stdout
    return made


def test_the_second_run_is_silent_and_needs_no_network(installed: Path) -> None:
    again = run(installed, "--help", **OFFLINE)
    assert (again.returncode, again.stderr) == (0, "")


def test_it_works_without_ensurepip(installed: Path) -> None:
    """The environment is made without pip; ours lies in bin/vendor."""
    assert not list((installed / ".venv").glob("lib/python*/site-packages/pip"))
    assert list((installed / "bin" / "vendor").glob("pip-*.whl"))
    assert (installed / "bin" / "vendor" / "LICENSE.pip.txt").exists()


def test_a_changed_lock_is_installed_again(installed: Path) -> None:
    lock = installed / "requirements" / "run.txt"
    before = lock.read_text()
    lock.write_text(before + "\n")
    try:
        assert "Setting Leadfast up" in run(installed, "--help").stderr
    finally:
        lock.write_text(before)
    assert run(installed, "--help").returncode == 0


def test_two_first_runs_at_once_do_not_disturb_each_other(installed: Path) -> None:
    (installed / ".venv" / "leadfast-installed.json").unlink()
    both = [
        subprocess.Popen(
            [str(installed / "bin" / "leadfast"), "--help"], env=environment(), stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True,
        )
        for _ in range(2)
    ]  # fmt: skip
    said = [process.communicate(timeout=600) for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sorted("Setting Leadfast up in" in error for _, error in said) == [False, True]


def test_an_old_python_gets_a_sentence(installed: Path, tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    said = subprocess.run(
        ["/bin/sh", str(installed / "bin" / "leadfast"), "--help"],
        env={"PATH": f"{tmp_path}:{_only(tmp_path, 'dirname')}"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert said.returncode == 1
    assert "Leadfast needs Python 3.11 or newer" in said.stderr


def _only(place: Path, *programs: str) -> str:
    """A directory with these programs and no Python."""
    tools = place / "tools"
    tools.mkdir()
    for name in programs:
        found = shutil.which(name)
        assert found is not None
        (tools / name).symlink_to(found)
    return str(tools)


def test_as_an_ordinary_user(place: Path) -> None:
    """Root gives the clone to an account without a home; an ordinary user simply is one already."""
    made = clone(place / "an ordinary clone")
    account = _ordinary()
    home = place / "home of an ordinary user"
    home.mkdir()
    steps: dict[str, object] = {}
    if os.getuid() == 0:
        for path in [made, home, *made.rglob("*")]:
            os.chown(path, account.pw_uid, account.pw_gid)
        steps = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    more = {"HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "XDG_CACHE_HOME": str(home / "cache")}
    if os.getuid() == 0 and not _enterable(base_python(), steps):
        more["LEADFAST_PYTHON"] = ""  # This Python lies in root's own home; the system's will do.
    done = subprocess.run(
        [str(made / "bin" / "leadfast"), "migrate"],
        cwd="/", env=environment(**more), capture_output=True, text=True, check=False, timeout=600, **steps,  # type: ignore[call-overload]
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "up to date" in done.stdout
    data = list((home / "data" / "leadfast").glob("*/cluster/PG_VERSION"))
    assert len(data) == 1
    assert data[0].stat().st_uid == (account.pw_uid if os.getuid() == 0 else os.getuid())


def _ordinary() -> pwd.struct_passwd:
    return pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())


def _enterable(python: str, steps: dict[str, object]) -> bool:
    try:
        done = subprocess.run([python, "-c", ""], cwd="/", capture_output=True, check=False, **steps)  # type: ignore[call-overload]
    except OSError:
        return False
    return bool(done.returncode == 0)


def test_an_unknown_user_id_is_told_about_database_url(installed: Path) -> None:
    if os.getuid() != 0:
        assert pwd.getpwuid(os.getuid())
        return
    program = (
        "from leadfast.foundation.postgres import account\n"
        "from leadfast.foundation.errors import Refusal\n"
        "import os\nos.setgid(54321); os.setuid(54321)\n"
        "try:\n    account.current()\nexcept Refusal as refusal:\n    print(refusal.sentence)\n"
    )
    said = subprocess.run(
        [str(installed / ".venv" / "bin" / "python"), "-c", program],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "DATABASE_URL" in said.stdout
