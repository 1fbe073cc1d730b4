"""The table of a run, for people and for machines."""

import json
import sys
from typing import Any

from leadfast.cli.simulate.playing import Said


def tell(sentence: str) -> None:
    """How far it is, on a line that is written over where that is possible."""
    ends = "\r" if sys.stderr.isatty() else "\n"
    print(f"{sentence:<60}", end=ends, file=sys.stderr, flush=True)


def table(said: Said) -> str:
    """What it came to, line by line."""
    ends = said.tally.until
    rows = [
        f"Seed {said.seed}: {said.days} days from {said.begins:%d %b %Y} to {ends:%d %b %Y}.",
        "",
        *(f"  {name:24} {value:>12,.0f}" for name, value in said.tally.figures.items()),
        "",
        f"  {'source':24} {'in':>6} {'reached':>8} {'proposal':>9} {'won':>5}",
        *(_source(row) for row in said.tally.by_source),
        "",
        *(f"  {'BROKEN' if one.broken or one.error else 'kept':7} {one.promise}" for one in said.findings),
        "",
    ]
    rows += [f"  broken: {line}" for line in said.broken]
    rows += [f"  a sweep failed: {line}" for line in said.troubles[:40]]
    kept = sum(not (one.broken or one.error) for one in said.findings)
    no = sum(said.refused.values())
    failed = len(said.troubles)
    rows.append(
        f"{kept} of {len(said.findings)} promises are kept; {failed} sweeps failed; {no} verbs said no."
    )
    rows.append(f"Journal: {said.facts} facts, {said.journal}.")
    return "\n".join(rows)


def _source(row: dict[str, Any]) -> str:
    name = row["source"] or "(none)"
    return f"  {name:24} {row['came_in']:>6} {row['reached']:>8} {row['proposals']:>9} {row['won']:>5}"


def as_json(said: Said) -> str:
    """The same as one object."""
    found: dict[str, Any] = {
        "ok": said.kept,
        "seed": said.seed,
        "days": said.days,
        "figures": said.tally.figures,
        "by_source": said.tally.by_source,
        "promises": [
            {"name": one.name, "promise": one.promise, "broken": one.broken, "error": one.error}
            for one in said.findings
        ],
        "broken": said.broken,
        "troubles": said.troubles,
        "refused": said.refused,
        "journal": {"facts": said.facts, "digest": said.journal},
    }
    return json.dumps(found, default=str)
