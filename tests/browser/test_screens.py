"""Every screen, light and dark, on a small phone and a wide page: axe finds nothing, nothing sticks out."""

import pytest

from tests.browser.conftest import Site
from tests.browser.house import House, furnish
from tests.browser.looking import faults
from tests.fixtures import MakeLead, Someone

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
def test_every_screen(site: Site, alice: Someone, bob: Someone, make_lead: MakeLead, width: int) -> None:
    house = furnish(alice, make_lead)
    page = site.open(bob if width == 320 else alice, "/today/", width=width)
    wrong: list[str] = []
    for path in screens(house):
        answer = page.goto(site.address + path)
        assert answer is not None
        if answer.status >= 400 and path != "/nothing-here/":
            wrong.append(f"{path}: {answer.status}")
            continue
        wrong += [f"{path}: {said}" for said in faults(page)]
    assert not wrong, "\n".join(wrong)


# Of the row's words none is cut off, and the labels of the bar stand beside each other.
_SQUEEZED = """() => {
    const label = (one) => {
        const written = [...one.childNodes].find((node) => node.nodeType === 3 && node.textContent.trim());
        const range = document.createRange();
        range.selectNodeContents(written);
        return range.getBoundingClientRect();
    };
    return [
        ...[...document.querySelectorAll(".row .what")].filter((one) => one.scrollHeight > one.clientHeight + 2),
        ...[...document.querySelectorAll(".bar > *")].filter(
            (one, at, all) => all[at + 1] && label(one).right > label(all[at + 1]).left),
    ].map((one) => one.textContent.trim());
}"""


def test_letters_twice_as_large_on_a_phone(site: Site, alice: Someone, make_lead: MakeLead) -> None:
    furnish(alice, make_lead)
    page = site.open(alice, "/today/", width=390)
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": 32}})
    wrong: list[str] = []
    for path in ("/today/", "/leads/", "/responses/", "/triage/", "/cadences/", "/cadences/inbound-now/"):
        page.goto(site.address + path)
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
        wrong += [f"{path}: {said}" for said in faults(page)]
        wrong += [f"{path}: squeezed: {said}" for said in page.evaluate(_SQUEEZED)]
    assert not wrong, "\n".join(wrong)
