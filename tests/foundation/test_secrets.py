"""Sealed secrets, keyed hashes and signed links."""

import pytest

from leadfast.foundation import secrets


def test_sealed_is_not_plain_and_opens_for_its_purpose_only() -> None:
    sealed = secrets.seal("hunter2", purpose="mailbox")
    assert "hunter2" not in sealed
    assert secrets.unseal(sealed, purpose="mailbox") == "hunter2"
    with pytest.raises(secrets.SecretUnreadable):
        secrets.unseal(sealed, purpose="other")
    with pytest.raises(secrets.SecretUnreadable):
        secrets.unseal(sealed[:-4] + "AAAA", purpose="mailbox")


@pytest.mark.parametrize(
    "damage", [lambda t: t + "x", lambda t: "x" + t, lambda t: t.partition(".")[0], lambda _: ""]
)
def test_a_damaged_link_is_refused(damage) -> None:  # type: ignore[no-untyped-def]
    token = secrets.sign("workspace:lead", purpose="unsubscribe")
    assert secrets.verify(token, purpose="unsubscribe") == "workspace:lead"
    with pytest.raises(secrets.TokenInvalid):
        secrets.verify(damage(token), purpose="unsubscribe")
    with pytest.raises(secrets.TokenInvalid):
        secrets.verify(token, purpose="open")


def test_a_keyed_hash_differs_by_purpose() -> None:
    one = secrets.keyed_hash("a@b.example", purpose="suppression")
    assert one == secrets.keyed_hash("a@b.example", purpose="suppression")
    assert one != secrets.keyed_hash("a@b.example", purpose="seen")
    assert len(one) == 32
