"""Records that are no tables: FreeSWITCH events, JSON and XML; Twilio's resources and the forms it posts. Pure."""

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final
from urllib.parse import parse_qsl, unquote

from leadfast.capture.doors.calls.record import Call, direction_of, key_of, outcome_of
from leadfast.capture.doors.spreadsheet import dates

_STATUS: Final = {
    "completed": "answered", "in-progress": "answered", "no-answer": "missed", "busy": "busy", "failed": "failed",
    "canceled": "missed", "cancelled": "missed", "ringing": "missed", "queued": "missed", "initiated": "missed",
    "dialing": "missed",
}  # fmt: skip
_BETWEEN: Final = re.compile(r"[\s,]*")
_NEXT_LINE: Final = re.compile(r"\n\s*(?=[{\[])")
_A_DAY: Final = 86_400
_TORN: Final = "This record is torn; it cannot be read."


def read(raw: bytes, *, told_at: dt.datetime | None = None) -> list[Call | str] | None:
    """Every record, each a call or why it is none; None when these bytes are nothing of the kind.

    ``told_at``: when they were posted, for those that say no time.
    """
    text = raw.decode("utf-8", "replace").lstrip("\ufeff").strip()
    if text[:1] in ("{", "["):
        found = [
            _TORN if one is None else _of_json(inner, told_at)
            for one in _documents(text)
            for inner in ([{}] if one is None else _each(one))
        ]
        return None if all(one == _TORN for one in found) and not is_switch(raw) else found
    if re.match(r"<\?xml[^>]*>\s*<cdr\b|<cdr\b", text):
        # One call a file; several where files were put together.
        return [_of_switch(_of_xml(one)) for one in re.split(r"(?=<cdr\b)", text)[1:]]
    if re.match(r"(Event-Name|Core-UUID|Channel-State):", text):
        return [
            _of_event(block) for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if ":" in block
        ]
    if re.search(r"(^|&)(CallSid|MessageSid|SmsSid)=", text) and "\n" not in text:
        return [_of_form(dict(parse_qsl(text, keep_blank_values=True)), told_at)]
    return None


def is_switch(raw: bytes) -> bool:
    """Are these records as FreeSWITCH writes them as JSON, whatever can be read of them?"""
    text = raw[:200_000].decode("utf-8", "replace").lstrip("\ufeff").strip()
    if text[:1] not in ("{", "["):
        return False
    start = text[:4000]
    named = re.search(r'"(core-uuid|switchname|channel_data|callflow|app_log)"\s*:', start)
    return bool(re.search(r'"variables"\s*:\s*\{', text) and named) or bool(
        re.search(r'"variables"\s*:\s*\{\s*"(\w+_(epoch|stamp|uepoch)|uuid|direction|sip_\w+)"', start)
    )


def _documents(text: str) -> Iterator[Any]:
    """One document, or one after the other (JSON lines); None for each that is torn."""
    decoder, at = json.JSONDecoder(), 0
    while at < len(text):
        try:
            one, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            yield None
            # The next line that begins a record; what lies between is one torn one.
            following = _NEXT_LINE.search(text, at)
            at = following.end() if following else len(text)
            continue
        yield one
        between = _BETWEEN.match(text, end)
        at = between.end() if between else end


def _each(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, list):
        for one in value:
            yield from _each(one)
    elif isinstance(value, dict):
        for name in ("calls", "recordings", "messages", "records", "cdrs", "data"):
            if isinstance(value.get(name), list):
                yield from _each(value[name])
                return
        yield value


def _of_json(record: Mapping[str, Any], told_at: dt.datetime | None) -> Call | str:
    if "variables" in record:
        variables = {str(k): unquote(str(v)) for k, v in _named(record["variables"]).items()}
        flows = record.get("callflow")
        first = flows[0] if isinstance(flows, list) and flows else flows
        profile = {
            str(k): unquote(str(v)) for k, v in _named(_named(first).get("caller_profile")).items() if v
        }
        return _of_switch({**profile, **variables})
    flat = {re.sub(r"[\s_-]", "", str(k)).lower(): "" if v is None else str(v) for k, v in record.items()}
    if (
        "callsid" in flat
        and "call" not in str(record.get("uri", "call")).rpartition("/Recordings")[2]
        and "channels" in flat
    ):
        return "A recording: it belongs to its call."
    if str(record.get("sid", "")).startswith("RE"):
        return "A recording: it belongs to its call."
    if str(record.get("sid", "")).startswith(("SM", "MM")) or "body" in flat:
        return "A text message, not a call."
    return _of_names(flat, told_at)


