"""The screens of the ways in, light and dark, on a small phone and a wide page."""

from tests.browser.conftest import Site
from tests.browser.looking import faults
from tests.browser.ways import furnish_ways
from tests.fixtures import MakeLead, Someone


def test_every_screen(site: Site, alice: Someone, bob: Someone, make_lead: MakeLead) -> None:
    paths = furnish_ways(alice, bob, make_lead)
    page = site.open(bob, "/today/")
    wrong = []
    for name, path in paths.items():
        answer = page.goto(site.address + path)
        assert answer is not None
        if answer.status >= 400:
            wrong.append(f"{name}: {answer.status}")
        wrong += [f"{name}: {said}" for said in faults(page, 320, 1280)]
    assert not wrong, "\n".join(wrong)
