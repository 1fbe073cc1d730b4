"""Looking up what the layers of matching ask: ids, addresses, participants, domains."""

import uuid
from collections.abc import Collection, Sequence

from django.db.models import CharField, F, Func, Q, QuerySet, Value

from leadfast.conversations.models import Message
from leadfast.conversations.rules import matching
from leadfast.conversations.rules.free_mail import is_free_mail
from leadfast.foundation.contacts import domain_of, mail_key
from leadfast.leads.models import Lead, Participant
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


def lead_of_outgoing(outgoing_id: uuid.UUID) -> uuid.UUID | None:
    """The lead that a mail of ours was written to."""
    return (
        Message.objects.filter(outgoing_id=outgoing_id, direction="out", lead__isnull=False)
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
    return latest_first(found)[:MOST_SUGGESTED]


def of_domain(keys: Sequence[str], subject: str) -> tuple[list[uuid.UUID], list[uuid.UUID]]:
    """Open leads of the same company: those with the same subject, and all of them. Suggestions only."""
    domains = {domain_of(key) for key in keys if not is_free_mail(domain_of(key))}
    if not domains:
        return [], []
    people = _by_domain(domains).filter(person__isnull=False).values_list("person_id", flat=True)
    companies = Company.objects.filter(domain__in=domains).values_list("id", flat=True)
    who = list(people[:200])
    by_participant = Participant.objects.filter(person_id__in=who).values_list("lead_id", flat=True)
    found = Lead.objects.filter(closure=None).filter(
        Q(person_id__in=who) | Q(id__in=list(by_participant)) | Q(company_id__in=list(companies))
    )
    leads = latest_first(found)[:MOST_SUGGESTED]
    wanted = matching.thread_subject(subject)
    if not leads or not wanted:
        return [], leads
    rows = Message.objects.filter(lead_id__in=leads).values_list("lead_id", "subject")
    same = {lead_id for lead_id, line in rows if matching.thread_subject(line) == wanted}
    return [one for one in leads if one in same], leads


def _by_domain(domains: Collection[str]) -> "QuerySet[ContactPoint]":
    # Written as the index contact_point_by_domain has it.
    domain = Func(F("key"), Value("@"), Value(2), function="split_part", output_field=CharField())
    return ContactPoint.objects.filter(kind="mail").annotate(domain=domain).filter(domain__in=list(domains))


def latest_first(found: "QuerySet[Lead]") -> list[uuid.UUID]:
    """The ids of these leads, the last touched first."""
    rows = found.order_by(F("last_touch_at").desc(nulls_last=True), "-arrived_at")
    return list(rows.values_list("id", flat=True))
