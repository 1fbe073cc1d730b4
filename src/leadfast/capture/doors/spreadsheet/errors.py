"""Why a row waits for a person, in sentences."""

from typing import Final

from leadfast.capture.errors import FileEmpty, NotATable
from leadfast.foundation.errors import Refusal


class OneLineOnly(FileEmpty):
    """There is nothing below the first line of this file. A table has titles in one line and leads below them."""


class IsWebPage(NotATable):
    """This is a web page, whatever it is called. Open it in a spreadsheet program, save it as XLSX, and upload that."""


class IsXml(NotATable):
    """This is XML, whatever it is called. Open it in a spreadsheet program, save it as XLSX, and upload that."""


class IsJson(NotATable):
    """This is JSON, which holds no rows and columns. Export the leads as CSV or Excel, and upload that."""


class IsArchive(NotATable):
    """This is a ZIP archive with tables in it. Unpack it, and upload the files in it: several can be chosen at once."""


class TooManyTables(Refusal):
    """One sheet holds more than 40 tables below each other. Put each into a sheet or a file of its own."""


class CellsShifted(Refusal):
    """Its cells stand one column too far: a comma in one of them was not quoted. Mend the row."""


class NameIsASentence(Refusal):
    """The name is a whole sentence. Say who it is."""


class MailUnreadable(Refusal):
    """The mail address cannot be read, and there is no other way to reach them."""


class NobodyNamed(Refusal):
    """There is no name, company, mail address or number in this row."""


class OtherName(Refusal):
    """Another row has the same mail address and a different name. Say who it is."""


class NotALead(Refusal):
    """This row is not about anybody."""


BY_REASON: Final[dict[str, type[Refusal]]] = {
    "shifted_columns": CellsShifted,
    "overlong_name": NameIsASentence,
    "bad_email": MailUnreadable,
    "nothing": NobodyNamed,
    "same_email_other_name": OtherName,
}
