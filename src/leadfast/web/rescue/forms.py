"""What a search needs to be told."""

from collections.abc import Sequence

from django import forms

from leadfast.drops.errors import NothingToSearch
from leadfast.mail.models import Mailbox

_MONTHS = (
    ("6", "The last 6 months"),
    ("12", "The last year"),
    ("24", "The last two years"),
    ("60", "The last five years"),
)


class Begin(forms.Form):
    """A mailbox of one's own, or a file."""

    mailbox = forms.ChoiceField(label="A mailbox of yours", required=False)
    file = forms.FileField(
        label="Or a file",
        required=False,
        help_text="An mbox, a zip of mails such as a Google Takeout, or a CRM's export of leads (CSV, XLSX).",
    )
    me = forms.CharField(
        label="Whose mail is in the file?",
        required=False,
        max_length=400,
        help_text="Your address in it; several with commas. It is mostly found without.",
    )
    months = forms.ChoiceField(label="How far back?", choices=_MONTHS, initial="24")

    def __init__(self, *given: object, mailboxes: Sequence[Mailbox], **options: object) -> None:
        super().__init__(*given, **options)  # type: ignore[arg-type]
        choice = self.fields["mailbox"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [("", "None"), *((str(box.id), box.address) for box in mailboxes)]
        if not mailboxes:
            self.fields["file"].label = "A file"

    def clean(self) -> dict[str, object]:
        """One of the two."""
        values = super().clean() or {}
        if not values.get("mailbox") and not values.get("file") and not self.errors:
            raise forms.ValidationError(NothingToSearch().sentence)
        return values


class Whose(forms.Form):
    """Whose mailbox it is, where the search could not tell."""

    me = forms.CharField(label="Your address in it", required=False, max_length=400)
