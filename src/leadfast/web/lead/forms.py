"""What the acts on a lead ask for. Rules are the verbs'; a form only asks for what a verb needs."""

from typing import Any

from django import forms

from leadfast.leads.rules import LONGEST_NOTE
from leadfast.web.when import WhenForm
from leadfast.workspaces.models import Member

_AREA = forms.Textarea({"rows": 3})

GIVE_UP_REASONS = (
    ("not_interested", "They are not interested now"),
    ("price", "The price"),
    ("competitor", "They bought elsewhere"),
    ("no_need", "They have no need"),
    ("no_answer", "They never answer"),
    ("other", "Something else"),
)


class AnotherDate(WhenForm):
    """A step moves. From the second time on it says why."""

    why = forms.CharField(label="Why does it move again?", max_length=200, required=False)


class HandOver(forms.Form):
    """Another member owns the lead from now on."""

    to = forms.ChoiceField(label="To whom?")
    why = forms.CharField(label="What should they know?", max_length=300, required=False, widget=_AREA)

    def __init__(self, *args: Any, colleagues: list[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to = self.fields["to"]
        assert isinstance(to, forms.ChoiceField)
        # Nobody is chosen by chance: whoever is first by name did not ask for it.
        to.choices = [("", "Choose somebody"), *((str(one.id), _who(one)) for one in colleagues)]


def _who(member: Member) -> str:
    return member.name if member.takes_new_leads else f"{member.name} (takes no new leads)"


class GiveUp(forms.Form):
    """A request that another person decides."""

    reason = forms.ChoiceField(label="Why?", choices=GIVE_UP_REASONS, widget=forms.RadioSelect)
    words = forms.CharField(label="What happened, in a sentence", max_length=1000, widget=_AREA)


class Won(forms.Form):
    """The customer bought."""

    value = forms.DecimalField(label="Worth", required=False, min_value=0, max_digits=14, decimal_places=2)
    order_reference = forms.CharField(label="Order reference", max_length=120, required=False)
    #: Where they said so: its words are the proof.
    message = forms.UUIDField(required=False, widget=forms.HiddenInput)


class Never(forms.Form):
    """The customer said never, in words that are kept."""

    message = forms.ChoiceField(label="In which message?", required=False)
    words = forms.CharField(label="Their own words", max_length=1000, widget=_AREA)

    def __init__(self, *args: Any, messages: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        message = self.fields["message"]
        assert isinstance(message, forms.ChoiceField)
        message.choices = [*messages, ("", "They said it, nothing is written: a colleague must agree")]


class Invalid(forms.Form):
    """Not a real lead."""

    proof = forms.CharField(label="How do we know?", max_length=500, widget=_AREA)


class Reopen(WhenForm):
    """A closed lead is worked again, with a next step."""

    why = forms.CharField(label="Why again?", max_length=200)


class Note(forms.Form):
    """Something worth keeping."""

    words = forms.CharField(label="Note", max_length=4000, widget=forms.Textarea({"rows": 4}))


class Reach(forms.Form):
    """A way to reach the person."""

    kind = forms.ChoiceField(
        label="What is it?",
        choices=(("phone", "A phone number"), ("mail", "A mail address")),
        widget=forms.RadioSelect,
    )
    value = forms.CharField(label="Number or address", max_length=320)


class Participant(forms.Form):
    """Somebody else takes part."""

    name = forms.CharField(label="Name", max_length=200)
    role = forms.CharField(label="Role", max_length=60, required=False)
    mail = forms.CharField(label="Mail address", max_length=320, required=False)
    phone = forms.CharField(label="Phone", max_length=60, required=False)


class Lines(forms.CharField):
    """Text in lines, each end of a line one character: a browser sends two and counts one."""

    def to_python(self, value: Any) -> str:
        """As it was typed."""
        return str(super().to_python(value)).replace("\r\n", "\n")


class Edit(forms.Form):
    """What a lead says about itself."""

    label = forms.CharField(label="Name", max_length=200)
    value = forms.DecimalField(label="Worth", required=False, min_value=0, max_digits=14, decimal_places=2)
    source = forms.CharField(label="From where", max_length=120, required=False)
    tags = forms.CharField(label="Tags, with commas between them", max_length=400, required=False)
    note = Lines(label="What to know", max_length=LONGEST_NOTE, required=False, widget=_AREA)
