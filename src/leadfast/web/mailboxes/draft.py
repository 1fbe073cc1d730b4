"""A mailbox that is being connected: what is known so far, kept in the session, never its secret."""

from typing import Any, TypedDict

from django.http import HttpRequest

from leadfast.mail import actions as mail
from leadfast.mail.actions import looking, signing_in

_KEPT = "mailbox being connected"
_INVITED = "mailbox sign-in"

Where = tuple[str, int, str]


class Draft(TypedDict):
    """As it lies in the session."""

    address: str
    display_name: str
    user_name: str
    provider: str
    sign_in: str
    says: str
    how: str
    imap: Where
    smtp: Where
    files_sent_itself: bool | None


def begin(request: HttpRequest, *, address: str, display_name: str) -> Draft:
    """Look the servers up (this talks to the network) and remember them."""
    found = looking.discover(address=address)
    kept = Draft(
        address=address,
        display_name=display_name,
        user_name=found.user_name if found else address,
        provider=found.provider if found else "",
        sign_in=found.sign_in if found else "",
        says=found.says if found else "",
        how=found.how if found else "",
        imap=_where(found.imap) if found else ("", 993, "tls"),
        smtp=_where(found.smtp) if found else ("", 465, "tls"),
        files_sent_itself=found.files_sent_itself if found else None,
    )
    request.session[_KEPT] = kept
    return kept


def current(request: HttpRequest) -> Draft | None:
    """The one that was begun, if there is one."""
    kept: Draft | None = request.session.get(_KEPT)
    return kept


def forget(request: HttpRequest) -> None:
    """Connected, or given up."""
    request.session.pop(_KEPT, None)
    request.session.pop(_INVITED, None)


def invite(request: HttpRequest, provider: str) -> signing_in.Invitation:
    """Begin a sign-in by device code (this talks to the provider)."""
    invitation = signing_in.invite(provider=provider)
    request.session[_INVITED] = {
        "url": invitation.url,
        "code": invitation.code,
        "device_code": invitation.device_code,
        "interval": invitation.interval,
        "expires_in": invitation.expires_in,
    }
    return invitation


def invitation(request: HttpRequest) -> signing_in.Invitation | None:
    """The sign-in that waits for its code to be typed."""
    kept: dict[str, Any] | None = request.session.get(_INVITED)
    return signing_in.Invitation(**kept) if kept else None


def new_mailbox(draft: Draft, *, owner_id: Any, secret: str, **changed: Any) -> mail.NewMailbox:
    """What the mail package connects."""
    imap: Where = changed.get("imap") or draft["imap"]
    smtp: Where = changed.get("smtp") or draft["smtp"]
    return mail.NewMailbox(
        owner_id=owner_id,
        address=draft["address"],
        display_name=draft["display_name"],
        user_name=changed.get("user_name") or draft["user_name"],
        imap=mail.Server(imap[0], imap[1], imap[2]),  # type: ignore[arg-type]
        smtp=mail.Server(smtp[0], smtp[1], smtp[2]),  # type: ignore[arg-type]
        secret=secret,
        auth=changed.get("auth", "password"),
        provider=changed.get("provider", draft["sign_in"]),
        files_sent_itself=draft["files_sent_itself"],
    )


def _where(server: mail.Server) -> Where:
    return server.host, server.port, server.security
