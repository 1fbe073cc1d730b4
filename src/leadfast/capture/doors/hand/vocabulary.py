"""Words by which a company is told from a person. Pure."""

from typing import Final

_LEGAL_FORMS = """
ltd limited llc inc gmbh ag kg ug bv nv oy ab as sa srl spa sarl sas plc llp co corp corporation company
group holding holdings kft sro doo pty pte
"""
_TRADES = """
academy agency architects associates automotive bakery bank bar bistro brewery builders cafe cars
catering church clinic clinics college construction consultants consulting dealer dealership dental
design digital dynamics electric electrical electronics energy engineering enterprises events factory
farm farms finance fitness florist foods foundation furniture garage gallery gym health homes hospital
hotel industries insurance interiors international joinery kitchen lab labs laundry law legal logistics
machines marketing media medical metals motors movers museum office optics packaging partners pharmacy
photography plastics plumbing press print printers printing properties pub realty recruitment removals
rentals restaurant retail roofing salon school security services shop software solar solicitors solutions
spa sports steel storage store stores studio studios supermarket supplies surgery systems taxi
technologies technology textiles theatre tools tours trading transport travel university vets warehouse
wines works workshop
"""

LEGAL_FORMS: Final = frozenset(_LEGAL_FORMS.split())
TRADES: Final = frozenset(_TRADES.split())
