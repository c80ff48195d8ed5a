"""What time does, one line each: this table is the whole of it."""

from bot.gateway import Gateway
from services.deps import Deps


class Clockwork:
    """The running jobs."""

    def start(self) -> None:
        """Starts them."""

    def stop(self) -> None:
        """Ends them; what is under way is finished first."""


def schedule(deps: Deps, slack: Gateway, *, control_url: str | None) -> Clockwork:
    """The jobs, not yet started."""
    return Clockwork()
