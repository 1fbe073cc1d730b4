"""Companies: the form in which their names are compared, and whether a name is one. Pure."""

import re
from typing import Final

from leadfast.foundation.contacts import name_key

_FORMS_LISTED: Final = """
ab ag aps as asa bhd bt bv co company corp corporation cv dd doo eg ehf eireli ev gbr gmbh hf inc incorporated
ivs kft kg kgaa kk lda limited llc llp lp ltd ltda mbh me nv nyrt oao ohg ooo oy oyj pa pao pc plc pllc pte pty
pvt rt sa sarl sas sdn se sl slu snc spa spol sprl srl sro ug vof yk zao zrt
"""
_FORMS: Final = frozenset(_FORMS_LISTED.split())
_WORDS_LISTED: Final = """
academy agencies agency airlines airport apartments architects assn associates association automotive bakery
bank bar beer bistro board brewery bros brothers builders bureau cafe capital care cars catering center centers
centre chapter charter church citizens city clinic clinics club coalition college commission committee community
concrete construction consultants consulting contractors council county court dealer dealership dental
department dept design development distributors district elect electric electrical electronics energy
engineering enterprise enterprises equipment estates factory farm farms federation finance financial firm
fitness florist foods foundation friends fund furniture gallery garage general global government graphics grill
group gym health healthcare holding holdings home homes hospital hotel house industries industry inn institute
insurance international investment investments joinery kitchen lab laboratories labs laundry law leasing legal
life local lodge logistics lounge machines management manufacturing market marketing media medical metals
ministry motors movers museum mutual national network nursing office offices optics organization packaging paper
park partners partnership pharmaceuticals pharmacy photography pizza plastics plumbing political press print
printing productions products program properties property pub public publishing railroad railway realty records
recruitment regional rehabilitation rentals repair research resources restaurant retail roofing sales salon
savings school schools seafood security service services shop society software solar solicitors solutions spa
sports state station steel storage store stores studio studios supermarket supplies supply surgery system
systems tavern taxi teachers technical technologies technology telecom textiles theater theatre title tools
tours towing township trading transit transport transportation travel trucking trust union united universities
university utilities vets village warehouse water wealth wines wireless women workers works workshop
"""
_WORDS: Final = frozenset(_WORDS_LISTED.split())
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
    if not words:
        return False
    if any(word in _FORMS and len(word) > 1 for word in words[1:]) or words[0] == "the":
        return True
    if any(word in _WORDS for word in words) or any(char.isdigit() for char in name):
        return True
    return ("&" in words and len(words) > 3) or "of" in words or "for" in words


def _words(name: str) -> list[str]:
    return [word for word in _BREAKS.split(_JOINED.sub("", name_key(name))) if word]
