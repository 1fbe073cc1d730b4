"""The law by country, on one page: who may be mailed or called on what ground, and at which hours.

Read on 22 November 2026. It is a careful default, stricter where the text is unclear, and no legal advice;
each row names what it was read from, and the Settings screen shows those names beside the rule. A country
that is not listed is judged by the strictest row, UNKNOWN.
"""

from dataclasses import dataclass
from datetime import time
from enum import IntEnum

from leadfast.foundation.business_time import Span, Week


class Ground(IntEnum):
    """What we hold, or what a rule asks for, from weakest to strongest."""

    NOTHING = 0
    INQUIRY = 1
    """They asked us about it."""
    SALE = 2
    """They bought from us."""
    CONSENT = 3
    """They agreed to this in so many words, and we can show it."""


class Calling(IntEnum):
    """What a call to somebody who did not ask for one needs."""

    FREE = 0
    LIST = 1
    """The number has been compared with the public do-not-call list."""
    CONSENT = 2


@dataclass(frozen=True)
class Side:
    """The rules for consumers, or for businesses."""

    cold_mail: Ground
    nurture_mail: Ground
    cold_call: Calling


@dataclass(frozen=True)
class Law:
    """One country."""

    country: str
    name: str
    consumer: Side
    business: Side
    call_hours: Week
    sources: tuple[str, ...]
    calls_on_holidays: bool = True
    calls_per_24_hours: int = 3
    """Three is law in parts of the United States and our default everywhere else."""
    inquiry_days: int = 365
    """How long an inquiry stands as a ground for calls and nurture mail."""
    consent_days: int = 730
    """How old a consent may be before it has to be asked for again."""
    tracking_needs_consent: bool = True
    do_not_call_list: str = "the do-not-call list"


def _hours(start: str, end: str, saturday: str = "", sunday: str = "") -> Week:
    return (*(((_span(f"{start}-{end}")),),) * 5, _day(saturday), _day(sunday))


def _day(text: str) -> tuple[Span, ...]:
    return (_span(text),) if text else ()


def _span(text: str) -> Span:
    start, end = (time.fromisoformat(part) for part in text.split("-"))
    return start, end


N, I, S, C = Ground.NOTHING, Ground.INQUIRY, Ground.SALE, Ground.CONSENT  # noqa: E741 - the table is read by column
FREE, LIST, ASK = Calling.FREE, Calling.LIST, Calling.CONSENT

_LONG = _hours("08:00", "21:00", "08:00-21:00", "08:00-21:00")
_CIVIL = _hours("09:00", "20:00", "10:00-18:00")
_WORKDAYS = _hours("09:00", "20:00")

