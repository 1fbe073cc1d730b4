"""Signing in to a provider instead of entering a password. What is granted becomes the ``secret`` of
``connect_mailbox(auth="oauth", provider=...)``."""

from leadfast.mail.actions.connecting import oauth_client, sign_in_of
from leadfast.mail.transport import oauth

Invitation = oauth.Invitation
Grant = oauth.Grant


def available(provider: str) -> bool:
    """Whether this installation is registered with the provider."""
    return bool(oauth_client(provider).id)


def invite(*, provider: str) -> Invitation:
    """Begin a sign-in by device code (Microsoft): a page and a code for the person."""
    return oauth.invite(sign_in_of(provider), oauth_client(provider))


def collect(*, provider: str, invitation: Invitation) -> Grant:
    """What was granted; raises ``SignInPending`` until the person has confirmed."""
    return oauth.collect(sign_in_of(provider), oauth_client(provider), invitation)


def page(*, provider: str, redirect: str, state: str, verifier: str) -> str:
    """The provider's own page (Google, with one's own client)."""
    return oauth.address(
        sign_in_of(provider), oauth_client(provider), redirect=redirect, state=state, verifier=verifier
    )


def exchange(*, provider: str, code: str, redirect: str, verifier: str) -> Grant:
    """The grant for the code that came back to ``redirect``."""
    return oauth.exchange(
        sign_in_of(provider), oauth_client(provider), code=code, redirect=redirect, verifier=verifier
    )


def new_verifier() -> str:
    """A secret to keep between :func:`page` and :func:`exchange`."""
    return oauth.verifier()
