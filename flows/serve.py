"""`testimonio serve`: a Prefect server, the deployments, and the site, on this machine only."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import httpx

from corpus import open_corpus
from corpus.errors import TestimonioError, UsageError
from flows.settings import Settings

__all__ = ["api_url", "prefect_environment", "serve", "server_is_up"]

LOOPBACK = ("127.0.0.1", "localhost", "::1")
START_SECONDS = 240  # a cold server migrates its database first: 7 to 20 s on a laptop, more on a busy one
STOP_SECONDS = 10


def api_url(port: int = 4200) -> str:
    """The Prefect server that a tracked run reports to: the environment's, else the one `serve` starts."""
    return os.environ.get("PREFECT_API_URL") or f"http://127.0.0.1:{port}/api"


def server_is_up(url: str, *, seconds: float = 0.3) -> bool:
    """Whether a Prefect server answers at `url`."""
    try:
        return httpx.get(f"{url}/health", timeout=seconds).json() is True
    except (httpx.HTTPError, ValueError):
        return False


def prefect_environment(port: int) -> dict[str, str]:
    """Prefect's settings for a private server; what the environment says already is kept."""
    wanted = {
        # The default lets any page that the user opens read and start runs.
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": f"http://127.0.0.1:{port},http://localhost:{port}",
        "PREFECT_SERVER_CSRF_PROTECTION_ENABLED": "true",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
        "PREFECT_CLI_PROMPT": "false",
    }
    return {key: os.environ.get(key, value) for key, value in wanted.items()}


def serve(corpus: str, *, host: str, port: int, prefect_port: int, say: Callable[[str], None]) -> None:
    """Serve until a signal comes. `say` gets lines for the person at the terminal.

    Raises:
        UsageError: `host` isn't an address of this machine alone, or a port is taken.
        TestimonioError: a part didn't start, or ended by itself.
    """
    if host not in LOOPBACK:
        raise UsageError(
            f"This version answers on this machine only, not on {host}.", hint="Leave --host out, or use an SSH tunnel."
        )
    location = corpus if "://" in corpus else str(Path(corpus).absolute())
    open_corpus(location, create=True).close()  # say what is wrong with it now, not in the first run
    url = f"http://127.0.0.1:{prefect_port}/api"
    for number in (port, prefect_port):
        _check_free(number)
    environment = {**os.environ, **prefect_environment(prefect_port), "PREFECT_API_URL": url}
    environment["TESTIMONIO_CORPUS"] = location
    environment["TESTIMONIO_MODELS"] = str(Settings().models)
    with _Children(environment) as children:
        stopping = _stop_on_signal()
        server = _site(host, port, ready=lambda: children.ready)
        say(f"Starting Prefect (the first start takes up to half a minute) … http://127.0.0.1:{port}/healthz")
        prefect = [
            sys.executable,
            "-m",
            "prefect",
            "server",
            "start",
            "--host",
            "127.0.0.1",
            "--port",
            str(prefect_port),
        ]
        children.start("The Prefect server", prefect)
        children.wait_until(lambda: server_is_up(url), stopping)
        children.start("The deployments", [sys.executable, "-m", "flows.deployments", location])
        children.wait_until(lambda: _deployed(url), stopping)
        if not stopping.is_set():
            children.ready = True
            say(f"Ready. Prefect: http://127.0.0.1:{prefect_port}/deployments   Stop with Ctrl-C.")
        while not stopping.wait(0.5):
            children.check()
        server.should_exit = True


def _check_free(port: int) -> None:
    import socket

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise UsageError(
                f"Port {port} is taken.",
                hint="Is another `testimonio serve` running? Else choose --port and --prefect-port.",
            ) from error


def _deployed(url: str) -> bool:
    from flows.deployments import DEPLOYMENT

    try:
        return httpx.get(f"{url}/deployments/name/{DEPLOYMENT}", timeout=5).is_success
    except httpx.HTTPError:
        return False


def _stop_on_signal() -> threading.Event:
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    return stopping


def _site(host: str, port: int, *, ready: Callable[[], bool]):  # type: ignore[no-untyped-def]
    import uvicorn

    from corpus.web.app import create_app

    app = create_app(hosts=list(LOOPBACK), ready=ready)
    config = uvicorn.Config(app, host=host, port=port, log_level="warning", access_log=False)
    server = uvicorn.Server(config)
    threading.Thread(target=server.run, name="site", daemon=True).start()
    return server


class _Children:
    """Processes that live and end together with this one."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = dict(environment)
        self._running: list[tuple[str, subprocess.Popen[bytes]]] = []
        self.ready = False

    def __enter__(self) -> _Children:
        return self

    def start(self, name: str, command: list[str]) -> None:
        # In a session of its own, so that Ctrl-C reaches this process first and the order of stopping is ours.
        process = subprocess.Popen(command, env=self._environment, stdout=sys.stderr, start_new_session=True)
        self._running.append((name, process))

    def check(self) -> None:
        for name, process in self._running:
            if process.poll() is not None:
                raise TestimonioError(
                    f"{name} ended by itself (exit code {process.returncode}).",
                    code="serve",
                    hint="Its own messages stand above.",
                    retryable=True,
                )

    def wait_until(self, condition: Callable[[], bool], stopping: threading.Event) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not stopping.is_set() and not condition():
            self.check()
            if time.monotonic() > deadline:
                raise TestimonioError(f"Prefect didn't answer within {START_SECONDS} s.", code="serve", retryable=True)
            stopping.wait(0.5)

    def __exit__(self, *_: object) -> None:
        for _name, process in reversed(self._running):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        for _name, process in reversed(self._running):
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
