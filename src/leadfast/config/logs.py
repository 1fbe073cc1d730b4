"""Logging: one line per event, readable on a terminal, JSON where a machine reads it."""

import logging
import logging.config

import structlog
import structlog.tracebacks

from leadfast.foundation.postgres import outage


def configure(*, json: bool) -> None:
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.PositionalArgumentsFormatter(),
    ]
    renderer: list[structlog.typing.Processor] = (
        [_tracebacks_without_locals(), structlog.processors.JSONRenderer()]
        if json
        else [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)]
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "one": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": shared,
                    "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderer],
                }
            },
            "filters": {"passing": {"()": Passing}},
            "handlers": {
                "stderr": {"class": "logging.StreamHandler", "formatter": "one", "filters": ["passing"]}
            },
            "root": {"handlers": ["stderr"], "level": "WARNING"},
            "loggers": {
                "leadfast": {"level": "INFO"},
                "procrastinate": {"level": "WARNING"},
                # It tells of every try to connect anew, several a second; who needed the connection says so once.
                "psycopg.pool": {"level": "ERROR"},
            },
        }
    )


class Passing(logging.Filter):
    """While the database is away everybody says so, again and again: in one line each, without the way it took."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Nothing is left out; any other error keeps its traceback."""
        error = record.exc_info[1] if record.exc_info else None
        if outage.of(error) is not None:
            cause = str(error).strip().partition("\n")[0]
            record.msg, record.args = f"{record.getMessage()}: {cause or type(error).__name__}", ()
            record.exc_info = None
        return True


def _tracebacks_without_locals() -> structlog.processors.ExceptionRenderer:
    # Local variables hold passwords and mail bodies; they have no place in a log.
    transform = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
    return structlog.processors.ExceptionRenderer(transform)
