"""Bounces: found or not, false alarms, addresses exact, hard or soft, reason; beside flufl.bounce.

*Detected*: a report of any kind (failed, delayed, complaint, delivered) is known as one. *False alarms*: automatic
replies, challenges and people's mails taken for a bounce. An address counts under the name we wrote to or the one
it was forwarded to. Hard against soft: where the source says whether the address is dead, that; where it says
permanent or temporary, whether the server gave up on the mail.
"""

import argparse
import email
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from leadfast.cli.figures import Figures
from leadfast.cli.measure import corpora
from leadfast.cli.measure.corpora import Item, share
from leadfast.conversations.understanding.classes import Verdict
from leadfast.conversations.understanding.reading import read

CORPORA = (
    "bounce-sisimai", "bounce-flufl", "bounce-bounceparser", "bounce-mysociety", "bounce-bounce_email",
    "bounce-misc", "autoreply",
)  # fmt: skip
REPORTS = ("bounce", "arf")
# Kinds that must never be taken for a bounce; `unrecognised` only says that one tool gave up.
OTHERS = ("autoreply", "challenge-response", "not-a-bounce", "human")

# The vocabularies of the sources, as far as they can be told apart in ours.
_SISIMAI = {
    "userunknown": ("user_unknown",), "mailboxfull": ("mailbox_full",), "filtered": ("filtered",),
    "expired": ("expired", "network"), "rejected": ("sender_rejected", "filtered"), "blocked": ("sender_blocked",),
    "hostunknown": ("host_unknown",), "networkerror": ("network", "expired", "host_unknown"),
    "authfailure": ("sender_unproven",), "requireptr": ("sender_blocked",), "badreputation": ("sender_blocked",),
    "suspend": ("disabled",), "notaccept": ("takes_no_mail",), "spamdetected": ("spam",), "mailererror": ("system",),
    "systemerror": ("system",), "policyviolation": ("policy", "content"), "securityerror": ("policy",),
    "hasmoved": ("moved",), "notcompliantrfc": ("content",), "norelaying": ("relaying",), "contenterror": ("content",),
    "mesgtoobig": ("too_big",),
    "exceedlimit": ("too_big",), "virusdetected": ("content",), "toomanyconn": ("too_fast",),
    "speeding": ("too_fast",), "failedstarttls": ("policy",), "syntaxerror": ("system", "unknown"),
    "onhold": ("unknown",),
    "undefined": ("unknown",), "delivered": ("unknown",),
}  # fmt: skip
_OTHER_REASONS = {
    "user_unknown": ("user_unknown",), "over_quota": ("mailbox_full",), "message_too_large": ("too_big",),
    "domain_error": ("host_unknown",), "user_disabled": ("disabled",), "ERR_NO_USER": ("user_unknown",),
    "ERR_MAILBOX_FULL": ("mailbox_full",), "ERR_UNROUTEABLE": ("host_unknown",), "ERR_TIMEOUT": ("expired", "network"),
    "ERR_MAILBOX_UNAVAILABLE": ("user_unknown",), "ERR_SPAM": ("filtered", "spam"),
}  # fmt: skip


def measure(arguments: argparse.Namespace) -> Figures:
    """Every report of the corpora, read by us and by flufl.bounce."""
    found = Figures()
    right: Counter[str] = Counter()
    of: Counter[str] = Counter()
    root: Path = arguments.corpora
    for item in (one for corpus in CORPORA for one in corpora.items(root, corpus, found)):
        verdict = read(item.raw).verdict
        _kind(item, verdict, right, of, found)
        _addresses(item, verdict, right, of, found)
        for what, good, wanted, got in _grades(item, verdict):
            of[what] += 1
            right[what] += good
            if not good:
                found.failures.append(f"{item}, {what}: expected {wanted}, got {got}")
    _people(root, right, of, found)
    found.figures = {
        "detected": share(right["detected"], of["detected"]),
        "false_alarms": of["false_alarm"],
        "addresses_exact": share(right["addresses"], of["addresses"]),
        "hard_soft": share(right["hard_soft"], of["hard_soft"]),
        "reason": share(right["reason"], of["reason"]),
        "reports": of["detected"],
        "others": of["others"],
        **_stock(root),
    }
    return found


