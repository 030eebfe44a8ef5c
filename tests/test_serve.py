"""`testimonio serve` with its real Prefect server, trained models, and Chromium in Prefect's own form.

All people and events in the testimonies are invented. Texts, names of files and a broken file carry words of CANARIES,
which must not be found in anything that Prefect keeps or `serve` prints.
"""

import base64
import contextlib
import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
import uuid
from pathlib import Path

import httpx
import pytest

from corpus import open_corpus

pytestmark = [pytest.mark.server, pytest.mark.models]

TESTIMONIO = Path(sys.executable).parent / "testimonio"
CANARIES = ("Zulmara", "Quitapeña", "xilofonista", "zanahoria", "mazapan")
TEXTS = [
    "Me llamo Zulmara Quitapeña y vivo en Apopa. El 4 de mayo de 2022 los soldados se llevaron a mi hermano.",
    "Mi tío, el xilofonista, volvió a casa en abril. Nadie nos dijo dónde había estado todo ese tiempo.",
    "The soldiers came at night and asked for Zulmara Quitapeña. My mother told them that nobody was at home.",
    "En la audiencia la jueza no dejó hablar al xilofonista. Su abogado se quejó ante la Fiscalía.",
    "We waited at the gate of the prison for two days. Then a guard told us to go back to San Salvador.",
]
START_SECONDS = 120


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def descendants(pid: int) -> list[int]:
    rows = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout.split("\n")
    pairs = [tuple(map(int, row.split())) for row in rows if row.strip()]
    found = [pid]
    for parent in found:
        found += [child for child, its_parent in pairs if its_parent == parent]
    return found[1:]


def alive(pids: list[int]) -> list[int]:
    states = subprocess.run(["ps", "-eo", "pid=,stat="], capture_output=True, text=True, check=True).stdout.split("\n")
    running = {int(row.split()[0]) for row in states if row.strip() and not row.split()[1].startswith("Z")}
    return [pid for pid in pids if pid in running]


