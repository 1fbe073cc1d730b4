"""What is wrong with a page that is open: axe finds nothing, nothing sticks out, and a thumb hits everything."""

import json

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # What passed is told in full otherwise, which takes as long as looking at it.
    "resultTypes": ["violations"],
}
# The smallest side of what a thumb must hit, in CSS pixels.
TAP = 44

_SCRIPT = Axe().axe_script
_AXE = f"axe.run({json.dumps(RULES)}).then(found => found.violations.map(one => `${{one.id}}: ${{one.nodes[0].html}}`))"
_STICKS_OUT = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
_SMALL = """size => [...document.querySelectorAll('main .button:not(.small), .bar a, .bar button')]
              .filter(one => one.offsetParent && Math.min(one.offsetWidth, one.offsetHeight) < size - 0.5)
              .map(one => one.textContent.trim())"""
_THERE = """([width, dark]) => innerWidth === width && matchMedia("(prefers-color-scheme: dark)").matches === dark"""


def faults(page: Page, *widths: int) -> list[str]:
    """What is wrong by light and in the dark, at each of these widths or at the page's own.

    The page is not loaded anew for each: the server is told neither, and no script asks for them.
    """
    # All of it must have come: its words may stand before its style.
    page.wait_for_load_state()
    page.evaluate(f"{_SCRIPT}; undefined")
    own = page.viewport_size
    assert own is not None
    said = []
    for width in widths or (own["width"],):
        page.set_viewport_size({"width": width, "height": own["height"]})
        for dark in (False, True):
            page.emulate_media(color_scheme="dark" if dark else "light")
            page.wait_for_function(_THERE, arg=[width, dark], polling=20)
            said += [f"{width} px, {'dark' if dark else 'light'}: {one}" for one in _seen(page)]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(own)
    return said


def _seen(page: Page) -> list[str]:
    found: list[str] = [one[:180] for one in page.evaluate(_AXE)]
    if page.evaluate(_STICKS_OUT):
        found.append("sticks out to the right")
    return found + [f"smaller than {TAP} px: {name}" for name in page.evaluate(_SMALL, TAP)]
