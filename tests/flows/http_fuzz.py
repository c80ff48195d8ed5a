"""Requests that nobody should send, by the million: each says whether it bears Slack's signature.

Random bytes, payloads of Slack cut, bent and swapped, broken and deep JSON, bytes that are no UTF-8, odd times, huge
headers, other workspaces, signatures forged, stale and replayed.
"""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from bot.http.signature import signature_of
from tests.bot.signing import FORM, JSON, SECRET, Headers, body_of

Json = Any
STAMP, SIGNATURE, KIND = b"x-slack-request-timestamp", b"x-slack-signature", b"content-type"
KINDS = (
    JSON,
    FORM,
    b"",
    b"text/plain",
    b"application/json; charset=latin-1",
    b"multipart/form-data",
    b"\xff",
)
ODD: tuple[Json, ...] = (
    None, True, 0, -1, 10**30, 1.5, "", "x" * 5000, "\x00", "\ud800", "<!channel>", "T0BATON", "…", "1" * 40,
    [], {}, [[]], [None], {"id": 1}, {"id": None}, {"text": []}, {"values": []}, [{"type": "input"}], "null",
)  # fmt: skip
STAMPS = (b"", b"x", b"-1", b"1e9", b"0", b"9" * 30, b"\xff", b" 1", b"0x10", "１２".encode(), b"nan", b"1.0")


@dataclass(frozen=True)
class Asked:
    """One request; `is_signed`: with Slack's secret, over these bytes, within the window."""

    body: bytes
    headers: Headers
    is_signed: bool
    sort: str


