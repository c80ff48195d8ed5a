"""When a handler failed unexpectedly: the log gets a reference, the person a sentence with the same one."""

import logging
from collections.abc import Callable

from bot.factory import Fault
from bot.failures import DeliveryError
from handlers.request import Runtime


def teller(runtime: Runtime, log: logging.Logger) -> Callable[[Fault], None]:
    """What the factory calls for each fault; nothing that a person typed is logged."""

    def tell(fault: Fault) -> None:
        log.error(
            "handler failed: ref=%s kind=%s error=%s",
            fault.ref,
            fault.kind,
            type(fault.error).__name__,
            exc_info=fault.error,
        )
        if not fault.told:
            runtime.background.submit(lambda: _later(runtime, fault, log))

    return tell


def _later(runtime: Runtime, fault: Fault, log: logging.Logger) -> None:
    """At the response_url, else as a message of its own."""
    try:
        if fault.response_url:
            runtime.slack.respond(fault.response_url, fault.view)
        elif fault.slack_id:
            dm = runtime.slack.open_dm(fault.slack_id)
            runtime.slack.post(dm, fault.view, ref=f"fault-{fault.ref}")
    except DeliveryError as error:
        log.warning("could not tell about ref=%s: %s", fault.ref, error)