def _named(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _of_form(form: Mapping[str, str], told_at: dt.datetime | None) -> Call | str:
    if "CallSid" not in form:
        return "A text message, not a call."
    told = _of_names({key.lower(): value for key, value in form.items()}, told_at)
    if isinstance(told, str) or told.at is None or not told.is_over:
        return told
    # What Twilio says when a call is over, it says at its end.
    return replace(told, at=told.at - dt.timedelta(seconds=min(told.seconds, _A_DAY)))


def _of_names(flat: Mapping[str, str], told_at: dt.datetime | None) -> Call | str:
    """Twilio's names, and what others call the same."""

    def one(*names: str) -> str:
        return next((said for name in names if (said := flat.get(name, "").replace("\0", "").strip())), "")

    caller, called = (
        one("from", "caller", "callernumber", "fromnumber", "src"),
        one("to", "called", "callee", "tonumber", "dst"),
    )
    if not caller and not called:
        return "Neither side has a number."
    when = one("starttime", "timestamp", "startedat", "start", "datecreated", "time", "date")
    at = dates.moment(when) if when else told_at
    if at is None:
        return "The time of the call cannot be read."
    status, talked = (
        one("callstatus", "dialcallstatus", "status", "disposition"),
        # Twilio posts both: the seconds under this name, and begun minutes, as they are paid, under the other.
        one("callduration", "duration", "billsec"),
    )
    seconds = int(float(talked)) if re.fullmatch(r"\d{1,9}(\.\d+)?", talked) else 0
    outcome = _STATUS.get(re.sub(r"[\s_]+", "-", status.strip().lower())) or outcome_of(
        words=status, cause=None, talked=seconds
    )
    if one("answeredby").startswith("machine"):
        outcome = "voicemail"
    # One call is posted once for each of its states; it is one call.
    known_as = one("sid", "callsid", "id", "callid", "uuid")
    key = (
        f"twilio:{known_as}"
        if known_as.startswith("CA")
        else key_of("webhook", known_as, {} if known_as else dict(flat))
    )
    return Call(
        key=key, at=at, caller=caller, called=called, outcome=outcome,  # type: ignore[arg-type]
        direction=direction_of(one("direction"), caller, called), caller_name=one("callername"), seconds=seconds,
        talked=seconds if outcome in ("answered", "voicemail") else 0, recording=one("recordingurl"),
        state=re.sub(r"[\s_]+", "-", status.strip().lower())[:20], told_at=at,
    )  # fmt: skip


def _of_xml(text: str) -> dict[str, str]:
    return {key: unquote(value) for key, value in re.findall(r"<(\w+)>([^<>]*)</\1>", text)}


def _of_event(block: str) -> Call | str:
    named: dict[str, str] = {}
    for line in block.split("\n"):
        key, colon, value = line.partition(":")
        if colon:
            named.setdefault(key.strip(), unquote(value.strip()))
    variables = {
        key.removeprefix("variable_"): value for key, value in named.items() if key.startswith("variable_")
    }
    micro = {
        "start_epoch": named.get("Caller-Channel-Created-Time", "")[:10],
        "answer_epoch": named.get("Caller-Channel-Answered-Time", "")[:10],
        "end_epoch": named.get("Caller-Channel-Hangup-Time", "")[:10],
        "caller_id_number": named.get("Caller-Caller-ID-Number", ""),
        "caller_id_name": named.get("Caller-Caller-ID-Name", ""),
        "destination_number": named.get("Caller-Destination-Number", ""),
        "uuid": named.get("Unique-ID", ""), "hangup_cause": named.get("Hangup-Cause", ""),
        "direction": named.get("Call-Direction", ""),
    }  # fmt: skip
    return _of_switch({**micro, **variables})


def _of_switch(named: Mapping[str, str]) -> Call | str:
    caller, called = named.get("caller_id_number", ""), named.get("destination_number", "")
    if not caller and not called:
        return "Neither side has a number."
    begun, answered, ended = (
        dates.moment(named.get(f"{what}_epoch", "")) for what in ("start", "answer", "end")
    )
    begun = begun or dates.moment(named.get("start_stamp", ""))
    if begun is None:
        return "The time of the call cannot be read."
    length = int((ended - begun).total_seconds()) if ended else 0
    talk = int((ended - answered).total_seconds()) if ended and answered else 0
    seconds = int(named["duration"]) if named.get("duration", "").isdecimal() else length
    talked = int(named["billsec"]) if named.get("billsec", "").isdecimal() else talk
    cause = int(named["hangup_cause_q850"]) if named.get("hangup_cause_q850", "").isdecimal() else None
    return Call(
        key=f"freeswitch:{named['uuid']}" if named.get("uuid") else key_of("freeswitch", "", dict(named)), at=begun,
        caller=caller, called=called,
        outcome=outcome_of(words=named.get("hangup_cause", ""), cause=cause, talked=talked),
        # A leg is called inbound from where it enters the switch: numbers tell more.
        direction=direction_of("", caller, called) or direction_of(named.get("direction", ""), caller, called),
        caller_name="" if named.get("caller_id_name", "").isdecimal() else named.get("caller_id_name", ""),
        seconds=seconds, talked=talked, recording=named.get("record_path", ""),
    )  # fmt: skip
