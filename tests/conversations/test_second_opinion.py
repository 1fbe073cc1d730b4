"""A second opinion over HTTP: heard where we are in doubt, never where something would act."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from leadfast.conversations import second_opinion
from leadfast.conversations.understanding import second
from leadfast.conversations.understanding.meaning import Intent, Meaning
from leadfast.conversations.understanding.second import Opinion


class Model(BaseHTTPRequestHandler):
    """Answers every chat with what the test put there."""

    answer = ""
    asked: dict[str, object] = {}

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        Model.asked = {"path": self.path, "key": self.headers.get("Authorization"), **body}
        said = json.dumps({"choices": [{"message": {"content": Model.answer}}]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the base class's
        """Quiet."""


@pytest.fixture
def url() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Model)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    server.server_close()


def test_an_answer_is_an_opinion(url: str) -> None:
    Model.answer = 'Sure: {"intent": "not_now", "why": "“after harvest”"}'
    got = second_opinion.ask("After harvest.", url=url, key="secret", model="small")
    assert got == Opinion(Intent.NOT_NOW, "“after harvest”")
    assert Model.asked["path"] == "/v1/chat/completions"
    assert Model.asked["key"] == "Bearer secret"


@pytest.mark.parametrize("answer", ["", "yes", '{"intent": "send_mail"}', "[1]", '{"intent": '])
def test_what_is_no_answer_is_no_opinion(url: str, answer: str) -> None:
    Model.answer = answer
    assert second_opinion.ask("Hello", url=url) is None


@pytest.mark.parametrize("url", ["", "file:///etc/passwd", "http://127.0.0.1:9"])
def test_without_an_address_nobody_is_asked(url: str) -> None:
    assert second_opinion.ask("Hello", url=url, seconds=0.5) is None


def test_it_is_heard_in_doubt_only() -> None:
    doubtful = Meaning(intent=Intent.QUESTION, confidence=0.1)
    sure = Meaning(intent=Intent.QUESTION, confidence=0.8)
    opinion = Opinion(Intent.NOT_NOW, "later")
    assert second.agreed(doubtful, opinion).intent == Intent.NOT_NOW
    assert second.agreed(doubtful, opinion).in_doubt
    assert second.agreed(sure, opinion) == sure


def test_it_can_never_stop_or_start_anything() -> None:
    stopped = Meaning(intent=Intent.UNSUBSCRIBE, confidence=0.4)
    doubtful = Meaning(intent=Intent.QUESTION, confidence=0.1)
    assert second.agreed(stopped, Opinion(Intent.INTERESTED, "")) == stopped
    assert second.agreed(doubtful, Opinion(Intent.UNSUBSCRIBE, "")) == doubtful
    assert second.agreed(doubtful, None) == doubtful
