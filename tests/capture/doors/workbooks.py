"""Workbooks as small as they can be, for tests."""

import io
import zipfile
from collections.abc import Sequence

_HIDDEN = ' state="hidden"'


def workbook(
    sheets: dict[str, list[list[str]]], *, merged: Sequence[str] = (), hidden: Sequence[str] = ()
) -> bytes:
    """The least that is an XLSX. ``merged``: ranges like *A2:A4*, in each sheet."""
    written = io.BytesIO()
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    package = "http://schemas.openxmlformats.org/package/2006"
    names = list(sheets)
    ranges = "".join(f'<mergeCell ref="{one}"/>' for one in merged)
    joined = f"<mergeCells>{ranges}</mergeCells>" if merged else ""
    with zipfile.ZipFile(written, "w") as book:
        book.writestr("[Content_Types].xml", f'{head}<Types xmlns="{package}/content-types"></Types>')
        book.writestr(
            "_rels/.rels",
            f'{head}<Relationships xmlns="{package}/relationships"><Relationship Id="r" '
            f'Type="{kind}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        listed = "".join(
            f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"{_HIDDEN if name in hidden else ""}/>'
            for n, name in enumerate(names, 1)
        )
        book.writestr(
            "xl/workbook.xml",
            f'{head}<workbook xmlns="{main}" xmlns:r="{kind}"><sheets>{listed}</sheets></workbook>',
        )
        related = "".join(
            f'<Relationship Id="r{n}" Type="{kind}/worksheet" Target="worksheets/s{n}.xml"/>'
            for n, _ in enumerate(names, 1)
        )
        book.writestr(
            "xl/_rels/workbook.xml.rels",
            f'{head}<Relationships xmlns="{package}/relationships">{related}</Relationships>',
        )
        for n, rows in enumerate(sheets.values(), 1):
            cells_ = "".join(
                f'<row r="{r}">'
                + "".join(
                    f'<c r="{chr(64 + c)}{r}" t="inlineStr"><is><t>{text}</t></is></c>'
                    for c, text in enumerate(one, 1)
                    if text
                )
                + "</row>"
                for r, one in enumerate(rows, 1)
            )
            book.writestr(
                f"xl/worksheets/s{n}.xml",
                f'{head}<worksheet xmlns="{main}"><sheetData>{cells_}</sheetData>{joined}</worksheet>',
            )
    return written.getvalue()
