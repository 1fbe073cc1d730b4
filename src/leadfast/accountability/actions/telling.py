"""Who is told what when something happens. Each function is named in config/reactions.py."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence

from leadfast.accountability.actions.noticing import Telling, tell
from leadfast.capture.facts import AskedAgain, UploadFinished
from leadfast.conversations.actions import calendars
from leadfast.conversations.facts import CallMissed, ReplyReceived
from leadfast.history.facts import Happening
from leadfast.leads.facts import GiveUpAsked, GiveUpSentBack, HandedOver, LeadCameBack, LeadOpened, LeadRested
from leadfast.leads.models import GiveUp, Lead
from leadfast.mail.facts import MailboxStopped, MailboxTroubled
from leadfast.mail.models import Mailbox
from leadfast.workspaces import actor, rules
from leadfast.workspaces.models import Member

# So many at once are one sentence, not a hundred mails.
_EACH = 5


def new_leads(happenings: Sequence[Happening]) -> None:
    """The owner of a lead that came in just now."""
    by_owner: dict[uuid.UUID, list[tuple[Happening, LeadOpened]]] = defaultdict(list)
    for one in happenings:
        fact = one.fact
        if isinstance(fact, LeadOpened) and fact.fresh and one.by.member_id != fact.owner_id:
            by_owner[fact.owner_id].append((one, fact))
    tellings: list[Telling] = []
    for owner_id, told in by_owner.items():
        if len(told) > _EACH:
            sentence = f"{len(told)} new leads are yours: they wait under First responses."
            tellings.append(Telling(owner_id, "new_lead", sentence, key=f"new-leads:{told[0][0].lead_id}"))
            continue
        for one, fact in told:
            source = f" from {fact.source}" if fact.source else ""
            sentence = f"{fact.label} is a new lead{source}, and yours: answer within minutes."
            tellings.append(Telling(owner_id, "new_lead", sentence, f"new-lead:{one.lead_id}", one.lead_id))
    _tell(happenings, tellings)


def replies(happenings: Sequence[Happening]) -> None:
    """The owner of a lead that answered."""
    leads = _leads(happenings)
    tellings = [
        Telling(lead.owner_id, "reply", _answered(lead, one.fact), f"reply:{one.fact.message_id}", lead.id)
        for one in happenings
        if isinstance(one.fact, ReplyReceived) and (lead := leads.get(one.lead_id))
    ]
    _tell(happenings, tellings)


def missed_calls(happenings: Sequence[Happening]) -> None:
    """The owner of a lead that called and reached nobody."""
    leads = _leads(happenings)
    tellings = [
        Telling(lead.owner_id, "reply", f"{lead.label} called and nobody answered: call back.",
                f"missed-call:{one.fact.call_id}", lead.id)
        for one in happenings
        if isinstance(one.fact, CallMissed) and (lead := leads.get(one.lead_id))
    ]  # fmt: skip
    _tell(happenings, tellings)


def asked_again(happenings: Sequence[Happening]) -> None:
    """The owner, and whoever had closed the lead: they came back by themselves."""
    leads = _leads(happenings)
    tellings: list[Telling] = []
    for one in happenings:
        fact, lead = one.fact, leads.get(one.lead_id)
        if not isinstance(fact, AskedAgain) or lead is None:
            continue
        was = {"open": "", "resting": " The lead was resting."}.get(
            fact.was, f" The lead was closed ({fact.was})."
        )
        key = f"asked-again:{fact.arrival_id}"
        tellings.append(
            Telling(lead.owner_id, "asked_again", f"{lead.label} asked again.{was}", key, lead.id)
        )
        if fact.closed_by_id and fact.closed_by_id != lead.owner_id:
            sentence = f"{lead.label}, whom you had given up, asked again."
            tellings.append(Telling(fact.closed_by_id, "asked_again", sentence, key, lead.id))
    _tell(happenings, tellings)


def hand_overs(happenings: Sequence[Happening]) -> None:
    """Whoever has a lead now that was somebody else's."""
    leads = _leads(happenings)
    by_member: dict[uuid.UUID, list[tuple[Happening, HandedOver]]] = defaultdict(list)
    for one in happenings:
        if isinstance(one.fact, HandedOver) and one.by.member_id != one.fact.to_member_id:
            by_member[one.fact.to_member_id].append((one, one.fact))
    tellings: list[Telling] = []
    for member_id, told in by_member.items():
        if len(told) > _EACH:
            first, fact = told[0]
            sentence = f"{len(told)} leads are yours now: {fact.why}"
            tellings.append(
                Telling(member_id, "hand_over", sentence, f"handed:{first.lead_id}:{first.at.isoformat()}")
            )
            continue
        for one, fact in told:
            label = leads[one.lead_id].label if one.lead_id in leads else "A lead"
            sentence = f"{label} is yours now: {fact.why}"
            key = f"handed:{one.lead_id}:{one.at.isoformat()}"
            tellings.append(Telling(member_id, "hand_over", sentence, key, one.lead_id))
    _tell(happenings, tellings)


