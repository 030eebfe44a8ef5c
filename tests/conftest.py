"""What all tests share."""

import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

from flows import cli
from flows.settings import Settings

hypothesis_settings.register_profile("project", deadline=None, max_examples=60)
hypothesis_settings.load_profile("project")


@pytest.fixture(autouse=True)
def _no_corpus_of_the_user(monkeypatch):
    monkeypatch.delenv("TESTIMONIO_CORPUS", raising=False)


@pytest.fixture(scope="session")
def es_en():
    """The Spanish-English translator that `make setup` installed."""
    from flows.engines import find_translators

    return find_translators(Settings())[0]["es", "en"]


@pytest.fixture(scope="session")
def en_es():
    """The English-Spanish one."""
    from flows.engines import find_translators

    return find_translators(Settings())[0]["en", "es"]


@pytest.fixture(scope="session")
def engines():
    """All trained models, as a run loads them."""
    from flows.engines import load_engines

    return load_engines(Settings())


@pytest.fixture
def run(monkeypatch, capfd):
    """The command, by its arguments; what it printed. All that reaches the terminal is looked at, also from below
    Python."""

    def run(*arguments, code=0):
        monkeypatch.setattr(sys, "argv", ["testimonio", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = capfd.readouterr()
        assert (ended.value.code or 0) == code, err
        assert "Traceback" not in out + err
        return out, err

    return run


@pytest.fixture(scope="session")
def project() -> Path:
    """The project's folder."""
    return Path(__file__).parent.parent


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """In CI a skipped test is a failed one: there everything that tests want is installed."""
    report = yield
    if report.skipped and os.environ.get("TESTIMONIO_FORBID_SKIPS") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and CI forbids it: {report.longrepr}"
    return report
