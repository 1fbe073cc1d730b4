"""Calls, notes, replies with their promise, and what the timeline tells of them."""

import datetime as dt

import pytest
from django.test import Client

from leadfast.conversations.models import Call, Message, Note
from leadfast.followup.models import Decline, Enrolment
from leadfast.leads.models import GiveUp, Lead, Step
from leadfast.mail.models import Mailbox, Outgoing
from leadfast.people import actions as people
from leadfast.workspaces import guard
from tests.conversations.conftest import Post, letter
from tests.fixtures import MakeLead, Someone
from tests.web.conftest import SignIn


@pytest.fixture
def maria(make_lead: MakeLead) -> Lead:
    return make_lead(
        "Maria Lopez", mail="maria@lopez.example", phone="+442079460100", company="Lopez Cold Stores"
    )


@pytest.fixture
def client(alice: Someone, sign_in: SignIn) -> Client:
    return sign_in(alice)


def count(lead: Lead, model: type, **fields: object) -> int:
    with guard.scope(lead.workspace_id):
        return model.objects.filter(lead_id=lead.id, **fields).count()  # type: ignore[attr-defined, no-any-return]


def test_one_tap_logs_a_call_and_names_what_is_next(client: Client, maria: Lead) -> None:
    page = client.get(f"/leads/{maria.id}/call/").content.decode()
    assert 'href="tel:+442079460100"' in page
    done = client.post(
        f"/leads/{maria.id}/call/", {"outcome": "voicemail", "key": "a"}, follow=True
    ).content.decode()
    assert "Logged. Next:" in done
    assert count(maria, Call, outcome="voicemail", proof="claimed") == 1
    assert count(maria, Step, state="pending") == 1


def test_a_number_that_was_tapped_is_witnessed_and_one_tap_is_one_call(client: Client, maria: Lead) -> None:
    page = client.get(f"/leads/{maria.id}/call/").content.decode()
    dialled = page.split('data-dial="')[1].split('"')[0]
    form = {"outcome": "reached", "dialled": dialled, "key": "same", "words": "Wants the offer"}
    for _ in range(2):
        client.post(f"/leads/{maria.id}/call/", form)
    assert count(maria, Call) == 1
    assert "Wants the offer" in client.get(f"/leads/{maria.id}/").content.decode()


def test_a_call_back_needs_its_day_and_nothing_happens_without(client: Client, maria: Lead) -> None:
    refused = client.post(f"/leads/{maria.id}/call/", {"outcome": "call_back", "when": "other", "on": ""})
    assert refused.status_code == 422
    assert count(maria, Call) == 0
    client.post(f"/leads/{maria.id}/call/", {"outcome": "call_back", "when": "other", "on": "2027-03-02"})
    assert count(maria, Step, state="pending", kind="call_back") == 1


def test_enter_logs_nothing_but_in_the_day_of_a_call_back(client: Client, maria: Lead) -> None:
    untouched = {"when": "other", "on": "", "at": "", "words": "Busy"}
    refused = client.post(f"/leads/{maria.id}/call/", {**untouched, "outcome": ""})
    assert refused.status_code == 422
    assert "Tap how it went" in refused.content.decode()
    assert count(maria, Call) == 0
    client.post(f"/leads/{maria.id}/call/", {**untouched, "outcome": "", "on": "2027-03-02"})
    assert count(maria, Call) == 1
    assert count(maria, Step, state="pending", kind="call_back", due_at__date="2027-03-02") == 1


def test_a_note_is_kept_and_moves_nothing(client: Client, maria: Lead) -> None:
    client.post(f"/leads/{maria.id}/note/", {"words": "Has two forklifts."})
    assert count(maria, Note) == 1
    with guard.scope(maria.workspace_id):
        assert Lead.objects.get(id=maria.id).last_touch_at is None
    assert "Has two forklifts." in client.get(f"/leads/{maria.id}/").content.decode()


