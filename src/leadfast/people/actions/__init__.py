"""Meeting people, learning how they can be reached, and never reaching them again."""

from leadfast.people.actions.many import NewPerson
from leadfast.people.actions.meeting import (
    Learnt,
    add_contact_point,
    edit_person,
    forget,
    keep_away,
    learn_many,
    meet,
    meet_companies,
    meet_company,
    meet_many,
    move_points,
    take_back_points,
)
from leadfast.people.actions.suppressing import set_health, set_health_many, suppress, suppress_person

__all__ = [
    "Learnt",
    "NewPerson",
    "add_contact_point",
    "edit_person",
    "forget",
    "keep_away",
    "learn_many",
    "meet",
    "meet_companies",
    "meet_company",
    "meet_many",
    "move_points",
    "set_health",
    "set_health_many",
    "suppress",
    "suppress_person",
    "take_back_points",
]
