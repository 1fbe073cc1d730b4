"""A mailbox of Alice's to search, and letters in it."""

import pytest

from leadfast.mail.models import Mailbox
from tests.conversations.conftest import OURS, a_box
from tests.fixtures import Someone


@pytest.fixture
def box(alice: Someone) -> Mailbox:
    """Alice's mailbox."""
    return a_box(alice, OURS)
