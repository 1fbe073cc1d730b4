"""A number that links to leads leads to exactly those: what a link narrows by is something leads are narrowed by."""

import dataclasses
import re
from pathlib import Path

from leadfast.leads.reads import filters
from leadfast.workspaces.models import Workspace
from tests.fixtures import MakeLead, Someone, someone
from tests.web.conftest import SignIn

WEB = Path(__file__).parents[2] / "src" / "leadfast" / "web"
#: Everything from the question mark to the end of the link, without what a template puts in.
_LINK = re.compile(r"/leads/\?((?:\{\{.*?\}\}|[\w=&])+)")


def test_every_link_to_leads_narrows_by_what_leads_are_narrowed_by() -> None:
    known = {field.name for field in dataclasses.fields(filters.Filters)}
    asked = [
        (page.name, name)
        for page in sorted(WEB.rglob("*.html"))
        for query in _LINK.findall(page.read_text())
        for name in re.findall(r"(?:^|&)(\w+)=", query)
    ]
    assert ("team.html", "owner_id") in asked
    assert [one for one in asked if one[1] not in known] == []


def test_the_open_leads_of_a_member_are_behind_their_number(
    alice: Someone, workspace: Workspace, make_lead: MakeLead, sign_in: SignIn
) -> None:
    carol = someone(workspace, "Carol", "rep")
    make_lead("Maria Lopez")
    client = sign_in(carol)
    team = client.get("/team/").content.decode()
    links = dict(re.findall(r'href="(/leads/\?[^"]+)">(\d+)</a>', team))
    assert sorted(links.values()) == ["0", "1"]
    for link, count in links.items():
        assert client.get(link).content.decode().count('class="who lone"') == int(count)