class Fuzz:
    """The same seed and the same payloads give the same requests."""

    def __init__(self, payloads: list[dict[str, Json]], now: float, seed: int) -> None:
        self.dice, self.now, self.payloads = random.Random(seed), int(now), payloads
        self._bodies = [self._body(payload) for payload in payloads]
        self._unsigned: list[Callable[[], Asked]] = [
            self.noise, self.forged, self.stale, self.odd_time, self.replayed, self.tampered, self.doubled,
            self.bare, self.huge,
        ]  # fmt: skip
        self._signed: list[Callable[[], Asked]] = [
            self.signed_noise, self.unreadable, self.deep, self.elsewhere, self.challenge
        ]  # fmt: skip

    def unsigned(self) -> Asked:
        """One without a signature that holds."""
        return self.dice.choice(self._unsigned)()

    def refused(self) -> Asked:
        """One that is signed, and still nothing for Bolt."""
        return self.dice.choice(self._signed)()

    def bent(self) -> Asked:
        """A payload of Slack with a few things in it that Slack never sends, signed: for Bolt and the handlers."""
        payload = self._fresh()
        for _ in range(self.dice.randint(1, 3)):
            self._bend(payload)
        return self._sign(*self._body(payload), sort="bent")

    # -- without a signature that holds --

    def noise(self) -> Asked:
        body, dice = self._bytes(), self.dice
        headers = [(KIND, dice.choice(KINDS)), (STAMP, self._stamp()), (SIGNATURE, dice.randbytes(67))]
        return Asked(body, dice.sample(headers, dice.randint(0, 3)), False, "noise")

    def forged(self) -> Asked:
        kind, body = self.dice.choice(self._bodies)
        other = f"{self.dice.getrandbits(128):032x}"
        return Asked(body, self._headers(kind, body, secret=other), False, "forged")

    def stale(self) -> Asked:
        kind, body = self.dice.choice(self._bodies)
        off = self.dice.choice((-1, 1)) * self.dice.randint(301, 10**6)
        return Asked(body, self._headers(kind, body, at=self.now + off), False, "stale")

    def odd_time(self) -> Asked:
        kind, body = self.dice.choice(self._bodies)
        stamp = self.dice.choice(STAMPS)
        headers = [(KIND, kind), (STAMP, stamp), (SIGNATURE, signature_of(SECRET, stamp, body))]
        return Asked(body, headers, False, "odd time")

    def replayed(self) -> Asked:
        """A signature that holds, for another body."""
        kind, body = self.dice.choice(self._bodies)
        other = body + b"&" if self.dice.random() < 0.5 else self.dice.choice(self._bodies)[1] + b" "
        return Asked(other, self._headers(kind, body), False, "replayed")

    def tampered(self) -> Asked:
        kind, body = self.dice.choice(self._bodies)
        bent = bytearray(body)
        place = self.dice.randrange(len(bent))
        bent[place] ^= 1 << self.dice.randrange(8)
        return Asked(bytes(bent), self._headers(kind, body), False, "tampered")

    def doubled(self) -> Asked:
        kind, body = self.dice.choice(self._bodies)
        headers = self._headers(kind, body)
        twice = self.dice.choice(headers[1:])
        return Asked(body, self.dice.sample([*headers, twice], 4), False, "doubled")

    def bare(self) -> Asked:
        kind, body = self.dice.choice(self._bodies)
        missing = self.dice.choice((STAMP, SIGNATURE))
        kept = [header for header in self._headers(kind, body) if header[0] != missing]
        return Asked(body, kept, False, "bare")

    def huge(self) -> Asked:
        kind, body = self.dice.choice(self._bodies)
        many = [(b"x-%d" % n, b"y" * self.dice.randint(0, 900)) for n in range(self.dice.randint(1, 200))]
        long = [(STAMP, b"1" * 9000), (SIGNATURE, b"v0=" + b"a" * 9000)]
        return Asked(body, [(KIND, kind), *many, *long], False, "huge headers")

    # -- signed, and refused --

    def signed_noise(self) -> Asked:
        return self._sign(self.dice.choice(KINDS), self._bytes(), sort="signed noise")

    def unreadable(self) -> Asked:
        kind, body = self.dice.choice(self._bodies)
        cut = self.dice.randrange(len(body))
        bad = self.dice.choice((b"", b"\xff\xfe", b"\x00", b"%FF", b"}", b"[", b'"', b"&a=1&a=2"))
        return self._sign(kind, body[:cut] + bad, sort="unreadable")

    def deep(self) -> Asked:
        depth, opening = self.dice.randint(900, 20_000), self.dice.choice((b"[", b'{"a":', b'{"event":'))
        if self.dice.random() < 0.5:
            return self._sign(JSON, b'{"type":"x","a":' + opening * depth, sort="deep")
        closed = b'{"a":' + b"[" * depth + b"]" * depth + b"}"
        return self._sign(FORM, urlencode({"payload": closed.decode()}).encode(), sort="deep")

    def elsewhere(self) -> Asked:
        payload = self._fresh()
        for name in self.dice.choice((("team_id", "team", "authorizations", "view"), ("api_app_id",))):
            payload[name] = self.dice.choice(("T0OTHER", "A0OTHER", None, 5, ["T0BATON"], {"id": "T0OTHER"}))
        return self._sign(*self._body(payload), sort="elsewhere")

    def challenge(self) -> Asked:
        asked = {"type": "url_verification", "challenge": self.dice.choice(ODD), "token": "t"}
        body = json.dumps(asked).encode() if self.dice.random() < 0.7 else b"token=x&ssl_check=1"
        return self._sign(self.dice.choice(KINDS[:2]), body, sort="challenge")

    # -- made of --

    def _fresh(self) -> dict[str, Json]:
        """A payload of Slack as if it came for the first time."""
        payload: dict[str, Json] = copy.deepcopy(self.dice.choice(self.payloads))
        mark = f"{self.dice.getrandbits(60)}"
        for name in ("trigger_id", "event_id", "action_ts"):
            if name in payload:
                payload[name] = mark
        for action in payload.get("actions") or ():
            action["action_ts"] = mark
        if payload.get("type") == "view_submission":
            payload["view"]["id"] = f"V{mark}"
        return payload

    def _bend(self, payload: dict[str, Json]) -> None:
        """One node, anywhere, becomes something else; who it is for stays, or the gate would be all that is tried."""
        node: Json = payload
        while True:
            keys = list(node) if isinstance(node, dict) else list(range(len(node)))
            keys = [k for k in keys if node is not payload or k not in ("team_id", "team", "api_app_id")]
            if not keys:
                return
            key = self.dice.choice(keys)
            inner = node[key]
            if isinstance(inner, dict | list) and inner and self.dice.random() < 0.75:
                node = inner
                continue
            if self.dice.random() < 0.15:
                del node[key]
            else:
                node[key] = copy.deepcopy(self.dice.choice(ODD))
            return

    def _body(self, payload: dict[str, Json]) -> tuple[bytes, bytes]:
        if "command" in payload and any(not isinstance(v, str) or "\ud800" in v for v in payload.values()):
            return JSON, json.dumps(payload).encode()  # a form has no such values
        return body_of(payload)

    def _bytes(self) -> bytes:
        sort = self.dice.random()
        if sort < 0.5:
            return self.dice.randbytes(self.dice.randint(0, 300))
        if sort < 0.9:
            return bytes(
                self.dice.choices(b'{}[]":,&=%ueE+-.0129ntfa \\\n\xc3\xa9\xed', k=self.dice.randint(0, 200))
            )
        return self.dice.choice(
            (b"payload=", b"{", b"null", b"payload=%7B%7D", b"\xef\xbb\xbf{}", b"&&&", b"=", b"0")
        )

    def _stamp(self) -> bytes:
        return self.dice.choice((*STAMPS, str(self.now).encode()))

    def _headers(self, kind: bytes, body: bytes, at: int | None = None, secret: str = SECRET) -> Headers:
        stamp = str(self.now if at is None else at).encode()
        return [(KIND, kind), (STAMP, stamp), (SIGNATURE, signature_of(secret, stamp, body))]

    def _sign(self, kind: bytes, body: bytes, *, sort: str) -> Asked:
        return Asked(body, self._headers(kind, body, self.now + self.dice.randint(-290, 290)), True, sort)


