"""Tables: how a file is laid out, what its columns are, and the verdict of every row."""

import datetime as dt
import io
import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfast.capture.doors import spreadsheet
from leadfast.capture.doors.spreadsheet import activities, cells, columns, dates, errors, read, row, twins
from leadfast.capture.doors.spreadsheet import open as opening
from leadfast.capture.errors import FileEmpty, NotATable, TooManyColumns, WorkbookUnreadable
from leadfast.capture.rules import found as finding
from tests.capture.doors.workbooks import workbook

SAMPLES = Path(spreadsheet.__file__).parent / "samples"


def _rows(content: bytes, country: str = "GB") -> tuple[opening.Sheet, list[row.Row]]:
    file = io.BytesIO(content)
    sheet = opening.sheets(file, country=country)[0]
    plan = sheet.plan(country=country)
    return sheet, [row.read(one, plan) for _, one in opening.rows(file, sheet)]


def test_an_export_with_its_troubles() -> None:
    sheet, rows = _rows((SAMPLES / "hubspot.csv").read_bytes())
    assert (sheet.encoding, sheet.delimiter, sheet.tool) == ("utf-8-sig", ",", "HubSpot")
    assert [(one.verdict, one.why) for one in rows] == [
        ("lead", ""), ("incomplete", "company_only"), ("lead", ""), ("doubt", "bad_email"),
        ("doubt", "shifted_columns"), ("skip", "blank"), ("lead", ""),
    ]  # fmt: skip
    assert rows[0].found.mails == ("maria@lopez.example", "office@lopez.example")
    assert finding.tidy(rows[0].found, country="GB").phones == ("+34955550117",)
    assert rows[0].found.note == "Asked for a\nprice list."
    assert rows[2].found.name == "Ernst Großkopf"
    assert rows[2].found.no_mail
    assert rows[2].found.note == "=cmd|' /C calc'!A0"


def test_lines_that_lead_in_and_a_total() -> None:
    sheet, rows = _rows((SAMPLES / "badges.csv").read_bytes())
    assert (sheet.encoding, sheet.delimiter, sheet.leading, sheet.tool) == ("cp1252", ";", 3, "Badge scanner")
    assert [one.why for one in rows] == ["", "", "total"]
    assert rows[0].found.name == "Zoë Ibáñez"
    assert rows[0].created == dt.datetime(2026, 3, 19, 12, 37, tzinfo=dt.UTC)
    assert rows[1].found.mails == ()
    assert rows[1].found.unread == ()


def test_headers_of_another_language_and_encoding() -> None:
    sheet, rows = _rows((SAMPLES / "telefonliste.tsv").read_bytes(), "DE")
    assert (sheet.encoding, sheet.delimiter) == ("utf-16", "\t")
    assert list(sheet.mapping.values()) == ["name", "company", "mail", "mobile", "created", "value"]
    assert rows[0].found.value == Decimal(12500)
    assert rows[0].created == dt.datetime(2026, 4, 3, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        ("First Name,Last Name,URL,Email Address,Company,Position,Connected On",
         ["first_name", "last_name", "website", "mail", "company", "job_title", "created"]),
        ("id,created_time,ad_id,form_id,full_name,email,phone_number",
         ["id", "created", "ignore", "ignore", "name", "mail", "phone"]),
        ("Deal - ID,Deal - Title,Deal - Value,Person - Name,Person - Email,Organization - Name",
         ["id", "deal_title", "value", "name", "mail", "company"]),
        ("Topic,Full Name,Status Reason,Business Phone,Created On",
         ["deal_title", "name", "status", "phone", "created"]),
        ("Prénom,Nom de famille,Adresse e-mail,Société,Téléphone",
         ["first_name", "last_name", "mail", "company", "phone"]),
        ("Nombre,Apellidos,Correo electrónico,Empresa,Móvil",
         ["name", "last_name", "mail", "company", "mobile"]),
    ],
)  # fmt: skip
def test_columns_of_programs_and_languages(header: str, fields: list[str]) -> None:
    sheet, _ = _rows(f"{header}\n{','.join('x' for _ in fields)}\n".encode())
    assert list(sheet.mapping.values()) == fields


