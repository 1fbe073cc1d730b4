"""Looking up what the layers of matching ask: ids, addresses, participants, domains."""

import uuid
from collections.abc import Collection, Sequence

from django.db.models import CharField, F, Func, Q, QuerySet, Value

from leadfast.conversations.models import Message, MessageKey
from leadfast.conversations.rules import matching
from leadfast.conversations.rules.free_mail import is_free_mail
from leadfast.foundation.contacts import domain_of, mail_key
from leadfast.leads.models import Lead, Participant
from leadfast.mail import reads as mail
from leadfast.mail.models import Mailbox
from leadfast.people.models import Company, ContactPoint

MOST_SUGGESTED = 5


def ours(keys: Collection[str]) -> set[str]:
    """Those of these mail keys that belong to a known person or to a lead's own domain.

    What mail sync asks before it stores anything (principle 9). Free-mail domains never count as a
    lead's, and neither do the team's own addresses.
    """
    wanted = {key for one in keys if (key := mail_key(one))} - team_addresses(keys)
    found = set(ContactPoint.objects.filter(kind="mail", key__in=wanted).values_list("key", flat=True))
    by_domain: dict[str, set[str]] = {}
    for key in wanted - found:
        by_domain.setdefault(domain_of(key), set()).add(key)
    domains = [one for one in by_domain if not is_free_mail(one)]
    for domain in lead_domains(domains):
        found |= by_domain[domain]
    return found


def lead_domains(domains: Collection[str]) -> set[str]:
    """Those of these domains that a company or a person of ours writes from."""
    if not domains:
        return set()
    known = set(Company.objects.filter(domain__in=domains).values_list("domain", flat=True))
    rows = _by_domain(set(domains) - known).values_list("key", flat=True)
    return known | {domain_of(key) for key in rows}


def team_addresses(keys: Collection[str]) -> set[str]:
    """Those of these keys that are mailboxes of the workspace."""
    return set(Mailbox.objects.filter(address_key__in=list(keys)).values_list("address_key", flat=True))


def traces(
    *,
    outgoing_id: uuid.UUID | None,
    references: Sequence[str],
    recipients: Sequence[str],
    others: Sequence[str],
    subject: str,
) -> matching.Traces:
    """Everything that connects a message with a lead. ``others`` are the keys of the people outside."""
    return matching.Traces(
        signed=lead_of_outgoing(outgoing_id) if outgoing_id else None,
        thread=_of_thread(references),
        plus_address=_of_plus_address(recipients),
        participant=leads_of(others),
        domain_and_subject=_of_domain(others, subject),
        domain=_of_domain(others, None),
    )


def lead_of_outgoing(outgoing_id: uuid.UUID) -> uuid.UUID | None:
    """The lead that a mail of ours was written to."""
    return (
        Message.objects.filter(outgoing_id=outgoing_id, lead__isnull=False)
        .values_list("lead_id", flat=True)
        .first()
    )


def leads_of(keys: Sequence[str], *, open_only: bool = True) -> list[uuid.UUID]:
    """Leads in which somebody with one of these addresses takes part, the last touched first."""
    people = list(
        ContactPoint.objects.filter(kind="mail", key__in=keys, person__isnull=False)
        .values_list("person_id", flat=True)
        .distinct()
    )
    if not people:
        return []
    by_participant = Participant.objects.filter(person_id__in=people).values_list("lead_id", flat=True)
    found = Lead.objects.filter(Q(person_id__in=people) | Q(id__in=list(by_participant)))
    if open_only:
        found = found.filter(closure=None)
    return list(_latest_first(found))


def _of_thread(references: Sequence[str]) -> uuid.UUID | None:
    wanted = matching.nearest(references)
    if not wanted:
        return None
    known = dict(MessageKey.objects.filter(mail_id__in=wanted).values_list("mail_id", "lead_id"))
    return next((known[one] for one in wanted if one in known), None)


def _of_plus_address(recipients: Sequence[str]) -> uuid.UUID | None:
    for one in recipients:
        local = one.partition("@")[0]
        if "+" in local:
            named = mail.our_outgoing(local.partition("+")[2])
            if named:
                return lead_of_outgoing(named)
    return None


def _of_domain(keys: Sequence[str], subject: str | None) -> list[uuid.UUID]:
    domains = {domain_of(key) for key in keys if not is_free_mail(domain_of(key))}
    if not domains:
        return []
    people = _by_domain(domains).filter(person__isnull=False).values_list("person_id", flat=True)
    companies = Company.objects.filter(domain__in=domains).values_list("id", flat=True)
    who = list(people[:200])
    by_participant = Participant.objects.filter(person_id__in=who).values_list("lead_id", flat=True)
    found = Lead.objects.filter(closure=None).filter(
        Q(person_id__in=who) | Q(id__in=list(by_participant)) | Q(company_id__in=list(companies))
    )
    leads = list(_latest_first(found))
    if subject is None or not leads:
        return leads
    wanted = matching.thread_subject(subject)
    if not wanted:
        return []
    rows = Message.objects.filter(lead_id__in=leads).values_list("lead_id", "subject")
    same = {lead_id for lead_id, line in rows if matching.thread_subject(line) == wanted}
    return [one for one in leads if one in same]


def _by_domain(domains: Collection[str]) -> "QuerySet[ContactPoint]":
    # Written as the index contact_point_by_domain has it.
    domain = Func(F("key"), Value("@"), Value(2), function="split_part", output_field=CharField())
    return ContactPoint.objects.filter(kind="mail").annotate(domain=domain).filter(domain__in=list(domains))


def _latest_first(found: "QuerySet[Lead]") -> list[uuid.UUID]:
    rows = found.order_by(F("last_touch_at").desc(nulls_last=True), "-arrived_at")
    return list(rows.values_list("id", flat=True)[:MOST_SUGGESTED])
