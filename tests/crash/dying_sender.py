"""A sender that is killed at one exact point. Started by test_sending_crash_by_crash.py as
``python -m tests.crash.dying_sender WORKSPACE MAILBOX POINT``; never returns."""

import contextlib
import os
import signal
import sys
import uuid
from collections.abc import Iterator

import django


def die() -> None:
    """As by the kernel or a power cut: nothing is closed, nothing is said."""
    os.kill(os.getpid(), signal.SIGKILL)


def main(workspace: str, mailbox: str, point: str) -> None:
    django.setup()
    from leadfast.foundation import clock
    from leadfast.mail import actions as mail
    from leadfast.mail.actions import sending, settling
    from leadfast.workspaces.actor import system

    def looking(_: object) -> None:
        if point == "inside the transaction that allows DATA":
            die()

    transmit = sending.smtp.Connection.transmit

    def conversation(self: object, raw: bytes, **how: object) -> object:
        around = how["around_data"]

        @contextlib.contextmanager
        def watched() -> Iterator[None]:
            with around():  # type: ignore[operator]
                yield
            if point == "after DATA was allowed":
                die()

        outcome = transmit(self, raw, **how | {"around_data": watched})  # type: ignore[arg-type]
        if point == "after the server took it":
            die()
        return outcome

    sending.smtp.Connection.transmit = conversation  # type: ignore[method-assign,assignment]
    settle = settling.settle

    def settled(**how: object) -> object:
        row = settle(**how)  # type: ignore[arg-type]
        if point == "after it was settled":
            die()
        return row

    sending.settling.settle = settled  # type: ignore[assignment]
    by = system(uuid.UUID(workspace))
    with mail.sender(by=by, mailbox_id=uuid.UUID(mailbox), holder="dying") as held:
        if point == "holding the mailbox":
            die()
        rows = mail.claim(held=held, as_of=clock.now())
        if point == "after the claim":
            die()
        for row in rows:
            mail.transmit(held=held, row=row, recheck=looking)  # type: ignore[arg-type]
    sys.exit("it should have died")


if __name__ == "__main__":
    main(*sys.argv[1:])
