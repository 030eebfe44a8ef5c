"""What surrounds a run: who may talk to the servers, child processes, what Prefect is told, and doing without it.

No server is started here; test_serve.py does that. All people in the texts are invented.
"""

import os
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from corpus import open_corpus
from corpus.errors import CorpusError, InputError, ModelMissing, TestimonioError, UsageError
from corpus.records import Failure, IngestReport
from corpus.web.app import create_app
from corpus.web.guard import OnlyThisMachine
from flows.children import Children
from flows.engines import Engines
from flows.ingest import Outcome, Request
from flows.prefect_api import api_url, prefect_environment, server_is_up
from flows.serve import serve
from models.lexicon import read_lexicon
from tests.fakes import Announced, Capitals, WordForWord

NOBODY_LISTENS = "http://127.0.0.1:9/api"


@pytest.fixture(autouse=True)
def _no_prefect_of_the_user(monkeypatch):
    for name in [name for name in os.environ if name.startswith("PREFECT")]:
        monkeypatch.delenv(name)


# --- Who may talk to the servers --------------------------------------------------------------------------------------


def test_health_says_when_all_is_up():
    ready = threading.Event()
    client = TestClient(create_app(ready=ready.is_set), base_url="http://127.0.0.1:8321")
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"status": "starting"})
    ready.set()
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8321", 200),
        ("localhost", 200),
        ("LOCALHOST:80", 200),
        ("[::1]:8321", 200),
        ("evil.example", 400),
        ("127.0.0.1.evil.example", 400),
        ("localhost@evil.example", 400),
        ("192.168.1.7:8321", 400),
        ("[::1", 400),
        ("", 400),
    ],
)
def test_only_calls_by_this_machines_names_are_answered(host, status):
    client = TestClient(create_app(ready=lambda: True))
    assert client.get("/healthz", headers={"Host": host}).status_code == status


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://127.0.0.1:4200", 200),
        ("http://localhost:4200", 200),
        ("https://office.example", 200),
        ("https://evil.example", 403),
        ("https://office.example.evil.example", 403),
        ("null", 403),
    ],
)
def test_pages_from_elsewhere_are_refused(origin, status):
    guarded = OnlyThisMachine(PlainTextResponse("ok"), origins=["https://office.example"])
    client = TestClient(guarded, base_url="http://127.0.0.1")
    assert client.get("/", headers={"Origin": origin}).status_code == status


def test_web_sockets_of_pages_from_elsewhere_are_refused():
    async def application(scope, receive, send):
        await receive()
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.send", "text": "hello"})

    client = TestClient(OnlyThisMachine(application), base_url="http://127.0.0.1")
    with client.websocket_connect("/", headers={"Origin": "http://127.0.0.1", "Host": "127.0.0.1"}) as socket:
        assert socket.receive_text() == "hello"
    for headers in ({"Origin": "https://evil.example", "Host": "127.0.0.1"}, {"Host": "evil.example"}):
        with pytest.raises(WebSocketDisconnect), client.websocket_connect("/", headers=headers) as socket:
            socket.receive_text()


def test_pages_may_send_nothing_elsewhere():
    answer = TestClient(create_app(ready=lambda: True), base_url="http://127.0.0.1").get("/healthz")
    policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'self'"
    names = [source.split("//")[-1].removesuffix(":*") for source in policy["connect-src"].split()]
    assert set(names) == {"'self'", "127.0.0.1", "localhost"}
    assert "unsafe" not in policy["script-src"]


# --- Child processes --------------------------------------------------------------------------------------------------


@pytest.fixture
def module(tmp_path):
    """Write a Python module that a child can run."""

    def write(name: str, text: str) -> dict[str, str]:
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
        project = str(Path(__file__).parent.parent)
        return {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), project]), "PYTHONSAFEPATH": "1"}

    return write


