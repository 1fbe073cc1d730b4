"""Why a row waits for a person, in sentences."""

from typing import Final

from leadfast.foundation.errors import Refusal


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
