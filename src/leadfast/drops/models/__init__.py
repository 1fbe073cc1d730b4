"""The tables of drops."""

from leadfast.drops.models.rescue import Rescue, RescuedFinding, RescuePart

__all__ = ["Rescue", "RescuePart", "RescuedFinding"]
