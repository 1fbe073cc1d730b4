"""Questions about leads: ``reads.whole(...)``, ``reads.page(...)``. All inside a scope."""

from leadfast.leads.reads import give_ups
from leadfast.leads.reads.choices import campaigns, saved_views, sources
from leadfast.leads.reads.export import csv_lines
from leadfast.leads.reads.filters import Filters, parse
from leadfast.leads.reads.listing import Count, Page, chosen, count, page
from leadfast.leads.reads.one import Whole, contact_points, lead, others, pending, step, whole

__all__ = [
    "Count",
    "Filters",
    "Page",
    "Whole",
    "campaigns",
    "chosen",
    "contact_points",
    "count",
    "csv_lines",
    "give_ups",
    "lead",
    "others",
    "page",
    "parse",
    "pending",
    "saved_views",
    "sources",
    "step",
    "whole",
]