@pytest.mark.parametrize(
    ("encoding", "header", "name"),
    [
        ("cp1251", "Имя;Фамилия;Почта", "Ольга;Смирнова"), ("koi8_r", "Имя;Фамилия;Почта", "Ольга;Смирнова"),
        ("cp1253", "Όνομα;Επώνυμο;E-mail", "Μαρία;Νικολάου"), ("cp1254", "Ad;Soyad;E-mail", "Gülşen;Yıldız"),
        ("cp1250", "Jméno;Příjmení;E-mail", "Jiří;Dvořák"), ("cp1250", "Imię;Nazwisko;E-mail", "Stanisław;Wiśniewski"),
        ("cp1252", "Prénom;Nom;E-mail", "Zoé;Lefèvre"), ("cp1252", "First name;Last name;E-mail", "Þórður;Ægisson"),
        ("shift_jis", "名;姓;メール", "花子;鈴木"), ("euc_jp", "名;姓;メール", "花子;鈴木"),
        ("big5", "姓名;公司;電子郵件", "陳大文;大文"), ("gb18030", "姓名;公司;邮箱", "陈大文;大文"),
        ("euc_kr", "이름;회사;이메일", "김철수;철수"),
    ],
)  # fmt: skip
def test_names_are_read_in_the_encoding_in_which_they_were_saved(
    encoding: str, header: str, name: str
) -> None:
    sheet, (found,) = _rows(f"{header}\n{name};maria@lopez.example\n".encode(encoding))
    assert (sheet.encoding, found.found.mails) == (encoding, ("maria@lopez.example",))
    first, _, last = name.partition(";")
    assert found.found.name == (first if found.found.company == last else f"{first} {last}")


@pytest.mark.parametrize(
    ("table", "name"),
    [
        ("Nom;Prénom;Email\nLopez;Maria;m@lopez.example", "Maria Lopez"),
        ("Vorname;Name;E-Mail\nMaria;Lopez;m@lopez.example", "Maria Lopez"),
        ("Nombre;Apellidos;Correo\nMaria;Lopez Gil;m@lopez.example", "Maria Lopez Gil"),
        ("Nombre;Primer apellido;Correo\nMaria;Lopez;m@lopez.example", "Maria Lopez"),
        ("Nome;Cognome;E-mail\nMaria;Lopez;m@lopez.example", "Maria Lopez"),
        ("Name;First name;Email\nMaria Lopez;Maria;m@lopez.example", "Maria Lopez"),
        ("Name;First name;Email\nLópez, María;Maria;m@lopez.example", "López, María"),
        ("Full name;First name;Last name;Email\nDr. Lopez;Maria;Lopez;m@lopez.example", "Dr. Lopez"),
        ("Vorname;Name;E-Mail\n;Lopez;m@lopez.example", "Lopez"),
    ],
)
def test_the_two_halves_of_a_name_are_one_whatever_the_halves_are_called(table: str, name: str) -> None:
    _, (found,) = _rows(table.encode())
    assert found.found.name == name


def test_columns_without_a_word_in_the_header_are_told_by_their_cells() -> None:
    sheet, _ = _rows(b"A,B\na@b.example,+44 20 7946 0000\nb@b.example,+44 20 7946 0001\nc@b.example,\n")
    assert sheet.mapping == {0: "mail", 1: "phone"}


def test_a_file_without_a_header_is_read_from_its_first_line() -> None:
    sheet, rows = _rows(b"Jan Kowalski,jan@kowalski.example\nMaria Lopez,maria@lopez.example\n")
    assert sheet.leading == -1
    assert [one.found.name for one in rows] == ["Jan Kowalski", "Maria Lopez"]


def test_a_line_wrapped_whole_is_unwrapped_and_an_open_quote_costs_one_line() -> None:
    _, rows = _rows(b'Name,Email\n"Jan,jan@b.example"\nEva "the "boss,eva@b.example\n')
    assert [one.found.mails for one in rows] == [("jan@b.example",), ("eva@b.example",)]
    _, rows = _rows(b'Name,Email\n"Jan,jan@b.example\nEva,eva@b.example\n')
    assert [one.found.mails for one in rows] == [("jan@b.example",), ("eva@b.example",)]


def test_a_letter_of_many_lines_in_one_cell_is_one_cell() -> None:
    """As mails stand in exports; rows that an open quote swallowed are rows again all the same."""
    letter = "Dear Jan, thank you.\nWe want\n\n" * 500
    _, rows = _rows(f'Name,Email,Note\nJan,jan@b.example,"{letter}"\nEva,eva@b.example,\n'.encode())
    assert [one.found.name for one in rows] == ["Jan", "Eva"]
    assert rows[0].found.note == letter.strip()
    many = "".join(f"Eva {n},eva{n}@b.example,\n" for n in range(1000))
    _, rows = _rows(f'Name,Email,Note\n"Jan,jan@b.example,\n{many}'.encode())
    assert [one.verdict for one in rows] == ["lead"] * 1001
    _, rows = _rows(f'Name,Email,Note\nJan,jan@b.example,"{"x" * 2_000_000}, and so on"\n'.encode())
    assert rows[0].found.note.endswith("x, and so on")