def on_the_wire(asked: Asked, dice: random.Random) -> bytes:
    """The request as bytes on a connection, every other time not quite as HTTP has it."""
    length = [(b"content-length", b"%d" % len(asked.body))]
    target = b"POST /slack/events HTTP/1.1"
    body = asked.body
    if dice.random() < 0.5:
        bend = dice.randrange(10)
        if bend == 0:
            length = [(b"content-length", dice.choice((b"-1", b"x", b"9" * 30, b"5, 5", b"", b"999999")))]
        elif bend == 1:
            length = [(b"transfer-encoding", b"chunked")]
            body = dice.choice((b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body), b"zz\r\n", b"5\r\nab", body))
        elif bend == 2:
            length *= 2
        elif bend == 3:
            length = [*length, (b"transfer-encoding", b"chunked")]
        elif bend == 4:
            target = dice.choice(
                (b"GET /slack/events HTTP/1.1", b"POST /slack/events HTTP/1.0", b"POST * HTTP/1.1", b"\xff\xfe",
                 b"OPTIONS / HTTP/2.0", b"POST /slack/%ff%fe/../events HTTP/1.1", b"CONNECT x:1 HTTP/1.1", b"",
                 b"POST /" + b"a" * 20_000 + b" HTTP/1.1", b"PO ST / HTTP/1.1", b"HEAD /slack/events HTTP/1.1")
            )  # fmt: skip
        elif bend == 5:
            length = [
                *length,
                (dice.choice((b"x y", b"", b"x\x00", b"expect", b"upgrade")), b"100-continue\x00"),
            ]
        elif bend == 6:
            length = [*length, (b"connection", b"upgrade"), (b"upgrade", b"websocket")]
        elif bend == 7:
            body = body[: len(body) // 2]
        elif bend == 8:
            return dice.randbytes(dice.randint(1, 400))
        else:
            return b"\n".join(
                [target, b"connection:close", *(b"%b:%b" % header for header in asked.headers), b"", body]
            )
    lines = [
        target,
        b"host: baton",
        b"connection: close",
        *(b"%b: %b" % header for header in [*length, *asked.headers]),
    ]
    return b"\r\n".join([*lines, b"", body])