def gone(pid: int, *, seconds: float) -> bool:
    """Whether a process ends within `seconds`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        state = Path(f"/proc/{pid}/stat")
        try:
            os.kill(pid, 0)
            if state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z":
                return True  # ended, and waits for the test's own parent to ask
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.05)
    return False


def wait_for(path: Path, *, seconds: float = 20) -> str:
    deadline = time.monotonic() + seconds
    while not (path.exists() and path.read_text()):
        assert time.monotonic() < deadline, f"{path.name} did not appear"
        time.sleep(0.05)
    return path.read_text()


WITH_GRANDCHILD = """
import pathlib, signal, subprocess, sys, time
if sys.argv[2] == "stubborn":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
pathlib.Path(sys.argv[1]).write_text(str(child.pid))
time.sleep(60)
"""


@pytest.mark.parametrize("manner", ["gentle", "stubborn"])
def test_children_and_theirs_end_with_the_block(tmp_path, module, manner, monkeypatch, capfd):
    monkeypatch.setattr("flows.children.STOP_SECONDS", 1)
    environment = module("with_grandchild", WITH_GRANDCHILD)
    with Children(environment, folder=str(tmp_path)) as children:
        children.start("One", "with_grandchild", str(tmp_path / "pid"), manner)
        grandchild = int(wait_for(tmp_path / "pid"))
        children.check()
    assert gone(grandchild, seconds=3)


def test_a_child_that_ends_by_itself_is_told_by_name(tmp_path, module, capfd):
    environment = module("short", "raise SystemExit(7)")
    with Children(environment, folder=str(tmp_path)) as children:
        children.start("The helper", "short")
        with pytest.raises(TestimonioError, match=r"The helper ended by itself \(exit code 7\)") as caught:
            children.wait_until(lambda: False, threading.Event(), seconds=20)
    assert caught.value.exit_code == 1


PARENT = """
import os, sys, time
from flows.children import Children
with Children(dict(os.environ), folder=".") as children:
    children.start("One", "child_of_it", sys.argv[1])
    time.sleep(60)
