"""What replies mean: intents in nine languages, times, people, promises, and reasons that quote the words."""

import datetime as dt

import pytest

from leadfast.conversations.understanding import meaning
from leadfast.conversations.understanding.meaning import Intent, Meaning, Purpose, Side
from leadfast.conversations.understanding.promises import promises_in
from leadfast.conversations.understanding.reading import read

SENT = dt.datetime(2026, 4, 8, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=2)))


def said(words: str, *, subject: str = "Re: Offer", more: str = "") -> Meaning:
    raw = (
        f"From: Ruth Abel <ruth@abel.example>\nTo: sam@ours.example\nSubject: {subject}\n"
        f"Date: Wed, 08 Apr 2026 09:30:00 +0200\nIn-Reply-To: <1@ours.example>\nMIME-Version: 1.0\n"
        f"Content-Type: text/plain; charset=utf-8\n{more}\n{words}\n"
    )
    return meaning.read(read(raw.encode()), sent_at=SENT)


@pytest.mark.parametrize(
    ("intent", "words"),
    [
        ("unsubscribe", "Please take me off your list."),
        ("unsubscribe", "Nehmen Sie mich bitte aus dem Verteiler."),
        ("unsubscribe", "Merci de me désinscrire."),
        ("unsubscribe", "Denme de baja, por favor."),
        ("unsubscribe", "Toglietemi dalla lista."),
        ("unsubscribe", "Graag uitschrijven."),
        ("unsubscribe", "Retirem-me da lista."),
        ("unsubscribe", "Proszę usunąć mój adres z bazy."),
        ("unsubscribe", "今後のメール配信は不要です。"),
        ("left_company", "Tom no longer works here."),
        ("left_company", "Herr Kolb ist nicht mehr bei uns tätig."),
        ("left_company", "Mme Roy a quitté la société."),
        ("bounce_like_human", "I think you have the wrong person."),
        ("bounce_like_human", "Da liegt wohl eine Verwechslung vor."),
        ("not_now", "We are swamped. Try me again in June."),
        ("not_now", "Melden Sie sich bitte nach Ostern wieder."),
        ("not_now", "Recontactez-moi à la rentrée."),
        ("not_now", "Bel me volgende maand nog eens."),
        ("not_now", "Proszę odezwać się po wakacjach."),
        ("not_interested", "No thanks, we have no need for this."),
        ("not_interested", "Kein Interesse."),
        ("not_interested", "今回は見送らせていただきます。"),
        ("already_bought", "We already bought one elsewhere last month."),
        ("uses_competitor", "We are happy with our current supplier."),
        ("price_objection", "That is too expensive for us."),
        ("price_objection", "È fuori budget per noi, troppo caro."),
        ("interested", "Sounds great, please send me more details."),
        ("interested", "Klingt interessant, schicken Sie mir gerne Unterlagen."),
        ("interested", "Tom forwarded your mail to me, I look after purchasing. Please send me a price."),
        ("question", "Does it run on a Mac? How long is the warranty?"),
        ("thanks_only", "Got it, thanks!"),
        ("thanks_only", "Merci beaucoup !"),
        ("meeting_agreed", "Tuesday at 3pm works for me."),
        ("meeting_agreed", "Donnerstag um 10 Uhr passt mir gut."),
        ("referral", "Please talk to my colleague Lena Moor, lena.moor@abel.example."),
    ],
)
def test_a_reply_means(intent: str, words: str) -> None:
    got = said(words)
    assert got.intent == intent, got.why


def test_the_reason_quotes_what_decided() -> None:
    assert "no longer works" in said("Tom no longer works here.").why


def test_a_demand_to_stop_outweighs_everything_and_stops() -> None:
    got = said("Interesting product, call me in May. On second thought, remove me from your list.")
    assert got.stop
    assert got.when is None


def test_talk_about_unsubscribing_is_no_demand() -> None:
    assert not said("I like that customers can unsubscribe with one click. Send me a quote.").stop


def test_what_stands_in_the_quote_says_nothing() -> None:
    got = said(
        "Sounds good, send me a quote.\n\nOn Tue, 7 Apr 2026, Sam wrote:\n> To unsubscribe, click here."
    )
    assert got.intent == Intent.INTERESTED
    assert not got.stop


def test_the_callback_is_a_span_in_the_zone_of_the_mail() -> None:
    when = said("Not now, please call me back in the week of the 14th.").when
    assert when is not None
    assert when.kind is Purpose.CALLBACK
    assert (when.first_day, when.last_day) == (dt.date(2026, 4, 13), dt.date(2026, 4, 19))
    assert when.earliest.utcoffset() == dt.timedelta(hours=2)


