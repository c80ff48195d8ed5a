"""Dispatch of a slash command: Bolt's default runner against `process_before_response`, on the same path.

Both apps acknowledge and store nothing; requests alternate between them, so that noise hits both alike.
"""

from collections.abc import Sequence
from time import perf_counter

from slack_bolt import Ack, App, BoltRequest
from slack_bolt.authorization import AuthorizeResult

from benchmarks.table import Figure, percentile

ROUNDS, WARM_UP = 500, 50
BODY = {
    "command": "/lead",
    "text": "Acme Corp, Ms. Chen 212-555-0143, ERP, 80k, expo",
    "team_id": "T0BENCH",
    "user_id": "U0BENCH",
    "channel_id": "C0BENCH",
    "trigger_id": "1.2.3",
    "response_url": "http://127.0.0.1:9/response",
}


def build(process_before_response: bool) -> App:
    """A Bolt app with one command that only acknowledges; it never reaches for Slack."""
    app = App(
        authorize=lambda **_: AuthorizeResult(enterprise_id=None, team_id="T0BENCH", bot_token="xoxb-bench"),
        signing_secret="bench",
        process_before_response=process_before_response,
    )

    @app.command("/lead")
    def lead(ack: Ack) -> None:
        ack("ok")

    return app


def dispatch(app: App) -> float:
    """Seconds from the request to its acknowledgement."""
    start = perf_counter()
    response = app.dispatch(BoltRequest(body=dict(BODY), mode="socket_mode"))
    took = perf_counter() - start
    if response.status != 200:
        raise RuntimeError(f"Bolt answered {response.status}")
    return took


def run() -> Sequence[Figure]:
    """p50 and p99 of the acknowledgement."""
    default, direct = build(False), build(True)
    pairs = [(dispatch(direct), dispatch(default)) for _ in range(WARM_UP + ROUNDS)][WARM_UP:]
    ours, theirs = zip(*pairs, strict=True)
    return [
        Figure(
            f"bare dispatch, p{share * 100:.0f}: process_before_response against the default runner",
            percentile(ours, share) * 1000,
            "ms",
            against=percentile(theirs, share) * 1000,
        )
        for share in (0.5, 0.99)
    ]
