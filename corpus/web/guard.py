"""Who may talk to a server on this machine: programs on it, and pages that come from it.

A server on 127.0.0.1 can still be reached from outside through the user's own browser. A page may give its own
host name the address 127.0.0.1 (the request then carries that name as `Host`), or open a WebSocket to us, as browsers
let any origin do (the request then carries the page's `Origin`). Starlette's TrustedHostMiddleware looks at
the first only, and can't read an IPv6 address.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

__all__ = ["LOOPBACK", "OnlyThisMachine"]

LOOPBACK = ("127.0.0.1", "localhost", "::1")


class OnlyThisMachine:
    """ASGI middleware: 400 for a `Host` that isn't this machine, 403 for an `Origin` that neither is it nor allowed.

    Pages are told to load nothing from elsewhere and send nothing there. `origins` are such as `https://example.org`
    ("*" allows all); `scripts` are what a page may run besides files of its own server.
    """

    def __init__(self, app: ASGIApp, *, origins: Iterable[str] = (), scripts: str = "") -> None:
        self._app = app
        self._origins = frozenset(origins)
        self._policy = _policy(scripts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        if _name(f"//{headers.get('host', '')}") not in LOOPBACK:
            await _refuse(scope, receive, send, 400, "Invalid host header.")
        elif origin is not None and not self._allows(origin):
            await _refuse(scope, receive, send, 403, "This origin is not allowed.")
        else:
            await self._app(scope, receive, self._with_policy(send))

    def _with_policy(self, send: Send) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = self._policy
                headers["Referrer-Policy"] = "no-referrer"
                headers["X-Content-Type-Options"] = "nosniff"
            await send(message)

        return sending

    def _allows(self, origin: str) -> bool:
        return "*" in self._origins or origin in self._origins or _name(origin) in LOOPBACK


def _policy(scripts: str) -> str:
    here = " ".join(f"{scheme}://{name}:*" for scheme in ("http", "ws") for name in ("127.0.0.1", "localhost"))
    return "; ".join(
        [
            "default-src 'self'",
            f"connect-src 'self' {here}",
            f"script-src 'self' {scripts}".strip(),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ]
    )


def _name(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int, reason: str) -> None:
    if scope["type"] == "websocket":
        await WebSocketClose(reason=reason)(scope, receive, send)
    else:
        await PlainTextResponse(reason, status_code=status)(scope, receive, send)
