"""Processes that live and end together with the one that started them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping

from corpus.errors import TestimonioError

__all__ = ["Children", "end_with_parent", "end_with_runner"]

STOP_SECONDS = 10
LOOK_SECONDS = 1.0
_PARENT = "TESTIMONIO_PARENT_PROCESS"


def end_with_parent() -> None:
    """Send this process SIGTERM when its parent is gone, however it went; a second signal is SIGKILL.

    For the child to call. A thread looks, because Linux's PR_SET_PDEATHSIG exists on Linux only.
    """
    # Its parent may have gone while this process was still loading.
    parent = int(os.environ.pop(_PARENT, os.getppid()))

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(LOOK_SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(STOP_SECONDS)
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()


def end_with_runner() -> None:
    """The same for a flow run, where Prefect's runner has started this process for it, and nowhere else."""
    if "PREFECT__FLOW_RUN_ID" in os.environ:
        end_with_parent()


class Children:
    """Child processes in `folder`, each the leader of a group; on leaving, the last one started is stopped first."""

    def __init__(self, environment: Mapping[str, str], *, folder: str) -> None:
        self._environment = dict(environment)
        self._folder = folder
        self._running: list[tuple[str, subprocess.Popen[bytes]]] = []

    def __enter__(self) -> Children:
        return self

    def __exit__(self, *_: object) -> None:
        for _name, process in reversed(self._running):
            _end(process)

    def start(self, name: str, module: str, *arguments: str) -> None:
        """Run a Python module; what it prints goes to stderr."""
        # In a session of its own, so that Ctrl-C reaches this process first and the order of stopping is ours.
        process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=self._folder,
            env={**self._environment, _PARENT: str(os.getpid())},
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            start_new_session=True,
        )
        self._running.append((name, process))

    def check(self) -> None:
        """Raise TestimonioError if one has ended by itself."""
        for name, process in self._running:
            if process.poll() is not None:
                raise TestimonioError(
                    f"{name} ended by itself (exit code {process.returncode}).",
                    code="serve",
                    hint="Its own messages stand above.",
                    retryable=True,
                )

    def wait_until(self, condition: Callable[[], bool], stopping: threading.Event, *, seconds: float) -> None:
        """Wait until `condition()` holds or a stop is wanted. Raises TestimonioError after `seconds`."""
        deadline = time.monotonic() + seconds
        while not stopping.is_set() and not condition():
            self.check()
            if time.monotonic() > deadline:
                raise TestimonioError(f"Prefect didn't answer within {seconds:.0f} s.", code="serve", retryable=True)
            stopping.wait(0.5)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and what it has started: asked first, so that a run can still say that it was stopped."""
    deadline = time.monotonic() + STOP_SECONDS
    _signal(process, signal.SIGTERM)
    while _signal(process, 0) and time.monotonic() < deadline:
        process.poll()  # one that has ended, and that nobody has asked about, still counts as there
        time.sleep(0.05)
    _signal(process, getattr(signal, "SIGKILL", signal.SIGTERM))
    process.wait()


def _signal(process: subprocess.Popen[bytes], number: int) -> bool:
    """Send a signal to the process and its group; 0 only asks. Returns whether anyone was there."""
    if not hasattr(os, "killpg"):
        if number:
            process.terminate()
        return process.poll() is None
    try:
        os.killpg(process.pid, number)
    except (ProcessLookupError, PermissionError):  # macOS says the latter of a process that has just ended
        return False
    return True
