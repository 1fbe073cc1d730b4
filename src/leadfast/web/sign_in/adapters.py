"""What allauth asks us: who may join, what a second factor is stored as, how its picture is drawn."""

import io

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from leadfast.foundation import secrets

PURPOSE = "second factor"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by the first run and by invitations only."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The mail address or the password is not right.",
        "incorrect_password": "This is not your password.",
        "too_many_login_attempts": "Too many tries. Wait five minutes, then try again.",
        "enter_current_password": "This is not your present password.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 (allauth's signature)
        """Never: there is no door for strangers."""
        return False


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The shared secret is sealed in the database; the picture is drawn here, not by a stranger's site."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "This code is not right. Codes change every 30 seconds; take the newest.",
    }

    def encrypt(self, text: str) -> str:
        """Seal the secret of an authenticator app, or of recovery codes."""
        return secrets.seal(text, purpose=PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        """Open what :meth:`encrypt` sealed."""
        return secrets.unseal(encrypted_text, purpose=PURPOSE)

    def build_totp_svg(self, url: str) -> str:
        """The code that an authenticator app scans."""
        drawn = io.BytesIO()
        segno.make(url, error="m").save(drawn, kind="svg", scale=5, border=2, light="#ffffff", xmldecl=False)
        return drawn.getvalue().decode()
