"""Is this the same person? By exact keys only. Pure."""

from leadfast.foundation.contacts import name_key


def same_by_phone(
    *, name: str, mails: tuple[str, ...], known_name: str, known_mails: tuple[str, ...]
) -> bool:
    """A shared number is the same person, unless both name and mail address say otherwise.

    Colleagues share a switchboard: two different names with two different addresses are two people.
    """
    ours, theirs = name_key(name), name_key(known_name)
    other_name = bool(ours and theirs and ours != theirs and not _part_of(ours, theirs))
    other_mail = bool(mails and known_mails and not set(mails) & set(known_mails))
    return not (other_name and (other_mail or not known_mails or not mails))


def _part_of(one: str, other: str) -> bool:
    """Kowalski is part of Jan Kowalski; a mail address or a number kept as a name is no name."""
    if "@" in other or other.startswith("+") or "@" in one or one.startswith("+"):
        return True
    short, long = sorted((one.split(), other.split()), key=len)
    return bool(short) and set(short) <= set(long)
