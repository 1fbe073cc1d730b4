"""Makes the environment and prints its Python. Runs on any Python from 3.11 on, without ensurepip.

    python bin/setup.py run|demo|test

The environment is .venv in the checkout, or, where that is not writable, one in the user's cache.
Each level's lock holds everything of the one before it, in the same versions. A stamp remembers what
was installed, so that the second run needs neither network nor time.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import time
import venv
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
LEVELS = ("run", "demo", "test")
STAMP = "leadfast-installed.json"


def main() -> int:
    wanted = sys.argv[1]
    for environment in places():
        if current(environment, wanted):
            print(python_of(environment))
            return 0
    environment = next((place for place in places() if writable(place)), None)
    if environment is None:
        say(f"Neither {places()[0]} nor {places()[-1]} can be written, so Leadfast cannot be set up.")
        return 1
    environment.parent.mkdir(parents=True, exist_ok=True)
    with open(environment.with_name(f"{environment.name}.lock"), "ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another program sets Leadfast up at this moment; waiting for it.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        if not current(environment, wanted) and not make(environment, wanted):
            return 1
    print(python_of(environment))
    return 0


def places() -> list[Path]:
    """Where the environment may lie, best first."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    key = hashlib.sha256(os.fsencode(CHECKOUT)).hexdigest()[:8]
    return [CHECKOUT / ".venv", cache / "leadfast" / f"{CHECKOUT.name}-{key}" / "venv"]


def python_of(environment: Path) -> Path:
    return environment / "bin" / "python"


def writable(environment: Path) -> bool:
    place = environment
    while not place.exists():
        place = place.parent
    return os.access(place, os.W_OK | os.X_OK)


def fingerprint() -> dict[str, str]:
    """What an installed environment depends on."""
    locks = b"".join((CHECKOUT / "requirements" / f"{level}.txt").read_bytes() for level in LEVELS)
    return {
        "locks": hashlib.sha256(locks).hexdigest(),
        "python": f"{sys.version_info.major}.{sys.version_info.minor} {sysconfig.get_platform()}",
        "checkout": str(CHECKOUT),
    }


def current(environment: Path, wanted: str) -> bool:
    """Whether ``environment`` holds everything ``wanted`` needs, and its Python runs."""
    try:
        stamp = json.loads((environment / STAMP).read_text())
    except (OSError, ValueError):
        return False
    level = stamp.pop("level", "run")
    if stamp != fingerprint() or level not in LEVELS or LEVELS.index(level) < LEVELS.index(wanted):
        return False
    return os.access(python_of(environment), os.X_OK)


def make(environment: Path, wanted: str) -> bool:
    started = time.monotonic()
    say(f"Setting Leadfast up in {environment} (once; about a minute).")
    (environment / STAMP).unlink(missing_ok=True)
    if not usable(environment):
        shutil.rmtree(environment, ignore_errors=True)
        venv.EnvBuilder(symlinks=True, with_pip=False).create(environment)
    # Never less than what is there already: a test environment stays one.
    level = wanted
    say(f"Installing what requirements/{level}.txt lists ...")
    if not install(environment, level):
        return False
    site = subprocess.run(
        [python_of(environment), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    (Path(site) / "leadfast.pth").write_text(f"{CHECKOUT / 'src'}\n")
    (environment / STAMP).write_text(json.dumps({**fingerprint(), "level": level}))
    say(f"Done in {time.monotonic() - started:.0f} s.")
    return True


def usable(environment: Path) -> bool:
    """Whether an environment of this very Python version is there already."""
    python = python_of(environment)
    if not os.access(python, os.X_OK):
        return False
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    said = subprocess.run(
        [python, "-c", "import sys; print('%d.%d' % sys.version_info[:2], sys.prefix != sys.base_prefix)"],
        capture_output=True,
        text=True,
        check=False,
    )
    return said.stdout.split() == [version, "True"]


def install(environment: Path, level: str) -> bool:
    pip = next((CHECKOUT / "bin" / "vendor").glob("pip-*.whl")) / "pip"
    done = subprocess.run(
        [
            python_of(environment),
            pip,
            "install",
            "--require-hashes",
            "--no-deps",
            "--no-input",
            "--quiet",
            "--disable-pip-version-check",
            "--requirement",
            CHECKOUT / "requirements" / f"{level}.txt",
        ],
        stdout=sys.stderr,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        # Not the caller's: a PYTHONPATH or an active environment would be installed into or from.
        env={
            k: v
            for k, v in os.environ.items()
            if k
            not in (
                "PYTHONPATH",
                "PYTHONHOME",
                "VIRTUAL_ENV",
                "PIP_TARGET",
                "PIP_PREFIX",
                "PIP_USER",
                "PIP_REQUIRE_VIRTUALENV",
            )
        },
    )
    if done.returncode == 0:
        return True
    print(done.stderr, file=sys.stderr)
    say("The packages could not be installed; the lines above say why. A package index is needed once.")
    return False


def say(sentence: str) -> None:
    """Progress goes to the error stream: the output is the Python's path alone."""
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
