"""The settings our own server runs with. One line each says why."""

import os
import shutil
from pathlib import Path


def settings(sockets: Path, *, data: Path, durable: bool = True) -> dict[str, str]:
    """What postgresql.conf gets. ``durable=False`` is for throw-away clusters only."""
    chosen = {
        # No network: the embedded server is reached by a socket in a private directory.
        "listen_addresses": "''",
        "unix_socket_directories": f"'{str(sockets).replace(chr(39), chr(39) * 2)}'",
        "unix_socket_permissions": "0700",
        "password_encryption": "'scram-sha-256'",
        "max_connections": "100",
        "shared_buffers": f"'{shared_buffers_mb()}MB'",
        "work_mem": "'16MB'",
        "maintenance_work_mem": "'128MB'",
        # The data lies on a solid-state disk nearly everywhere by now.
        "random_page_cost": "1.1",
        # Our queries are short; compiling them costs more than it saves.
        "jit": "off",
        # After a checkpoint each page is logged whole when it first changes: so seldom checkpoints, and no compression
        # of those pages, which took a tenth of a millisecond for each and made keys and addresses hardly smaller.
        "checkpoint_timeout": "'15min'",
        "max_wal_size": f"'{log_mb(data)}MB'",
        "wal_compression": "off",
        # A long transaction slows claiming by a factor of 4 to 15, because dead rows stay.
        "idle_in_transaction_session_timeout": "'60s'",
        # Queue tables change all the time: clean often and in small bites. Statistics are gathered anew as often as
        # the tables that need it say: of all the others, every fiftieth row more cost a tenth of taking in a file.
        "autovacuum_naptime": "'15s'",
        "autovacuum_vacuum_scale_factor": "0.05",
        "autovacuum_vacuum_cost_limit": "1000",
        "log_min_duration_statement": "'2s'",
        "log_line_prefix": "'%m [%p] %q%u '",
        "timezone": "'UTC'",
        "log_timezone": "'UTC'",
    }
    if not durable:
        chosen |= {
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "shared_buffers": "'128MB'",
            "log_min_duration_statement": "-1",
            # A crash test needs no checkpoint in the middle of its run.
            "checkpoint_timeout": "'30min'",
        }
    return chosen


def written(chosen: dict[str, str]) -> str:
    lines = [f"{name} = {value}" for name, value in chosen.items()]
    return "\n".join(["# Written by Leadfast at every start; put your own lines in own.conf.", *lines, ""])


def shared_buffers_mb() -> int:
    """An eighth of the memory, between 64 and 1024 MB."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    return max(64, min(1024, memory // 8))


def log_mb(data: Path) -> int:
    """A twentieth of the disk under ``data`` for the log between two checkpoints, between 1 and 4 GB.

    About half of it is read again after a crash, at some 60 MB a second on a busy machine.
    """
    return max(1024, min(4096, shutil.disk_usage(data).total // 2**20 // 20))
