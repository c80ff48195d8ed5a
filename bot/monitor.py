"""One sign of life to a monitor outside."""

import logging
import urllib.error
import urllib.request
from http.client import HTTPException
from urllib.parse import urlsplit

LOG = logging.getLogger("baton.pulse")
PATIENCE = 10.0  # seconds that the monitor has to answer


def tell(url: str) -> None:
    """One GET; a monitor that refuses or is not reached is logged. The address is a secret of its own at most monitors, so
    only its host goes into the log."""
    host = urlsplit(url).hostname
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE):
            pass
    except urllib.error.HTTPError as fault:
        LOG.warning("%s answers %s to a sign of life", host, fault.code)
    except (OSError, HTTPException, ValueError) as fault:
        # No network, no answer, one that is none of HTTP, or no such host.
        LOG.warning("%s was not reached (%s)", host, type(fault).__name__)
