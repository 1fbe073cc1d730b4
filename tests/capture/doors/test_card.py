"""The card photo: print and codes, any way up; what cannot be read says so and loses nothing."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import cv2
import numpy as np
import pytest
import segno

from leadfast.capture.doors.card import fields, read, seeing
from leadfast.capture.doors.card.errors import NotAPicture, NothingOnIt, ReadingStopped
from leadfast.capture.doors.card.sight import Line, Sight

SAMPLES = Path(read.__file__).parent / "samples"


@pytest.fixture(scope="module", autouse=True)
def _reading_ends() -> object:
    yield
    seeing.close()


def line(text: str, *, top: float = 0, tall: float = 30, wide: float = 300) -> Line:
    return Line(text, 0.98, ((0, top), (wide, top), (wide, top + tall), (0, top + tall)))


def printed(*texts: str | tuple[str, float]) -> Sight:
    lines = [
        line(
            text if isinstance(text, str) else text[0],
            top=50 * place,
            tall=30 if isinstance(text, str) else text[1],
        )
        for place, text in enumerate(texts)
    ]
    return Sight(lines, ())


@pytest.mark.parametrize(
    "turned", [None, cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_180, cv2.ROTATE_90_COUNTERCLOCKWISE]
)
def test_a_photo_is_read_any_way_up(turned: int | None) -> None:
    image = cv2.imread(str(SAMPLES / "leeds.jpg"))
    assert image is not None
    if turned is not None:
        image = cv2.rotate(image, turned)
    found = read.parse(cv2.imencode(".jpg", image)[1].tobytes(), "GB")[0]
    assert found.name == "Maria Lopez"
    assert found.company == "Lopez & Daughters Bakery Ltd"
    assert found.job_title == "Head of Purchasing"
    assert found.mails == ("maria@lopezbakery.example",)
    assert found.phones == ("+447700900482", "+441134960137")
    assert "LS1 4AP" in found.address
    assert not found.asked


def test_a_code_says_it_before_the_print_does(tmp_path: Path) -> None:
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:Zoë Ångström\nORG:Nordlys AB\nEMAIL:zoe@nordlys.example\nEND:VCARD\n"
    code = tmp_path / "code.png"
    segno.make(card).save(str(code), scale=8, border=4)
    found = read.parse(code.read_bytes(), "SE")[0]
    assert (found.name, found.company, found.mails) == (
        "Zoë Ångström",
        "Nordlys AB",
        ("zoe@nordlys.example",),
    )


@pytest.mark.parametrize("raw", [b"", b"not a picture", b"\xff\xd8\xff\xe0" + b"\x00" * 64])
def test_what_is_no_picture_is_said(raw: bytes) -> None:
    with pytest.raises(NotAPicture):
        read.parse(raw, "GB")


def test_an_empty_picture_waits_for_a_person() -> None:
    blank = cv2.imencode(".png", np.full((400, 600, 3), 240, np.uint8))[1].tobytes()
    with pytest.raises(NothingOnIt):
        read.parse(blank, "GB")


def test_a_reader_that_dies_is_started_again() -> None:
    """The process is killed in the middle of its life: that picture waits, the next one is read."""
    photo = (SAMPLES / "leeds.jpg").read_bytes()
    assert read.parse(photo, "GB")
    for process in list(seeing._readers[0]._processes.values()):
        process.kill()
    with pytest.raises(ReadingStopped):
        read.parse(photo, "GB")
    assert read.parse(photo, "GB")[0].name == "Maria Lopez"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            [("Jörg Weiß", 44), "Vertriebsleiter", ("Müller Maschinenbau GmbH", 36), "Tel. 030 901820",
             "Fax: 030 901821", "joerg.weiss@mueller-mb.de", "Hauptstraße 5", "10115 Berlin"],
            ("Jörg Weiß", "Vertriebsleiter", "Müller Maschinenbau GmbH", ("+4930901820",)),
        ),
        (
            [("CASTELLÓ & HIJOS", 50), ("Lucía Ferrer Gil", 34), "Directora comercial", "Móvil 612 34 56 78",
             "lucia@castello.example", "Calle Mayor 3, 28013 Madrid"],
            ("Lucía Ferrer Gil", "Directora comercial", "CASTELLÓ & HIJOS", ("+34612345678",)),
        ),
        (
            ["株式会社青山精機", ("山本 健一", 50), "営業課長", "TEL: 03-3456-7890",
             "〒107-0062 東京都港区南青山1-2-3"],
            ("山本 健一", "営業課長", "株式会社青山精機", ("+81334567890",)),
        ),
        (
            [("Dr. Ann O'Neill", 40), "T +1 (415) 555-0132 | M +1 415 555 0144", "ann@oneill-labs.example",
             "O'Neill Labs, Inc."],
            ("Dr. Ann O'Neill", "", "O'Neill Labs, Inc.", ("+14155550132", "+14155550144")),
        ),
    ],
    ids=["German", "Spanish, company largest", "Japanese", "no title, two numbers in a line"],
)  # fmt: skip
def test_lines_find_their_fields(lines: list[str | tuple[str, float]], expected: tuple[object, ...]) -> None:
    card = fields.read(printed(*lines), country="GB")
    phones = card.all("phone")
    assert (card.one("name"), card.one("job_title"), card.one("company")) == expected[:3]
    assert set(phones) == set(expected[3])  # type: ignore[call-overload]


def test_a_fax_is_no_phone_and_a_note_is_kept() -> None:
    card = fields.read(printed("Tom Berg", "Fax: +49 30 901821", "call after the fair"), country="DE")
    found = card.found()
    assert found.phones == ()
    assert "Fax +4930901821" in found.note
    assert "call after the fair" in found.note


def test_the_reading_process_ends_with_whoever_started_it_even_if_that_is_killed() -> None:
    asked = "import multiprocessing, time; from leadfast.capture.doors.card import seeing; seeing._reader().submit(int)"
    said = "print(multiprocessing.active_children()[0].pid, flush=True); time.sleep(600)"
    parent = subprocess.Popen([sys.executable, "-c", f"{asked}; {said}"], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    reader = int(parent.stdout.readline())
    assert Path(f"/proc/{reader}").exists()
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    until = time.monotonic() + 60
    while _lives(reader) and time.monotonic() < until:
        time.sleep(0.1)
    left = _lives(reader)
    with contextlib.suppress(ProcessLookupError):
        os.kill(reader, signal.SIGKILL)
    assert not left


def _lives(process: int) -> bool:
    """It runs, and is no zombie that nobody fetched."""
    try:
        return "State:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except FileNotFoundError:
        return False
