"""New words: without quote, signature and disclaimer, never without the sender's own."""

import time

import pytest

from leadfast.conversations.understanding.words import words_of_html, words_of_text

QUOTED = "> Hello,\n> shall we talk?\n"

ATTRIBUTIONS = {
    "English": "On Tue, 3 Mar 2026 at 09:00, Alice Ade <alice@brightline.example> wrote:",
    "English, broken": "On Tue, 3 Mar 2026 at 09:00, Alice Ade\n<alice@brightline.example>\nwrote:",
    "German": "Am 03.03.2026 um 09:00 schrieb Alice Ade <alice@brightline.example>:",
    "German, Gmail": "Alice Ade <alice@brightline.example> schrieb am Di., 3. März 2026,\n09:00 Uhr:",
    "French": "Le mar. 3 mars 2026 à 09:00, Alice Ade <alice@brightline.example> a écrit :",
    "Spanish": "El mar, 3 mar 2026 a las 9:00, Alice Ade (<alice@brightline.example>) escribió:",
    "Italian": "Il giorno mar 3 mar 2026 alle ore 09:00 Alice Ade <alice@brightline.example> ha scritto:",
    "Dutch": "Op di 3 mrt 2026 om 09:00 schreef Alice Ade <alice@brightline.example>:",
    "Dutch, phone": "Op 3 mrt. 2026 om 09:00 heeft Alice Ade <alice@brightline.example> het volgende geschreven:",
    "Portuguese": "Alice Ade <alice@brightline.example> escreveu (terça, 3/03/2026 à(s) 09:00):",
    "Polish": "wt., 3 mar 2026 o 09:00 Alice Ade <alice@brightline.example> napisał(a):",
    "Japanese": "2026年3月3日(火) 9:00 Alice Ade <alice@brightline.example>:",
    "Swedish": "Den tis 3 mars 2026 kl 09:00 skrev Alice Ade <alice@brightline.example>:",
    "ISO": "2026-03-03 9:00 GMT+01:00 Alice Ade <alice@brightline.example>:",
}


@pytest.mark.parametrize("language", ATTRIBUTIONS)
@pytest.mark.parametrize("gap", ["\n\n", "\n"])
def test_an_attribution_begins_the_quote(language: str, gap: str) -> None:
    found = words_of_text(f"Yes, Thursday suits me.{gap}{ATTRIBUTIONS[language]}\n\n{QUOTED}")
    assert found.words == "Yes, Thursday suits me."
    assert "shall we talk" in found.quoted


@pytest.mark.parametrize(
    "header",
    [
        "From: Alice Ade <alice@brightline.example>\nSent: 03 March 2026 09:00\nTo: Maria <m@x.example>\nSubject: x",
        "Von: Alice Ade <alice@brightline.example>\nGesendet: Dienstag, 3. März 2026\nAn: M <m@x.example>\nBetreff: x",
        "De : Alice Ade <alice@brightline.example>\nEnvoyé : mardi 3 mars 2026\nÀ : M <m@x.example>\nObjet : x",
        "-----Original Message-----\nFrom: Alice\nSent: Tuesday\nTo: Maria\nSubject: x",
        "____________________\nVan: Alice Ade <a@b.example>\nVerzonden: dinsdag\nAan: M <m@x.example>\nOnderwerp: x",
        "*From:* Alice Ade <alice@brightline.example>\n*Sent:* Tuesday\n*To:* Maria\n*Subject:* x",
        "---------- Forwarded message ----------\nFrom: Alice <a@b.example>\nDate: Tue\nSubject: x\nTo: m@x.example",
    ],
)
def test_a_block_of_headers_begins_the_quote(header: str) -> None:
    found = words_of_text(f"Please see below.\n\n{header}\n\nShall we talk?\n\nAlice")
    assert found.words == "Please see below."


def test_answers_between_the_quoted_lines_are_all_kept() -> None:
    found = words_of_text(
        "On Tue, 3 Mar 2026, Alice <a@b.example> wrote:\n> How many?\n\nThree.\n\n> And when?\n\nIn May.\n"
    )
    assert found.words.split() == ["Three.", "In", "May."]


def test_an_answer_below_the_quote_is_kept() -> None:
    found = words_of_text("On Tue, 3 Mar 2026, Alice <a@b.example> wrote:\n> How many?\n\nThree, please.\n")
    assert found.words == "Three, please."