def give_ups(happenings: Sequence[Happening]) -> None:
    """Those who decide, and then whoever asked."""
    leads = _leads(happenings)
    tellings: list[Telling] = []
    for one in happenings:
        fact, lead = one.fact, leads.get(one.lead_id)
        if lead is None:
            continue
        if isinstance(fact, GiveUpAsked):
            for member_id in _deciders(one.by.workspace_id, but=one.by.member_id):
                sentence = f"{lead.label}: {_name(one.by.member_id)} asks to give up. “{fact.words}”"
                tellings.append(
                    Telling(member_id, "give_up", sentence, f"give-up:{fact.give_up_id}", lead.id)
                )
        if isinstance(fact, GiveUpSentBack | LeadRested):
            rows = GiveUp.objects.select_related("asked_by", "asked_by__workspace")
            asked = rows.filter(id=fact.give_up_id).first()
            if asked is not None and asked.asked_by_id != one.by.member_id:
                verdict = (
                    f"is to be worked on: {fact.note}"
                    if isinstance(fact, GiveUpSentBack)
                    else f"rests and comes back on {calendars.today_of(asked.asked_by, fact.comeback_at):%-d %B %Y}."
                )
                sentence = f"{lead.label} {verdict}"
                key = f"verdict:{fact.give_up_id}"
                tellings.append(Telling(asked.asked_by_id, "verdict", sentence, key, lead.id))
    _tell(happenings, tellings)


def comebacks(happenings: Sequence[Happening]) -> None:
    """The owner of a lead that is worked again."""
    leads = _leads(happenings)
    tellings = [
        Telling(
            lead.owner_id, "came_back", f"{lead.label} is back. {one.fact.why}",
            f"back:{lead.id}:{one.at.isoformat()}", lead.id,
        )
        for one in happenings
        if isinstance(one.fact, LeadCameBack) and (lead := leads.get(one.lead_id))
    ]  # fmt: skip
    _tell(happenings, tellings)


def mailboxes(happenings: Sequence[Happening]) -> None:
    """The owner of a mailbox that stopped working, and the admins: nothing leaves it until it is mended."""
    tellings: list[Telling] = []
    for one in happenings:
        fact = one.fact
        if isinstance(fact, MailboxTroubled):
            sentence = f"{fact.address} does not work: {fact.sentence}"
        elif isinstance(fact, MailboxStopped):
            sentence = f"{fact.address} has stopped sending. Look at its page to see why."
        else:
            continue
        box = Mailbox.objects.filter(id=fact.mailbox_id).first()
        concerned = set(_with_roles(one.by.workspace_id, rules.ADMINISTERS))
        if box is not None and box.owner_id:
            concerned.add(box.owner_id)
        key = f"mailbox:{fact.mailbox_id}:{one.at.isoformat()}"
        tellings += [Telling(member_id, "mailbox_down", sentence, key) for member_id in sorted(concerned)]
    _tell(happenings, tellings)


def uploads(happenings: Sequence[Happening]) -> None:
    """Whoever uploaded a file, when its last row has its outcome."""
    tellings = [
        Telling(
            one.by.member_id,
            "upload",
            f"{one.fact.name} is in: {one.fact.created} new, {one.fact.joined} joined, "
            f"{one.fact.waiting} wait for you, {one.fact.seen_before} were here before.",
            f"upload:{one.fact.upload_id}",
        )
        for one in happenings
        if isinstance(one.fact, UploadFinished) and one.by.member_id
    ]
    _tell(happenings, tellings)


def _answered(lead: Lead, fact: ReplyReceived) -> str:
    words = " ".join(fact.words.split())
    return f"{lead.label} answered: “{words[:200]}”" if words else f"{lead.label} answered."


def _tell(happenings: Sequence[Happening], tellings: Sequence[Telling]) -> None:
    if tellings:
        tell(tellings=tellings, by=actor.system(happenings[0].by.workspace_id))


def _leads(happenings: Iterable[Happening]) -> dict[uuid.UUID | None, Lead]:
    found = Lead.objects.in_bulk({one.lead_id for one in happenings if one.lead_id})
    return dict(found.items())


def _name(member_id: uuid.UUID | None) -> str:
    if member_id is None:
        return "Somebody"
    return Member.objects.filter(id=member_id).values_list("name", flat=True).first() or "Somebody"


def _deciders(workspace_id: uuid.UUID, *, but: uuid.UUID | None) -> list[uuid.UUID]:
    return [member_id for member_id in _with_roles(workspace_id, rules.DECIDES) if member_id != but]


def _with_roles(workspace_id: uuid.UUID, roles: frozenset[str]) -> list[uuid.UUID]:
    rows = Member.objects.filter(workspace_id=workspace_id, left_at=None, role__in=roles)
    return list(rows.order_by("id").values_list("id", flat=True))
