"""Logging: every event is one line on standard error, whatever a stranger sent.

Paths, names and the messages of errors come from outside. A line break in them would forge an
event of its own, an escape sequence would steer the terminal of whoever reads the log.
"""

import logging
import re

__all__ = ["LOGGING"]

_STEERS = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""Control characters, line and paragraph separators, bidirectional controls, lone surrogates."""
_INNER = "  | "
"""Begins each further line of an event (a traceback), so that none can pass for an event."""


_STRANGERS = "django.security."
"""Loggers of requests that no page of ours makes (an odd look-up, an unknown host)."""


class OneLine(logging.Formatter):
    """Time, level, logger and message on one line; a traceback set off below it.

    What a stranger asked is a warning without a traceback: else anybody could flood the log.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The event, with what could steer a reader as an escape."""
        kept = logging.makeLogRecord(vars(record))
        kept.msg, kept.args = inert(record.getMessage()), ()
        if (record.name or "").startswith(_STRANGERS):
            kept.levelname = logging.getLevelName(logging.WARNING)
            kept.exc_info = kept.exc_text = kept.stack_info = None
        head, *rest = super().format(kept).split("\n")
        return "\n".join([head, *(f"{_INNER}{inert(line)}" for line in rest)])


def inert(text: str) -> str:
    """The text on one line that steers nothing."""
    return _STEERS.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "reviewflow.logs.OneLine",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING"},
        # A page that is refused is no fault of ours; the server's own log has it.
        "django.request": {"level": "ERROR"},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
}
