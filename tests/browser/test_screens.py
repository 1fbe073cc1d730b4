"""Every screen, light and dark, on a small phone and a wide page: axe finds nothing, nothing sticks out."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Site
from tests.browser.house import House, furnish
from tests.fixtures import MakeLead, Someone

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # What passed is told in full otherwise, which takes as long as looking at it.
    "resultTypes": ["violations"],
}
# The smallest side of what a thumb must hit, in CSS pixels.
TAP = 44


ACTS = (
    "date",
    "hand-over",
    "won",
    "invalid",
    "never",
    "give-up",
    "note",
    "call",
    "reach",
    "participant",
    "edit",
)
LISTS = (
    "/today/", "/leads/", "/leads/?state=closed", "/leads/?search=nothing+like+it", "/search/?search=maria", "/help/",
    "/responses/", "/triage/", "/add/", "/uploads/", "/arrivals/", "/give-ups/", "/files/", "/notices/",
    "/nothing-here/",
)  # fmt: skip


def screens(house: House) -> list[str]:
    """The addresses of all screens of the daily work."""
    lead = f"/leads/{house.maria.id}/"
    asked = f"/give-ups/{house.asked.id}/"
    tom = f"/leads/{house.tom.id}/"
    return [
        *LISTS,
        lead,
        tom,
        f"{tom}preview/",
        f"{tom}schedule/",
        *(f"{lead}{act}/" for act in ACTS),
        f"/leads/many/?act=tag&lead={house.maria.id}",
        asked,
    ]


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_screen(
    site: Site, alice: Someone, bob: Someone, make_lead: MakeLead, width: int, *, dark: bool
) -> None:
    house = furnish(alice, make_lead)
    page = site.open(bob if width == 320 else alice, "/today/", width=width, dark=dark)
    wrong: list[str] = []
    for path in screens(house):
        answer = page.goto(site.address + path)
        assert answer is not None
        if answer.status >= 400 and path != "/nothing-here/":
            wrong.append(f"{path}: {answer.status}")
            continue
        wrong += [f"{path}: {said}" for said in faults(page)]
    assert not wrong, "\n".join(wrong)


def faults(page: Page) -> list[str]:
    """What is wrong with the page that is open, once all of it has come: its words may stand before its style."""
    page.wait_for_load_state()
    found = Axe().run(page, options=RULES)
    said = [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found.response["violations"]]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        said.append("sticks out to the right")
    small = page.evaluate(
        """size => [...document.querySelectorAll('main .button:not(.small), .bar a, .bar button')]
             .filter(one => one.offsetParent && Math.min(one.offsetWidth, one.offsetHeight) < size - 0.5)
             .map(one => one.textContent.trim())""",
        TAP,
    )
    return said + [f"smaller than {TAP} px: {name}" for name in small]
