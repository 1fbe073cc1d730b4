"""Companies: the form in which their names are compared, and whether a name is one. Pure."""

import re
from typing import Final

from leadfast.foundation.contacts import name_key
from leadfast.people.rules import names
from leadfast.people.rules.family_names import FAMILY_NAMES

_FORMS_LISTED: Final = """
ab ag aps as asa bhd bt bv co company corp corporation cv dd doo eg ehf eireli ev gbr gmbh hf inc incorporated
ivs kft kg kgaa kk lda limited llc llp lp ltd ltda mbh me nv nyrt oao ohg ooo oy oyj pa pao pc plc pllc pte pty
pvt rt sa sarl sas sdn se sl slu snc spa spol sprl srl sro ug vof yk zao zrt
"""
_FORMS: Final = frozenset(_FORMS_LISTED.split())
_WORDS_LISTED: Final = """
academy agencies agency airlines airport alarm alarms alliance apartments apotheke architects asociación assn assoc
associates association associação autohaus automotive azienda bakery bakkerij banca banco bank banque bar basilica
beer bistro board boulangerie boutique brewery brewing brokerage bros brothers builders bureau butchers bäckerei
cabinet cafe camp capital care cars catering cathedral cemetery center centers centre ceramics chapel chapter
charter church citizens city cleaners clinic clinics clinique club clínica coalition colegio college commission
committee communications community comune concrete congregation conservatory construction consultants consulting
contractors convent cooperative council county court credit dairy dealer dealership deli dental dentistry department
dept design development diner distillery distributors district elect electric electrical electronics energy
engineering enterprise enterprises equipment escola escrow escuela estates express factory faculdade farm farmacia
farms federation finance financial firm fitness florist fondazione foods foundation freight friends fund fundación
fundacja funeral furniture gallery garage gardens gasthaus gemeente general global government graphics grill grocers
grocery group guild gym handwerk hardware health healthcare holding holdings home homes hospital hostel hotel house
imports imprimerie industries industry inn institute insurance interiors international investment investments
jewelers jewellers joinery kanzlei kitchen klinik lab laboratories labs laundry law league leasing legal life liquor
liquors local lodge logistics lounge lumber machinery machines mairie management manufacturing market marketing mart
mechanical media medical metals metalworks metzgerei mill mills ministries ministry monastery mortgage mosque motel
motors movers museum mutual national network nurseries nursery nursing office offices officina optical optics
orchestra organization orthodontics osteria outfitters packaging packers padaria panadería paper parish park
partners partnership party paving pediatrics pharma pharmaceuticals pharmacie pharmacy photography physicians pizza
pizzeria plastics plumbers plumbing political pottery praxis preschool press print printing production productions
products program properties property przychodnia pub public publishing radio railroad railway ranch realty records
recruitment regional rehabilitation removals rentals repair research resources restauracja restaurant retail
ristorante roasters roofing sales salon savings school schools schule scuola seafood security seminary service
services shop signs sklep sociedad society società société software solar solicitors solutions spa specialties
sports spółka state station steel stichting stiftung storage store stores studio studios supermarket supplies supply
surgery surveyors svc synagogue system systems szkoła tailors talleres tavern taxi teachers technical technologies
technology telecom textiles theater theatre tire tires tischlerei title tools tours towing township trading transit
transport transportation trattoria travel trucking trust tutoring tv union united universidad universities
university università universität université uniwersytet utilities ventures verein vereniging verlag veterinary vets
video village vineyards warehouse water wealth werkstatt werkstätten winery wines wireless women workers works
workshop yachts école
"""
_WORDS: Final = frozenset(_WORDS_LISTED.split())
_HONORIFICS: Final = frozenset("mr mrs ms miss dr drs prof herr frau mme mlle sr sra".split())  # noqa: SIM905
_POSSESSIVE: Final = re.compile(r"[a-z]{3,}['’]s\b", re.IGNORECASE)
_JOINED: Final = re.compile(r"[.'’]")
_BREAKS: Final = re.compile(r"[^\w&+]+")


def key(name: str) -> str:
    """A company's name for comparing: without its legal form, marks and a leading article."""
    words = [word for word in _words(name) if word != "&"]
    while len(words) > 1 and words[-1] in _FORMS:
        words.pop()
    if len(words) > 1 and words[0] in ("the", "die", "der", "das", "la", "le", "el"):
        words = words[1:]
    # "and" and "&" are one, and so is leaving them out.
    return " ".join(word for word in words if word not in ("and", "und", "et", "y", "e")) or name_key(name)


def is_company(name: str) -> bool:
    """Is this the name of an organisation, not of a person?"""
    words = _words(name)
    if not words or words[0] in _HONORIFICS or names.bears_an_office(name):
        return False
    if len(words) == 1 and words[0] in FAMILY_NAMES:
        return False
    # A possessive is somebody's place: Jerry's on Lincoln.
    if _POSSESSIVE.search(name):
        return True
    if any(word in _FORMS and len(word) > 1 for word in words[1:]) or words[0] == "the":
        return True
    if any(word in _WORDS for word in words) or any(char.isdigit() for char in name):
        return True
    return ("&" in words and len(words) > 3) or "of" in words or "for" in words


def _words(name: str) -> list[str]:
    return [word for word in _BREAKS.split(_JOINED.sub("", name_key(name))) if word]
