"""A DNS server on loopback that knows what a test tells it."""

import contextlib
import socketserver
import threading
from collections.abc import Iterator

import dns.flags
import dns.message
import dns.rcode
import dns.rrset

from leadfast.mail.transport.names import Names


@contextlib.contextmanager
def answering(records: dict[tuple[str, str], list[str]]) -> Iterator[Names]:
    """``{("example.com", "TXT"): ['"v=spf1 -all"']}``; everything else does not exist."""

    class Answer(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            packet, reply_to = self.request
            question = dns.message.from_wire(packet)
            asked = question.question[0]
            name = asked.name.to_text(omit_final_dot=True).lower()
            kind = asked.rdtype.name
            reply = dns.message.make_response(question)
            reply.flags |= dns.flags.AA
            texts = records.get((name, kind))
            if texts:
                reply.answer.append(dns.rrset.from_text_list(asked.name, 60, "IN", kind, texts))
            elif not any(known == name for known, _ in records):
                reply.set_rcode(dns.rcode.NXDOMAIN)
            reply_to.sendto(reply.to_wire(), self.client_address)

    with socketserver.ThreadingUDPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield Names(("127.0.0.1",), server.server_address[1])
        finally:
            server.shutdown()
            thread.join(5)
