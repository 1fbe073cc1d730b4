"""What other systems post, in their own shapes."""

from pathlib import Path

import pytest

import leadfast.capture.doors.webhook as door
from leadfast.capture.doors.webhook import keys, read
from leadfast.capture.doors.webhook.errors import BodyUnreadable, LeadElsewhere
from leadfast.capture.rules import found as finding
from leadfast.capture.rules.found import Found

SAMPLES = Path(door.__path__[0]) / "samples"


def only(name: str, country: str = "GB") -> Found:
    (one,) = read.parse((SAMPLES / name).read_bytes(), country)
    return finding.tidy(one, country=country)


@pytest.mark.parametrize(
    ("name", "who", "company", "mail", "phone"),
    [
        ("facebook.json", "Ines Okafor", "", "ines@okafor-interiors.example", "+442079460123"),
        ("google.json", "Piotr Zielinski", "Zielinski Meble", "piotr@zielinski.example", "+48221234567"),
        ("linkedin.json", "Amara Lindqvist", "Lindqvist Marine", "amara@lindqvist.example", ""),
        ("connector.json", "Tomas Beran", "Beran Tools", "tomas@beran.example", "+420224090900"),
        ("mail-passed-on.json", "Rosa Iglesias", "", "rosa@iglesias.example", "+34910123456"),
    ],
)
def test_every_sender_says_who(name: str, who: str, company: str, mail: str, phone: str) -> None:
    found = only(name)
    assert (found.name, found.company, found.mails) == (who, company, (mail,))
    assert found.phones == ((phone,) if phone else ())
    assert found.asked


def test_a_posted_form_in_german() -> None:
    found = only("posted.txt", "DE")
    assert (found.name, found.mails, found.phones) == (
        "Lena Vogt",
        ("lena@vogt.example",),
        ("+493012345678",),
    )
    assert found.note == "Bitte um Rückruf"


def test_what_they_were_asked_besides_is_kept_and_the_machinery_is_not() -> None:
    assert only("facebook.json").note == "which room?: Kitchen, Hall"
    assert only("google.json").note == ""
    assert only("connector.json").note == "Forty drills by March, please."


def test_when_they_said_it() -> None:
    for name in ("facebook.json", "linkedin.json", "connector.json"):
        said_at = only(name).said_at
        assert said_at is not None
        assert (said_at.year, said_at.month) == (2026, 11)


@pytest.mark.parametrize(
    "raw",
    [
        (
            b'{"properties": {"firstname": {"value": "Maria", "versions": []}, "lastname": {"value": "L\xc3\xb3pez"}, '
            b'"email": {"value": "maria@lopez.example"}, "phoneNumbers": [{"value": "0113 496 0117"}]}}'
        ),
        b'{"name": "Maria L\xf3pez", "email": "maria@lopez.example", "phone": "0113 496 0117"}',
        b"name=Maria+L%F3pez&email=maria%40lopez.example&phone=0113+496+0117",
        (
            b'--B\r\nContent-Disposition: form-data; name="rawRequest"\r\n\r\n{"q3_name": "Maria L\xc3\xb3pez", '
            b'"q4_email": "maria@lopez.example", "q5_phone": "0113 496 0117"}\r\n--B--\r\n'
        ),
    ],
    ids=["values in objects", "JSON of an old shop", "a form of an old shop", "JSON in a part"],
)
def test_answers_are_found_in_whatever_holds_them(raw: bytes) -> None:
    (found,) = read.parse(raw, "GB")
    assert (found.name, found.mails, found.phones) == (
        "Maria López",
        ("maria@lopez.example",),
        ("0113 496 0117",),
    )


def test_a_number_alone_waits_for_a_person() -> None:
    with pytest.raises(LeadElsewhere):
        read.parse((SAMPLES / "facebook-number-only.json").read_bytes(), "GB")


@pytest.mark.parametrize("raw", [(SAMPLES / "broken.json").read_bytes(), b"hello there", b"", b"[1]x"])
def test_what_cannot_be_read_says_so(raw: bytes) -> None:
    with pytest.raises(BodyUnreadable):
        read.parse(raw, "GB")


def test_the_same_event_has_the_same_key() -> None:
    google = (SAMPLES / "google.json").read_bytes()
    assert keys.event_key(google, {}) == "event TeSt-aZ09-lead"
    assert keys.event_key(google, {"webhook-id": "msg_1"}) == "event msg_1"
    assert keys.event_key(b"a=1", {}) == keys.event_key(b"a=1", {}) != keys.event_key(b"a=2", {})


def test_several_in_one_post_are_several() -> None:
    raw = b'{"leads": [{"email": "a@first.example"}, {"email": "b@second.example"}]}'
    assert [one.mails for one in read.parse(raw, "GB")] == [("a@first.example",), ("b@second.example",)]


def test_answers_that_name_their_question_by_a_number() -> None:
    found = only("typeform.json")
    assert (found.name, found.company, found.mails) == (
        "Maria López",
        "Lopez Dental",
        ("maria@lopez.example",),
    )
    assert found.phones == ("+441134960117",)
    assert found.note == "Which chairs: Oak, Ash\nMay we visit you: yes"
    assert found.said_at is not None
    assert found.said_at.isoformat() == "2026-11-18T18:17:02+00:00"


def test_a_network_that_sends_only_its_names_of_things_makes_nobody_of_them() -> None:
    with pytest.raises(LeadElsewhere):
        read.parse((SAMPLES / "linkedin-number-only.json").read_bytes(), "GB")