def test_a_meeting_has_its_moment() -> None:
    when = said("Thursday 16 April at 2:30 pm works for me.").when
    assert when is not None
    assert when.timed
    assert (when.kind, when.earliest.isoformat()) == (Purpose.MEETING, "2026-04-16T14:30:00+02:00")


def test_a_referral_has_what_is_needed_to_reach_them() -> None:
    got = said(
        "Wrong desk. Contact Lena Moor, our fleet manager: lena.moor@abel.example or +49 30 901820."
    ).referral
    assert got is not None
    assert (got.name, got.mail, got.phone) == ("Lena Moor", "lena.moor@abel.example", "+49 30 901820")


def test_the_writers_own_number_refers_to_nobody() -> None:
    assert said("Sounds good, call me on +49 30 901820.").referral is None


def test_promises_of_both_sides_have_a_day() -> None:
    theirs = said("I'll send you the list by Friday.").promises
    assert [(one.by, one.when.first_day) for one in theirs] == [(Side.THEM, dt.date(2026, 4, 10))]
    ours = promises_in("I'll send you the quote by Friday.", sent_at=SENT, ours=True)
    assert [one.by for one in ours] == [Side.US]


def test_a_request_is_no_promise() -> None:
    assert said("Could you send me the data sheet by Monday?").promises == ()


def test_contact_details_come_from_the_signature() -> None:
    got = said(
        "Please send a quote.\n\n-- \nRuth Abel\nHead of Purchasing\nAbel GmbH\nTel: +49 30 901820\nwww.abel.example"
    ).contact
    assert got is not None
    assert (got.name, got.title, got.company) == ("Ruth Abel", "Head of Purchasing", "Abel GmbH")
    assert got.phones == ("+49 30 901820",)
    assert got.web == ("www.abel.example",)


INVITATION = """BEGIN:VCALENDAR
METHOD:{method}
VERSION:2.0
BEGIN:VEVENT
UID:42@abel.example
DTSTART:20260416T120000Z
DTEND:20260416T123000Z
SUMMARY:Demo
ORGANIZER:mailto:sam@ours.example
ATTENDEE;PARTSTAT={status}:mailto:ruth@abel.example
END:VEVENT
END:VCALENDAR
"""


def invited(method: str, status: str) -> Meaning:
    calendar = INVITATION.format(method=method, status=status)
    raw = (
        "From: Ruth Abel <ruth@abel.example>\nSubject: Demo\nDate: Wed, 08 Apr 2026 09:30:00 +0200\n"
        "In-Reply-To: <1@ours.example>\nMIME-Version: 1.0\n"
        f"Content-Type: text/calendar; charset=utf-8; method={method}\n\n{calendar}"
    )
    return meaning.read(read(raw.encode()), sent_at=SENT)


