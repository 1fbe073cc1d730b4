"""Searching a mailbox for dropped leads: an mbox of made-up letters, read by the command itself.

The letters are the same for the same seed. Beside the seconds stands the memory that all processes of the
search held at most, and a bare loop of Python's own mailbox module that only reads the heads.
"""

import argparse
import json
import mailbox
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from leadfast.cli.bench import letters
from leadfast.cli.figures import Figures

MOST_SECONDS = 360
MOST_MB = 300
_BOUND_FOR = 100_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--letters", type=int, default=_BOUND_FOR, metavar="N", help="mails in the mbox")
    parser.add_argument("--seed", type=int, default=7, metavar="N", help="which letters")
    parser.add_argument(
        "--bare", action="store_true", help="also read the heads with Python's mailbox module"
    )


def bench(arguments: argparse.Namespace) -> Figures:
    """Seconds and megabytes for so many mails."""
    with tempfile.TemporaryDirectory(prefix="leadfast-bench-") as folder:
        place = letters.write(Path(folder) / "all.mbox", letters=arguments.letters, seed=arguments.seed)
        size = place.stat().st_size / 1e6
        command = [sys.executable, "-m", "leadfast", "rescue", str(place), "--json", "--me", letters.US]
        began = time.perf_counter()
        said = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        seconds = time.perf_counter() - began
        bare = _bare(place) if arguments.bare else 0.0
    found = Figures(
        {
            "rescue_mails": said["mails"],
            "rescue_megabytes_of_mail": round(size, 1),
            "rescue_seconds": round(seconds, 1),
            "rescue_mails_per_s": round(said["mails"] / seconds, 1),
            "rescue_peak_mb": said["peak_mb"],
            "rescue_conversations_looked_into": said["silences"],
            "rescue_found": len(said["findings"]),
            **({"rescue_bare_heads_seconds": round(bare, 1)} if bare else {}),
        }
    )
    if said["mails"] != arguments.letters:
        found.failures.append(f"rescue_mails: expected {arguments.letters}, got {said['mails']}")
    if arguments.letters <= _BOUND_FOR and seconds > MOST_SECONDS:
        found.failures.append(f"rescue_seconds: expected at most {MOST_SECONDS}, got {seconds:.0f}")
    if arguments.letters <= _BOUND_FOR and said["peak_mb"] > MOST_MB:
        found.failures.append(f"rescue_peak_mb: expected at most {MOST_MB}, got {said['peak_mb']}")
    return found


def _bare(place: Path) -> float:
    began = time.perf_counter()
    for mail in mailbox.mbox(place):
        _ = mail["From"], mail["Date"]
    return time.perf_counter() - began
