"""Writes the smallest compound file (MS-CFB) that holds some streams: what Outlook saves as .msg."""

import struct

_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SECTOR = 512
# Streams shorter than this would lie in a stream of their own; ours are filled up to it.
_CUTOFF = 4096


def build(streams: dict[tuple[str, ...], bytes]) -> bytes:
    """A compound file with these streams, by their path of one or two names."""
    folders = sorted({path[0] for path in streams if len(path) == 2})
    entries: list[tuple[str, int, int, int, int]] = []  # name, kind, child, start, size
    sectors: list[bytes] = []
    chains: list[int] = []

    def keep(content: bytes) -> int:
        start = len(sectors)
        padded = content + b"\0" * (-len(content) % _SECTOR)
        pieces = [padded[at : at + _SECTOR] for at in range(0, len(padded), _SECTOR)]
        sectors.extend(pieces)
        chains.extend([*range(start + 1, start + len(pieces)), _END])
        return start

    def stream(path: tuple[str, ...]) -> tuple[str, int, int, int, int]:
        content = streams[path].ljust(_CUTOFF, b"\0")
        return path[-1], 2, _FREE, keep(content), len(content)

    tops = [stream(path) for path in sorted(streams) if len(path) == 1]
    inner = {folder: [stream(path) for path in sorted(streams) if path[0] == folder] for folder in folders}
    first_inner = 1 + len(tops) + len(folders)
    entries = [("Root Entry", 5, 1, _END, 0), *tops]
    at = first_inner
    for folder in folders:
        entries.append((folder, 1, at, 0, 0))
        at += len(inner[folder])
    for folder in folders:
        entries += inner[folder]
    last_of_level = {len(tops) + len(folders), *_ends(first_inner, [len(inner[f]) for f in folders])}
    directory = b"".join(
        _entry(one, _FREE if number in last_of_level or number == 0 else number + 1)
        for number, one in enumerate(entries)
    )
    directory += _entry(("", 0, _FREE, 0, 0), _FREE) * (-len(entries) % 4)
    directory_start = keep(directory)
    count = len(sectors)
    fat_sectors = -(-(count + 1) // (_SECTOR // 4)) or 1
    while fat_sectors * (_SECTOR // 4) < count + fat_sectors:
        fat_sectors += 1
    table = [*chains, *[_FAT] * fat_sectors]
    table += [_FREE] * (fat_sectors * (_SECTOR // 4) - len(table))
    fat = struct.pack(f"<{len(table)}I", *table)
    head = struct.pack(
        "<8s16sHHHHH6xIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\0" * 16, 0x3E, 3, 0xFFFE, 9, 6,
        0, fat_sectors, directory_start, 0, _CUTOFF, _END, 0, _END, 0, count,
    )  # fmt: skip
    others = [count + number for number in range(1, fat_sectors)]
    head += struct.pack(f"<{len(others)}I", *others)
    return head.ljust(_SECTOR, b"\xff") + b"".join(sectors) + fat


def _ends(first: int, counts: list[int]) -> set[int]:
    ends = set()
    for count in counts:
        first += count
        ends.add(first - 1)
    return ends


def _entry(one: tuple[str, int, int, int, int], right: int) -> bytes:
    name, kind, child, start, size = one
    written = (name + "\0").encode("utf-16-le") if name else b""
    return struct.pack(
        "<64sHBBIII16sIQQIQ",
        written,
        len(written),
        kind,
        1,
        _FREE,
        right,
        child,
        b"\0" * 16,
        0,
        0,
        0,
        start,
        size,
    )
