"""Soon."""

from collections.abc import Callable

from sandbox.api.call import Call
from sandbox.entities import Json

METHODS: dict[str, Callable[[Call], Json]] = {}
