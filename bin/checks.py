"""Runs the checks as named steps; this is all there is to CI.

bin/test                 every step
bin/test lint types      only these
"""

import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO

CHECKOUT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "src")]
CI = os.environ.get("CI", "").lower() == "true"

#: The directory of the cluster that every run of pytest shares.
SHARED: list[Path] = []

PYTEST = [sys.executable, "-m", "pytest", "-q", "--no-header", "--durations=5"]
CODE = ["src", "tests", "bin"]


@dataclass
class Result:
    ok: bool
    seconds: float
    #: The closing line of pytest, where the step is one of its runs.
    closing: str = ""


def command(*words: str, **environment: str) -> Callable[[], tuple[bool, str]]:
    """A step that runs one program and shows its output only when it fails."""

    def step() -> tuple[bool, str]:
        done = subprocess.run(
            words, cwd=CHECKOUT, env=surroundings(environment), capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            print(done.stdout + done.stderr, flush=True)
        return done.returncode == 0, ""

    return step


def tests(*words: str, **environment: str) -> Callable[[], tuple[bool, str]]:
    """A run of pytest, shown as it goes."""

    def step() -> tuple[bool, str]:
        run = subprocess.Popen(
            [*PYTEST, *words],
            cwd=CHECKOUT,
            env=surroundings(environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        closing: list[str] = []
        reader = threading.Thread(target=show, args=[run.stdout, closing], daemon=True)
        reader.start()
        code = run.wait()
        # A process that a killed test left behind may hold the pipe open; what matters has been said.
        reader.join(timeout=5)
        # 5: the step's group has no tests (yet).
        return code in (0, 5), closing[-1] if closing else ""

    return step


def show(output: IO[str], closing: list[str]) -> None:
    """Print what pytest says as it says it, and keep its closing line."""
    for line in output:
        print(line, end="", flush=True)
        if re.search(r"\d+ (passed|failed|error|skipped|deselected)", line):
            closing.append(line.strip().strip("= "))


def surroundings(more: dict[str, str]) -> dict[str, str]:
    ours = ("LEADFAST_", "DATABASE_URL", "PORT", "PYTHONDONTWRITEBYTECODE")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(ours)}
    if SHARED and "LEADFAST_TEST_PG" not in more:
        # Every run of pytest uses one cluster and one migrated template: starting each anew would cost a
        # quarter of a minute.
        more = {"LEADFAST_TEST_CLUSTER": str(SHARED[0]), **more}
    # The order of sets decides which test comes first; all processes of a run must agree on it.
    return {
        **environment,
        "PYTHONPATH": str(CHECKOUT / "src"),
        "PYTHONHASHSEED": "0",
        # Hundreds of processes load the same modules: compiled once, each starts in half the time.
        "PYTHONPYCACHEPREFIX": str(CHECKOUT / ".cache" / "bytecode"),
        **more,
    }


@contextlib.contextmanager
def shared_cluster() -> Iterator[None]:
    from leadfast.foundation.postgres import account, binaries, throwaway

    place = throwaway.place()
    SHARED.append(place)
    try:
        yield
    finally:
        throwaway.at(place, binaries.bundled(account.current())).kill()
        shutil.rmtree(place, ignore_errors=True)


# Whoever has nothing left to do takes from the other: the last long test of one keeps nobody waiting.
BOTH = ("-n2", "--dist=worksteal")

#: Where the tests of a mark stand, each run by the step of that name: the others are not even looked at.
MARKED = {
    "browser": ["tests/browser"],
    "dovecot": ["tests/mail"],
    "crash": ["tests/crash"],
    "setup": ["tests/ground", "tests/demo"],
}
MAIN = " and ".join(f"not {mark}" for mark in MARKED)

STEPS: dict[str, Callable[[], tuple[bool, str]]] = {
    "format": command(sys.executable, "-m", "ruff", "format", "--check", *CODE),
    "lint": command(sys.executable, "-m", "ruff", "check", *CODE),
    "types": command(
        sys.executable,
        "-m",
        "mypy",
        LEADFAST_HOME=str(CHECKOUT / ".cache" / "home"),
        LEADFAST_SECRET_KEY="x" * 40,
    ),
    "imports": command(str(Path(sys.executable).with_name("lint-imports")), "--no-cache"),
    "migrations": tests("tests/ground/test_migrations.py"),
    "docs": tests("tests/architecture"),
    "tests": tests(
        *BOTH,
        *("-m", MAIN),
        *(
            "--ignore=tests/architecture",
            "--ignore=tests/browser",
            "--ignore=tests/ground/test_migrations.py",
        ),
        "tests",
    ),
    "postgresql-15": tests(*BOTH, "-m", "not crash and not setup", "tests/promises", LEADFAST_TEST_PG="15"),
    "browser": tests(*BOTH, "-m", "browser", *MARKED["browser"]),
    "dovecot": tests("-m", "dovecot", *MARKED["dovecot"]),
    "crash": tests("-m", "crash", *MARKED["crash"]),
    "setup": tests("-m", "setup", *MARKED["setup"]),
}

#: Steps that mostly wait (for leases to run out, for servers to come back, for packages to arrive): they run
#: beside the others.
BESIDE = ("setup", "crash")

#: What a step needs of the system.
GROUP_OF_STEP = {"postgresql-15": "pg15", "browser": "browser", "dovecot": "dovecot"}


def main() -> int:
    names = sys.argv[1:] or list(STEPS)
    unknown = [name for name in names if name not in STEPS]
    if unknown:
        print(
            f"There is no step called {', '.join(unknown)}. The steps are: {', '.join(STEPS)}.",
            file=sys.stderr,
        )
        return 2
    with shared_cluster():
        return close(run(names))


def run(names: list[str]) -> dict[str, Result]:
    missing = groups(names)
    results: dict[str, Result] = {}
    with beside([name for name in BESIDE if name in names and len(names) > 1]) as waiting:
        for name in names:
            print(f"\n== {name}", flush=True)
            began = time.monotonic()
            if name in missing:
                print(missing[name], flush=True)
                ok, closing = not CI, "left out: its group is not installed"
            elif name in waiting:
                ok, closing = waiting[name]()
            else:
                ok, closing = STEPS[name]()
            results[name] = Result(ok, time.monotonic() - began, closing)
    return results


@contextlib.contextmanager
def beside(names: list[str]) -> Iterator[dict[str, Callable[[], tuple[bool, str]]]]:
    """Run steps that wait more than they work, one after the other; gives how to wait for each."""
    running: list[subprocess.Popen[bytes]] = []
    # One at a time: what runs beside a step may make it slow, and two would make it slower than they save.
    pool = ThreadPoolExecutor(1)
    begun = {name: pool.submit(alone, name, running) for name in names}

    def waiting(name: str) -> Callable[[], tuple[bool, str]]:
        def wait() -> tuple[bool, str]:
            code, said = begun[name].result()
            closing: list[str] = []
            # Its first lines and its last ones are those of this program, which says them once itself.
            show(io.StringIO("".join(said[2:-4])), closing)
            return code == 0, closing[-1] if closing else ""

        return wait

    try:
        yield {name: waiting(name) for name in begun}
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in running:
            process.terminate()
            process.wait()


def alone(name: str, running: list[subprocess.Popen[bytes]]) -> tuple[int, list[str]]:
    """Run a step in a process of its own: how it ended, and its lines."""
    # Into a file: a process that a killed test left behind may hold a pipe open.
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen([sys.executable, __file__, name], stdout=said, stderr=subprocess.STDOUT)
        running.append(process)
        code = process.wait()
        said.seek(0)
        return code, said.read().decode(errors="replace").splitlines(keepends=True)


def groups(names: list[str]) -> dict[str, str]:
    """Install what the steps need when root; returns what is missing after that, with its sentence."""
    from tests.ground.groups import GROUPS

    wanted = {step: GROUP_OF_STEP[step] for step in names if step in GROUP_OF_STEP}
    absent = {step: group for step, group in wanted.items() if GROUPS[group][0]() is None}
    if absent and os.getuid() == 0:
        print("Installing what the system lacks (once) ...", flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=False, env=quiet, stdout=subprocess.DEVNULL)
        for group in sorted(set(absent.values())):
            line = [*GROUPS[group][1].split(), "-qq", "--no-install-recommends"]
            subprocess.run(line, check=False, env=quiet, stdout=subprocess.DEVNULL)
    return {
        step: f"The group '{group}' is not installed here. Install it: {GROUPS[group][1]}"
        for step, group in absent.items()
        if GROUPS[group][0]() is None
    }


def close(results: dict[str, Result]) -> int:
    print()
    for name, result in results.items():
        print(f"{'ok' if result.ok else 'FAILED':7} {name:14} {result.seconds:6.1f} s  {result.closing}")
    failed = [name for name, result in results.items() if not result.ok]
    seconds = sum(result.seconds for result in results.values())
    print(f"Failed: {', '.join(failed)}." if failed else f"Every step passed in {seconds:.0f} s.")
    passed, broken = (
        sum(counted(result.closing, what) for result in results.values()) for what in ("passed", "failed")
    )
    print(f"tests: {passed} passed, {broken} failed")
    return 1 if failed else 0


def counted(closing: str, what: str) -> int:
    found = re.search(rf"(\d+) {what}", closing)
    return int(found.group(1)) if found else 0


if __name__ == "__main__":
    sys.exit(main())
