"""What `leadfast bench import` is made of: the rows of a file, and the leads that were there before."""

import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg

_GIVEN = (
    "Maria Tom Ines Jan Olu Wei Anna Karl Luca Nina Omar Petra Raj Sofia Tara Uwe Vera Yusuf Zoe Ben".split()  # noqa: SIM905
)
_FAMILY = (
    "Lopez Adeyemi Carvalho Kowalski Schmidt Rossi Novak Patel Tanaka Silva Weber Murphy Dubois Larsen".split()  # noqa: SIM905
)
_TRADES = "Dental Bakery Garage Logistics Solar Metals Foods Travel Print Optics".split()  # noqa: SIM905
HEADER = "Name,Company,Email,Phone,Job Title,Country,Note\n"
# A row of another file, and of nobody in the one that is measured.
ONE_BEFORE = "Ada Before,Before Ltd,ada@before.example,+44 20 7946 0018,,GB,\n"
# Of the rows: about somebody else of the same file, about somebody known before, written in an odd way.
INSIDE = AGAINST = 0.05
ODD = 0.1


def line(person: int, *, twin: bool = False, seed: int = 0) -> str:
    """A row about person number ``person``; a twin says the same of them in other words."""
    given, family = _GIVEN[person % len(_GIVEN)], _FAMILY[person * 5 % len(_FAMILY)]
    company = f"{_FAMILY[person // 4 % len(_FAMILY)]} {_TRADES[person // 3 % len(_TRADES)]} {person // 4}"
    mail = f"{given}.{family}{person}@{family}{person % 9973}.example".lower()
    number = 1_000_000_000 + person
    phone = f"+44 {number % 10**10:010d}"
    if person % 10 == 0:
        # Written as at home, which needs the country.
        phone = f"0{number % 10**10:010d}"
    if twin:
        return f"{given} {family},,{mail.upper()},,Buyer,,wants {seed} pieces\n"
    return (
        f"{given} {family},{company},{mail},{phone},Buyer,GB,asked for a price list of {person % 50} parts\n"
    )


def rows(count: int, known: int) -> Iterator[str]:
    """``count`` rows; persons from ``known`` on are new, those below were there before."""
    chance = random.Random(20261122)  # noqa: S311
    upto = known
    for number in range(count):
        drawn = chance.random()
        if drawn < AGAINST and known:
            yield line(chance.randrange(known), twin=True, seed=number)
        elif drawn < AGAINST + INSIDE and upto > known:
            yield line(chance.randrange(known, upto), twin=True, seed=number)
        else:
            yield line(upto)
            upto += 1


def known_before(writer: psycopg.Connection[Any], fixed: dict[str, Any], known: int) -> None:
    """Open leads with person, address, number and step, as if they had come in long ago."""
    for after in range(0, known, 20_000):
        upto = min(known, after + 20_000)
        with writer.transaction():
            writer.execute("SELECT set_config('leadfast.workspace', %s, true)", [str(fixed["workspace"])])
            writer.execute(
                "CREATE TEMP TABLE IF NOT EXISTS earlier (n int, name text, mail text, phone text, "
                "person uuid, lead uuid, step uuid) ON COMMIT DELETE ROWS"
            )
            with writer.cursor().copy("COPY earlier (n, name, mail, phone) FROM STDIN") as copy:
                for n in range(after, upto):
                    name, _, mail, _ = line(n).split(",")[:4]
                    copy.write_row((n, name, mail, f"+44{(1_000_000_000 + n) % 10**10:010d}"))
            for statement in _EARLIER:
                writer.execute(statement, fixed)


_EARLIER = (
    """
    UPDATE earlier
    SET person = leadfast_uuid7(%(now)s), lead = leadfast_uuid7(%(now)s), step = leadfast_uuid7(%(now)s)
    """,
    """
    INSERT INTO people_person (
        workspace_id, id, name, name_key, given_name, family_name, job_title, country, zone, language, address,
        postal_code, city, is_consumer, basis, basis_source, created_at)
    SELECT %(workspace)s, person, name, lower(name), '', '', '', '', '', '', '', '', '', false, 'unknown', '',
        %(now)s
    FROM earlier
    """,
    """
    INSERT INTO people_contactpoint (
        workspace_id, id, person_id, kind, value, key, health, health_why, rank, created_at)
    SELECT %(workspace)s, leadfast_uuid7(%(now)s), person, p.kind, p.key, p.key, 'unknown', '', 0, %(now)s
    FROM earlier, LATERAL (VALUES ('mail', mail), ('phone', phone)) AS p (kind, key)
    """,
    """
    INSERT INTO leads_lead (
        workspace_id, id, label, person_id, owner_id, source, campaign, tags, note, is_incomplete, is_synthetic,
        stage, turn, arrived_at, paused_why, next_step_id, next_due_at, comebacks, search_text, updated_at)
    SELECT %(workspace)s, lead, name, person, %(owner)s, 'earlier', '', '{}', '', false, false,
        'reached', 'ours', %(now)s, '', step, %(now)s::timestamptz + make_interval(mins => n %% 40000), 0,
        lower(name) || ' ' || mail, %(now)s
    FROM earlier
    """,
    """
    INSERT INTO leads_step (
        workspace_id, id, lead_id, kind, block, says, note, owner_id, by_assistant, due_at, first_due_at,
        dated_at, redated, fallback, fallback_at, nudges, created_at, state, ended_by_kind, outcome, proof)
    SELECT %(workspace)s, step, lead, 'call', 4, 'Call ' || name, '', %(owner)s, false,
        %(now)s::timestamptz + make_interval(mins => n %% 40000), %(now)s, %(now)s, 0, 'manager_told',
        %(now)s::timestamptz + make_interval(mins => n %% 40000), 0, %(now)s, 'pending', '', '', ''
    FROM earlier
    """,
    """
    INSERT INTO leads_participant (workspace_id, id, lead_id, person_id, role, created_at)
    SELECT %(workspace)s, leadfast_uuid7(%(now)s), lead, person, '', %(now)s FROM earlier
    """,
)


def raw_copy(owner: psycopg.Connection[Any], path: Path) -> float:
    """Seconds for a bare COPY of the same file into a table without index, key or check."""
    owner.execute(
        "CREATE TABLE bare (name text, company text, mail text, phone text, title text, country text, note text)"
    )
    began = time.perf_counter()
    with path.open("rb") as file, owner.cursor().copy("COPY bare FROM STDIN (FORMAT csv, HEADER)") as copy:
        while piece := file.read(1 << 20):
            copy.write(piece)
    took = time.perf_counter() - began
    owner.execute("DROP TABLE bare")
    return took