def test_an_accepted_invitation_is_a_meeting() -> None:
    got = invited("REPLY", "ACCEPTED")
    assert got.intent == Intent.MEETING_AGREED
    assert got.invitation is not None
    assert got.invitation.status_of("Ruth@abel.example") == "ACCEPTED"
    assert got.when is not None
    assert got.when.earliest == dt.datetime(2026, 4, 16, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(("method", "status"), [("REPLY", "DECLINED"), ("CANCEL", "ACCEPTED")])
def test_a_meeting_that_does_not_take_place_is_none(method: str, status: str) -> None:
    got = invited(method, status)
    assert got.intent != Intent.MEETING_AGREED
    assert got.invitation is not None


def test_a_broken_calendar_is_no_invitation() -> None:
    assert said("BEGIN:VCALENDAR\nnonsense", more="X-Other: 1\n").invitation is None


def test_doubt_is_said() -> None:
    got = said("Hm.")
    assert got.in_doubt


@pytest.mark.parametrize(
    "words",
    [
        "Pick one from the list and send me a quote.",
        "See the wiki.\n\nTo unsubscribe, e-mail: list-unsubscribe@lists.example",
        "Sounds good. Please send the brochure.",
    ],
)
def test_words_that_only_sound_like_a_demand_stop_nothing(words: str) -> None:
    assert not said(words).stop


@pytest.mark.parametrize(
    ("words", "by"),
    [
        ("I will come back to you.", None),
        ("Thanks for the quote. I'll get back to you by Friday.", "2026-04-10"),
        ("Thanks. You will hear from us.", None),
        ("Vielen Dank, ich melde mich bis Freitag.", "2026-04-10"),
        ("Wir kommen auf Sie zurück, sobald wir entschieden haben.", None),
        ("Merci, je reviens vers vous vendredi.", "2026-04-10"),
        ("Nous vous recontacterons.", None),
        ("Gracias, le digo algo el viernes.", "2026-04-10"),
        ("Nos pondremos en contacto con ustedes.", None),
        ("Grazie, vi faccio sapere entro venerdì.", "2026-04-10"),
        ("Mi faccio vivo io.", None),
        ("Bedankt, ik kom er vrijdag op terug.", "2026-04-10"),
        ("We nemen contact met u op.", None),
        ("Obrigado, dou-lhe notícias na sexta-feira.", "2026-04-10"),
        ("Entraremos em contato.", None),
        ("Dziękuję, odezwę się w piątek.", "2026-04-10"),
        ("Damy Państwu znać.", None),
        ("こちらからご連絡いたします。", None),
    ],
)
def test_that_they_will_be_in_touch_is_a_promise_of_theirs_and_no_later(words: str, by: str | None) -> None:
    meant = said(words)
    assert meant.waits
    assert meant.intent is Intent.INTERESTED
    assert meant.bucket is None
    [promise] = meant.promises
    assert promise.by is Side.THEM
    assert (meant.when.last_day.isoformat() if meant.when else None) == by


@pytest.mark.parametrize(
    "words",
    [
        "We'll call you if we ever need anything.",
        "Ich melde mich, falls wir Bedarf haben.",
        "Nous vous recontacterons si besoin.",
        "Le contactaremos si nos interesa.",
        "必要な場合はこちらからご連絡いたします。",
        "Please get back to me in June.",
        "Melden Sie sich bitte nach Ostern wieder.",
        "Recontactez-moi à la rentrée.",
    ],
)
def test_an_if_is_no_promise_and_neither_is_a_wish_that_we_be_in_touch(words: str) -> None:
    meant = said(words)
    assert not meant.waits
    assert meant.intent is Intent.NOT_NOW
    assert meant.promises == ()


def test_whoever_asks_something_is_answered_although_they_will_be_in_touch() -> None:
    assert not said("Could you send me the data sheet? I'll get back to you then.").waits
    assert not said("Bitte schicken Sie mir das Datenblatt, ich melde mich dann.").waits


def test_putting_off_stays_one_even_with_a_promise() -> None:
    meant = said("I need to run this past our director first. I'll let you know by next Friday.")
    assert (meant.intent, meant.waits) == (Intent.NOT_NOW, True)


@pytest.mark.parametrize(
    ("words", "reference"),
    [
        ("Please find attached our purchase order PO-48213.", "PO-48213"),
        ("We accept your offer. Please send the contract.", ""),
        ("Hiermit bestellen wir zwei Stück.", ""),
        ("Anbei unsere Bestellung Nr. 4500123.", "4500123"),
        ("Ci-joint notre bon de commande n° 8871.", "8871"),
        ("Adjunto el pedido nº 4471.", "4471"),
        ("In allegato il nostro ordine n. 5512.", "5512"),
        ("Wij gaan akkoord met uw offerte.", ""),
        ("Segue em anexo a encomenda n.º 3321.", "3321"),
        ("Zamawiamy dwie sztuki.", ""),
        ("注文書を添付いたします。", ""),
    ],
)
def test_an_order_is_one_with_its_reference(words: str, reference: str) -> None:
    meant = said(words)
    assert meant.orders
    assert meant.order == reference
    assert not meant.in_doubt


@pytest.mark.parametrize(
    "words",
    [
        "Could we order two of them?",
        "If we order ten, what is the price?",
        "Wir bestellen nicht.",
        "We have ordered from Acme already.",
        "I'd like to order a brochure.",
        "We will take it from here.",
    ],
)
def test_what_only_speaks_of_orders_is_none(words: str) -> None:
    assert not said(words).orders


@pytest.mark.parametrize(
    "words",
    [
        "Tom has left the company. Please write to sales@ito.example.",
        "Herr Kolb ist nicht mehr bei uns. Bitte schreiben Sie an sales@ito.example.",
        "Mme Roy ne travaille plus ici. Merci d'écrire à sales@ito.example.",
    ],
)
def test_whoever_has_left_is_not_the_one_to_write_to(words: str) -> None:
    found = said(words).referral
    assert found is not None
    assert (found.mail, found.name) == ("sales@ito.example", "")