def test_months_first_is_told_by_the_column() -> None:
    assert dates.month_first(["3/4/2026", "3/14/2026"])
    assert not dates.month_first(["3/4/2026", "14/3/2026"], default=True)
    assert dates.moment("3/4/2026 2:05 PM", months_first=True) == dt.datetime(
        2026, 3, 4, 14, 5, tzinfo=dt.UTC
    )
    assert dates.moment("2. März 2026") == dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
    assert dates.moment("soon") is None
    # As PostgreSQL writes it.
    assert dates.moment("2026-03-02 09:15:00.25+02") == dt.datetime(2026, 3, 2, 7, 15, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12k", "12000"),
        ("1.234,56 €", "1234.56"),
        ("$9 000", "9000"),
        ("-500", None),
        ("(750.00)", None),
        ("tbd", None),
    ],
)
def test_money(text: str, value: str | None) -> None:
    assert cells.money(text) == (None if value is None else Decimal(value))


def test_a_spelt_address_is_only_a_hint() -> None:
    _, rows = _rows(b"Name,Email\nJan,jan dot kowalski at oak dot example\n")
    assert rows[0].why == "bad_email"
    assert rows[0].hint == {"mail": "jan.kowalski@oak.example"}


def test_the_same_person_and_another_one() -> None:
    pairs = twins.Twins()
    one = finding.Found(name="Britta Jäger", mails=("b@x.example",), phones=("+4930123456",))
    assert pairs.look(1, one) == ("new", 0)
    assert pairs.look(2, finding.Found(name="B. Jaeger", phones=("+4930123456",))) == ("same", 1)
    assert pairs.look(3, finding.Found(name="Otto Wessel", mails=("b@x.example",))) == ("other_name", 1)
    assert pairs.look(4, finding.Found(name="Otto Wessel", phones=("+4930123456",)))[0] == "new"


def test_a_row_is_kept_and_read_again() -> None:
    raw = read.raw_of(("Name", "Email"), ("Jan", "jan@b.example"), {0: "name", 1: "mail"})
    assert [one.name for one in read.parse(raw, "GB")] == ["Jan"]
    torn = read.raw_of(("Company", "Email"), ("Jan", " Ltd", "jan@b.example"), {0: "company", 1: "mail"})
    with pytest.raises(errors.CellsShifted):
        read.parse(torn, "GB")
    assert json.loads(torn)["columns"] == 2


def test_keys_do_not_depend_on_order() -> None:
    header, rows = ("Name", "Email"), [("Jan", "a@b.example"), ("Eva", "e@b.example"), ("Jan", "a@b.example")]
    forward = list(read.keys(rows, header))
    assert sorted(forward) == sorted(read.keys(list(reversed(rows)), header))
    assert len(set(forward)) == 3


def test_a_workbook_of_several_sheets() -> None:
    file = io.BytesIO(workbook({"Leads": [["Name", "Email"], ["Jan", "jan@b.example"]], "Empty": []}))
    (sheet,) = opening.sheets(file)
    assert sheet.name == "Leads"
    assert list(opening.rows(file, sheet)) == [(1, ["Jan", "jan@b.example"])]


