"""A mailbox on its server: heads first, the words of candidates only, on again where a provider stopped us."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import OperationalError, connection

from leadfast.__main__ import main
from leadfast.drops import actions, jobs
from leadfast.drops.actions import going
from leadfast.drops.models import Rescue, RescuedFinding, RescuePart
from leadfast.foundation import clock
from leadfast.mail import actions as mail
from leadfast.mail.models import Mailbox
from leadfast.mail.transport.settings import Server
from leadfast.workspaces import guard
from tests.drops import provider as providers
from tests.drops.mailbox import US, a_year
from tests.drops.provider import Provider
from tests.fixtures import Someone
from tests.mail import loopback

SIX = {
    f"{name}.example" for name in ("maria@lopez", "tom@ray", "ines@lumen", "jo@kato", "ana@sol", "new@fresh")
}


@pytest.fixture
def provider() -> Iterator[Provider]:
    """The year in Alice's mailbox, her own mails under Sent, behind a provider that counts."""
    with loopback.running(US) as town, providers.before(town.imap_port) as provider:
        for written, _ in a_year().mails:
            folder = "Sent" if US in written["From"] else "INBOX"
            town.deliver(US, written.as_bytes(), folder=folder)
        yield provider


@pytest.fixture
def box(alice: Someone, provider: Provider) -> Mailbox:
    """Alice's mailbox at that provider."""
    server = Server("127.0.0.1", provider.port, "plain")
    new = mail.NewMailbox(
        owner_id=alice.member.id, address=US, imap=server, smtp=server, secret=loopback.PASSWORD
    )
    return mail.connect_mailbox(new=new, by=alice.actor)


def state(rescue: Rescue) -> Rescue:
    with guard.scope(rescue.workspace_id):
        return Rescue.objects.get(id=rescue.id)


def people(rescue: Rescue) -> set[str]:
    with guard.scope(rescue.workspace_id):
        return set(RescuedFinding.objects.values_list("person", flat=True))


def test_heads_come_first_and_only_the_words_of_candidates(
    alice: Someone, box: Mailbox, provider: Provider
) -> None:
    rescue = actions.begin_mailbox(mailbox_id=box.id, months=24, by=alice.actor)
    jobs.rescues(as_of=clock.now())
    assert state(rescue).state == "done", state(rescue).error
    assert people(rescue) == SIX
    assert state(rescue).mails == len(a_year().mails)
    whole = [line for line in provider.asked if b"HEADER.FIELDS" not in line.upper()]
    assert whole
    assert all(b"BODY.PEEK[]<0." in line.upper() for line in whole)
    wanted = {uid for line in whole for uid in line.split()[3].split(b",")}
    assert len(wanted) < len(a_year().mails)
    with guard.scope(rescue.workspace_id):
        assert not RescuePart.objects.exists()


@pytest.mark.parametrize("fault", ["refuse_at", "hang_up_at"])
def test_it_goes_on_where_the_provider_stopped_it(
    alice: Someone, box: Mailbox, provider: Provider, fault: str
) -> None:
    getattr(provider, fault).update({2, 3})
    rescue = actions.begin_mailbox(mailbox_id=box.id, months=24, by=alice.actor)
    jobs.rescues(as_of=clock.now())
    waiting = state(rescue)
    assert waiting.state == "queued"
    assert waiting.error
    assert waiting.due_at is not None
    assert waiting.due_at > clock.now() + dt.timedelta(seconds=30)
    assert waiting.mails > 0
    jobs.rescues(as_of=clock.now())
    assert provider.fetches == 2  # not before its time
    for _ in range(4):
        with guard.scope(rescue.workspace_id):
            Rescue.objects.filter(state="queued").update(due_at=clock.now())
        jobs.rescues(as_of=clock.now())
    assert state(rescue).state == "done", state(rescue).error
    assert state(rescue).mails == len(a_year().mails)  # nothing twice
    assert people(rescue) == SIX