def test_without_a_mailbox_the_page_says_so(client: Client, maria: Lead) -> None:
    page = client.get(f"/leads/{maria.id}/").content.decode()
    assert "You cannot write from here yet" in page
    assert 'href="/mailboxes/"' in page


def test_a_reply_goes_out_with_its_promise(client: Client, box: Mailbox, maria: Lead) -> None:
    page = client.get(f"/leads/{maria.id}/").content.decode()
    assert "If Maria does not answer:" in page
    assert "follow up on" in page
    form = {
        "subject": "Your forklifts",
        "text": "Shall we talk?",
        "follow_up": "yes",
        "key": "k1",
        "cadence": "",
    }
    client.post(f"/leads/{maria.id}/reply/", form)
    client.post(f"/leads/{maria.id}/reply/", form)
    assert count(maria, Message, direction="out") == 1
    assert count(maria, Enrolment) == 1
    page = client.get(f"/leads/{maria.id}/").content.decode()
    assert "Shall we talk?" in page
    assert "Theirs until" in page


def test_not_this_time_says_why_or_nothing_is_sent(client: Client, box: Mailbox, maria: Lead) -> None:
    form = {"subject": "Hello", "text": "Only this", "key": "k2", "cadence": ""}
    refused = client.post(f"/leads/{maria.id}/reply/", form)
    assert refused.status_code == 422
    assert "Say in a few words why" in refused.content.decode()
    assert "Only this" in refused.content.decode()
    assert count(maria, Message) == 0
    client.post(f"/leads/{maria.id}/reply/", {**form, "declined": "She asked for silence"})
    assert count(maria, Message) == 1
    assert count(maria, Decline) == 1
    assert count(maria, Enrolment) == 0


def test_the_preview_shows_the_actual_mails(client: Client, box: Mailbox, maria: Lead) -> None:
    page = client.get(f"/leads/{maria.id}/preview/").content.decode()
    assert "Hi Maria" in page or "Maria," in page
    assert "If nothing" not in page
    assert client.get(f"/leads/{maria.id}/schedule/").content.decode().count("/reply/?cadence=") >= 2


def test_a_waiting_mail_is_stopped(client: Client, box: Mailbox, maria: Lead) -> None:
    form = {"subject": "Hello", "text": "Too early", "follow_up": "yes", "key": "k3", "cadence": ""}
    client.post(f"/leads/{maria.id}/reply/", form)
    with guard.scope(maria.workspace_id):
        mail = Outgoing.objects.get()
    client.get(f"/leads/{maria.id}/mail/{mail.id}/stop/")
    with guard.scope(maria.workspace_id):
        assert Outgoing.objects.get().state == "planned"
    assert f"/mail/{mail.id}/stop/" in client.get(f"/leads/{maria.id}/").content.decode()
    client.post(f"/leads/{maria.id}/mail/{mail.id}/stop/")
    with guard.scope(maria.workspace_id):
        assert Outgoing.objects.get().state == "cancelled"
    assert f"/mail/{mail.id}/stop/" not in client.get(f"/leads/{maria.id}/").content.decode()
    again = client.post(f"/leads/{maria.id}/mail/{mail.id}/stop/")
    assert (again.status_code, "was stopped already" in again.content.decode()) == (404, True)


def test_an_answer_stands_on_the_timeline_with_the_new_words_and_the_rest_folded(
    client: Client, post: Post, maria: Lead
) -> None:
    post.we_write(maria, "maria@lopez.example")
    post.arrives(letter(text="Yes, call me on Thursday.\n\nOn Tue, Alice wrote:\n> Shall we talk?\n"))
    page = client.get(f"/leads/{maria.id}/").content.decode()
    assert "Yes, call me on Thursday." in page
    assert "Show what was quoted" in page
    assert '<span class="turn ours"' in page
    assert "Yes, call me on Thursday." in client.get("/today/").content.decode()