@pytest.mark.parametrize(
    "content",
    [b"", b"  \n", b"PK\x03\x04nothing", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1xx", bytes(range(32)) * 9],
)
def test_what_is_no_table_is_refused_with_a_reason(content: bytes) -> None:
    with pytest.raises((FileEmpty, NotATable, WorkbookUnreadable)):
        opening.sheets(io.BytesIO(content))


def test_a_table_that_is_too_wide_is_not_called_a_picture() -> None:
    wide = ",".join(f"Field {n}" for n in range(501))
    with pytest.raises(TooManyColumns, match="500 columns"):
        _rows(f"{wide}\n{wide}\n".encode())


def test_a_header_that_comes_again_is_no_lead() -> None:
    """As in files that were put one behind the other."""
    _, rows = _rows(b"Name,Email\nJan,jan@b.example\nName,Email\nEva,eva@b.example\n")
    assert [(one.verdict, one.why) for one in rows] == [("lead", ""), ("skip", "header"), ("lead", "")]
    assert rows[1].reason == "The header of the table once more, not a lead."


def test_activities_say_who_has_gone_silent() -> None:
    header = ("Lead ID", "Subject", "Task Subtype", "Is Incoming", "Status", "Date")
    of, as_of = activities.by_field(header), dt.date(2026, 6, 30)
    joined = activities.Joined(as_of)
    for cells_ in [
        ("1", "Email: Your offer", "Email", "0", "Completed", "2026-06-01"),
        ("1", "Automatic reply: Your offer", "Email", "1", "Completed", "2026-06-02"),
        ("2", "Email: Question", "Email", "1", "Completed", "2026-06-20"),
        ("3", "Call", "Call", "0", "Completed", "2026-06-01"),
        ("3", "Call back", "Task", "0", "Not Started", "2026-07-04"),
        ("4", "Call back", "Task", "0", "Not Started", "2026-06-04"),
    ]:
        joined.add(activities.read(cells_, of, as_of=as_of))
    standing = {key: joined.of(key).standing(closed=False, as_of=as_of) for key in "1234"}
    assert standing == {"1": "silent", "2": "answer_owed", "3": "planned", "4": "never_touched"}
    assert joined.of("1").last_by_us == dt.date(2026, 6, 1)


def test_a_column_that_stands_for_one_thing_stands_once() -> None:
    assert columns.known({0: "mail", 1: "mail", 2: "name"})
    assert not columns.known({0: "name", 1: "name"})
    assert not columns.known({0: "colour"})


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        sheet, rows = _rows(content)
    except (FileEmpty, NotATable, WorkbookUnreadable):
        return
    assert all(one.verdict == "skip" or one.found.says_who or one.why for one in rows)
    assert sheet.header


_WORDS_FOR_NOTHING = """
n/a|N.A.|nA|none@|No|nil|NULL|Unbekannt|inconnu|desconocido|sconosciuto|Declined|refused@no.com|k.a.|kA|
Keine Angabe|aucun|sans|geen|ingen|brak|TBD|tba|to follow|pending|Test|x|XX|xxx@example.com|xNone|xno|0|
#N/A|undefined|nan|empty|missing|noEmail|no-mail|na@na.com|UNKNOWN|-|--|..
"""


@pytest.mark.parametrize("word", _WORDS_FOR_NOTHING.replace("\n", "").split("|"))
def test_a_word_for_nothing_is_known_however_it_is_written(word: str) -> None:
    assert cells.says_nothing(word)


@pytest.mark.parametrize(
    "word", ["Lopez Dental", "Nova", "Bo", "7", "Xavier", "Declan", "Nobel", "Ä", "not far"]
)
def test_what_only_begins_like_one_says_something(word: str) -> None:
    assert not cells.says_nothing(word)


def test_a_row_is_kept_so_that_it_reads_as_it_was() -> None:
    header, mapping = ("Name", "E-mail", "Note"), {0: "name", 1: "mail", 2: "note"}
    for row_cells in (
        ("Zoë “Z” Lopez", "zoe@lopez.example", "a\\b\t\n🙂"),
        ("Zoë", "", "Hm"),
        ("Zoë", "", "a", "b"),
    ):
        raw = read.raw_of(header, row_cells, mapping)
        kept = [cell for cell in row_cells if cell] if len(row_cells) == 3 else list(row_cells)
        assert [cell for _, _, cell in json.loads(raw)["fields"]] == kept
        assert read.cells_of(raw, header) == list(row_cells)


@pytest.mark.parametrize(
    ("cell", "phones"),
    [
        ("ida@one.example / +44 113 496 0009", ("+44 113 496 0009",)),
        ("ida@one.example (0113) 496 0009; 07700 900123", ("(0113) 496 0009", "07700 900123")),
        ("ida1234567@one.example, 2026-11-20 10:00", ()),
        ("ida@one.example; ida2@one.example", ()),
    ],
)
def test_a_number_beside_an_address_is_kept(cell: str, phones: tuple[str, ...]) -> None:
    found = row.read(["Ida", cell], row.Plan(("Name", "Email"), {0: "name", 1: "mail"}, country="GB")).found
    assert found.phones == phones
    assert all("@one.example" in one for one in found.mails)


@pytest.mark.parametrize(
    ("line", "who"),
    [
        # A company with a comma of its own, an empty cell too many, and two of them: nobody can tell which.
        ("Ed East,East, Sons and Co,ed@east.example,0113 496 0002",
         ("Ed East", "East, Sons and Co", "ed@east.example", "0113 496 0002")),
        (",Gus South,South Ltd,gus@south.example,0113 496 0004",
         ("Gus South", "South Ltd", "gus@south.example", "0113 496 0004")),
        ("Hal Row,Row, Oar, Sons,hal@row.example,0113 496 0005",
         ("Hal Row", "Row, Oar, Sons", "hal@row.example", "0113 496 0005")),
        ("Ida,ida@ida.example,Ida Ltd,7,0113 496 0006,9", ("Ida", "", "ida@ida.example", "0113 496 0006")),
    ],
)  # fmt: skip
def test_a_row_whose_cells_moved_is_offered_as_it_was_meant(line: str, who: tuple[str, ...]) -> None:
    header = ("Name", "Company", "Email", "Phone")
    raw = read.raw_of(header, [cell.strip() for cell in line.split(",")], dict(enumerate(_FIELDS)))
    with pytest.raises(errors.CellsShifted):
        read.parse(raw, "GB")
    found = read.likely(raw, "GB")
    assert (found.name, found.company, found.mails, found.phones) == (*who[:2], who[2:3], who[3:])
    assert found.note == ""


_FIELDS = ("name", "company", "mail", "phone")
