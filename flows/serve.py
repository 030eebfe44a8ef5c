"""`testimonio serve`: a Prefect server, the deployments, and the site, on this machine only."""

from __future__ import annotations

import errno
import os
import signal
import socket
import threading
from collections.abc import Callable
from types import TracebackType

import uvicorn

from corpus import open_corpus
from corpus.errors import TestimonioError, UsageError
from corpus.store.folder import private_folder
from corpus.web.app import create_app
from corpus.web.guard import LOOPBACK
from flows.children import Children
from flows.prefect_api import answers, prefect_environment, server_is_up
from flows.settings import Settings

__all__ = ["serve"]

DEPLOYMENTS = ("process-testimonies/process-testimonies", "reannotate/reannotate")
START_SECONDS = 240  # a cold server migrates its database first: 7 to 20 s on a laptop, more on a busy one


def serve(corpus: str, *, host: str, port: int, prefect_port: int, say: Callable[[str], None]) -> None:
    """Serve until SIGINT or SIGTERM comes. `say` gets lines for the person at the terminal.

    Raises:
        UsageError: `host` isn't an address of this machine alone, or a port can't be had.
        CorpusError: the corpus can't be opened.
        TestimonioError: a part didn't start, or ended by itself.
    """
    if host not in LOOPBACK:
        raise UsageError(
            f"This version answers on this machine only, not on {host}.", hint="Leave --host out, or use an SSH tunnel."
        )
    if port == prefect_port:
        raise UsageError("The site and Prefect need a port each.", hint="Choose another --port or --prefect-port.")
    _check_free(host, port)
    _check_free("127.0.0.1", prefect_port)
    location = os.path.abspath(corpus)
    with open_corpus(corpus, create=True) as target:  # say what is wrong with it now, not in the first run
        private_folder(target.inbox)
    url = f"http://127.0.0.1:{prefect_port}/api"
    environment = {
        **os.environ,
        **prefect_environment(url),
        "PREFECT_SERVER_API_PORT": str(prefect_port),
        "TESTIMONIO_CORPUS": location,
        "TESTIMONIO_MODELS": os.path.abspath(Settings.read().models),
        "PYTHONSAFEPATH": "1",
    }
    stopping = _stop_on_signal()
    ready = threading.Event()
    # In the corpus folder, because Prefect imports from the folder that it runs in, and the person's may hold anything.
    with Children(environment, folder=location) as children, _Site(host, port, ready=ready.is_set) as site:
        say(f"Starting Prefect (the first start takes up to half a minute) … {site.address}/healthz")
        children.start("The Prefect server", "flows.prefect_server", str(prefect_port))
        children.wait_until(lambda: server_is_up(url, seconds=5), stopping, seconds=START_SECONDS)
        children.start("The runner of the deployments", "flows.deployments", location)
        children.wait_until(lambda: _deployed(url), stopping, seconds=START_SECONDS)
        if not stopping.is_set():
            ready.set()
            say(f"Ready. Prefect: http://127.0.0.1:{prefect_port}/deployments   Stop with Ctrl-C.")
        while not stopping.wait(0.5):
            children.check()
            site.check()
        ready.clear()
        say("Stopping …")


def _check_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            taken = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
            raise UsageError(
                f"Port {port} is taken." if taken else f"Port {port} can't be used.",
                hint="Is another `testimonio serve` running? Else choose --port and --prefect-port."
                if taken
                else "Choose --port and --prefect-port between 1024 and 65535.",
            ) from error


def _deployed(url: str) -> bool:
    return all(answers(f"{url}/deployments/name/{name}", seconds=5) for name in DEPLOYMENTS)


def _stop_on_signal() -> threading.Event:
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    return stopping


class _Site:
    """The site, in a thread of this process."""

    def __init__(self, host: str, port: int, *, ready: Callable[[], bool]) -> None:
        self.address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
        config = uvicorn.Config(
            create_app(ready=ready),
            host=host,
            port=port,
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=2,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, name="site", daemon=True)

    def __enter__(self) -> _Site:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.should_exit = True
        self._thread.join(5)

    def check(self) -> None:
        """Raise TestimonioError if it has ended by itself."""
        if not self._thread.is_alive():
            raise TestimonioError("The site ended by itself.", code="serve", hint="Its own messages stand above.")
