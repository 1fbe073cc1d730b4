"""What came in, and whom we called, and waits for one member to say what it is, as *Today* says it."""

from leadfast.capture.jobs import UNREAD_AFTER
from leadfast.capture.reads import calls, triage
from leadfast.web import words
from leadfast.web.place import Place
from leadfast.workspaces.models import Member


def said(member: Member, place: Place) -> str:
    """For whom it waits; and to those who can mend it, that nothing reads what comes in. Empty: nothing waits."""
    mine, late = triage.of_member(workspace_id=member.workspace_id, member_id=member.id, now=place.now)
    sentences = []
    if mine == 1:
        sentences.append(f"One arrival waits for you to say what it is{', and it is late' if late else ''}.")
    elif mine:
        how_many = words.at_most(mine, triage.COUNTED_UP_TO - 1)
        which = f", {late:,} of them late" if late else ""
        sentences.append(f"{how_many} arrivals wait for you to say what they are{which}.")
    ringing, overdue = calls.waiting_for(member.id, now=place.now)
    if ringing == 1:
        late_too = ", and it is late" if overdue else ""
        sentences.append(f"One call to nobody we know waits for you to say whose number it is{late_too}.")
    elif ringing:
        which = f", {overdue:,} of them late" if overdue else ""
        how_many = words.at_most(ringing, calls.COUNTED_UP_TO - 1)
        sentences.append(
            f"{how_many} calls to nobody we know wait for you to say whose numbers they are{which}."
        )
    unread = triage.unread_for(UNREAD_AFTER, now=place.now) if member.administers else 0
    if unread:
        lies = "lies" if unread == 1 else "lie"
        sentences.append(f"{words.plural(unread, 'arrival')} {lies} unread: nothing reads what comes in.")
    return " ".join(sentences)