def test_a_database_that_was_away_for_a_moment_stops_no_search(
    alice: Someone, box: Mailbox, provider: Provider
) -> None:
    rescue = actions.begin_mailbox(mailbox_id=box.id, months=24, by=alice.actor)
    ours = backend()
    provider.first_do[2] = lambda: cut_off(ours)
    [poison] = jobs.rescues(as_of=clock.now()).poisoned
    assert "OperationalError" in poison.error
    waiting = state(rescue)
    assert (waiting.state, waiting.failures) == ("queued", 1)
    assert waiting.error == "The database could not be reached. Nothing was lost."
    assert waiting.due_at is not None
    assert waiting.due_at > clock.now()
    with guard.scope(rescue.workspace_id):
        Rescue.objects.update(due_at=clock.now())
    jobs.rescues(as_of=clock.now())
    assert (state(rescue).state, state(rescue).error) == ("done", "")
    assert people(rescue) == SIX


def test_a_database_that_goes_away_again_and_again_is_told_to_a_person(alice: Someone, box: Mailbox) -> None:
    rescue = actions.begin_mailbox(mailbox_id=box.id, months=24, by=alice.actor)
    away = OperationalError("the connection is closed")
    for minutes in going.BACKOFF_MINUTES:
        going.push_away(rescue.id, rescue.workspace_id, away)
        waiting = state(rescue)
        assert waiting.state == "queued"
        assert waiting.due_at is not None
        assert waiting.due_at > clock.now() + dt.timedelta(minutes=minutes - 1)
    going.push_away(rescue.id, rescue.workspace_id, away)
    assert state(rescue).state == "failed"
    assert state(rescue).error.startswith("It stopped (OperationalError). Nothing was lost")


def backend() -> int:
    """The server process that works for this thread's connection to the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        row = cursor.fetchone()
    assert row is not None
    return int(row[0])


def cut_off(process_id: int) -> None:
    """End that process, as a database does that is restarted, and wait until it is gone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 60000)", [process_id])
    connection.close()


def test_paused_in_the_middle_and_a_worker_that_died(
    alice: Someone, box: Mailbox, provider: Provider
) -> None:
    provider.refuse_at.update({2})
    rescue = actions.begin_mailbox(mailbox_id=box.id, months=24, by=alice.actor)
    jobs.rescues(as_of=clock.now())
    actions.pause(rescue_id=rescue.id, by=alice.actor)
    before = state(rescue)
    jobs.rescues(as_of=clock.now() + dt.timedelta(hours=2))
    assert state(rescue).upto == before.upto
    actions.resume(rescue_id=rescue.id, by=alice.actor)
    with guard.scope(rescue.workspace_id):
        # A worker took it and died: its lease lies ahead, and nobody else begins until it is over.
        Rescue.objects.update(due_at=clock.now() + dt.timedelta(minutes=5))
    jobs.rescues(as_of=clock.now())
    assert state(rescue).upto == before.upto
    with guard.scope(rescue.workspace_id):
        Rescue.objects.update(due_at=clock.now())
    jobs.rescues(as_of=clock.now())
    assert people(rescue) == SIX


def test_the_command_reads_a_mailbox_by_its_address(
    provider: Provider, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEADFAST_RESCUE_PASSWORD", loopback.PASSWORD)
    user = US.replace("@", "%40")
    url = f"imap://{user}@127.0.0.1:{provider.port}"
    assert main(["rescue", url, "--json", "--jobs", "1"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert {one["address"] for one in said["findings"]} == SIX
    assert said["mails"] == len(a_year().mails)
    monkeypatch.setenv("LEADFAST_RESCUE_PASSWORD", "wrong")
    assert main(["rescue", url, "--json", "--jobs", "1"]) == 1
    assert "did not accept" in capsys.readouterr().err


def test_the_command_adopts_for_a_member_and_twice_is_once(
    alice: Someone, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = a_year().as_mbox(tmp_path / "all.mbox")
    told = []
    for _ in range(2):
        arguments = ["rescue", str(place), "--json", "--jobs", "1", "--adopt", alice.account.email]
        assert main(arguments) == 0
        told.append(json.loads(capsys.readouterr().out)["adopted"])
    assert (told[0]["created"], told[0]["before"]) == (6, 0)
    assert (told[1]["created"], told[1]["before"]) == (0, 6)
    assert main(["rescue", str(place), "--adopt", "nobody@nowhere.example", "--jobs", "1"]) == 1
