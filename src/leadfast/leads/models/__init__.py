"""The tables of the invariant: leads, steps, and the records that close or rest a lead."""

from leadfast.leads.models.closure import Closure, GiveUp, Verdict
from leadfast.leads.models.lead import Lead, Participant, SavedView
from leadfast.leads.models.step import Step

__all__ = ["Closure", "GiveUp", "Lead", "Participant", "SavedView", "Step", "Verdict"]