def test_never_in_their_own_words_closes_and_otherwise_asks_a_colleague(
    client: Client, post: Post, maria: Lead, make_lead: MakeLead
) -> None:
    client.post(f"/leads/{maria.id}/never/", {"message": "", "words": "Never call again"})
    assert count(maria, GiveUp, reason="never") == 1
    tom = make_lead("Tom Adeyemi", mail="tom@northgate.example")
    post.we_write(tom, "tom@northgate.example")
    answer = post.arrives(
        letter(sender="Tom <tom@northgate.example>", text="I have a question about the price.")
    )
    assert answer is not None
    client.post(f"/leads/{tom.id}/never/", {"message": str(answer.id), "words": "Stop it"})
    with guard.scope(tom.workspace_id):
        assert Lead.objects.get(id=tom.id).closure_id is not None


def test_whoever_asked_for_no_mail_is_promised_none(
    client: Client, box: Mailbox, maria: Lead, alice: Someone
) -> None:
    before = client.get(f"/leads/{maria.id}/reply/").content.decode()
    assert "asked for no mail" not in before
    assert 'id="follow-up" checked' in before
    people.suppress(kind="mail", keys=["maria@lopez.example"], reason="imported", by=alice.actor)
    page = client.get(f"/leads/{maria.id}/reply/").content.decode()
    assert "They asked for no mail at maria@lopez.example." in page
    assert 'id="follow-up" checked' not in page
    # A person may answer what they ask; nothing follows.
    form = {"subject": "Your question", "text": "Yes.", "key": "n", "declined": "They asked for no mail."}
    assert client.post(f"/leads/{maria.id}/reply/", form).status_code == 302
    assert count(maria, Enrolment) == 0


@pytest.mark.parametrize("act", ["call/", "note/", "never/", "reply/", "preview/", "schedule/"])
def test_a_stranger_finds_no_lead(act: str, charlie: Someone, maria: Lead, sign_in: SignIn) -> None:
    stranger = sign_in(charlie)
    assert stranger.get(f"/leads/{maria.id}/{act}").status_code == 404
    form = {"outcome": "reached", "words": "x", "subject": "x", "text": "x", "follow_up": "yes", "key": "x"}
    assert stranger.post(f"/leads/{maria.id}/{act}", form).status_code == 404
    assert count(maria, Call) + count(maria, Note) + count(maria, Message) == 0


def test_an_answer_goes_to_whoever_wrote_and_a_newer_mail_does_not_change_that(
    client: Client, maria: Lead, post: Post
) -> None:
    sent = post.we_write(maria, "maria@lopez.example")
    thread = f"<{sent.message_id}>"
    post.arrives(letter(sender="Jo Park <jo@lopez.example>", References=thread))
    page = client.get(f"/leads/{maria.id}/").content.decode()
    assert "To jo@lopez.example from" in page
    post.arrives(letter(sender="Ed Hill <ed@lopez.example>", References=thread))
    form = {"subject": "Re: Your forklifts", "text": "Thank you, Jo.", "key": "k", "to": "jo@lopez.example"}
    client.post(f"/leads/{maria.id}/reply/", form | {"declined": "they will call"})
    client.post(
        f"/leads/{maria.id}/reply/", form | {"declined": "x", "key": "l", "to": "stranger@else.example"}
    )
    with guard.scope(maria.workspace_id):
        went = list(
            Outgoing.objects.filter(key__startswith="reply:")
            .order_by("planned_at")
            .values_list("recipients", flat=True)
        )
    assert went == [["jo@lopez.example"], ["ed@lopez.example"]]


def test_a_call_is_one_entry_and_the_first_response_it_was_is_not_told_again(
    client: Client, make_lead: MakeLead
) -> None:
    ruth = make_lead("Ruth Abel", phone="+442079460101", kind="first_response")
    form = {"outcome": "reached", "key": "a", "words": "Wants the offer", "number": "+442079460101"}
    client.post(f"/leads/{ruth.id}/call/", form)
    assert count(ruth, Step, kind="first_response", state="done") == 1
    page = client.get(f"/leads/{ruth.id}/").content.decode()
    assert page.count("Wants the offer") == 1
    assert "reached them, claimed." in page
    assert "did it" not in page
    # And the number is one that somebody answers.
    assert ">answered<" in page


