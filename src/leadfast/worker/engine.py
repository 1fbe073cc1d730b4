"""One worker process: Procrastinate nudges the sweeps, on as many machines as there are workers.

A job names a sweep and holds no state. It has no lock that could stop a sweep (only a queueing lock,
so that nudges do not pile up) and no date in the far future. A lost job costs one tick.
"""

import asyncio
import contextlib
import gc
import logging
import os
import signal
import sys
import threading
import uuid
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import procrastinate
import psycopg
from django.conf import settings
from django.db import connections
from procrastinate.exceptions import AlreadyEnqueued

from leadfast.foundation import stopping, wake
from leadfast.foundation.ids import uuid7
from leadfast.worker import heartbeats, running
from leadfast.worker.timetable import TIMETABLE, WATCHES, Sweep, Watch, named

log = logging.getLogger(__name__)

TASK = "sweep"
#: How long a stop waits for running sweeps. They look at ``stopping`` between two rows.
GRACE_SECONDS = 25.0
RETRY_SECONDS = 2.0
#: Objects made before the young are looked at; how often the young before the older, and those before all.
COLLECT_AFTER = (100_000, 20, 20)
#: A thread that has its answer from the database goes on after so long at most, though another is computing.
#: With Python's five milliseconds two lanes of a file wait for each other for a tenth of the time and more.
SWITCH_S = 0.0005


def conninfo() -> dict[str, Any]:
    """How this worker reaches the database to listen: directly, since pgbouncer cannot pass on notices."""
    given = dict(settings.LISTEN_DATABASE)
    renamed = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    options = {key: value for key, value in given.pop("OPTIONS", {}).items() if key != "pool"}
    return {**{renamed[key]: value for key, value in given.items() if key in renamed and value}, **options}


def run(sweeps: tuple[Sweep, ...] = TIMETABLE, watches: tuple[Watch, ...] = WATCHES) -> None:
    """Work until SIGTERM or SIGINT."""
    settle_in(sweeps)
    mine = uuid7()
    # One thread per sweep: a slow one (a mail server that hangs) never keeps another waiting.
    threads = ThreadPoolExecutor(max_workers=len(sweeps) + 2, thread_name_prefix="sweep")
    asyncio.run(_run(sweeps, watches, threads, mine))
    _on_own_connection(heartbeats.end, mine)
    _end(threads)


def settle_in(sweeps: tuple[Sweep, ...] = TIMETABLE) -> None:
    """Import what the sweeps need, and tell the collector that it stays: it need not be looked at ever again.

    A full collection walks everything that lives, and a batch makes enough to start several: a sixth of the
    time of a message taken in, and of a file of leads. Hardly anything here goes round in circles, so that what
    is not needed any more is gone without a collection; they are made rare. Threads take turns more often: most of
    them wait for the database most of the time.
    """
    for sweep in sweeps:
        try:
            sweep.resolve()
        except Exception:
            # That sweep fails, and says so, when its turn comes; the others work.
            log.exception("The sweep %s cannot be imported", sweep.name)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)
    sys.setswitchinterval(SWITCH_S)


def _end(threads: ThreadPoolExecutor) -> None:
    """Let idle threads go; a sweep that hangs on another machine is cut off and done again later."""
    threads.shutdown(wait=False, cancel_futures=True)
    left = [thread for thread in threading.enumerate() if thread.name.startswith("sweep")]
    for thread in left:
        thread.join(timeout=1.0)
    if any(thread.is_alive() for thread in left):
        log.warning("A sweep did not end in time and is cut off")
        logging.shutdown()
        os._exit(0)


