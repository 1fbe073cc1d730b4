"""Browsers without a browser: a signed-in client for each of the three people."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.fixtures import Someone

SignIn = Callable[[Someone], Client]


@pytest.fixture
def sign_in(db: None) -> SignIn:
    """A client that is signed in as somebody; forms are checked for their CSRF token as in life."""

    def signed_in(someone: Someone) -> Client:
        client = Client()
        client.force_login(someone.account, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in