class Served:
    """A running `testimonio serve`, in an environment of its own, and a client of its Prefect API."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.corpus = folder / "corpus"
        self.prefect_home = folder / "prefect"
        self.log = folder / "serve.log"
        self.port, self.prefect_port = free_port(), free_port()
        self.site = f"http://127.0.0.1:{self.port}"
        self.prefect = f"http://127.0.0.1:{self.prefect_port}"
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("TESTIMONIO", "PREFECT", "XDG", "ARGOS"))}
        self.environment = {**kept, "HOME": str(folder / "home"), "PREFECT_HOME": str(self.prefect_home), **settings}
        (folder / "home").mkdir()
        # Whatever lies where `serve` is started must not be taken for a module of ours.
        self.where = folder / "where"
        self.where.mkdir()
        for name in ("flows.py", "json.py", "prefect.py"):
            (self.where / name).write_text("raise SystemExit('imported from the wrong folder')\n")
        headers = {}
        if auth := settings.get("PREFECT_SERVER_API_AUTH_STRING"):
            headers["Authorization"] = "Basic " + base64.b64encode(auth.encode()).decode()
        self.http = httpx.Client(base_url=f"{self.prefect}/api", headers=headers, timeout=30, trust_env=False)
        self.seen: list[tuple[int, dict[str, str]]] = []
        command = [TESTIMONIO, "serve", "--corpus", "../corpus", "--port", str(self.port)]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*map(str, command), "--prefect-port", str(self.prefect_port)],
                env=self.environment,
                cwd=self.where,
                stdout=log,
                stderr=log,
            )

    def wait(self) -> None:
        """Until all is up, noting what /healthz says on the way."""
        deadline = time.monotonic() + START_SECONDS
        while not self.seen or self.seen[-1][0] != 200:
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            with contextlib.suppress(httpx.ConnectError):
                answer = httpx.get(f"{self.site}/healthz", trust_env=False)
                self.seen.append((answer.status_code, answer.json()))
            time.sleep(0.2)
        client = str(uuid.uuid4())
        token = self.http.get("/csrf-token", params={"client": client}).raise_for_status().json()["token"]
        self.http.headers.update({"Prefect-Csrf-Client": client, "Prefect-Csrf-Token": token})

    def deployment(self, name: str = "process-testimonies") -> dict:
        return self.http.get(f"/deployments/name/{name}/{name}").raise_for_status().json()

    def start(self, name: str = "process-testimonies", **parameters) -> httpx.Response:
        body = {"parameters": parameters, "state": {"type": "SCHEDULED"}}
        return self.http.post(f"/deployments/{self.deployment(name)['id']}/create_flow_run", json=body)

    def run_state(self, run: str) -> dict:
        return self.http.get(f"/flow_runs/{run}").raise_for_status().json()["state"]

    def finished(self, run: str, *, seconds: float = 90) -> dict:
        deadline = time.monotonic() + seconds
        while (state := self.run_state(run))["type"] not in ("COMPLETED", "FAILED", "CRASHED", "CANCELLED"):
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.3)
        return state

    def artifacts(self, run: str) -> dict[str, dict]:
        body = {"artifacts": {"flow_run_id": {"any_": [run]}}}
        found = self.http.post("/artifacts/filter", json=body).raise_for_status().json()
        return {artifact["key"]: artifact for artifact in found}

    def runs(self) -> list[dict]:
        return self.http.post("/flow_runs/filter", json={"sort": "START_TIME_DESC"}).raise_for_status().json()

    def command(self, *arguments: str | Path, **settings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [TESTIMONIO, *map(str, arguments), "--corpus", self.corpus],
            env={**self.environment, **settings},
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )

    def stop(self, number: int, *, seconds: float = 20) -> int:
        """Send a signal; the exit code, once the process and all that it started are gone."""
        family = descendants(self.process.pid)
        assert len(family) >= 2
        self.process.send_signal(number)
        code = self.process.wait(seconds)
        deadline = time.monotonic() + seconds
        while left := alive(family):
            assert time.monotonic() < deadline, left
            time.sleep(0.1)
        return code


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    served = Served(tmp_path_factory.mktemp("serve"))
    try:
        served.wait()
        yield served
        assert served.stop(signal.SIGTERM) == 0
        assert "Traceback" not in served.log.read_text()
    finally:
        served.http.close()
        served.process.kill()


def write_files(folder: Path, texts: list[str], *, start: int = 0) -> Path:
    folder.mkdir(parents=True)
    for number, text in enumerate(texts, start):
        (folder / f"zanahoria-{number}.txt").write_text(f"{text} ({number})", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def first_run(served):
    """A run over five good files and a broken one, two testimonies a batch, and what its progress bar showed."""
    folder = write_files(served.folder / "office" / "march", TEXTS)
    (folder / "mazapan.txt").write_bytes("Quitapeña\x00\x01".encode() + bytes(range(256)) * 4)
    parameters = {"folder": str(folder), "collection": "march", "languages": ["es", "en"], "batch_size": 1}
    run = served.start(**parameters).raise_for_status().json()["id"]
    progress: list[float] = []
    while served.run_state(run)["type"] not in ("COMPLETED", "FAILED", "CRASHED"):
        bar = served.artifacts(run).get("progress")
        if bar and bar["data"] not in progress:
            progress.append(bar["data"])
        time.sleep(0.02)
    return run, progress


def test_health(served):
    assert served.seen[0] == (503, {"status": "starting"})
    assert served.seen[-1] == (200, {"status": "ok"})


def test_other_names_and_pages_from_elsewhere_are_refused(served):
    for server, path in ((served.site, "/healthz"), (served.prefect, "/api/health"), (served.prefect, "/")):
        answers = [
            httpx.get(server + path, headers=headers, trust_env=False, follow_redirects=True).status_code
            for headers in ({}, {"Host": "evil.example"}, {"Origin": "https://evil.example"})
        ]
        assert answers == [200, 400, 403]
    bare = httpx.post(f"{served.prefect}/api/flow_runs/filter", json={}, trust_env=False)
    assert bare.status_code == 403  # no CSRF token


def test_the_server_keeps_to_itself(served):
    settings = served.http.get("/admin/settings").raise_for_status().json()
    assert settings["server"]["api"]["csrf_protection_enabled"] is True
    origins = settings["server"]["api"]["cors_allowed_origins"].split(",")
    assert set(origins) == {served.prefect, served.prefect.replace("127.0.0.1", "localhost")}
    assert settings["server"]["analytics_enabled"] is False
    assert settings["server"]["ui"]["show_promotional_content"] is False
    assert settings["results"]["persist_by_default"] is False
    assert settings["cloud"]["enable_orchestration_telemetry"] is False
    database = served.prefect_home / "prefect.db"
    assert stat.S_IMODE(database.stat().st_mode) == 0o600
    assert not (served.folder / "home" / ".prefect").exists()
    assert stat.S_IMODE((served.corpus / "inbox").stat().st_mode) == 0o700


def test_the_form(served):
    deployment = served.deployment()
    assert deployment["enforce_parameter_schema"] is True
    assert "Args" not in deployment["description"]
    fields = deployment["parameter_openapi_schema"]["properties"]
    assert list(fields) == ["folder", "collection", "languages", "batch_size", "corpus"]
    assert all(field["description"] for field in fields.values())
    assert {name: field["default"] for name, field in fields.items()} == {
        "folder": "",
        "collection": "",
        "languages": ["es", "en"],
        "batch_size": 32,
        "corpus": "",
    }
    assert fields["languages"]["items"]["enum"] == ["es", "en"]
    assert (fields["batch_size"]["minimum"], fields["batch_size"]["maximum"]) == (1, 1000)
    assert deployment["parameters"] == {"corpus": str(served.corpus)}
    again = served.deployment("reannotate")
    assert all(field["description"] for field in again["parameter_openapi_schema"]["properties"].values())
    assert again["parameters"] == {"corpus": str(served.corpus)}


@pytest.mark.parametrize("wrong", [{"batch_size": 0}, {"batch_size": 1001}, {"languages": []}, {"languages": ["fr"]}])
def test_wrong_parameters_start_no_run(served, wrong):
    before = len(served.runs())
    answer = served.start(**wrong)
    assert answer.status_code in (409, 422)
    assert len(served.runs()) == before


def test_a_run(served, first_run):
    run, progress = first_run
    state = served.run_state(run)
    assert (state["type"], state["message"]) == ("COMPLETED", "5 stored, 0 known already, 1 failed.")
    assert len(progress) >= 3
    assert progress == sorted(progress)
    artifacts = served.artifacts(run)
    assert (artifacts["progress"]["data"], artifacts["progress"]["description"]) == (100.0, "6 of 6 files")
    assert "| 5 | 0 | 1 |" in artifacts["summary"]["data"]
    (row,) = json.loads(artifacts["failures"]["data"])
    assert set(row) == {"source", "stage", "code", "what", "what to do"}
    with open_corpus(served.corpus) as corpus:
        assert len(corpus.list(collection="march")) == 5
        assert corpus.search("soldados", person="Zulmara Quitapeña").total >= 1
        (failure,) = corpus.failures(corpus.runs()[0].id)
    assert (row["source"], row["stage"], row["code"]) == (failure.source_id, failure.stage, failure.code)
    assert failure.source.endswith("mazapan.txt")


def test_a_folder_that_is_not_there(served):
    run = served.start(folder="/no/such/folder").raise_for_status().json()["id"]
    state = served.finished(run)
    assert state["type"] == "FAILED"
    assert state["message"] == "There is no such folder on the machine that runs this. Give its whole path."


def test_the_inbox_and_annotating_again(served, first_run):
    (served.corpus / "inbox" / "zanahoria.txt").write_text("La xilofonista llegó el lunes.", encoding="utf-8")
    state = served.finished(served.start().raise_for_status().json()["id"])
    assert state["message"] == "1 stored, 0 known already, 0 failed."
    with open_corpus(served.corpus) as corpus:
        stored = len(corpus.list())
    again = served.start("reannotate", batch_size=2).raise_for_status().json()["id"]
    assert served.finished(again)["message"] == f"{stored} stored, 0 known already, 0 failed."
    assert served.artifacts(again)["progress"]["description"] == f"{stored} of {stored} testimonies"


def test_the_command_line_reports_to_the_server(served):
    folder = write_files(served.folder / "office" / "may", TEXTS[:2], start=10)
    (folder / "mazapan.txt").write_bytes(b"\x00\x01" * 400)
    files = sorted(folder.iterdir())
    done = served.command("process", *files, "--json", PREFECT_API_URL=f"{served.prefect}/api")
    assert done.returncode == 3, done.stderr
    report = json.loads(done.stdout)
    assert (report["stored"], report["failed"]) == (2, 1)
    assert done.stderr == ""
    run = served.runs()[0]
    assert run["parameters"]["folder"] == str(folder)
    assert run["parameters"]["corpus"] == str(served.corpus)
    assert (run["state"]["type"], run["deployment_id"]) == ("COMPLETED", None)
    assert served.artifacts(run["id"])["progress"]["description"] == "3 of 3 files"


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    """Chromium without a window, noting every request that it makes."""
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not driver:
        pytest.skip("chromium and chromedriver are not installed (Debian: apt-get install chromium chromium-driver)")
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for argument in (
        "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
        " --disable-component-update --disable-sync --disable-dev-shm-usage --window-size=1300,1400"
    ).split():
        options.add_argument(argument)
    options.add_argument(f"--user-data-dir={tmp_path_factory.mktemp('chromium')}")
    options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
    with webdriver.Chrome(options=options, service=webdriver.ChromeService(driver)) as chrome:
        yield chrome


@pytest.mark.parametrize("interface", ["", "/v2"], ids=["older interface", "newer interface"])
def test_run_from_the_form_in_a_browser(served, browser, interface):
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import WebDriverWait

    number = 20 + len(interface)
    folder = write_files(served.folder / "office" / f"form{len(interface)}", TEXTS[:3], start=number)
    collection = f"form {number}"
    known = {run["id"] for run in served.runs()}
    patience = WebDriverWait(browser, 60)
    browser.get(f"{served.prefect}{interface}/deployments/deployment/{served.deployment()['id']}/run")
    patience.until(lambda page: len(page.find_elements(By.TAG_NAME, "textarea")) == 3)
    text = browser.find_element(By.TAG_NAME, "body").text
    for field in served.deployment()["parameter_openapi_schema"]["properties"].values():
        assert field["description"] in text
    for_folder, for_collection, for_corpus = browser.find_elements(By.TAG_NAME, "textarea")
    assert for_corpus.get_attribute("value") == str(served.corpus)
    for_folder.send_keys(str(folder))
    for_collection.send_keys(collection)
    submit = next(button for button in browser.find_elements(By.TAG_NAME, "button") if button.text == "Submit")
    submit.click()
    patience.until(lambda _: {run["id"] for run in served.runs()} - known)
    (run,) = {run["id"] for run in served.runs()} - known
    browser.get(f"{served.prefect}{interface}/runs/flow-run/{run}")
    patience.until(lambda page: "Completed" in page.find_element(By.TAG_NAME, "body").text)
    assert served.run_state(run)["message"] == "3 stored, 0 known already, 0 failed."
    with open_corpus(served.corpus) as corpus:
        assert len(corpus.list(collection=collection)) == 3
    assert hosts_asked(browser) == {f"127.0.0.1:{served.prefect_port}"}


def hosts_asked(browser) -> set[str]:
    """The hosts that pages of the web asked for something, and got past the pages' own policy."""
    events = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    requests = {
        event["params"]["requestId"]: httpx.URL(event["params"]["request"]["url"])
        for event in events
        if event["method"] == "Network.requestWillBeSent"
    }
    blocked = {
        event["params"]["requestId"]
        for event in events
        if event["method"] == "Network.loadingFailed" and event["params"].get("blockedReason") == "csp"
    }
    return {
        url.netloc.decode()
        for number, url in requests.items()
        if number not in blocked and url.scheme in ("http", "https", "ws", "wss")
    }


