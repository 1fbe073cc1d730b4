"""The figures of the whole installation, counted every half minute."""

import datetime as dt

from django.db import connection

from leadfast.worker.models import Gauge

OPEN_LEADS = "open_leads"
OPEN_WITHOUT_NEXT_STEP = "open_without_next_step"
LEDGER_DIFFERENCE = "ledger_difference"
NAMES = (OPEN_LEADS, OPEN_WITHOUT_NEXT_STEP, LEDGER_DIFFERENCE)


def count(*, as_of: dt.datetime) -> int:
    """Count across workspaces by the one function that may, which returns sums and nothing else."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT open_leads, open_without_next_step, ledger_difference FROM worker_count_gauges()"
        )
        row = cursor.fetchone() or (0, 0, 0)
    for name, value in zip(NAMES, row, strict=True):
        Gauge.objects.update_or_create(name=name, defaults={"value": value, "counted_at": as_of})
    return len(NAMES)


def read() -> dict[str, int]:
    """The figures as last counted."""
    return {gauge.name: gauge.value for gauge in Gauge.objects.filter(name__in=NAMES)}
