"""Finding servers, and asking the DNS whether receivers can believe a domain."""

import pytest

from leadfast.mail import actions as mail
from leadfast.mail.actions import looking
from leadfast.mail.models import Mailbox
from leadfast.mail.transport import discovery, domain
from leadfast.mail.transport.settings import Server
from leadfast.workspaces.actor import system
from tests.mail.nameserver import answering

AUTOCONFIG = """<?xml version="1.0"?>
<clientConfig version="1.1"><emailProvider id="firm.example">
  <incomingServer type="pop3"><hostname>pop.host.example</hostname><port>995</port>
    <socketType>SSL</socketType></incomingServer>
  <incomingServer type="imap"><hostname>imap.host.example</hostname><port>993</port>
    <socketType>SSL</socketType><username>%EMAILLOCALPART%</username></incomingServer>
  <outgoingServer type="smtp"><hostname>smtp.host.example</hostname><port>587</port>
    <socketType>STARTTLS</socketType><username>%EMAILADDRESS%</username></outgoingServer>
</emailProvider></clientConfig>"""


def test_a_known_provider_needs_no_question() -> None:
    with answering({}) as names:
        found = discovery.discover("maria@gmail.com", names=names)
    assert found is not None
    assert (found.imap.host, found.smtp.port, found.sign_in) == ("imap.gmail.com", 465, "google")
    assert "app password" in found.says


def test_a_firm_is_found_by_who_takes_its_mail() -> None:
    records = {("firm.example", "MX"): ["10 firm-example.mail.protection.outlook.com."]}
    with answering(records) as names:
        found = discovery.discover("jo@firm.example", names=names)
    assert found is not None
    assert (found.imap.host, found.sign_in, found.how) == (
        "outlook.office365.com",
        "microsoft",
        "mail exchanger",
    )


def test_a_firm_is_found_by_what_it_publishes() -> None:
    with answering({("firm.example", "MX"): ["10 mx.host.example."]}) as names:
        found = discovery.discover(
            "jo@firm.example",
            names=names,
            fetch=lambda url: AUTOCONFIG if url.startswith("https://autoconfig.firm.example/") else "",
        )
    assert found is not None
    assert found.imap == Server("imap.host.example", 993, "tls")
    assert found.smtp == Server("smtp.host.example", 587, "starttls")
    assert found.user_name == "jo"


def test_a_firm_is_found_by_its_service_records() -> None:
    records = {
        ("firm.example", "A"): ["127.0.0.1"],
        ("_imaps._tcp.firm.example", "SRV"): ["0 1 993 imap.firm.example."],
        ("_submission._tcp.firm.example", "SRV"): ["0 1 587 out.firm.example."],
    }
    with answering(records) as names:
        found = discovery.discover("jo@firm.example", names=names, fetch=lambda _: "")
    assert found is not None
    assert (found.imap.host, found.smtp) == ("imap.firm.example", Server("out.firm.example", 587, "starttls"))


def test_usual_names_are_a_guess_and_nothing_is_made_up() -> None:
    records = {("mail.firm.example", "A"): ["127.0.0.1"], ("firm.example", "A"): ["127.0.0.1"]}
    with answering(records) as names:
        found = discovery.discover("jo@firm.example", names=names, fetch=lambda _: "")
        nothing = discovery.discover("jo@nowhere.example", names=names, fetch=lambda _: "")
    assert found is not None
    assert (found.imap.host, found.how) == ("mail.firm.example", "guess")
    assert nothing is None


@pytest.mark.parametrize(
    ("record", "verdict"),
    [
        (['"v=spf1 include:_spf.host.example ~all"'], "good"),
        (['"v=spf1 +all"'], "broken"),
        (['"v=spf1 mx"'], "weak"),
        (['"v=spf1 -all"', '"v=spf1 mx -all"'], "broken"),
        (['"something else"'], "missing"),
    ],
)
def test_spf(record: list[str], verdict: str) -> None:
    with answering({("firm.example", "TXT"): record}) as names:
        assert domain.check("firm.example", names=names)[0].verdict == verdict


def test_dkim_and_dmarc() -> None:
    records = {
        ("selector1._domainkey.firm.example", "TXT"): ['"v=DKIM1; k=rsa; p=MIGf"'],
        ("_dmarc.firm.example", "TXT"): ['"v=DMARC1; p=reject"'],
    }
    with answering(records) as names:
        _, dkim, dmarc = domain.check("firm.example", names=names)
        # A subdomain is covered by the policy of the domain above it.
        below = domain.check("team.firm.example", names=names)[2]
    assert (dkim.verdict, dmarc.verdict, below.verdict) == ("good", "good", "good")
    with answering({}) as names:
        _, dkim, dmarc = domain.check("firm.example", names=names)
    assert (dkim.verdict, dmarc.verdict) == ("missing", "missing")


def test_the_answer_is_kept_on_the_mailbox(box: Mailbox) -> None:
    with answering({("_dmarc.brightline.example", "TXT"): ['"v=DMARC1; p=none"']}) as names:
        kept = mail.check_domain(mailbox=box, by=system(box.workspace_id), resolver=names)
    assert kept.domain_check["dmarc"]["verdict"] == "weak"
    assert kept.domain_checked_at is not None


def test_the_resolver_can_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADFAST_DNS", "127.0.0.1:5353")
    assert (looking.names().servers, looking.names().port) == (("127.0.0.1",), 5353)
