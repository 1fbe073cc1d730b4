"""What a decision asks for."""

from django import forms

from leadfast.web.when import WhenForm


class Rest(WhenForm):
    """The lead rests; the comeback date is its next step."""

    offers = ()
    offers_months = (6, 12)
    note = forms.CharField(label="A word to whoever asked", max_length=500, required=False)


class SendBack(WhenForm):
    """Keep working it: what is the next step, and when?"""

    says = forms.CharField(label="What should be done next?", max_length=200)
    note = forms.CharField(label="Why not yet?", max_length=500, widget=forms.Textarea({"rows": 3}))


class Nothing(forms.Form):
    """An act that needs no further word."""