def test_prefect_and_the_terminal_learn_no_text_and_no_name(served, first_run):
    time.sleep(3)  # events and logs are written in batches, every second or two
    kept = [path for path in served.prefect_home.rglob("*") if path.is_file()]
    assert any(path.name == "prefect.db" for path in kept)
    everything = b"\n".join(path.read_bytes() for path in [*kept, served.log]).lower()
    assert b"not_text" in everything or b"failures" in everything  # what it does keep is there to be found
    for canary in CANARIES:
        forms = {canary.lower().encode(), canary.lower().encode("utf-16-le"), json.dumps(canary.lower())[1:-1].encode()}
        assert not [form for form in forms if form in everything], canary
    assert b"march" in everything  # folders and collections are told


def test_a_server_with_a_password_that_is_killed(tmp_path):
    served = Served(tmp_path, PREFECT_SERVER_API_AUTH_STRING="office:long-password")
    try:
        served.wait()
        open_door = httpx.get(f"{served.prefect}/api/deployments/count", trust_env=False)
        assert open_door.status_code == 401
        folder = write_files(tmp_path / "in", TEXTS[:1])
        outsider = served.command(
            "process", folder, "--json", PREFECT_API_URL=f"{served.prefect}/api", PREFECT_SERVER_API_AUTH_STRING=""
        )
        assert json.loads(outsider.stdout)["stored"] == 1  # without Prefect
        assert served.runs() == []
        many = write_files(tmp_path / "many", TEXTS * 100, start=100)
        run = served.start(folder=str(many), batch_size=2).raise_for_status().json()["id"]
        deadline = time.monotonic() + 60
        while "progress" not in served.artifacts(run):
            assert time.monotonic() < deadline, served.log.read_text()
            time.sleep(0.1)
        assert len(descendants(served.process.pid)) >= 3
        assert served.stop(signal.SIGKILL) == -signal.SIGKILL
    finally:
        served.http.close()
        served.process.kill()


def test_what_cannot_be_served(tmp_path):
    served = {k: v for k, v in os.environ.items() if not k.startswith(("TESTIMONIO", "PREFECT"))}

    def refused(*arguments: object) -> tuple[int, str]:
        command = [TESTIMONIO, "serve", *map(str, arguments)]
        done = subprocess.run(command, env=served, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.stdout == ""
        assert done.stderr.count("\n") == 1
        return done.returncode, done.stderr

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        code, message = refused("--corpus", tmp_path / "corpus", "--port", free_port(), "--prefect-port", number)
        assert code == 2
        assert f"Port {number} is taken." in message
    (tmp_path / "file").write_text("x")
    ports = ("--port", free_port(), "--prefect-port", free_port())
    assert refused("--corpus", tmp_path / "file", *ports)[0] == 5
