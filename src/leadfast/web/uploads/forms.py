"""What the upload screens ask for: the files, and what holds for all rows of one."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from leadfast.capture.models import Campaign, Event
from leadfast.workspaces.models import Member

NEW_EVENT = "new"
_LARGEST = 300 * 1024 * 1024


class SeveralFiles(forms.FileInput):
    """A field for any number of files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Each of them is there. One that is empty is refused by its name, and keeps no other out."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """As a list, whatever was chosen."""
        # Nothing chosen is one file that is not there, not a list of none.
        files = (data or [None]) if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(file, initial) for file in files]


class FileForm(forms.Form):
    """The files themselves."""

    file = FilesField(
        label="One file or several",
        help_text="CSV, Excel, OpenDocument, vCard or call records; any program, language and encoding. "
        "No lead comes in yet.",
        widget=SeveralFiles(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xls,.xlsb,.ods,.vcf,.vcard"}),
    )

    def clean_file(self) -> list[Any]:
        """Not larger than one page can take."""
        files: list[Any] = self.cleaned_data["file"]
        if any(file.size > _LARGEST for file in files):
            raise forms.ValidationError("A file is larger than 300 MB. Split it, or use leadfast import.")
        return files


class StartForm(forms.Form):
    """What holds for the whole file."""

    event = forms.ChoiceField(label="Is it of a trade show?", required=False)
    event_name = forms.CharField(label="What is the show called?", max_length=120, required=False)
    event_day = forms.DateField(
        label="Its first day", required=False, widget=forms.DateInput({"type": "date"})
    )
    source = forms.CharField(
        label="Where is it from?",
        max_length=120,
        required=False,
        help_text="Left empty for a show: its name.",
    )
    campaign = forms.ChoiceField(label="Campaign", required=False)
    owner = forms.ChoiceField(label="Who owns these leads?", required=False)
    fresh = forms.BooleanField(
        label="They asked us just now",
        required=False,
        help_text="Then they are answered as new leads. Leave it off for an old list.",
    )

    def __init__(
        self,
        *args: Any,
        team: Iterable[Member],
        events: Sequence[Event],
        campaigns: Sequence[Campaign],
        sources: Sequence[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.sources = sources
        self.fields["source"].widget.attrs["list"] = "known-sources"
        self.team = [(str(one.id), one.name) for one in team]
        self.as_told(owners=False)
        noted = [(str(one.id), f"{one.name}, {one.first_day:%-d %B %Y}") for one in events[:50]]
        self._offer("event", [("", "No"), *noted, (NEW_EVENT, "One that is not noted yet")])
        self._offer("campaign", [("", "None"), *((one.name, one.name) for one in campaigns)])

    def as_told(self, *, owners: bool) -> None:
        """What becomes of them when nobody is chosen. ``owners``: the file says whose they are."""
        nobody = "Who had them, else in turn" if owners else "They go round the team"
        self._offer("owner", [("", nobody), *self.team])

    def clean(self) -> dict[str, Any]:
        """A new show has a name and a day."""
        given = self.cleaned_data
        if given.get("event") == NEW_EVENT:
            for name, says in (
                ("event_name", "Say what the show is called."),
                ("event_day", "Say its first day."),
            ):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, says)
        return given

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
