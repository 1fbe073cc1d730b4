"""Absences, call silence insurance and the decision to send: the pure rules one by one."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfast.followup import defaults
from leadfast.followup.errors import TemplateBroken, TemplateIncomplete
from leadfast.followup.rules import away, dates, insurance, law, sending, templates
from leadfast.followup.rules.cadence import Limits, Purpose, Template
from leadfast.followup.rules.law import Ground, Subject
from leadfast.foundation import business_time
from leadfast.foundation.business_time import SENDING_WINDOW, Calendar, week

LEEDS = Calendar("Europe/London", "GB")
NOW = datetime(2026, 11, 19, 10, tzinfo=UTC)  # a Thursday
TODAY = NOW.date()


def facts(**changes: object) -> sending.Facts:
    ready = sending.Facts(
        step_title="First follow-up",
        cadence_name="Reply follow-up",
        drafts=False,
        acknowledgement=False,
        purpose=Purpose.CONVERSATION,
        limits=Limits(),
        window=Calendar("Europe/London", "GB", hours=SENDING_WINDOW),
        subject=Subject("GB", business=True, ground=Ground.INQUIRY),
        address="maria@northgate.example",
        postal_address="1 Mill Lane, Leeds",
        sender_name="Alice",
        mailbox_proven_at=NOW - timedelta(hours=1),
        mailbox_synced_at=NOW - timedelta(seconds=30),
    )
    return replace(ready, **changes)  # type: ignore[arg-type]


# --- out of office -----------------------------------------------------------------------------------------


def test_out_of_office_goes_on_one_business_day_after_the_return() -> None:
    answer = away.after_absence(date(2026, 12, 4), TODAY, LEEDS)  # a Friday
    assert isinstance(answer, away.GoOn)
    assert answer.on == date(2026, 12, 7)


def test_out_of_office_without_a_date_goes_on_after_seven_business_days() -> None:
    answer = away.after_absence(None, TODAY, LEEDS)
    assert isinstance(answer, away.GoOn)
    assert answer.on == date(2026, 11, 30)


@pytest.mark.parametrize("back", [date(2026, 11, 2), date(2027, 8, 1)])
def test_out_of_office_with_a_date_that_makes_no_sense_goes_to_a_person(back: date) -> None:
    assert isinstance(away.after_absence(back, TODAY, LEEDS), away.AskAPerson)


@given(
    st.integers(0, 3000), st.sampled_from(["reply-follow-up", "proposal-out", "walk-in"]), st.integers(0, 3)
)
def test_the_same_step_falls_due_on_the_day_of_return(offset: int, key: str, place: int) -> None:
    cadence = defaults.library()[key]
    step = cadence.steps[place]
    on = business_time.next_business_day(LEEDS.window(), date(2024, 1, 1) + timedelta(days=offset))
    anchor = dates.anchor_for(step, on, dates.A_GOOD_HOUR, LEEDS.window())
    due = dates.due(cadence, step, anchor, dates.Places(LEEDS, LEEDS))
    assert due.date() == on or step.acknowledgement


# --- calls -------------------------------------------------------------------------------------------------


def test_calls_keep_to_the_hours_where_the_person_is() -> None:
    paris = Calendar("Europe/Paris", "FR")
    assert (
        law.next_call_slot(datetime(2026, 11, 19, 12, 30, tzinfo=UTC), paris, "FR").hour == 13
    )  # 14:00 in Paris
    saturday = datetime(2026, 11, 21, 10, tzinfo=UTC)
    assert law.next_call_slot(saturday, paris, "FR") == datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_an_old_consent_and_an_old_inquiry_no_longer_stand() -> None:
    old = Subject("US", business=False, ground=Ground.INQUIRY, ground_age_days=91)
    assert law.standing_ground(old) is Ground.NOTHING
    consent = Subject("GB", business=False, ground=Ground.CONSENT, ground_age_days=800)
    assert law.standing_ground(consent) is Ground.NOTHING


# --- silence insurance -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "Hi Maria, here is our brochure. What do you think?",
        "Please find the quote attached.",
        "Our price for two of them is 14,000 EUR.",
        "Anbei unser Angebot, melden Sie sich gern.",
        "Let me know which day suits you.",
    ],
)
def test_a_mail_that_asks_offers_or_attaches_is_insured(words: str) -> None:
    assert insurance.judge(insurance.SeenMail(words)).yes


@pytest.mark.parametrize("words", ["Thanks, got it.", "Thank you for the order!", "See you on Friday.", ""])
def test_a_mail_that_only_says_thank_you_is_not_insured(words: str) -> None:
    assert not insurance.judge(insurance.SeenMail(words)).yes


def test_insurance_keeps_quiet_when_it_would_embarrass() -> None:
    asks = insurance.SeenMail("Shall we talk?")
    assert insurance.judge(asks).because == "Followed up: you asked something."
    assert "meeting" in insurance.judge(replace(asks, meeting_pending=True)).because
    assert "closed" in insurance.judge(replace(asks, lead_open=False)).because
    assert (
        "another tool"
        in insurance.judge(replace(asks, headers=frozenset({"x-hubspot-correlation-id"}))).because
    )
    assert "written since" in insurance.judge(replace(asks, theirs_to_answer=False)).because


def test_a_mailboxes_first_thirty_days_are_drafts() -> None:
    assert insurance.as_draft(NOW - timedelta(days=29), NOW)
    assert not insurance.as_draft(NOW - timedelta(days=30), NOW)


# --- the decision to send ----------------------------------------------------------------------------------


def test_a_due_mail_with_nothing_against_it_is_sent_and_says_why() -> None:
    decision = sending.decide(facts(), NOW)
    assert decision.answer is sending.Answer.SEND
    assert decision.because == "Sent: First follow-up (Reply follow-up), no answer so far."


@pytest.mark.parametrize(
    ("changes", "answer", "words"),
    [
        ({"lead_open": False}, "stop", "the lead is closed"),
        ({"replied_after_anchor": True}, "stop", "they have answered"),
        ({"enrolment_live": False}, "stop", "this cadence has ended"),
        ({"suppressed_because": "they asked never to be written to."}, "stop", "never"),
        ({"paused_because": "Is this their answer?"}, "ask", "Is this their answer?"),
        ({"address": ""}, "ask", "Find another way"),
        ({"address_bounced": True}, "ask", "bounced"),
        ({"sender_gone": True}, "ask", "Choose who goes on"),
        ({"sender_change_seen": False}, "draft", "glance"),
        ({"missing_value": "We do not know their name."}, "ask", "We do not know their name"),
        ({"postal_address": ""}, "ask", "postal address"),
        ({"mailbox_proven_at": None}, "wait", "24 hours"),
        ({"mailbox_proven_at": NOW - timedelta(hours=25)}, "wait", "24 hours"),
        ({"mailbox_synced_at": NOW - timedelta(minutes=3)}, "wait", "two minutes"),
        ({"mailbox_stopped_because": "4 % of its mails bounced."}, "wait", "bounced"),
        ({"unread": True}, "wait", "could be an answer"),
        ({"last_automated_to_lead": NOW - timedelta(hours=3)}, "wait", "3 hours ago"),
        ({"automated_to_company": (NOW - timedelta(days=1),) * 3}, "wait", "their company got 3"),
        ({"drafts": True}, "draft", "one tap"),
        ({"cycle": 2}, "draft", "earlier round"),
    ],
)
def test_whatever_forbids_a_mail_is_found_and_said(
    changes: dict[str, object], answer: str, words: str
) -> None:
    decision = sending.decide(facts(**changes), NOW)
    assert decision.answer == answer
    assert words in decision.because
    if decision.answer is sending.Answer.WAIT:
        assert decision.until is not None
        assert decision.until > NOW


def test_outside_the_window_it_moves_to_the_next_slot_with_a_reason() -> None:
    night = datetime(2026, 11, 20, 21, tzinfo=UTC)
    decision = sending.decide(facts(mailbox_synced_at=night, mailbox_proven_at=night), night)
    assert decision.until == datetime(2026, 11, 23, 8, tzinfo=UTC)
    assert decision.because == "Moved to Mon 23 Nov 08:00: it is outside their 08:00 to 18:00."


def test_the_reason_names_the_window_of_the_workspace() -> None:
    evening = datetime(2026, 11, 18, 18, 30, tzinfo=UTC)
    window = Calendar("Europe/London", hours=week(time(9, 30), time(17)))
    decision = sending.decide(
        facts(window=window, mailbox_synced_at=evening, mailbox_proven_at=evening), evening
    )
    assert decision.because == "Moved to Thu 19 Nov 09:30: it is outside their 09:30 to 17:00."


def test_nothing_goes_out_on_thanksgiving() -> None:
    holiday = datetime(2026, 11, 26, 15, tzinfo=UTC)
    there = Calendar("America/New_York", "US", hours=SENDING_WINDOW)
    decision = sending.decide(
        facts(window=there, mailbox_synced_at=holiday, mailbox_proven_at=holiday), holiday
    )
    assert decision.until == datetime(2026, 11, 27, 13, tzinfo=UTC)
    assert "Thanksgiving" in decision.because


def test_an_acknowledgement_goes_at_night_but_never_after_a_reply_or_unproven() -> None:
    night = datetime(2026, 11, 20, 23, tzinfo=UTC)
    at_night = facts(acknowledgement=True, mailbox_synced_at=night, mailbox_proven_at=night)
    assert sending.decide(at_night, night).answer is sending.Answer.SEND
    assert sending.decide(replace(at_night, replied_after_anchor=True), night).answer is sending.Answer.STOP
    assert sending.decide(replace(at_night, mailbox_proven_at=None), night).answer is sending.Answer.WAIT


def test_an_acknowledgement_to_a_cold_contact_in_germany_is_never_sent() -> None:
    cold = facts(purpose=Purpose.COLD, subject=Subject("DE", business=True, ground=Ground.NOTHING))
    assert "needs their consent" in sending.decide(cold, NOW).because


# --- templates ---------------------------------------------------------------------------------------------


def test_a_missing_name_never_becomes_hi_comma() -> None:
    with pytest.raises(TemplateIncomplete, match="first name"):
        templates.render(Template("Hi {{ person.first_name }},\n\nhello.", "Hello"), {})
    with pytest.raises(TemplateIncomplete, match="without a name"):
        templates.render(Template("Hi {{ person.first_name | default: '' }},\n\nhello.", "Hello"), {})
    letter = templates.render(
        Template("Hi {{ person.first_name | default: 'there' }},\n\nhello.", "Hello"), {}
    )
    assert letter.text.startswith("Hi there,")


def test_a_blank_value_counts_as_missing() -> None:
    letter = templates.render(
        Template("Hello{% if company.name %} from {{ company.name }}{% endif %}.", "Hello"),
        {"company.name": "  "},
    )
    assert letter.text == "Hello.\n"


@pytest.mark.parametrize(
    "source",
    [
        "{% include 'settings' %}", "{% render 'x' %}", "{% for i in (1..1000000000) %}x{% endfor %}",
        "{{ person.first_name | no_such_filter }}", "{% if %}", "{{ unclosed",
    ],
)  # fmt: skip
def test_a_template_cannot_leave_its_sandbox(source: str) -> None:
    with pytest.raises(TemplateBroken):
        templates.render(Template(source, "Hello"), {"person.first_name": "Maria"})


@pytest.mark.parametrize(
    "source", ["{{ person.__class__ }}", "{{ person }}", "{{ person.first_name.__len__ }}"]
)
def test_a_template_sees_only_text(source: str) -> None:
    with pytest.raises(TemplateIncomplete):
        templates.render(Template(source, "Hello"), {"person.first_name": "Maria"})


def test_what_a_lead_typed_is_text_in_the_html_too() -> None:
    letter = templates.render(
        Template("About {{ lead.topic }}: see https://a.example/?b=1&c=2.", "Hello\n{{ lead.topic }}"),
        {"lead.topic": "<script>alert(1)</script>\nBcc: all@example.com"},
    )
    assert "<script>" not in letter.html
    assert 'href="https://a.example/?b=1&amp;c=2"' in letter.html
    assert "\n" not in letter.subject
