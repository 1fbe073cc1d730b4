"""A rule as it is typed, and a lead to try the rules on."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from leadfast.capture.actions.assigning import Wanted
from leadfast.capture.reads.assigning import Rule
from leadfast.capture.rules.assigning import Wish
from leadfast.conversations.understanding.language import LANGUAGES
from leadfast.workspaces.countries import COUNTRIES
from leadfast.workspaces.models import Member

_BETWEEN = re.compile(r"[,;\n]+")
_CODE_OF = {name.casefold(): code for code, name in COUNTRIES.items()} | {
    "uk": "GB", "great britain": "GB", "england": "GB", "usa": "US", "america": "US", "holland": "NL",
}  # fmt: skip


class CountriesField(forms.CharField):
    """``Germany, AT`` as codes."""

    def to_python(self, value: Any) -> Any:
        """Codes, in the order in which they were typed."""
        if isinstance(value, list | tuple):
            return list(value)
        found = []
        for word in _parts(super().to_python(value) or ""):
            code = word.upper() if word.upper() in COUNTRIES else _CODE_OF.get(word.casefold(), "")
            if not code:
                raise forms.ValidationError(
                    f"{word} is no country we know. Write its English name or two letters."
                )
            found.append(code)
        return found

    def prepare_value(self, value: Any) -> str:
        """As it is typed."""
        return (
            value if isinstance(value, str) else ", ".join(COUNTRIES.get(code, code) for code in value or [])
        )


class PartsField(forms.CharField):
    """Words with commas between them."""

    def to_python(self, value: Any) -> Any:
        """Each word by itself."""
        return list(value) if isinstance(value, list | tuple) else _parts(super().to_python(value) or "")

    def prepare_value(self, value: Any) -> str:
        """As it is typed."""
        return value if isinstance(value, str) else ", ".join(value or [])


class RuleForm(forms.Form):
    """Which leads, and whose they become."""

    source = forms.CharField(label="From the source", max_length=120, required=False)
    campaign = forms.CharField(label="Of the campaign", max_length=120, required=False)
    countries = CountriesField(
        label="In the countries", max_length=600, required=False, help_text="Like: Germany, Austria, CH"
    )
    postal_codes = PartsField(
        label="Where the postal code begins with",
        max_length=600,
        required=False,
        help_text="Like: LS, BD, HX1",
    )
    language = forms.ChoiceField(
        label="Who write or speak", required=False, choices=[("", "Any language"), *LANGUAGES.items()]
    )
    members = forms.MultipleChoiceField(
        label="Their leads go round", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one person of the team."},
    )  # fmt: skip

    def __init__(self, *args: Any, team: Iterable[Member], known: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["members"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(one.id), one.name) for one in team]
        self.known = known
        self.fields["source"].widget.attrs["list"] = "known-sources"

    def wanted(self) -> Wanted:
        """What it says."""
        said = self.cleaned_data
        return Wanted(
            member_ids=said["members"], source=said["source"], campaign=said["campaign"],
            countries=said["countries"], postal_codes=said["postal_codes"], language=said["language"],
        )  # fmt: skip


class LikeThis(forms.Form):
    """A lead that might come in."""

    source = forms.CharField(label="Source", max_length=120, required=False)
    campaign = forms.CharField(label="Campaign", max_length=120, required=False)
    country = forms.ChoiceField(
        label="Country", required=False, choices=[("", "Not known"), *COUNTRIES.items()]
    )
    postal_code = forms.CharField(label="Postal code", max_length=20, required=False)
    says = forms.CharField(
        label="What they write",
        max_length=400,
        required=False,
        help_text="Tells their language, if a rule asks for it.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].widget.attrs["list"] = "known-sources"

    def wish(self) -> Wish:
        """As the rules see it."""
        return Wish(**self.cleaned_data)


def first_of(rule: Rule) -> dict[str, Any]:
    """A rule as the form shows it."""
    kept = rule.kept
    return {
        "source": kept.source, "campaign": kept.campaign, "countries": kept.countries,
        "postal_codes": kept.postal_codes, "language": kept.language,
        "members": [str(one.id) for one in rule.members],
    }  # fmt: skip


def _parts(text: str) -> list[str]:
    return [word.strip() for word in _BETWEEN.split(text) if word.strip()]
