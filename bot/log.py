"""Logs as JSON lines: what happened where, never what a customer or a colleague wrote, never a secret."""

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from typing import Any, TextIO

SECRET = re.compile(r"xox[a-z]-[\w-]+|xapp-[\w-]+|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)")
OURS = "baton"


class JsonLines(logging.Formatter):
    """One line per record. Of other libraries' records only the template is kept, for their words may quote a
    payload; of an exception its type and its places, since its message may quote a text."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line of JSON, secrets masked."""
        is_ours = record.name == OURS or record.name.startswith(OURS + ".")
        told = record.getMessage() if is_ours else str(record.msg) if record.args else ""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": SECRET.sub("…", told) or f"{record.module}:{record.lineno}",
        }
        if record.exc_info and record.exc_info[1] is not None:
            line |= _failure(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def _failure(error: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames]
    cause = error.__cause__ or error.__context__
    return {
        "error": type(error).__name__,
        "places": places[-12:],
        **({"cause": type(cause).__name__} if cause is not None else {}),
    }


def start(level: str, stream: TextIO) -> None:
    """Every logger writes to ``stream``, at this level; other libraries from WARNING on."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(OURS).setLevel(level)