async def _run(
    sweeps: tuple[Sweep, ...], watches: tuple[Watch, ...], threads: ThreadPoolExecutor, mine: uuid.UUID
) -> None:
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()

    def asked() -> None:
        stopping.ask()
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked)
    for watch in watches:
        # A daemon: what it waits for ends with the process.
        threading.Thread(target=_watch, args=[watch], name=watch.name, daemon=True).start()
    duties = [
        asyncio.create_task(_again_and_again(lambda: _engine(sweeps, threads))),
        asyncio.create_task(_again_and_again(lambda: _listen(sweeps))),
        asyncio.create_task(_beat(threads, mine)),
    ]
    await stop.wait()
    for duty in duties:
        duty.cancel()
    await asyncio.wait(duties, timeout=GRACE_SECONDS)


def _watch(watch: Watch) -> None:
    """Keep a watch standing: one that fails stands up again."""
    while not stopping.asked():
        try:
            watch.resolve()()
        except Exception:
            log.exception("The watch %s failed and begins again in %s s", watch.name, RETRY_SECONDS)
        finally:
            connections.close_all()
        stopping.wait(RETRY_SECONDS)


async def _again_and_again(duty: Callable[[], Any]) -> None:
    """Keep ``duty`` alive: when the database goes away, wait for it to come back."""
    while True:
        try:
            await duty()
        except asyncio.CancelledError:
            raise
        except Exception:
            log.exception("The worker lost the database and tries again in %s s", RETRY_SECONDS)
        await asyncio.sleep(RETRY_SECONDS)


async def _engine(sweeps: tuple[Sweep, ...], threads: ThreadPoolExecutor) -> None:
    async with _application(sweeps, threads).open_async() as app:
        await app.run_worker_async(
            concurrency=len(sweeps) + 2,
            install_signal_handlers=False,
            # A nudge that was followed is of no further interest, nor is one that failed: the sweep's
            # own row says so.
            delete_jobs="always",
            fetch_job_polling_interval=5.0,
            shutdown_graceful_timeout=GRACE_SECONDS,
        )


def _application(sweeps: tuple[Sweep, ...], threads: ThreadPoolExecutor | None = None) -> procrastinate.App:
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(kwargs=conninfo()))

    @app.task(name=TASK)
    async def nudge(*, name: str, **_: object) -> None:
        sweep = named(name) or next((line for line in sweeps if line.name == name), None)
        if sweep is None:
            log.warning("A nudge names a sweep that this version does not have: %s", name)
            return
        await asyncio.get_running_loop().run_in_executor(threads, running.nudge, sweep)

    for sweep in sweeps:
        app.periodic(
            cron=sweep.cron,
            periodic_id=sweep.name,
            queueing_lock=sweep.name,
            task_kwargs={"name": sweep.name},
        )(nudge)  # type: ignore[arg-type]  # it passes the timestamp by name, which we leave unread
    return app


async def _listen(sweeps: tuple[Sweep, ...]) -> None:
    """Turn a notice into a nudge; several workers hear it, one of them enqueues it."""
    known = {sweep.name for sweep in sweeps}
    async with _application(sweeps).open_async() as app, _notices() as notices:
        async for notice in notices:
            if notice.payload in known:
                with contextlib.suppress(AlreadyEnqueued):
                    await app.configure_task(TASK, queueing_lock=notice.payload).defer_async(
                        name=notice.payload
                    )


@contextlib.asynccontextmanager
async def _notices() -> AsyncIterator[AsyncIterator[psycopg.Notify]]:
    async with await psycopg.AsyncConnection.connect(**conninfo(), autocommit=True) as connection:
        await connection.execute(f"LISTEN {wake.CHANNEL}".encode())
        yield connection.notifies()


async def _beat(threads: ThreadPoolExecutor, mine: uuid.UUID) -> None:
    loop = asyncio.get_running_loop()
    while True:
        await loop.run_in_executor(threads, _on_own_connection, heartbeats.beat, mine)
        await asyncio.sleep(heartbeats.EVERY_SECONDS)


def _on_own_connection(act: Callable[[uuid.UUID], None], mine: uuid.UUID) -> None:
    try:
        act(mine)
    except Exception:
        # The next beat tries again; a worker that cannot write it is seen as missing, as it should be.
        log.exception("The heartbeat could not be written")
    finally:
        connections.close_all()
