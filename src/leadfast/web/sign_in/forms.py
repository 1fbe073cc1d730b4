"""allauth's forms with our words: one line of label each, no placeholders."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as second
from allauth.mfa.totp import forms as totp
from django import forms
from django.contrib.auth.tokens import default_token_generator

from leadfast.workspaces.models import Account


def _say(form: forms.Form, **labels: str) -> None:
    for name, label in labels.items():
        field = form.fields[name]
        field.label = label
        field.help_text = ""
        field.widget.attrs.pop("placeholder", None)


class SignIn(account.LoginForm):  # type: ignore[misc]
    """Mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, login="Mail address", password="Password")  # noqa: S106 (a label)


class ResetLink(account.UserTokenForm):  # type: ignore[misc]
    """Reads the links of ``workspaces.accounts.reset_path``."""

    token_generator = default_token_generator


class NewPassword(account.ResetPasswordKeyForm):  # type: ignore[misc]
    """From a link that an admin copied."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, password1="New password", password2="Once more")
        self.fields["password1"].help_text = "At least ten characters. A sentence is easier to keep."


class ChangePassword(account.ChangePasswordForm):  # type: ignore[misc]
    """The present one, then the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, oldpassword="Present password", password1="New password", password2="Once more")
        self.fields["password1"].help_text = "At least ten characters. A sentence is easier to keep."


class Confirm(account.ReauthenticateForm):  # type: ignore[misc]
    """The password again, before something grave."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, password="Password")  # noqa: S106 (a label)


class Code(second.AuthenticateForm):  # type: ignore[misc]
    """Six digits, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, code="Code")


class ConfirmByCode(second.ReauthenticateForm):  # type: ignore[misc]
    """Six digits again, before something grave."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, code="Code")


class SwitchOn(totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of the app proves that it was set up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, code="The six digits the app shows now")
        self.fields["code"].widget.attrs.update(inputmode="numeric", maxlength="6", **{"class": "narrow"})


class You(forms.Form):
    """How one is called, and with which address one signs in."""

    name = forms.CharField(
        label="Your name", max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(label="Mail address to sign in with")


class OwnPassword(forms.Form):
    """Proves that it is you, and nothing else."""

    password = forms.CharField(
        label="Your password", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean_password(self) -> str:
        """Compared with the one that is kept."""
        password: str = self.cleaned_data["password"]
        if not self.account.check_password(password):
            raise forms.ValidationError("This is not your password.")
        return password
