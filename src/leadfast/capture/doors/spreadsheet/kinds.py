"""What a file is that is no table, told by its first bytes, so that whoever brings it knows what to do. Pure."""

import codecs
import re
import zipfile
from typing import BinaryIO, Final

from leadfast.capture.doors.spreadsheet import errors

_LOOKED_AT: Final = 2048
_WEB_PAGE: Final = re.compile(
    r"\s*(<!--.*?-->\s*)*<(!doctype html|html|head|meta|body|table|style|div)\b", re.I | re.S
)
_XML: Final = re.compile(r"\s*<(\?xml|[a-z][\w.-]*:?workbook)\b", re.I)
_JSON: Final = re.compile(r"\s*(\{\s*(\"[^\"]*\"\s*:|\})|\[\s*[\[{\]])")
_TABLES: Final = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".xlsb", ".ods", ".vcf")
_MARKS: Final = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def refuse_other(content: BinaryIO) -> None:
    """Refuses a web page, XML or JSON, whatever name it was given."""
    content.seek(0)
    head = content.read(_LOOKED_AT)
    encoding = next((name for mark, name in _MARKS if head.startswith(mark)), "utf-8")
    text = head.decode(encoding, errors="ignore").lstrip("\ufeff")
    if _WEB_PAGE.match(text) or (_XML.match(text) and "<html" in text.casefold()):
        raise errors.IsWebPage
    if _XML.match(text):
        raise errors.IsXml
    if _JSON.match(text):
        raise errors.IsJson


def refuse_archive(content: BinaryIO) -> None:
    """Refuses a ZIP archive that holds tables and is no workbook itself."""
    content.seek(0)
    if not zipfile.is_zipfile(content):
        return
    content.seek(0)
    names = [name.casefold() for name in zipfile.ZipFile(content).namelist()]
    if not {"[content_types].xml", "content.xml", "mimetype"}.isdisjoint(names):
        return
    if any(name.endswith(_TABLES) for name in names):
        raise errors.IsArchive