def test_a_card_is_cut_and_the_closing_is_not() -> None:
    text = (
        "We take two.\n\nBest regards,\nMaria\n\nMaria Lopez\nHead of Logistics\nLopez Cold Stores\n"
        "Tel: +44 20 7946 0100\nmaria@lopez.example | www.lopez.example\n\n"
        "This e-mail is confidential and intended solely for the addressee.\n"
    )
    found = words_of_text(text, sender_name="Maria Lopez")
    assert found.words == "We take two.\n\nBest regards,\nMaria"
    assert "Head of Logistics" in found.signature


@pytest.mark.parametrize(
    "line",
    [
        "Sent from my iPhone",
        "Von meinem iPhone gesendet",
        "Envoyé de mon iPhone",
        "Enviado desde mi iPhone",
        "Get Outlook for iOS",
    ],
)
def test_the_line_of_the_device_is_not_said(line: str) -> None:
    assert words_of_text(f"Yes.\n\n{line}").words == "Yes."


@pytest.mark.parametrize(
    "text",
    [
        "Here is what I need:\n\n- two forklifts\n- one charger\n\nCan you quote?",
        "From Monday on we are open again. To sum up: yes, the subject is closed.",
        "On Monday I wrote to your colleague. He never answered: why?",
        "Call 020 7946 0100 and ask for Jo -- she knows.",
        "Please unsubscribe me from this mailing list.",
    ],
)
def test_own_words_are_never_lost(text: str) -> None:
    assert words_of_text(text).words == text


def test_a_mail_that_only_forwards_says_what_it_forwards() -> None:
    found = words_of_text(
        "---------- Forwarded message ---------\nFrom: A <a@b.example>\nDate: x\nSubject: y\nTo: z\n\nThe offer."
    )
    assert found.words == "The offer."


@pytest.mark.parametrize(
    "unannounced",
    [
        "> Week 4 winners:\n>\n> Nancy, again.\n\nGood luck to all.",
        ">>> Ron Carter 12/11/00 03:54PM >>>\nThe judge takes the matter off the list of Wednesday.",
    ],
)
def test_a_quote_that_only_looks_like_one_is_no_wish_and_stays_in_the_fuller_reading(
    unannounced: str,
) -> None:
    found = words_of_text(f"We play again.\n\n{unannounced}")
    assert found.words.startswith("We play again.")
    assert "Nancy" not in found.words
    assert "judge" not in found.words
    assert found.fresh == f"We play again.\n\n{unannounced}"


def test_below_words_that_announce_a_quote_its_marks_are_believed() -> None:
    found = words_of_text("Yes.\n\nOn Tue, 3 Mar 2026, Alice <a@b.example> wrote:\n> How many?\n\nThree.\n")
    assert found.fresh.split() == ["Yes.", "Three."]
    groupwise = ">>> <alice@brightline.example> 2/16/01 10:41:43 am >>>"
    assert words_of_text(f"Yes.\n\n{groupwise}\nHow many?").fresh == "Yes."


def test_what_is_announced_ends_even_what_only_looks_quoted() -> None:
    found = words_of_text(
        "Yes.\n\n>>> Ron Carter 12/11/00 03:54PM >>>\nThe judge said so.\n\n"
        "-----Original Message-----\nFrom: Alice\nSent: Tuesday\nTo: Ron\nSubject: x\n\nHow many?"
    )
    assert found.words == "Yes."
    assert "judge" in found.fresh
    assert "How many" not in found.fresh


def test_html_quotes_of_the_common_clients_are_cut() -> None:
    for page in (
        '<div>Yes.</div><div class="gmail_quote"><div>On Tue wrote:</div><blockquote>Old</blockquote></div>',
        "<p>Yes.</p><blockquote type='cite'><div>Old</div></blockquote>",
        "<p>Yes.</p><div id='appendonsend'></div><hr><div id='divRplyFwdMsg'>From: A</div><div>Old</div>",
        (
            "<p>Yes.</p><div style='border:none;border-top:solid #E1E1E1'><p><b>From:</b> A &lt;a@b.example&gt;<br>"
            "<b>Sent:</b> Tuesday<br><b>To:</b> M<br><b>Subject:</b> x</p></div><p>Old</p>"
        ),
    ):
        assert words_of_html(page).words == "Yes."


def test_a_quote_that_is_all_there_is_is_given_back() -> None:
    assert words_of_text("> only this").words == "> only this"


def test_forged_quotes_take_no_time() -> None:
    began = time.process_time()
    words_of_text("Hi\n" + ">" * 300_000 + "\n" + "On " * 50_000 + "\n" + ("a" * 80 + "\n") * 2_000)
    assert time.process_time() - began < 20
