"""Prefect's server, guarded: `python -m flows.prefect_server PORT`.

`prefect server start` answers whatever `Host` it is called by. A page that gives its own name the address 127.0.0.1
would then count as the same origin, pass CORS and CSRF protection, and could change what a deployment runs. And its
pages ask amplitude.com for a configuration, even with analytics off (3.8.8).
"""

from __future__ import annotations

import os
import sys

import uvicorn
from prefect.server.api.server import create_app
from prefect.settings import get_current_settings

from corpus.web.guard import OnlyThisMachine
from flows.children import end_with_parent

__all__ = ["run"]


def run(port: int) -> None:
    """Answer on 127.0.0.1 until a signal comes."""
    server = get_current_settings().server
    origins = [origin.strip() for origin in server.api.cors_allowed_origins.split(",")]
    uvicorn.run(
        OnlyThisMachine(create_app(final=True), origins=origins, scripts="'unsafe-eval'"),  # the graph of a run
        host="127.0.0.1",
        port=port,
        log_level=server.logging_level.lower(),
        access_log=False,  # a line for every request, and the pages make many
        timeout_keep_alive=server.api.keepalive_timeout,
        # An open page holds a WebSocket; without a limit, stopping would wait for it.
        timeout_graceful_shutdown=2,
        ws_ping_interval=server.api.websocket_ping_interval,
        ws_ping_timeout=server.api.websocket_ping_timeout,
    )


if __name__ == "__main__":
    end_with_parent()
    os.umask(0o077)  # its database names folders
    run(int(sys.argv[1]))