def _kind(item: Item, verdict: Verdict, right: Counter[str], of: Counter[str], found: Figures) -> None:
    kind = item.label.get("kind")
    told = verdict.is_report or verdict.complaint is not None
    if kind in REPORTS:
        of["detected"] += 1
        right["detected"] += told
        if not told:
            found.failures.append(
                f"{item}: expected a report, got {verdict.inbound.value} ({verdict.reason})"
            )
    elif kind in OTHERS:
        of["others"] += 1
        if told:
            of["false_alarm"] += 1
            found.failures.append(f"{item}: expected {kind}, got {verdict.reason}")


def _people(root: Path, right: Counter[str], of: Counter[str], found: Figures) -> None:
    """Mails of people, and of machines that answer, are no bounces."""
    for item in corpora.items(root, "reply-intents", found):
        of["others"] += 1
        verdict = read(item.raw).verdict
        if verdict.is_report or verdict.complaint is not None:
            of["false_alarm"] += 1
            found.failures.append(f"{item}: expected no report, got {verdict.reason}")


def _wanted_addresses(label: dict[str, object]) -> set[str] | None:
    for names in (
        ("silver_recipients",),
        ("permanent", "temporary"),
        ("addresses",),
        ("email_address",),
        ("recipient",),
    ):
        if names[0] not in label:
            continue
        values = [label.get(name) or [] for name in names]
        flat = [one for value in values for one in (value if isinstance(value, list) else [value])]
        return {str(one).lower() for one in flat}
    return None


def _addresses(item: Item, verdict: Verdict, right: Counter[str], of: Counter[str], found: Figures) -> None:
    wanted = _wanted_addresses(item.label)
    if wanted is None or item.label.get("kind") != "bounce" or verdict.bounce is None:
        return
    got = [{one.address, one.final} for one in verdict.bounce.failures]
    good = len(got) == len(wanted) and all(any(one in names for names in got) for one in wanted)
    of["addresses"] += 1
    right["addresses"] += good
    if not good:
        found.failures.append(
            f"{item}, addresses: expected {sorted(wanted)}, got {[sorted(one) for one in got]}"
        )


def _grades(item: Item, verdict: Verdict) -> Iterator[tuple[str, bool, object, object]]:
    bounce, label = verdict.bounce, item.label
    if bounce is None:
        return
    failures = list(bounce.failures)
    told = [one for one in label.get("recipients", []) if one["reason"] not in ("feedback", "vacation")]
    if told and len(told) == len(failures):
        for one, got in zip(told, failures, strict=True):
            yield "hard_soft", one["hardbounce"] == got.hard, one["hardbounce"], got.hard
            names = _SISIMAI.get(one["reason"], ())
            yield "reason", got.reason.value in names, one["reason"], got.reason.value
    elif told:
        hard = any(one["hardbounce"] for one in told)
        yield "hard_soft", hard == bounce.hard, hard, bounce.hard
    for got in failures:
        if got.address in label.get("permanent", []) or got.address in label.get("temporary", []):
            wanted = got.address in label["permanent"]
            yield "hard_soft", wanted == got.permanent, wanted, got.permanent
    other = _OTHER_REASONS.get(str(label.get("std_reason") or label.get("problem")))
    if other and failures:
        yield "reason", failures[0].reason.value in other, other[0], failures[0].reason.value


def _stock(root: Path) -> dict[str, float]:
    flufl = corpora.installed("flufl.bounce")
    if flufl is None:
        return {}
    quiet = Figures()
    detected = reports = alarms = exact = told = 0
    for item in (one for corpus in CORPORA for one in corpora.items(root, corpus, quiet)):
        temporary, permanent = flufl.all_failures(email.message_from_bytes(item.raw))
        addresses = {one.decode("utf-8", "replace").lower() for one in (*temporary, *permanent)}
        kind = item.label.get("kind")
        reports += kind in REPORTS
        detected += bool(addresses) and kind in REPORTS
        alarms += bool(addresses) and kind in OTHERS
        wanted = _wanted_addresses(item.label)
        if wanted is not None and kind == "bounce" and addresses:
            told += 1
            exact += wanted == addresses
    return {
        "stock.flufl_bounce.detected": share(detected, reports),
        "stock.flufl_bounce.false_alarms": alarms,
        "stock.flufl_bounce.addresses_exact": share(exact, told),
    }
