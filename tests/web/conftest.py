"""Browsers without a browser: a signed-in client for each of the three people, and letters to Alice."""

from collections.abc import Callable

import pytest
from django.test import Client

from leadfast.mail.models import Mailbox
from tests.conversations.conftest import OURS, Post, a_box
from tests.fixtures import Someone

SignIn = Callable[[Someone], Client]


@pytest.fixture
def sign_in(db: None) -> SignIn:
    """A client that is signed in as somebody."""

    def signed_in(someone: Someone) -> Client:
        client = Client()
        client.force_login(someone.account, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in


@pytest.fixture
def box(alice: Someone) -> Mailbox:
    """Alice's mailbox."""
    return a_box(alice, OURS)


@pytest.fixture
def post(box: Mailbox, alice: Someone) -> Post:
    """Letters to and from Alice."""
    return Post(box, alice.actor)
