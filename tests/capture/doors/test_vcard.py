"""Cards and codes: every one yields a contact."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfast.capture.doors import vcard
from leadfast.capture.doors.vcard import codes, errors, file, read

SAMPLES = Path(vcard.__file__).parent / "samples"


def test_several_cards_of_every_version() -> None:
    paula, jan, maria = read.parse((SAMPLES / "phone.vcf").read_bytes(), "GB")
    assert (paula.name, paula.phones) == ("Dr. Paula Öhler", ("+49 171 3920000",))
    assert paula.note == "Trifft sich gern\nFax: +49 30 1234567"
    assert (jan.name, jan.company, jan.mails) == (
        "Jan Kowalski",
        "Kowalski, bakery, Sales",
        ("jan@kowalski.example",),
    )
    assert (jan.city, jan.postal_code, jan.country) == ("Leeds", "LS1 1AA", "United Kingdom")
    assert maria.phones == ("+34-955-550-117",)


@pytest.mark.parametrize(
    "sample", json.loads((SAMPLES / "codes.json").read_text()), ids=lambda one: one["code"][:12]
)
def test_what_codes_say(sample: dict[str, object]) -> None:
    (one,) = read.parse(str(sample["code"]).encode(), "GB")
    got = {"name": one.name, "company": one.company, "mails": list(one.mails), "phones": list(one.phones)}
    assert got == sample["found"]


def test_a_card_that_was_never_closed_is_kept() -> None:
    found = read.parse(b"BEGIN:VCARD\nFN:Jan\nTEL:1\nBEGIN:VCARD\nFN:Eva\nEND:VCARD\n", "GB")
    assert [one.name for one in found] == ["Jan", "Eva"]


def test_an_agents_card_inside_another_is_no_second_person() -> None:
    raw = b"BEGIN:VCARD\nFN:Jan\nAGENT:\nBEGIN:VCARD\nFN:Eva\nEND:VCARD\nTEL:123456\nEND:VCARD\n"
    (one,) = read.parse(raw, "GB")
    assert (one.name, one.phones) == ("Jan", ("123456",))


def test_a_card_in_an_old_charset() -> None:
    (one,) = read.parse("BEGIN:VCARD\nFN;CHARSET=ISO-8859-1:Jörg Müller\nEND:VCARD\n".encode("latin-1"), "DE")
    assert one.name == "Jörg Müller"


def test_what_names_nobody_is_refused() -> None:
    with pytest.raises(errors.NobodyInIt):
        read.parse(b"https://www.example", "GB")
    assert codes.read("WIFI:S:office;;") is None


def test_a_file_is_a_table_of_its_cards() -> None:
    content = (SAMPLES / "phone.vcf").read_bytes()
    assert file.is_mine("x.bin", content)
    table = file.table(content)
    assert len(table.rows) == 3
    assert table.rows[1][3] == "jan@kowalski.example"
    assert table.known[3] == "mail"


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        assert read.parse(b"BEGIN:VCARD\n" + content, "GB")
    except errors.NobodyInIt:
        return


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize(
    "between", ["END:VCARD BEGIN:VCARD", "END:VCARDBEGIN:VCARD", "end:vcard  begin:vcard"]
)
def test_an_end_and_a_beginning_in_one_line_part_two_people(between: str, end: str) -> None:
    lines = ("BEGIN:VCARD", "FN:Maria Lopez", "TEL:0113 496 0117", between, "FN:Piotr Zielinski", "END:VCARD")
    found = read.parse(end.join(lines).encode(), "GB")
    assert [one.name for one in found] == ["Maria Lopez", "Piotr Zielinski"]
    assert [one.phones for one in found] == [("0113 496 0117",), ()]