"""
CHILD = """
import os, pathlib, sys, time
from flows.children import end_with_parent
end_with_parent()
pathlib.Path(sys.argv[1]).write_text(str(os.getpid()))
time.sleep(60)
"""


def test_a_child_ends_when_its_parent_is_killed(tmp_path, module):
    module("child_of_it", CHILD)
    environment = module("parent_of_it", PARENT)
    command = [sys.executable, "-m", "parent_of_it", str(tmp_path / "pid")]
    parent = subprocess.Popen(command, env=environment, cwd=tmp_path)
    try:
        child = int(wait_for(tmp_path / "pid"))
    finally:
        parent.send_signal(signal.SIGKILL)
        parent.wait()
    assert gone(child, seconds=5)


# --- Where Prefect is, and its settings -------------------------------------------------------------------------------


class _Answers(BaseHTTPRequestHandler):
    def do_GET(self):
        right = self.headers.get("Authorization") == "Basic dXNlcjpwYXNz"  # user:pass
        self.send_response(200 if right and self.path == "/api/admin/version" else 401)
        self.end_headers()

    def log_message(self, *_):
        pass


def test_a_server_counts_as_up_when_it_would_take_a_run(monkeypatch):
    server = HTTPServer(("127.0.0.1", 0), _Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/api"
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")  # must not be asked
    try:
        assert not server_is_up(url, seconds=5)
        monkeypatch.setenv("PREFECT_SERVER_API_AUTH_STRING", "user:pass")
        assert server_is_up(url, seconds=5)
        assert not server_is_up(url.replace("/api", "/other"), seconds=5)
    finally:
        server.shutdown()
        server.server_close()


def test_a_server_elsewhere_is_never_asked():
    started = time.monotonic()
    assert not server_is_up("http://192.0.2.1:4200/api", seconds=30)
    assert time.monotonic() - started < 1


def test_what_the_environment_says_of_prefect_is_kept(monkeypatch):
    assert api_url(4321) == "http://127.0.0.1:4321/api"
    monkeypatch.setenv("PREFECT_API_URL", "http://localhost:4200/api")
    assert api_url() == "http://localhost:4200/api"
    monkeypatch.setenv("PREFECT_RUNNER_POLL_FREQUENCY", "30")
    monkeypatch.setenv("PREFECT_SERVER_API_AUTH_STRING", "user:pass")
    monkeypatch.setenv("NO_PROXY", "office.example")
    environment = prefect_environment(api_url(4200))
    assert environment["PREFECT_RUNNER_POLL_FREQUENCY"] == "30"
    assert environment["PREFECT_API_AUTH_STRING"] == "user:pass"
    assert environment["PREFECT_SERVER_CORS_ALLOWED_ORIGINS"] == "http://localhost:4200,http://localhost:4200"
    assert environment["NO_PROXY"] == "office.example,127.0.0.1,localhost,::1"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"host": "0.0.0.0"}, "this machine only"),
        ({"host": "192.168.1.7"}, "this machine only"),
        ({"prefect_port": 8321}, "a port each"),
        ({"port": 70000}, "can't be used"),
    ],
)
def test_wrong_usage_of_serve(tmp_path, options, message):
    said = []
    usage = {"host": "127.0.0.1", "port": 8321, "prefect_port": 4200, "say": said.append} | options
    with pytest.raises(UsageError, match=message):
        serve(str(tmp_path / "corpus"), **usage)
    assert said == []
    assert not (tmp_path / "corpus").exists()


def test_a_corpus_that_cannot_be_had_is_said_before_anything_starts(tmp_path):
    (tmp_path / "file").write_text("x")
    for corpus in (str(tmp_path / "file"), "postgresql://localhost/corpus"):
        with pytest.raises(CorpusError):
            serve(corpus, host="127.0.0.1", port=free_port(), prefect_port=free_port(), say=pytest.fail)


def test_a_taken_port_is_said_before_anything_starts(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        for ports in ((number, free_port()), (free_port(), number)):
            with pytest.raises(UsageError, match=f"Port {number} is taken"):
                serve(str(tmp_path / "corpus"), host="127.0.0.1", port=ports[0], prefect_port=ports[1], say=pytest.fail)


# --- What Prefect is told ---------------------------------------------------------------------------------------------


def told(error: Exception) -> str:
    from flows.tracked import state_of

    def work() -> IngestReport:
        raise error

    state = state_of(work)
    assert state.is_failed()
    return state.message


def test_errors_are_told_without_what_they_quote():
    from flows.tracked import NO_FOLDER

    assert told(ValueError("Rosa Paz dijo que")) == "Unexpected ValueError."
    assert told(UsageError("There is no file rosa-paz.txt.", code="no_file")) == "Stopped (no_file)."
    assert told(InputError("rosa-paz.txt is broken.", code="broken")) == "Stopped (broken)."
    assert told(UsageError("There is no such folder.", code=NO_FOLDER)) == "There is no such folder."
    assert told(ModelMissing("No model translates.")) == "No model translates. Run: testimonio models install"
    assert told(CorpusError("No corpus in x.", code="no_corpus")) == "No corpus in x."


@pytest.mark.parametrize("source", ["/tmp/in/rosa-paz.txt", "rosa-paz.txt", "in/rosa-paz.csv"])
def test_rows_of_failures_never_name_a_file(source):
    from flows.tracked import _row

    clean = Failure(source, "0123456789abcdef", "read", "not_text", "This is not text.", "Save it as UTF-8.")
    row = _row(clean)
    assert list(row.values()) == ["0123456789abcdef", "read", "not_text", "This is not text.", "Save it as UTF-8."]
    dirty = Failure(source, "0123456789abcdef", "read", "odd", f"{source} is odd.", "Look at rosa-paz.")
    assert "rosa" not in repr(_row(dirty))


def test_the_folder_of_a_run(tmp_path, monkeypatch):
    from flows.process import _folder

    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "in").mkdir()
    with open_corpus(tmp_path / "corpus", create=True) as corpus:
        assert not corpus.inbox.exists()
        assert _folder(" \n", corpus) == corpus.inbox
        assert stat.S_IMODE(corpus.inbox.stat().st_mode) == 0o700
        assert _folder(f"{tmp_path}/in\n", corpus) == tmp_path / "in"
        assert _folder("~/in", corpus) == tmp_path / "in"
        with pytest.raises(UsageError, match="no such folder"):
            _folder(str(tmp_path / "none"), corpus)


# --- Doing without Prefect --------------------------------------------------------------------------------------------


@pytest.fixture
def prefect_is_gone(tmp_path):
    """Prefect's client, pointed at a server that doesn't answer."""
    from prefect.settings import (
        PREFECT_API_URL,
        PREFECT_CLIENT_MAX_RETRIES,
        PREFECT_HOME,
        PREFECT_LOGGING_TO_API_ENABLED,
        temporary_settings,
    )

    changed = {
        PREFECT_API_URL: NOBODY_LISTENS,
        PREFECT_CLIENT_MAX_RETRIES: 0,
        PREFECT_HOME: tmp_path / "prefect",
        PREFECT_LOGGING_TO_API_ENABLED: False,
    }
    with temporary_settings(changed):
        yield


@pytest.fixture
def testimonies(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("Me llamo Rosa Paz y vivo en Apopa con mis tres hijos.", encoding="utf-8")
    (folder / "b.txt").write_bytes(bytes(range(256)))
    return folder


def test_work_goes_on_where_prefect_does_not_answer(prefect_is_gone, testimonies, tmp_path):
    from flows.process import process_tracked

    engines = Engines(
        {("es", "en"): WordForWord("es", "en")},
        {"es": Capitals("es"), "en": Capitals("en")},
        Announced(),
        read_lexicon(),
    )
    said, seen = [], []
    report = process_tracked(
        Request((testimonies,)),
        folder=testimonies,
        corpus=str(tmp_path / "corpus"),
        engines=engines,
        progress=lambda done, of: seen.append((done, of)),
        say=said.append,
    )
    assert (report.stored, report.failed) == (1, 1)
    assert seen[-1] == (2, 2)
    assert len(said) == 1
    assert "working without it" in said[0]
    with open_corpus(tmp_path / "corpus") as corpus:
        assert len(corpus.list()) == 1


def test_artifacts_cost_nothing_but_themselves(prefect_is_gone):
    from flows.tracked import ProgressArtifact, state_of

    progress = ProgressArtifact("files")
    progress(0, 0)
    progress(1, 2)
    state = state_of(lambda: IngestReport("r", 3, 2, 9, 99, 1.0, ()))
    assert state.is_completed()
    assert state.message == "3 stored, 2 known already, 0 failed."


def test_a_batch_is_done_once_and_its_error_handed_back(prefect_is_gone):
    from flows.tracked import in_a_task

    calls = []

    def work() -> Outcome:
        calls.append(1)
        return Outcome(stored=2)

    assert in_a_task(1, work).stored == 2
    assert calls == [1]

    def broken() -> Outcome:
        raise CorpusError("The disk is full.", code="full")

    with pytest.raises(CorpusError, match="full"):
        in_a_task(2, broken)


def test_the_command_line_needs_no_prefect():
    code = (
        "import sys, flows.cli, flows.ingest, flows.prefect_api, flows.engines, flows.printing\n"
        "sys.exit(sorted(m for m in ('prefect', 'uvicorn', 'fastapi') if m in sys.modules).__repr__()"
        " if any(m in sys.modules for m in ('prefect', 'uvicorn', 'fastapi')) else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
