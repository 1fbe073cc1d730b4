"""Countries by the names that exports write, as ISO 3166 codes. Pure."""

from leadfast.capture.rules.places import country_code as code_of

__all__ = ["code_of"]
