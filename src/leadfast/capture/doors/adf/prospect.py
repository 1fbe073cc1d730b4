"""A prospect of ADF: who asks, about which vehicle, of which dealer. Pure."""

import datetime as dt
from dataclasses import dataclass, field

from leadfast.capture.doors.adf.tree import Node
from leadfast.capture.rules.found import Found, amount


@dataclass(frozen=True, slots=True)
class Vehicle:
    """What they want to buy, or give in exchange."""

    interest: str = ""
    status: str = ""
    year: str = ""
    make: str = ""
    model: str = ""
    trim: str = ""
    vin: str = ""
    stock: str = ""
    price: str = ""
    more: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """As one would say it."""
        called = " ".join(part for part in (self.year, self.make, self.model, self.trim) if part)
        known = [
            f"VIN {self.vin}" if self.vin else "",
            f"stock {self.stock}" if self.stock else "",
            self.price,
            *self.more,
        ]
        details = ", ".join(part for part in known if part)
        return f"{called} ({details})" if called and details else called or details


@dataclass(frozen=True, slots=True)
class Prospect:
    """One ``<prospect>``."""

    found: Found
    request_date: str = ""
    vehicles: tuple[Vehicle, ...] = ()
    vendor: str = ""
    provider: str = ""
    keys: tuple[str, ...] = field(default=())


def read(node: Node) -> Prospect:
    """What a prospect says; whatever stands outside of its place is looked for in the whole of it."""
    customer = node.one("customer") or node
    contact = customer.one("contact") or customer
    vehicles = tuple(_vehicle(one) for one in node.all("vehicle"))
    vendor, provider = _called(node.one("vendor")), _called(node.one("provider"))
    date = node.said("requestdate")
    name, company = _name(contact)
    comments = list(
        dict.fromkeys(one.lines for one in node.all("comments") if one.lines and not _in_vehicle(node, one))
    )
    timeframe = customer.one("timeframe")
    when = (
        " to ".join(filter(None, (timeframe.said("earliestdate"), timeframe.said("latestdate"))))
        if timeframe
        else ""
    )
    notes = [
        *(f"{_kind(one)}: {one.label}" for one in vehicles if one.label),
        *comments,
        f"When: {when}" if when else "",
        f"For {vendor}" if vendor else "",
    ]
    wanted = next((one for one in vehicles if one.interest != "trade-in"), None)
    found = Found(
        name=name, company=company,
        mails=tuple(dict.fromkeys(one.text for one in contact.all("email") if one.text)),
        phones=tuple(dict.fromkeys(one.text for one in contact.all("phone") if one.text)),
        address=", ".join(one.text for one in contact.all("street") if one.text),
        city=contact.said("city"), postal_code=contact.said("postalcode"), country=contact.said("country"),
        value=amount(wanted.price) if wanted and wanted.price else None,
        source=provider, note="\n".join(note for note in notes if note), said_at=_moment(date),
    )  # fmt: skip
    return Prospect(
        found, date, vehicles, vendor, provider, tuple(one.text for one in node.all("id") if one.text)
    )


def _name(contact: Node) -> tuple[str, str]:
    """The person, and the company where a name says it is one."""
    names = [one for one in contact.all("name") if one.text]
    business = next((one.text for one in names if one.attributes.get("type") == "business"), "")
    persons = [one for one in names if one.attributes.get("type") != "business"]
    by_part: dict[str, str] = {}
    for one in persons:
        by_part.setdefault(one.attributes.get("part", "full").lower(), one.text)
    by_part.setdefault("last", by_part.get("surname", ""))
    parts = [by_part.get(part, "") for part in ("prefix", "first", "middle", "last", "suffix")]
    full = by_part.get("full", "")
    if by_part.get("first") or by_part.get("last"):
        full = " ".join(part for part in parts if part) if not full or full in parts else full
    return full, business or contact.said("company", "companyname")


def _vehicle(node: Node) -> Vehicle:
    price = node.one("price")
    money = " ".join(filter(None, (price.text, price.attributes.get("currency", "")))) if price else ""
    colours = [one.text for one in node.all("exteriorcolor", "interiorcolor") if one.text]
    odometer = node.one("odometer")
    distance = (
        f"{odometer.text} {odometer.attributes.get('units', '')}".strip()
        if odometer and odometer.text
        else ""
    )
    more = (
        *(node.said(key) for key in ("bodystyle", "transmission", "condition") if node.said(key)), *colours, distance,
        *(one.lines for one in node.all("comments") if one.lines),
    )  # fmt: skip
    return Vehicle(
        node.attributes.get("interest", "").lower(), node.attributes.get("status", "").lower(), node.said("year"),
        node.said("make"), node.said("model"), node.said("trim"), node.said("vin"), node.said("stock"), money,
        tuple(part for part in more if part),
    )  # fmt: skip


def _kind(vehicle: Vehicle) -> str:
    return {"trade-in": "Trades in", "sell": "Sells", "lease": "Would lease", "test-drive": "Would test"}.get(
        vehicle.interest, "Wants"
    )


def _in_vehicle(node: Node, comment: Node) -> bool:
    return any(comment is one for vehicle in node.all("vehicle") for one in vehicle.all("comments"))


def _called(node: Node | None) -> str:
    if node is None:
        return ""
    return node.said("vendorname", "name")


def _moment(text: str) -> dt.datetime | None:
    try:
        at = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    # Without its zone the hour is a guess; the day is right for most.
    return at if at.tzinfo else at.replace(tzinfo=dt.UTC)
