"""The command line: it lists itself, starts quickly, and refuses in sentences."""

import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import leadfast.cli
from leadfast.cli import figures, ports
from tests.ground.installation import Installation

COMMANDS = (
    "audit",
    "backup",
    "bench",
    "demo",
    "measure",
    "migrate",
    "person",
    "restore",
    "up",
    "web",
    "worker",
)


@pytest.fixture
def nowhere(tmp_path: Path) -> Installation:
    """An installation that nothing has been done in."""
    return Installation(tmp_path / "home")


def test_it_lists_every_command(nowhere: Installation) -> None:
    said = nowhere.leadfast("--help").stdout
    assert [name for name in COMMANDS if not re.search(rf"^    {name}\b", said, re.MULTILINE)] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(nowhere: Installation, command: str) -> None:
    assert f"usage: leadfast {command}" in nowhere.leadfast(command, "--help").stdout


def test_help_touches_nothing(nowhere: Installation) -> None:
    nowhere.leadfast("--help")
    nowhere.leadfast("up", "--help")
    assert not Path(nowhere.environment["LEADFAST_HOME"]).exists()


def test_a_module_is_a_command_or_named_as_none() -> None:
    place = Path(leadfast.cli.__path__[0])
    modules = {path.stem for path in place.glob("*.py") if path.stem != "__init__"}
    wrong = [
        name
        for name in modules - leadfast.cli.NOT_COMMANDS
        if "\ndef run(" not in (place / f"{name}.py").read_text()
    ]
    assert wrong == []


def test_a_refusal_is_a_sentence(tmp_path: Path) -> None:
    wrong = Installation(tmp_path, DATABASE_URL="mysql://somewhere/else")
    said = wrong.leadfast("migrate", ok=False)
    assert said.stderr.strip() == (
        "DATABASE_URL cannot be read. It looks like postgresql://user:password@host:5432/database."
    )


def test_a_server_that_does_not_answer_is_named(tmp_path: Path) -> None:
    away = Installation(tmp_path, DATABASE_URL=f"postgresql://nobody@/leads?host={tmp_path}")
    said = away.leadfast("migrate", ok=False).stderr
    assert f"at {tmp_path}, does not answer" in said
    # Kept while it is asked, or another program may begin to listen there.
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        where = f"127.0.0.1:{deaf.getsockname()[1]}"
        away = Installation(tmp_path, DATABASE_URL=f"postgresql://nobody:a-secret@{where}/leads")
        said = away.leadfast("migrate", ok=False).stderr
    assert f"at {where}, does not answer" in said
    assert "a-secret" not in said


def test_a_short_key_is_refused(tmp_path: Path) -> None:
    weak = Installation(tmp_path, LEADFAST_SECRET_KEY="short")
    assert "at least 32 characters" in weak.leadfast("migrate", ok=False).stderr


def test_a_port_that_is_no_number_is_refused(tmp_path: Path) -> None:
    assert "between 1 and 65535" in Installation(tmp_path, PORT="http").leadfast("up", ok=False).stderr


def test_the_port_that_is_asked_for_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "0")
    with pytest.raises(ports.PortUnreadable), ports.held():
        pass


def test_it_is_a_module_too() -> None:
    done = subprocess.run([sys.executable, "-m", "leadfast"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "COMMAND" in done.stderr


def test_figures_are_one_object_for_machines(capsys: pytest.CaptureFixture[str]) -> None:
    found = figures.Figures({"mails_per_s": 1081.0, "ratio": 0.4567}, ["item: expected, got"])
    found.print(as_json=True)
    assert capsys.readouterr().out == (
        '{"figures": {"mails_per_s": 1081.0, "ratio": 0.4567}, "failures": ["item: expected, got"]}\n'
    )
    found.print(as_json=False)
    assert "1,081" in capsys.readouterr().out