# Columns of a Side: cold mail, nurture mail to somebody who inquired, call to somebody who did not ask.
_ROWS = (
    Law("US", "United States", Side(N, N, LIST), Side(N, N, FREE),
        _hours("08:00", "20:00", "08:00-20:00", "08:00-20:00"), (
            "CAN-SPAM Act, 15 U.S.C. 7704 (opt-out, postal address)",
            "47 CFR 64.1200(c): 8 a.m. to 9 p.m. at the called party, National Do Not Call Registry",
            "47 CFR 64.1200(f)(5): an inquiry stands for three months",
            "Fla. Stat. 501.616(6): until 8 p.m., at most three calls in 24 hours",
            "15 O.S. 775C.4 and Maryland's Stop the Spam Calls Act: the same",
            "Both are kept for all states, because a number does not prove a state"),
        inquiry_days=90, tracking_needs_consent=False, do_not_call_list="the National Do Not Call Registry"),
    Law("CA", "Canada", Side(C, I, LIST), Side(C, I, FREE),
        _hours("09:00", "21:30", "10:00-18:00", "10:00-18:00"), (
            "CASL, S.C. 2010 c. 23, ss. 6 and 10 (an inquiry is implied consent for six months)",
            "CRTC Unsolicited Telecommunications Rules, Part III s. 23 (hours), Part II (DNCL)"),
        inquiry_days=180, do_not_call_list="the National Do Not Call List"),
    Law("GB", "United Kingdom", Side(C, I, LIST), Side(N, N, LIST),
        _hours("08:00", "21:00", "09:00-20:00"), (
            "PECR 2003 regs. 21 and 22 (soft opt-in includes negotiations for a sale; companies may opt out)",
            "Hours by the DMA Code, there is no statute"),
        do_not_call_list="the TPS and CTPS"),
    Law("IE", "Ireland", Side(C, S, LIST), Side(N, N, LIST), _CIVIL, (
            "S.I. 336/2011 reg. 13",), do_not_call_list="the National Directory Database"),
    Law("DE", "Germany", Side(C, C, ASK), Side(C, C, ASK), _CIVIL, (
            "UWG § 7(2) no. 2 and (3): consent for mail to anybody, the exception needs a sale",
            "UWG § 7(2) no. 1: express consent to call consumers, a presumed one for businesses",
            "A presumed consent is not assumed here"),
        calls_on_holidays=False),
    Law("AT", "Austria", Side(C, S, ASK), Side(C, S, ASK), _CIVIL, (
            "TKG 2021 § 174",), calls_on_holidays=False),
    Law("CH", "Switzerland", Side(C, S, LIST), Side(C, S, LIST), _CIVIL, (
            "UWG art. 3(1)(o) and (u) (the asterisk in the directory)",), calls_on_holidays=False,
        do_not_call_list="the asterisk in the public directory"),
    Law("FR", "France", Side(C, S, ASK), Side(N, N, FREE),
        (*((_span("10:00-13:00"), _span("14:00-20:00")),) * 5, (), ()), (
            "CPCE art. L34-5; CNIL on prospecting between professionals (opt-out, about the person's work)",
            "Code de la consommation art. L223-1, Loi 2025-594 (consent for calls since 11 August 2026)",
            "Décret 2022-1313 (10-13 and 14-20, Monday to Friday, no holidays)"),
        calls_on_holidays=False, do_not_call_list="the consent on record"),
    Law("ES", "Spain", Side(C, S, ASK), Side(C, S, LIST), _hours("09:00", "21:00"), (
            "LSSI 34/2002 art. 21", "LGTel 11/2022 art. 66.1.b",
            "RDL 1/2007 art. 96.2 (9-21, no week-ends, no holidays)"),
        calls_on_holidays=False, do_not_call_list="the Lista Robinson"),
    Law("PT", "Portugal", Side(C, S, LIST), Side(N, N, LIST), _CIVIL, (
            "Lei 41/2004 arts. 13-A and 13-B",), calls_on_holidays=False),
    Law("IT", "Italy", Side(C, S, LIST), Side(C, S, LIST), _hours("09:00", "20:00", "10:00-19:00"), (
            "Codice in materia di protezione dei dati personali art. 130",
            "DPR 26/2022 (Registro delle opposizioni)"),
        calls_on_holidays=False, do_not_call_list="the Registro pubblico delle opposizioni"),
    Law("NL", "Netherlands", Side(C, S, ASK), Side(C, S, FREE), _CIVIL, (
            "Telecommunicatiewet art. 11.7 (consent for calls to natural persons since 1 July 2021)",),
        calls_on_holidays=False),
    Law("BE", "Belgium", Side(C, S, LIST), Side(C, S, LIST), _CIVIL, (
            "Code de droit économique arts. XII.13 and VI.110 to VI.115",), calls_on_holidays=False,
        do_not_call_list="the Do Not Call Me list"),
    Law("LU", "Luxembourg", Side(C, S, ASK), Side(N, N, FREE), _CIVIL, (
            "Loi du 30 mai 2005 art. 11",), calls_on_holidays=False),
    Law("DK", "Denmark", Side(C, S, ASK), Side(C, S, FREE), _CIVIL, (
            "Markedsføringsloven § 10", "Forbrugeraftaleloven § 4"), calls_on_holidays=False),
    Law("SE", "Sweden", Side(C, S, LIST), Side(N, N, FREE), _CIVIL, (
            "Marknadsföringslagen 19-21 §§",), calls_on_holidays=False, do_not_call_list="NIX-Telefon"),
    Law("NO", "Norway", Side(C, S, LIST), Side(C, S, FREE), _hours("09:00", "21:00"), (
            "Markedsføringsloven §§ 12-15 (not on Saturdays, Sundays and holidays, nor after 21)",),
        calls_on_holidays=False, do_not_call_list="the Reservasjonsregisteret"),
    Law("FI", "Finland", Side(C, S, LIST), Side(N, N, FREE), _CIVIL, (
            "Act 917/2014 ss. 200-202",), calls_on_holidays=False),
    Law("PL", "Poland", Side(C, C, ASK), Side(C, C, ASK), _CIVIL, (
            "Prawo komunikacji elektronicznej of 12 July 2024, art. 398",), calls_on_holidays=False),
    Law("CZ", "Czechia", Side(C, S, ASK), Side(C, S, ASK), _CIVIL, (
            "Act 480/2004 § 7", "Act 127/2005 § 96 as amended 2022"), calls_on_holidays=False),
    Law("AU", "Australia", Side(C, I, LIST), Side(C, I, LIST), _hours("09:00", "20:00", "09:00-17:00"), (
            "Spam Act 2003 Sch. 2 (consent may be inferred from a relationship)",
            "Telemarketing and Research Calls Industry Standard 2017 (not on Sundays and national holidays)"),
        calls_on_holidays=False, do_not_call_list="the Do Not Call Register"),
    Law("NZ", "New Zealand", Side(C, I, LIST), Side(C, I, LIST), _CIVIL, (
            "Unsolicited Electronic Messages Act 2007 ss. 4 and 9",), calls_on_holidays=False,
        do_not_call_list="the Do Not Call register of the Marketing Association"),
    Law("ZA", "South Africa", Side(C, S, ASK), Side(C, S, ASK), _hours("08:00", "20:00", "09:00-13:00"), (
            "POPIA s. 69", "Consumer Protection Act regulations: no Sundays, no holidays, Saturday 9-13"),
        calls_on_holidays=False),
    Law("SG", "Singapore", Side(N, N, LIST), Side(N, N, LIST), _CIVIL, (
            "Spam Control Act 2007", "PDPA 2012 Part 9 (DNC Registry)"), calls_on_holidays=False,
        do_not_call_list="the DNC Registry"),
    Law("IN", "India", Side(C, I, LIST), Side(N, N, LIST), _hours("10:00", "19:00", "10:00-19:00"), (
            "TRAI TCCCPR 2018 (preference register)", "DPDP Act 2023 s. 7"), calls_on_holidays=False,
        do_not_call_list="the customer preference register"),
)  # fmt: skip

UNKNOWN = Law(
    "",
    "a country we have no rule for",
    Side(C, C, ASK),
    Side(C, C, ASK),
    _WORKDAYS,
    ("The strictest of the listed rules",),
    calls_on_holidays=False,
    inquiry_days=90,
)

TABLE = {row.country: row for row in _ROWS}


def of(country: str) -> Law:
    """The rules of a country by its two-letter code; the strictest ones when it is not listed."""
    return TABLE.get(country.upper(), UNKNOWN)