def test_whoever_asked_for_no_calls_is_offered_none(
    client: Client, make_lead: MakeLead, alice: Someone
) -> None:
    maria = make_lead("Maria Lopez", phone="+442079460100", due_in=-dt.timedelta(hours=1))
    lead, today = f"/leads/{maria.id}/", f"/today/?open={maria.next_step_id}"
    before = client.get(lead).content.decode()
    assert "not tried" in before
    assert 'href="tel:+442079460100"' in before
    assert "Call +44 20 7946 0100" in client.get(today).content.decode()
    people.suppress(kind="phone", keys=["+442079460100"], reason="imported", by=alice.actor)
    for path in (lead, today):
        page = client.get(path).content.decode()
        assert "They asked not to be called at +44 20 7946 0100." in page
        assert "Call +44" not in page
        assert "tel:" not in page
    page = client.get(lead).content.decode()
    assert "asked for no calls" in page
    assert f'href="{lead}text/"' not in page
    # They may still call us, and that is kept.
    assert f'href="{lead}call/"' in page
    call = client.get(f"{lead}call/").content.decode()
    assert "They asked not to be called at this number." in call
    assert call.count("what is planned, or write to them on ") == 2
    assert "call again" not in call


def test_another_number_is_rung_where_one_asked_for_no_calls(
    client: Client, maria: Lead, alice: Someone
) -> None:
    client.post(f"/leads/{maria.id}/reach/", {"kind": "phone", "value": "+442079460101"})
    people.suppress(kind="phone", keys=["+442079460100"], reason="imported", by=alice.actor)
    page = client.get(f"/leads/{maria.id}/").content.decode()
    assert "Call +44 20 7946 0101" in page
    assert "They asked not to be called" not in page
    assert 'href="tel:+442079460101"' in client.get(f"/leads/{maria.id}/call/").content.decode()


def test_where_they_asked_for_no_mail_it_says_so_beside_the_address(
    client: Client, maria: Lead, alice: Someone
) -> None:
    people.suppress(kind="mail", keys=["maria@lopez.example"], reason="imported", by=alice.actor)
    page = client.get(f"/leads/{maria.id}/").content.decode()
    assert "asked for no mail" in page
    assert 'href="tel:+442079460100"' in page


def test_whoever_asked_for_no_calls_is_promised_none(
    client: Client, box: Mailbox, maria: Lead, alice: Someone
) -> None:
    reply, preview = f"/leads/{maria.id}/reply/", f"/leads/{maria.id}/preview/?cadence=reply-follow-up"
    assert "then a call for you on " in client.get(reply).content.decode()
    assert "I will try once by phone tomorrow" in client.get(preview).content.decode()
    people.suppress(kind="phone", keys=["+442079460100"], reason="imported", by=alice.actor)
    for page in (
        client.get(reply).content.decode(),
        client.get(f"/leads/{maria.id}/schedule/").content.decode(),
    ):
        assert "then a mail for you to write on " in page
        assert ", since they asked for no calls." in page
        assert "a call for you" not in page
    shown = client.get(preview).content.decode()
    assert "by phone" not in shown
    assert "Write instead of calling: Call, then decide how to go on" in shown


def test_where_no_number_is_known_none_is_promised_a_call(
    client: Client, box: Mailbox, make_lead: MakeLead
) -> None:
    tom = make_lead(
        "Tom Adeyemi", mail="tom@else.example", kind="find_another_way", due_in=-dt.timedelta(hours=1)
    )
    page = client.get(f"/leads/{tom.id}/reply/").content.decode()
    assert "then a number for you to find on " in page
    # And a step to find one is done where it stands.
    assert f'href="/leads/{tom.id}/reach/?next=/today/' in client.get("/today/").content.decode()
