"""A synthetic lead as a portal for cars would send it."""


def synthetic(token: str) -> tuple[bytes, str]:
    """The bytes of an arrival that is nobody, and their media type."""
    xml = (
        '<?xml version="1.0"?><?adf version="1.0"?><adf><prospect><customer><contact>'
        '<name part="full">Synthetic lead</name>'
        f"<email>probe-{token}@leadfast.invalid</email></contact>"
        "<comments>A test of this door.</comments></customer></prospect></adf>"
    )
    return xml.encode(), "application/x-adf+xml"
