"""The cadence compiler: every shipped cadence against every limit and country, and every refusal as a sentence."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from leadfast.followup import defaults
from leadfast.followup.rules import fields, law_table, templates
from leadfast.followup.rules.cadence import Cadence, Channel, Limits, Offset, Purpose, Step, Template, Unit
from leadfast.followup.rules.compiler import Setting, compile_cadence
from leadfast.followup.rules.dates import Places
from leadfast.followup.rules.verdict import Weight
from leadfast.foundation.business_time import Calendar

NOW = datetime(2026, 11, 19, 10, tzinfo=UTC)
LEEDS = Calendar("Europe/London", "GB")
ZONES = {
    "US": "America/New_York", "CA": "America/Toronto", "AU": "Australia/Sydney", "NZ": "Pacific/Auckland",
    "IN": "Asia/Kolkata", "SG": "Asia/Singapore", "ZA": "Africa/Johannesburg", "GB": "Europe/London",
}  # fmt: skip


def setting(country: str = "GB", **changes: Any) -> Setting:
    there = Calendar(ZONES.get(country, "Europe/Berlin"), country)
    here = Setting(Places(there, there), NOW, country, postal_address="1 Mill Lane, Leeds", turned_on=True)
    return replace(here, **changes)


def mail(key: str, days: int, text: str = "", **changes: Any) -> Step:
    words = text or f"Hi {{{{ person.first_name | default: 'there' }}}},\n\nmail {key}."
    return replace(Step(key, Channel.MAIL, Offset(days), f"Mail {key}", Template(words, "Hello")), **changes)


def call(key: str, days: int, **changes: Any) -> Step:
    return replace(Step(key, Channel.CALL, Offset(days), f"Call {key}"), **changes)


def cadence(*steps: Step, **changes: Any) -> Cadence:
    return replace(Cadence("mine", "Mine", Purpose.ANSWER, steps), **changes)


def sentences(course: Cadence, here: Setting | None = None) -> list[str]:
    compiled = compile_cadence(course, here or setting(), defaults.library())
    return [verdict.sentence for verdict in compiled.verdicts if verdict.refused]


@pytest.mark.parametrize("key", defaults.KEYS)
@pytest.mark.parametrize("country", [*law_table.TABLE, ""])
def test_every_shipped_cadence_keeps_every_limit_in_every_country(key: str, country: str) -> None:
    course = defaults.library()[key]
    for business in (True, False):
        here = setting(country, business=business)
        if not business:
            # Sold to from Leeds: two clocks and two lists of holidays.
            here = replace(here, places=replace(here.places, team=LEEDS))
        compiled = compile_cadence(course, here, defaults.library())
        refused = {verdict.code for verdict in compiled.verdicts if verdict.refused}
        side = law_table.of(country).business if business else law_table.of(country).consumer
        needs_consent = course.purpose is Purpose.COLD and side.cold_mail > law_table.Ground.NOTHING
        assert refused == ({"unlawful"} if needs_consent else set())
        assert len(compiled.dates) == len(course.steps)
        assert not compiled.of_step(0) or all(not verdict.refused for verdict in compiled.of_step(0))


def test_the_shipped_cadences_are_those_of_the_product() -> None:
    def days(key: str) -> list[tuple[str, int]]:
        return [(step.channel.value, step.after.amount) for step in defaults.library()[key].steps]

    assert days("inbound-now") == [
        ("mail", 0), ("call", 5), ("call", 45), ("call", 120), ("mail", 180), ("mail", 3), ("call", 4), ("mail", 7),
        ("call", 9), ("mail", 13), ("call", 14), ("mail", 21),
    ]  # fmt: skip
    assert days("reply-follow-up") == [("mail", 3), ("mail", 8), ("mail", 15), ("call", 16)]
    assert [n for _, n in days("reply-follow-up-slow")][:3] == [5, 12, 19]
    assert days("proposal-out") == [("call", 2), ("mail", 4), ("mail", 9), ("mail", 16), ("call", 20)]
    assert days("cold-outreach") == [("mail", 1), ("mail", 4), ("mail", 9), ("mail", 16)]
    assert [n for _, n in days("walk-in")][2:] == [1, 3, 7, 14, 30, 60, 90]
    assert [n for _, n in days("nurture-price")] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 18, 21, 24]
    assert [n for kind, n in days("nurture-price") if kind == "call"] == [3, 6, 12]
    assert not defaults.library()["cold-outreach"].on_by_default
    assert sum(key.startswith("nurture-") for key in defaults.KEYS) == 7  # six buckets and the quarterly


@pytest.mark.parametrize("key", defaults.KEYS)
def test_every_shipped_mail_reads_well_with_every_field_and_with_almost_none(key: str) -> None:
    everything = fields.example_values()
    barely = {path: value for path, value in everything.items() if fields.is_always_present(path)}
    for step in defaults.library()[key].steps:
        if step.template:
            for values in (everything, barely):
                letter = templates.render(step.template, values, subject="Re: Forklifts")
                assert "default" not in letter.text
                assert len(letter.text.split()) <= 110, f"{key}/{step.key} is too long for a mail"
            assert templates.without_fallback(step.template) == []


def test_no_mail_is_sent_twice_by_the_shipped_cadences_that_follow_each_other() -> None:
    for start in defaults.KEYS:
        seen: set[str] = set()
        course = defaults.library()[start]
        for _ in range(3):
            for step in course.steps:
                if step.template:
                    assert step.template.text not in seen, f"{start} repeats {step.title}"
                    seen.add(step.template.text)
            then = course.successor_of(len(course.steps) - 1)
            if not then.startswith("cadence:") or then.removeprefix("cadence:") == course.key:
                break
            course = defaults.library()[then.removeprefix("cadence:")]


def test_a_last_step_without_a_successor_is_refused_by_its_number() -> None:
    course = cadence(call("a", 1), call("b", 2), call("c", 3), mail("d", 4))
    assert sentences(course) == ["Step 4 has no successor: choose one."]


@pytest.mark.parametrize("purpose", [Purpose.ANSWER, Purpose.NURTURE, Purpose.COLD])
def test_a_mail_that_starts_a_thread_needs_a_subject(purpose: Purpose) -> None:
    in_the_thread = mail("b", 2, template=Template("mail b.", " "))
    last = mail("c", 5, template=Template("mail c."), then="ask-the-owner")
    told = {"purpose": purpose, "on_by_default": purpose is not Purpose.COLD}
    [sentence] = sentences(cadence(call("a", 1), in_the_thread, last, **told))
    assert sentence.startswith(
        "Step 2 is the first mail and starts a thread, so it needs a subject: write one."
    )
    assert sentences(cadence(mail("a", 1), in_the_thread, last, **told)) == []


def test_a_conversation_goes_on_in_the_thread_that_is_there() -> None:
    course = cadence(mail("a", 1, template=Template("mail a."), then="ask-the-owner"))
    assert sentences(replace(course, purpose=Purpose.CONVERSATION)) == []


def test_a_cadence_may_end_in_its_owner() -> None:
    assert sentences(cadence(mail("a", 1, then="ask-the-owner"))) == []


def test_an_unknown_successor_is_refused() -> None:
    assert (
        "leads to “nowhere”, which does not exist"
        in sentences(cadence(mail("a", 1, then="cadence:nowhere")))[0]
    )
    assert "a step that is not here" in sentences(cadence(mail("a", 1, then="step:z")))[0]


def test_mails_that_go_round_without_a_person_are_refused() -> None:
    course = cadence(mail("a", 30), mail("b", 60, then="cadence:mine"))
    assert "no person would ever look" in sentences(course)[0]
    with_a_person = cadence(mail("a", 30), call("b", 60, then="cadence:mine"))
    assert sentences(with_a_person) == []


def test_two_cadences_that_feed_each_other_without_a_person_are_refused() -> None:
    other = cadence(mail("x", 30, then="cadence:mine"), key="other", name="Other")
    mine = cadence(mail("a", 30, then="cadence:other"))
    compiled = compile_cadence(mine, setting(), {**defaults.library(), "other": other})
    assert [verdict.code for verdict in compiled.verdicts] == ["loop_without_person"]


def test_a_mail_without_a_text_is_refused() -> None:
    missing = replace(mail("a", 1, then="ask-the-owner"), template=None)
    assert sentences(cadence(missing)) == ["Step 1 is a mail without a text: write one."]


def test_a_template_that_cannot_be_read_is_refused() -> None:
    broken = mail("a", 1, "Hi {{ person.first_name ", then="ask-the-owner")
    assert sentences(cadence(broken))[0].startswith("Step 1: This template cannot be read")


def test_an_unknown_field_needs_a_fallback() -> None:
    unknown = mail("a", 1, "You own a {{ car.model }}.", then="ask-the-owner")
    assert "“car.model”, which is no field we know" in sentences(cadence(unknown))[0]
    saved = mail("a", 1, "You own a {{ car.model | default: 'car' }}.", then="ask-the-owner")
    assert sentences(cadence(saved)) == []


def test_a_known_field_without_a_fallback_is_a_note_and_waits_for_a_person() -> None:
    course = cadence(mail("a", 1, "About {{ lead.topic }}: shall we talk?", then="ask-the-owner"))
    compiled = compile_cadence(course, setting(), defaults.library())
    assert compiled.may_run
    assert compiled.verdicts[0].weight is Weight.NOTE
    assert "such a mail waits for a person" in compiled.verdicts[0].sentence


def test_two_mails_within_24_hours_are_refused() -> None:
    close = replace(mail("b", 0, then="ask-the-owner"), after=Offset(300, Unit.MINUTES))
    assert "two mails to one lead within 24 hours" in sentences(cadence(mail("a", 0), close))[0]


def test_a_fourth_mail_in_a_week_is_refused() -> None:
    course = cadence(
        *(mail(key, day) for day, key in enumerate("abc", start=1)), mail("d", 4, then="ask-the-owner")
    )
    assert "mail 4 to one company within a week" in sentences(course)[0]


def test_a_fourth_call_in_24_hours_is_refused() -> None:
    calls = [replace(call(key, 0), after=Offset(n * 20, Unit.MINUTES)) for n, key in enumerate("abcd")]
    course = cadence(*calls[:3], replace(calls[3], then="ask-the-owner"))
    assert "the fourth call within 24 hours" in sentences(course)[0]


def test_a_batch_larger_than_the_mailboxes_is_refused_where_a_first_touch_is_promised() -> None:
    fair = defaults.library()["trade-show"]
    assert "120 leads at 50 mails a day take 3 business days" in sentences(fair, setting(batch=120))[0]
    assert sentences(fair, setting(batch=120, mailboxes=3)) == []


def test_a_mailbox_limit_above_200_is_refused() -> None:
    course = cadence(mail("a", 1, then="ask-the-owner"), limits=Limits(per_mailbox_day=500))
    assert sentences(course) == ["A mailbox sends 200 mails a day at most: lower the limit."]


def test_no_automated_mail_before_the_postal_address_is_set() -> None:
    course = cadence(mail("a", 1, then="ask-the-owner"))
    assert "before your postal address is set" in sentences(course, setting(postal_address=" "))[0]


def test_cold_mail_is_refused_where_consent_is_needed() -> None:
    cold = defaults.library()["cold-outreach"]
    assert "In Germany a first mail to businesses" in sentences(cold, setting("DE"))[0]
    assert sentences(cold, setting("GB")) == []
    assert "consumers" in sentences(cold, setting("GB", business=False))[0]


def test_nurture_mail_becomes_a_task_where_an_inquiry_is_not_enough() -> None:
    compiled = compile_cadence(defaults.library()["nurture-price"], setting("DE"), defaults.library())
    assert compiled.may_run
    assert {step.channel for step in compiled.cadence.steps} == {Channel.TASK, Channel.CALL}
    assert "a person writes by hand or asks for it" in compiled.verdicts[0].sentence


def test_a_cold_call_becomes_a_task_where_it_needs_consent_and_a_check_where_there_is_a_list() -> None:
    cold = cadence(call("a", 1, then="ask-the-owner"), purpose=Purpose.COLD, on_by_default=False)
    german = compile_cadence(cold, setting("DE", business=False), defaults.library())
    assert german.cadence.steps[0].channel is Channel.TASK
    assert german.may_run
    american = compile_cadence(cold, setting("US", business=False), defaults.library())
    assert "National Do Not Call Registry" in american.verdicts[0].sentence


def test_a_cold_cadence_that_is_on_by_default_is_refused() -> None:
    cold = cadence(call("a", 1, then="ask-the-owner"), purpose=Purpose.COLD)
    assert "off until somebody turns it on" in sentences(cold)[0]


def test_example_dates_stand_beside_each_step_for_a_lead_arriving_now() -> None:
    compiled = compile_cadence(defaults.library()["reply-follow-up"], setting(), defaults.library())
    assert [f"{dated.at:%a %d %b}" for dated in compiled.dates] == [
        "Tue 24 Nov",
        "Tue 01 Dec",
        "Thu 10 Dec",
        "Fri 11 Dec",
    ]


def test_a_gap_longer_than_the_horizon_is_refused() -> None:
    far = replace(call("b", 0, then="ask-the-owner"), after=Offset(15, Unit.MONTHS))
    assert "more than 400 days after" in sentences(cadence(call("a", 1), far))[0]
